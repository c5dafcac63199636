"""What the estimator promises whatever it is given; test_calibration has how well it does."""

import random
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from bot.surveys.estimator import Estimator
from bot.surveys.trend.domain import Estimate, Observation, Scope, Verdict
from tests.surveys.observations import (
    MONDAY,
    PRACTICES,
    an_observation,
    half_a_year,
    of,
    verdicts,
)


def estimate(shown: list[Observation], *others: list[Observation]) -> tuple[Estimate, ...]:
    teams = {"team": shown, **{f"other-{n}": other for n, other in enumerate(others)}}
    return Estimator(teams).estimate("team")


def rises(week: int, practice: str) -> float:
    return 3.8 if practice.startswith("culture") and week >= 13 else 2.9


def test_every_week_has_each_practice_and_dimension_once() -> None:
    estimates = estimate(half_a_year())

    keys = [(one.wave, one.scope, one.id) for one in estimates]
    assert len(set(keys)) == len(keys) == 26 * 21
    assert {one.wave for one in estimates} == {MONDAY + timedelta(weeks=w) for w in range(26)}


def test_values_lie_in_their_intervals_on_the_scale() -> None:
    for level in (1.1, 3.0, 4.9):
        shown = [replace(one, mean=one.mean - 3.0 + level) for one in half_a_year()]

        clipped = [replace(one, mean=min(5.0, max(1.0, one.mean))) for one in shown]

        assert all(1 <= one.low <= one.value <= one.high <= 5 for one in estimate(clipped))


def test_the_order_of_lines_changes_nothing() -> None:
    shown, others = half_a_year(), half_a_year(seed=2)
    mixed = list(shown)
    random.Random(3).shuffle(mixed)  # noqa: S311 - no secret

    assert estimate(mixed, others) == estimate(shown, others)


def test_what_is_said_of_a_week_never_changes_later() -> None:
    shown, other = half_a_year(rises), half_a_year(seed=2)
    full = estimate(shown, other)

    for weeks in (2, 13, 20):
        until = MONDAY + timedelta(weeks=weeks)
        early = estimate(*([o for o in each if o.wave < until] for each in (shown, other)))
        known = {one.id for one in early}
        assert early == tuple(one for one in full if one.wave < until and one.id in known)


def test_a_held_item_counts_from_the_week_of_its_release() -> None:
    shown = half_a_year(weeks=6)
    late = an_observation(3, "culture-1", statement="late", mean=5.0, held_weeks=2)

    before, after = (of(estimate(each), "culture") for each in (shown, [*shown, late]))

    assert before[:5] == after[:5]
    assert after[5].value > before[5].value


