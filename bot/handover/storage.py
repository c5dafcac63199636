"""The tables of models: what they are called, whose they are, and who may own them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    ForeignKey,
    Row,
    String,
    Text,
    UniqueConstraint,
    delete,
    false,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime
from bot.handover.domain import Model, Origin, Source, Suggestion, SuggestionStanding, Tier


class ModelRow(Base):
    """A model; `added_by` is empty for one that a registry or a file brought."""

    __tablename__ = "model"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    title: Mapped[str] = mapped_column(String(500))
    tier: Mapped[int]
    source: Mapped[str] = mapped_column(String(20))
    link: Mapped[str] = mapped_column(Text)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    owner_id: Mapped[str | None] = mapped_column(String(40), index=True)
    owned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_gone: Mapped[bool] = mapped_column(server_default=false())
    added_by: Mapped[str | None] = mapped_column(String(40))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NameRow(Base):
    """A name that a model had before, by which people still ask for it."""

    __tablename__ = "model_name"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), index=True)


class SuggestionRow(Base):
    """Somebody who may own a model; kept when it is over, so that nobody is asked twice."""

    __tablename__ = "model_suggestion"
    __table_args__ = (UniqueConstraint("model_id", "words"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"))
    words: Mapped[str] = mapped_column(String(200))
    origin: Mapped[str] = mapped_column(String(20))
    standing: Mapped[str] = mapped_column(String(20), index=True)
    user_id: Mapped[str | None] = mapped_column(String(40))


class TeamCardsRow(Base):
    """Whether only a team's own people read its models' cards."""

    __tablename__ = "model_team"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    is_restricted: Mapped[bool]


class Models:
    """Models, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, model: Model, *, added_by: str | None, now: datetime) -> Model:
        """Store a new model and return it with its id."""
        model_id = self._connection.execute(
            insert(ModelRow)
            .values(**_values(model), added_by=added_by, added_at=now)
            .returning(ModelRow.id)
        ).scalar_one()
        return self.get(model_id)

    def add_all(self, models: Sequence[Model], *, now: datetime) -> dict[str, int]:
        """Store new models that nobody typed, and return their ids by name."""
        if models:
            rows = [{**_values(model), "added_at": now} for model in models]
            self._connection.execute(insert(ModelRow), rows)
        ids = self._connection.execute(select(ModelRow.name, ModelRow.id))
        return {row.name: row.id for row in ids}

    def put(self, model: Model) -> None:
        """Store a model as it is now, its other names aside."""
        self._connection.execute(
            update(ModelRow).where(ModelRow.id == model.id).values(**_values(model))
        )

    def claim(self, model_id: int, owner_id: str, *, now: datetime) -> bool:
        """Give a model that has no owner to somebody; False where it has one."""
        claimed = self._connection.execute(
            update(ModelRow)
            .where(ModelRow.id == model_id, ModelRow.owner_id.is_(None))
            .values(owner_id=owner_id, owned_at=now)
        )
        return bool(claimed.rowcount)

    def set_owner(self, model_id: int, owner_id: str | None, *, now: datetime) -> None:
        """Store whose a model is from now on."""
        self._connection.execute(
            update(ModelRow)
            .where(ModelRow.id == model_id)
            .values(owner_id=owner_id, owned_at=None if owner_id is None else now)
        )

    def get(self, model_id: int) -> Model:
        """Return a model that is there."""
        found = self.find(model_id)
        if found is None:
            raise LookupError(model_id)
        return found

    def find(self, model_id: int, *, for_update: bool = False) -> Model | None:
        """Return a model by its id."""
        statement = select(ModelRow.__table__).where(ModelRow.id == model_id)
        if for_update:
            statement = statement.with_for_update()
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else self._models([row])[0]

    def find_named(self, name: str) -> Model | None:
        """Return the model of this name; one that is called so now comes before one that was."""
        rows = self._connection.execute(
            select(ModelRow.__table__)
            .where(
                (ModelRow.name == name)
                | ModelRow.id.in_(select(NameRow.model_id).where(NameRow.name == name))
            )
            .order_by(ModelRow.id)
        ).all()
        found = self._models(rows)
        return next((m for m in found if m.name == name), found[0] if found else None)

    def list_all(self) -> tuple[Model, ...]:
        """Return every model, by name."""
        rows = self._connection.execute(select(ModelRow.__table__).order_by(ModelRow.name)).all()
        return self._models(rows)

    def list_names(self) -> frozenset[str]:
        """Return every name that a model has."""
        return frozenset(self._connection.scalars(select(ModelRow.name)))

    def note_name(self, model_id: int, name: str) -> None:
        """Keep a name that a model had, so that it is found by it; the newest model keeps it."""
        self._connection.execute(delete(NameRow).where(NameRow.name == name))
        self._connection.execute(insert(NameRow).values(name=name, model_id=model_id))

    def forget_name(self, name: str) -> None:
        """Forget that a model was called so before, since one is called so now."""
        self._connection.execute(delete(NameRow).where(NameRow.name == name))

    def list_restricted(self) -> frozenset[int]:
        """Return the teams whose cards only their own people read."""
        rows = self._connection.scalars(
            select(TeamCardsRow.team_id).where(TeamCardsRow.is_restricted.is_(True))
        )
        return frozenset(rows)

    def restrict(self, team_id: int, *, is_restricted: bool) -> None:
        """Store who reads the cards of a team's models."""
        self._connection.execute(delete(TeamCardsRow).where(TeamCardsRow.team_id == team_id))
        self._connection.execute(
            insert(TeamCardsRow).values(team_id=team_id, is_restricted=is_restricted)
        )

    def _models(self, rows: Iterable[Row[Any]]) -> tuple[Model, ...]:
        found = list(rows)
        if not found:
            return ()
        names: dict[int, list[str]] = {}
        # One look at a small table for any number of models.
        for name, model_id in self._connection.execute(
            select(NameRow.name, NameRow.model_id).order_by(NameRow.name)
        ):
            names.setdefault(model_id, []).append(name)
        return tuple(_model(row, tuple(names.get(row.id, ()))) for row in found)


