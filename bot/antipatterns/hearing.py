"""Reads comments as they are released, and counts who is behind what they show.

It runs in the release's own transaction, where it is known for the last time who wrote what.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.antipatterns.counting import find_band, period_of
from bot.antipatterns.label_storage import Labels
from bot.antipatterns.reader import Found, Reader, said
from bot.antipatterns.storage import TABLES, Counts
from bot.surveys.comment_reading import ReleasedComment
from bot.surveys.respondents import ItemKey, Secrets
from bot.teams.domain import Team

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
        labels = Labels(connection)
        shown = self._read(labels, comments, team.id)
        authors: defaultdict[str, set[str]] = defaultdict(set)
        sureness: defaultdict[str, list[float]] = defaultdict(list)
        for comment in comments:
            for one in shown.get(comment.id, ()):
                sureness[one.id].append(one.confidence)
                if comment.author:
                    authors[one.id].add(comment.author)
        means = {label: sum(all_) / len(all_) for label, all_ in sureness.items()}
        self._count(Counts(connection), authors, means, team=team, period=period_of(now))

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
        self,
        counts: Counts,
        authors: Mapping[str, set[str]],
        sureness: Mapping[str, float],
        *,
        team: Team,
        period: int,
    ) -> None:
        if not authors or counts.has_ended(period):
            return  # A clock that went back must not count anybody a second time.
        key = self._key_of(counts, period)
        for label in sorted(authors):
            tokens = {
                self._secrets.hide(f"{team.id}:{label}:{user_id}", key)
                for user_id in authors[label]
            }
            people = counts.add_people(team.id, period, label, tokens)
            shown_at = counts.find_people_shown(team.id, period, label)
            band = find_band(people, shown_at=shown_at, threshold=team.threshold)
            if band is not None:
                counts.add_shown(
                    team.id, period, label, band=band, people=people, sureness=sureness[label]
                )

    def _key_of(self, counts: Counts, period: int) -> ItemKey:
        """Return the period's key; one whose secret is lost knows nobody again, and is replaced."""
        key = counts.find_key(period)
        if key is not None and not self._secrets.knows(key.mark):
            counts.forget_people(period)
            key = None
        return key or counts.add_key(period, self._secrets.new_key())


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
