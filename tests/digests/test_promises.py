"""What a digest says of what leads set out to do."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.digests.domain import LastAction
from bot.digests.promises import Promises
from bot.surveys.trend.domain import Trend
from tests.digests.making import a_trend

NOW = datetime(2026, 7, 6, tzinfo=UTC)


@dataclass(frozen=True)
class AnAction:
    practice: str = "data-quality"
    sentence: str = "Check at the door"
    declared_on: date = date(2026, 5, 4)
    state: str = "open"


def became(action: AnAction, trend: Trend, *, name: str) -> str:
    return f"“{action.sentence}”; {name} &amp; all rose"


def a_teller(*actions: AnAction) -> Promises[AnAction]:
    declared = tuple((action.declared_on, action.practice) for action in actions)
    return Promises(
        lambda _: actions, became, lambda _, __: 3, lambda _: declared, {"data-quality": "Data"}
    )


def last_of(*actions: AnAction) -> LastAction | None:
    promises = a_teller(*actions)
    return promises.find_last(team_id=1, trend=a_trend(), now=NOW)


def test_the_last_action_is_told_with_what_became_of_it() -> None:
    last = last_of(AnAction(sentence="First"), AnAction(sentence="Second"))

    assert last is not None
    assert last.outcome == "“Second”; Data & all rose"
    assert last.is_open


def test_an_action_that_is_done_or_dropped_is_told_as_such() -> None:
    done, dropped = last_of(AnAction(state="done")), last_of(AnAction(state="dropped"))

    assert done is not None
    assert dropped is not None
    assert done.outcome.endswith("It is marked as done.")
    assert dropped.outcome.endswith("It was dropped.")


def test_without_an_action_there_is_nothing_to_tell_but_the_silent_are_counted() -> None:
    promises = a_teller()

    assert last_of() is None
    assert promises.count_silent(team_id=1, now=NOW) == 3
