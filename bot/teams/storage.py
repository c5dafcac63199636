"""The tables of teams and memberships."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ForeignKey,
    Row,
    String,
    UniqueConstraint,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime
from bot.teams.domain import (
    Membership,
    Pulse,
    Role,
    Roster,
    Stage,
    Standing,
    Team,
    TeamPlan,
)


class TeamRow(Base):
    """A team; one per channel.

    Each change of `stage` is one more announcement; `announced_at` is when the newest was owed.
    """

    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    channel_id: Mapped[str] = mapped_column(String(40), unique=True)
    is_private: Mapped[bool]
    weekday: Mapped[int]
    hour: Mapped[int]
    zone: Mapped[str] = mapped_column(String(60))
    planned_by: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stage: Mapped[str] = mapped_column(String(20))
    announcement: Mapped[int]
    announced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MembershipRow(Base):
    """One person's role in a team; `told_at` is when the message that says so was owed."""

    __tablename__ = "team_membership"
    __table_args__ = (UniqueConstraint("team_id", "user_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    user_id: Mapped[str] = mapped_column(String(40), index=True)
    role: Mapped[str] = mapped_column(String(20))
    standing: Mapped[str] = mapped_column(String(20))
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Teams:
    """Teams and memberships, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, plan: TeamPlan, *, now: datetime) -> Roster:
        """Store a new team with everybody's role."""
        team_id = self._connection.execute(
            insert(TeamRow)
            .values(
                name=plan.name.strip(),
                channel_id=plan.channel_id,
                is_private=plan.is_private,
                weekday=plan.pulse.weekday,
                hour=plan.pulse.hour,
                zone=plan.pulse.zone,
                planned_by=plan.planned_by,
                created_at=now,
                stage=Stage.WAITING.after(has_lead=plan.planned_by in plan.leads),
                announcement=1,
            )
            .returning(TeamRow.id)
        ).scalar_one()
        memberships = plan.memberships(team_id)
        self._connection.execute(
            insert(MembershipRow),
            [
                {
                    "team_id": m.team_id,
                    "user_id": m.user_id,
                    "role": m.role,
                    "standing": m.standing,
                }
                for m in memberships
            ],
        )
        return Roster(self._get(team_id), memberships)

    def get_roster(self, team_id: int) -> Roster:
        """Return a team with everybody's role."""
        return Roster(self._get(team_id), self._list_memberships(team_id))

    def find_roster(self, team_id: int, *, for_update: bool = False) -> Roster | None:
        """Return a team with everybody's role, if there is such a team."""
        team = self._find(TeamRow.id == team_id, for_update=for_update)
        return None if team is None else Roster(team, self._list_memberships(team_id))

    def list_rosters(self) -> tuple[Roster, ...]:
        """Return every team with everybody's role."""
        ids = self._connection.scalars(select(TeamRow.id).order_by(TeamRow.id)).all()
        return tuple(self.get_roster(team_id) for team_id in ids)

    def find_by_channel(self, channel_id: str) -> Team | None:
        """Return the team that lives in a channel."""
        return self._find(TeamRow.channel_id == channel_id)

    def find_by_name(self, name: str) -> Team | None:
        """Return the team of this name."""
        return self._find(TeamRow.name == name)

    def set_standing(self, membership: Membership, standing: Standing) -> None:
        """Store that somebody accepted or declined."""
        self._connection.execute(
            update(MembershipRow)
            .where(
                MembershipRow.team_id == membership.team_id,
                MembershipRow.user_id == membership.user_id,
                MembershipRow.role == membership.role,
            )
            .values(standing=standing)
        )

    def add_membership(self, membership: Membership, *, now: datetime) -> None:
        """Store a role that somebody took of their own accord, of which they need not be told."""
        self._connection.execute(
            insert(MembershipRow).values(
                team_id=membership.team_id,
                user_id=membership.user_id,
                role=membership.role,
                standing=membership.standing,
                told_at=now,
            )
        )

    def set_stage(self, team_id: int, stage: Stage) -> None:
        """Store that the pulse stands otherwise, which the channel is to be told."""
        self._connection.execute(
            update(TeamRow)
            .where(TeamRow.id == team_id)
            .values(stage=stage, announcement=TeamRow.announcement + 1, announced_at=None)
        )

    def list_untold(self) -> tuple[tuple[int, str], ...]:
        """Return team and person of each naming that nobody has been told of, each pair once."""
        rows = self._connection.execute(
            select(MembershipRow.team_id, MembershipRow.user_id)
            .where(MembershipRow.told_at.is_(None))
            .group_by(MembershipRow.team_id, MembershipRow.user_id)
            .order_by(func.min(MembershipRow.id))
        )
        return tuple((team_id, user_id) for team_id, user_id in rows)

    def mark_told(self, team_id: int, user_id: str, *, now: datetime) -> None:
        """Store that the message about somebody's naming is owed."""
        self._connection.execute(
            update(MembershipRow)
            .where(MembershipRow.team_id == team_id, MembershipRow.user_id == user_id)
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

    def get_planner(self, team_id: int) -> str:
        """Return who set the team up."""
        return self._connection.scalars(
            select(TeamRow.planned_by).where(TeamRow.id == team_id)
        ).one()

    def _get(self, team_id: int) -> Team:
        statement = select(*TeamRow.__table__.columns).where(TeamRow.id == team_id)
        return _team(self._connection.execute(statement).one())

    def _find(self, condition: ColumnElement[bool], *, for_update: bool = False) -> Team | None:
        statement = select(*TeamRow.__table__.columns).where(condition)
        if for_update:
            statement = statement.with_for_update()
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else _team(row)

    def _list_memberships(self, team_id: int) -> tuple[Membership, ...]:
        rows = self._connection.execute(
            select(MembershipRow.user_id, MembershipRow.role, MembershipRow.standing)
            .where(MembershipRow.team_id == team_id)
            .order_by(MembershipRow.id)
        )
        return tuple(
            Membership(team_id, user_id, Role(role), Standing(standing))
            for user_id, role, standing in rows
        )


def _team(row: Row[Any]) -> Team:
    return Team(
        id=row.id,
        name=row.name,
        channel_id=row.channel_id,
        is_private=row.is_private,
        pulse=Pulse(row.weekday, row.hour, row.zone),
        stage=Stage(row.stage),
    )
