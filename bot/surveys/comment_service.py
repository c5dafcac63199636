"""Use cases of comments that are released: nothing in them says whose they were."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.database import Database
from bot.surveys.comment_storage import ReleasedComments


@dataclass(frozen=True)
class StoredComment:
    """A released comment, of the team that it is about."""

    id: bytes
    team_id: int
    text: str
    correction: str | None


@dataclass(frozen=True)
class TeamComment:
    """A released comment of a team, and what is known of how many wrote beside it.

    Attributes:
        id: its random id.
        text: what it says.
        item_id: the item with which it was left, at most one by each person.
        closed_at: when the week ended at whose end it was released.
        uncounted: how many were asked that item who do not count towards the threshold.

    """

    id: bytes
    text: str
    item_id: int
    closed_at: datetime
    uncounted: int


class CommentService:
    """What can be done with released comments; they leave surveys through here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def has_any(self) -> bool:
        """Whether there is any comment, open or released."""
        with self._database.reading() as connection:
            return ReleasedComments(connection).has_any()

    def list_after(self, comment_id: bytes, *, limit: int) -> tuple[StoredComment, ...]:
        """Return the next comments in the order of their ids, which is that of no time."""
        with self._database.reading() as connection:
            rows = ReleasedComments(connection).list_after(comment_id, limit=limit)
            return tuple(StoredComment(*row) for row in rows)

    def list_between(self, first: bytes, last: bytes) -> tuple[StoredComment, ...]:
        """Return the comments of a range of ids, both ends included."""
        with self._database.reading() as connection:
            rows = ReleasedComments(connection).list_between(first, last)
            return tuple(StoredComment(*row) for row in rows)

    def list_corrected(self) -> tuple[StoredComment, ...]:
        """Return the comments of which their authors said what they show, in order of their ids."""
        with self._database.reading() as connection:
            return tuple(
                StoredComment(*row) for row in ReleasedComments(connection).list_corrected()
            )

    def list_of_team(
        self, *, team_id: int, since: datetime, leads: Collection[str]
    ) -> tuple[TeamComment, ...]:
        """Return a team's comments that were released since a moment, in the order of their ids.

        Args:
            team_id: the team.
            since: the moment.
            leads: whoever may not have counted when they were asked, besides those stored as such.

        """
        with self._database.reading() as connection:
            comments = ReleasedComments(connection)
            rows = comments.list_of_team(team_id, since=since)
            uncounted = comments.count_uncounted(team_id, since=since, leads=leads)
        return tuple(
            TeamComment(row.id, row.text, row.item_id, row.closes_at, uncounted.get(row.item_id, 0))
            for row in rows
        )

    def list_words(self, *, team_id: int, since: datetime) -> tuple[str, ...]:
        """Return words that a team may read: of its newest week with enough people who allow it.

        They stand in the order of their random ids: the same each time, and that of nobody.
        """
        with self._database.reading() as connection:
            return ReleasedComments(connection).list_words(team_id, since=since)
