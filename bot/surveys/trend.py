"""What a team's answers say over the weeks: values, how sure they are, and a verdict on each."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Scope(StrEnum):
    """What a value is of."""

    PRACTICE = "practice"
    DIMENSION = "dimension"


class Verdict(StrEnum):
    """What may be said of a value by the published rule."""

    IMPROVED = "improved"
    DECLINED = "declined"
    NO_CLEAR_CHANGE = "no-clear-change"
    BASELINE = "baseline"
    NOT_ENOUGH_ANSWERS = "not-enough-answers"


@dataclass(frozen=True)
class Observation:
    """What a released item showed.

    Attributes:
        wave: the Monday of the week in which the item was first put.
        practice: the practice its statement belongs to.
        dimension: culture, process or tools.
        statement: the statement's id.
        team_size: how many people were asked.
        answers: how many of them gave a score.
        mean: the mean of those scores, from 1 to 5.

    """

    wave: date
    practice: str
    dimension: str
    statement: str
    team_size: int
    answers: int
    mean: float


@dataclass(frozen=True)
class Estimate:
    """Where a practice or a dimension stood in a week.

    Attributes:
        wave: the week's Monday.
        scope: whether it is of a practice or of a dimension.
        id: which one.
        value: from 1 to 5.
        low: the lower end of the 90% interval.
        high: its upper end.
        verdict: what may be said of it in comparison with twelve weeks earlier.

    """

    wave: date
    scope: Scope
    id: str
    value: float
    low: float
    high: float
    verdict: Verdict
