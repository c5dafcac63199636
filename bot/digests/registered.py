"""What a digest says of a team's models, told from the figures that the register gives out."""

import re
from datetime import date, datetime
from typing import Final, Protocol

from bot.digests.domain import Models
from bot.digests.sections.section import shorten
from bot.handover.team_models import Running, TeamFigures, Worth
from bot.surveys.fear import Feared

_LONGEST: Final = 200
_RESTRICTED: Final = (
    "Not told here: this team's cards are for its own people only. A lead of it can say."
)
_PERSON: Final = re.compile(r"<@([UW][A-Z0-9]+)>")


class FigureSource(Protocol):
    """Works out a team's models in figures."""

    def find_figures(self, *, team_id: int, now: datetime) -> TeamFigures | None:
        """Return a team's figures, or None where it runs no model."""
        ...


class ShownFears(Protocol):
    """Knows what a team's fear question showed."""

    def find_shown(self, *, team_id: int, today: date) -> Feared | None:
        """Return what the latest one showed, unless that is long ago."""
        ...


class RegisteredModels:
    """The models of teams, as a digest tells of them; who knows them is left out."""

    def __init__(self, figures: FigureSource, fears: ShownFears | None = None) -> None:
        self._figures = figures
        self._fears = fears

    def find_models(self, *, team_id: int, now: datetime) -> Models | None:
        """Return what may be said of a team's models, or None where it has none."""
        found = self._figures.find_figures(team_id=team_id, now=now)
        if found is None:
            return None
        return Models(
            found.count,
            found.documented_percent,
            found.one_head,
            _list_worth(found),
            self._list_feared(team_id, found, today=now.date()),
        )

    def _list_feared(self, team_id: int, found: TeamFigures, *, today: date) -> tuple[str, ...]:
        """Return what the team was told that it fears, of the models that it still runs."""
        feared = self._fears and self._fears.find_shown(team_id=team_id, today=today)
        if not feared:
            return ()
        named = [found.runs[model.id] for model in feared.named if model.id in found.runs]
        return tuple(_feared(each) for each in named)


def _list_worth(found: TeamFigures) -> tuple[str, ...]:
    """Return what cards say; whoever makes a page may not be of the team that alone reads them."""
    return (_RESTRICTED,) if found.is_restricted else tuple(_worth(each) for each in found.worth)


def _worth(worth: Worth) -> str:
    """Return what a card says a model is worth, and by whose word: an id, as in the card's file."""
    words = _PERSON.sub(r"\1", worth.text.replace("**", ""))
    return f"{shorten(worth.model, 60)}: {shorten(words, _LONGEST)} ({worth.author_id} wrote that)"


def _feared(running: Running) -> str:
    """Return a model and how many are proven to be able to run it, whoever they are."""
    who = {0: "nobody", 1: "one person"}.get(running.proven, f"{running.proven} people")
    return f"{shorten(running.title, 40)} ({who} proven to run it)"
