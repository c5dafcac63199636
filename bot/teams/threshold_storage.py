"""What is stored of a team's threshold beside the team itself."""

from sqlalchemy import Connection, case, update

from bot.teams.storage import TeamRow


class Thresholds:
    """Thresholds, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set(self, team_id: int, threshold: int) -> None:
        """Store a team's threshold, so that its channel is told."""
        again = case((TeamRow.announced_at.is_(None), 0), else_=1)
        self._connection.execute(
            update(TeamRow)
            .where(TeamRow.id == team_id)
            .values(
                threshold=threshold, announcement=TeamRow.announcement + again, announced_at=None
            )
        )

    def fix(self, team_id: int) -> None:
        """Store that the threshold stays as it is for good."""
        self._connection.execute(
            update(TeamRow).where(TeamRow.id == team_id).values(is_threshold_fixed=True)
        )
