"""The table of questions that a model's card could not answer, counted by how many asked."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import (
    Connection,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime, insert_into
from bot.database_marks import HIDDEN
from bot.handover.cards.asking import ASKER_IS_KNOWN, OpenQuestion, is_alike


class ModelQuestionRow(Base):
    """A question that names a model and that its card did not answer, as it was first worded."""

    __tablename__ = "model_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), index=True)
    wording: Mapped[str] = mapped_column(Text)
    terms: Mapped[str] = mapped_column(Text)
    section: Mapped[str] = mapped_column(String(40))
    is_answered: Mapped[bool]
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ModelAskerRow(Base):
    """That somebody asked it; who that was is forgotten after a week, that somebody did is not."""

    __tablename__ = "model_asker"
    __table_args__ = (UniqueConstraint("question_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("model_question.id"))
    user_id: Mapped[str | None] = mapped_column(String(40), info={HIDDEN: True})
    asked_on: Mapped[date] = mapped_column(index=True)


class OpenQuestions:
    """Questions that cards left open, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(
        self,
        model_id: int,
        *,
        wording: str,
        terms: tuple[str, ...],
        section: str,
        by: str,
        on: date,
    ) -> None:
        """Count a question with those it is alike to, or as the first of its kind."""
        known = self._connection.execute(
            select(ModelQuestionRow.id, ModelQuestionRow.terms, ModelQuestionRow.section)
            .where(ModelQuestionRow.model_id == model_id, ModelQuestionRow.is_answered.is_(False))
            .order_by(ModelQuestionRow.id)
        ).all()
        alike = [row.id for row in known if is_alike(terms, row.terms.split())]
        alike += [row.id for row in known if section and row.section == section]
        question_id = alike[0] if alike else self._add(model_id, wording, terms, section)
        self._connection.execute(
            insert_into(self._connection, ModelAskerRow)
            .values(question_id=question_id, user_id=by, asked_on=on)
            .on_conflict_do_nothing(index_elements=["question_id", "user_id"])
        )

    def list_open(self, model_id: int) -> tuple[OpenQuestion, ...]:
        """Return what a model's card leaves open, what most people asked first."""
        return self.list_open_of([model_id]).get(model_id, ())

    def list_open_of(self, model_ids: Collection[int]) -> dict[int, tuple[OpenQuestion, ...]]:
        """Return what the cards of models leave open, by model, what most people asked first.

        What the owner has replied to waits for somebody to read it, and is asked of nobody.
        """
        count = func.count(ModelAskerRow.id)
        rows = self._connection.execute(
            select(
                ModelQuestionRow.id,
                ModelQuestionRow.model_id,
                ModelQuestionRow.wording,
                ModelQuestionRow.section,
                count,
            )
            .join(ModelAskerRow, ModelAskerRow.question_id == ModelQuestionRow.id)
            .where(
                ModelQuestionRow.model_id.in_(model_ids),
                ModelQuestionRow.is_answered.is_(False),
                ModelQuestionRow.replied_at.is_(None),
            )
            .group_by(
                ModelQuestionRow.id,
                ModelQuestionRow.model_id,
                ModelQuestionRow.wording,
                ModelQuestionRow.section,
            )
            .order_by(count.desc(), ModelQuestionRow.id)
        )
        found: dict[int, list[OpenQuestion]] = {}
        for id_, model_id, wording, section, asked in rows:
            question = OpenQuestion(id_, model_id, wording, section, asked)
            found.setdefault(model_id, []).append(question)
        return {model_id: tuple(each) for model_id, each in found.items()}

    def find(self, question_id: int) -> OpenQuestion | None:
        """Return a question that is still open, by its id."""
        model_id = self._connection.scalar(
            select(ModelQuestionRow.model_id).where(ModelQuestionRow.id == question_id)
        )
        still_open = () if model_id is None else self.list_open(model_id)
        return next((each for each in still_open if each.id == question_id), None)

    def is_about(self, question_id: int, model_id: int) -> bool:
        """Whether a question was asked of a model, answered since or not."""
        asked_of = self._connection.scalar(
            select(ModelQuestionRow.model_id).where(ModelQuestionRow.id == question_id)
        )
        return asked_of == model_id

    def reply(self, question_id: int, section: str, *, now: datetime) -> None:
        """Store that the owner has replied to a question, and in which section."""
        self._connection.execute(
            update(ModelQuestionRow)
            .where(ModelQuestionRow.id == question_id)
            .values(section=section, replied_at=now)
        )

    def close(self, model_id: int, section: str) -> None:
        """Store that a section of the card answers by now what was asked of it."""
        self._connection.execute(
            update(ModelQuestionRow)
            .where(ModelQuestionRow.model_id == model_id, ModelQuestionRow.section == section)
            .values(is_answered=True)
        )

    def forget_askers(self, *, today: date) -> int:
        """Delete who asked, once it is not needed to count each person once; return how many."""
        forgotten = self._connection.execute(
            update(ModelAskerRow)
            .where(
                ModelAskerRow.asked_on <= today - ASKER_IS_KNOWN, ModelAskerRow.user_id.is_not(None)
            )
            .values(user_id=None)
        )
        return forgotten.rowcount

    def _add(self, model_id: int, wording: str, terms: tuple[str, ...], section: str) -> int:
        return self._connection.execute(
            insert(ModelQuestionRow)
            .values(
                model_id=model_id,
                wording=wording,
                terms=" ".join(sorted(set(terms))),
                section=section,
                is_answered=False,
            )
            .returning(ModelQuestionRow.id)
        ).scalar_one()
