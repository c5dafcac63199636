"""What a team's digest says of its models, and that a last day changes no word of it."""

from datetime import timedelta

import pytest

from bot.database import Database
from bot.digests.domain import Models
from bot.digests.registered import RegisteredModels
from bot.digests.sponsors import compose_for_sponsors
from bot.handover.cards.section import Written
from bot.handover.cards.sections import find_section
from bot.handover.team_models import TeamModels
from tests.digests.making import a_digest
from tests.handover.desk import LEAD, OWNER, SUCCESSOR, Desk


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def told(desk: Desk) -> Models | None:
    source = RegisteredModels(TeamModels(desk.cases))
    return source.find_models(team_id=desk.team.id, now=desk.now)


def test_a_team_without_models_is_told_nothing_of_them(desk: Desk) -> None:
    source = RegisteredModels(TeamModels(desk.cases))

    assert source.find_models(team_id=desk.team.id + 1, now=desk.now) is None


def test_a_model_that_one_person_knows_is_named_and_the_person_is_not(desk: Desk) -> None:
    models = told(desk)

    assert models == Models(1, 0, ("churn",))
    assert OWNER not in str(models)


def test_a_last_day_changes_no_word_of_it(desk: Desk) -> None:
    before = told(desk)
    desk.set_last_day()
    dated = told(desk)
    desk.handovers.waive(
        model_id=desk.model_id,
        by=LEAD,
        reason="Launch",
        expires_on=desk.now.date() + timedelta(days=30),
        now=desk.now,
    )

    assert before == dated == told(desk)


def test_a_model_that_has_changed_hands_is_documented_and_has_one_head_again(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer()
    desk.name_successor()
    desk.teach_back()
    desk.drill()

    models = told(desk)

    assert models is not None
    assert (models.documented_percent, models.one_head) == (54, ("churn",))


def test_sponsors_read_what_accepted_cards_say_a_model_is_worth_and_by_whose_word(
    desk: Desk,
) -> None:
    section = find_section("business-metric")
    assert section is not None
    words = Written(section, {section.fields[0].id: "40 calls a day saved"}).to_text()
    stored = desk.models.record_section(
        model_id=desk.model_id, section=section.id, text=words, author_id=OWNER, now=desk.now
    )
    unread = told(desk)
    desk.models.accept_section(
        model_id=desk.model_id,
        section=section.id,
        version=stored.version,
        confirmed_by=SUCCESSOR,
        now=desk.now,
    )

    models = told(desk)

    assert unread is not None
    assert unread.worth == ()
    lines = str(compose_for_sponsors(a_digest(models=models)))
    assert "40 calls a day saved" in lines
    assert f"{OWNER} wrote that" in lines


def test_what_cards_of_a_team_alone_say_stands_on_no_page_for_sponsors(desk: Desk) -> None:
    stored = desk.models.record_section(
        model_id=desk.model_id,
        section="business-metric",
        text="40 calls a day saved",
        author_id=OWNER,
        now=desk.now,
    )
    desk.models.accept_section(
        model_id=desk.model_id,
        section="business-metric",
        version=stored.version,
        confirmed_by=SUCCESSOR,
        now=desk.now,
    )
    desk.models.restrict_cards(channel_id="CFRAUD", user_id=LEAD, is_restricted=True)

    lines = str(compose_for_sponsors(a_digest(models=told(desk))))

    assert "40 calls" not in lines
    assert OWNER not in lines
    assert "this team's cards are for its own people only" in lines
