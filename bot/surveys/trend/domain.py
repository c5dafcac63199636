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
        released: the Monday of the week with whose end it was shown, or None for its own. What an
            item shows is not known before.

    """

    wave: date
    practice: str
    dimension: str
    statement: str
    team_size: int
    answers: int
    mean: float
    released: date | None = None


@dataclass(frozen=True)
class Lapse:
    """An item that ended without showing anything, since too few scored it.

    Attributes:
        wave: the Monday of the week in which it was first put.
        ended: the Monday of the week with whose end it was closed.
        team_size: how many people were asked.

    """

    wave: date
    ended: date
    team_size: int


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


class Basis(StrEnum):
    """Under which rule the averages were shown that a trend is made of."""

    HELD = "held"
    """All of them only once enough members had scored."""
    OPEN = "open"
    """All of them in open rounds, where everybody agreed to see any number of answers."""
    BOTH = "both"


@dataclass(frozen=True)
class Trend:
    """What may be said of a team by now, made of what was released and nothing else.

    Attributes:
        estimates: one of each practice and dimension that has been asked about for each week,
            from the first week that showed something to the last; by week, then practices before
            dimensions.
        weakest: the dimension that stands lowest in the last week, or None while nothing is known.
        response: the part of those asked in the last four weeks who gave a score, an item like
            another, one that showed nothing counting as none; what the verdicts of the last week
            go by, and shown to people in bands only.
        version: of the settings it was worked out with.
        held: how many items of these weeks have not shown anything yet and still can.
        basis: under which rule the figures were shown that it is made of.

    """

    estimates: tuple[Estimate, ...]
    weakest: str | None
    response: float
    version: str
    held: int
    basis: Basis = Basis.HELD

    @property
    def wave(self) -> date | None:
        """The last week there is something to say of."""
        return self.estimates[-1].wave if self.estimates else None

    def latest(self, scope: Scope, id: str) -> Estimate | None:  # noqa: A002 - it is called so everywhere
        """Return where something stands in the last week, or None if it was never asked about."""
        found = self.history(scope, id, weeks=1)
        return found[-1] if found else None

    def history(self, scope: Scope, id: str, *, weeks: int = 12) -> tuple[Estimate, ...]:  # noqa: A002 - as above
        """Return where something stood in the last weeks, the oldest first."""
        own = [one for one in self.estimates if one.scope is scope and one.id == id]
        return tuple(own[-weeks:])

    def list_latest(self, scope: Scope) -> tuple[Estimate, ...]:
        """Return where everything stands in the last week, in the order of ids."""
        return tuple(one for one in self.estimates if one.scope is scope and one.wave == self.wave)
