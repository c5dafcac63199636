"""How one model stands, worked out of its case: for its lead, and for everybody else."""

from dataclasses import dataclass
from datetime import datetime

from bot.handover.cards.lints import list_mentions_in
from bot.handover.cards.sections import SECTIONS
from bot.handover.cards.staleness import Event, Freshness, Occurrence, freshness
from bot.handover.cases import Case
from bot.handover.domain import SectionText
from bot.handover.figures import (
    BusFactor,
    Documented,
    Filled,
    Verdict,
    bus_factor,
    documented,
    judge,
)

_FRESH = Freshness(1.0)


@dataclass(frozen=True)
class Standing:
    """How one model stands.

    Attributes:
        filled: how far each section is.
        fresh: how much each confirmed section still counts.
        documented: how much of its card counts.
        factor: who can run it, proven and claimed.
        verdict: for those who may know of its handover.
        public: for everybody: as though no last day were set, so that it can't tell of one.
        active: its owner, if their account is on.

    """

    filled: dict[str, Filled]
    fresh: dict[str, Freshness]
    documented: Documented
    factor: BusFactor
    verdict: Verdict
    public: Verdict
    active: frozenset[str]

    @property
    def is_one_head(self) -> bool:
        """Whether exactly one active person is known to run it; who that is, is nobody's news."""
        return len(self.factor.proven | self.active) == 1


def stand(case: Case, *, now: datetime) -> Standing:
    """Return how a model stands."""
    owners = frozenset([case.model.owner_id]) if case.model.owner_id else frozenset[str]()
    people = case.texts.get("people")
    claims = owners | frozenset(list_mentions_in(people.text) if people else ())
    factor = bus_factor(case.proofs, claims, inactive=case.inactive, now=now)
    changed = {review.section for review in case.changed}
    filled = {name: _fill(text, name in changed) for name, text in case.texts.items()}
    fresh = {
        section.id: fresh_of(case, section.id, now=now)
        for section in SECTIONS
        if section.id in case.texts
    }
    is_stale = any(fresh[n].is_stale for n, how in filled.items() if how is Filled.ACCEPTED)
    verdict, public = (
        judge(handover, owners=owners, inactive=case.inactive, factor=factor, is_stale=is_stale)
        for handover in (case.handover, None)
    )
    card = documented(filled, {name: each.factor for name, each in fresh.items()})
    active = owners - case.inactive
    return Standing(filled, fresh, card, factor, verdict, public, active)


def fresh_of(case: Case, section_id: str, *, now: datetime) -> Freshness:
    """Return how much a section counts; one that names somebody who is gone counts for nothing."""
    text = case.texts.get(section_id)
    section = next(each for each in SECTIONS if each.id == section_id)
    if text is None or text.confirmed_at is None:
        return _FRESH
    # When the account was switched off is not kept; that it is off by now is what counts.
    if section_id == "people" and case.inactive & frozenset(list_mentions_in(text.text)):
        return Freshness(0.0, Event(Occurrence.PERSON_LEFT, now.date()))
    return freshness(
        section,
        confirmed_on=text.confirmed_at.date(),
        today=now.date(),
        events=case.history.events,
    )


def _fill(text: SectionText, is_changed: bool) -> Filled:  # noqa: FBT001 - the fact is the argument
    if text.is_accepted and not is_changed:
        return Filled.ACCEPTED
    return Filled.UNKNOWN if text.is_gap else Filled.ANSWERED
