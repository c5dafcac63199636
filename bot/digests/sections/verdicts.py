"""Verdicts in words."""

from typing import Final

from bot.surveys.trend.domain import Verdict

VERDICTS: Final = {
    Verdict.IMPROVED: "improved",
    Verdict.DECLINED: "declined",
    Verdict.NO_CLEAR_CHANGE: "no clear change",
    Verdict.BASELINE: "too early to compare",
    Verdict.NOT_ENOUGH_ANSWERS: "too few answers to compare",
}
