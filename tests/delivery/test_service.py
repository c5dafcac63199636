"""What is owed: written down once, leased to one sender, settled by its holder."""

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.database import Database
from bot.delivery.domain import (
    LEASE,
    MOST_ATTEMPTS,
    REQUEST_TIMEOUT,
    Delivery,
    DeliveryState,
    Message,
)
from bot.delivery.service import DeliveryService
from tests.delivery.slack_side import GENERAL, MONDAY, get, owe

SECOND = timedelta(seconds=1)
CLAIMABLE_AGAIN = MONDAY + LEASE + REQUEST_TIMEOUT


def claim(
    deliveries: DeliveryService, *, owner: str = "ours", after: timedelta = timedelta()
) -> list[str]:
    return [row.key for row in deliveries.claim_due(owner=owner, now=MONDAY + after)]


def claim_one(deliveries: DeliveryService, *, owner: str = "ours") -> Delivery:
    (delivery,) = deliveries.claim_due(owner=owner, now=MONDAY)
    return delivery


def owe_rewrite(deliveries: DeliveryService, key: str, *, of: str) -> None:
    deliveries.owe_rewrite(key, of=of, to=GENERAL, message=Message("Released."), at=MONDAY)


def settle(deliveries: DeliveryService, delivery: Delivery, *, owner: str = "ours") -> bool:
    return deliveries.settle_sent(delivery, owner=owner, now=MONDAY, channel="C1", ts="1.2")


def test_what_is_owed_is_found_as_it_was_owed(deliveries: DeliveryService) -> None:
    block = {"type": "section", "text": {"type": "plain_text", "text": "Wie läuft’s?"}}

    is_new = deliveries.owe("pulse:1", to="U1", message=Message("Hi", (block,)), at=MONDAY)

    assert is_new
    assert deliveries.find("pulse:1") == Delivery(
        "pulse:1", "U1", Message("Hi", (block,)), MONDAY, DeliveryState.DUE, attempts=0
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
        delivery, owner="ours", now=CLAIMABLE_AGAIN, channel="C1", ts="1.2"
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


def test_a_failing_delivery_waits_twice_as_long_each_time(deliveries: DeliveryService) -> None:
    owe(deliveries, "pulse:1")

    waits, last = fail_until_given_up(deliveries)

    assert {second / first for first, second in pairwise(waits)} == {2.0}
    assert len(waits) == MOST_ATTEMPTS - 1
    assert last.state is DeliveryState.FAILED
    assert deliveries.find_next_due() is None


def test_a_failing_delivery_is_tried_for_some_four_hours(deliveries: DeliveryService) -> None:
    owe(deliveries, "pulse:1")

    waits, _ = fail_until_given_up(deliveries)

    assert timedelta(hours=3) < sum(waits, timedelta()) < timedelta(hours=5)


def fail_until_given_up(deliveries: DeliveryService) -> tuple[list[timedelta], Delivery]:
    waits, now = [], MONDAY
    while claimed := deliveries.claim_due(owner="ours", now=now):
        deliveries.start_sending(claimed[0], owner="ours", now=now)
        deliveries.retry_later(claimed[0], owner="ours", now=now, reason="internal_error")
        if (due_at := deliveries.find_next_due()) is not None:
            waits.append(due_at - now)
            now = due_at
    return waits, get(deliveries, "pulse:1")


def test_what_is_retried_stays_in_doubt(deliveries: DeliveryService) -> None:
    owe(deliveries, "pulse:1")
    delivery = claim_one(deliveries)
    deliveries.start_sending(delivery, owner="ours", now=MONDAY)

    deliveries.retry_later(delivery, owner="ours", now=MONDAY, reason="TimeoutError")

    assert get(deliveries, "pulse:1").is_in_doubt
    assert get(deliveries, "pulse:1").attempts == 1


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
    owe_rewrite(deliveries, "release:1", of="pulse:1")
    original = claim_one(deliveries)
    if is_being_sent:
        deliveries.start_sending(original, owner="ours", now=MONDAY)

    while_open = claim(deliveries, after=LEASE)
    due_while_open = deliveries.find_next_due()
    settle(deliveries, original)

    assert while_open == []
    assert due_while_open == CLAIMABLE_AGAIN
    assert claim(deliveries) == ["release:1"]


def test_a_rewrite_of_what_was_given_up_is_claimable(deliveries: DeliveryService) -> None:
    owe(deliveries, "pulse:1")
    owe_rewrite(deliveries, "release:1", of="pulse:1")
    deliveries.give_up(claim_one(deliveries), owner="ours", now=MONDAY, reason="user_disabled")

    assert claim(deliveries) == ["release:1"]


def test_a_rewrite_is_never_in_doubt(deliveries: DeliveryService) -> None:
    owe_rewrite(deliveries, "release:1", of="pulse:1")
    deliveries.start_sending(claim_one(deliveries), owner="ours", now=MONDAY)

    assert not get(deliveries, "release:1").is_in_doubt


def test_deliveries_are_counted_by_where_they_stand(deliveries: DeliveryService) -> None:
    for key in ("sent", "due-1", "due-2"):
        owe(deliveries, key)
    first, *_ = deliveries.claim_due(owner="ours", now=MONDAY)
    settle(deliveries, first)

    assert deliveries.count_by_state() == {"sent": 1, "due": 2}
