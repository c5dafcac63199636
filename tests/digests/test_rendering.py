"""To whom a digest is still shown when it is sent, and what it shows where it stands."""

from dataclasses import replace

import pytest

from bot.clock import MovableClock
from bot.delivery.domain import Delivery, Message, owed
from bot.delivery.service import DeliveryService
from bot.digests.kept import Kept
from bot.digests.messages import (
    digest_key,
    digest_message,
    help_shown,
    none_yet,
    read_digest_key,
    work,
)
from bot.digests.rendering import DigestRenderers
from bot.digests.stand_ins import StandIns
from bot.sandbox.checks.messages import check_message
from bot.sandbox.checks.views import check_view
from bot.teams.domain import Role, Standing
from tests.digests.gathered import Digesting
from tests.digests.making import NOW, FakePages, a_digest, a_picture, a_row
from tests.surveys.conftest import A_WEEK, LEAD, MEMBERS, MONDAY


@pytest.fixture
def kept(digesting: Digesting) -> Kept:
    """A digest that was made and that nobody is owed yet."""
    digesting.pulses.set_up()
    digesting.live_through(until=MONDAY + A_WEEK)
    ((course, _),) = digesting.digests.list_unowed()
    kept = digesting.digests.find(digest_id=course.id)
    assert kept is not None
    return kept


def rendered(
    digesting: Digesting,
    key: str,
    to: str,
    *,
    is_posted: bool = False,
    is_confidential: bool = True,
) -> Message | None:
    deliveries = DeliveryService(digesting.pulses.database)
    renderers = DigestRenderers(
        digesting.digests,
        digesting.pulses.teams,
        deliveries,
        lambda _: is_confidential,
        StandIns(digesting.digests, MovableClock(MONDAY)),
    )
    part: Delivery = owed(key, to=to, at=MONDAY)
    return renderers.render_digest(part, is_posted=is_posted)


def leave(digesting: Digesting, user_id: str, role: Role) -> None:
    digesting.pulses.teams.answer_naming(
        team_id=1, user_id=user_id, role=role, standing=Standing.LEFT
    )


def lead(digesting: Digesting, user_id: str) -> None:
    digesting.pulses.teams.name_lead(channel_id="CFraud", user_id=user_id, named_by=LEAD)
    digesting.pulses.teams.answer_naming(
        team_id=1, user_id=user_id, role=Role.LEAD, standing=Standing.ACTIVE
    )


def test_a_member_is_shown_what_was_kept(digesting: Digesting, kept: Kept) -> None:
    message = rendered(digesting, digest_key(kept.id, MEMBERS[0]), MEMBERS[0])

    pictured = StandIns(digesting.digests, MovableClock(MONDAY)).picture
    assert message == digest_message(kept, pictured)


def test_whoever_has_left_the_team_is_sent_none(digesting: Digesting, kept: Kept) -> None:
    leave(digesting, MEMBERS[0], Role.MEMBER)

    assert rendered(digesting, digest_key(kept.id, MEMBERS[0]), MEMBERS[0]) is None


def test_a_lead_removed_meanwhile_is_sent_nothing_as_lead(digesting: Digesting, kept: Kept) -> None:
    key = digest_key(kept.id, LEAD, is_lead=True)
    before = rendered(digesting, key, LEAD)
    lead(digesting, MEMBERS[0])
    leave(digesting, LEAD, Role.LEAD)

    assert before is not None
    assert rendered(digesting, key, LEAD) is None


def test_a_member_who_leads_by_now_waits_until_the_team_has_been_shown_it(
    digesting: Digesting, kept: Kept
) -> None:
    lead(digesting, MEMBERS[0])
    key = digest_key(kept.id, MEMBERS[0])

    before = rendered(digesting, key, MEMBERS[0])
    digesting.digests.mark_out(digest_id=kept.id)

    assert before is None
    assert rendered(digesting, key, MEMBERS[0]) is not None


def test_a_channel_that_others_read_by_now_is_sent_none_and_each_member_is_owed_it(
    digesting: Digesting, kept: Kept
) -> None:
    digesting.digests.mark_owed(digest_id=kept.id, leads_wait=False)

    shown = rendered(digesting, digest_key(kept.id, "CFraud"), "CFraud", is_confidential=False)

    deliveries = DeliveryService(digesting.pulses.database)
    found = [deliveries.find(digest_key(kept.id, user_id)) for user_id in (*MEMBERS, LEAD)]
    assert shown is None
    assert [each is not None for each in found] == [True] * len(MEMBERS) + [False]
    (underway, _) = digesting.digests.list_underway()[0]
    assert underway.leads_wait


def test_what_stands_says_what_a_lead_decided(digesting: Digesting, kept: Kept) -> None:
    digesting.digests.keep_watching(digest_id=kept.id, user_id=LEAD, now=MONDAY + A_WEEK)

    message = rendered(digesting, digest_key(kept.id, "CFraud"), "CFraud", is_posted=True)

    assert message is not None
    assert f"<@{LEAD}> keeps watching" in str(message.blocks)


def test_a_key_says_whose_copy_it_is() -> None:
    assert read_digest_key(digest_key(7, "U1")) == (7, False)
    assert read_digest_key(digest_key(7, "U1", is_lead=True)) == (7, True)


@pytest.mark.parametrize("weeks", [1, 2, 12, 26])
def test_slack_takes_a_digest_of_any_age_and_the_work_behind_it(weeks: int) -> None:
    rows = tuple(a_row(n, weeks=weeks) for n in ("culture", "process", "tools"))
    practices = tuple(
        a_row(f"{n}-{i}", dimension=n, weeks=weeks)
        for n in ("culture", "process", "tools")
        for i in range(6)
    )
    kept = Kept(1, a_digest(dimensions=rows, practices=practices, team_name="x" * 60), NOW)

    message = digest_message(kept, a_picture)

    payload = {"channel": "C0000000A1", "text": message.text, "blocks": list(message.blocks)}
    assert check_message(payload) == []
    assert check_view(work(kept)) == []


def test_words_of_others_cannot_mention_anybody() -> None:
    play = a_digest().play
    assert play is not None
    digest = a_digest(play=replace(play, title="<!channel> first"), team_name="<!here>")

    message = digest_message(Kept(1, digest, NOW), a_picture)

    assert "<!channel>" not in str(message.blocks[1:])
    assert "<!here>" not in message.text


def test_help_names_the_first_steps_and_whom_to_ask() -> None:
    play = a_digest().play
    page = FakePages().find_page("process/data-quality.md")

    shown = str(help_shown(play, page, ("U1",)))

    assert "What to do first" in shown
    assert "Write down who decides." in shown
    assert "<@U1>" in shown
    assert "nobody is told that you pressed" in shown


def test_help_says_so_where_the_page_is_gone_and_nobody_keeps_the_playbook() -> None:
    shown = str(help_shown(None, None, ()))

    assert "no page" in shown
    assert "Nobody is named as keeper" in shown


def test_somebody_of_no_team_is_told_how_to_take_part() -> None:
    assert "/mlops join" in none_yet([])
