"""The tables of answers and comments. No row holds a person together with an answer.

Rows have random ids and, on SQLite, no hidden row number: neither the order in which answers came
nor anything else in them can be joined to the people who were asked.
"""

import random
import secrets
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Insert,
    LargeBinary,
    String,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base
from bot.surveys.domain import Choice, HeldAnswer, Item
from bot.surveys.item_storage import ItemRow, RoundItemRow, item_from
from bot.surveys.respondents import ItemKey
from bot.surveys.storage import AskedRow

_WITHOUT_ROWID: Final = {"sqlite_with_rowid": False}

TABLES: Final = ("survey_item_key", "survey_answer", "survey_comment")
"""The tables from which a closing round deletes."""


class ItemKeyRow(Base):
    """The random bytes that hide who answered an open item; deleted when it closes.

    `secret_mark` tells which of the installation's secrets they go with.
    """

    __tablename__ = "survey_item_key"

    item_id: Mapped[int] = mapped_column(ForeignKey("survey_item.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))
    secret_mark: Mapped[bytes] = mapped_column(LargeBinary(8))


class AnswerRow(Base):
    """An answer. `respondent` is who gave it, hidden, and empty once the item is released."""

    __tablename__ = "survey_answer"
    __table_args__ = (
        UniqueConstraint("item_id", "respondent"),
        CheckConstraint(
            f"choice IN ({', '.join(repr(choice.value) for choice in Choice)})", name="choice"
        ),
        _WITHOUT_ROWID,
    )

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("survey_item.id"))
    respondent: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    choice: Mapped[str] = mapped_column(String(20))


class CommentRow(Base):
    """A comment left with an item; hidden and released as the item's answers are."""

    __tablename__ = "survey_comment"
    __table_args__ = (UniqueConstraint("item_id", "respondent"), _WITHOUT_ROWID)

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("survey_item.id"))
    respondent: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    text: Mapped[str] = mapped_column(String)


# The two statements of every press are built once: building them took half of its time.
_IS_ASKED: Final = (
    select(AskedRow.user_id)
    .join(RoundItemRow, RoundItemRow.round_id == AskedRow.round_id)
    .where(RoundItemRow.item_id == bindparam("item_id"), AskedRow.user_id == bindparam("user_id"))
    .exists()
)
_FIND_ITEM: Final = (
    select(ItemRow.__table__, ItemKeyRow.key, ItemKeyRow.secret_mark, _IS_ASKED.label("is_asked"))
    .outerjoin(ItemKeyRow, ItemKeyRow.item_id == ItemRow.id)
    .where(ItemRow.id == bindparam("item_id"))
    .with_for_update(read=True, of=ItemRow)
)


@cache
def _put_answer(dialect: ModuleType) -> Insert:
    statement = dialect.insert(AnswerRow)
    upsert: Insert = statement.on_conflict_do_update(
        index_elements=["item_id", "respondent"], set_={"choice": statement.excluded.choice}
    )
    return upsert


@dataclass(frozen=True)
class AskedItem:
    """An item as one person meets it; `key` is None once it is closed."""

    item: Item
    key: ItemKey | None
    is_asked: bool


