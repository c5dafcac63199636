"""What a lead sees of their teams' models, and nobody else: verdicts, days left, carried risks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.handover.cases import Case
from bot.handover.feared import FearSource, NoFear, find_band
from bot.handover.figures import Line, list_accepted_risks, worst_first
from bot.handover.handover_service import HandoverService
from bot.handover.outlooks import Outlook
from bot.handover.rules.leaving import may_see
from bot.handover.rules.sessions import days_before
from bot.handover.rules.states import AFTERWARDS, State
from bot.handover.standings import stand
from bot.people.service import PeopleService
from bot.surveys.fear import Feared


@dataclass(frozen=True)
class Loss:
    """A model whose owner is gone, and how many questions nobody answers any more."""

    name: str
    questions: int
    askers: int


@dataclass(frozen=True)
class LeadView:
    """A lead's models, the worst first; risks that are carried; last days, and room before them.

    `unread` names the models whose answers have nobody to read them.
    """

    lines: tuple[Line, ...]
    risks: tuple[Line, ...]
    outlooks: tuple[Outlook, ...]
    losses: tuple[Loss, ...] = ()
    unread: tuple[str, ...] = ()


class LeadViews:
    """Puts a lead's figures together; each opens to the models behind it."""

    def __init__(
        self, handovers: HandoverService, people: PeopleService, fears: FearSource | None = None
    ) -> None:
        self._fears = fears or NoFear()
        self._handovers = handovers
        self._people = people

    def find_view(self, *, viewer: str, now: datetime) -> LeadView | None:
        """Return what a lead sees, or None for somebody who leads no team that runs a model."""
        everything = self._handovers.list_cases(now=now)
        cases = [case for case in everything if viewer in case.leads]
        if not cases:
            return None
        outlooks = tuple(
            outlook
            for outlook in self._handovers.list_outlooks(cases=everything, now=now)
            if outlook.leaving and may_see(outlook.leaving, viewer, leads=outlook.leads)
        )
        left: dict[int, int] = {}
        for outlook in outlooks:
            days = self._days_left(outlook, now=now)
            left |= dict.fromkeys((case.model.id for case in outlook.cases), days)
        told = self._fears.list_told(today=now.date())
        lines = worst_first([_line(case, left, told, now=now) for case in cases])
        losses = [_loss(case) for case in cases if case.history.questions and _is_gone(case)]
        return LeadView(
            lines,
            list_accepted_risks(lines, today=now.date()),
            outlooks,
            tuple(sorted(losses, key=lambda loss: (-loss.askers, loss.name))),
            tuple(case.model.title for case in cases if _is_unread(case)),
        )

    def _days_left(self, outlook: Outlook, *, now: datetime) -> int:
        times = self._people.get_times(user_id=outlook.owner_id)
        return len(days_before(outlook.last_day, times, first=times.day_of(now)))


def _line(
    case: Case, days_left: dict[int, int], told: Mapping[int, Feared], *, now: datetime
) -> Line:
    model, handover, standing = case.model, case.handover, stand(case, now=now)
    return Line(
        model.id,
        model.title,
        int(model.tier),
        standing.verdict,
        standing.documented,
        standing.factor,
        days_left.get(model.id),
        handover.state,
        handover.waiver,
        feared_by=find_band(told, model),
    )


def _is_gone(case: Case) -> bool:
    """Whether nobody is left to ask: the owner is gone, and nobody has taken the model over."""
    handover = case.handover
    if case.model.owner_id is not None and case.model.owner_id in case.inactive:
        return True
    return handover.state in AFTERWARDS or (
        not handover.is_owner_here and handover.state is not State.ACCEPTED
    )


def _is_unread(case: Case) -> bool:
    has_reader = case.handover.successor_id is not None or case.reviewer is not None
    return not has_reader and any(not t.is_accepted and not t.is_gap for t in case.texts.values())


def _loss(case: Case) -> Loss:
    questions = case.history.questions
    return Loss(case.model.title, len(questions), sum(each.askers for each in questions))
