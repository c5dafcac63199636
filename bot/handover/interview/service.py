"""Use cases of the interview: what is asked next, answers one by one, and what is put off."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.database import Database
from bot.handover.cards.lints import FollowUp, choose_follow_up
from bot.handover.cards.section import Section, Written
from bot.handover.cards.sections import DRILLED, find_section
from bot.handover.cases import Case, Cases, count_answer
from bot.handover.domain import Basis, SectionText
from bot.handover.evidence_service import EvidenceService
from bot.handover.gap_service import GapService
from bot.handover.handover_storage import Handovers
from bot.handover.knowers import Evidence
from bot.handover.leaving_storage import Leavings
from bot.handover.prefill import prefill
from bot.handover.proof_storage import Proofs
from bot.handover.rules import state_machine
from bot.handover.rules.leaving import Asked
from bot.handover.rules.sessions import Question
from bot.handover.rules.states import UNDER_WAY, HandoverError, State
from bot.handover.section_writing import add_to_section, write_section

_DUG: Final = frozenset({State.ORPHANED, State.ARCHAEOLOGY})
_MOST_IN_VAIN: Final = 3
_NOT_ASKED: Final = "Somebody else is asked this, so nothing was stored."


@dataclass(frozen=True)
class Next:
    """The question that somebody is asked now: of which model, and how many follow it.

    `lacking` is what a successor's failed drill found missing on the card, `in_vain` what people
    asked of this section and nobody could tell them, and `known` what the registry says, by field,
    for its owner to confirm.
    """

    case: Case
    section: Section
    remaining: int
    lacking: str = ""
    in_vain: tuple[str, ...] = ()
    known: Mapping[str, str] = field(default_factory=dict)


class InterviewService:
    """What owners answer, and those who piece a card together without one."""

    def __init__(self, database: Database, cases: Cases) -> None:
        self._database = database
        self._cases = cases
        self._evidence = EvidenceService(database)
        self._gaps = GapService(database)

    def list_sessions(self, *, leaving_id: int) -> tuple[Asked, ...]:
        """Return the sessions that an owner was asked to."""
        with self._database.reading() as connection:
            return Leavings(connection).list_sessions(leaving_id)

    def begin_session(self, *, asked: Asked, now: datetime) -> None:
        """Store that an owner is asked to a session; the models' interviews have begun with it."""
        with self._database.writing() as connection:
            handovers = Handovers(connection)
            known = {each.number for each in Leavings(connection).list_sessions(asked.leaving_id)}
            if asked.number in known:
                return
            Leavings(connection).add_session(asked)
            for model_id in {question.model_id for question in asked.questions}:
                handover = handovers.find(model_id, for_update=True)
                if handover is not None and handover.state is State.LEAVING:
                    handovers.put(state_machine.begin(handover, now=now))

    def find_next(self, *, leaving_id: int, number: int, by: str, now: datetime) -> Next | None:
        """Return the next question of a session that is still open, or None when it is done.

        Raises:
            HandoverError: there is no such session of theirs; others aren't told whose it is.

        """
        with self._database.reading() as connection:
            leaving = Leavings(connection).find(leaving_id)
            sessions = Leavings(connection).list_sessions(leaving_id)
        asked = next((each for each in sessions if each.number == number), None)
        if asked is None or leaving is None or leaving.owner_id != by:
            raise HandoverError("This session is over: the date was cancelled, or has passed.")
        still_open = [q for q in asked.questions if self._is_open(q, now=now)]
        return self._next(still_open, now=now)

    def find_next_to_dig(self, *, model_id: int, by: str, now: datetime) -> Next | None:
        """Return the next section that somebody is asked of a model without an owner.

        Raises:
            HandoverError: nothing of it is asked of them.

        """
        case = self._cases.get(model_id, now=now)
        if by not in case.asked and by not in case.leads:
            raise HandoverError(_NOT_ASKED)
        missing = case.list_to_dig(by) if case.handover.state in _DUG else ()
        return self._next([Question(model_id, section) for section in missing], now=now)

    def _next(self, questions: list[Question], *, now: datetime) -> Next | None:
        if not questions:
            return None
        section = find_section(questions[0].section_id)
        if section is None:
            return None
        case = self._cases.get(questions[0].model_id, now=now)
        gaps = self._gaps.list_open(model_id=case.model.id, section_id=section.id)
        return Next(
            case,
            section,
            len(questions) - 1,
            lacking=self._find_lacking(case, section),
            in_vain=tuple(gap.wording for gap in gaps[:_MOST_IN_VAIN]),
            known=prefill(section.id, case.history.registered),
        )

    def _find_lacking(self, case: Case, section: Section) -> str:
        if section.id not in DRILLED:
            return ""
        with self._database.reading() as connection:
            lines = Proofs(connection).list_missing_lines(case.model.id)
        return lines[0] if lines else ""

    def _is_open(self, question: Question, *, now: datetime) -> bool:
        case = self._cases.get(question.model_id, now=now)
        is_asked = case.handover.state in UNDER_WAY
        still_open = question.section_id in case.list_open(now=now)
        return is_asked and still_open and question.section_id not in case.skipped

    def gather_evidence(self, *, model_id: int) -> Evidence:
        """Return what is left of a model that has lost its owner."""
        return self._evidence.gather(model_id=model_id)

    def record_answer(
        self,
        *,
        question: Question,
        by: str,
        written: Written | None,
        now: datetime,
    ) -> None:
        """Store an answer, or with None that they don't know, which is a named gap.

        Raises:
            HandoverError: it isn't theirs to answer.

        """
        case = self._check(question, by, now=now)
        known = prefill(question.section_id, case.history.registered)
        is_confirmed = written is not None and bool(known) and dict(written.values) == known
        basis = Basis.REGISTRY if is_confirmed else Basis.OWNER
        is_owner = by == case.handover.owner_id
        answer = SectionText(
            question.model_id,
            question.section_id,
            "" if written is None else written.to_text(),
            by,
            now,
            basis=basis if is_owner else Basis.INFERRED,
            is_gap=written is None,
        )
        # One transaction: an answer on the card whose question is still open would be asked twice.
        with self._database.writing() as connection:
            handovers = Handovers(connection)
            handover = handovers.find(question.model_id, for_update=True) or case.handover
            write_section(connection, answer)
            handovers.put(state_machine.answer(handover, question.section_id, now=now))
            count_answer(connection, handover.owner_id, question)

    def add_line(self, *, question: Question, by: str, line: str, now: datetime) -> None:
        """Add to an answer what its follow-up brought.

        Raises:
            HandoverError: it isn't theirs to answer, or nothing is stored of it.

        """
        case = self._check(question, by, now=now)
        text = case.texts.get(question.section_id)
        if text is None or text.author_id != by:
            raise HandoverError("This was answered by somebody else meanwhile.")
        model_id, section_id = question.model_id, question.section_id
        with self._database.writing() as connection:
            handovers = Handovers(connection)
            handover = handovers.find(model_id, for_update=True) or case.handover
            answer = SectionText(model_id, section_id, line, by, now, basis=text.basis)
            add_to_section(connection, answer)
            # Whoever has explained the shorter answer explains this one, too.
            handovers.put(state_machine.answer(handover, section_id, now=now))

    def skip(self, *, question: Question, by: str, now: datetime) -> None:
        """Have a question come later.

        Raises:
            HandoverError: it isn't theirs to answer.

        """
        self._check(question, by, now=now)
        with self._database.writing() as connection:
            count_answer(connection, by, question)
            Handovers(connection).skip(question)

    def choose_follow_up(self, *, written: Written, inactive: frozenset[str]) -> FollowUp | None:
        """Return the one thing that is asked about an answer, if there is one."""
        return choose_follow_up(written, inactive=inactive)

    def _check(self, question: Question, by: str, *, now: datetime) -> Case:
        case = self._cases.get(question.model_id, now=now)
        handover = case.handover
        if find_section(question.section_id) is None:
            raise HandoverError("This version of the bot asks no such question.")
        if handover.state in _DUG:
            if _may_dig(case, question.section_id, by):
                return case
            raise HandoverError(_NOT_ASKED)
        if by == handover.owner_id and handover.state in UNDER_WAY:
            return case
        raise HandoverError("This isn't asked of you any more, so nothing was stored.")


def _may_dig(case: Case, section_id: str, by: str) -> bool:
    """Whether a section is asked of somebody, or was, and they add to their own answer."""
    text = case.texts.get(section_id)
    is_own = text is not None and text.author_id == by and section_id in case.asked.get(by, ())
    return is_own or section_id in case.list_to_dig(by)
