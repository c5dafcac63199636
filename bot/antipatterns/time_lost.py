"""What may be said of the time that people name as lost: how many name so much or more.

Each of these levels is counted like a kind of label, with tokens, threshold and bands. So no amount
is stored or added up, an extreme one says no more than the highest level does, and what is shown of
each level is as many people's as of any other count.
"""

from collections.abc import Mapping
from typing import Final

from bot.antipatterns.counting import WEEKS
from bot.antipatterns.time_named import find_hours

LEVELS: Final = (1, 2, 4, 8, 16, 32, 64)
"""In hours a month."""

_LABEL: Final = "time:"
_NOT_ADDED: Final = (
    "Several may mean the same hours, so nothing is added up; a day is taken as 8 hours, and a "
    "month as four weeks."
)


def find_level(text: str, *, is_about_harm: bool) -> int:
    """Return the highest level that a comment reaches, or 0 where it reaches none."""
    hours = find_hours(text, is_about_harm=is_about_harm) or 0.0
    return max((level for level in LEVELS if hours >= level), default=0)


def list_labels(level: int) -> tuple[str, ...]:
    """Return what somebody is counted under who reaches a level: that one and all below."""
    return tuple(f"{_LABEL}{each}" for each in LEVELS if each <= level)


def say_time_lost(
    shown: Mapping[str, tuple[int, float]], before: Mapping[str, tuple[int, float]]
) -> str | None:
    """Return in words what is named as lost, or None where too few people name any.

    Args:
        shown: of each label the band that is shown in these twelve weeks.
        before: in the twelve before, which are told of as long as these show nothing.

    """
    if bands := _bands(shown):
        return f"{_say(bands)}. {_NOT_ADDED}"
    if bands := _bands(before):
        return f"In the {WEEKS} weeks before, {_say(bands)}. {_NOT_ADDED}"
    return None


def _bands(shown: Mapping[str, tuple[int, float]]) -> dict[int, int]:
    """Return at least how many people reach each level; who reaches a level reaches those below."""
    bands: dict[int, int] = {}
    most = 0
    for level in reversed(LEVELS):
        most = max(most, shown.get(f"{_LABEL}{level}", (0, 0.0))[0])
        if most:
            bands[level] = most
    return bands


def _say(bands: Mapping[int, int]) -> str:
    """Say how many name the most that enough people name, and how many name any."""
    top, lowest = max(bands), min(bands)
    if bands[lowest] == bands[top]:
        return f"{bands[top]}+ people name time that they lose, each {_hours(top)} a month or more"
    return (
        f"{bands[lowest]}+ people name time that they lose, each {_hours(lowest)} a month or more, "
        f"{bands[top]}+ of them {_hours(top)} or more"
    )


def _hours(level: int) -> str:
    return "an hour" if level == 1 else f"{level} hours"
