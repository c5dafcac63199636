"""The tables of teams and memberships."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    ForeignKey,
    Row,
    Select,
    String,
    UniqueConstraint,
    false,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime
from bot.teams.channel_storage import in_portions
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
    """A team; one per channel. `next_on` and `is_paused` are as in `Team`.

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
    threshold: Mapped[int] = mapped_column(server_default="5")
    is_threshold_fixed: Mapped[bool] = mapped_column(server_default=false())
    next_on: Mapped[date | None]
    is_paused: Mapped[bool] = mapped_column(server_default=false())


class MembershipRow(Base):
    """One person's role in a team.

    `named_by` is who named them, where that was not whoever set up the team. `told_at` is when the
    message that says so was owed, the `telling`-th that this person gets of this team.
    """

    __tablename__ = "team_membership"
    __table_args__ = (UniqueConstraint("team_id", "user_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    user_id: Mapped[str] = mapped_column(String(40), index=True)
    role: Mapped[str] = mapped_column(String(20))
    standing: Mapped[str] = mapped_column(String(20))
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    telling: Mapped[int] = mapped_column(server_default="1")
    named_by: Mapped[str | None] = mapped_column(String(40))


class ChildRow(Base):
    """How a team stands to the one parent it can have.

    `told_at` is when the messages about it were owed, the `number`-th of this team's.
    """

    __tablename__ = "team_child"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("team_parent.id"), index=True)
    standing: Mapped[str] = mapped_column(String(20))
    changed_by: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


_TEAM: Final[Select[Any]] = select(*TeamRow.__table__.columns, ChildRow.parent_id).outerjoin(
    ChildRow,
    (ChildRow.team_id == TeamRow.id) & (ChildRow.standing == Standing.ACTIVE),
)


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
                threshold=plan.threshold,
            )
            .returning(TeamRow.id)
        ).scalar_one()
        memberships = plan.memberships(team_id)
        self._connection.execute(insert(MembershipRow), [{**vars(m)} for m in memberships])
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
        rows = self._connection.execute(_TEAM.order_by(TeamRow.id))
        memberships = self._list_memberships()
        by_team: dict[int, list[Membership]] = {}
        for membership in memberships:
            by_team.setdefault(membership.team_id, []).append(membership)
        return tuple(Roster(_team(row), tuple(by_team.get(row.id, ()))) for row in rows)

    def find_by_channel(self, channel_id: str) -> Team | None:
        """Return the team that lives in a channel."""
        return self._find(TeamRow.channel_id == channel_id)

    def find_by_name(self, name: str) -> Team | None:
        """Return the team of this name."""
        return self._find(TeamRow.name == name)

    def list_teams_of(self, user_id: str) -> tuple[int, ...]:
        """Return the teams in which somebody takes part or leads, or was asked to."""
        statement = select(MembershipRow.team_id).where(
            MembershipRow.user_id == user_id,
            MembershipRow.standing.in_((Standing.ASKED, Standing.ACTIVE)),
        )
        return tuple(self._connection.scalars(statement.distinct()))

    def set_standing(self, membership: Membership, standing: Standing) -> None:
        """Store that somebody accepted or declined."""
        values = {"standing": standing}
        self._change(membership.team_id, membership.user_id, membership.role, values)

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

    def ask(
        self, team_id: int, user_ids: Iterable[str], role: Role, *, named_by: str | None = None
    ) -> None:
        """Store that these people are asked to take a role, of which each is to be told."""
        told = self._count_tellings(team_id)
        new = []
        for user_id in user_ids:
            values = {
                "standing": Standing.ASKED,
                "told_at": None,
                "telling": told.get(user_id, 0) + 1,
                "named_by": named_by,
            }
            if user_id not in told or not self._change(team_id, user_id, role, values):
                new.append({"team_id": team_id, "user_id": user_id, "role": role, **values})
        if new:
            self._connection.execute(insert(MembershipRow), new)

    def _count_tellings(self, team_id: int) -> dict[str, int]:
        rows = self._connection.execute(
            select(MembershipRow.user_id, func.max(MembershipRow.telling))
            .where(MembershipRow.team_id == team_id)
            .group_by(MembershipRow.user_id)
        )
        return {str(user_id): int(number) for user_id, number in rows}

    def _change(self, team_id: int, user_id: str, role: Role, values: dict[str, Any]) -> bool:
        """Change somebody's row of a role, and return whether there is one."""
        changed = self._connection.execute(
            update(MembershipRow)
            .where(
                MembershipRow.team_id == team_id,
                MembershipRow.user_id == user_id,
                MembershipRow.role == role,
            )
            .values(**values)
        )
        return changed.rowcount > 0

    def end_roles(self, team_id: int, user_ids: Iterable[str], *, now: datetime) -> None:
        """Store that these people have left: what they took or were asked to take is over."""
        for some in in_portions(user_ids):
            self._connection.execute(
                update(MembershipRow)
                .where(
                    MembershipRow.team_id == team_id,
                    MembershipRow.user_id.in_(some),
                    MembershipRow.standing.in_((Standing.ASKED, Standing.ACTIVE)),
                )
                .values(standing=Standing.LEFT, told_at=func.coalesce(MembershipRow.told_at, now))
            )

    def set_private(self, team_id: int, *, is_private: bool) -> None:
        """Store whether only its members read the channel."""
        self._connection.execute(
            update(TeamRow).where(TeamRow.id == team_id).values(is_private=is_private)
        )

    def settle_stage(self, before: Roster) -> Roster:
        """Store what a change of leads means for the team, so that its channel is told."""
        team_id = before.team.id
        stage = before.team.stage.after(has_lead=self.get_roster(team_id).has_begun)
        if stage is not before.team.stage:
            self._set_stage(team_id, stage)
        return self.get_roster(team_id)

    def _set_stage(self, team_id: int, stage: Stage) -> None:
        self._connection.execute(
            update(TeamRow)
            .where(TeamRow.id == team_id)
            .values(stage=stage, announcement=TeamRow.announcement + 1, announced_at=None)
        )

    def _get(self, team_id: int) -> Team:
        return _team(self._connection.execute(_TEAM.where(TeamRow.id == team_id)).one())

    def _find(self, condition: ColumnElement[bool], *, for_update: bool = False) -> Team | None:
        statement = _TEAM.where(condition)
        if for_update:
            statement = statement.with_for_update(of=TeamRow)
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else _team(row)

    def _list_memberships(self, *team_ids: int) -> tuple[Membership, ...]:
        """Return the memberships of these teams, or of all."""
        statement = select(
            MembershipRow.team_id, MembershipRow.user_id, MembershipRow.role, MembershipRow.standing
        )
        if team_ids:
            statement = statement.where(MembershipRow.team_id.in_(team_ids))
        rows = self._connection.execute(statement.order_by(MembershipRow.id))
        return tuple(
            Membership(team_id, user_id, Role(role), Standing(standing))
            for team_id, user_id, role, standing in rows
        )


def _team(row: Row[Any]) -> Team:
    return Team(
        id=row.id,
        name=row.name,
        channel_id=row.channel_id,
        is_private=row.is_private,
        pulse=Pulse(row.weekday, row.hour, row.zone),
        stage=Stage(row.stage),
        parent_id=row.parent_id,
        threshold=row.threshold,
        is_threshold_fixed=row.is_threshold_fixed,
        next_on=row.next_on,
        is_paused=row.is_paused,
    )
