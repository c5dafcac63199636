"""Use cases of reading cards: one named person says of one section that it is right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.database import Database
from bot.handover.cards.section import Section
from bot.handover.cards.sections import SECTIONS, find_section
from bot.handover.cards.staleness import Freshness, Occurrence
from bot.handover.cases import Case, Cases
from bot.handover.domain import ModelError, SectionText
from bot.handover.figures import Filled
from bot.handover.review_storage import Reviews
from bot.handover.reviews import (
    ASKED_AGAIN_AFTER,
    MOST_AT_ONCE,
    Review,
    Said,
    choose_reader,
)
from bot.handover.rules.states import UNDER_WAY, State
from bot.handover.section_writing import confirm_section
from bot.handover.service import ModelService
from bot.handover.standings import stand

_UNREAD: Final = "Nobody has read it yet"
_NOT_YOURS: Final = "This isn't asked of you, so nothing was stored."


@dataclass(frozen=True)
class Waiting:
    """A section that one person is to look at, and why; urgent ones belong to a handover."""

    user_id: str
    case: Case
    section: Section
    text: SectionText
    because: str
    is_urgent: bool
    factor: float


@dataclass(frozen=True)
class Asked:
    """A section that was put before somebody, and how its answer stands by now."""

    review: Review
    case: Case
    section: Section
    text: SectionText | None

    @property
    def is_the_same(self) -> bool:
        """Whether the answer that they were shown is still the one that stands."""
        return self.text is not None and self.text.version == self.review.version


class ReviewService:
    """What readers of cards are asked, and what they say."""

    def __init__(self, database: Database, cases: Cases, models: ModelService) -> None:
        self._database = database
        self._cases = cases
        self._models = models

    def name_reviewer(self, *, model_id: int, user_id: str, by: str, now: datetime) -> Case:
        """Store who reads a model's card, as its owner or a lead says.

        Raises:
            ModelError: it isn't theirs to say, or that person can't be it.

        """
        case = self._cases.get(model_id, now=now)
        if not self._models.may_change(model=case.model, user_id=by):
            raise ModelError("Only this model's owner or a lead can say who reads its card.")
        if user_id == case.model.owner_id:
            raise ModelError("Its owner writes the card, so somebody else has to read it.")
        if user_id in case.inactive:
            raise ModelError(f"<@{user_id}>'s account is switched off. Choose somebody else.")
        with self._database.writing() as connection:
            Reviews(connection).put_reviewer(model_id, user_id)
        return case

    def claim_look(self, *, now: datetime, until: datetime) -> bool:
        """Take the look at all cards upon oneself, if it is due."""
        with self._database.reading() as connection:
            due_at = Reviews(connection).find_look()
        if due_at is not None and due_at > now:
            return False
        with self._database.writing() as connection:
            reviews = Reviews(connection)
            if reviews.begin_looking(until):
                return True
            due_at = reviews.find_look(for_update=True)
            if due_at is not None and due_at > now:
                return False
            reviews.put_look(until)
        return True

    def put_look(self, *, due_at: datetime) -> None:
        """Store when cards are looked at next."""
        with self._database.writing() as connection:
            Reviews(connection).put_look(due_at)

    def find_next_look(self) -> datetime | None:
        """Return when cards are looked at next."""
        with self._database.reading() as connection:
            return Reviews(connection).find_look()

    def ask(self, *, user_id: str, waiting: Iterable[Waiting], day: date) -> int:
        """Put a few sections before somebody today; return how many.

        While a handover waits for it that is every day, else once a week.
        """
        since = day - ASKED_AGAIN_AFTER
        with self._database.writing() as connection:
            reviews = Reviews(connection)
            lately = [r for r in reviews.list_since(since) if r.user_id == user_id]
            if any(review.asked_on == day for review in lately):
                return 0
            known = {(r.model_id, r.section, r.version) for r in lately if r.asked_on > since}
            fresh = [w for w in waiting if _key(w) not in known]
            is_urgent = any(each.is_urgent for each in fresh)
            if known and not is_urgent:
                return 0
            for each in fresh[:MOST_AT_ONCE]:
                model_id, section, version = _key(each)
                reviews.add(Review(0, user_id, model_id, section, version, each.because, day))
        return len(fresh[:MOST_AT_ONCE])

    def list_asked(self, *, user_id: str, day: date, now: datetime) -> tuple[Asked, ...]:
        """Return what was put before somebody on a day, as it stands now."""
        with self._database.reading() as connection:
            reviews = Reviews(connection).list_of(user_id, day)
        found = []
        for review in reviews:
            section = find_section(review.section)
            case = self._cases.get(review.model_id, now=now)
            if section is not None:
                found.append(Asked(review, case, section, case.texts.get(section.id)))
        return tuple(found)

    def get_asked(self, *, review_id: int, by: str, now: datetime) -> Asked:
        """Return what somebody was asked to read.

        Raises:
            ModelError: they weren't.

        """
        with self._database.reading() as connection:
            review = Reviews(connection).find(review_id)
        section = None if review is None else find_section(review.section)
        if review is None or section is None or review.user_id != by:
            raise ModelError(_NOT_YOURS)
        case = self._cases.get(review.model_id, now=now)
        return Asked(review, case, section, case.texts.get(section.id))

    def say(self, *, review_id: int, by: str, said: Said, now: datetime) -> Review:
        """Store what somebody says of a section; what is right counts as confirmed today.

        Raises:
            ModelError: they weren't asked, or it was answered anew since they read it.

        """
        with self._database.writing() as connection:
            reviews = Reviews(connection)
            review = reviews.find(review_id, for_update=True)
            if review is None or review.user_id != by:
                raise ModelError(_NOT_YOURS)
            if said is Said.RIGHT:
                confirm_section(
                    connection,
                    model_id=review.model_id,
                    section=review.section,
                    version=review.version,
                    confirmed_by=by,
                    now=now,
                    is_renewed=True,
                )
            reviews.say(review_id, said, now=now)
        return review


def list_waiting(case: Case, *, now: datetime) -> tuple[Waiting, ...]:
    """Return what is to be read of a model's card, the worst first, and by whom."""
    if case.handover.state is State.RETIRED or case.model.is_gone:
        return ()
    standing = stand(case, now=now)
    changed = {review.section for review in case.changed}
    found = []
    for section in SECTIONS:
        text = case.texts.get(section.id)
        if text is None or text.is_gap or section.id in changed:
            continue
        fresh = standing.fresh[section.id]
        is_accepted = standing.filled[section.id] is Filled.ACCEPTED
        if not (_may_renew(fresh) if is_accepted else _may_tap(case, section)):
            continue
        reader = choose_reader(
            (case.handover.successor_id, case.reviewer, case.model.owner_id),
            author_id=text.author_id,
            inactive=case.inactive,
        )
        if reader is not None:
            why = _why(fresh) if is_accepted else _UNREAD
            is_urgent = case.handover.state in UNDER_WAY and not is_accepted
            factor = fresh.factor if is_accepted else 0.0
            found.append(Waiting(reader, case, section, text, why, is_urgent, factor))
    return tuple(sorted(found, key=lambda each: (not each.is_urgent, each.factor)))


def _may_renew(fresh: Freshness) -> bool:
    """Whether a press renews a confirmation; one that names somebody gone is to be rewritten."""
    event = fresh.because
    return fresh.is_stale and (event is None or event.kind is not Occurrence.PERSON_LEFT)


def _may_tap(case: Case, section: Section) -> bool:
    """Whether a section can be confirmed by reading alone.

    A critical one is explained back first; later, outside a handover, reading a change is enough.
    """
    if not section.is_critical:
        return True
    return section.id in case.history.accepted and case.handover.state not in UNDER_WAY


def _why(fresh: Freshness) -> str:
    event = fresh.because
    if event is None:
        return "It was confirmed long ago"
    return f"Unconfirmed since v{event.version.removeprefix('v')}"


def _key(waiting: Waiting) -> tuple[int, str, int]:
    return waiting.case.model.id, waiting.section.id, waiting.text.version
