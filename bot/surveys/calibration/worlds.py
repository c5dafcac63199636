"""The worlds that the estimator is measured in, none of which is the model it works with."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Change(StrEnum):
    """What becomes of a team's true levels."""

    NONE = "none"
    STEP = "step"
    WALK = "walk"


class Residual(StrEnum):
    """How a single answer scatters about what its giver holds."""

    NORMAL = "normal"
    HEAVY = "heavy"


@dataclass(frozen=True)
class World:
    """How simulated people, statements and weeks behave.

    Attributes:
        name: what it is called in tables.
        change: what becomes of the true levels.
        step: by how much one dimension changes at `step_week`, with `Change.STEP`.
        step_week: the first week of the new level, counted from nought.
        walk: the weekly drift of practices and of dimensions, with `Change.WALK`.
        centre: the level about which teams, dimensions and practices spread.
        lenience: how much people differ in what they call a three.
        personal: how much they differ about a practice beyond that.
        residual: how much one answer scatters.
        shape: whether that scatter is normal or has heavy tails.
        statement: how much statements differ in difficulty.
        thresholds: how unevenly the five steps of a statement are spaced.
        mood: what moves everybody alike in a week.
        two_minds: how far apart two camps of a team stand; half of it either side.
        uneven: how much people differ in how often they answer, in log odds.
        told: how strongly the lenient answer more often, in log odds for each step.
        silent: the part of a team that never answers.
        leaving: the part of a team that is replaced each quarter.

    """

    name: str
    change: Change = Change.NONE
    step: float = 0.0
    step_week: int = 13
    walk: float = 0.05
    centre: float = 3.0
    lenience: float = 0.55
    personal: float = 0.45
    residual: float = 0.55
    shape: Residual = Residual.NORMAL
    statement: float = 0.35
    thresholds: float = 0.0
    mood: float = 0.0
    two_minds: float = 0.0
    uneven: float = 0.0
    told: float = 0.0
    silent: float = 0.0
    leaving: float = 0.0


FLAT: Final = World("flat")
RISE: Final = World("step +0.6", change=Change.STEP, step=0.6)
FALL: Final = World("step -0.6", change=Change.STEP, step=-0.6)
WALK: Final = World("slow walk", change=Change.WALK)
UNEVEN: Final = World("uneven response", uneven=1.0, told=0.8)
SILENT: Final = World("some never answer", silent=0.17)

WORLDS: Final = (
    FLAT,
    RISE,
    FALL,
    WALK,
    UNEVEN,
    SILENT,
    World("floor", centre=1.6),
    World("ceiling", centre=4.4),
    World("people come and go", leaving=0.2),
    World("lenience is heavy", lenience=1.0),
    World("heavy tails", shape=Residual.HEAVY, residual=0.6),
    World("two camps", two_minds=2.0, lenience=0.3),
    World("weekly moods", mood=0.2),
    World("uneven steps", thresholds=0.25),
    World("difficulty varies", statement=0.5),
)
"""The four that the promises are about first, then those that are far from the model."""
