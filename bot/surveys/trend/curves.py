"""Where a team's practices and dimensions stood, week by week, as sure as could be known then.

Beside slow drift, each dimension may have moved at once in any of the last weeks. What the team's
answers say under each such week, and under none, is averaged by how well it explains them.
"""

from dataclasses import dataclass

import numpy as np

from bot.surveys.trend.difficulty import Difficulty
from bot.surveys.trend.model import Side, TeamModel
from bot.surveys.trend.rows import Floats, Ints
from bot.surveys.trend.settings import TrendSettings


@dataclass(frozen=True)
class Curves:
    """By week and target (practices, then dimensions), what is known.

    Attributes:
        level: where it stands, from the centre.
        spread: the standard deviation of that.
        change: how it has moved since the compared week; nought before there is one.
        rise: how likely it is that it rose.

    """

    level: Floats
    spread: Floats
    change: Floats
    rise: Floats


@dataclass(frozen=True)
class _Jumps:
    """For one dimension, by week and by the week it may have moved in: how far, and how likely.

    The first weight of each week is that it did not move.
    """

    effects: Floats
    size: Floats
    variance: Floats
    of_statements: Floats
    weights: Floats


def draw_curves(model: TeamModel, difficulty: Difficulty, settings: TrendSettings) -> Curves:
    """Return what is known of a team by the end of each of its weeks."""
    level, change = model.sides()
    weeks, targets = level.seen.shape
    curves = Curves(*(np.zeros((weeks, targets)) for _ in range(4)))
    levels = model.levels
    named = levels.dimension[: levels.named]
    dimensions = np.arange(targets - levels.named)
    flat_level, flat_change = (_settled(side, difficulty) for side in (level, change))
    candidates = np.arange(1, weeks)
    moved = (candidates <= levels.weeks[:, None]).astype(np.float64)
    moved_before = candidates <= levels.weeks[:, None] - settings.compared_weeks
    for dimension in dimensions:
        own = np.flatnonzero(np.concatenate([named == dimension, dimensions == dimension]))
        jumps = _jumps(model, difficulty, settings, int(dimension), candidates)
        mean, variance = _with_jumps(level, flat_level, jumps, own, moved)
        middle, spread = _mixed(mean, variance, jumps.weights)
        curves.level[:, own] = middle
        curves.spread[:, own] = np.hypot(spread, settings.edge * middle**2)
        mean, variance = _with_jumps(change, flat_change, jumps, own, moved - moved_before)
        curves.change[:, own], _ = _mixed(mean, variance, jumps.weights)
        likely = normal_below(mean / np.sqrt(np.maximum(variance, 1e-12)))
        curves.rise[:, own] = (likely * jumps.weights[:, None]).sum(axis=2)
    return curves


def normal_below(x: Floats) -> Floats:
    """Return the part of a standard normal below x, to seven digits (Abramowitz, Stegun 7.1.26)."""
    z = np.abs(x) / np.sqrt(2)
    t = 1 / (1 + 0.3275911 * z)
    powers = (1.421413741 + t * (-1.453152027 + t * 1.061405429)) * t
    tail = t * (0.254829592 + t * (-0.284496736 + powers)) * np.exp(-(z**2))
    below: Floats = np.where(x >= 0, 1 - tail / 2, tail / 2)
    return below


def _settled(side: Side, difficulty: Difficulty) -> tuple[Floats, Floats]:
    """Return means and variances without any jump, statements' difficulty taken in."""
    moved = (side.of_statements @ difficulty.means[:, :, None])[:, :, 0]
    spread = (side.of_statements @ difficulty.covariances) * side.of_statements
    return side.seen + moved, side.left + spread.sum(axis=2)


def _jumps(
    model: TeamModel,
    difficulty: Difficulty,
    settings: TrendSettings,
    dimension: int,
    candidates: Ints,
) -> _Jumps:
    rows, weeks = model.rows, model.levels.weeks
    effects = model.steps(dimension, candidates)
    with_statements = rows.sum_products_until(model.statements, effects)
    shared = difficulty.covariances @ with_statements
    strength = rows.sum_until(effects**2) - (with_statements * shared).sum(axis=1)
    pull = rows.sum_until(effects * model.said[:, None])
    pull -= (difficulty.means[:, None, :] @ with_statements)[:, 0]
    variance = 1 / (settings.jump**-2 + strength)
    evidence = pull**2 * variance / 2 - np.log1p(settings.jump**2 * strength) / 2
    age = weeks[:, None] - candidates
    is_live = (age >= 0) & (age < settings.jump_weeks)
    odds = np.log(settings.hazard / (1 - settings.hazard))
    some = np.where(is_live, odds + evidence, -np.inf)
    weights = np.concatenate([np.zeros((len(weeks), 1)), some], axis=1)
    weights = np.exp(weights - weights.max(axis=1, keepdims=True))
    return _Jumps(
        effects=effects,
        size=pull * variance,
        variance=variance,
        of_statements=shared,
        weights=weights / weights.sum(axis=1, keepdims=True),
    )


def _with_jumps(
    side: Side, settled: tuple[Floats, Floats], jumps: _Jumps, own: Ints, moved: Floats
) -> tuple[Floats, Floats]:
    """Return means and variances of some targets under no jump and under each."""
    basis = side.basis[:, :, own]
    rows, weeks, targets = basis.shape
    seen = (basis.reshape(rows, -1).T @ jumps.effects).reshape(weeks, targets, -1)
    through = moved[:, None, :] - seen - side.of_statements[:, own] @ jumps.of_statements
    mean, variance = (part[:, own, None] for part in settled)
    means = np.concatenate([mean, mean + through * jumps.size[:, None]], axis=2)
    variances = variance + through**2 * jumps.variance[:, None]
    return means, np.concatenate([variance, variances], axis=2)


def _mixed(means: Floats, variances: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return mean and standard deviation over all that may have happened."""
    mean = (means * weights[:, None]).sum(axis=2)
    spread = variances + (means - mean[:, :, None]) ** 2
    return mean, np.sqrt(np.maximum((spread * weights[:, None]).sum(axis=2), 0))
