"""A last day changes no word of what people read who are not concerned: no date, and no hint."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.digests.registered import RegisteredModels
from bot.digests.sections import compose
from bot.digests.sponsors import compose_for_sponsors
from bot.handover.ask_source import AskSource
from bot.handover.card_messages import card
from bot.handover.cards.card import card_of
from bot.handover.cards.folder import export_cards
from bot.handover.care.review_messages import to_read
from bot.handover.care.review_service import list_waiting
from bot.handover.desk import Desk as Services
from bot.handover.home_parts import ModelHome
from bot.handover.model_messages import Listed, listed, shown
from bot.handover.rules.leaving import Reason
from bot.handover.rules.states import Mark
from bot.handover.standings import stand
from tests.digests.making import a_digest
from tests.handover.desk import LAST_DAY, LEAD, OWNER, STRANGER, SUCCESSOR, Desk

OTHER_DAY = date(2026, 1, 8)
TELLING = re.compile(
    rf"{LAST_DAY}|{OTHER_DAY}|leav|last day|days left|handed over|hands over|room for|risk",
    re.IGNORECASE,
)
QUESTIONS = ("how do I roll back churn", "who owns churn")


def set_day(desk: Desk, *, reason: Reason = Reason.LEAVING, day: date = LAST_DAY) -> None:
    desk.handovers.set_last_day(
        owner_id=OWNER, last_day=day, by=LEAD, now=desk.now, reason=reason, named=(OWNER,)
    )


def plant_days(desk: Desk) -> None:
    set_day(desk)


def plant_short_notice(desk: Desk) -> None:
    set_day(desk, day=OTHER_DAY)


def plant_successor(desk: Desk) -> None:
    set_day(desk)
    desk.begin()
    desk.name_successor()


def plant_waiver(desk: Desk) -> None:
    set_day(desk)
    until = desk.now.date() + timedelta(days=30)
    desk.handovers.waive(
        model_id=desk.model_id, by=LEAD, reason="leaving soon", expires_on=until, now=desk.now
    )


def plant_cancelled(desk: Desk) -> None:
    set_day(desk)
    desk.handovers.cancel(owner_id=OWNER, by=LEAD, now=desk.now)


def plant_caretaker(desk: Desk) -> None:
    set_day(desk)
    desk.watch.name_caretaker(case=desk.case(), now=desk.now)


PLANTS = (
    plant_days,
    plant_short_notice,
    plant_successor,
    plant_waiver,
    plant_cancelled,
    plant_caretaker,
)


def everything_shown(desk: Desk, folder: Path) -> str:
    """Return all that somebody reads who is not concerned, wherever they look."""
    case, now = desk.case(), desk.now
    services = Services(desk.database, desk.models, desk.teams, desk.people)
    models = RegisteredModels(services.team_models).find_models(team_id=desk.team.id, now=now)
    digest = a_digest(models=models)
    source = AskSource(desk.database, desk.teams)
    answers = [source.search(each, asker=STRANGER, is_public=False) for each in QUESTIONS]
    texts = desk.models.list_sections(model_id=desk.model_id)
    export_cards([card_of(case.model, texts, team="Fraud")], folder, may_overwrite=True)
    row = Listed(case.model, desk.team)
    seen = card(case, stand(case, now=now), viewer=STRANGER)
    home = ModelHome(services)
    told = [
        models,
        compose(digest),
        compose_for_sponsors(digest),
        answers,
        [file.read_text("utf-8") for file in sorted(folder.rglob("*.md"))],
        listed([row]),
        shown(row, [desk.team], may_change=False, card=seen),
        [home.build_owned(STRANGER, now), home.build_led(STRANGER, now)],
        _asked_to_read(desk),
    ]
    return "\n".join(map(str, told))


def _asked_to_read(desk: Desk) -> str:
    """Return what somebody is shown who reads the card, while no successor does."""
    waiting = [w for w in list_waiting(desk.case(), now=desk.now) if w.user_id == STRANGER]
    desk.reviews.ask(user_id=STRANGER, waiting=waiting, day=desk.now.date())
    asked = desk.reviews.list_asked(user_id=STRANGER, day=desk.now.date(), now=desk.now)
    return str(to_read(asked)) if asked else ""


@pytest.mark.parametrize("plant", PLANTS)
def test_no_word_of_a_last_day_reaches_who_is_not_concerned(
    desk: Desk, tmp_path: Path, plant: Callable[[Desk], None]
) -> None:
    desk.models.record_section(
        model_id=desk.model_id, section="purpose", text="Offers.", author_id=OWNER, now=desk.now
    )
    desk.reviews.name_reviewer(model_id=desk.model_id, user_id=STRANGER, by=LEAD, now=desk.now)
    everything_shown(desk, tmp_path / "first")  # What is asked of a card is counted on it.
    before = everything_shown(desk, tmp_path / "before")

    plant(desk)
    after = everything_shown(desk, tmp_path / "after")

    assert after == before
    assert TELLING.findall(_without_questions(after)) == []


def _without_questions(told: str) -> str:
    """Leave out what every card and digest says of itself whoever is asked."""
    return told.replace("Risks and limits", "")


def test_a_whole_handover_says_no_date_to_others(desk: Desk, tmp_path: Path) -> None:
    set_day(desk)
    desk.begin()
    desk.answer()
    desk.name_successor()
    desk.teach_back(scares=Mark.RIGHT)

    told = everything_shown(desk, tmp_path)

    assert TELLING.findall(_without_questions(told)) == []


def test_the_lead_does_read_it_so_that_the_search_finds_what_is_there(desk: Desk) -> None:
    set_day(desk)
    services = Services(desk.database, desk.models, desk.teams, desk.people)

    told = str(ModelHome(services).build_led(LEAD, desk.now))

    assert TELLING.findall(told) != []
    assert SUCCESSOR not in told
