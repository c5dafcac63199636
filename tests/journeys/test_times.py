"""People say when they work and when they like the pulse, and are written to accordingly."""

from datetime import datetime

import pytest

from bot.sandbox.faults import Fault
from tests.journeys.acting import (
    A_DAY,
    A_WEEK,
    AN_HOUR,
    FRIDAY,
    MEMBERS,
    MONDAY,
    NINE_IN_LONDON,
    PRIVATE,
    Actor,
    Json,
    World,
    both_ways_in,
    replied,
    words,
)
from tests.sandbox.driving import post

MATEO, ELIF = MEMBERS[:2]  # In Madrid and in Berlin, an hour ahead of London.


@pytest.fixture
def team(world: World) -> World:
    world.set_up_team()
    return world


def form(actor: Actor) -> dict[str, Json]:
    """Open the form of times, and return its fields."""
    assert actor.say(PRIVATE, "/mlops times") == {"ok": True}
    actor.world.wait_until(lambda: (actor.modal() or {}).get("callback_id") == "people.times")
    modal = actor.modal()
    assert modal is not None
    return {block["block_id"]: block["element"] for block in modal["blocks"] if "element" in block}


def fill(actor: Actor, **fields: object) -> Json:
    """Fill in some of the form that stands open, and submit it."""
    return actor.submit(**{name: {name: value} for name, value in fields.items()})


def keep(world: World, user_id: str, **fields: object) -> str:
    """Have somebody's times stored, and return what they read."""
    actor = world.person(user_id)
    form(actor)
    assert fill(actor, **fields) == {"ok": True}
    said = words(actor.modal() or {})
    actor.person.act("modal/close", view_id=(actor.modal() or {})["id"])
    return said


def came(world: World, user_id: str) -> list[str]:
    """When somebody was written to after the naming."""
    return world.person(user_id).moments()[1:]


@both_ways_in
def test_the_pulse_comes_on_somebodys_own_day_and_hour(team: World) -> None:
    said = keep(team, MATEO, day="2", hour="15")

    team.move_to(MONDAY + A_WEEK - A_DAY)

    assert "the pulse comes on Wednesdays at 15:00." in said
    assert came(team, MATEO) == ["Wed 14:00", "Fri 14:00"]
    assert came(team, ELIF)[0] == "Mon 08:00"


def test_the_form_shows_the_times_as_they_are(team: World) -> None:
    keep(
        team,
        MATEO,
        weekdays=["0", "1", "3"],
        starts="10",
        ends="24",
        days_off="2026-02-02\n2026-03-02 to 2026-03-06",
        day="3",
        hour="11",
    )

    fields = form(team.person(MATEO))

    assert [option["value"] for option in fields["weekdays"]["initial_options"]] == ["0", "1", "3"]
    chosen = [fields[name]["initial_option"]["value"] for name in ("starts", "ends", "day", "hour")]
    assert chosen == ["10", "24", "3", "11"]
    assert fields["days_off"]["initial_value"] == "2026-02-02, 2026-03-02 to 2026-03-06"


def test_when_slack_does_not_tell_the_time_zone_the_form_says_so_with_a_reference(
    team: World,
) -> None:
    team.server.faults.add(Fault("server_error", method="users.info"))
    actor = team.person(MATEO)

    assert actor.say(PRIVATE, "/mlops times") == {"ok": True}
    actor.world.wait_until(lambda: "(ref " in words(actor.modal() or {}))

    said = words(actor.modal() or {})
    assert "type `/mlops times` again in a minute" in said
    assert (actor.modal() or {}).get("submit") is None


def test_nobody_is_written_to_on_days_and_at_hours_they_do_not_work(team: World) -> None:
    said = keep(team, MATEO, weekdays=["1", "2", "3"], starts="11", ends="14")

    team.move_to(MONDAY + A_WEEK - A_DAY)

    assert "You work Tuesday, Wednesday, Thursday, 11:00 to 14:00 (Europe/Madrid)." in said
    assert came(team, MATEO) == ["Tue 10:00", "Thu 10:00"]


def test_nobody_is_written_to_on_their_days_off(team: World) -> None:
    said = keep(team, MATEO, days_off="2026-01-05 to 2026-01-06, 2026-01-09")

    team.move_to(MONDAY + A_WEEK - A_DAY)

    assert "Days off: 2026-01-05 to 2026-01-06, 2026-01-09." in said
    assert came(team, MATEO) == ["Wed 08:00", "Thu 08:00"]


def test_times_left_to_the_team_again_are_the_teams(team: World) -> None:
    keep(team, MATEO, day="2", hour="15")
    keep(team, MATEO, day="team", hour="team")

    team.move_to(MONDAY)

    assert came(team, MATEO) == ["Mon 08:00"]


