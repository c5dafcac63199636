"""The table of questions that a model's card could not answer, counted by how many asked."""

from datetime import date

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
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base
from bot.database_marks import HIDDEN
from bot.handover.asking import ASKER_IS_KNOWN, OpenQuestion, is_alike


class ModelQuestionRow(Base):
    """A question that names a model and that its card did not answer, as it was first worded."""

    __tablename__ = "model_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), index=True)
    wording: Mapped[str] = mapped_column(Text)
    terms: Mapped[str] = mapped_column(Text)
    section: Mapped[str] = mapped_column(String(40))
    is_answered: Mapped[bool]


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
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        self._connection.execute(
            dialect.insert(ModelAskerRow)
            .values(question_id=question_id, user_id=by, asked_on=on)
            .on_conflict_do_nothing(index_elements=["question_id", "user_id"])
        )

    def list_open(self, model_id: int) -> tuple[OpenQuestion, ...]:
        """Return what a model's card leaves open, what most people asked first."""
        count = func.count(ModelAskerRow.id)
        rows = self._connection.execute(
            select(ModelQuestionRow.id, ModelQuestionRow.wording, ModelQuestionRow.section, count)
            .join(ModelAskerRow, ModelAskerRow.question_id == ModelQuestionRow.id)
            .where(ModelQuestionRow.model_id == model_id, ModelQuestionRow.is_answered.is_(False))
            .group_by(ModelQuestionRow.id, ModelQuestionRow.wording, ModelQuestionRow.section)
            .order_by(count.desc(), ModelQuestionRow.id)
        )
        return tuple(
            OpenQuestion(id_, model_id, wording, section, asked)
            for id_, wording, section, asked in rows
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
