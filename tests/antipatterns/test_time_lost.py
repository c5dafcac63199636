"""Time that people name as lost is counted like labels, and told in bands of people alone."""

import pytest

from bot.antipatterns.messages import board
from bot.antipatterns.time_lost import LEVELS, find_level, list_labels, say_time_lost
from bot.database import Database
from bot.playbook.messages.places import Links
from bot.replay import check_labels
from bot.surveys.comment_reading import NO_ANTI_PATTERN
from tests.antipatterns.listening import Listening, at, everybody
from tests.surveys.conftest import LEAD, MEMBERS

TWO_DAYS = "We lose two days a week to this."
AN_HOUR = "I waste an hour a month on logins."
A_FORTUNE = "We lose 400 hours a month to this."


def told(listening: Listening, *, after: int) -> str:
    return listening.service.find_time_lost(team_id=1, now=at(after)) or ""


def test_four_people_who_name_time_are_not_told_of_and_five_are(listening: Listening) -> None:
    listening.week(0, everybody(TWO_DAYS, 0, 1, 2, 3))
    four = told(listening, after=1)

    listening.week(1, everybody(TWO_DAYS, 4))

    assert four == ""
    assert told(listening, after=2).startswith(
        "5+ people name time that they lose, each 64 hours a month or more. "
    )


def test_one_persons_extreme_moves_nothing(listening: Listening) -> None:
    listening.week(0, {**everybody(AN_HOUR, 0, 1, 2, 3), MEMBERS[4]: A_FORTUNE})

    assert "each an hour a month or more. " in told(listening, after=1)
    assert "64" not in told(listening, after=1)


def test_the_most_that_five_name_is_told_beside_how_many_name_any(database: Database) -> None:
    listening = Listening(database)
    listening.set_up(name="Big", members=tuple(f"U{n}" for n in range(12)))
    said = {**everybody(TWO_DAYS, *range(5)), **everybody(AN_HOUR, *range(5, 10))}

    listening.week(0, said, members=tuple(f"U{n}" for n in range(10)))

    assert told(listening, after=1).startswith(
        "10+ people name time that they lose, each an hour a month or more, 5+ of them 64 hours"
    )


def test_leads_and_who_takes_it_back_are_none_of_the_five(listening: Listening) -> None:
    said = {**everybody(TWO_DAYS, 0, 1, 2, 3, 4), LEAD: TWO_DAYS}

    listening.week(0, said, corrections={MEMBERS[4]: NO_ANTI_PATTERN})

    assert told(listening, after=1) == ""


def test_the_same_person_week_after_week_is_one(listening: Listening) -> None:
    for number in range(3):
        listening.week(number, everybody(TWO_DAYS, 0, 1))

    assert told(listening, after=3) == ""
    assert len(listening.rows("antipattern_person")) == 2 * len(LEVELS)


def test_no_amount_is_stored_and_what_was_shown_can_be_replayed(listening: Listening) -> None:
    listening.week(0, everybody(TWO_DAYS, 0, 1, 2, 3, 4))

    assert "128" not in str(listening.rows("antipattern_shown"))
    report = check_labels(listening.database)
    assert report.findings == ()
    assert sum(each.count for each in report.checked) == len(LEVELS)


def test_the_next_twelve_weeks_tell_of_the_ones_before_until_they_have_their_own(
    listening: Listening,
) -> None:
    listening.week(0, everybody(TWO_DAYS, 0, 1, 2, 3, 4))

    assert told(listening, after=13).startswith("In the 12 weeks before, 5+ people name time")
    assert told(listening, after=25) == ""


def test_the_team_reads_the_same_as_those_who_decide_about_money(listening: Listening) -> None:
    listening.week(0, everybody(TWO_DAYS, 0, 1, 2, 3, 4))
    shown = listening.service.get_board(team_id=1, user_id=MEMBERS[6], now=at(1))

    said = str(board(shown, {}, Links(None), may_correct=False))

    assert told(listening, after=1) in said


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        ({}, None),
        ({"tribal-knowledge": (5, 0.9)}, None),
        ({"time:8": (10, 0.0), "time:1": (5, 0.0)}, "10+ people name time that they lose, each 8"),
        ({"time:1": (7, 0.0)}, "7+ people name time that they lose, each an hour a month"),
    ],
)
def test_only_levels_are_read_and_who_reaches_one_reaches_those_below(
    bands: dict[str, tuple[int, float]], said: str | None
) -> None:
    found = say_time_lost(bands, {})

    assert found is None if said is None else (found or "").startswith(said)


def test_a_comment_is_counted_at_its_level_and_below() -> None:
    level = find_level("We lose half a day a week", is_about_harm=False)

    assert list_labels(level) == ("time:1", "time:2", "time:4", "time:8", "time:16")
    assert list_labels(find_level("All is well", is_about_harm=False)) == ()