class Answers:
    """Answers and comments, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._dialect = sqlite if connection.dialect.name == "sqlite" else postgresql

    def add_key(self, item_id: int, key: ItemKey) -> None:
        """Store a new item's key."""
        self._connection.execute(
            insert(ItemKeyRow).values(item_id=item_id, key=key.key, secret_mark=key.mark)
        )

    def find_item(self, item_id: int, *, user_id: str) -> AskedItem | None:
        """Return an item for somebody who answers it.

        The item's row is held against a release until the transaction ends.
        """
        row = self._connection.execute(
            _FIND_ITEM, {"item_id": item_id, "user_id": user_id}
        ).one_or_none()
        if row is None:
            return None
        key = None if row.key is None else ItemKey(row.key, row.secret_mark)
        return AskedItem(item_from(row), key, row.is_asked)

    def list_keys(self, team_id: int) -> dict[int, ItemKey]:
        """Return the keys of a team's open items."""
        rows = self._connection.execute(
            select(ItemKeyRow.item_id, ItemKeyRow.key, ItemKeyRow.secret_mark)
            .join(ItemRow, ItemRow.id == ItemKeyRow.item_id)
            .where(ItemRow.team_id == team_id)
        )
        return {item_id: ItemKey(key, mark) for item_id, key, mark in rows}

    def list_marks(self) -> dict[int, bytes]:
        """Return the mark of the secret of every open item."""
        return dict(
            self._connection.execute(select(ItemKeyRow.item_id, ItemKeyRow.secret_mark)).all()
        )

    def put_answer(self, item_id: int, respondent: bytes, choice: Choice) -> None:
        """Store an answer; a second one replaces the first."""
        self._connection.execute(
            _put_answer(self._dialect),
            {
                "id": secrets.token_bytes(16),
                "item_id": item_id,
                "respondent": respondent,
                "choice": choice,
            },
        )

    def put_comment(self, item_id: int, respondent: bytes, text: str) -> None:
        """Store a comment; a second one replaces the first, and an empty one removes it."""
        if not text:
            self._connection.execute(
                delete(CommentRow).where(
                    CommentRow.item_id == item_id, CommentRow.respondent == respondent
                )
            )
            return
        self._connection.execute(
            self._dialect.insert(CommentRow)
            .values(id=secrets.token_bytes(16), item_id=item_id, respondent=respondent, text=text)
            .on_conflict_do_update(index_elements=["item_id", "respondent"], set_={"text": text})
        )

    def find_answer(self, item_id: int, respondent: bytes) -> Choice | None:
        """Return what somebody answered so far."""
        choice = self._connection.scalar(
            select(AnswerRow.choice).where(
                AnswerRow.item_id == item_id, AnswerRow.respondent == respondent
            )
        )
        return None if choice is None else Choice(choice)

    def find_comment(self, item_id: int, respondent: bytes) -> str | None:
        """Return the comment somebody left so far."""
        return self._connection.scalar(
            select(CommentRow.text).where(
                CommentRow.item_id == item_id, CommentRow.respondent == respondent
            )
        )

    def list_held(self, item_id: int) -> tuple[HeldAnswer, ...]:
        """Return an open item's answers."""
        rows = self._connection.execute(
            select(AnswerRow.respondent, AnswerRow.choice).where(
                AnswerRow.item_id == item_id, AnswerRow.respondent.is_not(None)
            )
        )
        return tuple(HeldAnswer(token or b"", Choice(choice)) for token, choice in rows)

    def unlink(self, item_id: int) -> None:
        """Destroy the item's key and rewrite its answers and comments without respondents.

        They come back in random order under new random ids, so that a copy of the database made
        before cannot be laid beside one made after.
        """
        answers = self._connection.scalars(
            select(AnswerRow.choice).where(AnswerRow.item_id == item_id)
        ).all()
        comments = self._connection.scalars(
            select(CommentRow.text).where(CommentRow.item_id == item_id)
        ).all()
        self.erase(item_id)
        self._add_unlinked(AnswerRow, item_id, "choice", list(answers))
        self._add_unlinked(CommentRow, item_id, "text", list(comments))

    def erase(self, item_id: int) -> None:
        """Delete the item's key, answers and comments."""
        for table in (ItemKeyRow, AnswerRow, CommentRow):
            self._connection.execute(delete(table).where(table.item_id == item_id))

    def _add_unlinked(
        self, table: type[AnswerRow | CommentRow], item_id: int, column: str, values: list[str]
    ) -> None:
        random.SystemRandom().shuffle(values)
        if values:
            self._connection.execute(
                insert(table),
                [
                    {"id": secrets.token_bytes(16), "item_id": item_id, column: value}
                    for value in values
                ],
            )
