"""Keeps an answer inside its section of a card, whatever is in it, and gets it out as it was.

An answer may hold headings, rulers, HTML and half a code block. A backslash before such a line has
every reader of markdown show it as it stands; the same lines lose it again when the card is read.
Whole code blocks are left alone, since people paste from them.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

_OPENS: Final = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_SPECIAL: Final = (
    r"#{1,2}(?=[ \t]|$)|-+[ \t]*$|=+[ \t]*$|`{3,}|~{3,}|<(?!https?://|mailto:)[A-Za-z!?/]"
)
_PLAIN: Final = re.compile(rf"( {{0,3}})(\\*(?:{_SPECIAL}))")
_ESCAPED: Final = re.compile(rf"( {{0,3}})\\(\\*(?:{_SPECIAL}))")


def escape(text: str) -> str:
    """Return an answer so that no line of it can be taken for a part of the card."""
    return _outside_code(text, lambda line: _PLAIN.sub(r"\1\\\2", line, count=1))


def unescape(text: str) -> str:
    """Return an answer as it was before `escape`."""
    return _outside_code(text, lambda line: _ESCAPED.sub(r"\1\2", line, count=1))


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    lines = text.split("\n")
    inside = frozenset(_lines_of_code(lines))
    return "\n".join(
        line if number in inside or not _begins_so(line) else change(line)
        for number, line in enumerate(lines)
    )


def _begins_so(line: str) -> bool:
    return _PLAIN.match(line) is not None


def _lines_of_code(lines: Sequence[str]) -> Iterator[int]:
    """Yield the lines of code blocks that are closed, their fences included."""
    number = 0
    while number < len(lines):
        end = find_end_of_code(lines, number)
        if end is None:
            number += 1
            continue
        yield from range(number, end + 1)
        number = end + 1


def opens_code(line: str) -> bool:
    """Whether a code block begins with this line."""
    return _OPENS.match(line) is not None


def find_end_of_code(lines: Sequence[str], start: int) -> int | None:
    """Return the line that closes the code block which begins at `start`, if one does."""
    fence = _OPENS.match(lines[start])
    if fence is None:
        return None
    sign = fence.group(1)
    closes = re.compile(rf" {{0,3}}{re.escape(sign[0])}{{{len(sign)},}}[ \t]*")
    return next((n for n in range(start + 1, len(lines)) if closes.fullmatch(lines[n])), None)
