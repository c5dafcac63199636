"""The clock moved on: ask readers and owners of cards, and remind of what waits for a proof."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.delivery.day_service import DayService
from bot.delivery.domain import DeliveryState, owed
from bot.delivery.service import DeliveryService
from bot.handover.care.reply_messages import reply_key
from bot.handover.care.reply_service import list_lacks
from bot.handover.care.review_messages import review_key
from bot.handover.care.review_service import Waiting, list_waiting
from bot.handover.cases import Case
from bot.handover.desk import Desk
from bot.handover.handover_places import REMIND, STATE, Key
from bot.handover.handover_rendering import say
from bot.handover.rules.states import State
from bot.people.domain import WorkingTimes
from bot.people.service import PeopleService
from bot.scheduler import Job

_AT_LEAST: Final = timedelta(minutes=15)
_AT_MOST: Final = timedelta(days=1)
_REMINDED: Final = (State.TEACH_BACK, State.DRILL)


class CareJobs:
    """What is due of cards and proofs as days begin.

    Everything is looked at once a morning of whomever it concerns, since that reads all cards.
    """

    def __init__(
        self,
        desk: Desk,
        deliveries: DeliveryService,
        days: DayService,
        clock: Clock,
        people: PeopleService,
    ) -> None:
        self._desk = desk
        self._deliveries = deliveries
        self._days = days
        self._clock = clock
        self._people = people

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of this feature."""
        return (Job(id="models.care", run=self.look, next_due=self._desk.reviews.find_next_look),)

    def look(self) -> int:
        """Ask and remind everybody who is at work now and hasn't been today, if it is due."""
        now = self._clock.now()
        if not self._desk.reviews.claim_look(now=now, until=now + _AT_LEAST):
            return 0
        cases = self._desk.handovers.list_cases(now=now)
        times = self._list_times(cases)
        working = {user for user, each in times.items() if each.next_moment(now) == now}
        done = self._ask_readers(cases, working, times, now=now)
        done += self._ask_owners(cases, working, times, now=now)
        done += self._remind(cases, working, times, now=now)
        starts = [each.next_day(now) for each in times.values()]
        starts += [start for each in times.values() if (start := each.next_moment(now)) > now]
        self._desk.reviews.put_look(due_at=min([*starts, now + _AT_MOST]))
        return done

    def _list_times(self, cases: Iterable[Case]) -> dict[str, WorkingTimes]:
        people = {
            user
            for case in cases
            for user in (case.model.owner_id, case.handover.successor_id, case.reviewer)
            if user is not None and user not in case.inactive
        }
        return dict(self._people.list_times(sorted(people)))

    def _ask_readers(
        self,
        cases: Iterable[Case],
        working: set[str],
        times: dict[str, WorkingTimes],
        *,
        now: datetime,
    ) -> int:
        waiting: dict[str, list[Waiting]] = {}
        for case in cases:
            for each in list_waiting(case, now=now):
                waiting.setdefault(each.user_id, []).append(each)
        done = 0
        for user_id in sorted(waiting.keys() & working):
            day = times[user_id].day_of(now)
            if self._desk.reviews.ask(user_id=user_id, waiting=waiting[user_id], day=day):
                done += self._owe(review_key(user_id, day.isoformat()), user_id, now)
        return done

    def _ask_owners(
        self,
        cases: Iterable[Case],
        working: set[str],
        times: dict[str, WorkingTimes],
        *,
        now: datetime,
    ) -> int:
        lacking = {case.model.owner_id for case in cases if list_lacks(case, now=now)}
        done = 0
        for user_id in sorted(user for user in lacking if user in working):
            day = times[user_id].day_of(now)
            if _is_first_of_week(day, times[user_id]):
                done += self._owe(reply_key(user_id, day.isoformat()), user_id, now)
        return done

    def _remind(
        self,
        cases: Iterable[Case],
        working: set[str],
        times: dict[str, WorkingTimes],
        *,
        now: datetime,
    ) -> int:
        """Remind successor and owner of what waits for them, from the day after they were told."""
        done = 0
        for case in (case for case in cases if case.handover.state in _REMINDED):
            # Whoever was gone may take it back, and is told so once.
            owner = case.handover.owner_id if case.handover.is_owner_here else None
            both = (case.handover.successor_id, owner)
            for user_id in [user for user in both if user is not None and user in working]:
                today = times[user_id].day_of(now)
                if say(case, user_id) and self._was_told(case, user_id, times, today):
                    key = Key(REMIND, case.model.id, today.toordinal(), user_id).dump()
                    done += self._owe(key, user_id, now)
        return done

    def _was_told(
        self, case: Case, user_id: str, times: dict[str, WorkingTimes], today: date
    ) -> bool:
        """Whether the news itself reached them on an earlier day; else it would be said twice."""
        turn = self._desk.handovers.get_turn(model_id=case.model.id)
        told = self._days.find_message_of(Key(STATE, case.model.id, turn, user_id).dump())
        if told is None or told.state is not DeliveryState.SENT or told.started_at is None:
            return False
        return times[user_id].day_of(told.started_at) < today

    def _owe(self, key: str, user_id: str, now: datetime) -> int:
        return self._deliveries.owe_all([owed(key, to=user_id, at=now)])


def _is_first_of_week(day: date, times: WorkingTimes) -> bool:
    monday = day - timedelta(days=day.weekday())
    return not any(times.works_on(monday + timedelta(days=n)) for n in range(day.weekday()))
