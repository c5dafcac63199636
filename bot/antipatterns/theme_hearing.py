"""Counts who is behind themes that a team has, as their comments are released.

A comment of a theme that is found later is nobody's any more by then: `theme_domain.count_fewest`
says what can still be said of how many people wrote those.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bot.antipatterns.people import People
from bot.antipatterns.theme_domain import TeamTheme
from bot.antipatterns.theme_storage import Themes
from bot.surveys.comment_reading import ReleasedComment
from bot.teams.domain import Team
from bot.text.said_words import list_said

NO_SURENESS = 0.0
"""Themes stand below anti-patterns of which as many people wrote."""


def hear_themes(
    connection: Connection,
    comments: Sequence[ReleasedComment],
    people: People,
    team: Team,
) -> None:
    """Lay comments without a label to the themes that they belong to, and count their authors."""
    if not comments:
        return
    themes = Themes(connection)
    themes.note_heard(team.id)
    living = {theme.number: theme for theme in themes.list_themes(team.id) if theme.is_living}
    if not living:
        return
    numbers = _match([comment.text for comment in comments], living)
    own: defaultdict[int, list[ReleasedComment]] = defaultdict(list)
    for comment, number in zip(comments, numbers, strict=True):
        if number is not None:
            own[number].append(comment)
    themes.put_comments(team.id, {one.id: number for number in own for one in own[number]})
    if not people.are_counted:
        return
    for number in sorted(own):
        theme = _count(people, living[number], own[number], team.threshold)
        themes.put(team.id, theme)
        if theme.words:
            behind = people.add(theme.label, ())
            fewest = theme.count_fewest(people.period)
            people.show(theme.label, max(behind, fewest), sureness=NO_SURENESS)


def _match(texts: Sequence[str], themes: Mapping[int, TeamTheme]) -> list[int | None]:
    # What matching needs is slow to import, and no start should wait for it.
    from bot.text.theme_signs import Sign, match  # noqa: PLC0415

    signs = {
        number: [Sign(one.word, one.share) for one in theme.keywords]
        for number, theme in themes.items()
    }
    return match(texts, signs)


def _count(
    people: People, theme: TeamTheme, comments: Sequence[ReleasedComment], threshold: int
) -> TeamTheme:
    """Count the authors of comments, and of its keywords; return it with what may be shown."""
    people.add(theme.label, {one.author for one in comments if one.author})
    keywords = [one.word for one in theme.keywords]
    users: defaultdict[str, set[str]] = defaultdict(set)
    for comment, used in zip(
        comments, list_said([one.text for one in comments], keywords), strict=True
    ):
        for word in used:
            if comment.author:
                users[word].add(comment.author)
    counted = {
        word: people.add(theme.label_of_word(word), users[word])
        for word in keywords
        if users[word] and word not in theme.words
    }
    known = [word for word in keywords if counted.get(word, 0) >= threshold]
    return replace(theme, words=(*theme.words, *known))
