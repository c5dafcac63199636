"""The digest reaches a team before its leads, and a lead does something about it."""

from datetime import UTC, datetime
from typing import cast

import pytest

from tests.digests.making import FakeTrends
from tests.journeys.acting import (
    A_DAY,
    A_WEEK,
    AN_HOUR,
    LEAD,
    MEMBERS,
    MONDAY,
    PRIVATE,
    PUBLIC,
    Actor,
    Json,
    World,
    replied,
    words,
)

A_MEMBER_WHO_LEADS = "U0000000A9"
TITLE = "where the team stands, January 2026"


@pytest.fixture
def digesting(bare_world: World) -> World:
    """A workspace with a bot that has a trend to tell of every team."""
    bare_world.start_bot(trends=FakeTrends())
    return bare_world


def digests_in(somebody: Actor, conversation: str) -> list[Json]:
    messages = somebody.person.messages(conversation)
    return [m for m in messages if TITLE in words(m) and not m["ephemeral"]]


def at_home(somebody: Actor) -> Json:
    return cast("Json", somebody.person.state()["home"] or {})


def press(somebody: Actor, message: Json, action_id: str, *, where: str) -> Json:
    row = next(b for b in message["blocks"] if b["type"] == "actions")
    return somebody.person.act(
        "press",
        conversation=where,
        ts=message["ts"],
        block_id=row["block_id"],
        action_id=action_id,
    )


def answered(somebody: Actor, message: Json, action_id: str) -> str:
    """What somebody alone reads after pressing under a digest in the team's channel."""
    before = len(somebody.person.messages(PRIVATE))
    assert press(somebody, message, action_id, where=PRIVATE) == {"ok": True}
    somebody.world.wait_until(lambda: len(somebody.person.messages(PRIVATE)) > before)
    return words(somebody.person.messages(PRIVATE)[-1])


def test_a_private_channel_reads_its_digest_at_the_teams_hour_and_a_lead_acts_on_it(
    digesting: World,
) -> None:
    digesting.set_up_team()
    member, lead = digesting.person(MEMBERS[0]), digesting.person(LEAD)
    assert "no digest yet" in replied(digesting, LEAD, "digest")

    digesting.move_to(MONDAY + A_WEEK)

    (digest,) = digests_in(member, PRIVATE)
    came = datetime.fromtimestamp(float(digest["ts"]), UTC)
    assert (came.weekday(), came.hour) == (0, 9)
    assert "Process is the weakest side" in words(digest)
    assert [b["type"] for b in digest["blocks"]].count("data_visualization") == 1
    assert not [t for t in lead.received() if TITLE in t]
    assert "for the leads" in answered(member, digest, "digest.watch")
    assert "nobody is told that you pressed" in answered(lead, digest, "digest.help")
    assert press(member, digest, "digest.work", where=PRIVATE) == {"ok": True}
    digesting.wait_until(lambda: member.modal() is not None)
    assert "stay nearer the middle" in words(member.modal() or {})
    assert "Stored" in answered(lead, digest, "digest.watch")
    digesting.settle()
    assert f"<@{LEAD}> keeps watching" in words(digests_in(member, PRIVATE)[0])
    assert TITLE in replied(digesting, MEMBERS[1], "digest")


def test_a_lead_keeps_watching_from_home_which_then_says_so(digesting: World) -> None:
    digesting.set_up_team()
    digesting.move_to(MONDAY + A_WEEK + A_DAY)
    lead = digesting.person(LEAD)
    assert lead.person.act("open-home") == {"ok": True}
    digesting.wait_until(lambda: TITLE in words(at_home(lead)))
    (row,) = [
        block
        for block in at_home(lead)["blocks"]
        if "digest.watch" in str(block.get("elements", ""))
    ]

    done = lead.person.act(
        "modal/press",
        view_id=at_home(lead)["id"],
        block_id=row["block_id"],
        action_id="digest.watch",
    )

    assert done == {"ok": True}
    digesting.wait_until(lambda: f"<@{LEAD}> keeps watching" in words(at_home(lead)))
    digesting.wait_until(lambda: "Stored" in words(lead.modal() or {}))


def test_a_public_teams_members_have_their_digest_before_its_lead(digesting: World) -> None:
    digesting.set_up_team(channel=PUBLIC, lead=A_MEMBER_WHO_LEADS, members=MEMBERS[:6])
    everybody = (*MEMBERS[:6], A_MEMBER_WHO_LEADS)

    digesting.move_to(MONDAY + A_WEEK + 2 * A_DAY)

    came = {
        user_id: [float(m["ts"]) for m in digests_in(actor, actor.dm)]
        for user_id in everybody
        for actor in [digesting.person(user_id)]
    }
    assert {len(times) for times in came.values()} == {1}
    assert came[A_MEMBER_WHO_LEADS][0] > min(came[member][0] for member in MEMBERS[:6])
    assert digests_in(digesting.person(A_MEMBER_WHO_LEADS), PUBLIC) == []


def test_a_lead_who_was_removed_before_their_copy_went_out_is_sent_none(digesting: World) -> None:
    digesting.set_up_team(channel=PUBLIC, lead=A_MEMBER_WHO_LEADS, members=MEMBERS[:6])
    lead = digesting.person(A_MEMBER_WHO_LEADS)
    members = [digesting.person(member) for member in MEMBERS[:6]]
    digesting.move_to(MONDAY + A_WEEK - A_DAY)
    while not any(digests_in(member, member.dm) for member in members):
        digesting.move_to(digesting.clock.now() + AN_HOUR)
    assert digests_in(lead, lead.dm) == []

    assert lead.person.act("leave", conversation=PUBLIC)["ok"]
    digesting.wait_until_heard()
    digesting.move_to(MONDAY + A_WEEK + 2 * A_DAY)

    assert digests_in(lead, lead.dm) == []
