"""What stands in direct messages and is pressed after people and channels have changed."""

import pytest

from tests.journeys.acting import (
    A_DAY,
    A_MINUTE,
    LEAD,
    MEMBERS,
    MONDAY,
    PRIVATE,
    PUBLIC,
    Actor,
    World,
    replied,
    words,
)
from tests.sandbox.driving import post

HANA = "U0000000A9"
GUEST = "U0000000B1"
IN_BOTH = MEMBERS[1]


def pass_time(world: World) -> None:
    world.move_to(world.clock.now() + A_MINUTE)


def shown_to(actor: Actor) -> str:
    """All that the bot's direct messages say at the moment."""
    return "\n".join(words(message) for message in actor.messages())


def test_who_leaves_one_of_two_teams_keeps_the_other_s_sheet_in_the_same_message(
    world: World,
) -> None:
    world.set_up_team()
    others = (IN_BOTH, "U0000000B1", "U0000000B2", "U0000000B3")
    world.set_up_team(channel=PUBLIC, lead=HANA, members=others, name="Recommendations")
    world.move_to(MONDAY)
    both = world.person(IN_BOTH)
    for number in (1, 6, 7):  # The first five are the other team's: its zone is further east.
        assert both.press(number, "5") == {"ok": True}
    world.wait_until(lambda: "2 of 5 stored" in shown_to(both))

    replied(world, IN_BOTH, "leave")
    pass_time(world)

    shown = shown_to(both)
    assert "*Fraud models, week of 5 January 2026*: you are no longer asked in this team" in shown
    assert "2 of 5 stored" not in shown
    assert "1 of 5 stored" in shown
    rows = [b for b in both.sheet()["blocks"] if str(b.get("block_id")).startswith("item.")]
    assert len(rows) == 5
    assert both.press(2, "3") == {"ok": True}
    world.wait_until(lambda: "2 of 5 stored" in shown_to(both))


def test_in_an_archived_channel_s_team_people_step_down_and_decline_by_their_old_messages(
    world: World,
) -> None:
    world.set_up_team()
    world.move_to(MONDAY)
    world.person(MEMBERS[0]).person.act("archive", conversation=PRIVATE)
    world.wait_until_heard()
    pass_time(world)
    member, lead = world.person(MEMBERS[2]), world.person(LEAD)

    member.press_button("Don't ask me")
    world.wait_until(lambda: "You won't be asked in *Fraud models*" in shown_to(member))
    lead.press_button("Step down")
    lead.confirm_pause()
    pass_time(world)

    assert "you are no longer asked in this team" in shown_to(member)
    assert "nobody else does: its pulse is paused" in shown_to(lead)


def test_a_guest_who_takes_part_still_does_as_a_full_member(world: World) -> None:
    post(world.server, "set-guest", {"user": MEMBERS[1]})
    world.set_up_team()

    post(world.server, "set-guest", {"user": MEMBERS[1], "is": False})
    world.move_to(MONDAY)

    assert "You take part in *Fraud models*" in shown_to(world.person(MEMBERS[1]))
    assert "0 of 5 stored" in shown_to(world.person(MEMBERS[1]))


def test_a_guest_in_the_channel_who_becomes_a_full_member_is_left_to_join(world: World) -> None:
    post(world.server, "set-guest", {"user": GUEST})
    world.wait_until_heard()
    world.set_up_team()
    world.person(MEMBERS[0]).person.act("invite", conversation=PRIVATE, user=GUEST)
    world.wait_until_heard()
    pass_time(world)

    post(world.server, "set-guest", {"user": GUEST, "is": False})
    world.move_to(world.clock.now() + A_DAY)
    invited = world.person(GUEST).received()
    said = replied(world, GUEST, "join")

    assert invited == []
    assert "You take part in *Fraud models*" in said


@pytest.mark.parametrize("label", ["Don't ask me", "Step down"])
def test_who_was_deactivated_and_is_back_finds_no_button_of_a_role_that_has_ended(
    world: World, label: str
) -> None:
    world.set_up_team()
    user_id = LEAD if label == "Step down" else MEMBERS[1]
    actor = world.person(user_id)
    before = str(actor.messages())

    post(world.server, "deactivate", {"user": user_id})
    world.wait_until_heard()
    pass_time(world)
    post(world.server, "reactivate", {"user": user_id})

    assert label in before
    assert label not in str(actor.messages())
    assert "You left" in shown_to(actor)
