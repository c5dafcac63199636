"""Knows every table, so that migrations can be compared with them."""

from sqlalchemy import MetaData

from bot.antipatterns import label_storage, theme_storage
from bot.antipatterns import storage as antipattern_storage
from bot.database import Base
from bot.delivery import row_storage as delivery_storage
from bot.digests import action_storage, win_storage
from bot.digests import parent_storage as parent_digest_storage
from bot.digests import storage as digest_storage
from bot.handover import (
    dig_storage,
    handover_storage,
    leaving_storage,
    proof_storage,
    review_storage,
)
from bot.handover import owner_storage as model_owner_storage
from bot.handover import storage as model_storage
from bot.handover.absences import storage as absence_storage
from bot.handover.cards import question_storage as model_question_storage
from bot.handover.cards import storage as model_section_storage
from bot.handover.co_owners import storage as blind_storage
from bot.handover.proposals import storage as proposal_storage
from bot.handover.registries import storage as model_registry_storage
from bot.people import storage as people_storage
from bot.playbook import storage as playbook_storage
from bot.playbook import telling_storage
from bot.surveys import (
    answer_storage,
    comment_storage,
    item_storage,
    parent_storage,
    parent_summary_storage,
    release_storage,
    schedule_storage,
    skip_storage,
)
from bot.surveys import storage as survey_storage
from bot.surveys.consents import storage as consent_storage
from bot.surveys.fears import release_storage as fear_release_storage
from bot.surveys.fears import storage as fear_storage
from bot.surveys.packs import storage as pack_storage
from bot.teams import channel_storage, family_storage
from bot.teams import storage as team_storage

MODULES = (
    people_storage,
    team_storage,
    channel_storage,
    family_storage,
    survey_storage,
    schedule_storage,
    item_storage,
    answer_storage,
    comment_storage,
    pack_storage,
    skip_storage,
    consent_storage,
    parent_storage,
    parent_summary_storage,
    release_storage,
    fear_storage,
    fear_release_storage,
    playbook_storage,
    telling_storage,
    antipattern_storage,
    label_storage,
    theme_storage,
    digest_storage,
    parent_digest_storage,
    delivery_storage,
    action_storage,
    win_storage,
    model_storage,
    model_section_storage,
    model_registry_storage,
    model_question_storage,
    model_owner_storage,
    leaving_storage,
    handover_storage,
    review_storage,
    proof_storage,
    blind_storage,
    dig_storage,
    proposal_storage,
    absence_storage,
)


def metadata() -> MetaData:
    """Return the tables of every feature."""
    return Base.metadata
