"""Finds what in an answer is worth one question more. It never grades, and refuses only secrets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.handover.cards.section import Kind, Written
from bot.text.masking import mask_secrets


class Doubt(StrEnum):
    """Why something is asked once more; in this order, the first one is."""

    MORTAL = "mortal"  # It dies with an account, a laptop or a job of its writer's.
    INACTIVE = "inactive"
    DEAD_LINK = "dead_link"
    HEDGE = "hedge"
    EVASIVE = "evasive"


@dataclass(frozen=True)
class FollowUp:
    """The one question that follows an answer; `evidence` are the words that raised it."""

    doubt: Doubt
    evidence: str


_MORTAL: Final = re.compile(
    r"(?ix)"
    r"(?: /home/\w+ | /Users/\w+ | C:\\Users\\\w+ | (?<![\w/])~/[\w./-]* | (?<!\w)\$HOME\b"
    r" | \b my \s+ (?:\w+ \s+)? (?:laptop|machine|desktop|mac|notebook|home|folder|directory|fork"
    r"   |branch|token|key|account|cron|crontab|drive|bucket|workspace|sandbox|venv|env) \b"
    r" | \b personal \s+ (?:fork|token|account|cron|bucket|drive|repo) \w*"
    r" | \b (?:ask|ping|call|message|dm|tell) \s+ me \b"
    r" | \b (?:i'll|i\ will|only\ i|just\ me) \b"
    r" | \b crontab \s+ -[el] \b)"
)
_HEDGE: Final = re.compile(
    r"(?i)\b(?:usually|somehow|whoever|should be fine|sort of|kind of|more or less|i think|"
    r"i guess|probably|normally|mostly|some script|the usual|as always|if i remember|"
    r"most of the time|tends to|roughly like)\b"
)
_EVASIVE: Final = re.compile(
    r"(?i)^\W*(?:see (?:the )?(?:docs?|wiki|code|repo|readme|confluence|notebook)|it'?s (?:all )?"
    r"(?:documented|in the (?:code|repo|wiki|docs?))|just (?:run|retrain|redeploy|restart) it"
    r"|n/?a|tbd|todo|later|ok|fine|nothing special|standard|same as (?:before|usual)"
    r"|yes|no|-+|\?+|\.+)\W*(?:\W.{0,25})?$"
)
_DEAD_HOST: Final = re.compile(
    r"(?i)^(?:file:|https?://(?:localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|[^/]*\.local\b|[^/]*"
    r"\.internal-laptop\b|[^/.]+(?::\d+)?(?:/|$)))"
)
_LINK: Final = re.compile(r"<?((?:https?|file)://[^\s|>]+)")
_MENTION: Final = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


def find_secret(written: Written) -> str | None:
    """Return the id of the field in which a key, token or password stands, or None."""
    for field in written.section.fields:
        value = written.values.get(field.id)
        # What a field asks for stands before it, so that a commit can be told from a key.
        if isinstance(value, str) and has_secret(f"{field.id}: {value}"):
            return field.id
    return None


def has_secret(text: str) -> bool:
    """Whether a text holds what must not be stored."""
    return mask_secrets(text) != text


def list_mentioned(written: Written) -> tuple[str, ...]:
    """Return everybody whom an answer names, chosen or mentioned."""
    return tuple(dict.fromkeys([*written.people, *list_mentions_in(written.prose)]))


def list_mentions_in(text: str) -> tuple[str, ...]:
    """Return everybody whom a text mentions."""
    return tuple(dict.fromkeys(_MENTION.findall(text)))


def choose_follow_up(
    written: Written, *, inactive: frozenset[str] = frozenset()
) -> FollowUp | None:
    """Return the one thing worth asking about an answer, or None.

    Args:
        written: what somebody filled in.
        inactive: those of the people in it whose accounts are switched off.

    """
    return next(_find(written, inactive), None)


def _find(written: Written, inactive: frozenset[str]) -> Iterator[FollowUp]:
    prose = written.prose
    if found := _MORTAL.search(prose):
        yield FollowUp(Doubt.MORTAL, _around(found))
    for user_id in list_mentioned(written):
        if user_id in inactive:
            yield FollowUp(Doubt.INACTIVE, f"<@{user_id}>")
    for link in _links(written):
        if _DEAD_HOST.match(link):
            yield FollowUp(Doubt.DEAD_LINK, link[:120])
    if found := _HEDGE.search(prose):
        yield FollowUp(Doubt.HEDGE, _around(found))
    main = _main_text(written)
    if main and _EVASIVE.match(main):
        yield FollowUp(Doubt.EVASIVE, main[:60])


def _links(written: Written) -> tuple[str, ...]:
    fields = [f.id for f in written.section.fields if f.kind is Kind.URL]
    typed = [str(written.values[field]) for field in fields if written.values.get(field)]
    return tuple(dict.fromkeys([*typed, *_LINK.findall(written.prose)]))


def _main_text(written: Written) -> str:
    """Return what stands in the field that needs words; “none” is an answer to chores."""
    for field in written.section.fields:
        value = written.values.get(field.id)
        if field.is_required and isinstance(value, str):
            return value.strip()
    return ""


def _around(found: re.Match[str]) -> str:
    return found[0].strip()[:60]
