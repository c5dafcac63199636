"""Takes one person out of all that is stored: `mlops-bot members erase`.

Their rows go where they are only about them. Elsewhere a name that stands for nobody takes the
place of their id, the same one everywhere, so that what was shown can still be checked: how many
people were asked, or that one person was asked twice.
"""

import json
import re
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    String,
    Table,
    Text,
    cast,
    delete,
    or_,
    select,
    update,
)

from bot.database import Database
from bot.database_marks import ERASED, NOBODY
from bot.delivery.domain import DeliveryState
from bot.errors import UserFacingError
from bot.handover.rules.states import UNDER_WAY, State
from bot.surveys.domain import RoundState
from bot.surveys.respondents import ItemKey, Secrets
from bot.tables import metadata

_ID: Final = re.compile(r"[UW][A-Z0-9]{6,30}")

_ONLY_THEIRS: Final = (
    ("person", "user_id"),
    ("team_membership", "user_id"),
    ("team_presence", "user_id"),
    ("team_parent_lead", "user_id"),
    ("survey_consent", "user_id"),
    ("playbook_subscription", "user_id"),
    ("handover_person", "user_id"),
    # A drill proves that somebody can run a model, and nobody is left who could.
    ("handover_drill", "user_id"),
    ("delivery", "address"),
)
"""Rows that are deleted where this column is the person."""

_BLANKED: Final = (
    ("digest_win", "user_id", {"user_id": NOBODY, "sentence": "", "is_owed": True}),
    (
        "handover_leaving",
        "owner_id",
        {"last_day": date(1970, 1, 1), "set_by": NOBODY, "named": [], "is_told": True},
    ),
)
"""Rows of which the number alone stays, so that no other is given it and taken for it."""

_EMPTIED: Final = (
    ("team_membership", "named_by"),
    ("model", "owner_id"),
    ("model", "added_by"),
    ("model_suggestion", "user_id"),
    ("model_asker", "user_id"),
    ("playbook_vote", "user_id"),
    ("handover", "owner_id"),
    ("handover", "successor_id"),
    ("handover", "caretaker_id"),
    ("handover", "proven_by"),
)
"""Columns that are left empty: a name of nobody's would be asked, reminded or counted."""

_UNSETTLED: Final = tuple(
    state
    for state in DeliveryState
    if state not in (DeliveryState.SENT, DeliveryState.SKIPPED, DeliveryState.FAILED)
)


class EraseError(UserFacingError):
    """Somebody can't be erased, or not yet; the text says why."""


@dataclass(frozen=True)
class Erased:
    """What becomes of one table's rows: how many are deleted, and in how many a name goes."""

    table: str
    deleted: int
    changed: int


def erase(database: Database, user_id: str, hiding: Secrets, *, is_dry: bool) -> tuple[Erased, ...]:
    """Erase a person in one transaction, or see what that would do; return what it does.

    Args:
        database: the database, with this version's tables.
        user_id: the person's id in Slack.
        hiding: the installation's secrets, without which open answers are nobody's.
        is_dry: whether nothing is to be changed.

    Raises:
        EraseError: this is no person's id, or something under way still needs them.

    """
    if not _ID.fullmatch(user_id):
        raise EraseError(
            f"{user_id[:40]!r} is no Slack id of a person. It looks like U0123ABCD; in Slack it "
            "stands in their profile under “Copy member ID”. Nothing was changed."
        )
    eraser = _Eraser(user_id, hiding)
    with database.writing() as connection:
        eraser.run(connection)
        if is_dry and (transaction := connection.get_transaction()) is not None:
            transaction.rollback()
    if is_dry:
        return eraser.done
    database.clear_deleted_bytes(
        "survey_open_answer", "survey_open_comment", "survey_fear_choice", "antipattern_person"
    )
    return eraser.done


