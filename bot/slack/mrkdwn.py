"""Slack's text markup: mentions, dates, and keeping people's words from being read as markup."""

import re
from datetime import datetime
from typing import Final

from bot.database_marks import ERASED

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})

_LOUD: Final = re.compile(r"(?<!\w)@(?=(?:channel|here|everyone)\b)", re.IGNORECASE)
"""Slack reads these as mentions of everybody in some places, though nobody wrote a reference."""
_QUIET: Final = "@\u2060"
_HALF: Final = re.compile(r"&[a-z]{0,3}\Z")
_CALLS: Final = re.compile(r"<!([^<>|]*)(?:\|[^<>]*)?>")

_REFERENCE: Final = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_UNESCAPES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def plain_words(said: str) -> str:
    """Return what somebody typed, as they typed it: Slack sends it escaped, and with references.

    A link is its label; a person or channel is their name where Slack sends one, else nothing.
    """
    words = _REFERENCE.sub(_named, said)
    for escaped, sign in _UNESCAPES:
        words = words.replace(escaped, sign)
    return " ".join(words.split())


def _named(reference: re.Match[str]) -> str:
    sign, target, label = reference.groups()
    if label:
        return str(label)
    return "" if sign else str(target)


def escape(words: str) -> str:
    """Return words that Slack shows as they are, so that nobody can smuggle in a mention."""
    return _LOUD.sub(_QUIET, words.translate(_ESCAPES))


def escape_within(words: str, most: int) -> str:
    """Return words as Slack shows them, cut so that they stay within `most` characters.

    A sign can take five characters once it is escaped, so they are counted afterwards.
    """
    escaped = escape(words)
    return escaped if len(escaped) <= most else f"{_HALF.sub('', escaped[: most - 1])}…"


def call_nobody(markdown: str) -> str:
    """Return markdown that calls no channel together; people who are named in it stay named."""
    return _LOUD.sub(_QUIET, _CALLS.sub(r"\1", markdown))


def mention(user_id: str) -> str:
    """Return a person's name as a link."""
    if user_id.startswith(ERASED):
        return "somebody who was erased"
    return f"<@{user_id}>"


def mentions(user_ids: tuple[str, ...]) -> str:
    """Return several people, the last one joined by "and"."""
    names = [mention(user_id) for user_id in user_ids]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def channel(channel_id: str) -> str:
    """Return a channel's name as a link."""
    return f"<#{channel_id}>"


def moment(at: datetime) -> str:
    """Return a moment that each reader sees in their own time zone."""
    fallback = f"{at:%A %d %B, %H:%M} UTC"
    return f"<!date^{int(at.timestamp())}^{{date_long}}, {{time}}|{fallback}>"
