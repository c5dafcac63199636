"""The table of wins: what went well, and who told it."""

from datetime import date
from typing import Any

from sqlalchemy import (
    Connection,
    ForeignKey,
    Row,
    String,
    delete,
    false,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base
from bot.database_marks import NOBODY
from bot.digests.wins import Win


class WinRow(Base):
    """A win; `is_owed` is whether the channel's message is owed by now."""

    __tablename__ = "digest_win"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    user_id: Mapped[str] = mapped_column(String(40))
    sentence: Mapped[str] = mapped_column(String(300))
    told_on: Mapped[date]
    is_owed: Mapped[bool] = mapped_column(server_default=false())


class Wins:
    """Wins, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, team_id: int, user_id: str, sentence: str, *, told_on: date) -> Win:
        """Store a win, and return it with its id."""
        row = self._connection.execute(
            insert(WinRow)
            .values(team_id=team_id, user_id=user_id, sentence=sentence, told_on=told_on)
            .returning(WinRow.__table__)
        ).one()
        return _win(row)

    def find(self, win_id: int) -> Win | None:
        """Return a win, or None where there is none (any more)."""
        row = self._connection.execute(
            select(WinRow.__table__).where(WinRow.id == win_id, WinRow.user_id != NOBODY)
        ).one_or_none()
        return None if row is None else _win(row)

    def remove(self, win_id: int) -> None:
        """Delete a win; of the newest a row of nobody's keeps the number.

        SQLite would give it to the next win, and whatever was owed of this one would be that one's.
        """
        highest = self._connection.scalar(select(func.max(WinRow.id)))
        if win_id != highest:
            self._connection.execute(delete(WinRow).where(WinRow.id == win_id))
            return
        self._connection.execute(
            update(WinRow)
            .where(WinRow.id == win_id)
            .values(user_id=NOBODY, sentence="", is_owed=True)
        )
        self._connection.execute(delete(WinRow).where(WinRow.id < win_id, WinRow.user_id == NOBODY))

    def list_since(self, team_id: int, since: date) -> tuple[Win, ...]:
        """Return a team's wins from a day on, the oldest first."""
        return self._list(WinRow.team_id == team_id, WinRow.told_on >= since)

    def list_of(self, user_id: str) -> tuple[Win, ...]:
        """Return the wins that somebody told."""
        return self._list(WinRow.user_id == user_id)

    def list_unowed(self) -> tuple[Win, ...]:
        """Return the wins that no channel is owed yet."""
        return self._list(WinRow.is_owed.is_(False))

    def mark_owed(self, win_id: int) -> None:
        """Store that a channel is owed a win."""
        self._connection.execute(update(WinRow).where(WinRow.id == win_id).values(is_owed=True))

    def _list(self, *conditions: Any) -> tuple[Win, ...]:
        rows = self._connection.execute(
            select(WinRow.__table__)
            .where(WinRow.user_id != NOBODY, *conditions)
            .order_by(WinRow.id)
        )
        return tuple(_win(row) for row in rows)


def _win(row: Row[Any]) -> Win:
    return Win(row.id, row.team_id, row.user_id, row.sentence, row.told_on)
