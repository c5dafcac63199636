"""Stores what became of a team's themes, and shows of them what enough people are behind."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from bot.antipatterns.counting import period_of
from bot.antipatterns.people import show_band
from bot.antipatterns.storage import Counts
from bot.antipatterns.theme_domain import (
    Fate,
    Grouped,
    PooledComment,
    TeamTheme,
    count_fewest,
    label_of,
)
from bot.antipatterns.theme_hearing import NO_SURENESS
from bot.antipatterns.theme_storage import Themes
from bot.teams.domain import Team
from bot.text.said_words import list_said


def settle(
    connection: Connection,
    team: Team,
    grouped: Grouped,
    pool: Mapping[str, PooledComment],
    *,
    now: datetime,
) -> None:
    """Store a grouping: themes, their comments, what became of them; and move what is shown.

    Args:
        connection: the transaction.
        team: whose comments were grouped.
        grouped: what they make.
        pool: the comments, by id.
        now: the present moment.

    """
    themes, counts, period = Themes(connection), Counts(connection), period_of(now)
    known = {theme.number: theme for theme in themes.list_themes(team.id)}
    theme_of = {bytes.fromhex(one): number for one, number in grouped.theme_of.items()}
    for number in _robbed(themes.list_comments(team.id), theme_of, grouped.merged):
        # Whoever wrote what another theme has now must not count for this one, should it return.
        counts.forget_label(team.id, period, label_of(number))

    def count(label: str) -> int:
        return counts.count_people(team.id, period, label)

    for number, keywords in sorted(grouped.keywords.items()):
        own = [pool[one] for one, of in grouped.theme_of.items() if of == number and one in pool]
        theme = replace(
            known.get(number, TeamTheme(number, ())),
            keywords=keywords,
            is_living=True,
            period=period,
            fewest=count_fewest(own, period=period),
        )
        theme = replace(theme, words=_words(theme, own, period, team.threshold, count))
        themes.put(team.id, theme)
        if theme.words and not counts.has_ended(period):
            people = max(theme.fewest, count(theme.label))
            show_band(counts, team, period, theme.label, people=people, sureness=NO_SURENESS)
    themes.put_comments(team.id, theme_of)
    _end(themes, team.id, known, grouped, on=now.date())


def _robbed(
    before: Mapping[bytes, int], now: Mapping[bytes, int], merged: Mapping[int, int]
) -> list[int]:
    """Return the themes of which a comment goes to another, other than by ending inside it."""
    moved = {(before[one], number) for one, number in now.items() if one in before}
    return sorted({old for old, new in moved if old != new and merged.get(old) != new})


def _words(
    theme: TeamTheme,
    own: Sequence[PooledComment],
    period: int,
    threshold: int,
    count: Callable[[str], int],
) -> tuple[str, ...]:
    """Return the keywords that may be shown: those that were before, and those that enough used."""
    words = [one.word for one in theme.keywords]
    used = list_said([one.text for one in own], words)
    by_word: dict[str, Collection[PooledComment]] = {
        word: [one for one, has in zip(own, used, strict=True) if word in has] for word in words
    }
    fresh = [
        word
        for word in words
        if word not in theme.words
        and max(count_fewest(by_word[word], period=period), count(theme.label_of_word(word)))
        >= threshold
    ]
    return (*theme.words, *fresh)


def _end(
    themes: Themes, team_id: int, known: Mapping[int, TeamTheme], grouped: Grouped, *, on: date
) -> None:
    for number in sorted(grouped.keywords):
        if number not in known:
            themes.add_event(team_id, number, Fate.BORN, on=on)
        elif not known[number].is_living:
            themes.add_event(team_id, number, Fate.RETURNED, on=on)
    for number, into in sorted(grouped.merged.items()):
        themes.put(team_id, replace(known[number], is_living=False, merged_into=into))
        themes.add_event(team_id, number, Fate.MERGED, on=on, into=into)
    for number in grouped.died:
        if known[number].is_living:
            themes.put(team_id, replace(known[number], is_living=False))
            themes.add_event(team_id, number, Fate.DIED, on=on)
