"""How well the trend estimates people it was not made from; `make trend` has the full figures."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from bot.surveys.calibration.checking import measure
from bot.surveys.calibration.naive_means import LATEST, WEEKLY
from bot.surveys.calibration.simulation import Crowd, simulate, simulated_bank
from bot.surveys.calibration.worlds import FALL, FLAT, RISE, WALK, World
from bot.surveys.estimator import Estimator
from bot.surveys.trend.domain import Observation, Scope
from bot.surveys.trend.settings import TREND_1
from tests.surveys.observations import MONDAY

SIX = Crowd(team_size=6, teams=30, seed=11)


def test_the_same_seed_gives_the_same_teams() -> None:
    first, second = (list(simulate(FLAT, replace(SIX, teams=2))) for _ in range(2))

    assert [team.observations for team in first] == [team.observations for team in second]


def test_simulated_items_are_shown_by_the_rule_of_five_and_held_for_three_weeks_at_most() -> None:
    shown = [item for team in simulate(FLAT, replace(SIX, teams=5)) for item in team.released]

    assert all(np.count_nonzero(item.answers) >= 5 for item in shown)
    assert {item.closed - item.week for item in shown} == {0, 1, 2}


def test_a_step_moves_one_dimension_and_no_other() -> None:
    world = replace(RISE, step_week=3)

    (team,) = simulate(world, Crowd(team_size=8, teams=1, weeks=6))

    assert np.allclose((team.latent[3] - team.latent[2])[:6], 0.6)
    assert np.allclose((team.latent[3] - team.latent[2])[6:], 0)


@pytest.mark.parametrize("world", [FLAT, RISE, WALK], ids=lambda world: world.name)
def test_ranges_hold_the_truth_and_errors_are_small(world: World) -> None:
    figures = measure(world, SIX)

    assert figures is not None
    assert figures.covered >= 0.88
    assert figures.covered_practices >= 0.88
    assert figures.error <= 0.40 * figures.naive[WEEKLY]
    assert figures.error <= 1.1 * figures.naive[LATEST]


def test_few_teams_in_which_nothing_moved_ever_hear_that_something_did() -> None:
    figures = measure(FLAT, replace(SIX, teams=40, seed=12))

    assert figures is not None
    assert figures.false <= 0.10


def test_a_change_of_six_tenths_is_found_within_a_quarter_and_pointed_the_right_way() -> None:
    measured = [measure(world, replace(SIX, teams=25, seed=13)) for world in (RISE, FALL)]

    figures = [one for one in measured if one is not None]
    assert len(figures) == 2
    assert sum(one.found_within(13) for one in figures) / 2 >= 0.80
    right, named = (sum(one.named[place] for one in figures) for place in (0, 1))
    assert right >= 0.95 * named


def test_of_its_own_model_nine_ranges_in_ten_hold_the_truth_or_a_few_more() -> None:
    # A few more, since ranges are taken as normal where it is open whether something moved.
    settings = replace(TREND_1, edge=0.0)
    random = np.random.default_rng(3)
    inside: list[bool] = []

    for _ in range(100):
        shown, culture = a_team_of_the_model(random)
        estimates = Estimator({"team": shown}, settings=settings).estimate("team")
        inside += [
            one.low <= max(1.0, min(5.0, culture[(one.wave - MONDAY).days // 7])) <= one.high
            for one in estimates
            if one.scope is Scope.DIMENSION and one.id == "culture"
        ]

    assert 0.88 <= np.mean(inside) <= 0.94


def a_team_of_the_model(random: np.random.Generator) -> tuple[list[Observation], list[float]]:
    """Return half a year drawn from what the estimator assumes, and culture's true levels."""
    s, weeks = TREND_1, 26

    def wandering(start: float, drift: float, *shape: int) -> np.ndarray[tuple[int, ...]]:
        steps = random.normal(0, drift, (weeks, *shape))
        steps[0] = random.normal(0, start, shape)
        return steps.cumsum(axis=0)

    levels = s.centre + wandering(s.team, s.team_drift, 1)
    sides = wandering(s.dimension, s.dimension_drift, 3)
    odds = np.r_[1, np.full(weeks - 1, s.hazard / (1 - s.hazard))]
    for side in range(3):
        week = random.choice(weeks, p=odds / odds.sum())
        sides[week:, side] += random.normal(0, s.jump) if week else 0
    levels = levels + np.repeat(sides, 6, axis=1) + wandering(s.practice, s.practice_drift, 18)
    practices = simulated_bank().practices
    hard = random.normal(0, np.hypot(s.statement, s.statement_here), (18, 4))
    order = [side * 6 + number for number in range(6) for side in range(3)]
    shown = []
    for week in range(weeks):
        mood = random.normal(0, s.mood)
        for place in range(5):
            visit, turn = divmod(week * 5 + place, 18)
            practice = order[turn]
            scatter = random.normal(0, s.residual / np.sqrt(8))
            mean = levels[week, practice] + hard[practice, visit % 4] + mood + scatter
            shown.append(
                Observation(
                    MONDAY + timedelta(weeks=week),
                    practices[practice].id,
                    practices[practice].dimension.value,
                    str(visit % 4),
                    8,
                    8,
                    float(mean),
                )
            )
    return shown, [float(one) for one in levels[:, :6].mean(axis=1)]
