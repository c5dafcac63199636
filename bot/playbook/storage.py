"""The tables of questions and of what their askers made of the answers."""

from datetime import date, datetime, timedelta

from sqlalchemy import (
    Connection,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime, insert_into
from bot.database_marks import HIDDEN, LEFT_OUT
from bot.playbook.domain import Answer, Outcome
from bot.playbook.questions import (
    ACT_IS_KNOWN,
    CONVERSATION_LASTS,
    QUESTIONS_LAST,
    VOTER_IS_KNOWN,
    Question,
    is_alike,
)


class GapRow(Base):
    """Similar questions that the playbook did not cover; `terms` are those of the first."""

    __tablename__ = "playbook_gap"

    id: Mapped[int] = mapped_column(primary_key=True)
    terms: Mapped[str] = mapped_column(Text)


class QuestionRow(Base):
    """A question, without who asked it and where."""

    __tablename__ = "playbook_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(Text)
    page: Mapped[str] = mapped_column(Text)
    anchor: Mapped[str] = mapped_column(Text)
    asked_on: Mapped[date] = mapped_column(index=True)
    gap_id: Mapped[int | None] = mapped_column(ForeignKey("playbook_gap.id"), index=True)


class ConversationRow(Base):
    """What was asked last in a thread or direct message, for a question that leans on it."""

    __tablename__ = "playbook_conversation"
    __table_args__ = ({"info": {LEFT_OUT: True}},)

    place: Mapped[str] = mapped_column(String(120), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("playbook_question.id"), index=True)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ActRow(Base):
    """Something of which Slack may tell twice, and which is done once."""

    __tablename__ = "playbook_act"
    __table_args__ = ({"info": {LEFT_OUT: True}},)

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)


class VoteRow(Base):
    """Whether an answer helped; who said so is forgotten after a week."""

    __tablename__ = "playbook_vote"
    __table_args__ = (UniqueConstraint("question_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("playbook_question.id"))
    user_id: Mapped[str | None] = mapped_column(String(40), info={HIDDEN: True})
    is_helped: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    voted_on: Mapped[date] = mapped_column(index=True)


class Questions:
    """Questions, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, key: str, *, now: datetime) -> bool:
        """Write down that something is done; False where it was done before."""
        done = self._connection.execute(
            insert_into(self._connection, ActRow)
            .values(key=key, done_at=now)
            .on_conflict_do_nothing(index_elements=["key"])
            .returning(ActRow.key)
        )
        return done.first() is not None

    def release(self, key: str) -> None:
        """Forget that something is done."""
        self._connection.execute(delete(ActRow).where(ActRow.key == key))

    def add(self, text: str, answer: Answer, *, after: str, today: date) -> Question:
        """Store a question and what became of it."""
        first = answer.passages[0] if answer.passages else None
        values = {
            "text": text,
            "outcome": answer.outcome,
            "after": after,
            "page": first.page.path if first else "",
            "anchor": first.section.anchor if first else "",
            "asked_on": today,
        }
        question_id = self._connection.execute(
            insert(QuestionRow).values(**values).returning(QuestionRow.id)
        ).scalar_one()
        return self.get(question_id)

    def get(self, question_id: int) -> Question:
        """Return a question that is there."""
        found = self.find(question_id)
        if found is None:
            raise LookupError(question_id)
        return found

    def find(self, question_id: int) -> Question | None:
        """Return a question, or None once it is too old to be kept."""
        row = self._connection.execute(
            select(QuestionRow.__table__).where(QuestionRow.id == question_id)
        ).first()
        if row is None:
            return None
        return Question(
            id=row.id,
            text=row.text,
            outcome=Outcome(row.outcome),
            after=row.after,
            page=row.page,
            anchor=row.anchor,
            asked_on=row.asked_on,
        )

    def put_into_gap(self, question_id: int, terms: tuple[str, ...]) -> None:
        """Count a question with those it is alike to, or as the first of its kind."""
        gaps = self._connection.execute(select(GapRow.id, GapRow.terms).order_by(GapRow.id)).all()
        alike = [gap_id for gap_id, known in gaps if is_alike(terms, known.split())]
        gap_id = alike[0] if alike else self._add_gap(terms)
        self._connection.execute(
            update(QuestionRow)
            .where(QuestionRow.id == question_id, QuestionRow.gap_id.is_(None))
            .values(gap_id=gap_id)
        )

    def _add_gap(self, terms: tuple[str, ...]) -> int:
        words = " ".join(sorted(set(terms)))
        return self._connection.execute(
            insert(GapRow).values(terms=words).returning(GapRow.id)
        ).scalar_one()

    def find_last(self, place: str, *, now: datetime) -> Question | None:
        """Return what was asked last in a conversation, if that is not long ago."""
        question_id = self._connection.scalar(
            select(ConversationRow.question_id).where(
                ConversationRow.place == place, ConversationRow.said_at > now - CONVERSATION_LASTS
            )
        )
        return None if question_id is None else self.find(question_id)

    def put_last(self, place: str, question_id: int, *, now: datetime) -> None:
        """Store what was asked last in a conversation."""
        values = {"question_id": question_id, "said_at": now}
        self._connection.execute(
            insert_into(self._connection, ConversationRow)
            .values(place=place, **values)
            .on_conflict_do_update(index_elements=["place"], set_=values)
        )

    def vote(self, question_id: int, user_id: str, *, is_helped: bool, today: date) -> None:
        """Store whether an answer helped; what the same person said before is replaced."""
        values = {"is_helped": is_helped, "reason": "", "voted_on": today}
        self._connection.execute(
            insert_into(self._connection, VoteRow)
            .values(question_id=question_id, user_id=user_id, **values)
            .on_conflict_do_update(index_elements=["question_id", "user_id"], set_=values)
        )

    def give_reason(self, question_id: int, user_id: str, reason: str) -> None:
        """Store why an answer did not help."""
        self._connection.execute(
            update(VoteRow)
            .where(VoteRow.question_id == question_id, VoteRow.user_id == user_id)
            .values(reason=reason)
        )

    def forget_people(self, *, now: datetime) -> None:
        """Delete what tells who asked where and who voted, once it is not needed."""
        execute = self._connection.execute
        execute(delete(ConversationRow).where(ConversationRow.said_at <= now - CONVERSATION_LASTS))
        execute(delete(ActRow).where(ActRow.done_at <= now - ACT_IS_KNOWN))
        execute(
            update(VoteRow)
            .where(VoteRow.voted_on <= _day(now, VOTER_IS_KNOWN), VoteRow.user_id.is_not(None))
            .values(user_id=None)
        )

    def forget_questions(self, wanted: frozenset[int], *, now: datetime) -> None:
        """Delete questions of long ago, save those about which somebody is to be told."""
        old = self._connection.scalars(
            select(QuestionRow.id).where(QuestionRow.asked_on <= _day(now, QUESTIONS_LAST))
        )
        for question_id in frozenset(old) - wanted:
            for row in (VoteRow, ConversationRow):
                self._connection.execute(delete(row).where(row.question_id == question_id))
            self._connection.execute(delete(QuestionRow).where(QuestionRow.id == question_id))
        used = select(QuestionRow.gap_id).where(QuestionRow.gap_id.is_not(None))
        self._connection.execute(delete(GapRow).where(GapRow.id.not_in(used)))


def _day(now: datetime, ago: timedelta) -> date:
    return (now - ago).date()
