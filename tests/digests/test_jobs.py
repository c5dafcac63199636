"""When a digest is owed, and to whom."""

import pytest

from bot.clock import MovableClock
from bot.delivery.domain import DeliveryState
from bot.delivery.service import DeliveryService
from bot.delivery.storage import Deliveries
from bot.digests.jobs import DigestJobs
from bot.digests.messages import digest_key
from bot.teams.domain import Role, Standing
from tests.digests.gathered import Digesting
from tests.surveys.conftest import A_WEEK, LEAD, MEMBERS, MONDAY

EVERYBODY = (*MEMBERS, LEAD)


class Owing:
    """The job of digests after a first week, and what it owes."""

    def __init__(self, digesting: Digesting, *, is_confidential: bool) -> None:
        self.digesting = digesting
        self.deliveries = DeliveryService(digesting.pulses.database)
        self.clock = MovableClock(MONDAY + A_WEEK, flows=False)
        self._jobs = DigestJobs(
            digesting.digests,
            digesting.pulses.surveys,
            digesting.pulses.plans,
            self.deliveries,
            self.clock,
            is_confidential=lambda _: is_confidential,
        )
        digesting.pulses.set_up()
        digesting.pulses.tick(now=MONDAY)
        digesting.pulses.end(now=MONDAY + A_WEEK)

    def turn(self) -> None:
        while self._jobs.turn():
            pass

    def owed(self, *, is_lead: bool = False) -> list[str]:
        keys = {to: digest_key(1, to, is_lead=is_lead) for to in ("CFraud", *EVERYBODY)}
        return [to for to, key in keys.items() if self.deliveries.find(key) is not None]

    def send(self, to: str) -> None:
        """Write down that a copy was posted, as if it were a message of its own."""
        now = self.clock.now()
        part = self.deliveries.find(digest_key(1, to))
        assert part is not None
        alone = f"alone:{to}"
        self.deliveries.owe(alone, to="C0", at=now)
        (message,) = [d for d in self.deliveries.claim_due(owner="me", now=now) if d.key == alone]
        self.deliveries.settle_sent(message, owner="me", now=now, place=("C0", "1.0"))
        with self.digesting.pulses.database.writing() as connection:
            Deliveries(connection).set_parts(
                [part.key], state=DeliveryState.CARRIED, carried_by=alone
            )


@pytest.fixture
def by_message(digesting: Digesting) -> Owing:
    return Owing(digesting, is_confidential=False)


def test_a_private_channel_is_owed_the_digest_and_nobody_else(digesting: Digesting) -> None:
    owing = Owing(digesting, is_confidential=True)

    owing.turn()

    part = owing.deliveries.find(digest_key(1, "CFraud"))
    assert part is not None
    assert part.due_at == MONDAY + A_WEEK
    assert owing.owed() == ["CFraud"]


def test_no_lead_is_owed_a_copy_before_a_member_was_sent_one(by_message: Owing) -> None:
    by_message.turn()
    before = by_message.owed(), by_message.owed(is_lead=True)

    by_message.send(MEMBERS[3])
    by_message.turn()

    assert before == (list(MEMBERS), [])
    assert by_message.owed(is_lead=True) == [LEAD]


def test_who_leads_since_they_were_owed_it_as_a_member_is_not_owed_it_twice(
    by_message: Owing,
) -> None:
    by_message.turn()
    teams = by_message.digesting.pulses.teams
    teams.name_lead(channel_id="CFraud", user_id=MEMBERS[0], named_by=LEAD)
    teams.answer_naming(team_id=1, user_id=MEMBERS[0], role=Role.LEAD, standing=Standing.ACTIVE)

    by_message.send(MEMBERS[3])
    by_message.turn()

    assert by_message.owed(is_lead=True) == [LEAD]


def test_where_no_member_was_ever_sent_one_no_lead_is(by_message: Owing) -> None:
    by_message.turn()

    by_message.clock.move_to(MONDAY + 3 * A_WEEK)
    by_message.turn()

    assert by_message.owed(is_lead=True) == []
