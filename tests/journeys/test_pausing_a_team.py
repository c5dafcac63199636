"""A lead pauses the pulse, moves a round, and changes the team's name, day and hour."""

from bot.surveys.messages import timetable
from tests.journeys.acting import (
    A_DAY,
    A_MINUTE,
    A_WEEK,
    LEAD,
    MEMBERS,
    MONDAY,
    PRIVATE,
    Actor,
    World,
    replied,
    words,
)
from tests.journeys.test_home import open_home, press


def in_channel(world: World) -> str:
    """What the bot has said in the team's channel."""
    said = world.person(LEAD).person.messages(PRIVATE)
    return "\n".join(words(message) for message in said if not message["ephemeral"])


def a_minute_later(world: World) -> None:
    """Have the channel told; it takes a message a second at most."""
    world.move_to(world.clock.now() + A_MINUTE)


def wait_for_form(somebody: Actor, callback_id: str) -> None:
    somebody.world.wait_until(lambda: (somebody.modal() or {}).get("callback_id") == callback_id)


def test_a_lead_pauses_the_pulse_over_the_holidays(world: World) -> None:
    world.set_up_team()
    world.move_to(MONDAY)
    member = world.person(MEMBERS[0])
    for user_id in MEMBERS[:5]:
        world.person(user_id).answer("4")

    said = replied(world, LEAD, "team pause 3")
    a_minute_later(world)

    assert "Paused until Monday 2 February: nothing is asked until then." in said
    assert "paused the weekly pulse of *Fraud models* until Monday 2 February" in in_channel(world)
    assert "Paused until Monday 2 February: nothing is asked until then." in open_home(member)
    world.move_to(MONDAY + A_WEEK)
    assert "*4.0*" in in_channel(world)
    before = len(member.messages())
    world.move_to(MONDAY + 4 * A_WEEK - A_DAY)
    assert len(member.messages()) == before
    world.move_to(MONDAY + 4 * A_WEEK)
    assert len(member.messages()) == before + 1
    assert "week of 2 February" in open_home(member)


def test_a_lead_changes_the_team_on_home(world: World) -> None:
    world.set_up_team()
    world.move_to(MONDAY)
    lead = world.person(LEAD)
    assert "The next round opens on Monday 12 January." in open_home(lead)

    assert press(lead, timetable.OPEN_SETTINGS) == {"ok": True}
    wait_for_form(lead, timetable.SETTINGS)
    assert lead.submit(name={"name": "Fraud & co"}, weekday={"weekday": "2"}) == {"ok": True}
    a_minute_later(world)

    assert "set the weekly pulse of *Fraud &amp; co* (*Fraud models* until now) to Wednesdays" in (
        in_channel(world)
    )
    assert "opens on Wednesday 14 January." in open_home(lead)
    assert press(lead, timetable.OPEN_MOVE) == {"ok": True}
    wait_for_form(lead, timetable.MOVE)
    assert lead.submit(weekday={"weekday": "3"}) == {"ok": True}
    a_minute_later(world)
    assert "from Wednesday 14 January to Thursday 15 January." in in_channel(world)
    assert "opens on Thursday 15 January, this once." in open_home(lead)
    assert press(lead, timetable.OPEN_PAUSE) == {"ok": True}
    wait_for_form(lead, timetable.PAUSE)
    assert lead.submit(weeks={"weeks": "1"}) == {"ok": True}
    a_minute_later(world)
    assert "until Wednesday 21 January" in in_channel(world)
    assert "Paused until Wednesday 21 January" in open_home(lead)
    assert press(lead, timetable.RESUME) == {"ok": True}
    a_minute_later(world)
    assert "ended the pause of *Fraud &amp; co*: the next pulse comes on Wednesday 14 January." in (
        in_channel(world)
    )


def test_whoever_does_not_lead_sees_when_the_team_is_asked_and_changes_nothing(
    world: World,
) -> None:
    world.set_up_team()
    world.move_to(MONDAY)

    said = replied(world, MEMBERS[0], "team")
    refused = replied(world, MEMBERS[0], "team pause 3")
    unknown = replied(world, LEAD, "team party")

    assert "*Fraud models* is asked on Mondays at 09:00, where each person is." in said
    assert "Only a lead of this team can change that, so nothing changed." in refused
    assert "`/mlops team pause 3`" in unknown
    assert "paused" not in in_channel(world)
