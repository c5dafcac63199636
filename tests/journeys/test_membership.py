"""Membership follows the channel: people come, go, and are asked accordingly."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.sandbox.faults import Fault
from bot.sandbox.people import BOT_USER_ID
from tests.journeys.acting import (
    A_DAY,
    A_MINUTE,
    A_WEEK,
    LEAD,
    MEMBERS,
    MONDAY,
    NOT_INVITED,
    PRIVATE,
    PUBLIC,
    Actor,
    Json,
    World,
    both_ways_in,
    replied,
    words,
)
from tests.sandbox.driving import post

ARJUN, CAMILA = "U0000000B1", "U0000000B3"  # Not in the private channel at first.
STAYING = MEMBERS[0]


@pytest.fixture
def team(world: World) -> World:
    world.set_up_team()
    return world


def come(world: World, user_id: str) -> None:
    """Have somebody invited into the private channel, and all that follows done."""
    do(world, "invite", user=user_id)


def go(world: World, user_id: str, *, channel: str = PRIVATE) -> None:
    do(world, "leave", by=user_id, channel=channel)


def do(
    world: World, act: str, *, by: str = STAYING, channel: str = PRIVATE, **more: object
) -> None:
    """Do something to a channel of which the bot hears, and let it have its effect."""
    assert world.person(by).person.act(act, conversation=channel, **more) == {"ok": True}
    world.wait_until_heard()
    pass_time(world)


def pass_time(world: World) -> None:
    """Let a minute go by, since nobody is sent two messages within a second."""
    world.move_to(world.clock.now() + A_MINUTE)


def slip(world: World, user_id: str, *, channel: str = PRIVATE, into: bool) -> None:
    """Have somebody come or go without any event."""
    record = world.server.workspace.find_conversation(channel)
    assert record is not None
    change = world.server.workspace.join if into else world.server.workspace.leave
    assert change(record, user_id)


def is_asked(world: World, user_id: str) -> bool:
    return any("statements" in text for text in world.person(user_id).received())


def invitations(world: World, user_id: str) -> list[Json]:
    actor = world.person(user_id)
    if not actor.received():
        return []
    return [m for m in actor.person.messages(actor.dm) if "Will you take part?" in words(m)]


def posts(world: World, channel: str = PRIVATE) -> list[str]:
    return [words(m) for m in world.person(STAYING).person.messages(channel) if m["is_bot"]]


def last(actor: Actor) -> str:
    return words(actor.person.messages(actor.dm)[-1])


def roles_of(world: World, user_id: str) -> list[str]:
    assert world.bot is not None
    (roster,) = world.bot.services.teams.list_rosters()
    return [m.standing.value for m in roster.memberships if m.user_id == user_id]


@both_ways_in
def test_who_joins_is_invited_and_asked_from_the_next_round_once_they_accept(team: World) -> None:
    come(team, ARJUN)
    team.move_to(MONDAY)
    asked_before = is_asked(team, ARJUN)

    team.person(ARJUN).press_button("Take part")
    team.wait_until(lambda: "You take part in *Fraud models*" in last(team.person(ARJUN)))
    team.move_to(MONDAY + A_WEEK)

    assert len(team.person(ARJUN).received()) == 2
    assert (asked_before, is_asked(team, ARJUN)) == (False, True)


def test_who_does_not_want_to_take_part_is_never_invited_again(team: World) -> None:
    come(team, ARJUN)
    team.person(ARJUN).press_button("Not me")
    team.wait_until(lambda: "You won't be asked" in last(team.person(ARJUN)))

    go(team, ARJUN)
    come(team, ARJUN)
    team.move_to(MONDAY)

    assert len(team.person(ARJUN).received()) == 1


@both_ways_in
def test_who_leaves_the_channel_is_not_asked_any_more(team: World) -> None:
    go(team, MEMBERS[1])
    team.move_to(MONDAY)

    assert not is_asked(team, MEMBERS[1])
    assert is_asked(team, STAYING)
    assert len(team.person(MEMBERS[1]).received()) == 1


def test_who_comes_back_is_invited_anew(team: World) -> None:
    go(team, MEMBERS[1])

    come(team, MEMBERS[1])
    team.person(MEMBERS[1]).press_button("Take part")
    team.move_to(MONDAY)

    assert is_asked(team, MEMBERS[1])


def test_an_old_button_does_not_let_somebody_in_from_outside(team: World) -> None:
    leaver = team.person(MEMBERS[1])
    leaver.press_button("Don't ask me")
    team.wait_until(lambda: "won't be asked" in last(leaver))
    go(team, MEMBERS[1])

    leaver.press_button("Take part after all")

    team.wait_until(lambda: "You have left" in last(leaver))
    assert roles_of(team, MEMBERS[1]) == ["declined"]


def test_the_last_lead_leaving_the_channel_pauses_the_pulse_and_the_channel_hears_it(
    team: World,
) -> None:
    go(team, LEAD)
    team.move_to(MONDAY)

    assert "is paused: nobody leads it any more" in posts(team)[-1]
    assert not is_asked(team, STAYING)


def test_repeated_and_late_events_change_nothing(team: World) -> None:
    # Of each: the bot's own messages are events as well, and would use up a smaller number.
    team.server.faults.add(Fault("repeat_events", times=100))
    for act, by, more in (
        ("invite", STAYING, {"user": ARJUN}),
        ("leave", MEMBERS[1], {}),
        ("invite", STAYING, {"user": MEMBERS[1]}),
    ):
        do(team, act, by=by, **more)
        team.wait_until_heard()
        pass_time(team)

    assert len(invitations(team, ARJUN)) == len(invitations(team, MEMBERS[1])) == 1
    assert roles_of(team, MEMBERS[1]) == ["asked"]


def test_an_event_of_what_is_no_longer_so_changes_nothing(team: World) -> None:
    slip(team, MEMBERS[1], into=False)
    slip(team, MEMBERS[1], into=True)

    go(team, MEMBERS[2])  # Its event has the bot look, and it sees who is there.

    assert roles_of(team, MEMBERS[1]) == ["active"]
    assert invitations(team, MEMBERS[1]) == []


def test_the_daily_look_makes_good_what_no_event_told(team: World) -> None:
    slip(team, MEMBERS[1], into=False)
    slip(team, ARJUN, into=True)
    team.server.workspace.set_deleted(MEMBERS[2], deleted=True)
    team.settle()
    before = (roles_of(team, MEMBERS[1]), roles_of(team, MEMBERS[2]), invitations(team, ARJUN))

    team.move_to(team.clock.now() + A_DAY)

    assert before == (["active"], ["active"], [])
    assert roles_of(team, MEMBERS[1]) == roles_of(team, MEMBERS[2]) == ["left"]
    team.move_to(MONDAY)  # The look is on a Saturday.
    assert len(invitations(team, ARJUN)) == 1


def test_what_happened_while_the_bot_was_down_is_noticed_after_it_starts(bare_world: World) -> None:
    world = bare_world
    first = world.start_bot()
    world.set_up_team()
    world.server.moves.leave(first.scheduler)
    first.stop()
    slip(world, MEMBERS[1], into=False)
    slip(world, ARJUN, into=True)

    world.start_bot()
    world.move_to(MONDAY)

    assert not is_asked(world, MEMBERS[1])
    assert len(invitations(world, ARJUN)) == 1


@pytest.mark.parametrize("happens", ["deactivate", "deactivate without an event"])
def test_the_deactivated_have_left(team: World, happens: str) -> None:
    if happens == "deactivate":
        post(team.server, "deactivate", {"user": MEMBERS[1]})
        team.wait_until_heard()
        pass_time(team)
    else:
        team.server.workspace.set_deleted(MEMBERS[1], deleted=True)
        team.move_to(team.clock.now() + A_DAY)

    assert roles_of(team, MEMBERS[1]) == ["left"]
    post(team.server, "reactivate", {"user": MEMBERS[1]})
    team.move_to(MONDAY)
    assert len(invitations(team, MEMBERS[1])) == 1


@pytest.mark.parametrize("what", ["set-guest", "set-stranger", "deactivate"])
def test_guests_strangers_and_the_deactivated_are_not_invited(team: World, what: str) -> None:
    post(team.server, what, {"user": ARJUN})

    slip(team, ARJUN, into=True)
    team.move_to(team.clock.now() + A_DAY)

    assert team.person(LEAD).person.conversations()[PRIVATE]["members"].count(ARJUN) == 1  # type: ignore[attr-defined] # a list of ids
    assert roles_of(team, ARJUN) == []


def test_a_guest_can_join_of_their_own_accord(team: World) -> None:
    post(team.server, "set-guest", {"user": ARJUN})
    come(team, ARJUN)

    said = replied(team, ARJUN, "join")
    team.move_to(MONDAY)

    assert "You take part in *Fraud models*" in said
    assert is_asked(team, ARJUN)


def test_a_stranger_cannot_join(team: World) -> None:
    post(team.server, "set-stranger", {"user": ARJUN})
    come(team, ARJUN)

    assert "belongs to another one" in replied(team, ARJUN, "join")
    assert roles_of(team, ARJUN) == []


@pytest.mark.parametrize(
    "fault",
    [
        Fault("rate_limited", method="conversations.members"),
        Fault("server_error", method="conversations.members"),
        Fault("rate_limited", method="conversations.info"),
        Fault("server_error", method="users.info", times=3),
        Fault("rate_limited", method="auth.test"),
    ],
    ids=lambda fault: f"{fault.method} {fault.kind}",
)
def test_when_slack_does_not_say_who_is_there_nobody_has_left(team: World, fault: Fault) -> None:
    slip(team, MEMBERS[1], into=False)
    team.server.faults.add(fault)

    go(team, MEMBERS[2])
    meanwhile = [roles_of(team, user_id) for user_id in MEMBERS]
    team.server.faults.clear()
    team.move_to(team.clock.now() + timedelta(minutes=15))

    assert meanwhile == [["active"]] * len(MEMBERS)
    assert roles_of(team, MEMBERS[1]) == roles_of(team, MEMBERS[2]) == ["left"]
    assert roles_of(team, STAYING) == ["active"]


def test_without_the_scope_to_read_channels_nobody_has_left(team: World) -> None:
    manifest = team.server.workspace.manifest
    less = replace(manifest, scopes=manifest.scopes - {"channels:read", "groups:read"})
    team.server.workspace.manifest = less

    team.move_to(team.clock.now() + A_DAY)

    assert [roles_of(team, user_id) for user_id in MEMBERS] == [["active"]] * len(MEMBERS)
    assert last(team.person(LEAD)).startswith("You set up")


def test_when_the_bot_is_removed_the_leads_are_told_once_and_the_pulse_goes_on(
    team: World,
) -> None:
    do(team, "remove-app")
    team.move_to(MONDAY)

    told = [text for text in team.person(LEAD).received() if "isn't in its channel" in text]
    assert len(told) == 1
    assert not [t for t in team.person(STAYING).received() if "isn't in its channel" in t]
    assert is_asked(team, STAYING)
    assert roles_of(team, STAYING) == ["active"]


def test_when_the_bot_is_back_it_follows_again(team: World) -> None:
    do(team, "remove-app")
    slip(team, MEMBERS[1], into=False)
    team.move_to(team.clock.now() + A_DAY)
    outside = roles_of(team, MEMBERS[1])

    do(team, "invite-app")

    assert (outside, roles_of(team, MEMBERS[1])) == (["active"], ["left"])


def test_when_the_channel_is_archived_the_leads_are_told_so(team: World) -> None:
    do(team, "archive")

    assert "is archived" in last(team.person(LEAD))


def test_a_channel_that_is_shared_gets_no_summary_from_then_on(team: World) -> None:
    do(team, "share")
    team.move_to(MONDAY)
    for member in MEMBERS:
        team.person(member).answer("4", "4", "4", "4", "4")
    team.move_to(MONDAY + A_WEEK)
    pass_time(team)

    assert len(posts(team)) == 1
    assert team.person(STAYING).received()[-1].startswith("Fraud models, week of 5 January 2026 · ")


@pytest.mark.parametrize("typed", ["join", "leave", "lead", "lead @arjun"])
def test_where_the_bot_is_not_in_the_channel_commands_say_what_to_do(
    world: World, typed: str
) -> None:
    said = replied(world, "U0000000A5", typed, channel=NOT_INVITED)

    assert "`/invite @mlops-bot`" in said
    assert "`/mlops setup`" in said


def test_where_the_bot_has_been_removed_one_can_leave_and_not_join(team: World) -> None:
    come(team, ARJUN)
    do(team, "remove-app")

    left, joined = replied(team, MEMBERS[1], "leave"), replied(team, ARJUN, "join")

    assert "You won't be asked" in left
    assert "brings it back" in left
    assert "can't see who is" in joined
    assert roles_of(team, ARJUN) == ["asked"]


@pytest.mark.parametrize("typed", ["join", "leave", "lead", "packs", "open"])
def test_in_a_direct_message_commands_say_where_to_type_them(team: World, typed: str) -> None:
    actor = team.person(STAYING)

    assert "type it in the channel of yours" in replied(team, STAYING, typed, channel=actor.dm)


@both_ways_in
def test_a_lead_names_another_one_who_is_asked(team: World) -> None:
    said = replied(team, LEAD, "lead @mateo")
    pass_time(team)
    named = team.person(MEMBERS[0])
    asked = last(named)
    named.press_button("Lead this team")
    team.wait_until(lambda: "You lead *Fraud models*" in last(named))

    go(team, LEAD)
    team.move_to(MONDAY)

    assert "is asked to lead *Fraud models* too" in said
    assert f"<@{LEAD}> named you" in asked
    assert "Will you lead it?" in asked
    assert is_asked(team, STAYING)


@pytest.mark.parametrize(
    ("by", "typed", "said"),
    [
        (MEMBERS[1], "lead @mateo", "Only a lead"),
        (LEAD, "lead mateo", "Name one person"),
        (LEAD, "lead @mateo @elif", "Name one person"),
        (LEAD, "lead @arjun", "Arjun Pillai isn't in this channel"),
        (LEAD, "lead @mlops-bot", "is an app"),
        (LEAD, "lead @aisha", "leads this team already"),
        (LEAD, "lead", "You lead this team already"),
    ],
)
def test_who_cannot_be_named_as_lead_is_said_in_words(
    team: World, by: str, typed: str, said: str
) -> None:
    assert said in replied(team, by, typed)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("deactivate", "Hana Sugitani has left the workspace"),
        ("set-stranger", "Hana Sugitani belongs to another workspace"),
    ],
)
def test_who_cannot_take_part_is_refused_by_name_on_the_form(
    world: World, what: str, said: str
) -> None:
    post(world.server, what, {"user": MEMBERS[-1]})

    refused = world.person(LEAD).fill_set_up(PRIVATE, name="F", leads=(LEAD,), members=MEMBERS)

    assert said in refused["errors"]["members"]


def test_a_guest_is_not_filled_in_and_can_be_named(world: World) -> None:
    guest, lead = MEMBERS[0], world.person(LEAD)
    post(world.server, "set-guest", {"user": guest})

    lead.say(PRIVATE, "/mlops setup")
    world.wait_until(lambda: (lead.modal() or {}).get("callback_id") == "team.set_up")
    fields = {b["block_id"]: b.get("element", {}) for b in (lead.modal() or {})["blocks"]}
    filled_in = fields["members"]["initial_users"]
    submitted = lead.submit(name={"name": "Fraud"}, members={"members": list(MEMBERS)})
    world.move_to(MONDAY)

    assert filled_in == [LEAD, *MEMBERS[1:]]
    assert submitted == {"ok": True}
    assert is_asked(world, guest)


@pytest.mark.parametrize(
    ("said_by_slack", "hint"),
    [
        ({"tz": "EUROPE/london"}, "this hour where you are, Europe/London."),
        ({"tz": "Nowhere/Else", "tz_offset": 3600}, "this hour where you are, Etc/GMT-1."),
        ({"tz": "Nowhere/Else", "tz_offset": 20700}, "this hour where you are, UTC+05:45."),
        ({}, "this hour in UTC, since your Slack profile names no"),
    ],
)
def test_a_team_can_be_set_up_from_an_odd_time_zone_or_from_none(
    world: World, said_by_slack: Json, hint: str
) -> None:
    post(world.server, "set-zone", {"user": LEAD, **said_by_slack})
    lead = world.person(LEAD)

    lead.say(PRIVATE, "/mlops setup")
    world.wait_until(lambda: (lead.modal() or {}).get("callback_id") == "team.set_up")
    hints = [block.get("hint", {}).get("text", "") for block in (lead.modal() or {})["blocks"]]

    assert hint in hints[-1]
    assert lead.submit(name={"name": "Fraud"}) == {"ok": True}


def test_who_is_named_from_outside_a_public_channel_stays_until_seen_in_it(world: World) -> None:
    world.set_up_team(channel=PUBLIC, lead="U0000000A9", members=(*MEMBERS[:7], ARJUN))
    outsider = MEMBERS[0]  # Mateo is not in #recommendations.
    world.move_to(world.clock.now() + A_DAY)
    named = roles_of(world, outsider)

    do(world, "join", by=outsider, channel=PUBLIC)
    seen = (roles_of(world, outsider), invitations(world, outsider))
    go(world, outsider, channel=PUBLIC)

    assert named == ["active"]
    assert seen == (["active"], [])
    assert roles_of(world, outsider) == ["left"]


def test_the_bot_itself_is_never_invited(world: World) -> None:
    world.set_up_team(channel=PUBLIC, lead="U0000000A9", members=(ARJUN, CAMILA))
    do(world, "remove-app", by=ARJUN, channel=PUBLIC)

    do(world, "invite-app", by=ARJUN, channel=PUBLIC)

    assert roles_of(world, BOT_USER_ID) == []
