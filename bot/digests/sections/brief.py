"""Keeps a message to twelve lines on a screen; *Show the work* has what they leave out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from textwrap import wrap
from typing import Final

from bot.digests.sections.section import Line, Section, shorten

MOST_LINES: Final = 12

ACROSS: Final = 88
"""So many characters stand side by side on a desktop; a phone has about half."""

_LINK: Final = " Read it"


def in_brief(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return parts of a digest in twelve lines: the longest says less, until it fits.

    Of two that are as long it is the one further down, so that what was promised is cut late.
    """
    brief = tuple(sections)
    while sum(map(count_lines, brief)) > MOST_LINES:
        longest = max(reversed(_list_long(brief)), key=_height, default=None)
        if longest is None:
            break
        less = _say_less(longest)
        brief = tuple(_with(section, longest, less) for section in brief)
    return brief


def count_lines(section: Section) -> int:
    """Return how many lines a part takes on a screen."""
    return sum(map(_height, section.lines))


def left_out(sections: Sequence[Section]) -> tuple[Line, ...]:
    """Return in full the lines that are not when in brief."""
    shown = {line for section in in_brief(sections) for line in section.lines}
    return tuple(line for section in sections for line in section.lines if line not in shown)


def _list_long(sections: Sequence[Section]) -> list[Line]:
    lines = [line for section in sections for line in section.lines]
    return [line for line in lines if line.shorter]


def _say_less(line: Line) -> Line:
    text, *rest = line.shorter
    return replace(line, text=text, shorter=tuple(rest))


def _with(section: Section, line: Line, other: Line) -> Section:
    return replace(section, lines=tuple(other if each is line else each for each in section.lines))


def _height(line: Line) -> int:
    return max(1, len(wrap(_plain(line.lead, line.text, line.url), ACROSS)))


def fits(lead: str, text: str, *, lines: int = 1, url: str | None = None) -> bool:
    """Whether a text takes no more than so many lines after what it is about."""
    return len(wrap(_plain(lead, text, url), ACROSS)) <= lines


def cut(lead: str, text: str, *, lines: int = 1, url: str | None = None) -> str:
    """Return a text cut so that it takes no more than so many lines after what it is about."""
    return longest_that_fits(
        lead, lambda most: shorten(text, most), most=len(text), lines=lines, url=url
    )


def longest_that_fits(
    lead: str,
    say: Callable[[int], str],
    *,
    most: int,
    lines: int = 1,
    url: str | None = None,
) -> str:
    """Return what is said with names or sentences cut at `most` characters, or at fewer to fit."""
    while most > 1 and not fits(lead, say(most), lines=lines, url=url):
        most -= 1
    return say(most)


def _plain(lead: str, text: str, url: str | None) -> str:
    return (f"{lead}: {text}" if lead else text) + ("" if url is None else _LINK)
