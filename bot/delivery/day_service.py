"""Use cases of a person's day: what is due to them is merged into one message a working day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from bot.database import Database
from bot.delivery.composing import Undrawn
from bot.delivery.domain import (
    NOTHING,
    Delivery,
    DeliveryState,
    Hours,
    Times,
    day_key,
    plan_day,
)
from bot.delivery.storage import Deliveries

_PEOPLE_AT_ONCE: Final = 200


class DayService:
    """Keeps the messages of people's days; `bot.delivery.sender` sends them."""

    def __init__(self, database: Database, hours: Hours) -> None:
        self._database = database
        self._hours = hours

    def get_times(self, user_id: str) -> Times:
        """Return when somebody may be written to."""
        return self._hours.list_times([user_id])[user_id]

    def _list_times(self, people: Sequence[str]) -> tuple[tuple[str, Times], ...]:
        return tuple(self._hours.list_times(people).items()) if people else ()

    def carry_due(self, *, now: datetime) -> int:
        """Make the message of the day for everybody to whom something is due; return how many."""
        return self.carry(self.list_due_people(now=now), now=now)

    def list_due_people(self, *, now: datetime) -> tuple[str, ...]:
        """Return to whom something is due, a few hundred at a time."""
        with self._database.reading() as connection:
            return Deliveries(connection).list_due_people(now=now, limit=_PEOPLE_AT_ONCE)

    def carry(self, people: Sequence[str], *, now: datetime) -> int:
        """Make these people's messages of the day, all of them or none; return how many.

        Whoever is not at work, or had today's message, is looked at again when that has changed.
        """
        times = self._hours.list_times(people)
        with self._database.writing() as connection:
            deliveries = Deliveries(connection)
            return sum(
                _carry(deliveries, person, times[person], now=now) for person in sorted(people)
            )

    def put_aside(self, user_id: str, *, until: datetime, reason: str) -> None:
        """Look again later at what is due to somebody who met with a fault of ours."""
        with self._database.writing() as connection:
            Deliveries(connection).put_aside(user_id, until=until, reason=reason)

    def list_parts(self, delivery: Delivery) -> tuple[Delivery, ...]:
        """Return what a message consists of: its parts, or itself."""
        if not delivery.is_day:
            return (delivery,)
        with self._database.reading() as connection:
            return Deliveries(connection).list_carried(delivery.key)

    def find_message_of(self, key: str) -> Delivery | None:
        """Return the delivery whose message shows what is owed under `key`."""
        with self._database.reading() as connection:
            deliveries = Deliveries(connection)
            found = deliveries.find(key)
            if found is None or found.carried_by is None:
                return found
            return deliveries.find(found.carried_by)

    def find_message_at(self, user_id: str, *, ts: str) -> Delivery | None:
        """Return the message of a day that stands at `ts` in somebody's direct messages.

        Of some it is not written down where they stand, nor is it yet of one that is just being
        sent; those are known by their day.
        """
        day = self.get_times(user_id).day_of(datetime.fromtimestamp(float(ts), UTC))
        with self._database.reading() as connection:
            deliveries = Deliveries(connection)
            if (known := deliveries.find_day_at(user_id, ts)) is not None:
                return known
            of_the_day = deliveries.find(day_key(user_id, day))
        return of_the_day if of_the_day is not None and of_the_day.ts is None else None

    def find_put_off(self, day: Delivery, *, now: datetime) -> datetime | None:
        """Return until when the parts of a day's message wait for another, or None to send it.

        They do outside working hours, and once its day is over: what falls due on the new day
        comes together with them.
        """
        times = self.get_times(day.address)
        if (start := times.next_moment(now)) > now:
            return start
        return None if day.key == day_key(day.address, times.day_of(now)) else now

    def leave_out(
        self,
        expired: Sequence[Delivery],
        left_over: Sequence[Delivery],
        undrawn: Sequence[Undrawn] = (),
        *,
        now: datetime,
    ) -> None:
        """Settle the parts whose time has passed, and have another day carry what has to wait.

        That is what did not fit, and what met with a fault of ours.
        """
        parts = [*expired, *left_over, *(each.part for each in undrawn)]
        if not parts:
            return
        tomorrow = self.get_times(parts[0].address).next_day(now)
        with self._database.writing() as connection:
            deliveries = Deliveries(connection)
            _skip(deliveries, [part.key for part in expired], now=now)
            _put_off(deliveries, left_over, until=tomorrow)
            for each in undrawn:
                _put_off(deliveries, [each.part], until=tomorrow, reason=each.reason)

    def put_off(self, parts: Sequence[Delivery], *, until: datetime) -> None:
        """Take parts out of the message of the day, so that a later day's carries them."""
        with self._database.writing() as connection:
            _put_off(Deliveries(connection), parts, until=until)

    def make_conditional(self, day: Delivery) -> Delivery:
        """Return the message of a day of which nothing but what is conditional is left."""
        if day.is_day and not day.is_conditional:
            with self._database.writing() as connection:
                Deliveries(connection).set_parts([day.key], is_conditional=True)
        return replace(day, is_conditional=True)

    def dissolve(
        self,
        day: Delivery,
        *,
        owner: str,
        now: datetime,
        until: datetime,
        reason: str | None = None,
    ) -> bool:
        """Undo the message of a day that certainly was not posted; its parts wait for another."""
        with self._database.writing() as connection:
            deliveries = Deliveries(connection)
            if not deliveries.change(day.key, owner=owner, now=now, reason="put off"):
                return False
            _put_off(deliveries, deliveries.list_carried(day.key), until=until, reason=reason)
            deliveries.forget([day.key])
            return True

    def move_first(self, keys: Sequence[str], *, to: datetime) -> bool:
        """Have the first of these that still waits fall due at another moment; False for none."""
        with self._database.writing() as connection:
            deliveries = Deliveries(connection)
            for key in keys:
                found = deliveries.find(key, for_update=True)
                if found is not None and found.state is DeliveryState.WAITING:
                    deliveries.set_parts([key], due_at=to, claimable_at=to)
                    return True
        return False

    def look_again(self, user_id: str) -> None:
        """Look at what waits for somebody as soon as it is due, since their times changed."""
        with self._database.writing() as connection:
            deliveries = Deliveries(connection)
            for part in deliveries.list_waiting(user_id):
                deliveries.set_parts([part.key], claimable_at=part.due_at)

    def forget(self, keys: Sequence[str], *, now: datetime) -> None:
        """Delete what was withdrawn, so that nothing tells that it was ever sent.

        Past days that carried nothing but what depends on what people did go with it: on which
        day somebody was to be reminded may be of their own choosing.
        """
        if not keys:
            return
        with self._database.reading() as connection:
            people = Deliveries(connection).list_addressees(keys)
        todays = {user: day_key(user, t.day_of(now)) for user, t in self._list_times(people)}
        with self._database.writing() as connection:
            deliveries = Deliveries(connection)
            deliveries.forget(keys)
            for user_id, today in todays.items():
                deliveries.forget_empty_days(user_id, but=today)


