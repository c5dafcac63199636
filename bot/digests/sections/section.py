"""A part of a digest as lines of plain words, for Slack, a terminal and a page alike."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A line: what it is about, and what it says.

    `url` is where the words before it lead to, if anywhere. `shorter` is what it says instead where
    there is less room, shorter each time.
    """

    lead: str
    text: str
    url: str | None = None
    shorter: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """What one idea says in a digest; `is_small` is what stands below in small print."""

    lines: tuple[Line, ...]
    is_small: bool = False


def one_line(
    lead: str, text: str, *, url: str | None = None, shorter: tuple[str, ...] = ()
) -> Section:
    """Return a section of one line."""
    return Section((Line(lead, text, url, shorter),))


def shorten(words: str, most: int) -> str:
    """Return words on one line, cut where they are longer than `most` characters.

    That is between two words, unless it would take away half of what there is room for.
    """
    plain = " ".join(words.split())
    if len(plain) <= most:
        return plain
    kept = plain[: most - 1]
    whole = kept if plain[most - 1] == " " else kept.rpartition(" ")[0]
    return f"{(whole if len(whole) > most // 2 else kept).rstrip(' ,;:')}…"


def listed(words: tuple[str, ...]) -> str:
    """Return several names as people list them."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
