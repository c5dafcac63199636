from datetime import timedelta

from bot.clock import MovableClock
from bot.delivery.domain import Message, owed
from bot.delivery.service import DeliveryService
from bot.handover import before_places as places
from bot.handover.before_jobs import BeforeJobs
from bot.handover.before_places import BeforeKey
from bot.handover.before_rendering import BeforeRenderers
from bot.handover.desk import Desk as EveryService
from tests.handover.desk import LEAD, OWNER, STRANGER, Desk
from tests.handover.test_absences import come_back, pause
from tests.handover.test_several_owners import TOO, make_second_owner, say_mine_too


def services(desk: Desk) -> EveryService:
    return EveryService(desk.database, desk.models, desk.teams, desk.people)


def render(
    desk: Desk, key: BeforeKey, *, is_active: bool = True, is_posted: bool = False
) -> Message | None:
    clock = MovableClock(desk.now, flows=False)
    renderers = BeforeRenderers(services(desk), clock, lambda _: is_active)
    part = owed(key.dump(), to=key.user_id, at=desk.now)
    return renderers.render(part, is_posted=is_posted)


def test_nothing_is_sent_to_somebody_whose_account_is_off_by_then(desk: Desk) -> None:
    key = BeforeKey(places.CLAIM, say_mine_too(desk), 0, OWNER)

    assert render(desk, key) is not None
    assert render(desk, key, is_active=False) is None


def test_what_was_decided_meanwhile_is_not_asked_and_what_stands_says_how(desk: Desk) -> None:
    key = BeforeKey(places.CLAIM, say_mine_too(desk), 0, LEAD)
    make_second_owner(desk)

    standing = render(desk, key, is_posted=True)

    assert render(desk, key) is None
    assert standing is not None
    assert f"as <@{OWNER}> said" in str(standing.blocks)


def test_who_said_that_a_model_is_theirs_is_told_once_what_was_decided(desk: Desk) -> None:
    claim_id = say_mine_too(desk)
    owners, deliveries = services(desk).owners, DeliveryService(desk.database)
    untold = owned_to(desk)
    told = []

    for is_theirs in (False, True):
        desk.now += timedelta(hours=1)
        claim = owners.decide(claim_id=claim_id, by=LEAD, is_theirs=is_theirs, now=desk.now)
        assert (owned_to(desk), owned_to(desk)) == (1, 0)
        key = BeforeKey(places.DECIDED, claim_id, claim.turn, TOO)
        assert deliveries.find(key.dump()) is not None
        told.append((key, render(desk, key)))

    assert untold == 0
    assert f"<@{LEAD}> says that *churn* isn't yours" in str(told[0][1])
    assert f"<@{LEAD}> says that *churn* is yours too" in str(told[1][1])
    assert render(desk, told[0][0]) is None, "what was said first is not told after it changed"


def owned_to(desk: Desk) -> int:
    """Have owed what is due, but for what is asked of those who decide; return how many."""
    clock = MovableClock(desk.now, flows=False)
    jobs = BeforeJobs(services(desk), DeliveryService(desk.database), clock)
    return jobs._tell_claimants()


def test_a_claim_of_a_model_without_owner_is_told_to_be_theirs(desk: Desk) -> None:
    desk.models.give_model(model_id=desk.model_id, owner_id=None, now=desk.now)
    claim_id = say_mine_too(desk, STRANGER)

    claim = services(desk).owners.decide(claim_id=claim_id, by=LEAD, is_theirs=True, now=desk.now)
    told = render(desk, BeforeKey(places.DECIDED, claim_id, claim.turn, STRANGER))

    assert f"<@{LEAD}> says that *churn* is yours. You are asked about it" in str(told)


def test_the_end_of_a_guests_account_is_shown_to_leads_only(desk: Desk) -> None:
    desk.watch.note_concerned(now=desk.now)
    desk.watch.note_end(user_id=OWNER, ends_on=desk.now.date() + timedelta(days=20), now=desk.now)
    desk.proposals.propose(now=desk.now)
    (found,) = desk.proposals.list_open(now=desk.now)
    keys = {u: BeforeKey(places.PROPOSED, found.proposal.id, 0, u) for u in (LEAD, OWNER, STRANGER)}

    shown = [user for user, key in keys.items() if render(desk, key, is_posted=True) is not None]

    assert shown == [LEAD]


def test_what_a_deputy_is_asked_and_an_owner_reads_is_shown_to_nobody_else(desk: Desk) -> None:
    make_second_owner(desk)
    pause(desk, days=7)
    (asked,) = come_back(desk, after=7)

    for kind, reader in ((places.STOOD_IN, TOO), (places.GAPS, OWNER)):
        for user in (TOO, OWNER, LEAD, STRANGER):
            message = render(desk, BeforeKey(kind, asked.id, 0, user), is_posted=True)
            assert (message is not None) is (user == reader)


def test_nobody_is_owed_the_same_question_twice(desk: Desk) -> None:
    say_mine_too(desk)
    clock = MovableClock(desk.now, flows=False)
    jobs = BeforeJobs(services(desk), DeliveryService(desk.database), clock)

    first, again = jobs.ask(), jobs.ask()

    assert (first, again) == (2, 0)