class Suggestions:
    """Who may own which model, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, model_id: int, words: str, origin: Origin) -> bool:
        """Store a suggestion; False where the same one was made before."""
        known = self._connection.scalar(
            select(SuggestionRow.id).where(
                SuggestionRow.model_id == model_id, SuggestionRow.words == words
            )
        )
        if known is not None:
            return False
        self._connection.execute(
            insert(SuggestionRow).values(
                model_id=model_id, words=words, origin=origin, standing=SuggestionStanding.NEW
            )
        )
        return True

    def find(self, suggestion_id: int) -> Suggestion | None:
        """Return a suggestion by its id."""
        row = self._connection.execute(
            select(SuggestionRow.__table__).where(SuggestionRow.id == suggestion_id)
        ).one_or_none()
        return None if row is None else _suggestion(row)

    def list_standing(self, standing: SuggestionStanding) -> tuple[Suggestion, ...]:
        """Return the suggestions that stand so, of models without an owner."""
        unowned = select(ModelRow.id).where(ModelRow.owner_id.is_(None))
        return self._list(
            (SuggestionRow.standing == standing) & SuggestionRow.model_id.in_(unowned)
        )

    def list_open(self) -> tuple[Suggestion, ...]:
        """Return every suggestion that is neither declined nor over."""
        closed = (SuggestionStanding.DECLINED, SuggestionStanding.OVER)
        return self._list(SuggestionRow.standing.not_in(closed))

    def list_of(self, model_id: int) -> tuple[Suggestion, ...]:
        """Return every suggestion that was made of a model, whatever became of it."""
        return self._list(SuggestionRow.model_id == model_id)

    def _list(self, condition: Any) -> tuple[Suggestion, ...]:
        found = select(SuggestionRow.__table__).where(condition).order_by(SuggestionRow.id)
        return tuple(_suggestion(row) for row in self._connection.execute(found))

    def put(self, suggestion_id: int, standing: SuggestionStanding, *, user_id: str | None) -> None:
        """Store what became of a suggestion, and whom it means."""
        self._connection.execute(
            update(SuggestionRow)
            .where(SuggestionRow.id == suggestion_id)
            .values(standing=standing, user_id=user_id)
        )

    def end_all(self, model_id: int) -> None:
        """Store that nobody needs to be asked about a model any more."""
        self._connection.execute(
            update(SuggestionRow)
            .where(
                SuggestionRow.model_id == model_id,
                SuggestionRow.standing != SuggestionStanding.DECLINED,
            )
            .values(standing=SuggestionStanding.OVER)
        )


def _values(model: Model) -> dict[str, Any]:
    return {
        "name": model.name,
        "title": model.title,
        "tier": int(model.tier),
        "source": model.source,
        "link": model.link,
        "team_id": model.team_id,
        "is_gone": model.is_gone,
    }


def _model(row: Row[Any], other_names: tuple[str, ...]) -> Model:
    return Model(
        id=row.id,
        name=row.name,
        title=row.title,
        tier=Tier(row.tier),
        source=Source(row.source),
        link=row.link,
        team_id=row.team_id,
        owner_id=row.owner_id,
        other_names=other_names,
        is_gone=row.is_gone,
    )


def _suggestion(row: Row[Any]) -> Suggestion:
    return Suggestion(
        id=row.id,
        model_id=row.model_id,
        words=row.words,
        origin=Origin(row.origin),
        standing=SuggestionStanding(row.standing),
        user_id=row.user_id,
    )
