"""The tables of the fear question. No row holds a person together with a choice.

They are laid out as those of answers are. One thing is stricter: a closing question's choices are
deleted, also where it is shown; what was shown is all that stays of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    Row,
    String,
    UniqueConstraint,
    cast,
    delete,
    false,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, insert_into
from bot.database_marks import HIDDEN, LEFT_OUT
from bot.surveys.domain import RoundState
from bot.surveys.fear import (
    Band,
    Feared,
    FearQuestion,
    FearState,
    NamedModel,
)
from bot.surveys.respondents import ItemKey
from bot.surveys.storage import AskedRow, RoundRow

TABLES: Final = ("survey_fear_key", "survey_fear_choice")
"""The tables from which a closing round deletes; they hold only what is open."""


class FearRow(Base):
    """A question put to a team: the models to choose from, and later what was shown of them.

    `is_told` is whether the team has been sent what was shown, so that leads may meet it elsewhere.
    """

    __tablename__ = "survey_fear"
    __table_args__ = (UniqueConstraint("team_id", "wave"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    wave: Mapped[date]
    models: Mapped[list[list[Any]]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20), index=True)
    threshold: Mapped[int | None]
    named: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("survey_round.id"), index=True)
    is_told: Mapped[bool] = mapped_column(server_default=false())


class FearRoundRow(Base):
    """On the sheets of which rounds a question stands."""

    __tablename__ = "survey_fear_round"

    round_id: Mapped[int] = mapped_column(ForeignKey("survey_round.id"), primary_key=True)
    fear_id: Mapped[int] = mapped_column(ForeignKey("survey_fear.id"), index=True)


class FearKeyRow(Base):
    """The random bytes that hide who chose, as `survey_item_key` has them for items."""

    __tablename__ = "survey_fear_key"
    __table_args__ = ({"info": {LEFT_OUT: True}},)

    fear_id: Mapped[int] = mapped_column(ForeignKey("survey_fear.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))
    secret_mark: Mapped[bytes] = mapped_column(LargeBinary(8))


class FearChoiceRow(Base):
    """A choice of an open question. `respondent` is whose, hidden."""

    __tablename__ = "survey_fear_choice"
    __table_args__ = ({"sqlite_with_rowid": False},)

    fear_id: Mapped[int] = mapped_column(ForeignKey("survey_fear.id"), primary_key=True)
    respondent: Mapped[bytes] = mapped_column(
        LargeBinary(16), primary_key=True, info={HIDDEN: True}
    )
    choice: Mapped[str] = mapped_column(String(20))


@dataclass(frozen=True)
class AskedFear:
    """A question as one person meets it; `key` is None once it is closed, or after a restore."""

    question: FearQuestion
    key: ItemKey | None
    counts: bool | None


class Fears:
    """Fear questions, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find_weeks(self, team_id: int) -> tuple[date | None, date | None]:
        """Return a team's first week that was asked, and the last with a question."""
        first = select(func.min(RoundRow.week)).where(
            RoundRow.team_id == team_id, RoundRow.state != RoundState.MISSED
        )
        last = select(func.max(FearRow.wave)).where(FearRow.team_id == team_id)
        scalar = self._connection.scalar
        return scalar(first), scalar(last)

    def add(self, team_id: int, wave: date, models: Sequence[tuple[int, str]], key: ItemKey) -> int:
        """Store a question put to a team, and return its id."""
        fear_id = self._connection.execute(
            insert(FearRow)
            .values(
                team_id=team_id,
                wave=wave,
                models=[list(model) for model in models],
                state=FearState.OPEN,
                named=[],
            )
            .returning(FearRow.id)
        ).scalar_one()
        self._connection.execute(
            insert(FearKeyRow).values(fear_id=fear_id, key=key.key, secret_mark=key.mark)
        )
        return fear_id

    def set_on_sheets(self, fear_id: int, round_id: int) -> None:
        """Store that a question stands on the sheets of a round."""
        self._connection.execute(insert(FearRoundRow).values(round_id=round_id, fear_id=fear_id))

    def list_open(self, team_id: int, *, for_update: bool = False) -> tuple[FearQuestion, ...]:
        """Return a team's questions that still take choices: one, unless a clock was wrong."""
        found = select(FearRow.__table__).where(
            FearRow.team_id == team_id, FearRow.state == FearState.OPEN
        )
        if for_update:
            found = found.with_for_update()
        rows = self._connection.execute(found.order_by(FearRow.id))
        return tuple(_question(row) for row in rows)

    def find_team(self, fear_id: int) -> int | None:
        """Return the team that a question was put to."""
        return self._connection.scalar(select(FearRow.team_id).where(FearRow.id == fear_id))

    def find_asked(self, fear_id: int, *, user_id: str) -> AskedFear | None:
        """Return a question for somebody who answers it.

        Its row is held against a release until the transaction ends. `counts` is None for somebody
        who was never asked, and False for who led the team in one of its weeks.
        """
        row = self._connection.execute(
            select(FearRow.__table__, FearKeyRow.key, FearKeyRow.secret_mark)
            .outerjoin(FearKeyRow, FearKeyRow.fear_id == FearRow.id)
            .where(FearRow.id == fear_id)
            .with_for_update(read=True, key_share=True, of=FearRow)
        ).one_or_none()
        if row is None:
            return None
        counts = dict(self.list_asked(fear_id)).get(user_id)
        key = None if row.key is None else ItemKey(row.key, row.secret_mark)
        return AskedFear(_question(row), key, counts)

    def find_on_sheet(self, round_id: int) -> tuple[FearQuestion, ItemKey | None] | None:
        """Return the question on the sheets of a round, with its key while it is open."""
        row = self._connection.execute(
            select(FearRow.__table__, FearKeyRow.key, FearKeyRow.secret_mark)
            .join(FearRoundRow, FearRoundRow.fear_id == FearRow.id)
            .outerjoin(FearKeyRow, FearKeyRow.fear_id == FearRow.id)
            .where(FearRoundRow.round_id == round_id)
        ).one_or_none()
        if row is None:
            return None
        return _question(row), None if row.key is None else ItemKey(row.key, row.secret_mark)

    def list_asked(self, fear_id: int) -> tuple[tuple[str, bool], ...]:
        """Return who was asked in a question's weeks, and whether as a member in all."""
        rows = self._connection.execute(
            select(AskedRow.user_id, func.min(cast(AskedRow.counts, Integer)))
            .join(FearRoundRow, FearRoundRow.round_id == AskedRow.round_id)
            .where(FearRoundRow.fear_id == fear_id)
            .group_by(AskedRow.user_id)
        )
        return tuple((user_id, bool(counts)) for user_id, counts in rows)

    def find_key(self, fear_id: int) -> ItemKey | None:
        """Return a question's key, which a restore leaves out."""
        row = self._connection.execute(
            select(FearKeyRow.key, FearKeyRow.secret_mark).where(FearKeyRow.fear_id == fear_id)
        ).one_or_none()
        return None if row is None else ItemKey(*row)

    def list_marks(self) -> dict[int, bytes]:
        """Return the mark of the secret of every open question."""
        rows = self._connection.execute(select(FearKeyRow.fear_id, FearKeyRow.secret_mark))
        return dict(rows.all())

    def put_choice(self, fear_id: int, respondent: bytes, choice: str) -> None:
        """Store a choice; a second one replaces the first."""
        statement = insert_into(self._connection, FearChoiceRow)
        self._connection.execute(
            statement.values(
                fear_id=fear_id, respondent=respondent, choice=choice
            ).on_conflict_do_update(
                index_elements=["fear_id", "respondent"], set_={"choice": choice}
            )
        )

    def find_choice(self, fear_id: int, respondent: bytes) -> str | None:
        """Return what somebody chose, given who they are to the question."""
        return self._connection.scalar(
            select(FearChoiceRow.choice).where(
                FearChoiceRow.fear_id == fear_id, FearChoiceRow.respondent == respondent
            )
        )

    def list_choices(self, fear_id: int) -> dict[bytes, str]:
        """Return an open question's choices, by whoever is hidden behind each."""
        rows = self._connection.execute(
            select(FearChoiceRow.respondent, FearChoiceRow.choice).where(
                FearChoiceRow.fear_id == fear_id
            )
        )
        return dict(rows.all())

    def close(self, fear_id: int, *, round_id: int | None, feared: Feared | None = None) -> None:
        """Delete a question's key and choices, and store what it showed, if anything."""
        for table in (FearKeyRow, FearChoiceRow):
            self._connection.execute(delete(table).where(table.fear_id == fear_id))
        state = FearState.UNSHOWN if feared is None else FearState.SHOWN
        self._connection.execute(
            update(FearRow)
            .where(FearRow.id == fear_id)
            .values(
                state=state,
                closed_by=round_id,
                threshold=None if feared is None else feared.threshold,
                named=[] if feared is None else [vars(model) for model in feared.named],
            )
        )

    def find_shown_by(self, round_id: int) -> Feared | None:
        """Return what a question showed that ended with a round, if one did."""
        return next(iter(self.list_shown(FearRow.closed_by == round_id)), None)

    def list_shown(self, *conditions: Any) -> tuple[Feared, ...]:
        """Return what questions showed, in order of weeks."""
        rows = self._connection.execute(
            select(FearRow.__table__)
            .where(FearRow.state == FearState.SHOWN, *conditions)
            .order_by(FearRow.wave, FearRow.id)
        )
        return tuple(_feared(row) for row in rows)

    def list_untold(self) -> tuple[tuple[Feared, int], ...]:
        """Return what teams were not sent yet, each with the round that ended it."""
        rows = self._connection.execute(
            select(FearRow.__table__).where(
                FearRow.state == FearState.SHOWN, FearRow.is_told.is_(False)
            )
        )
        return tuple((_feared(row), row.closed_by) for row in rows)

    def mark_told(self, fear_id: int) -> None:
        """Store that the team was sent what a question showed."""
        self._connection.execute(update(FearRow).where(FearRow.id == fear_id).values(is_told=True))


def _question(row: Row[Any]) -> FearQuestion:
    models = tuple((int(model_id), str(title)) for model_id, title in row.models)
    return FearQuestion(row.id, row.team_id, row.wave, models, FearState(row.state))


def _feared(row: Row[Any]) -> Feared:
    named = tuple(NamedModel(**{**model, "band": Band(model["band"])}) for model in row.named)
    return Feared(row.id, row.team_id, row.wave, row.threshold, named)
