"""Reads comments as they are released, and counts who is behind what they show.

It runs in the release's own transaction, where it is known for the last time who wrote what.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.antipatterns.counting import period_of
from bot.antipatterns.label_storage import Labels
from bot.antipatterns.people import People
from bot.antipatterns.reader import Found, Reader, said
from bot.antipatterns.storage import TABLES
from bot.antipatterns.theme_hearing import hear_themes
from bot.antipatterns.time_lost import find_level, list_labels
from bot.surveys.comment_reading import NO_ANTI_PATTERN, ReleasedComment
from bot.surveys.respondents import Secrets
from bot.teams.domain import Team

NOT_WEIGHED = 0.0
"""Of time nothing says how surely it was read."""

AUTHORS_OWN = "author"
"""The version by which a comment was read whose author said what it shows."""


class TeamHearing:
    """Counts people, each once for a label and twelve weeks, and keeps nobody's name."""

    tables = TABLES

    def __init__(self, reader: Reader, secrets: Secrets) -> None:
        self._reader = reader
        self._secrets = secrets

    def prepare(self) -> None:
        """Wait for the recogniser; without it only what authors said themselves is counted."""
        self._reader.wait()

    def hear(
        self,
        connection: Connection,
        comments: Sequence[ReleasedComment],
        *,
        team: Team,
        now: datetime,
    ) -> None:
        """Store what comments show, and count their authors where they count."""
        shown = self._read(Labels(connection), comments, team.id)
        people = People(connection, self._secrets, team, period=period_of(now))
        _count(people, comments, shown)
        _count_time(people, comments, shown)
        # What nobody could read yet may show something, and is in no theme.
        unlabelled = [one for one in comments if one.id in shown and not shown[one.id]]
        hear_themes(connection, unlabelled, people, team)

    def _read(
        self, labels: Labels, comments: Sequence[ReleasedComment], team_id: int
    ) -> dict[bytes, tuple[Found, ...]]:
        """Store and return what comments show: as their authors say, else as they are read."""
        own = {c.id: said(c.correction) for c in comments if c.correction is not None}
        labels.put(own, version=AUTHORS_OWN)
        reading, others = self._reader.find(), [c for c in comments if c.correction is None]
        if reading is None and others:
            labels.forget_done()  # So that they are read once there is something to read with.
        if reading is None or not others:
            return own
        instead = labels.list_corrections(team_id)
        found = reading.read([comment.text for comment in others])
        read = {
            comment.id: put_instead(one, instead)
            for comment, one in zip(others, found, strict=True)
        }
        labels.put(read, version=version_of(reading.version, labels.get_version()))
        return {**own, **read}


def _count(
    people: People,
    comments: Sequence[ReleasedComment],
    shown: Mapping[bytes, Sequence[Found]],
) -> None:
    authors: defaultdict[str, set[str]] = defaultdict(set)
    sureness: defaultdict[str, list[float]] = defaultdict(list)
    for comment in comments:
        for one in shown.get(comment.id, ()):
            sureness[one.id].append(one.confidence)
            if comment.author:
                authors[one.id].add(comment.author)
    if not authors or not people.are_counted:
        return
    for label in sorted(authors):
        mean = sum(sureness[label]) / len(sureness[label])
        people.show(label, people.add(label, authors[label]), sureness=mean)


def _count_time(
    people: People,
    comments: Sequence[ReleasedComment],
    shown: Mapping[bytes, Sequence[Found]],
) -> None:
    """Count who names how much time as lost; whose comment shows nothing, as they say, names none.

    A comment that nobody could read yet is taken at its own words.
    """
    authors: defaultdict[str, set[str]] = defaultdict(set)
    for comment in comments:
        if not comment.author or comment.correction == NO_ANTI_PATTERN:
            continue
        level = find_level(comment.text, is_about_harm=bool(shown.get(comment.id)))
        for label in list_labels(level):
            authors[label].add(comment.author)
    if not people.are_counted:
        return
    for label in sorted(authors):
        people.show(label, people.add(label, authors[label]), sureness=NOT_WEIGHED)


def put_instead(found: Sequence[Found], instead: Mapping[str, str | None]) -> tuple[Found, ...]:
    """Return labels with those put in place that a lead named; the surer of two alike stays.

    What is not to be shown is counted all the same, so that it is right once it is shown again.
    """
    chosen: dict[str, Found] = {}
    for one in found:
        label = instead.get(one.id) or one.id
        if label not in chosen or chosen[label].confidence < one.confidence:
            chosen[label] = Found(label, one.confidence, one.evidence)
    return tuple(chosen.values())


def version_of(model: str, corrections: int) -> str:
    """Return the name of a model together with what leads have said by then."""
    return f"{model}.{corrections}"
