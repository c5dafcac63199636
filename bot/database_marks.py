"""Marks that tables and columns carry in their `info`, for whoever copies all of them."""

from typing import Final

LEFT_OUT: Final = "left out of backups"
"""On a table: none of its rows is copied."""

LEFT_OUT_WHERE_SET: Final = "left out of backups where set"
"""On a column of truth values: rows in which it is true are not copied."""

HIDDEN: Final = "hidden in backups"
"""On a column that tells of people, of which one or how many: nothing stands in its place, or 16
random bytes."""

NOBODY: Final = ""
"""Whose a row is that only keeps its number from being given to another."""

ERASED: Final = "erased-"
"""How a name begins that stands where a person's id stood who was erased."""
