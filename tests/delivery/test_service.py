"""What is owed: written down once, leased to one sender, settled by its holder."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.database import Database
from bot.delivery.domain import (
    CHANNEL_INTERVAL,
    LEASE,
    LONGEST_WAIT,
    REQUEST_TIMEOUT,
    Delivery,
    DeliveryState,
    Message,
    Pace,
    wait_before_retry,
)
from bot.delivery.service import DeliveryService
from tests.delivery.slack_side import GENERAL, MONDAY, get, owe

SECOND = timedelta(seconds=1)
LONG_AGO = MONDAY - timedelta(days=1)
CLAIMABLE_AGAIN = MONDAY + LEASE + REQUEST_TIMEOUT


def claim(
    deliveries: DeliveryService, *, owner: str = "ours", after: timedelta = timedelta()
) -> list[str]:
    return [row.key for row in deliveries.claim_due(owner=owner, now=MONDAY + after)]


def claim_one(deliveries: DeliveryService, *, owner: str = "ours") -> Delivery:
    (delivery,) = deliveries.claim_due(owner=owner, now=MONDAY)
    return delivery


def owe_redraw(deliveries: DeliveryService, key: str, *, of: str) -> None:
    deliveries.owe_redraws([(of, GENERAL)], at=MONDAY, name=key)


def settle(deliveries: DeliveryService, delivery: Delivery, *, owner: str = "ours") -> bool:
    return deliveries.settle_sent(delivery, owner=owner, now=MONDAY, place=("C1", "1.2"))


def test_what_is_owed_is_found_as_it_was_owed(deliveries: DeliveryService) -> None:
    block = {"type": "section", "text": {"type": "plain_text", "text": "Wie läuft’s?"}}

    until = MONDAY + timedelta(days=7)

    is_new = deliveries.owe(
        "pulse:1", to=GENERAL, message=Message("Hi", (block,)), at=MONDAY, until=until
    )

    assert is_new
    assert deliveries.find("pulse:1") == Delivery(
        "pulse:1",
        GENERAL,
        Message("Hi", (block,)),
        MONDAY,
        DeliveryState.DUE,
        attempts=0,
        expires_at=until,
    )


def test_a_key_that_is_known_changes_nothing(deliveries: DeliveryService) -> None:
    first = owe(deliveries, "pulse:1")

    is_new = deliveries.owe("pulse:1", to="U9", message=Message("Other"), at=MONDAY + SECOND)

    assert not is_new
    assert get(deliveries, "pulse:1") == first


def test_a_key_stays_known_after_its_message_was_sent(deliveries: DeliveryService) -> None:
    owe(deliveries, "pulse:1")
    settle(deliveries, claim_one(deliveries))

    is_new = deliveries.owe("pulse:1", to=GENERAL, message=Message("Again"), at=MONDAY)

    assert not is_new
    assert claim(deliveries, after=timedelta(days=1)) == []


def test_a_key_never_owed_is_not_found(deliveries: DeliveryService) -> None:
    assert deliveries.find("pulse:1") is None


def test_only_what_is_due_is_claimed(deliveries: DeliveryService) -> None:
    owe(deliveries, "now", at=MONDAY)
    owe(deliveries, "later", at=MONDAY + SECOND)

    assert claim(deliveries) == ["now"]
    assert claim(deliveries, after=SECOND) == ["later"]


def test_the_longest_due_comes_first_and_then_the_order_of_owing(
    deliveries: DeliveryService,
) -> None:
    owe(deliveries, "member-b")
    owe(deliveries, "member-a")
    owe(deliveries, "channel")
    owe(deliveries, "overdue", at=MONDAY - SECOND)

    assert claim(deliveries) == ["overdue", "member-b", "member-a", "channel"]


def test_a_claim_takes_no_more_than_its_limit(deliveries: DeliveryService) -> None:
    for key in ("c", "b", "a"):
        owe(deliveries, key)

    first = deliveries.claim_due(owner="ours", now=MONDAY, limit=2)

    assert [delivery.key for delivery in first] == ["c", "b"]
    assert claim(deliveries) == ["a"]


def test_nobody_else_claims_before_lease_and_request_are_over(
    deliveries: DeliveryService,
) -> None:
    owe(deliveries, "pulse:1")
    claim(deliveries, owner="ours")

    too_early = claim(deliveries, owner="theirs", after=LEASE + REQUEST_TIMEOUT - SECOND)
    in_time = claim(deliveries, owner="theirs", after=LEASE + REQUEST_TIMEOUT)

    assert too_early == []
    assert in_time == ["pulse:1"]


def test_what_was_taken_over_is_no_longer_its_first_holders_to_change(
    deliveries: DeliveryService,
) -> None:
    owe(deliveries, "pulse:1")
    delivery = claim_one(deliveries, owner="ours")
    deliveries.claim_due(owner="theirs", now=CLAIMABLE_AGAIN)

    started = deliveries.start_sending(delivery, owner="ours", now=CLAIMABLE_AGAIN)
    settled = deliveries.settle_sent(
        delivery, owner="ours", now=CLAIMABLE_AGAIN, place=("C1", "1.2")
    )

    assert not started
    assert not settled
    assert get(deliveries, "pulse:1").state is DeliveryState.DUE


def test_sending_does_not_begin_once_the_lease_is_over(deliveries: DeliveryService) -> None:
    owe(deliveries, "pulse:1")
    delivery = claim_one(deliveries)

    at_the_end = deliveries.start_sending(delivery, owner="ours", now=MONDAY + LEASE)
    just_before = deliveries.start_sending(delivery, owner="ours", now=MONDAY + LEASE - SECOND)

    assert not at_the_end
    assert just_before


def test_what_was_being_sent_is_in_doubt_for_whoever_claims_it_next(
    deliveries: DeliveryService,
) -> None:
    owe(deliveries, "pulse:1")
    deliveries.start_sending(claim_one(deliveries), owner="ours", now=MONDAY)

    (taken_over,) = deliveries.claim_due(owner="theirs", now=CLAIMABLE_AGAIN)

    assert taken_over.is_in_doubt
    assert taken_over.started_at == MONDAY


def test_a_second_try_remembers_when_the_first_began(deliveries: DeliveryService) -> None:
    owe(deliveries, "pulse:1")
    deliveries.start_sending(claim_one(deliveries), owner="ours", now=MONDAY)
    (second,) = deliveries.claim_due(owner="theirs", now=CLAIMABLE_AGAIN)

    deliveries.start_sending(second, owner="theirs", now=CLAIMABLE_AGAIN)

    assert get(deliveries, "pulse:1").started_at == MONDAY


def test_a_settled_delivery_says_where_its_message_stands(deliveries: DeliveryService) -> None:
    owe(deliveries, "pulse:1")

    settled = settle(deliveries, claim_one(deliveries))

    delivery = get(deliveries, "pulse:1")
    assert settled
    assert (delivery.state, delivery.channel, delivery.ts) == (DeliveryState.SENT, "C1", "1.2")
    assert deliveries.find_next_due() is None


def test_what_is_put_back_comes_again_without_spending_an_attempt(
    deliveries: DeliveryService,
) -> None:
    owe(deliveries, "pulse:1")
    until = MONDAY + 7 * SECOND

    deliveries.put_back(claim_one(deliveries), owner="ours", now=MONDAY, until=until)

    assert deliveries.find_next_due() == until
    assert claim(deliveries, after=6 * SECOND) == []
    (again,) = deliveries.claim_due(owner="ours", now=until)
    assert (again.attempts, again.is_in_doubt) == (0, False)


def test_a_failing_delivery_waits_twice_as_long_each_time_up_to_an_hour(
    deliveries: DeliveryService,
) -> None:
    owe(deliveries, "pulse:1")
    waits, now = [], MONDAY

    for _ in range(10):
        (delivery,) = deliveries.claim_due(owner="ours", now=now)
        fail(deliveries, delivery, now=now)
        due_at = deliveries.find_next_due() or now
        waits.append((due_at - now) / SECOND)
        now = due_at

    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


@given(attempts=st.integers(min_value=1, max_value=100_000))
def test_however_many_attempts_have_failed_the_next_is_within_the_hour(attempts: int) -> None:
    wait, next_wait = wait_before_retry(attempts), wait_before_retry(attempts + 1)

    assert timedelta(seconds=30) <= wait <= next_wait <= LONGEST_WAIT
    assert next_wait in {2 * wait, LONGEST_WAIT}


def fail(
    deliveries: DeliveryService,
    delivery: Delivery,
    *,
    now: datetime = MONDAY,
    was_refused: bool = False,
) -> None:
    deliveries.start_sending(delivery, owner="ours", now=now)
    deliveries.retry_later(
        delivery, owner="ours", now=now, reason="internal_error", was_refused=was_refused
    )


@pytest.mark.parametrize("was_refused", [True, False])
def test_what_failed_is_in_doubt_unless_it_was_refused(
    deliveries: DeliveryService, was_refused: bool
) -> None:
    owe(deliveries, "pulse:1")

    fail(deliveries, claim_one(deliveries), was_refused=was_refused)

    assert get(deliveries, "pulse:1").is_in_doubt is not was_refused
    assert get(deliveries, "pulse:1").attempts == 1


@given(
    until=st.none() | st.datetimes(timezones=st.just(UTC)),
    now=st.datetimes(timezones=st.just(UTC)),
)
def test_only_what_has_a_deadline_expires_and_from_that_moment_on(
    until: datetime | None, now: datetime
) -> None:
    message = Message("Hi")
    delivery = Delivery(
        "pulse:1", GENERAL, message, MONDAY, DeliveryState.DUE, attempts=0, expires_at=until
    )

    assert delivery.has_expired(now) is (until is not None and now >= until)


@given(
    posts=st.lists(
        st.tuples(st.sampled_from("abcdef"), st.integers(min_value=0, max_value=1500)), max_size=40
    )
)
def test_a_pace_keeps_an_interval_an_address_and_forgets_what_is_over(
    posts: list[tuple[str, int]],
) -> None:
    pace, now, posted = Pace(), MONDAY, dict[str, datetime]()

    for address, milliseconds in posts:
        now += timedelta(milliseconds=milliseconds)
        free_at = pace.find_free_at(address, now=now)
        assert free_at == max(now, posted.get(address, LONG_AGO) + CHANNEL_INTERVAL)
        if free_at == now:
            pace.note_post(address, now=now)
            posted[address] = now
            recent = [moment for moment in posted.values() if now - moment < CHANNEL_INTERVAL]
            assert len(pace) == len(recent)


@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.SKIPPED])
def test_what_is_given_up_keeps_the_reason_and_is_never_claimed_again(
    deliveries: DeliveryService, database: Database, state: DeliveryState
) -> None:
    owe(deliveries, "pulse:1")

    deliveries.give_up(
        claim_one(deliveries), owner="ours", now=MONDAY, reason="x" * 500, state=state
    )

    with database.reading() as connection:
        reason = connection.exec_driver_sql("SELECT reason FROM delivery").scalar_one()
    assert reason == "x" * 200
    assert get(deliveries, "pulse:1").state is state
    assert claim(deliveries, after=timedelta(days=30)) == []


@pytest.mark.parametrize("is_being_sent", [False, True])
def test_a_rewrite_waits_until_its_original_is_settled(
    deliveries: DeliveryService, is_being_sent: bool
) -> None:
    owe(deliveries, "pulse:1")
    owe_redraw(deliveries, "release", of="pulse:1")
    original = claim_one(deliveries)
    if is_being_sent:
        deliveries.start_sending(original, owner="ours", now=MONDAY)

    while_open = claim(deliveries, after=LEASE)
    due_while_open = deliveries.find_next_due()
    settle(deliveries, original)

    assert while_open == []
    assert due_while_open == CLAIMABLE_AGAIN
    assert claim(deliveries) == ["pulse:1:release"]


def test_a_rewrite_of_what_was_given_up_is_claimable(deliveries: DeliveryService) -> None:
    owe(deliveries, "pulse:1")
    owe_redraw(deliveries, "release", of="pulse:1")
    deliveries.give_up(claim_one(deliveries), owner="ours", now=MONDAY, reason="user_disabled")

    assert claim(deliveries) == ["pulse:1:release"]


def test_a_rewrite_is_never_in_doubt(deliveries: DeliveryService) -> None:
    owe_redraw(deliveries, "release", of="pulse:1")
    deliveries.start_sending(claim_one(deliveries), owner="ours", now=MONDAY)

    assert not get(deliveries, "pulse:1:release").is_in_doubt
