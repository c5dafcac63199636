"""What is still to be told of teams: to the people named or invited, and to the channels."""

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from bot.teams.storage import MembershipRow, TeamRow


class Tellings:
    """What is still to be told, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_untold(self, *, limit: int) -> tuple[tuple[int, str, int, str | None], ...]:
        """Return team, person, number and namer of what people are still to be told, each once."""
        rows = self._connection.execute(
            select(
                MembershipRow.team_id,
                MembershipRow.user_id,
                func.max(MembershipRow.telling),
                func.max(MembershipRow.named_by),
            )
            .where(MembershipRow.told_at.is_(None))
            .group_by(MembershipRow.team_id, MembershipRow.user_id)
            .order_by(func.min(MembershipRow.id))
            .limit(limit)
        )
        return tuple(
            (team_id, user_id, number, named_by) for team_id, user_id, number, named_by in rows
        )

    def mark_told(self, team_id: int, user_id: str, number: int, *, now: datetime) -> None:
        """Store that a message about somebody's naming is owed; a newer one stays to be owed."""
        self._connection.execute(
            update(MembershipRow)
            .where(
                MembershipRow.team_id == team_id,
                MembershipRow.user_id == user_id,
                MembershipRow.telling <= number,
            )
            .values(told_at=now)
        )

    def list_unannounced(self) -> tuple[tuple[int, int], ...]:
        """Return team and number of each announcement that is not owed yet."""
        rows = self._connection.execute(
            select(TeamRow.id, TeamRow.announcement)
            .where(TeamRow.announced_at.is_(None))
            .order_by(TeamRow.id)
        )
        return tuple((team_id, number) for team_id, number in rows)

    def mark_announced(self, team_id: int, number: int, *, now: datetime) -> None:
        """Store that an announcement is owed, unless there is a newer one already."""
        self._connection.execute(
            update(TeamRow)
            .where(TeamRow.id == team_id, TeamRow.announcement == number)
            .values(announced_at=now)
        )

    def find_namer(self, team_id: int, user_id: str) -> str | None:
        """Return who named somebody in a team since it was set up."""
        return self._connection.scalar(
            select(func.max(MembershipRow.named_by)).where(
                MembershipRow.team_id == team_id, MembershipRow.user_id == user_id
            )
        )

    def get_planner(self, team_id: int) -> str:
        """Return who set the team up."""
        return self._connection.scalars(
            select(TeamRow.planned_by).where(TeamRow.id == team_id)
        ).one()
