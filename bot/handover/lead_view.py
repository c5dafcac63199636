"""What a lead sees of their teams' models, and nobody else: verdicts, days left, carried risks."""

from dataclasses import dataclass
from datetime import datetime

from bot.database import Database
from bot.handover.cases import Case
from bot.handover.domain import SectionText
from bot.handover.figures import (
    Filled,
    Line,
    bus_factor,
    documented,
    judge,
    list_accepted_risks,
    worst_first,
)
from bot.handover.handover_service import HandoverService, Outlook
from bot.handover.leaving import may_see
from bot.handover.leaving_storage import Leavings
from bot.handover.lints import list_mentions_in
from bot.handover.sections import SECTIONS
from bot.handover.sessions import days_before
from bot.handover.staleness import freshness
from bot.people.service import PeopleService


@dataclass(frozen=True)
class LeadView:
    """A lead's models, the worst first; risks that are carried; last days, and room before them."""

    lines: tuple[Line, ...]
    risks: tuple[Line, ...]
    outlooks: tuple[Outlook, ...]


class LeadViews:
    """Puts a lead's figures together; each opens to the models behind it."""

    def __init__(
        self, database: Database, handovers: HandoverService, people: PeopleService
    ) -> None:
        self._database = database
        self._handovers = handovers
        self._people = people

    def find_view(self, *, viewer: str, now: datetime) -> LeadView | None:
        """Return what a lead sees, or None for somebody who leads no team that runs a model."""
        cases = [case for case in self._handovers.list_cases(now=now) if viewer in case.leads]
        if not cases:
            return None
        outlooks = self._list_outlooks(viewer, now=now)
        left = {
            case.model.id: self._days_left(outlook, now=now)
            for outlook in outlooks
            for case in outlook.cases
        }
        lines = worst_first([_line(case, left, now=now) for case in cases])
        risks = list_accepted_risks(lines, today=now.date())
        return LeadView(lines, risks, outlooks)

    def _list_outlooks(self, viewer: str, *, now: datetime) -> tuple[Outlook, ...]:
        with self._database.reading() as connection:
            leavings = Leavings(connection).list_all()
        found = []
        for leaving in leavings:
            outlook = self._handovers.find_outlook(owner_id=leaving.owner_id, now=now)
            is_over = leaving.last_day < now.date()
            if outlook and not is_over and may_see(leaving, viewer, leads=outlook.leads):
                found.append(outlook)
        return tuple(found)

    def _days_left(self, outlook: Outlook, *, now: datetime) -> int:
        times = self._people.get_times(user_id=outlook.owner_id)
        return len(days_before(outlook.last_day, times, first=times.day_of(now)))


def _line(case: Case, days_left: dict[int, int], *, now: datetime) -> Line:
    model, handover = case.model, case.handover
    owners = case.owners
    people = case.texts.get("people")
    claims = owners | frozenset(list_mentions_in(people.text) if people else ())
    factor = bus_factor(case.proofs, claims, inactive=case.inactive, now=now)
    factors = {section.id: _freshness(case, section.id, now=now) for section in SECTIONS}
    card = documented({name: _filled(text) for name, text in case.texts.items()}, factors)
    verdict = judge(
        handover,
        owners=owners,
        inactive=case.inactive,
        factor=factor,
        is_stale=any(factors[name] < 1 for name, t in case.texts.items() if t.is_accepted),
    )
    return Line(
        model.id,
        model.title,
        int(model.tier),
        verdict,
        card,
        factor,
        days_left.get(model.id),
        handover.state,
        handover.waiver,
    )


def _filled(text: SectionText) -> Filled:
    if text.is_accepted:
        return Filled.ACCEPTED
    return Filled.UNKNOWN if text.is_gap else Filled.ANSWERED


def _freshness(case: Case, section_id: str, *, now: datetime) -> float:
    """Return how much a section counts; one that names somebody who is gone counts for nothing."""
    text = case.texts.get(section_id)
    section = next(each for each in SECTIONS if each.id == section_id)
    if text is None or text.confirmed_at is None:
        return 1.0
    gone = section_id == "people" and case.inactive & frozenset(list_mentions_in(text.text))
    # When the account was switched off is not kept; that it is off by now is what counts.
    confirmed_on = text.confirmed_at.date()
    if gone:
        return 0.0
    return freshness(section, confirmed_on=confirmed_on, today=now.date()).factor
