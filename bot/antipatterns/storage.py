"""The tables in which people behind a label are counted: tokens, their key, and what is shown.

A token is a person as the period's key and the installation's secret hide them, another one for
each label and team. It stands apart from comments, which it cannot be joined to without both.
"""

from typing import Final

from sqlalchemy import (
    Connection,
    Float,
    ForeignKey,
    LargeBinary,
    String,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.antipatterns.domain import ShownBand
from bot.database import Base, insert_into
from bot.database_marks import HIDDEN, LEFT_OUT
from bot.surveys.respondents import ItemKey

TABLES: Final = ("antipattern_key", "antipattern_person")
"""The tables from which an ending period deletes, and whose rows come in no order."""


class KeyRow(Base):
    """The random bytes that hide people in a period's tokens; deleted with them when it ends."""

    __tablename__ = "antipattern_key"
    __table_args__ = ({"info": {LEFT_OUT: True}},)

    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))
    secret_mark: Mapped[bytes] = mapped_column(LargeBinary(8))


class PersonRow(Base):
    """That one more person is behind a label in a team's period."""

    __tablename__ = "antipattern_person"
    __table_args__ = ({"sqlite_with_rowid": False, "info": {LEFT_OUT: True}},)

    team_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    label: Mapped[str] = mapped_column(String(100), primary_key=True)
    token: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)


class EndedRow(Base):
    """A period that has ended, and whether what it deleted is unreadable by now."""

    __tablename__ = "antipattern_ended"

    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    is_cleared: Mapped[bool]


class ShownRow(Base):
    """A band that was shown of a label; a higher one later is a row of its own.

    `people` is how many there were when it was first shown; it is gone when the period ends, and in
    no backup.
    """

    __tablename__ = "antipattern_shown"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    label: Mapped[str] = mapped_column(String(100), primary_key=True)
    band: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    people: Mapped[int | None] = mapped_column(info={HIDDEN: True})
    sureness: Mapped[float] = mapped_column(Float)


class Counts:
    """How many people are behind what, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find_key(self, period: int) -> ItemKey | None:
        """Return a period's key, if it has one yet."""
        row = self._connection.execute(
            select(KeyRow.key, KeyRow.secret_mark).where(KeyRow.period == period)
        ).one_or_none()
        return None if row is None else ItemKey(row.key, row.secret_mark)

    def add_key(self, period: int, key: ItemKey) -> ItemKey:
        """Give a period a key unless somebody else just did; return the one that it has."""
        self._connection.execute(
            insert_into(self._connection, KeyRow)
            .values(period=period, key=key.key, secret_mark=key.mark)
            .on_conflict_do_nothing()
        )
        return self.find_key(period) or key

    def has_ended(self, period: int) -> bool:
        """Whether a period's tokens are gone for good."""
        found = select(EndedRow.period).where(EndedRow.period == period)
        return self._connection.execute(found).first() is not None

    def add_people(self, team_id: int, period: int, label: str, tokens: set[bytes]) -> int:
        """Add people to those behind a label; return how many there are, each counted once."""
        for token in sorted(tokens):  # In the order of random bytes, not of comments.
            self._connection.execute(
                insert_into(self._connection, PersonRow)
                .values(team_id=team_id, period=period, label=label, token=token)
                .on_conflict_do_nothing()
            )
        return self.count_people(team_id, period, label)

    def count_people(self, team_id: int, period: int, label: str) -> int:
        """Return how many people are behind a label, each counted once."""
        return self._connection.execute(
            select(func.count()).where(
                PersonRow.team_id == team_id, PersonRow.period == period, PersonRow.label == label
            )
        ).scalar_one()

    def find_people_shown(self, team_id: int, period: int, label: str) -> int:
        """Return how many there were when what is shown of a label last moved; 0 if nothing is."""
        row = self._connection.execute(
            select(ShownRow.people, ShownRow.band)
            .where(ShownRow.team_id == team_id, ShownRow.period == period, ShownRow.label == label)
            .order_by(ShownRow.band.desc())
            .limit(1)
        ).one_or_none()
        return 0 if row is None else (row.people or row.band)

    def add_shown(
        self, team_id: int, period: int, label: str, *, band: int, people: int, sureness: float
    ) -> None:
        """Have a band be shown from now on."""
        self._connection.execute(
            insert_into(self._connection, ShownRow)
            .values(
                team_id=team_id,
                period=period,
                label=label,
                band=band,
                people=people,
                sureness=sureness,
            )
            .on_conflict_do_nothing()
        )

    def list_shown(self, team_id: int, period: int) -> dict[str, tuple[int, float]]:
        """Return of each label the band that is shown, and how sure its labels are."""
        rows = self._connection.execute(
            select(ShownRow.label, ShownRow.band, ShownRow.sureness)
            .where(ShownRow.team_id == team_id, ShownRow.period == period)
            .order_by(ShownRow.band)
        )
        return {row.label: (row.band, row.sureness) for row in rows}

    def list_every_shown(self) -> tuple[ShownBand, ...]:
        """Return all bands that were ever shown, a label's in the order in which they were."""
        rows = self._connection.execute(
            select(
                ShownRow.team_id, ShownRow.period, ShownRow.label, ShownRow.band, ShownRow.people
            ).order_by(ShownRow.team_id, ShownRow.period, ShownRow.label, ShownRow.band)
        )
        return tuple(ShownBand(*row) for row in rows)

    def forget_people(self, period: int) -> None:
        """Delete a period's key and tokens, which are of no use any more."""
        self._connection.execute(delete(PersonRow).where(PersonRow.period == period))
        self._connection.execute(delete(KeyRow).where(KeyRow.period == period))

    def forget_label(self, team_id: int, period: int, label: str) -> None:
        """Delete the tokens of a label, and of what is counted under it."""
        self._connection.execute(
            delete(PersonRow).where(
                PersonRow.team_id == team_id,
                PersonRow.period == period,
                (PersonRow.label == label)
                | PersonRow.label.startswith(f"{label}:", autoescape=True),
            )
        )

    def list_before(self, period: int) -> list[int]:
        """Return the earlier periods that still have a key or tokens."""
        found = select(KeyRow.period).where(KeyRow.period < period)
        others = select(PersonRow.period).where(PersonRow.period < period)
        return list(self._connection.scalars(found.union(others)))

    def end(self, period: int) -> None:
        """Delete a period's key and tokens, and the exact counts; the bands stay."""
        self.forget_people(period)
        self._connection.execute(
            update(ShownRow).where(ShownRow.period == period).values(people=None)
        )
        self._connection.execute(
            insert_into(self._connection, EndedRow)
            .values(period=period, is_cleared=False)
            .on_conflict_do_update(index_elements=["period"], set_={"is_cleared": False})
        )

    def has_uncleared(self) -> bool:
        """Whether what an ended period deleted might still be read in the files."""
        found = select(EndedRow.period).where(EndedRow.is_cleared.is_(False))
        return self._connection.execute(found).first() is not None

    def mark_cleared(self) -> None:
        """Store that it can't be read any more."""
        self._connection.execute(update(EndedRow).values(is_cleared=True))
