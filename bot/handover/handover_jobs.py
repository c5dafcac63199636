"""The clock moved on: look who is gone, owe what people are told, and put questions to owners."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from http.client import HTTPException
from typing import Final

from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.delivery.domain import owed
from bot.delivery.service import DeliveryService
from bot.handover import handover_places as places
from bot.handover.cases import Case
from bot.handover.desk import Desk
from bot.handover.handover_places import Key
from bot.handover.handover_rendering import is_named_early, say
from bot.handover.outlooks import Outlook
from bot.handover.rules.leaving import Asked, Leaving
from bot.handover.rules.sessions import LAST_CALL, TEACH_BACK_BY, days_before
from bot.handover.rules.states import UNDER_WAY, State
from bot.logs import get_logger
from bot.people.service import PeopleService
from bot.scheduler import Job, run_each
from bot.slack.people import Person

_log = get_logger(__name__)

_FOLLOW: Final = "handover.follow"
_TELL: Final = "handover.tell"
_LATER: Final = timedelta(minutes=15)
_SETTLED_WITHIN: Final = timedelta(days=1)
_MISSED_TOO_OFTEN: Final = 2
_TROUBLE: Final = (SlackApiError, OSError, HTTPException)


class HandoverJobs:
    """What is due of handovers as time passes; owing twice does no harm, since keys are unique.

    `look_up` asks Slack whose accounts are on, and until when.
    """

    def __init__(
        self,
        desk: Desk,
        deliveries: DeliveryService,
        clock: Clock,
        people: PeopleService,
        look_up: Callable[[Sequence[str]], Mapping[str, Person]],
    ) -> None:
        self._watch = desk.watch
        self._handovers = desk.handovers
        self._interviews = desk.interviews
        self._proofs = desk.proofs
        self._digs = desk.digs
        self._deliveries = deliveries
        self._clock = clock
        self._people = people
        self._look_up = look_up

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of handovers: who is gone is known before anybody is told or asked."""
        return (
            Job(id=_FOLLOW, run=self.follow, next_due=self._find_next_to_follow),
            Job(id=_TELL, run=self.tell, next_due=self._find_next_to_tell),
        )

    def follow(self) -> int:
        """Learn who is gone, and do what follows from days that have passed."""
        return run_each(_FOLLOW, [self._note, self._look, self._run_out, self._settle_owners])

    def _note(self) -> int:
        return self._watch.note_concerned(now=self._clock.now())

    def _look(self) -> int:
        now = self._clock.now()
        due = self._watch.claim_due(now=now)
        if not due:
            return 0
        try:
            found = self._look_up(due)
        except _TROUBLE as error:
            self._watch.put_off(user_ids=due, until=now + _LATER)
            _log.warning("accounts_not_seen", reason=type(error).__name__)
            return len(due)
        for user_id, person in found.items():
            self._watch.note_account(user_id=user_id, is_active=person.is_active, now=now)
            self._watch.note_end(user_id=user_id, ends_on=self._find_end(person), now=now)
        return len(due)

    def _find_end(self, person: Person) -> date | None:
        if person.ends_at is None:
            return None
        return self._people.get_times(user_id=person.user_id).day_of(person.ends_at)

    def _run_out(self) -> int:
        now = self._clock.now()
        return self._watch.run_out_all(now=now) + self._watch.erase_old(now=now)

    def _settle_owners(self) -> int:
        now = self._clock.now()
        return sum(
            self._proofs.settle_owner(handover=handover, now=now)
            for handover in self._watch.list_accepted()
        )

    def tell(self) -> int:
        """Owe what people are to know, and the sessions of today."""
        return run_each(
            _TELL, [self._tell_plans, self._ask_sessions, self._tell_late, self._tell_states]
        )

    def _tell_plans(self) -> int:
        untold = self._watch.list_untold_leavings()
        for leaving in untold:
            leads = self._handovers.list_leads_of(user_id=leaving.owner_id)
            readers = (leaving.owner_id, *leads, *leaving.named)
            self._owe(places.PLAN, leaving.id, leaving.number, readers)
            self._watch.mark_leaving_told(leaving=leaving)
        return len(untold)

    def _ask_sessions(self) -> int:
        return sum(self._ask(leaving) for leaving in self._handovers.list_leavings())

    def _ask(self, leaving: Leaving) -> int:
        now = self._clock.now()
        times = self._people.get_times(user_id=leaving.owner_id)
        today = times.day_of(now)
        if times.next_moment(now) > now or self._is_gone(leaving):
            return 0
        sessions = self._interviews.list_sessions(leaving_id=leaving.id)
        begun = next((session for session in sessions if session.day == today), None)
        if begun is not None:
            return self._owe_session(begun, leaving)
        outlook = self._find_outlook(leaving)
        if outlook is None:
            return 0
        planned = next((s for s in outlook.plan.sessions if s.day == today), None)
        if planned is None and leaving.moved_to == today:
            planned = next(iter(outlook.plan.sessions), None)
        if planned is None or not planned.questions:
            return 0
        asked = Asked(leaving.id, len(sessions) + 1, today, planned.questions)
        self._interviews.begin_session(asked=asked, now=now)
        self._owe_session(asked, leaving)
        return 1

    def _owe_session(self, asked: Asked, leaving: Leaving) -> int:
        """Owe a session that has begun, unless that is so; a process may have died in between."""
        key = Key(places.SESSION, leaving.id, asked.number, leaving.owner_id)
        if self._deliveries.find(key.dump()) is not None:
            return 0
        return self._owe(key.kind, key.id, key.turn, [leaving.owner_id])

    def _tell_late(self) -> int:
        return sum(self._tell_late_of(leaving) for leaving in self._handovers.list_leavings())

    def _tell_late_of(self, leaving: Leaving) -> int:
        now = self._clock.now()
        outlook = self._find_outlook(leaving)
        if outlook is None or self._is_gone(leaving):
            return 0
        cases = [case for case in outlook.cases if case.handover.state in UNDER_WAY]
        done = 0
        for kind in self._list_late(leaving):
            if kind == places.FIVE_LEFT:
                done += sum(self._watch.name_caretaker(case=case, now=now) for case in cases)
            late = [c for c in cases if c.handover.open_critical or c.handover.successor_id is None]
            leads = [lead for case in late for lead in case.leads]
            done += self._owe(kind, leaving.id, leaving.number, leads)
        return done

    def _list_late(self, leaving: Leaving) -> list[str]:
        """Return why a lead is told that a handover is late, as far as it is so by today."""
        times = self._people.get_times(user_id=leaving.owner_id)
        today = times.day_of(self._clock.now())
        left = max(days_before(leaving.last_day, times, first=today), default=0)
        sessions = self._interviews.list_sessions(leaving_id=leaving.id)
        missed = [s for s in sessions if s.day < today and s.answers == 0]
        found = [places.MISSED] if len(missed) >= _MISSED_TOO_OFTEN else []
        if left <= LAST_CALL:
            return [*found, places.ONE_LEFT]
        return [*found, places.FIVE_LEFT] if left <= TEACH_BACK_BY else found

    def _tell_states(self) -> int:
        untold = self._watch.list_untold()
        for model_id, turn in untold:
            now = self._clock.now()
            case = self._handovers.get_case(model_id=model_id, now=now)
            is_new = self._digs.ask(case=case, now=now)
            if (
                case.handover.state is State.CARETAKER
            ):  # One lead, so that nobody waits for another.
                is_new = self._watch.name_caretaker(case=case, now=now) or is_new
            if is_new:
                case = self._handovers.get_case(model_id=model_id, now=now)
            told = [user for user in _list_concerned(case) if say(case, user) is not None]
            self._owe(places.STATE, model_id, turn, told)
            if is_named_early(case):
                self._owe(places.NAMED, model_id, 0, [case.handover.successor_id or ""])
            self._watch.mark_told(model_id=model_id, turn=turn)
        return len(untold)

    def _owe(self, kind: str, id_: int, turn: int, user_ids: Sequence[str]) -> int:
        now = self._clock.now()
        readers = [u for u in dict.fromkeys(user_ids) if not self._watch.is_known_gone(user_id=u)]
        return self._deliveries.owe_all(
            [owed(Key(kind, id_, turn, user).dump(), to=user, at=now) for user in readers]
        )

    def _is_gone(self, leaving: Leaving) -> bool:
        return self._watch.is_known_gone(user_id=leaving.owner_id)

    def _find_outlook(self, leaving: Leaving) -> Outlook | None:
        return self._handovers.find_outlook(owner_id=leaving.owner_id, now=self._clock.now())

    def _find_next_to_follow(self) -> datetime | None:
        now = self._clock.now()
        moments = (self._watch.find_next_look(), self._watch.find_next_deadline(now=now))
        return min((moment for moment in moments if moment is not None), default=None)

    def _find_next_to_tell(self) -> datetime | None:
        now = self._clock.now()
        moments: list[datetime] = []
        for leaving in self._handovers.list_leavings():
            times = self._people.get_times(user_id=leaving.owner_id)
            days = days_before(leaving.last_day, times, first=times.day_of(now))
            moments += [times.at(day, times.starts) for day in days.values()]
        return min((moment for moment in moments if moment > now), default=None)


def _list_concerned(case: Case) -> tuple[str, ...]:
    """Return everybody to whom a handover's state may mean something, the active ones."""
    handover = case.handover
    people = [handover.successor_id, handover.owner_id, *case.leads]
    if handover.state is State.ARCHAEOLOGY:
        people += list(case.asked)
    known = (user for user in people if user is not None and user not in case.inactive)
    return tuple(dict.fromkeys(known))
