"""What a digest says of a team's models, told from the figures that the register gives out."""

import re
from datetime import datetime
from typing import Final, Protocol

from bot.digests.domain import Models
from bot.digests.sections.section import shorten
from bot.handover.team_models import TeamFigures, Worth

_LONGEST: Final = 200
_PERSON: Final = re.compile(r"<@([UW][A-Z0-9]+)>")


class FigureSource(Protocol):
    """Works out a team's models in figures."""

    def find_figures(self, *, team_id: int, now: datetime) -> TeamFigures | None:
        """Return a team's figures, or None where it runs no model."""
        ...


class RegisteredModels:
    """The models of teams, as a digest tells of them; who knows them is left out."""

    def __init__(self, figures: FigureSource) -> None:
        self._figures = figures

    def find_models(self, *, team_id: int, now: datetime) -> Models | None:
        """Return what may be said of a team's models, or None where it has none."""
        found = self._figures.find_figures(team_id=team_id, now=now)
        if found is None:
            return None
        return Models(
            found.count,
            found.documented_percent,
            found.one_head,
            tuple(_worth(each) for each in found.worth),
        )


def _worth(worth: Worth) -> str:
    """Return what a card says a model is worth, and by whose word: an id, as in the card's file."""
    words = _PERSON.sub(r"\1", worth.text.replace("**", ""))
    return f"{shorten(worth.model, 60)}: {shorten(words, _LONGEST)} ({worth.author_id} wrote that)"
