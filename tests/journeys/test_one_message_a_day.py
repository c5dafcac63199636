"""What several teams, a naming and a sheet owe somebody on one day comes in one message."""

from datetime import UTC, datetime

import pytest

from bot.sandbox.faults import Fault
from tests.journeys.acting import (
    A_DAY,
    A_WEEK,
    AN_HOUR,
    LEAD,
    MEMBERS,
    MONDAY,
    PUBLIC,
    Json,
    World,
    both_ways_in,
    part,
    words,
)

GENERAL = "C0GENERAL0"
MATEO, HANA, WIREMU = MEMBERS[0], "U0000000A9", "U0000000B2"
IN_BOTH = MEMBERS[:6]
EUROPE = (LEAD, *MEMBERS[:4], MEMBERS[6])
SATURDAY = datetime(2026, 1, 3, 12, tzinfo=UTC)
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
EVENING = datetime(2026, 1, 5, 17, 30, tzinfo=UTC)


@pytest.fixture
def teams(world: World) -> World:
    """Two teams of public channels with six people in both; one's week opens in Auckland."""
    world.set_up_team(channel=GENERAL, members=IN_BOTH, name="General")
    world.set_up_team(channel=PUBLIC, lead=HANA, members=(*IN_BOTH, WIREMU), name="Recommendations")
    return world


def buttons(message: Json) -> list[str]:
    """The rows of buttons below a message's statements, by their ids."""
    rows = [b for b in message["blocks"] if str(b.get("block_id")).startswith("item.")]
    return [row["block_id"] for row in rows]


@both_ways_in
def test_both_sheets_come_in_one_message_and_a_press_on_one_keeps_the_others_marks(
    teams: World,
) -> None:
    teams.move_to(MONDAY)
    mateo = teams.person(MATEO)
    general, recommendations = "General: five", "Recommendations: five"

    mateo.press(1, "4")
    teams.wait_until(lambda: words(mateo.sheet()).count("1 of 5 stored") == 1)
    mateo.press(6, "2")
    teams.wait_until(lambda: words(mateo.sheet()).count("1 of 5 stored") == 2)
    mateo.press(2, "5")
    teams.wait_until(lambda: "2 of 5 stored" in words(mateo.sheet()))

    assert mateo.moments()[-1] == "Mon 08:00"
    assert mateo.moments().count("Mon 08:00") == 1
    assert len(buttons(mateo.sheet())) == 10
    both = sorted(part(mateo.sheet(), t).count("\nStored: *") for t in (general, recommendations))
    assert both == [1, 2]


def test_when_one_teams_week_is_over_only_its_part_changes(teams: World) -> None:
    teams.move_to(MONDAY)
    mateo = teams.person(MATEO)
    for number in range(1, 11):
        mateo.press(number, "4")
    teams.wait_until(lambda: words(mateo.sheet()).count("All 5 stored") == 2)
    before = part(mateo.sheet(), "General")

    teams.move_to(MONDAY + A_WEEK - 21 * AN_HOUR)

    message = mateo.messages()[-1]
    assert before.count("Stored: *") == part(message, "General").count("Stored: *") == 5
    assert words(message).count("Stored: *") == 5
    assert "*Recommendations, week of 5 January 2026* is over" in words(message)


def test_both_summaries_and_both_sheets_come_in_one_message(teams: World) -> None:
    teams.move_to(MONDAY)
    for user_id in IN_BOTH:
        for number in range(1, 11):
            teams.person(user_id).press(number, "4")

    teams.move_to(MONDAY + A_WEEK)

    for user_id in IN_BOTH:
        actor = teams.person(user_id)
        message = actor.messages()[-1]
        assert part(message, "General, week of 5 January 2026").count("*4.0*") == 5
        assert part(message, "Recommendations, week of 5 January 2026").count("*4.0*") == 5
        assert len(buttons(message)) == 10
        assert len(actor.messages()) == 4  # Two namings on two days, then one message a week.


def test_a_naming_and_a_sheet_due_on_one_day_come_as_one_message(world: World) -> None:
    world.move_to(SATURDAY)
    world.set_up_team()

    world.move_to(MONDAY)

    for user_id in (LEAD, *MEMBERS):
        (text,) = world.person(user_id).received()
        assert text.endswith(" · Fraud models: five statements, about a minute")


@both_ways_in
def test_a_press_on_the_naming_draws_the_sheet_below_it_too(world: World) -> None:
    world.move_to(SATURDAY)
    world.set_up_team()
    world.move_to(MONDAY)
    mateo = world.person(MATEO)
    mateo.press(1, "4")
    world.wait_until(lambda: "1 of 5 stored" in words(mateo.sheet()))

    mateo.press_button("Don't ask me")
    world.wait_until(lambda: "won't be asked" in words(mateo.messages()[-1]))
    out = words(mateo.messages()[-1])
    mateo.press_button("Take part after all")
    world.wait_until(lambda: "1 of 5 stored" in words(mateo.messages()[-1]))

    assert "you are no longer asked in this team" in out
    assert "You take part in *Fraud models*" in words(mateo.messages()[-1])


@pytest.mark.parametrize("kind", ["server_error", "rate_limited"])
def test_after_an_afternoon_without_slack_nobody_is_written_to_before_the_next_morning(
    world: World, kind: str
) -> None:
    world.move_to(SATURDAY)
    world.set_up_team(hour=14)
    world.move_to(NOON)
    world.server.faults.add(Fault(kind, times=10**6, retry_after=1800))

    world.move_to(EVENING)
    world.server.faults.clear()
    world.move_to(MONDAY + A_DAY - 12 * AN_HOUR)
    in_the_night = [world.person(user_id).received() for user_id in EUROPE]
    world.move_to(MONDAY + A_DAY)

    assert in_the_night == [[]] * len(EUROPE)
    for user_id in EUROPE:
        actor = world.person(user_id)
        (text,) = actor.received()
        assert text.endswith(" · Fraud models: five statements, about a minute")
        assert actor.moments()[0] in ("Tue 08:00", "Tue 09:00")


def test_whose_message_arrived_although_slack_never_said_so_gets_it_once(world: World) -> None:
    world.set_up_team(hour=14)
    world.move_to(NOON)
    world.server.faults.add(Fault("lost_response", times=10**6))

    world.move_to(EVENING)
    world.server.faults.clear()
    world.move_to(MONDAY + A_DAY)

    for user_id in EUROPE:
        sheets = [t for t in world.person(user_id).received() if "statements" in t]
        assert sheets == ["Fraud models: five statements, about a minute"]
        assert world.person(user_id).moments()[-1] in ("Mon 13:00", "Mon 14:00")
