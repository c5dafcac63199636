"""Counts where somebody's name stands in models, cards and handovers, for themselves alone.

The rows are read by their columns' names, apart from whatever writes them: all of them at once, and
nothing of what they say but how many there are.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    Boolean,
    Connection,
    Select,
    TableClause,
    and_,
    column,
    func,
    or_,
    select,
    table,
)

from bot.database import Database
from bot.handover.owners import OwnerStanding

_MODEL: Final = table("model", column("name"), column("owner_id"))
_OWNER: Final = table("model_owner", column("user_id"), column("standing"))
_SUGGESTION: Final = table("model_suggestion", column("user_id"))
_SECTION: Final = table("model_section", column("author_id"), column("confirmed_by"))
_BLIND: Final = table("handover_blind", column("user_id"))
_HANDOVER: Final = table("handover", column("successor_id"), column("caretaker_id"))
_RETELLING: Final = table("handover_retelling", column("successor_id"))
_DRILL: Final = table("handover_drill", column("user_id"))
_REVIEWER: Final = table("model_reviewer", column("user_id"))
_REVIEW: Final = table("model_review", column("user_id"))
_LEAVING: Final = table("handover_leaving", column("owner_id"), column("is_told", Boolean))


@dataclass(frozen=True)
class Traces:
    """How often somebody's name stands where.

    Attributes:
        models: the names of the models that they own first.
        co_owned: how many more they own with somebody.
        suggested: how many something suggests them for.
        written: how many answers in cards they gave, in all versions.
        confirmed: how many they said are right.
        blind: how many sections they wrote besides, as a further owner.
        next_for: of how many models they are the successor, or stand in for an owner.
        proofs: how many sections they explained, and drills they recorded.
        read: of how many models they read the card, and how often they were asked about a section.
        has_last_day: whether a last day of theirs is stored that they were told of.

    """

    models: tuple[str, ...]
    co_owned: int
    suggested: int
    written: int
    confirmed: int
    blind: int
    next_for: int
    proofs: int
    read: int
    has_last_day: bool


class TraceService:
    """Reads traces; it changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find_traces(self, *, user_id: str) -> Traces:
        """Return where somebody's name stands in what is stored of models."""
        is_co_owner = and_(_OWNER.c.user_id == user_id, _OWNER.c.standing == OwnerStanding.OWNER)
        is_next = or_(_HANDOVER.c.successor_id == user_id, _HANDOVER.c.caretaker_id == user_id)
        is_told = and_(_LEAVING.c.owner_id == user_id, _LEAVING.c.is_told.is_(True))
        owned = select(_MODEL.c.name).where(_MODEL.c.owner_id == user_id).order_by(_MODEL.c.name)
        with self._database.reading() as connection:
            count = _Counter(connection)
            return Traces(
                models=tuple(connection.scalars(owned)),
                co_owned=count.of(_count(_OWNER).where(is_co_owner)),
                suggested=count.of(_count(_SUGGESTION).where(_SUGGESTION.c.user_id == user_id)),
                written=count.of(_count(_SECTION).where(_SECTION.c.author_id == user_id)),
                confirmed=count.of(_count(_SECTION).where(_SECTION.c.confirmed_by == user_id)),
                blind=count.of(_count(_BLIND).where(_BLIND.c.user_id == user_id)),
                next_for=count.of(_count(_HANDOVER).where(is_next)),
                proofs=count.of(_count(_RETELLING).where(_RETELLING.c.successor_id == user_id))
                + count.of(_count(_DRILL).where(_DRILL.c.user_id == user_id)),
                read=count.of(_count(_REVIEWER).where(_REVIEWER.c.user_id == user_id))
                + count.of(_count(_REVIEW).where(_REVIEW.c.user_id == user_id)),
                has_last_day=count.of(_count(_LEAVING).where(is_told)) > 0,
            )


class _Counter:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, statement: Select[int]) -> int:
        return self._connection.execute(statement).scalar_one()


def _count(of: TableClause) -> Select[int]:
    return select(func.count()).select_from(of)
