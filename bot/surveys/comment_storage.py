"""The tables of comments. What is open and what is released stand apart, as answers do."""

import random
import secrets
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    ForeignKey,
    LargeBinary,
    Row,
    String,
    bindparam,
    case,
    delete,
    false,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, insert_into
from bot.database_marks import HIDDEN
from bot.surveys.comment_reading import ReleasedComment
from bot.surveys.domain import Comment, Respondent
from bot.surveys.item_storage import ItemRow, RoundItemRow
from bot.surveys.storage import AskedRow, RoundRow

_WITHOUT_ROWID: Final = {"sqlite_with_rowid": False}


class OpenCommentRow(Base):
    """A comment left with an open item; hidden as the item's answers are.

    `may_show` is whether whoever wrote it allows that others read it, `correction` what they say
    that it shows, if they do.
    """

    __tablename__ = "survey_open_comment"
    __table_args__ = (_WITHOUT_ROWID,)

    item_id: Mapped[int] = mapped_column(ForeignKey("survey_item.id"), primary_key=True)
    respondent: Mapped[bytes] = mapped_column(
        LargeBinary(16), primary_key=True, info={HIDDEN: True}
    )
    text: Mapped[str] = mapped_column(String)
    may_show: Mapped[bool] = mapped_column(server_default=false())
    correction: Mapped[str | None] = mapped_column(String(100))


class CommentRow(Base):
    """A comment left with a released item, under a random id.

    `may_show` is whether whoever wrote it allows that others read it, `correction` what they say
    that it shows, if they do.
    """

    __tablename__ = "survey_comment"
    __table_args__ = (_WITHOUT_ROWID,)

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("survey_item.id"), index=True)
    text: Mapped[str] = mapped_column(String)
    may_show: Mapped[bool] = mapped_column(server_default=false())
    correction: Mapped[str | None] = mapped_column(String(100))


_OWN: Final = select(OpenCommentRow.__table__).where(
    OpenCommentRow.item_id.in_(bindparam("item_ids", expanding=True)),
    OpenCommentRow.respondent.in_(bindparam("respondents", expanding=True)),
)


StoredRow = tuple[bytes, int, str, str | None]

_STORED: Final = select(
    CommentRow.id, ItemRow.team_id, CommentRow.text, CommentRow.correction
).join(ItemRow, ItemRow.id == CommentRow.item_id)


@dataclass(frozen=True)
class HeldComment:
    """A comment of an open item, and its respondent."""

    token: bytes
    comment: Comment


@dataclass(frozen=True)
class UnlinkedComment:
    """A comment under the id that it has once it is released, and as it was held until then."""

    id: bytes
    held: HeldComment


def with_authors(
    unlinked: Sequence[UnlinkedComment], respondents: Sequence[Respondent]
) -> list[ReleasedComment]:
    """Say of comments who wrote them, where that is somebody who counts."""
    counting = {each.token: each.user_id for each in respondents if each.counts}
    return [
        ReleasedComment(one.id, **vars(one.held.comment), author=counting.get(one.held.token, ""))
        for one in unlinked
    ]


class Comments:
    """Comments, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, item_id: int, respondent: bytes, comment: Comment) -> None:
        """Store a comment; a second one replaces the first, and an empty one removes it.

        What its author said that it shows is kept for as long as the words stay as they are.
        """
        if not comment.text:
            self._connection.execute(
                delete(OpenCommentRow).where(
                    OpenCommentRow.item_id == item_id, OpenCommentRow.respondent == respondent
                )
            )
            return
        statement = insert_into(self._connection, OpenCommentRow).values(
            item_id=item_id, respondent=respondent, text=comment.text, may_show=comment.may_show
        )
        new = statement.excluded
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["item_id", "respondent"],
                set_={
                    "text": new.text,
                    "may_show": new.may_show,
                    "correction": case(
                        (OpenCommentRow.text == new.text, OpenCommentRow.correction), else_=None
                    ),
                },
            )
        )

    def correct(self, item_id: int, respondent: bytes, correction: str | None) -> bool:
        """Store what a comment's author says that it shows; return whether there is a comment."""
        found = self._connection.execute(
            update(OpenCommentRow)
            .where(OpenCommentRow.item_id == item_id, OpenCommentRow.respondent == respondent)
            .values(correction=correction)
        )
        return bool(found.rowcount)

    def list_own(self, respondents: Mapping[int, bytes]) -> dict[int, Comment]:
        """Return somebody's comments on some items, given who they are to each of them."""
        if not respondents:
            return {}
        asked_for = {"item_ids": list(respondents), "respondents": list(respondents.values())}
        return {
            row.item_id: _comment(row)
            for row in self._connection.execute(_OWN, asked_for)
            if respondents[row.item_id] == row.respondent
        }

    def list_held(self, item_id: int) -> tuple[HeldComment, ...]:
        """Return an open item's comments."""
        rows = self._connection.execute(
            select(OpenCommentRow.__table__).where(OpenCommentRow.item_id == item_id)
        )
        return tuple(HeldComment(row.respondent, _comment(row)) for row in rows)

    def are_open_in(self, team_id: int) -> bool:
        """Whether a team has comments on items that are open."""
        found = self._connection.execute(
            select(OpenCommentRow.item_id)
            .join(ItemRow, ItemRow.id == OpenCommentRow.item_id)
            .where(ItemRow.team_id == team_id)
            .limit(1)
        )
        return found.first() is not None

    def add_released(
        self, item_id: int, held: Sequence[HeldComment]
    ) -> tuple[UnlinkedComment, ...]:
        """Store comments without their respondents, in random order under random ids."""
        shuffled = list(held)
        random.SystemRandom().shuffle(shuffled)
        released = [UnlinkedComment(secrets.token_bytes(16), each) for each in shuffled]
        if released:
            self._connection.execute(
                insert(CommentRow),
                [
                    {"id": each.id, "item_id": item_id, **vars(each.held.comment)}
                    for each in released
                ],
            )
        return tuple(released)

    def erase(self, item_id: int) -> None:
        """Delete an open item's comments."""
        self._connection.execute(delete(OpenCommentRow).where(OpenCommentRow.item_id == item_id))


