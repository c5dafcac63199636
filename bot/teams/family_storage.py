"""The tables of parents: who leads them, and how teams stand to them."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, ForeignKey, Row, String, insert, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime
from bot.teams.domain import FieldError, Pulse, Role, Standing
from bot.teams.family import Child, Family, Offer, Parent, ParentLead, ParentPlan
from bot.teams.storage import ChildRow, MembershipRow, TeamRow

_TAKEN: Final = (Standing.ASKED, Standing.ACTIVE)


class ParentRow(Base):
    """A parent; weekday, hour and zone are those of its summary."""

    __tablename__ = "team_parent"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    channel_id: Mapped[str] = mapped_column(String(40), unique=True)
    weekday: Mapped[int]
    hour: Mapped[int]
    zone: Mapped[str] = mapped_column(String(60))
    planned_by: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ParentLeadRow(Base):
    """Somebody named to lead a parent; `told_at` is when the message that asks them was owed."""

    __tablename__ = "team_parent_lead"

    parent_id: Mapped[int] = mapped_column(ForeignKey("team_parent.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    standing: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Families:
    """Parents with their leads and children, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, plan: ParentPlan, *, now: datetime) -> int:
        """Store a new parent that nobody leads yet, and return its id."""
        return self._connection.execute(
            insert(ParentRow)
            .values(
                name=plan.name.strip(),
                channel_id=plan.channel_id,
                weekday=plan.pulse.weekday,
                hour=plan.pulse.hour,
                zone=plan.pulse.zone,
                planned_by=plan.change.changed_by,
                created_at=now,
            )
            .returning(ParentRow.id)
        ).scalar_one()

    def find(self, parent_id: int, *, for_update: bool = False) -> Family | None:
        """Return a parent with all who belong to it."""
        statement = select(ParentRow.__table__).where(ParentRow.id == parent_id)
        if for_update:
            statement = statement.with_for_update()
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else self._family(row)

    def find_in(self, channel_id: str) -> Family | None:
        """Return the parent that lives in a channel."""
        return self._find_by(ParentRow.channel_id, channel_id)

    def find_named(self, name: str) -> Family | None:
        """Return the parent of this name."""
        return self._find_by(ParentRow.name, name)

    def list_all(self) -> tuple[Family, ...]:
        """Return every parent."""
        rows = self._connection.execute(select(ParentRow.__table__).order_by(ParentRow.id)).all()
        return tuple(self._family(row) for row in rows)

    def list_led(self, user_id: str) -> frozenset[int]:
        """Return the teams that somebody leads."""
        return frozenset(
            self._connection.scalars(
                select(MembershipRow.team_id).where(
                    MembershipRow.user_id == user_id,
                    MembershipRow.role == Role.LEAD,
                    MembershipRow.standing == Standing.ACTIVE,
                )
            )
        )

    def list_offers(self, user_id: str, *, parent_id: int | None) -> tuple[Offer, ...]:
        """Return the teams that somebody may choose: whose names they can know, and that are free.

        Those are the teams in which they have a role, and those in channels that others read too.
        Teams of another parent are left out; those of this one, by whomever chosen, are there.
        """
        own = select(MembershipRow.team_id).where(
            MembershipRow.user_id == user_id, MembershipRow.standing == Standing.ACTIVE
        )
        taken = (
            select(ChildRow.team_id, ChildRow.parent_id)
            .where(ChildRow.standing.in_(_TAKEN))
            .subquery()
        )
        rows = self._connection.execute(
            select(TeamRow.id, TeamRow.name)
            .outerjoin(taken, taken.c.team_id == TeamRow.id)
            .where(
                or_(
                    taken.c.parent_id == (parent_id or 0),
                    taken.c.parent_id.is_(None)
                    & or_(TeamRow.is_private.is_(False), TeamRow.id.in_(own)),
                )
            )
            .order_by(TeamRow.name)
        )
        return tuple(Offer(team_id, name) for team_id, name in rows)

    def put_lead(self, parent_id: int, lead: ParentLead, *, told_at: datetime | None) -> None:
        """Store how somebody stands; without `told_at` they are to be asked."""
        values = {"standing": lead.standing, "number": lead.number, "told_at": told_at}
        key = (ParentLeadRow.parent_id == parent_id, ParentLeadRow.user_id == lead.user_id)
        changed = self._connection.execute(update(ParentLeadRow).where(*key).values(**values))
        if not changed.rowcount:
            self._connection.execute(
                insert(ParentLeadRow).values(parent_id=parent_id, user_id=lead.user_id, **values)
            )

    def put_child(
        self, parent_id: int, team_id: int, standing: Standing, *, changed_by: str, now: datetime
    ) -> None:
        """Store how a team stands to a parent.

        People are to be told when it is asked, when it begins to count, and when that ends.

        Raises:
            FieldError: another parent has it.

        """
        known = self._connection.execute(
            select(ChildRow.number, ChildRow.parent_id, ChildRow.standing)
            .where(ChildRow.team_id == team_id)
            .with_for_update()
        ).one_or_none()
        did_count = known is not None and known.standing == Standing.ACTIVE
        values = {
            "parent_id": parent_id,
            "standing": standing,
            "changed_by": changed_by,
            "number": 1 if known is None else known.number + 1,
            "told_at": None if did_count or standing in _TAKEN else now,
        }
        if known is None:
            self._connection.execute(insert(ChildRow).values(team_id=team_id, **values))
            return
        if known.parent_id != parent_id and known.standing in _TAKEN:
            raise FieldError("teams", "One of these teams was chosen for another parent just now.")
        self._connection.execute(
            update(ChildRow).where(ChildRow.team_id == team_id).values(**values)
        )

    def list_untold_leads(self) -> tuple[tuple[int, str], ...]:
        """Return parent and person of those still to be asked to lead."""
        rows = self._connection.execute(
            select(ParentLeadRow.parent_id, ParentLeadRow.user_id)
            .where(ParentLeadRow.told_at.is_(None))
            .order_by(ParentLeadRow.parent_id, ParentLeadRow.user_id)
        )
        return tuple(rows.all())

    def list_untold_children(self) -> tuple[tuple[int, int], ...]:
        """Return parent and team of the changes of which people are still to be told."""
        rows = self._connection.execute(
            select(ChildRow.parent_id, ChildRow.team_id)
            .where(ChildRow.told_at.is_(None))
            .order_by(ChildRow.team_id)
        )
        return tuple(rows.all())

    def mark_lead_told(self, parent_id: int, lead: ParentLead, *, now: datetime) -> None:
        """Store that somebody's message is owed; a newer one stays to be owed."""
        self._connection.execute(
            update(ParentLeadRow)
            .where(
                ParentLeadRow.parent_id == parent_id,
                ParentLeadRow.user_id == lead.user_id,
                ParentLeadRow.number == lead.number,
            )
            .values(told_at=now)
        )

    def mark_child_told(self, child: Child, *, now: datetime) -> None:
        """Store that the messages about a change are owed; a newer one stays to be told."""
        self._connection.execute(
            update(ChildRow)
            .where(ChildRow.team_id == child.team_id, ChildRow.number == child.number)
            .values(told_at=now)
        )

    def _find_by(self, column: Any, value: str) -> Family | None:
        row = self._connection.execute(
            select(ParentRow.__table__).where(column == value)
        ).one_or_none()
        return None if row is None else self._family(row)

    def _family(self, row: Row[Any]) -> Family:
        leads = self._connection.execute(
            select(ParentLeadRow.__table__)
            .where(ParentLeadRow.parent_id == row.id)
            .order_by(ParentLeadRow.user_id)
        )
        children = self._connection.execute(
            select(ChildRow.__table__, TeamRow.name)
            .join(TeamRow, TeamRow.id == ChildRow.team_id)
            .where(ChildRow.parent_id == row.id)
            .order_by(TeamRow.name)
        )
        return Family(
            Parent(row.id, row.name, row.channel_id, Pulse(row.weekday, row.hour, row.zone)),
            tuple(ParentLead(lead.user_id, Standing(lead.standing), lead.number) for lead in leads),
            tuple(
                Child(
                    team_id=child.team_id,
                    team_name=child.name,
                    parent_id=row.id,
                    standing=Standing(child.standing),
                    changed_by=child.changed_by,
                    number=child.number,
                )
                for child in children
            ),
        )
