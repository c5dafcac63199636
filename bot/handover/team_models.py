"""What a team's digest may say of its models: never a date, a last day, or who knows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.handover.cases import Case, Cases
from bot.handover.rules.states import State
from bot.handover.standings import stand

_WORTH: Final = "business-metric"


@dataclass(frozen=True)
class Worth:
    """What a model earns or saves, as its accepted card says, and who wrote that."""

    model: str
    text: str
    author_id: str


@dataclass(frozen=True)
class Running:
    """A model by its name of now, and how many people are proven to be able to run it."""

    title: str
    proven: int


@dataclass(frozen=True)
class TeamFigures:
    """A team's models in figures; `one_head` names those that one active person knows.

    `worth` is empty where the cards are for the team only. `runs` has every model that
    the team still runs, by id.
    """

    count: int
    documented_percent: int
    one_head: tuple[str, ...]
    worth: tuple[Worth, ...]
    is_restricted: bool = False
    runs: Mapping[int, Running] = field(default_factory=dict)


class TeamModels:
    """Works a team's figures out of its cards and drills, and of nothing that only leads see."""

    def __init__(self, cases: Cases) -> None:
        self._cases = cases

    def find_figures(self, *, team_id: int, now: datetime) -> TeamFigures | None:
        """Return a team's figures, or None where it runs no model."""
        cases = [c for c in self._cases.list_of_team(team_id, now=now) if not c.model.is_gone]
        if not cases:
            return None
        standings = [stand(case, now=now) for case in cases]
        total = sum(standing.documented.accepted for standing in standings)
        names = [c.model.title for c, s in zip(cases, standings, strict=True) if s.is_one_head]
        is_restricted = self._cases.is_restricted(team_id)
        told = [] if is_restricted else cases
        worth = [found for case in told if (found := _worth(case)) is not None]
        runs = {
            c.model.id: Running(c.model.title, len(s.factor.proven))
            for c, s in zip(cases, standings, strict=True)
            if c.handover.state is not State.RETIRED
        }
        return TeamFigures(
            len(cases), total // len(cases), tuple(names), tuple(worth), is_restricted, runs
        )


def _worth(case: Case) -> Worth | None:
    text = case.texts.get(_WORTH)
    is_so = text is not None and text.is_accepted and not text.is_gap
    if text is None or not is_so or _WORTH in {review.section for review in case.changed}:
        return None
    return Worth(case.model.title, text.text, text.author_id)