def test_weeks_in_which_nothing_is_shown_stand_there_and_grow_less_sure() -> None:
    shown = [one for one in half_a_year() if not 8 <= (one.wave - MONDAY).days // 7 < 20]

    culture = of(estimate(shown), "culture")

    assert len(culture) == 26
    silent = [one.high - one.low for one in culture[8:20]]
    assert all(earlier <= later for earlier, later in pairwise(silent))
    assert silent[-1] > silent[0]


def test_the_first_twelve_weeks_are_the_baseline() -> None:
    said = verdicts(estimate(half_a_year(rises)), "culture")

    assert set(said[:12]) == {Verdict.BASELINE}
    assert Verdict.BASELINE not in said[12:]


def test_a_clear_rise_is_named_and_nothing_else() -> None:
    estimates = estimate(half_a_year(rises))

    assert Verdict.IMPROVED in verdicts(estimates, "culture")[13:19]
    for side in ("process", "tools"):
        assert set(verdicts(estimates, side)[12:]) == {Verdict.NO_CLEAR_CHANGE}


def test_a_clear_fall_is_named() -> None:
    estimates = estimate(half_a_year(lambda week, practice: 6 - rises(week, practice)))

    assert Verdict.DECLINED in verdicts(estimates, "culture")[13:19]


def test_a_rise_stops_being_news_once_it_is_long_ago() -> None:
    early = half_a_year(lambda week, practice: rises(week + 5, practice), weeks=40)

    said = verdicts(estimate(early), "culture")

    assert Verdict.IMPROVED in said
    assert said[-1] is Verdict.NO_CLEAR_CHANGE


def test_nothing_is_named_where_fewer_than_six_in_ten_answer() -> None:
    shown = [replace(one, answers=5, team_size=9) for one in half_a_year(rises)]

    said = verdicts(estimate(shown), "culture")

    assert set(said[12:]) == {Verdict.NOT_ENOUGH_ANSWERS}


def test_nothing_is_named_after_four_weeks_of_silence() -> None:
    shown = half_a_year(rises, weeks=20)
    until = MONDAY + timedelta(weeks=25)

    estimates = Estimator({"team": shown}, until=until).estimate("team")

    said = verdicts(estimates, "culture")
    assert said[19:23] == [Verdict.IMPROVED] * 4
    assert said[23:] == [Verdict.NOT_ENOUGH_ANSWERS] * 3


def test_more_answers_make_an_interval_narrower() -> None:
    few, many = (
        of(estimate([replace(one, answers=n, team_size=30) for one in half_a_year()]), "tools")[-1]
        for n in (5, 28)
    )

    assert many.high - many.low < few.high - few.low


def test_a_whole_team_is_surer_than_as_many_out_of_a_larger_one() -> None:
    whole, part = (
        of(estimate([replace(one, team_size=size) for one in half_a_year()]), "tools")[-1]
        for size in (8, 30)
    )

    assert whole.high - whole.low < part.high - part.low


def test_teams_teach_each_other_which_statement_is_hard() -> None:
    hard = "culture-1"

    def shown(seed: int) -> list[Observation]:
        return [
            replace(one, mean=one.mean - 0.9) if one.statement == f"{hard}-1" else one
            for one in half_a_year(seed=seed)
        ]

    alone = of(estimate(shown(1)), hard, Scope.PRACTICE)
    together = of(estimate(shown(1), *map(shown, range(2, 12))), hard, Scope.PRACTICE)

    asked = 4
    dip_alone, dip_together = (
        each[asked - 1].value - min(one.value for one in each[asked : asked + 3])
        for each in (alone, together)
    )
    assert dip_together < dip_alone


def test_a_rise_of_all_teams_is_not_taken_for_easy_statements() -> None:
    teams = [half_a_year(rises, seed=seed) for seed in range(12)]

    culture = of(estimate(*teams), "culture")

    assert culture[-1].low < 3.8 < culture[-1].high
    assert culture[20].verdict is Verdict.IMPROVED


def test_a_practice_that_the_team_set_out_to_change_is_named_sooner() -> None:
    practice = "tools-3"
    shown = half_a_year(lambda week, each: 3.9 if each == practice and week >= 14 else 3.0)
    estimator = Estimator({"team": shown})

    plain = of(estimator.estimate("team"), practice, Scope.PRACTICE)
    declared = of(
        estimator.estimate("team", [(MONDAY + timedelta(weeks=13), practice)]),
        practice,
        Scope.PRACTICE,
    )

    assert declared[:13] == plain[:13]
    assert declared[-1].value > plain[-1].value
    named, named_plainly = (
        [one.verdict for one in each].count(Verdict.IMPROVED) for each in (declared, plain)
    )
    assert named > named_plainly


def test_teams_without_anything_shown_are_passed_over() -> None:
    assert list(Estimator({"team": []}).estimate_all()) == []
    assert Estimator({"team": []}).estimate("team") == ()


def test_any_names_and_any_number_of_practices_will_do() -> None:
    shown = [
        replace(an_observation(week, f"p-{week % 2}", mean=2.0), dimension="ways")
        for week in range(14)
    ]

    estimates = estimate(shown)

    assert {one.id for one in estimates} == {"p-0", "p-1", "ways"}
    assert abs(of(estimates, "ways")[-1].value - 2.0) < 0.5


def test_half_a_year_of_all_practices_is_known() -> None:
    assert {one.practice for one in half_a_year()} == set(PRACTICES)
