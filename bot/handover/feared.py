"""What leads may know of the models that their teams would least like to be paged for."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from bot.handover.domain import Model
from bot.surveys.fear import Band, Feared


class FearSource(Protocol):
    """Knows what teams were sent of it."""

    def list_told(self, *, today: date) -> Mapping[int, Feared]:
        """Return by team what its latest question showed, once the team was sent that."""
        ...


class NoFear:
    """Knows of nothing, where nobody is asked."""

    def list_told(self, *, today: date) -> Mapping[int, Feared]:  # noqa: ARG002 - see above
        """Return nothing."""
        return {}


def find_band(told: Mapping[int, Feared], model: Model) -> Band | None:
    """Return in which band the team that runs a model named it, if it did.

    A model that has moved takes nothing along: what one team says is shown to no other.
    """
    feared = None if model.team_id is None else told.get(model.team_id)
    if feared is None:
        return None
    return next((named.band for named in feared.named if named.id == model.id), None)