class ReleasedComments:
    """Comments that are released, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def has_any(self) -> bool:
        """Whether there is any comment, open or released."""
        tables = (OpenCommentRow, CommentRow)
        return any(
            self._connection.execute(select(table.item_id).limit(1)).first() is not None
            for table in tables
        )

    def list_after(self, comment_id: bytes, *, limit: int) -> list[StoredRow]:
        """Return id, team, text and correction of the next comments in the order of their ids."""
        return self._list(CommentRow.id > comment_id, limit=limit)

    def list_between(self, first: bytes, last: bytes) -> list[StoredRow]:
        """Return the same of a range of ids."""
        return self._list(CommentRow.id.between(first, last))

    def list_corrected(self) -> list[StoredRow]:
        """Return the same of those that their authors have corrected."""
        return self._list(CommentRow.correction.is_not(None))

    def list_words(self, team_id: int, *, since: datetime) -> tuple[str, ...]:
        """Return what may be shown of a team's newest week that may show words."""
        newest = (
            select(RoundRow.id)
            .where(RoundRow.team_id == team_id, RoundRow.shows_words, RoundRow.closes_at >= since)
            .order_by(RoundRow.closes_at.desc())
            .limit(1)
            .scalar_subquery()
        )
        rows = self._connection.scalars(
            select(CommentRow.text)
            .join(ItemRow, ItemRow.id == CommentRow.item_id)
            .where(ItemRow.closed_by == newest, CommentRow.may_show)
            .order_by(CommentRow.id)
        )
        return tuple(rows)

    def list_of_team(
        self, team_id: int, *, since: datetime
    ) -> Sequence[Row[bytes, str, int, datetime]]:
        """Return id, text, item and its week's end of comments that a team released since then."""
        return self._connection.execute(
            select(CommentRow.id, CommentRow.text, CommentRow.item_id, RoundRow.closes_at)
            .join(ItemRow, ItemRow.id == CommentRow.item_id)
            .join(RoundRow, RoundRow.id == ItemRow.closed_by)
            .where(ItemRow.team_id == team_id, RoundRow.closes_at >= since)
            .order_by(CommentRow.id)
        ).all()

    def count_uncounted(
        self, team_id: int, *, since: datetime, leads: Collection[str]
    ) -> dict[int, int]:
        """Return of each item since then how many were asked it who do not count, or lead."""
        rows = self._connection.execute(
            select(RoundItemRow.item_id, AskedRow.user_id, AskedRow.counts)
            .join(AskedRow, AskedRow.round_id == RoundItemRow.round_id)
            .join(ItemRow, ItemRow.id == RoundItemRow.item_id)
            .join(RoundRow, RoundRow.id == ItemRow.closed_by)
            .where(ItemRow.team_id == team_id, RoundRow.closes_at >= since)
        )
        uncounted = defaultdict[int, set[str]](set)
        for item_id, user_id, counts in rows:
            if not counts or user_id in leads:
                uncounted[item_id].add(user_id)
        return {item_id: len(people) for item_id, people in uncounted.items()}

    def _list(self, condition: ColumnElement[bool], *, limit: int | None = None) -> list[StoredRow]:
        statement = _STORED.where(condition).order_by(CommentRow.id).limit(limit)
        rows = self._connection.execute(statement)
        return [(row.id, row.team_id, row.text, row.correction) for row in rows]


def _comment(row: Row[Any]) -> Comment:
    return Comment(row.text, may_show=row.may_show, correction=row.correction)
