"""Time zones by the names that the database keeps, however Slack spells or leaves them out."""

import re
from datetime import timedelta, timezone, tzinfo
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

_HOUR: Final = 3600
_EASTERNMOST, _WESTERNMOST = 14, -12  # What Etc/GMT±N has, in hours east of Greenwich.
_FURTHEST: Final = timedelta(hours=24)
_FIXED: Final = re.compile(r"UTC([+-])(\d\d):(\d\d)")


class UnknownZoneError(ValueError):
    """There is no time zone of this name."""


def find_zone(name: object, offset: object) -> str | None:
    """Return a zone's name as `read_zone` reads it, or None where nothing is known.

    Args:
        name: what Slack calls the zone, in whatever case; anything but a known name is passed over.
        offset: seconds east of Greenwich, which serve where the name does not.

    """
    if isinstance(name, str) and (known := _known_name(name.strip().replace(" ", "_"))) is not None:
        return known
    if isinstance(offset, bool) or not isinstance(offset, int):
        return None
    return _fixed_name(offset)


def read_zone(name: str) -> tzinfo:
    """Return the zone of a name that `find_zone` gave.

    Raises:
        UnknownZoneError: there is none.

    """
    if (fixed := _FIXED.fullmatch(name)) is not None:
        sign, hours, minutes = fixed.groups()
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        if int(minutes) < 60 and offset < _FURTHEST:
            return timezone(-offset if sign == "-" else offset)
    elif name and (zone := _load(name)) is not None:
        return zone
    raise UnknownZoneError(f"There is no time zone {name!r}.")


def can_read_zone(name: str) -> bool:
    """Whether there still is a zone of a name that was stored; zones are renamed now and then."""
    try:
        read_zone(name)
    except UnknownZoneError:
        return False
    return True


def _load(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None  # OSError: the name of a folder, such as "America".


def _known_name(name: str) -> str | None:
    if name in _names_by_lower_case().values():
        return name
    return _names_by_lower_case().get(name.lower())


@cache
def _names_by_lower_case() -> dict[str, str]:
    """Return every zone's name; listing them reads a folder, so it is done once."""
    return {name.lower(): name for name in sorted(available_timezones())}


def _fixed_name(offset: int) -> str | None:
    hours, rest = divmod(offset, _HOUR)
    if rest == 0 and _WESTERNMOST <= hours <= _EASTERNMOST:
        # POSIX counts westwards: Etc/GMT-5 is five hours east of Greenwich.
        return "UTC" if hours == 0 else f"Etc/GMT{-hours:+d}"
    if offset % 60 or abs(offset) >= _FURTHEST.total_seconds():
        return None
    minutes = abs(offset) // 60
    return f"UTC{'-' if offset < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
