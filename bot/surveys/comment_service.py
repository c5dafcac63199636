"""Use cases of comments that are released: nothing in them says whose they were."""

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

    def list_words(self, *, team_id: int, since: datetime) -> tuple[str, ...]:
        """Return words that a team may read: of its newest week with enough people who allow it.

        They stand in the order of their random ids: the same each time, and that of nobody.
        """
        with self._database.reading() as connection:
            return ReleasedComments(connection).list_words(team_id, since=since)
