"""The published rule by which a change is named, or not."""

from collections.abc import Collection, Sequence

import numpy as np

from bot.surveys.trend.curves import Curves
from bot.surveys.trend.domain import Lapse, Verdict
from bot.surveys.trend.prior import Declared, Levels
from bot.surveys.trend.rows import Flags, Floats, Ints, Rows, number_of
from bot.surveys.trend.settings import TrendSettings

_NAMES = {1: Verdict.IMPROVED, -1: Verdict.DECLINED, 0: Verdict.NO_CLEAR_CHANGE}


def judge(
    curves: Curves,
    rows: Rows,
    levels: Levels,
    settings: TrendSettings,
    declared: Collection[Declared] = (),
    lapses: Sequence[Lapse] = (),
) -> list[list[Verdict]]:
    """Return by week and target what may be said.

    A change is named when its direction is likely enough and it is large enough, for a practice
    only together with its dimension, or where it is all but certain, or where the team had said
    that it would change it. What was named stays until the reverse is shown, or the comparison
    no longer makes it likely.
    """
    shown = _confirmed(_shown(curves, settings), _sizes(rows), settings)
    certain = _certain(curves, settings)
    for one in declared:
        certain[one.week : one.week + settings.compared_weeks + 1, one.practice] = True
    dimensions = shown[:, levels.named :][:, levels.dimension[: levels.named]]
    practices = shown[:, : levels.named]
    is_backed = (practices == dimensions) | certain[:, : levels.named]
    shown = np.concatenate([np.where(is_backed, practices, 0), shown[:, levels.named :]], axis=1)
    response = four_week_response(rows, settings, lapses)
    named: list[list[Verdict]] = []
    standing = np.zeros(shown.shape[1], int)
    for week, row in enumerate(shown):
        if week < settings.compared_weeks:
            named.append([Verdict.BASELINE] * len(row))
        elif not response[week] >= settings.least_response:
            named.append([Verdict.NOT_ENOUGH_ANSWERS] * len(row))
        else:
            likely = np.where(standing > 0, curves.rise[week], 1 - curves.rise[week])
            kept = np.where(likely >= settings.kept, standing, 0)
            standing = np.where(row != 0, row, kept)
            named.append([_NAMES[int(one)] for one in standing])
    return named


def four_week_response(rows: Rows, settings: TrendSettings, lapses: Sequence[Lapse] = ()) -> Floats:
    """Return by week the part of those asked in the last weeks who scored; nought if none were."""
    weeks = np.arange(rows.weeks)
    put = np.append(rows.week, [number_of(one.wave) - rows.start for one in lapses])
    known = np.append(rows.known, [number_of(one.ended) - rows.start for one in lapses])
    asked = np.append(rows.asked, [one.team_size for one in lapses])
    answers = np.append(rows.answers, np.zeros(len(lapses)))
    counts = (known[:, None] <= weeks) & (put[:, None] > weeks - settings.response_weeks)
    response: Floats = (answers @ counts) / np.maximum(asked @ counts, 1)
    return response


def _shown(curves: Curves, settings: TrendSettings) -> Ints:
    is_up = (curves.rise >= settings.sure) & (curves.change >= settings.least)
    is_down = (1 - curves.rise >= settings.sure) & (curves.change <= -settings.least)
    shown: Ints = is_up.astype(int) - is_down
    shown[: settings.compared_weeks] = 0
    return shown


def _certain(curves: Curves, settings: TrendSettings) -> Flags:
    return np.maximum(curves.rise, 1 - curves.rise) >= settings.sure_alone


def _sizes(rows: Rows) -> Floats:
    """Return by week how many people the last item asked."""
    last = np.searchsorted(rows.known, np.arange(rows.weeks), side="right") - 1
    return rows.asked[np.maximum(last, 0)]


def _confirmed(shown: Ints, sizes: Floats, settings: TrendSettings) -> Ints:
    """Return what is shown, in large teams only where the week before shows it too."""
    before = np.concatenate([np.zeros_like(shown[:1]), shown[:-1]])
    is_kept = (sizes < settings.confirmed_from)[:, None] | (shown == before)
    return np.where(is_kept, shown, 0)
