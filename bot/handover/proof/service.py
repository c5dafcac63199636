"""Use cases of proof: the successor explains, the owner marks, and the drill decides."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.database import Database
from bot.handover.cards.section import Section
from bot.handover.cards.sections import CRITICAL, find_section
from bot.handover.cases import Case, Cases
from bot.handover.domain import ModelError, SectionText, Source
from bot.handover.handover_storage import Handovers
from bot.handover.proof_storage import Proofs
from bot.handover.rules import state_machine
from bot.handover.rules.leaving import DrillReport, Retelling
from bot.handover.rules.states import DrillResult, Handover, HandoverError, Mark, State
from bot.handover.section_writing import confirm_section
from bot.handover.service import ModelService


@dataclass(frozen=True)
class ToRetell:
    """A section that the successor is to explain, as the card has it."""

    case: Case
    section: Section
    text: SectionText | None
    remaining: int


@dataclass(frozen=True)
class ToMark:
    """A section in the successor's words, for its owner to judge."""

    case: Case
    section: Section
    text: SectionText | None
    retelling: Retelling
    remaining: int


class RunMissingError(HandoverError):
    """A drill was recorded without the run that retrained a model which a registry has."""


class ProofService:
    """What successors show, and what owners say of it."""

    def __init__(self, database: Database, cases: Cases, models: ModelService) -> None:
        self._database = database
        self._cases = cases
        self._models = models

    def find_to_retell(self, *, model_id: int, by: str, now: datetime) -> ToRetell | None:
        """Return the next section for the successor to explain, or None when all are.

        Raises:
            HandoverError: it is not their turn.

        """
        case = self._cases.get(model_id, now=now)
        if by != case.handover.successor_id:
            raise HandoverError("Only the successor explains this model back.")
        if case.handover.state is not State.TEACH_BACK:
            return None
        waiting = [section for section in CRITICAL if section not in case.handover.retold]
        section = find_section(waiting[0]) if waiting else None
        if section is None:
            return None
        return ToRetell(case, section, case.texts.get(section.id), len(waiting) - 1)

    def retell(
        self, *, model_id: int, section_id: str, by: str, words: str, now: datetime
    ) -> Handover:
        """Store a section in the successor's own words.

        Raises:
            HandoverError: it is not their turn.

        """
        case = self._cases.get(model_id, now=now)
        version = case.texts[section_id].version if section_id in case.texts else 0
        with self._database.writing() as connection:
            handovers = Handovers(connection)
            before = handovers.find(model_id, for_update=True) or case.handover
            after = state_machine.retell(before, section_id, by=by)
            Proofs(connection).put_retelling(Retelling(model_id, section_id, by, words, version))
            is_whole = not set(CRITICAL) - after.retold
            handovers.put(after, is_news=is_whole)
            return after

    def find_to_mark(self, *, model_id: int, by: str, now: datetime) -> ToMark | None:
        """Return the next section for the owner to judge, or None when there is none.

        Raises:
            HandoverError: it is not theirs to judge.

        """
        case = self._cases.get(model_id, now=now)
        handover = case.handover
        if by != handover.owner_id:
            raise HandoverError("Only the owner says whether this is right.")
        if handover.state is not State.TEACH_BACK:
            return None
        with self._database.reading() as connection:
            told = {r.section_id: r for r in Proofs(connection).list_retellings(model_id)}
        ready = [
            s for s in CRITICAL if s in handover.retold and s in told and s not in handover.marks
        ]
        section = find_section(ready[0]) if ready else None
        if section is None:
            return None
        return ToMark(case, section, case.texts.get(section.id), told[section.id], len(ready) - 1)

    def mark(
        self, *, model_id: int, section_id: str, mark: Mark, by: str, now: datetime
    ) -> Handover:
        """Store what the owner says of a section; what is right counts as documented.

        Raises:
            HandoverError: it is not theirs to judge.

        """
        with self._database.writing() as connection:
            handovers = Handovers(connection)
            before = handovers.find(model_id, for_update=True)
            if before is None:
                raise HandoverError("Nobody hands this model over, so nothing changed.")
            after = state_machine.mark(before, section_id, mark, by=by, now=now)
            handovers.put(after)
            told = {r.section_id: r for r in Proofs(connection).list_retellings(model_id)}
            if mark is Mark.RIGHT and section_id in told:
                _accept(connection, told[section_id], now=now)
        return after

    def record_drill(
        self, *, model_id: int, by: str, report: DrillReport, now: datetime
    ) -> Handover:
        """Store what came of the drill; if both worked, the model changes hands.

        Raises:
            RunMissingError: both worked, and the registry that has the model knows of no run.
            HandoverError: it is not their turn.

        """
        model = self._models.get_model(model_id=model_id)
        with self._database.writing() as connection:
            handovers = Handovers(connection)
            before = handovers.find(model_id, for_update=True)
            if before is None:
                raise HandoverError("Nobody hands this model over, so nothing changed.")
            if model.source is Source.MLFLOW and report.has_retrained and not report.run_url:
                raise RunMissingError(
                    "MLflow has this model, so paste the address of the run that retrained it."
                )
            result = DrillResult(by, report.has_rolled_back, report.has_retrained)
            after = state_machine.record_drill(before, result, now=now)
            Proofs(connection).add_drill(model_id, by, report, now=now)
            handovers.put(after, is_news=True)
        self.settle_owner(handover=after, now=now)
        return after

    def settle_owner(self, *, handover: Handover, now: datetime) -> bool:
        """Give an accepted model to its successor; False where that is so already.

        The register has a transaction of its own; a crash in between is made good by the next tick.
        """
        if handover.state is not State.ACCEPTED or handover.successor_id is None:
            return False
        model = self._models.get_model(model_id=handover.model_id)
        if model.owner_id != handover.owner_id:
            return False
        self._models.give_model(model_id=model.id, owner_id=handover.successor_id, now=now)
        return True

    def list_missing_lines(self, *, model_id: int) -> tuple[str, ...]:
        """Return what successors found missing on the card."""
        with self._database.reading() as connection:
            return Proofs(connection).list_missing_lines(model_id)


def _accept(connection: Connection, retelling: Retelling, *, now: datetime) -> None:
    try:
        confirm_section(
            connection,
            model_id=retelling.model_id,
            section=retelling.section_id,
            version=retelling.version,
            confirmed_by=retelling.successor_id,
            now=now,
        )
    except ModelError:
        # A named gap can be understood, and is still no documentation.
        return
