"""Reads what buttons and forms carry back; it may come from another version, or from nowhere."""

import json
import re
from typing import Any, Final

_ID: Final = re.compile(r"[0-9]{1,9}")
_HIGHEST: Final = 999_999_999


def read_id(value: object) -> int | None:
    """Return the row's id that a value names, or None where it names none.

    Only ASCII digits are taken, and at most nine, so that every database can hold the number.
    """
    return int(value) if isinstance(value, str) and _ID.fullmatch(value) else None


def read_ids(value: object, *, count: int) -> tuple[int, ...] | None:
    """Return the ids that a value names, colons between them, or None where it isn't so many."""
    found = [read_id(part) for part in value.split(":")] if isinstance(value, str) else []
    ids = tuple(each for each in found if each is not None)
    return ids if len(ids) == len(found) == count else None


def read_fields(text: object, *kinds: type | tuple[type, ...]) -> tuple[Any, ...] | None:
    """Return what a form remembers, a list in JSON of these kinds, or None where it isn't one."""
    try:
        fields = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None
    if not isinstance(fields, list) or len(fields) != len(kinds):
        return None
    if not all(isinstance(field, kind) for field, kind in zip(fields, kinds, strict=True)):
        return None
    if any(isinstance(field, int) and abs(field) > _HIGHEST for field in fields):
        return None  # No database holds it, so it was never written here.
    return tuple(fields)