@pytest.mark.parametrize(
    ("filled", "field", "said"),
    [
        ({"weekdays": []}, "weekdays", "Please complete this required field."),
        ({"starts": "17", "ends": "9"}, "ends", "working hours end after they begin."),
        ({"starts": "9", "ends": "9"}, "ends", "working hours end after they begin."),
        ({"day": "2"}, "hour", "Choose the hour too, or leave both to the team."),
        ({"hour": "10"}, "day", "Choose the day too, or leave both to the team."),
        ({"day": "5", "hour": "10"}, "day", "Saturday isn't one of your working days."),
        ({"day": "2", "hour": "17"}, "hour", "17:00 isn't in your working hours."),
        ({"days_off": "Christmas"}, "days_off", "“Christmas” is no date. Write it as 2026-12-24"),
        ({"days_off": "2026-02-30"}, "days_off", "“2026-02-30” is no date."),
        ({"days_off": "2026-03-05 to 2026-03-02"}, "days_off", "ends before it begins"),
        ({"days_off": "2026-03-05 to 2029-03-02"}, "days_off", "is longer than a year"),
        ({"days_off": "2026-03-05," * 21}, "days_off", "Keep to 20 entries"),
    ],
)
def test_times_that_cannot_be_kept_are_refused_at_their_field(
    team: World, filled: dict[str, object], field: str, said: str
) -> None:
    mateo = team.person(MATEO)
    form(mateo)

    refused = fill(mateo, **filled)

    assert list(refused["errors"]) == [field]
    assert said in refused["errors"][field]
    assert (mateo.modal() or {})["callback_id"] == "people.times"
    team.move_to(MONDAY)
    assert came(team, MATEO) == ["Mon 08:00"]


@both_ways_in
def test_during_a_pause_nothing_comes_and_after_it_everything_in_one_message(team: World) -> None:
    said = replied(team, MATEO, "pause until 2026-01-08")

    team.move_to(MONDAY + A_WEEK - A_DAY)

    assert "Nothing comes to you unasked before 8 January 2026." in said
    assert came(team, MATEO) == ["Thu 08:00", "Fri 08:00"]


def test_a_pause_over_a_whole_week_leaves_that_week_out(team: World) -> None:
    replied(team, MATEO, "pause until 2026-01-13")

    team.move_to(MONDAY + A_WEEK)
    during = came(team, MATEO)
    team.move_to(MONDAY + A_WEEK + A_DAY)

    assert during == []
    assert came(team, MATEO) == ["Tue 08:00"]
    assert "five new statements" in team.person(MATEO).received()[-1]


@pytest.mark.parametrize("begun", [FRIDAY, NINE_IN_LONDON - 2 * AN_HOUR])
def test_whoever_resumes_gets_what_has_fallen_due_meanwhile(team: World, begun: datetime) -> None:
    team.move_to(begun)
    replied(team, MATEO, "pause until 2026-01-15")
    team.move_to(MONDAY - 7 * AN_HOUR + A_DAY)
    before = came(team, MATEO)

    said = replied(team, MATEO, "resume")
    team.move_to(team.clock.now() + AN_HOUR)

    assert before == []
    assert "The pause is over." in said
    assert came(team, MATEO) == ["Tue 11:00"]


def test_resuming_without_a_pause_says_so(team: World) -> None:
    assert "There was no pause." in replied(team, MATEO, "resume")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type the day on which you are back"),
        (" until", "Type the day on which you are back"),
        (" until Monday", "That names no day, so nothing changed."),
        (" until 2026-02-30", "Type the day on which you are back"),
        (" until 2026-01-02", "2026-01-02 isn't in the future, so nothing changed."),
        (" until 2025-06-01", "2025-06-01 isn't in the future, so nothing changed."),
        (" until 2027-06-01", "A pause is for a year at most, so nothing changed."),
    ],
)
def test_a_pause_until_no_day_is_refused_and_nothing_changes(
    team: World, typed: str, said: str
) -> None:
    refused = replied(team, MATEO, f"pause{typed}")
    team.move_to(MONDAY)

    assert said in refused
    assert came(team, MATEO) == ["Mon 08:00"]


@pytest.mark.parametrize(
    ("said_by_slack", "sheet_came"),
    [
        ({}, "Mon 09:00"),  # The team's own zone serves.
        ({"tz": "Nowhere/Else", "tz_offset": 20700}, "Mon 03:15"),
        ({"tz": "Nowhere/Else", "tz_offset": -3600}, "Mon 10:00"),
    ],
    ids=["no zone", "UTC+05:45", "UTC-01:00"],
)
def test_an_odd_time_zone_or_none_has_its_nine_o_clock_too(
    world: World, said_by_slack: Json, sheet_came: str
) -> None:
    post(world.server, "set-zone", {"user": MATEO, **said_by_slack})
    world.set_up_team()

    world.move_to(MONDAY)

    assert came(world, MATEO) == [sheet_came]


def test_whoever_moves_is_asked_at_nine_where_they_are_by_then(team: World) -> None:
    post(team.server, "set-zone", {"user": MATEO, "tz": "America/New_York"})

    team.move_to(MONDAY)

    assert came(team, MATEO) == ["Mon 14:00"]
