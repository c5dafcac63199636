"""The table of actions: what a lead set out to do, who sees to it, and what was said of it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Connection, ForeignKey, Row, String, false, insert, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base
from bot.digests.actions import Action, ActionState


class ActionRow(Base):
    """An action. `asked` counts the questions to its owner that are owed by now."""

    __tablename__ = "digest_action"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    practice_id: Mapped[str] = mapped_column(String(60))
    sentence: Mapped[str] = mapped_column(String(300))
    owner_id: Mapped[str] = mapped_column(String(40))
    set_by: Mapped[str] = mapped_column(String(40))
    declared_on: Mapped[date]
    check_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(20))
    words: Mapped[str | None] = mapped_column(String(300))
    said_on: Mapped[date | None]
    is_announced: Mapped[bool] = mapped_column(server_default=false())
    asked: Mapped[int] = mapped_column(server_default=text("0"))


class Actions:
    """Actions, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, action: Action) -> Action:
        """Store a new action, and return it with its id."""
        row = self._connection.execute(
            insert(ActionRow)
            .values(
                team_id=action.team_id,
                practice_id=action.practice,
                sentence=action.sentence,
                owner_id=action.owner_id,
                set_by=action.set_by,
                declared_on=action.declared_on,
                check_on=action.check_on,
                state=action.state,
            )
            .returning(ActionRow.__table__)
        ).one()
        return _action(row)

    def find(self, action_id: int, *, for_update: bool = False) -> Action | None:
        """Return an action, or None where there is none of this id."""
        statement = select(ActionRow.__table__).where(ActionRow.id == action_id)
        if for_update:
            statement = statement.with_for_update()
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else _action(row)

    def list_of(self, team_id: int) -> tuple[Action, ...]:
        """Return a team's actions, the oldest first."""
        return self._list(ActionRow.team_id == team_id)

    def list_open(self) -> tuple[tuple[Action, int], ...]:
        """Return every team's open actions, each with how often its owner was asked about it."""
        rows = self._connection.execute(
            select(ActionRow.__table__)
            .where(ActionRow.state == ActionState.OPEN)
            .order_by(ActionRow.id)
        )
        return tuple((_action(row), row.asked) for row in rows)

    def list_open_of(self, owner_id: str) -> tuple[Action, ...]:
        """Return the open actions that somebody sees to."""
        return self._list(ActionRow.owner_id == owner_id, ActionRow.state == ActionState.OPEN)

    def list_naming(self, user_id: str) -> tuple[Action, ...]:
        """Return the actions that somebody set or sees to."""
        return self._list((ActionRow.owner_id == user_id) | (ActionRow.set_by == user_id))

    def list_unannounced(self) -> tuple[Action, ...]:
        """Return the actions of which no announcement is owed yet."""
        return self._list(ActionRow.is_announced.is_(False))

    def change(self, action_id: int, **values: object) -> None:
        """Store other values of an action."""
        self._connection.execute(
            update(ActionRow).where(ActionRow.id == action_id).values(**values)
        )

    def mark_announced(self, action_ids: Collection[int]) -> None:
        """Store that these actions' announcements are owed."""
        self._connection.execute(
            update(ActionRow).where(ActionRow.id.in_(action_ids)).values(is_announced=True)
        )

    def _list(self, *conditions: Any) -> tuple[Action, ...]:
        rows = self._connection.execute(
            select(ActionRow.__table__).where(*conditions).order_by(ActionRow.id)
        )
        return tuple(_action(row) for row in rows)


def _action(row: Row[Any]) -> Action:
    return Action(
        id=row.id,
        team_id=row.team_id,
        practice=row.practice_id,
        sentence=row.sentence,
        owner_id=row.owner_id,
        set_by=row.set_by,
        declared_on=row.declared_on,
        check_on=row.check_on,
        state=ActionState(row.state),
        words=row.words,
        said_on=row.said_on,
    )
