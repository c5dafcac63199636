"""The tables of what was last seen in the teams' channels."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import ColumnElement, Connection, ForeignKey, String, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime
from bot.teams.following import Place


class ChannelRow(Base):
    """A team's channel: when it is looked at next, and where the bot stood with it.

    `turn` counts the looks. Before the first one `is_known` is false. Each change of `place` is one
    more `notice`; `noticed_at` is when the leads' messages about it were owed.
    """

    __tablename__ = "team_channel"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    look_due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    turn: Mapped[int]
    is_known: Mapped[bool]
    place: Mapped[str] = mapped_column(String(20))
    notice: Mapped[int]
    noticed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PresenceRow(Base):
    """Somebody who was in a team's channel; `is_there` is whether they were at the last look.

    Who has gone is kept only where they have a role, since they cannot accept it from outside.
    """

    __tablename__ = "team_presence"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    is_there: Mapped[bool]


@dataclass(frozen=True)
class ChannelState:
    """One channel's row."""

    team_id: int
    look_due_at: datetime
    turn: int
    is_known: bool
    place: Place
    notice: int


class Channels:
    """What was last seen in channels, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, team_id: int, *, present: frozenset[str], now: datetime) -> None:
        """Have a new team's channel looked at soon, in which some are known to be."""
        self._connection.execute(
            insert(ChannelRow).values(
                team_id=team_id,
                look_due_at=now,
                turn=0,
                is_known=False,
                place=Place.INSIDE,
                notice=1,
                noticed_at=now,
            )
        )
        self.store_presence(team_id, came=present, went=frozenset(), kept=frozenset())

    def is_due(self, *, now: datetime) -> bool:
        """Return whether any channel is due to be looked at."""
        next_due = self.find_next_due()
        return next_due is not None and next_due <= now

    def list_due(self, *, now: datetime, limit: int) -> tuple[ChannelState, ...]:
        """Return the channels that are due to be looked at, the longest due first.

        Those that another process is beginning to look at are left out.
        """
        return self._list(ChannelRow.look_due_at <= now, limit=limit, skip_locked=True)

    def find(self, team_id: int) -> ChannelState | None:
        """Return a team's channel, for changing it."""
        found = self._list(ChannelRow.team_id == team_id, limit=1)
        return found[0] if found else None

    def find_next_due(self) -> datetime | None:
        """Return when a channel is due to be looked at next."""
        statement = select(ChannelRow.look_due_at).order_by(ChannelRow.look_due_at).limit(1)
        return self._connection.scalars(statement).first()

    def set_due(self, team_id: int, *, at: datetime) -> None:
        """Store when a channel is looked at next."""
        self._change(team_id, look_due_at=at)

    def begin_look(self, team_id: int, *, until: datetime) -> None:
        """Store that a look has begun, which is to be repeated if it has not ended by `until`."""
        self._change(team_id, look_due_at=until, turn=ChannelRow.turn + 1)

    def set_place(self, team_id: int, place: Place, *, noticed_at: datetime | None) -> None:
        """Store that the bot stands otherwise; without `noticed_at` the leads are to be told."""
        self._change(team_id, place=place, notice=ChannelRow.notice + 1, noticed_at=noticed_at)

    def list_unnoticed(self) -> tuple[ChannelState, ...]:
        """Return the channels of which the leads are still to be told."""
        return self._list(ChannelRow.noticed_at.is_(None))

    def mark_noticed(self, team_id: int, notice: int, *, now: datetime) -> None:
        """Store that the leads' messages are owed; a newer one stays to be owed."""
        self._connection.execute(
            update(ChannelRow)
            .where(ChannelRow.team_id == team_id, ChannelRow.notice == notice)
            .values(noticed_at=now)
        )

    def list_present(self, team_id: int) -> frozenset[str]:
        """Return those who were in the channel at the last look."""
        statement = select(PresenceRow.user_id).where(
            PresenceRow.team_id == team_id, PresenceRow.is_there
        )
        return frozenset(self._connection.scalars(statement))

    def has_left(self, team_id: int, user_id: str) -> bool:
        """Return whether somebody was in the channel once and was not at the last look."""
        statement = select(PresenceRow.is_there).where(
            PresenceRow.team_id == team_id, PresenceRow.user_id == user_id
        )
        return self._connection.scalar(statement) is False

    def store_presence(
        self, team_id: int, *, came: frozenset[str], went: frozenset[str], kept: frozenset[str]
    ) -> None:
        """Store who came and who went; of the latter, rows remain of those `kept`."""
        for some in in_portions([*came, *went]):
            self._connection.execute(
                delete(PresenceRow).where(
                    PresenceRow.team_id == team_id, PresenceRow.user_id.in_(some)
                )
            )
        rows = [*((user_id, True) for user_id in came), *((id_, False) for id_ in went & kept)]
        if rows:
            self._connection.execute(
                insert(PresenceRow),
                [
                    {"team_id": team_id, "user_id": user_id, "is_there": is_there}
                    for user_id, is_there in rows
                ],
            )

    def mark_known(self, team_id: int) -> None:
        """Store that everybody in the channel has been listed once."""
        self._change(team_id, is_known=True)

    def _change(self, team_id: int, **values: object) -> None:
        self._connection.execute(
            update(ChannelRow).where(ChannelRow.team_id == team_id).values(**values)
        )

    def _list(
        self,
        condition: ColumnElement[bool],
        *,
        limit: int | None = None,
        skip_locked: bool = False,
    ) -> tuple[ChannelState, ...]:
        rows = self._connection.execute(
            select(
                ChannelRow.team_id,
                ChannelRow.look_due_at,
                ChannelRow.turn,
                ChannelRow.is_known,
                ChannelRow.place,
                ChannelRow.notice,
            )
            .where(condition)
            .order_by(ChannelRow.look_due_at, ChannelRow.team_id)
            .limit(limit)
            .with_for_update(skip_locked=skip_locked)
        )
        return tuple(
            ChannelState(team_id, due_at, turn, is_known, Place(place), notice)
            for team_id, due_at, turn, is_known, place, notice in rows
        )


def in_portions(user_ids: Iterable[str], *, size: int = 500) -> Iterator[tuple[str, ...]]:
    """Cut a crowd into portions, since a statement takes so many values and no more."""
    waiting = iter(user_ids)
    while some := tuple(islice(waiting, size)):
        yield some
