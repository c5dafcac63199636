"""Use cases of an owner who mends their card: what it could not answer, and what has changed."""

from dataclasses import dataclass
from datetime import datetime

from bot.database import Database
from bot.handover.cards.asking import OpenQuestion
from bot.handover.cards.question_storage import OpenQuestions
from bot.handover.cards.section import Section
from bot.handover.cards.sections import SECTIONS, find_section
from bot.handover.cards.staleness import Occurrence
from bot.handover.cases import Case, Cases
from bot.handover.domain import ModelError, SectionText
from bot.handover.handover_storage import Handovers
from bot.handover.rules import state_machine
from bot.handover.rules.sessions import Question
from bot.handover.rules.states import UNDER_WAY
from bot.handover.section_writing import add_to_section, write_section
from bot.handover.standings import fresh_of


@dataclass(frozen=True)
class Lack:
    """Something that a card lacks: a question of others, or a section that is not so any more."""

    case: Case
    section: Section | None
    question: OpenQuestion | None = None
    said_by: str | None = None

    @property
    def askers(self) -> int:
        """How many people it is about; what has changed is about everybody."""
        return 0 if self.question is None else self.question.askers


class ReplyService:
    """What owners are asked of their cards outside a handover's sessions, and what they reply."""

    def __init__(self, database: Database, cases: Cases) -> None:
        self._database = database
        self._cases = cases

    def list_lacks(self, *, owner_id: str, now: datetime) -> tuple[Lack, ...]:
        """Return what somebody's cards lack: what is not so any more, then what most asked."""
        cases = self._cases.list_of(owner_id, now=now)
        return rank([lack for case in cases for lack in list_lacks(case, now=now)])

    def get_lack(
        self, *, model_id: int, section_id: str, question_id: int, by: str, now: datetime
    ) -> Lack:
        """Return what an owner is about to mend.

        Raises:
            ModelError: it isn't theirs, or it is answered by now.

        """
        case = self._require_owner(model_id, by, now=now)
        if not question_id:
            return Lack(case, find_section(section_id))
        questions = case.history.questions
        question = next((each for each in questions if each.id == question_id), None)
        if question is None:
            raise ModelError("This is answered by now, so nothing is left to do.")
        return Lack(case, find_section(question.section), question)

    def reply(
        self,
        *,
        model_id: int,
        section_id: str,
        question_id: int,
        text: str,
        by: str,
        now: datetime,
        is_added: bool = True,
    ) -> SectionText:
        """Store what an owner writes into a section, below what stands there or in its place.

        Raises:
            ModelError: it isn't theirs to write, or there is nothing in it.

        """
        self._require_owner(model_id, by, now=now)
        if find_section(section_id) is None:
            raise ModelError("Choose a section of the card, so that people find it there.")
        with self._database.writing() as connection:
            if question_id and not OpenQuestions(connection).is_about(question_id, model_id):
                raise ModelError("This was asked of another model, so nothing was stored.")
            handovers = Handovers(connection)
            handover = handovers.find(model_id, for_update=True)
            answer = SectionText(model_id, section_id, text, by, now)
            write = add_to_section if is_added and text.strip() else write_section
            stored = write(connection, answer)
            if handover is not None and handover.state in UNDER_WAY:
                handovers.put(state_machine.answer(handover, section_id, now=now))
                handovers.forget_skip(Question(model_id, section_id))
            if question_id:
                OpenQuestions(connection).reply(question_id, section_id, now=now)
        return stored

    def _require_owner(self, model_id: int, by: str, *, now: datetime) -> Case:
        case = self._cases.get(model_id, now=now)
        if case.model.owner_id != by or not case.handover.is_owner_here:
            raise ModelError("Only this model's owner writes its card, so nothing was stored.")
        return case


def list_lacks(case: Case, *, now: datetime) -> tuple[Lack, ...]:
    """Return what one card lacks, as far as its owner is there to mend it."""
    owner = case.model.owner_id
    if owner is None or owner in case.inactive or not case.handover.is_owner_here:
        return ()
    changed = {r.section: r.user_id for r in case.changed}
    gone = {
        section.id
        for section in SECTIONS
        if section.id in case.texts and _names_somebody_gone(case, section.id, now=now)
    }
    doubtful = [
        Lack(case, section, said_by=changed.get(section.id))
        for section in SECTIONS
        if section.id in changed.keys() | gone
    ]
    asked = [Lack(case, find_section(q.section), q) for q in case.history.questions]
    return (*doubtful, *asked)


def rank(lacks: list[Lack]) -> tuple[Lack, ...]:
    """Return what has changed, then what most people asked."""
    return tuple(sorted(lacks, key=lambda lack: (lack.question is not None, -lack.askers)))


def _names_somebody_gone(case: Case, section_id: str, *, now: datetime) -> bool:
    event = fresh_of(case, section_id, now=now).because
    return event is not None and event.kind is Occurrence.PERSON_LEFT