def _carry(deliveries: Deliveries, user_id: str, times: Times, *, now: datetime) -> int:
    """Make one person's message of the day, or have their parts wait; return 0 if none are due."""
    waiting = deliveries.list_waiting(user_id)
    _skip(deliveries, [part.key for part in waiting if part.has_expired(now)], now=now)
    parts = [part for part in waiting if not part.has_expired(now)]
    due = [part.key for part in parts if part.due_at <= now]
    last = deliveries.find_last_day(user_id)
    if due and (wait := plan_day(parts, last, times, now=now)) is not None:
        deliveries.set_parts(due, claimable_at=wait.until)
        for part in parts:  # What expires meanwhile is looked at then, and waited for no longer.
            if part.key in due and part.expires_at is not None and part.expires_at < wait.until:
                deliveries.set_parts([part.key], claimable_at=part.expires_at)
    elif due:
        day = Delivery(
            day_key(user_id, times.day_of(now)),
            user_id,
            NOTHING,
            now,
            DeliveryState.DUE,
            attempts=0,
            is_day=True,
            is_conditional=all(part.is_conditional for part in parts if part.key in due),
        )
        if deliveries.add([day]):
            carried = {"state": DeliveryState.CARRIED, "carried_by": day.key, "reason": None}
            deliveries.set_parts(due, **carried)
        else:  # They have travelled back into a day that had its message.
            deliveries.set_parts(due, claimable_at=times.next_day(now))
    return 1 if waiting else 0


def _skip(deliveries: Deliveries, keys: Sequence[str], *, now: datetime) -> None:
    if keys:
        deliveries.set_parts(
            keys,
            state=DeliveryState.SKIPPED,
            carried_by=None,
            reason="its time had passed",
            settled_at=now.replace(second=0, microsecond=0),
        )


def _put_off(
    deliveries: Deliveries,
    parts: Sequence[Delivery],
    *,
    until: datetime,
    reason: str | None = None,
) -> None:
    deliveries.set_parts(
        [part.key for part in parts],
        state=DeliveryState.WAITING,
        carried_by=None,
        claimable_at=until,
        reason=reason,
    )
