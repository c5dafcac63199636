"""When what is owed to a person is put into a message: a rule without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.domain import Delivery, DeliveryState, Wait, day_key, owed, plan_day
from bot.people.domain import WorkingTimes
from tests.delivery.slack_side import AISHA, MONDAY, OFFICE

AN_HOUR = timedelta(hours=1)
TUESDAY = MONDAY + timedelta(days=1)


def part(key: str = "pulse:1", *, at: datetime = MONDAY, until: datetime | None = None) -> Delivery:
    return owed(key, to=AISHA, at=at, until=until)


def a_day(
    at: datetime = MONDAY,
    *,
    state: DeliveryState = DeliveryState.SENT,
    started_at: datetime | None = None,
    settled_at: datetime | None = None,
) -> Delivery:
    return replace(
        part(day_key(AISHA, at.date()), at=at),
        is_day=True,
        state=state,
        started_at=started_at or at,
        settled_at=settled_at or at,
    )


def test_what_is_due_in_working_hours_is_sent_now() -> None:
    assert plan_day([part()], None, OFFICE, now=MONDAY) is None


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (MONDAY - AN_HOUR, MONDAY),
        (MONDAY + 8 * AN_HOUR, TUESDAY),
        (MONDAY - timedelta(days=1), MONDAY),
    ],
)
def test_what_is_due_out_of_hours_waits_for_them(now: datetime, until: datetime) -> None:
    assert plan_day([part(at=now)], None, OFFICE, now=now) == Wait(until)


def test_what_is_due_waits_for_the_last_of_what_falls_due_on_that_day() -> None:
    parts = [part(), *(part(f"pulse:{n}", at=MONDAY + n * AN_HOUR) for n in (2, 5, 8, 24))]

    assert plan_day(parts, None, OFFICE, now=MONDAY) == Wait(MONDAY + 5 * AN_HOUR)


def test_nothing_waits_for_company_until_it_has_expired() -> None:
    parts = [
        part(until=MONDAY + 4 * AN_HOUR),
        part("pulse:2", at=MONDAY + 2 * AN_HOUR),
        part("pulse:3", at=MONDAY + 4 * AN_HOUR),
    ]

    assert plan_day(parts, None, OFFICE, now=MONDAY) == Wait(MONDAY + 2 * AN_HOUR)


@pytest.mark.parametrize(
    "last",
    [
        a_day(),
        a_day(state=DeliveryState.FAILED),
        replace(a_day(state=DeliveryState.DUE), settled_at=None),
        replace(a_day(state=DeliveryState.SENDING), settled_at=None),
        replace(a_day(MONDAY - timedelta(days=3), state=DeliveryState.SENDING), settled_at=None),
    ],
    ids=["sent", "failed", "due", "being sent", "under way since Friday"],
)
def test_what_is_due_after_the_message_of_the_day_waits_for_the_next_day(last: Delivery) -> None:
    assert plan_day([part()], last, OFFICE, now=MONDAY + AN_HOUR) == Wait(TUESDAY)


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.FAILED])
def test_the_message_of_the_day_before_holds_nothing_up(state: DeliveryState) -> None:
    assert plan_day([part()], a_day(state=state), OFFICE, now=TUESDAY) is None


def test_a_message_that_was_found_only_today_counts_for_the_day_on_which_it_was_sent() -> None:
    found_late = a_day(settled_at=TUESDAY)

    assert plan_day([part()], found_late, OFFICE, now=TUESDAY) is None


def test_who_flew_west_has_had_the_message_of_the_day_that_begins_again() -> None:
    landed = WorkingTimes(zone="America/Los_Angeles")
    sent = datetime(2026, 1, 6, 20, tzinfo=UTC)  # On the 7th in Auckland, where they were.
    last = replace(a_day(sent), key=day_key(AISHA, sent.date() + timedelta(days=1)))

    wait = plan_day([part()], last, landed, now=sent + AN_HOUR)

    assert wait == Wait(datetime(2026, 1, 7, 17, tzinfo=UTC))


moments = st.timedeltas(timedelta(), timedelta(days=21)).map(
    lambda passed: datetime(2026, 3, 20, tzinfo=UTC) + passed
)
people = st.builds(
    lambda zone, weekdays, starts, length: WorkingTimes(
        zone=zone, weekdays=weekdays, starts=starts, ends=min(24, starts + length)
    ),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "UTC+05:45"]),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.integers(0, 23),
    st.integers(1, 24),
)


@given(times=people, due=st.lists(moments, min_size=1, max_size=8))
def test_all_is_sent_in_working_hours_and_once_a_day(
    times: WorkingTimes, due: list[datetime]
) -> None:
    waiting = [part(f"pulse:{number}", at=moment) for number, moment in enumerate(due)]
    last: Delivery | None = None
    now, sent = min(due), list[datetime]()

    for _ in range(100):
        ready = [each for each in waiting if each.due_at <= now]
        wait = plan_day(waiting, last, times, now=now) if ready else None
        if wait is not None:
            assert wait.until > now
            now = wait.until
        elif ready:
            sent.append(now)
            last = a_day(now, settled_at=now)
            last = replace(last, key=day_key(AISHA, times.day_of(now)))
            waiting = [each for each in waiting if each not in ready]
        elif waiting:
            now = min(each.due_at for each in waiting)

    days = [times.day_of(moment) for moment in sent]
    assert waiting == []
    assert len(set(days)) == len(days)
    assert all(times.next_moment(moment) == moment for moment in sent)
