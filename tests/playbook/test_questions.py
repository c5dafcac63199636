from datetime import UTC, date, datetime

import pytest

from bot.playbook.questions import (
    is_alike,
    is_question,
    last_report_day,
    report_moment,
)


@pytest.mark.parametrize(
    "text",
    ["", "  ", ":tada:", "🎉", "?!", "Thanks!", "Hello", "OK.", ":+1:", "Stop", "what can you do?"],
)
def test_what_asks_nothing_is_no_question(text: str) -> None:
    assert not is_question(text)


@pytest.mark.parametrize(
    "text", ["drift", "help with drift", "多久", "2?", "ok, but why", "how does it work"]
)
def test_whatever_has_a_word_of_its_own_is_one(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("moor ferry knot", "moor ferry", True),
        ("moor ferry knot", "ferry knot moor", True),
        ("moor ferry", "paint ferry red", False),
        ("moor ferry", "", False),
        ("", "", True),
    ],
)
def test_questions_that_share_half_of_their_words_are_alike(
    one: str, other: str, are: bool
) -> None:
    assert is_alike(one.split(), other.split()) is are


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 1, 2, 7, 59, tzinfo=UTC), date(2025, 12, 26)),
        (datetime(2026, 1, 2, 8, tzinfo=UTC), date(2026, 1, 2)),
        (datetime(2026, 1, 8, 23, tzinfo=UTC), date(2026, 1, 2)),
    ],
)
def test_reports_are_due_on_fridays(now: datetime, day: date) -> None:
    assert last_report_day(now) == day
    assert report_moment(day).date().weekday() == 4
