"""Somebody makes a team of a channel; leads accept, members may decline."""

from tests.journeys.acting import (
    LEAD,
    MEMBERS,
    MONDAY,
    NOT_INVITED,
    PRIVATE,
    PUBLIC,
    Actor,
    Json,
    World,
    words,
)

OTHER_LEAD = MEMBERS[7]


def opened(world: World, channel: str, *, by: str = LEAD) -> str:
    """What the set-up modal says once it has looked the channel up."""
    somebody = world.person(by)
    assert somebody.say(channel, "/mlops setup") == {"ok": True}

    def said() -> str:
        return words(somebody.modal() or {})

    world.wait_until(lambda: bool(said()) and "Looking up" not in said())
    return said()


def posts(world: World, channel: str) -> list[str]:
    return [
        words(m)
        for m in world.person(LEAD).person.messages(channel)
        if m["is_bot"] and not m["ephemeral"]
    ]


def test_the_form_starts_with_the_people_of_the_channel_and_without_the_bot(world: World) -> None:
    lead = world.person(LEAD)

    lead.say(PRIVATE, "/mlops setup")
    world.wait_until(lambda: (lead.modal() or {}).get("callback_id") == "team.set_up")

    fields = {b["block_id"]: b.get("element", {}) for b in (lead.modal() or {})["blocks"]}
    assert fields["leads"]["initial_users"] == [LEAD]
    assert fields["members"]["initial_users"] == sorted([LEAD, *MEMBERS])


def test_the_channel_is_told_and_everybody_named_is_told_once(world: World) -> None:
    world.set_up_team()
    world.settle()

    (announced,) = posts(world, PRIVATE)
    assert "<@U0000000A1> set up a weekly pulse for *Fraud models*" in announced
    assert "Next pulse:" in announced
    assert all(len(world.person(user_id).received()) == 1 for user_id in MEMBERS)


def test_a_team_begins_when_a_lead_accepts(world: World) -> None:
    setter = world.person(LEAD)
    result = setter.fill_set_up(PRIVATE, name="Fraud", leads=(OTHER_LEAD,), members=MEMBERS)
    world.settle()
    assert result == {"ok": True}
    assert "It begins once a lead has accepted" in posts(world, PRIVATE)[0]

    world.person(OTHER_LEAD).press_button("Lead this team")
    world.settle()
    world.move_to(MONDAY)

    assert "Next pulse:" in posts(world, PRIVATE)[1]
    assert "statements" in str(world.person(MEMBERS[0]).sheet()["text"])


def test_a_team_whose_lead_declines_is_not_asked(world: World) -> None:
    world.person(LEAD).fill_set_up(PRIVATE, name="Fraud", leads=(OTHER_LEAD,), members=MEMBERS)
    world.settle()

    world.person(OTHER_LEAD).press_button("Not me")
    world.settle()
    world.move_to(MONDAY)

    assert len(world.person(MEMBERS[0]).received()) == 1


def test_a_member_who_declines_is_not_asked_and_can_come_back(world: World) -> None:
    world.set_up_team()
    declining, returning = world.person(MEMBERS[0]), world.person(MEMBERS[1])

    declining.press_button("Don't ask me")
    returning.press_button("Don't ask me")
    world.wait_until(lambda: "won't be asked" in words(last(returning)))
    returning.press_button("Take part after all")
    world.move_to(MONDAY)

    assert not [text for text in declining.received() if "statements" in text]
    assert "statements" in returning.received()[-1]


def last(actor: Actor) -> Json:
    return actor.person.messages(actor.dm)[-1]


def test_a_second_team_in_the_channel_is_refused_with_the_first_ones_name(world: World) -> None:
    world.set_up_team()

    assert "already has a team: *Fraud models*" in opened(world, PRIVATE)


def test_two_teams_cannot_have_one_name(world: World) -> None:
    world.set_up_team()

    refused = world.person("U0000000A9").fill_set_up(
        PUBLIC, name="Fraud models", leads=("U0000000A9",), members=MEMBERS
    )

    assert refused["ok"] is False
    assert "Another team has this name" in refused["errors"]["name"]


def test_where_the_bot_is_not_in_the_channel_it_says_how_to_invite_it(world: World) -> None:
    assert "/invite @mlops-bot" in opened(world, NOT_INVITED, by="U0000000A5")


def test_an_app_cannot_be_named(world: World) -> None:
    refused = world.person(LEAD).fill_set_up(
        PRIVATE, name="Fraud", leads=(LEAD,), members=(*MEMBERS, "U0BOT00001")
    )

    assert "is an app" in refused["errors"]["members"]


def test_a_team_too_small_to_show_anything_is_told_so_at_once(world: World) -> None:
    world.set_up_team(members=MEMBERS[:3])

    assert "No average can be shown: it takes 5" in posts(world, PRIVATE)[0]


def test_help_lists_what_can_be_typed(world: World) -> None:
    lead = world.person(LEAD)

    lead.say(PRIVATE, "/mlops help")
    world.wait_until(lambda: bool(lead.person.messages(PRIVATE)))

    reply = lead.person.messages(PRIVATE)[-1]
    assert reply["ephemeral"]
    assert "`/mlops setup`" in words(reply)
    assert "`/mlops help`" in words(reply)


def test_an_unknown_subcommand_is_answered_with_what_there_is(world: World) -> None:
    lead = world.person(LEAD)

    for number, typed in enumerate(("dance", "<!channel> now"), start=1):
        lead.say(PRIVATE, f"/mlops {typed}")
        world.wait_until(lambda: len(lead.person.messages(PRIVATE)) == number)  # noqa: B023 - waited for here

    known, odd = [words(message) for message in lead.person.messages(PRIVATE)]
    assert "There is no `/mlops dance`" in known
    assert "channel" not in odd.splitlines()[0]
    assert all("/mlops setup" in said for said in (known, odd))
