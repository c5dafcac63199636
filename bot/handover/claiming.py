"""Whose own word makes them the owner of a model that has none."""

from typing import Final

from sqlalchemy import Connection

from bot.handover.domain import Model, ModelError, SuggestionStanding
from bot.handover.owner_storage import Owners
from bot.handover.owners import OwnerStanding
from bot.handover.storage import Suggestions
from bot.teams.domain import Roster

_SUGGESTED: Final = frozenset(
    {SuggestionStanding.FOUND, SuggestionStanding.ASKED, SuggestionStanding.DECLINED}
)
"""Whoever said “not mine” may think again: the suggestion was about them."""


def may_claim(connection: Connection, model: Model, user_id: str, *, roster: Roster | None) -> bool:
    """Whether somebody's own word is enough.

    An owner reads a restricted card and says which team runs the model. So of a team's model only
    its own people and those whom something suggests have it by their word; of everybody else a
    lead says so. `roster` is that team's, or None for a model that no team runs.
    """
    said = {claim.user_id: claim for claim in Owners(connection).list_of(model.id)}.get(user_id)
    if said is not None and said.standing is OwnerStanding.DECLINED and said.decided_by != user_id:
        return False
    if roster is None or user_id in {person.user_id for person in roster.participants}:
        return True
    return any(
        each.user_id == user_id and each.standing in _SUGGESTED
        for each in Suggestions(connection).list_of(model.id)
    )


def require_claim(
    connection: Connection, model: Model, user_id: str, *, roster: Roster | None
) -> None:
    """Refuse somebody whose own word is not enough.

    Raises:
        ModelError: a lead has to say so.

    """
    if not may_claim(connection, model, user_id, roster=roster):
        raise ModelError(
            "A lead of this model's team has to say that it is yours, so nothing changed. "
            f"`/mlops model {model.name}` has a button that asks them."
        )
