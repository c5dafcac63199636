"""Reads what buttons and forms carry back; it may come from another version, or from nowhere."""

import re
from typing import Final

_ID: Final = re.compile(r"[0-9]{1,9}")


def read_id(value: object) -> int | None:
    """Return the row's id that a value names, or None where it names none.

    Only ASCII digits are taken, and at most nine, so that every database can hold the number.
    """
    return int(value) if isinstance(value, str) and _ID.fullmatch(value) else None
