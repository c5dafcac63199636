"""Time passes: twelve weeks end, and corrections are learned from once a day, when it is quiet."""

from datetime import datetime, timedelta

import pytest

from bot.antipatterns.jobs import AntipatternJobs
from bot.clock import MovableClock
from tests.antipatterns.listening import ByWord, Listening, at, everybody

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


class Days:
    """The jobs of a team whose first week has been released with a correction."""

    def __init__(self, listening: Listening, *, corrections: dict[str, str] | None = None) -> None:
        listening.week(0, everybody("ask bob", *range(5)), corrections=corrections)
        self.next_due: datetime | None = None
        self.clock = MovableClock(at(1), flows=False)
        self.listening = listening
        self.opened = 0
        listening.reader._open = self._open
        self.jobs = AntipatternJobs(
            listening.service,
            listening.comments,
            listening.reader,
            self.clock,
            lambda: self.next_due,
        )

    def _open(self) -> ByWord:
        self.opened += 1
        return ByWord(version=f"day {self.opened}")

    def tick(self, moment: datetime) -> int:
        """Learn if it is due, and return how often the recogniser has been opened anew."""
        self.clock.move_to(moment)
        self.jobs.learn()
        self.listening.reader.finish()
        return self.opened


@pytest.fixture
def days(listening: Listening) -> Days:
    return Days(listening, corrections={"U0": "none"})


@pytest.fixture
def engine() -> str:
    """What is due does not depend on the database."""
    return "sqlite"


def test_corrections_are_learned_from_once_a_day(days: Days) -> None:
    start = at(1)

    opened = [days.tick(start + n * timedelta(hours=8)) for n in range(7)]

    # Midday, evening; then each day once.
    assert opened == [0, 0, 1, 1, 1, 2, 2]


def test_nothing_is_learned_just_before_a_week_opens_or_closes(days: Days) -> None:
    days.tick(at(1))
    days.next_due = at(1) + A_DAY + AN_HOUR

    before = days.tick(at(1) + A_DAY + AN_HOUR / 2)
    days.next_due = at(2)
    after = days.tick(at(1) + A_DAY + 2 * AN_HOUR)

    assert (before, after) == (0, 1)


def test_without_corrections_there_is_nothing_to_learn(listening: Listening) -> None:
    days = Days(listening)
    days.tick(at(1))

    assert days.tick(at(1) + A_DAY) == 0


def test_the_end_of_twelve_weeks_falls_due_and_is_done_once(days: Days) -> None:
    due = days.jobs.find_next_end()

    days.clock.move_to(at(12))
    done = [days.jobs.end_periods() for _ in range(2)]

    assert due is not None
    assert due.date() == at(12).date()
    assert done == [1, 0]
    assert days.jobs.find_next_end() is None


def test_reading_anew_counts_as_nothing_done(days: Days) -> None:
    assert days.jobs.relabel() == 0

    assert {row[1] for row in days.listening.rows("antipattern_reading")} == {"first.0"}
