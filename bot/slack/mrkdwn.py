"""Slack's text markup: mentions, dates, and keeping people's words from being read as markup."""

import re
from datetime import datetime
from typing import Final

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})

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
    return words.translate(_ESCAPES)


def mention(user_id: str) -> str:
    """Return a person's name as a link."""
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
