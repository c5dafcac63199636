"""How people stand to a model besides its first owner, and who of them has shown that they can."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.handover.figures import Proof
from bot.handover.rules.states import PROOF_LASTS


class OwnerStanding(StrEnum):
    """How somebody stands to a model that has a first owner."""

    ASKED = "asked"  # They say that it is theirs too; an owner or a lead is asked.
    OWNER = "owner"
    DECLINED = "declined"
    FORMER = "former"  # They were its first owner before.
    FIRST = "first"  # Nobody owned it, and a lead said that it is theirs.


DECIDED: Final = (OwnerStanding.OWNER, OwnerStanding.DECLINED, OwnerStanding.FIRST)
"""How somebody stands once an owner or a lead has said so."""
CLOSED: Final = frozenset({OwnerStanding.FORMER, OwnerStanding.FIRST})
"""How somebody stands of whom there is nothing more to say."""


@dataclass(frozen=True)
class OwnerClaim:
    """How one person stands to one model, and who said so."""

    id: int
    model_id: int
    user_id: str
    standing: OwnerStanding
    changed_at: datetime
    decided_by: str | None = None

    @property
    def turn(self) -> int:
        """Tells one decision from the next, so that whoever asked is told of each once."""
        return int(self.changed_at.timestamp())


def list_owners(claims: Sequence[OwnerClaim]) -> tuple[str, ...]:
    """Return who owns a model besides its first owner."""
    return tuple(claim.user_id for claim in claims if claim.standing is OwnerStanding.OWNER)


def find_proven(
    others: Sequence[str], proofs: Sequence[Proof], *, gone: AbstractSet[str], now: datetime
) -> str | None:
    """Return the other owner who has shown lately that they can run a model, if one is left."""
    proven = {proof.user_id for proof in proofs if now - proof.at < PROOF_LASTS}
    return next((user for user in others if user in proven and user not in gone), None)
