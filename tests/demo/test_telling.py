"""The story that the local workspace opens with is sound, and lived as half a year would be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.story import Story, read_story
from bot.demo.telling import WEEKS, Telling, find_beginning
from bot.resources import folder
from bot.sandbox.people import CHANNELS, PEOPLE
from bot.services import Services
from bot.settings import Settings
from bot.surveys.bank.domain import TRUST
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.fear import Band
from tests.antipatterns.listening import ByWord

STORY = read_story()
IDS = {person.name: person.id for person in PEOPLE}
ZONES = {person.id: person.tz for person in PEOPLE}
SATURDAY = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)


@dataclass
class Installation:
    services: Services
    told: Telling


@pytest.fixture
def installation(data_folder: Path) -> Iterator[Installation]:
    services = Services(
        Settings.model_construct(data_dir=data_folder),
        open_recogniser=lambda *_, **__: ByWord(),
    )
    yield Installation(services, Telling(services, STORY, IDS, ZONES))
    services.database.close()


def test_the_story_is_about_practices_people_and_a_channel_that_exist() -> None:
    practices = {practice.id for practice in load_bank(folder("knowledge")).practices}
    (channel,) = [channel for channel in CHANNELS if channel.id == STORY.channel]

    assert set(STORY.levels) == {*practices, TRUST}
    assert set(STORY.comments) <= practices
    assert {IDS[name] for name in STORY.people} <= set(channel.members)
    assert channel.has_app
    assert set(STORY.lenience) == set(STORY.people)
    assert {comment.by for own in STORY.comments.values() for comment in own} <= set(STORY.people)


def test_a_level_moves_evenly_between_the_weeks_that_are_given() -> None:
    levels = {"monitoring": ((4, 2.0), (8, 4.0))}
    story = Story.model_validate({**STORY.model_dump(), "levels": levels})

    assert [story.level("monitoring", week) for week in (0, 4, 6, 8, 20)] == [2, 2, 3, 4, 4]


def test_it_begins_on_the_latest_monday_once_the_team_has_been_asked() -> None:
    assert find_beginning(SATURDAY) == MONDAY
    assert find_beginning(MONDAY) == MONDAY
    assert find_beginning(datetime(2026, 11, 16, 8, 0, tzinfo=UTC)) == MONDAY - timedelta(weeks=1)


def test_half_a_year_is_behind_the_team_and_its_last_week_is_left_to_the_bot(
    installation: Installation,
) -> None:
    roster = installation.told.tell(now=MONDAY)

    surveys = installation.services.surveys
    assert roster is not None
    assert len(roster.participants) == len(STORY.people)
    (last,) = surveys.list_due_to_close(now=MONDAY)
    assert last.week == (MONDAY - timedelta(weeks=1)).date()
    summaries = [surveys.find_summary(round_id=number) for number in range(1, WEEKS)]
    shown = [len(summary.released) for summary in summaries if summary is not None]
    assert len(shown) == WEEKS - 1
    assert sum(shown) > 100
    assert any(summary is not None and summary.held for summary in summaries)


def test_nobody_is_sent_anything_about_what_is_long_over(installation: Installation) -> None:
    installation.told.tell(now=MONDAY)

    services = installation.services
    assert services.plans.list_unowed_plans() == ()
    assert services.surveys.list_unowed_summaries() == ()
    assert services.teams.list_tellings() == ()
    assert services.teams.list_unannounced() == ()


def test_its_models_have_owners_and_what_is_on_their_cards_is_confirmed(
    installation: Installation,
) -> None:
    installation.told.tell(now=MONDAY)

    models = installation.services.models
    by_name = {model.name: model for model in models.list_models()}
    assert set(STORY.cards) <= set(by_name)
    assert len(by_name) == len(STORY.models)
    assert all(model.owner_id is not None for model in by_name.values())
    for name, card in STORY.cards.items():
        accepted = models.list_accepted(model_id=by_name[name].id)
        assert {section.section for section in accepted} == set(card.sections)


def test_its_members_were_asked_which_model_they_fear(installation: Installation) -> None:
    roster = installation.told.tell(now=MONDAY)
    assert roster is not None
    (last,) = installation.services.surveys.list_due_to_close(now=MONDAY)
    installation.services.surveys.close_round(last, now=MONDAY)

    shown = installation.services.fears.find_shown(team_id=roster.team.id, today=MONDAY.date())

    assert shown is not None
    assert [(model.name, model.band) for model in shown.named] == [("takeover", Band.MOST)]
    assert set(STORY.fears.choices) == set(STORY.members)


def test_it_is_told_once(installation: Installation) -> None:
    installation.told.tell(now=MONDAY)

    assert installation.told.tell(now=MONDAY) is None
