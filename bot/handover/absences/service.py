"""Use cases of pauses: notice one that an owner announced, and ask whoever stood in afterwards."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.database import Database
from bot.handover.absences.domain import (
    LEAST_DAYS,
    Absence,
    AbsenceStanding,
    count_days,
    read_gaps,
)
from bot.handover.absences.storage import Absences
from bot.handover.cases import Case, Cases
from bot.handover.gap_service import GapService
from bot.handover.rules.states import HandoverError
from bot.handover.storage import Models
from bot.people.domain import WorkingTimes
from bot.people.service import PeopleService

_KEPT_FOR = timedelta(days=90)
_AWAY = AbsenceStanding.AWAY


class AbsenceService:
    """Follows the pauses of owners; nothing is read from how active somebody is."""

    def __init__(self, database: Database, cases: Cases, people: PeopleService) -> None:
        self._database = database
        self._cases = cases
        self._people = people
        self._gaps = GapService(database)

    def follow(self, *, now: datetime) -> int:
        """Note who is away, and who is back; return how much has changed."""
        away = self._list(AbsenceStanding.AWAY)
        owned = [model for model in self._cases.list_models() if model.owner_id is not None]
        owners = sorted({m.owner_id or "" for m in owned} | {a.owner_id for a in away})
        times = self._people.list_times(owners)
        changed = 0
        known = {(absence.model_id, absence.owner_id): absence for absence in away}
        for model in owned:
            owner_id = model.owner_id or ""
            until, today = times[owner_id].paused_until, times[owner_id].day_of(now)
            absence = known.pop((model.id, owner_id), None)
            if until is not None and until > today:
                changed += self._note_away(absence, model.id, owner_id, today, until)
            elif absence is not None:
                case = self._cases.get(model.id, now=now)
                changed += self._note_back(absence, case, times[owner_id], today=today)
        # Whose model it is no more is asked after no more.
        for absence in known.values():
            changed += self._put(replace(absence, standing=AbsenceStanding.OVER))
        return changed

    def _note_away(
        self, absence: Absence | None, model_id: int, owner_id: str, today: date, until: date
    ) -> int:
        if absence is None:
            with self._database.writing() as connection:
                # Another process notes it at the same moment; the model's row has one wait.
                Models(connection).find(model_id, for_update=True)
                absences = Absences(connection)
                away = {(a.model_id, a.owner_id) for a in absences.list_standing(_AWAY)}
                if (model_id, owner_id) in away:
                    return 0
                absences.add(Absence(0, model_id, owner_id, today, until))
            return 1
        return 0 if absence.until == until else self._put(replace(absence, until=until))

    def _note_back(self, absence: Absence, case: Case, times: WorkingTimes, *, today: date) -> int:
        deputy_id = None if absence.owner_id in case.inactive else _find_deputy(case)
        is_drill = count_days(absence, times, today=today) >= LEAST_DAYS and deputy_id is not None
        standing = AbsenceStanding.ASKED if is_drill else AbsenceStanding.OVER
        ended = min(today, absence.until)
        return self._put(replace(absence, until=ended, standing=standing, deputy_id=deputy_id))

    def _put(self, absence: Absence) -> int:
        """Store how far a pause is by now, unless another process has gone further with it."""
        with self._database.writing() as connection:
            stored = Absences(connection).find(absence.id, for_update=True)
            if stored is None or stored.standing is not _AWAY:
                return 0
            Absences(connection).put(absence)
        return 1

    def forget_old(self, *, now: datetime) -> int:
        """Delete who was away when, ninety days after."""
        before = now.date() - _KEPT_FOR
        settled = [s for s in AbsenceStanding if s is not AbsenceStanding.AWAY]
        if not any(each.until < before for standing in settled for each in self._list(standing)):
            return 0
        with self._database.writing() as connection:
            return Absences(connection).forget(before=before)

    def list_asked(self) -> tuple[Absence, ...]:
        """Return the pauses after which somebody is still asked."""
        return self._list(AbsenceStanding.ASKED)

    def list_answered(self) -> tuple[Absence, ...]:
        """Return the pauses during which something could not be answered."""
        return self._list(AbsenceStanding.ANSWERED)

    def find(self, *, absence_id: int) -> Absence | None:
        """Return a pause by its id."""
        with self._database.reading() as connection:
            return Absences(connection).find(absence_id)

    def require(self, *, absence_id: int, by: str) -> Absence:
        """Return a pause after which somebody is asked.

        Raises:
            HandoverError: it is not they who are.

        """
        absence = self.find(absence_id=absence_id)
        if absence is None or absence.deputy_id != by:
            raise HandoverError("Whoever stood in is asked that, so nothing was stored.")
        if absence.standing is not AbsenceStanding.ASKED:
            raise HandoverError("This is answered already, so nothing was stored.")
        return absence

    def record(self, *, absence_id: int, by: str, text: str, now: datetime) -> Absence:
        """Store what could not be answered, a line each; it becomes gaps of the model's card.

        Raises:
            HandoverError: it is not they who are asked.

        """
        found, gaps = self.require(absence_id=absence_id, by=by), read_gaps(text)
        standing = AbsenceStanding.ANSWERED if gaps else AbsenceStanding.NOTHING
        # Counted twice they count once, so a crash in between costs nothing but another press.
        for gap in gaps:
            self._gaps.note(model_id=found.model_id, wording=gap, by=by, now=now)
        with self._database.writing() as connection:
            absence = Absences(connection).find(found.id, for_update=True) or found
            if absence.standing is not AbsenceStanding.ASKED:
                raise HandoverError("This is answered already, so nothing was stored.")
            told = replace(absence, standing=standing, gaps=gaps)
            Absences(connection).put(told)
        return told

    def _list(self, standing: AbsenceStanding) -> tuple[Absence, ...]:
        with self._database.reading() as connection:
            return Absences(connection).list_standing(standing)


def _find_deputy(case: Case) -> str | None:
    """Return who stands in for an owner: the successor, another owner, or the caretaker."""
    handover = case.handover
    likely = (handover.successor_id, *case.others, handover.caretaker_id)
    not_these = {case.model.owner_id, None, *case.inactive}
    return next((user for user in likely if user not in not_these), None)
