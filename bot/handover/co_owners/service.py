"""Use cases of several owners: say that a model is yours too, and have that confirmed."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.database import Database
from bot.handover.domain import Model, ModelError
from bot.handover.owner_storage import Owners
from bot.handover.owners import CLOSED, OwnerClaim, OwnerStanding
from bot.handover.service import ModelService
from bot.handover.storage import Models, Suggestions

_OVER: Final = "This question is over, so nothing changed."
_TOLD_WITHIN: Final = timedelta(days=30)
"""An outage that is longer leaves people untold of what was decided just before it."""


class CoOwnerService:
    """Keeps who owns a model besides its first owner; each public method is one transaction."""

    def __init__(self, database: Database, models: ModelService) -> None:
        self._database = database
        self._models = models

    def claim_too(self, *, model_id: int, user_id: str, now: datetime) -> OwnerClaim:
        """Store that somebody says a model is theirs too; they own nothing until it is confirmed.

        Of a model without an owner it is those whose own word is not enough who say so.

        Raises:
            ModelError: their word is enough, or they were told already that it isn't theirs.

        """
        model = self._models.get_model(model_id=model_id)
        if model.owner_id is None:
            self._require_doubt(model, user_id)
        if model.owner_id == user_id:
            raise ModelError("You own this model already, so nothing changed.")
        with self._database.writing() as connection:
            Models(connection).find(model_id, for_update=True)  # A double press waits for itself.
            owners = Owners(connection)
            found = {claim.user_id: claim for claim in owners.list_of(model_id)}.get(user_id)
            if found is not None and found.standing is OwnerStanding.DECLINED:
                raise ModelError(
                    f"<@{found.decided_by}> said that this model isn't yours. Ask them; they or a "
                    "lead can change that."
                )
            if found is not None and found.standing not in CLOSED:
                return found
            return owners.put(model_id, user_id, OwnerStanding.ASKED, now=now)

    def decide(
        self,
        *,
        claim_id: int,
        by: str,
        is_theirs: bool,
        now: datetime,
        may_overrule: bool = True,
    ) -> OwnerClaim:
        """Store whether a model is somebody's too, as one of its owners or a lead says.

        Args:
            claim_id: which claim.
            by: who says so.
            is_theirs: what they say.
            now: the present moment.
            may_overrule: whether they know what somebody else has said before them, if so.

        Raises:
            ModelError: it is not for them to say, the question is over, or another was quicker.

        """
        found = self.find_claim(claim_id=claim_id)
        if found is None or found[0].standing in CLOSED:
            raise ModelError(_OVER)
        claim, model = found
        if by == claim.user_id or not self._models.may_change(model=model, user_id=by):
            raise ModelError("Another owner of this model or a lead says that, not you.")
        standing = OwnerStanding.OWNER if is_theirs else OwnerStanding.DECLINED
        with self._database.writing() as connection:
            Models(connection).find(model.id, for_update=True)  # Two leads at once: one waits.
            claim = _get_open(connection, claim_id)
            if claim.standing is standing:
                return claim
            if claim.standing is not OwnerStanding.ASKED and not may_overrule:
                raise ModelError(_said_already(claim))
            if is_theirs and Models(connection).claim(model.id, claim.user_id, now=now):
                standing = OwnerStanding.FIRST
                Suggestions(connection).end_all(model.id)
            return Owners(connection).decide(claim, standing, by=by, now=now)

    def _require_doubt(self, model: Model, user_id: str) -> None:
        """Refuse to ask a lead where that is needless, or where there is none."""
        if self._models.may_claim(model_id=model.id, user_id=user_id):
            raise ModelError("Nobody owns this model yet. Press Mine, and it is yours.")
        if not self._models.list_leads(model=model):
            raise ModelError(
                "Only the people of this model's team can say that it is theirs, and the team has "
                "no lead who could say so of you. Nothing changed."
            )

    def find_claim(self, *, claim_id: int) -> tuple[OwnerClaim, Model] | None:
        """Return a claim and its model."""
        with self._database.reading() as connection:
            claim = Owners(connection).find(claim_id)
        return None if claim is None else (claim, self._models.get_model(model_id=claim.model_id))

    def list_claims(self, *, model_id: int) -> tuple[OwnerClaim, ...]:
        """Return how people stand to a model besides its first owner."""
        with self._database.reading() as connection:
            return Owners(connection).list_of(model_id)

    def list_others(self) -> dict[int, tuple[str, ...]]:
        """Return who owns models besides their first owners, by model."""
        found: dict[int, tuple[str, ...]] = {}
        with self._database.reading() as connection:
            for claim in Owners(connection).list_standing(OwnerStanding.OWNER):
                found[claim.model_id] = (*found.get(claim.model_id, ()), claim.user_id)
        return found

    def list_deciders(self, *, claim: OwnerClaim) -> tuple[str, ...]:
        """Return who may say whether a model is somebody's too, its owners first."""
        model = self._models.get_model(model_id=claim.model_id)
        others = self.list_others().get(model.id, ())
        first = () if model.owner_id is None else (model.owner_id,)
        # Of a model that no team runs every lead may say so, and none is asked unasked.
        leads = () if model.team_id is None else self._models.list_leads(model=model)
        return tuple(u for u in dict.fromkeys((*first, *others, *leads)) if u != claim.user_id)

    def list_decided(self, *, now: datetime) -> tuple[OwnerClaim, ...]:
        """Return the claims that were decided lately; whoever made them is told."""
        with self._database.reading() as connection:
            return Owners(connection).list_decided(since=now - _TOLD_WITHIN)

    def list_open(self) -> tuple[OwnerClaim, ...]:
        """Return the claims that nobody has decided."""
        with self._database.reading() as connection:
            return Owners(connection).list_standing(OwnerStanding.ASKED)


def _get_open(connection: Connection, claim_id: int) -> OwnerClaim:
    claim = Owners(connection).find(claim_id)
    if claim is None or claim.standing in CLOSED:
        raise ModelError(_OVER)
    return claim


def _said_already(claim: OwnerClaim) -> str:
    what = "is" if claim.standing is OwnerStanding.OWNER else "isn't"
    return (
        f"<@{claim.decided_by}> said meanwhile that this model {what} <@{claim.user_id}>'s, so "
        "nothing changed. Your message shows it now, with a button for the other way round."
    )
