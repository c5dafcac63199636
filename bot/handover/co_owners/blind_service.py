"""Use cases of owners who are asked apart: what each says, where they differ, and who is right."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.database import Database
from bot.handover.cards.section import Section, Written
from bot.handover.cards.sections import CRITICAL, find_section
from bot.handover.cases import Case, Cases
from bot.handover.co_owners.blind import (
    BlindAnswer,
    Disagreement,
    Kept,
    list_disagreements,
    list_unasked,
)
from bot.handover.co_owners.storage import Blinds
from bot.handover.domain import SectionText
from bot.handover.handover_storage import Handovers
from bot.handover.rules import state_machine
from bot.handover.rules.states import UNDER_WAY, HandoverError
from bot.handover.section_writing import write_section


@dataclass(frozen=True)
class ToAnswer:
    """The section that a second owner is asked now, and how many follow it."""

    case: Case
    section: Section
    remaining: int


@dataclass(frozen=True)
class ToSettle:
    """A section on which two owners differ, to be settled now, and how many follow it."""

    case: Case
    section: Section
    disagreement: Disagreement
    remaining: int


class BlindService:
    """Asks each owner of a model the critical questions apart, and shows where they differ."""

    def __init__(self, database: Database, cases: Cases) -> None:
        self._database = database
        self._cases = cases

    def list_to_ask(self, *, case: Case) -> tuple[str, ...]:
        """Return the second owners who are still to be asked, now that a model changes hands."""
        if case.handover.state not in UNDER_WAY:
            return ()
        answers = self._list(case.model.id)
        here = [user for user in case.others if user not in case.inactive]
        return tuple(u for u in here if u != case.handover.owner_id and list_unasked(answers, u))

    def count_open(self, case: Case, user_id: str) -> int:
        """Return how many questions a second owner is still asked."""
        return len(list_unasked(self._list(case.model.id), user_id))

    def find_next(self, *, model_id: int, by: str, now: datetime) -> ToAnswer | None:
        """Return the next section for a second owner to answer, or None when all are.

        Raises:
            HandoverError: it is not asked of them.

        """
        case = self._require_asked(model_id, by, now=now)
        waiting = list_unasked(self._list(model_id), by)
        section = find_section(waiting[0]) if waiting else None
        return None if section is None else ToAnswer(case, section, len(waiting) - 1)

    def record(
        self, *, model_id: int, section_id: str, by: str, written: Written | None, now: datetime
    ) -> None:
        """Store what a second owner says of a section; None is that they don't know.

        Raises:
            HandoverError: it is not asked of them.

        """
        self._require_asked(model_id, by, now=now)
        if section_id not in CRITICAL:
            raise HandoverError("This version of the bot asks no such question.")
        text = "" if written is None else written.to_text()
        with self._database.writing() as connection:
            Blinds(connection).put(BlindAnswer(model_id, section_id, by, text), now=now)

    def list_disagreements(self, *, case: Case) -> tuple[Disagreement, ...]:
        """Return where the owners of a model differ, once a second one has been heard in full."""
        answers = self._list(case.model.id)
        heard = {answer.user_id for answer in answers if not list_unasked(answers, answer.user_id)}
        whole = [answer for answer in answers if answer.user_id in heard]
        first = case.handover.owner_id or case.model.owner_id
        found = list_disagreements(tuple(case.texts.values()), whole, first_id=first)
        order = {section: number for number, section in enumerate(CRITICAL)}
        return tuple(sorted(found, key=lambda each: order[each.other.section_id]))

    def may_read(self, case: Case, user_id: str) -> bool:
        """Whether somebody sees where owners differ: they themselves, and the leads."""
        return user_id in {*case.owners, case.handover.owner_id, *case.leads}

    def count_settled(self, *, model_id: int) -> int:
        """Return on how many sections of a model somebody has said who is right."""
        return sum(answer.kept is not None for answer in self._list(model_id))

    def find_to_settle(self, *, model_id: int, by: str, now: datetime) -> ToSettle | None:
        """Return the next section on which owners differ, or None where they agree.

        Raises:
            HandoverError: it is not theirs to see.

        """
        case = self._require_reader(model_id, by, now=now)
        found = self.list_disagreements(case=case)
        section = find_section(found[0].other.section_id) if found else None
        return None if section is None else ToSettle(case, section, found[0], len(found) - 1)

    def settle(
        self, *, model_id: int, section_id: str, user_id: str, kept: Kept, by: str, now: datetime
    ) -> None:
        """Store whose words stay on the card, as one of the owners or a lead says.

        Raises:
            HandoverError: it is not theirs to say, or somebody has said so meanwhile.

        """
        case = self._require_reader(model_id, by, now=now)
        found = next(
            (
                each
                for each in self.list_disagreements(case=case)
                if (each.other.section_id, each.other.user_id) == (section_id, user_id)
            ),
            None,
        )
        # One transaction: what is settled and not on the card would be asked of nobody again.
        with self._database.writing() as connection:
            if found is None or not Blinds(connection).decide(found.other, kept, by=by):
                raise HandoverError("Somebody has settled this meanwhile, so nothing changed.")
            if kept is not Kept.FIRST:
                _put_on_card(connection, found, kept, now=now)

    def _require_asked(self, model_id: int, by: str, *, now: datetime) -> Case:
        case = self._cases.get(model_id, now=now)
        if by not in case.others or by in case.inactive:
            raise HandoverError("This is asked of the model's other owners, so nothing was stored.")
        if case.handover.state not in UNDER_WAY:
            raise HandoverError("This isn't asked of you any more, so nothing was stored.")
        return case

    def _require_reader(self, model_id: int, by: str, *, now: datetime) -> Case:
        case = self._cases.get(model_id, now=now)
        if not self.may_read(case, by):
            raise HandoverError(
                "Only the owners of this model and its leads see where they differ."
            )
        return case

    def _list(self, model_id: int) -> tuple[BlindAnswer, ...]:
        with self._database.reading() as connection:
            return Blinds(connection).list_of(model_id)


def _put_on_card(connection: Connection, found: Disagreement, kept: Kept, *, now: datetime) -> None:
    first, other = found.first, found.other
    texts = [other.text] if kept is Kept.OTHER else [first.text, other.text]
    text = "\n\n".join(each for each in texts if each)
    author_id = other.user_id if kept is Kept.OTHER else first.author_id
    answer = SectionText(other.model_id, other.section_id, text, author_id, now, is_gap=not text)
    write_section(connection, answer)
    handovers = Handovers(connection)
    handover = handovers.find(other.model_id, for_update=True)
    if handover is not None and handover.state in UNDER_WAY:
        handovers.put(state_machine.answer(handover, other.section_id, now=now))
