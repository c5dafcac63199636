"""Measures the estimator on simulated teams: how often it is right, and what it can find."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from bot.surveys.calibration.naive_means import NAIVE, naive_errors
from bot.surveys.calibration.simulation import (
    FIRST_WEEK,
    Crowd,
    SimulatedTeam,
    simulate,
    simulated_bank,
)
from bot.surveys.calibration.worlds import FLAT, SILENT, UNEVEN, WALK, Change, World
from bot.surveys.estimator import Estimator
from bot.surveys.trend.domain import Estimate, Scope, Verdict
from bot.surveys.trend.rows import Floats, Ints
from bot.surveys.trend.settings import TREND_1, TrendSettings

FROM_WEEK: Final = 12
"""Errors and coverage count from here, where verdicts and the longest naive window begin."""
MOVED: Final = 0.05
"""A true change of less than this is none: whoever names it is wrong, in either direction."""

_EVERY: Final = 3
"""Naive means are slow to work out, and hardly differ from one week to the next."""

_SIGNS: Final = {Verdict.IMPROVED: 1, Verdict.DECLINED: -1}
_PRACTICES: Final = 18
_DIMENSIONS: Final = 3


@dataclass(frozen=True)
class WorldFigures:
    """What was measured in one world.

    Attributes:
        world: its name.
        teams: how many teams showed something.
        covered: how many of the dimensions' intervals hold the truth, as people would answer.
        covered_latent: how many hold it as it is before answers are rounded to five steps.
        covered_practices: how many of the practices' intervals hold the truth.
        error: how far dimensions are off (root mean square).
        naive: the same for each of the naive means.
        false: the part of teams of which anything was named, at any time, that was not so.
        false_dimensions: the same where dimensions alone are looked at.
        found: for a step, after how many weeks each team's was named; nothing where it was not.
        named: of dimensions named as changed, how many weeks, and in how many the sign was right.

    """

    world: str
    teams: int
    covered: float
    covered_latent: float
    covered_practices: float
    error: float
    naive: dict[str, float]
    false: float
    false_dimensions: float
    found: tuple[int | None, ...]
    named: tuple[int, int]

    def found_within(self, weeks: int) -> float:
        """Return the part of the teams whose step was named within some weeks."""
        soon = sum(1 for one in self.found if one is not None and one <= weeks)
        return soon / max(1, len(self.found))

    @property
    def right_sign(self) -> float | None:
        """The part of what was named that points the right way, or None if nothing was named."""
        right, named = self.named
        return right / named if named else None


@dataclass
class _Tally:
    """What is added up team by team."""

    inside: list[float] = field(default_factory=list)
    inside_latent: list[float] = field(default_factory=list)
    inside_practices: list[float] = field(default_factory=list)
    squares: list[float] = field(default_factory=list)
    naive: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in NAIVE})
    false: list[bool] = field(default_factory=list)
    false_dimensions: list[bool] = field(default_factory=list)
    found: list[int | None] = field(default_factory=list)
    right: int = 0
    named: int = 0

    def add(self, team: SimulatedTeam, estimates: Sequence[Estimate], world: World) -> None:
        start = (estimates[0].wave - FIRST_WEEK).days // 7
        values, lows, highs, signs = _as_arrays(estimates)
        weeks = slice(start, start + len(values))
        truth, latent = (_with_dimensions(each)[weeks] for each in (team.truth, team.latent))
        late = slice(FROM_WEEK, None)
        inside = (truth >= lows) & (truth <= highs)
        inside_latent = (latent >= lows) & (latent <= highs)
        known = ~np.isnan(values[late, :_PRACTICES])
        self.inside.append(float(inside[late, _PRACTICES:].mean()))
        self.inside_latent.append(float(inside_latent[late, _PRACTICES:].mean()))
        self.inside_practices.append(float(inside[late, :_PRACTICES][known].mean()))
        self.squares.append(float(np.mean((values - truth)[late, _PRACTICES:] ** 2)))
        whole = _with_dimensions(team.truth)[:, _PRACTICES:]
        looked_at = range(start + FROM_WEEK, start + len(values), _EVERY)
        for name in NAIVE:
            self.naive[name] += naive_errors(name, team, whole, looked_at)
        self.false.append(_is_false(truth, signs))
        dimensions = (slice(None), slice(_PRACTICES, None))
        self.false_dimensions.append(_is_false(truth[dimensions], signs[dimensions]))
        self._look_at_names(truth, signs)
        if world.change is Change.STEP:
            named = signs[world.step_week - start :, _PRACTICES] == np.sign(world.step)
            self.found.append(int(np.argmax(named)) + 1 if named.any() else None)

    def _look_at_names(self, truth: Floats, signs: Ints) -> None:
        back = TREND_1.compared_weeks
        moved = (truth[back:] - truth[:-back])[:, _PRACTICES:]
        named = signs[back:, _PRACTICES:]
        counts = (named != 0) & (np.abs(moved) >= MOVED)
        self.named += int(counts.sum())
        self.right += int((counts & (np.sign(moved) == named)).sum())


def measure(
    world: World, crowd: Crowd, *, settings: TrendSettings = TREND_1
) -> WorldFigures | None:
    """Simulate teams of a world, estimate them, and return how that went.

    None if no team showed enough to be estimated: too few people, or too few who answer.

    Args:
        world: how people behave.
        crowd: who is simulated, and for how long (more weeks than the estimator looks back).
            Teams with the same statements teach each other how hard these are.
        settings: the estimator's.

    """
    simulated = {
        f"{number:05d}": team
        for number, team in enumerate(simulate(world, crowd))
        if _shows_enough(team)
    }
    if not simulated:
        return None
    tally = _Tally()
    shown = {name: team.observations for name, team in simulated.items()}
    estimator = Estimator(
        shown, settings=settings, learns_from=2 if crowd.same_statements else None
    )
    for name, estimates in estimator.estimate_all():
        tally.add(simulated[name], estimates, world)
    return WorldFigures(
        world=world.name,
        teams=len(simulated),
        covered=float(np.mean(tally.inside)),
        covered_latent=float(np.mean(tally.inside_latent)),
        covered_practices=float(np.mean(tally.inside_practices)),
        error=float(np.sqrt(np.mean(tally.squares))),
        naive={name: float(np.sqrt(np.mean(each))) for name, each in tally.naive.items()},
        false=float(np.mean(tally.false)),
        false_dimensions=float(np.mean(tally.false_dimensions)),
        found=tuple(tally.found),
        named=(tally.right, tally.named),
    )


def lead_worlds(weeks: int) -> tuple[World, ...]:
    """Return the worlds that tell a lead what to expect: nothing, changes of some sizes, drift."""
    halfway = weeks // 2
    steps = [
        World(f"step {size:+.1f}", change=Change.STEP, step=size, step_week=halfway)
        for size in (0.3, 0.6, 0.9, -0.6)
    ]
    return (FLAT, UNEVEN, SILENT, *steps, WALK)


def _shows_enough(team: SimulatedTeam) -> bool:
    """Whether a team has shown something of every dimension, and for long enough to look at."""
    weeks = [item.week for item in team.released]
    dimensions = {item.practice // 6 for item in team.released}
    return len(dimensions) == _DIMENSIONS and max(weeks) - min(weeks) > FROM_WEEK


def _as_arrays(estimates: Sequence[Estimate]) -> tuple[Floats, Floats, Floats, Ints]:
    """Return values, ends of intervals and signs by week and target, in the bank's order."""
    practices = [practice.id for practice in simulated_bank().practices]
    dimensions = list(dict.fromkeys(one.rpartition("-")[0] for one in practices))
    places = {(Scope.PRACTICE, each): n for n, each in enumerate(practices)}
    places |= {(Scope.DIMENSION, each): _PRACTICES + n for n, each in enumerate(dimensions)}
    first, last = estimates[0].wave, estimates[-1].wave
    weeks = (last - first).days // 7 + 1
    numbers = np.full((3, weeks, _PRACTICES + _DIMENSIONS), np.nan)
    signs = np.zeros((weeks, _PRACTICES + _DIMENSIONS), np.int64)
    for one in estimates:
        week, place = (one.wave - first).days // 7, places[one.scope, one.id]
        numbers[:, week, place] = one.value, one.low, one.high
        signs[week, place] = _SIGNS.get(one.verdict, 0)
    return numbers[0], numbers[1], numbers[2], signs


def _with_dimensions(levels: Floats) -> Floats:
    weeks = len(levels)
    means = levels.reshape(weeks, _DIMENSIONS, -1).mean(axis=2)
    return np.concatenate([levels, means], axis=1)


def _is_false(truth: Floats, signs: Ints) -> bool:
    """Whether anything was named that had not moved that way since any earlier week."""
    risen = truth - np.minimum.accumulate(truth)
    fallen = np.maximum.accumulate(truth) - truth
    return bool((((signs > 0) & (risen < MOVED)) | ((signs < 0) & (fallen < MOVED))).any())