class _Eraser:
    """One person's erasure within one transaction."""

    def __init__(self, user_id: str, hiding: Secrets) -> None:
        self._user_id = user_id
        self._hiding = hiding
        self._instead = f"{ERASED}{secrets.token_hex(6)}"
        self._pattern = re.compile(rf"(?<![A-Za-z0-9]){user_id}(?![A-Za-z0-9])")
        self._deleted: Counter[str] = Counter()
        self._changed: Counter[str] = Counter()

    @property
    def done(self) -> tuple[Erased, ...]:
        """What was done, by table."""
        names = sorted({*self._deleted, *self._changed})
        found = (Erased(name, self._deleted[name], self._changed[name]) for name in names)
        return tuple(each for each in found if each.deleted or each.changed)

    def run(self, connection: Connection) -> None:
        """Erase the person, unless something under way still needs them."""
        if needed := list(_list_needs(connection, self._user_id)):
            raise EraseError(f"{' '.join(needed)} Nothing was changed.")
        self._delete_open_answers(connection)
        self._delete_tokens(connection)
        self._delete_rows(connection)
        self._empty(connection)
        for table in metadata().sorted_tables:
            self._rename_in(connection, table)

    def _delete_open_answers(self, connection: Connection) -> None:
        """Delete what they answered and wrote of what is still open, as its key tells."""
        keys = _table("survey_item_key")
        for item_id, key, mark in connection.execute(select(keys)).all():
            if self._hiding.knows(mark):
                hidden = self._hiding.hide(self._user_id, ItemKey(key, mark))
                for name in ("survey_open_answer", "survey_open_comment"):
                    columns = _table(name).c
                    self._delete(
                        connection, name, columns.item_id == item_id, columns.respondent == hidden
                    )

        fears = _table("survey_fear_key")
        for fear_id, key, mark in connection.execute(select(fears)).all():
            if self._hiding.knows(mark):
                hidden = self._hiding.hide(self._user_id, ItemKey(key, mark))
                chosen = _table("survey_fear_choice").c
                self._delete(
                    connection,
                    "survey_fear_choice",
                    chosen.fear_id == fear_id,
                    chosen.respondent == hidden,
                )

    def _delete_tokens(self, connection: Connection) -> None:
        """Delete that they are behind a kind, in the twelve weeks that run."""
        people, keys = _table("antipattern_person"), _table("antipattern_key")
        key_of = {
            row.period: ItemKey(row.key, row.secret_mark)
            for row in connection.execute(select(keys))
        }
        counted = select(people.c.team_id, people.c.period, people.c.label).distinct()
        for team_id, period, label in connection.execute(counted).all():
            key = key_of.get(period)
            if key is not None and self._hiding.knows(key.mark):
                token = self._hiding.hide(f"{team_id}:{label}:{self._user_id}", key)
                self._delete(connection, people.name, people.c.token == token)

    def _delete_rows(self, connection: Connection) -> None:
        leaving, session = _table("handover_leaving"), _table("handover_session")
        theirs = select(leaving.c.id).where(leaving.c.owner_id == self._user_id)
        self._delete(connection, session.name, session.c.leaving_id.in_(theirs))
        for name, column in _ONLY_THEIRS:
            self._delete(connection, name, _table(name).c[column] == self._user_id)
        for name, column, values in _BLANKED:
            table = _table(name)
            blanked = update(table).where(table.c[column] == self._user_id).values(values)
            self._deleted[name] += connection.execute(blanked).rowcount
        owed = _table("delivery").c  # What others are still to be told about them.
        about = or_(
            owed.key.endswith(f":{self._user_id}", autoescape=True),
            owed.key.contains(f":{self._user_id}:", autoescape=True),
        )
        self._delete(connection, "delivery", about, owed.state.in_(_UNSETTLED))

    def _delete(self, connection: Connection, name: str, *where: Any) -> None:
        self._deleted[name] += connection.execute(delete(_table(name)).where(*where)).rowcount

    def _empty(self, connection: Connection) -> None:
        suggestion = _table("model_suggestion")
        named = update(suggestion).where(suggestion.c.user_id == self._user_id)
        connection.execute(named.values(words=self._instead))  # Their login, or their address.
        for name, column in _EMPTIED:
            table = _table(name)
            emptied = update(table).where(table.c[column] == self._user_id).values({column: None})
            self._changed[name] += connection.execute(emptied).rowcount

    def _rename_in(self, connection: Connection, table: Table) -> None:
        """Put the name of nobody wherever else their id stands, in texts too."""
        texts = [c for c in table.columns if isinstance(c.type, String | JSON)]
        if not texts:
            return
        has_it = (cast(c, Text).contains(self._user_id, autoescape=True) for c in texts)
        keys = list(table.primary_key.columns)
        for row in connection.execute(select(*keys, *texts).where(or_(*has_it))).mappings().all():
            renamed = {c.name: self._rename(c, row[c.name]) for c in texts}
            changed = {name: value for name, value in renamed.items() if value != row[name]}
            if changed:
                this = (key == row[key.name] for key in keys)
                connection.execute(update(table).where(*this).values(changed))
                self._changed[table.name] += 1

    def _rename(self, column: Column[Any], value: Any) -> Any:
        if value is None:
            return None
        if isinstance(column.type, JSON):
            return json.loads(self._pattern.sub(self._instead, json.dumps(value)))
        return self._pattern.sub(self._instead, value)


def _table(name: str) -> Table:
    return metadata().tables[name]


def _list_needs(connection: Connection, user_id: str) -> Iterator[str]:
    """Yield why somebody can't be erased yet."""
    asked, rounds = _table("survey_asked").c, _table("survey_round").c
    ends = connection.scalar(
        select(rounds.closes_at)
        .join(_table("survey_asked"), asked.round_id == rounds.id)
        .where(asked.user_id == user_id, rounds.state == RoundState.OPEN)
        .order_by(rounds.closes_at.desc())
    )
    if ends is not None:
        yield (
            f"{user_id} is asked in a week that runs until {ends:%d %B %Y, %H:%M} UTC, when their "
            "own message loses its answers. Erase them after that."
        )
    owed = _table("delivery").c
    rewritten = select(owed.id).where(
        owed.address == user_id, owed.rewrites.is_not(None), owed.state.in_(_UNSETTLED)
    )
    if ends is None and connection.execute(rewritten).first() is not None:
        yield f"Messages to {user_id} are still being drawn anew. Try again in some minutes."
    yield from _list_models(connection, user_id)


def _list_models(connection: Connection, user_id: str) -> Iterator[str]:
    handover, model = _table("handover").c, _table("model").c
    waits = UNDER_WAY | {State.PAUSED}
    is_owner = (handover.owner_id == user_id) & handover.is_owner_here.is_(True)
    is_next = or_(handover.successor_id == user_id, handover.caretaker_id == user_id)
    is_over = (State.ACCEPTED, State.STEADY, State.RETIRED)
    found = connection.scalars(
        select(model.name)
        .join(_table("handover"), handover.model_id == model.id)
        .where(or_(is_owner & handover.state.in_(waits), is_next & handover.state.not_in(is_over)))
        .order_by(model.name)
    )
    for name in found:
        yield (
            f"The handover of {name} still names {user_id}. Name somebody else, or cancel it, with "
            "/mlops handover; of an account that is off the bot learns within a day."
        )
