"""The table of those who asked to be told, and what the keepers of the playbook are told weekly."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import (
    Connection,
    ForeignKey,
    String,
    UniqueConstraint,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, insert_into
from bot.playbook.questions import TELLING_LASTS, Gap, Report, Subscription, Unhelpful
from bot.playbook.storage import QuestionRow, Questions, VoteRow

_A_WEEK: Final = timedelta(days=7)


class SubscriptionRow(Base):
    """Somebody wants to be told when a question is covered; deleted four weeks after they were."""

    __tablename__ = "playbook_subscription"
    __table_args__ = (UniqueConstraint("question_id", "user_id"),)

    token: Mapped[str] = mapped_column(String(32), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("playbook_question.id"))
    user_id: Mapped[str] = mapped_column(String(40))
    looked_in: Mapped[str] = mapped_column(String(32))
    told_on: Mapped[date | None] = mapped_column(index=True)


class ReportRow(Base):
    """A day on which the keepers' report was owed, or had nothing to say."""

    __tablename__ = "playbook_report"

    due_on: Mapped[date] = mapped_column(primary_key=True)


class Tellings:
    """Whom to tell what, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._questions = Questions(connection)

    def subscribe(self, question_id: int, user_id: str, *, looked_in: str) -> None:
        """Store that somebody wants to be told; a second time changes nothing."""
        self._connection.execute(
            insert_into(self._connection, SubscriptionRow)
            .values(
                token=secrets.token_hex(16),
                question_id=question_id,
                user_id=user_id,
                looked_in=looked_in,
            )
            .on_conflict_do_nothing(index_elements=["question_id", "user_id"])
        )

    def list_waiting(self, *, other_than: str, limit: int) -> tuple[Subscription, ...]:
        """Return subscriptions for which another edition of the playbook was looked in last."""
        rows = self._connection.execute(
            select(SubscriptionRow.__table__)
            .where(SubscriptionRow.told_on.is_(None), SubscriptionRow.looked_in != other_than)
            .order_by(SubscriptionRow.question_id, SubscriptionRow.token)
            .limit(limit)
        ).all()
        return tuple(
            Subscription(
                row.token, row.user_id, self._questions.get(row.question_id), row.looked_in
            )
            for row in rows
        )

    def find(self, token: str) -> Subscription | None:
        """Return a subscription, until it is forgotten."""
        row = self._connection.execute(
            select(SubscriptionRow.__table__).where(SubscriptionRow.token == token)
        ).first()
        if row is None:
            return None
        question = self._questions.get(row.question_id)
        return Subscription(row.token, row.user_id, question, row.looked_in, row.told_on)

    def put_off(self, token: str, *, looked_in: str) -> None:
        """Store that this edition does not cover it either."""
        self._change(token, looked_in=looked_in)

    def mark_told(self, token: str, *, today: date) -> None:
        """Store that the message is owed."""
        self._change(token, told_on=today)

    def _change(self, token: str, **values: object) -> None:
        self._connection.execute(
            update(SubscriptionRow).where(SubscriptionRow.token == token).values(**values)
        )

    def list_told(self, *, now: datetime) -> tuple[str, ...]:
        """Return the tokens of those told so long ago that they can be forgotten."""
        told = select(SubscriptionRow.token).where(
            SubscriptionRow.told_on <= (now - TELLING_LASTS).date()
        )
        return tuple(self._connection.scalars(told))

    def forget(self, tokens: Sequence[str]) -> None:
        """Delete who asked to be told."""
        self._connection.execute(delete(SubscriptionRow).where(SubscriptionRow.token.in_(tokens)))

    def list_wanted(self) -> frozenset[int]:
        """Return the questions about which somebody is to be told."""
        return frozenset(self._connection.scalars(select(SubscriptionRow.question_id)))

    def is_reported(self, day: date) -> bool:
        """Whether the report of a day has been made."""
        found = select(ReportRow.due_on).where(ReportRow.due_on == day)
        return self._connection.scalar(found) is not None

    def mark_reported(self, day: date) -> None:
        """Store that the report of a day has been made."""
        self._connection.execute(
            insert_into(self._connection, ReportRow).values(due_on=day).on_conflict_do_nothing()
        )

    def get_report(self, until: date) -> Report:
        """Return what happened in the week before a day; it names nobody."""
        return Report(
            until=until,
            asked=self._count_asked(until),
            gaps=self._gaps(until),
            unhelpful=self._unhelpful(until),
        )

    def _count_asked(self, until: date) -> int:
        within = QuestionRow.asked_on.between(until - _A_WEEK, until - timedelta(days=1))
        count = self._connection.scalar(select(func.count(QuestionRow.id)).where(within))
        return count or 0

    def _gaps(self, until: date) -> tuple[Gap, ...]:
        rows = self._connection.execute(
            select(func.min(QuestionRow.id), func.count())
            .where(
                QuestionRow.asked_on.between(until - _A_WEEK, until - timedelta(days=1)),
                QuestionRow.gap_id.is_not(None),
            )
            .group_by(QuestionRow.gap_id)
            .order_by(func.count().desc(), func.min(QuestionRow.id))
        ).all()
        firsts = [(self._questions.get(question_id), count) for question_id, count in rows]
        return tuple(Gap(first.text, count, first.after) for first, count in firsts)

    def _unhelpful(self, until: date) -> tuple[Unhelpful, ...]:
        rows = self._connection.execute(
            select(QuestionRow.page, QuestionRow.anchor, QuestionRow.text, VoteRow.reason)
            .join(QuestionRow, QuestionRow.id == VoteRow.question_id)
            .where(
                VoteRow.voted_on.between(until - _A_WEEK, until - timedelta(days=1)),
                VoteRow.is_helped.is_(False),
                QuestionRow.page != "",
            )
            .order_by(VoteRow.id)
        ).all()
        said: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for page, anchor, text, reason in rows:
            said.setdefault((page, anchor), []).append((text, reason))
        found = (
            Unhelpful(
                page=page,
                anchor=anchor,
                count=len(votes),
                questions=tuple(dict.fromkeys(text for text, _ in votes)),
                reasons=tuple(reason for _, reason in votes if reason),
            )
            for (page, anchor), votes in said.items()
        )
        return tuple(sorted(found, key=lambda unhelpful: -unhelpful.count))
