"""Use case of looking what is left of a model: its registry, its card, and what was asked of it."""

from typing import Final

from bot.database import Database
from bot.handover.cards.card import HEADINGS
from bot.handover.cards.lints import list_mentions_in
from bot.handover.cards.question_storage import OpenQuestions
from bot.handover.cards.storage import Sections
from bot.handover.domain import Origin
from bot.handover.knowers import Evidence
from bot.handover.registries.storage import Registrations
from bot.handover.storage import Models, Suggestions

_MOST: Final = 5
_TITLES: Final = {heading.id: heading.title for heading in HEADINGS}


class EvidenceService:
    """Gathers what is known of a model without asking anybody."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def gather(self, *, model_id: int) -> Evidence:
        """Return what is left of a model."""
        with self._database.reading() as connection:
            model = Models(connection).get(model_id)
            registered = Registrations(connection).find_registered(model_id)
            texts = Sections(connection).list_newest(model_id)
            wrote = Sections(connection).list_authors(model_id)
            open_questions = OpenQuestions(connection).list_open(model_id)
            suggested = Suggestions(connection).list_of(model_id)
        versions = () if registered is None else tuple(reversed(registered.versions))[:_MOST]
        tags = () if registered is None else (*registered.aliases, *registered.tags)
        # The section of people comes first: whom it names was meant to be asked.
        ordered = sorted(texts, key=lambda text: text.section != "people")
        return Evidence(
            link=model.link,
            versions=tuple(
                f"{v.version} (run {v.run_id})" if v.run_id else v.version for v in versions
            ),
            tags=tuple(f"{name}: {value}" for name, value in tags)[:_MOST],
            accepted=tuple(_TITLES.get(t.section, t.section) for t in texts if t.is_accepted),
            questions=tuple(each.wording for each in open_questions[:_MOST]),
            ran=tuple(s.user_id for s in suggested if s.origin is Origin.RUN and s.user_id),
            wrote=wrote,
            named=tuple(
                dict.fromkeys(user for text in ordered for user in list_mentions_in(text.text))
            ),
        )
