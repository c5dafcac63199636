"""The tables of answers. No row holds a person together with an answer.

What is open and what is released stand in tables of their own: the first are small, so that what
was deleted from them is soon cleared, and the second have no place for who answered. On SQLite
rows have no hidden number: neither the order in which answers came nor anything else in them can
be joined to the people who were asked.
"""

import random
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Insert,
    LargeBinary,
    String,
    bindparam,
    delete,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, insert_into
from bot.database_marks import HIDDEN, LEFT_OUT
from bot.surveys.comment_storage import Comments, UnlinkedComment
from bot.surveys.domain import Choice, Comment, HeldAnswer, Item
from bot.surveys.item_storage import ItemRow, RoundItemRow, item_from
from bot.surveys.respondents import ItemKey
from bot.surveys.storage import AskedRow

_WITHOUT_ROWID: Final = {"sqlite_with_rowid": False}

_CHOICES: Final = ", ".join(repr(choice.value) for choice in Choice)

TABLES: Final = ("survey_item_key", "survey_open_answer", "survey_open_comment")
"""The tables from which a closing round deletes; they hold only what is open."""


class ItemKeyRow(Base):
    """The random bytes that hide who answered an open item; deleted when it closes.

    `secret_mark` tells which of the installation's secrets they go with.
    """

    __tablename__ = "survey_item_key"
    __table_args__ = ({"info": {LEFT_OUT: True}},)

    item_id: Mapped[int] = mapped_column(ForeignKey("survey_item.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))
    secret_mark: Mapped[bytes] = mapped_column(LargeBinary(8))


class OpenAnswerRow(Base):
    """An answer to an open item. `respondent` is who gave it, hidden."""

    __tablename__ = "survey_open_answer"
    __table_args__ = (CheckConstraint(f"choice IN ({_CHOICES})", name="choice"), _WITHOUT_ROWID)

    item_id: Mapped[int] = mapped_column(ForeignKey("survey_item.id"), primary_key=True)
    respondent: Mapped[bytes] = mapped_column(
        LargeBinary(16), primary_key=True, info={HIDDEN: True}
    )
    choice: Mapped[str] = mapped_column(String(20))


class AnswerRow(Base):
    """An answer to a released item, under a random id."""

    __tablename__ = "survey_answer"
    __table_args__ = (CheckConstraint(f"choice IN ({_CHOICES})", name="choice"), _WITHOUT_ROWID)

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("survey_item.id"), index=True)
    choice: Mapped[str] = mapped_column(String(20))


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
    # The weakest lock that a release waits for; the answer's foreign key takes the same one.
    .with_for_update(read=True, key_share=True, of=ItemRow)
)
_OWN: Final = select(OpenAnswerRow.item_id, OpenAnswerRow.respondent, OpenAnswerRow.choice).where(
    OpenAnswerRow.item_id.in_(bindparam("item_ids", expanding=True)),
    OpenAnswerRow.respondent.in_(bindparam("respondents", expanding=True)),
)


def _put_answer(connection: Connection) -> Insert:
    statement = insert_into(connection, OpenAnswerRow)
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
    """Answers, and what becomes of comments with them, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

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
            _put_answer(self._connection),
            {"item_id": item_id, "respondent": respondent, "choice": choice},
        )

    def list_own(
        self, respondents: Mapping[int, bytes]
    ) -> dict[int, tuple[Choice | None, Comment | None]]:
        """Return what somebody stored with some items, given who they are to each of them."""
        choices = self._find_choices(respondents)
        comments = Comments(self._connection).list_own(respondents)
        return {item_id: (choices.get(item_id), comments.get(item_id)) for item_id in respondents}

    def list_held(self, item_id: int) -> tuple[HeldAnswer, ...]:
        """Return an open item's answers."""
        rows = self._connection.execute(
            select(OpenAnswerRow.respondent, OpenAnswerRow.choice).where(
                OpenAnswerRow.item_id == item_id
            )
        )
        return tuple(HeldAnswer(respondent, Choice(choice)) for respondent, choice in rows)

    def unlink(self, item_id: int) -> tuple[UnlinkedComment, ...]:
        """Destroy the item's key and move its answers and comments to where nobody's name fits.

        They arrive in random order under random ids, so that a copy of the database made before
        cannot be laid beside one made after. Whose comments those were is returned for this
        transaction alone.
        """
        answers = self._connection.scalars(
            select(OpenAnswerRow.choice).where(OpenAnswerRow.item_id == item_id)
        ).all()
        comments = Comments(self._connection)
        held = comments.list_held(item_id)
        self.erase(item_id)
        released: list[dict[str, object]] = [
            {"id": secrets.token_bytes(16), "item_id": item_id, "choice": choice}
            for choice in answers
        ]
        random.SystemRandom().shuffle(released)
        if released:
            self._connection.execute(insert(AnswerRow), released)
        return comments.add_released(item_id, held)

    def erase(self, item_id: int) -> None:
        """Delete an open item's key, answers and comments."""
        for table in (ItemKeyRow, OpenAnswerRow):
            self._connection.execute(delete(table).where(table.item_id == item_id))
        Comments(self._connection).erase(item_id)

    def _find_choices(self, respondents: Mapping[int, bytes]) -> dict[int, Choice]:
        if not respondents:
            return {}
        asked_for = {"item_ids": list(respondents), "respondents": list(respondents.values())}
        return {
            row.item_id: Choice(row.choice)
            for row in self._connection.execute(_OWN, asked_for)
            if respondents[row.item_id] == row.respondent
        }
