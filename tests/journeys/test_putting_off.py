"""Somebody puts the statements off, skips a week, answers on a reminder, or leaves meanwhile."""

import pytest

from tests.journeys.acting import (
    A_DAY,
    A_WEEK,
    AN_HOUR,
    MEMBERS,
    MONDAY,
    PUBLIC,
    Actor,
    World,
    both_ways_in,
    replied,
    stored,
    told,
    words,
)

MATEO, ELIF = MEMBERS[:2]  # In Madrid and in Berlin, where nine o'clock is eight in UTC.
HANA = "U0000000A9"
CLOSING = MONDAY + A_WEEK - 18 * AN_HOUR


@pytest.fixture
def mateo(world: World) -> Actor:
    world.set_up_team()
    world.move_to(MONDAY)
    return world.person(MATEO)


def came(actor: Actor) -> list[str]:
    """When somebody was written to after the naming."""
    return actor.moments()[1:]


def later(actor: Actor) -> str:
    """Press "Later" on the newest message, and return what is said to that."""
    before = len(told(actor))
    assert actor.press_button("Later") == {"ok": True}
    actor.world.wait_until(lambda: len(told(actor)) > before)
    return told(actor)[-1]


@both_ways_in
def test_what_is_put_off_comes_again_each_next_day_until_no_reminder_is_left(mateo: Actor) -> None:
    world = mateo.world

    on_monday = later(mateo)
    world.move_to(MONDAY + A_DAY)
    on_tuesday = later(mateo)
    world.move_to(MONDAY + 2 * A_DAY)
    on_wednesday = later(mateo)
    world.move_to(MONDAY + 6 * A_DAY)

    assert "They come again " in on_monday
    assert "Tuesday 06 January, 08:00 UTC" in on_monday
    assert "Wednesday 07 January, 08:00 UTC" in on_tuesday
    assert on_wednesday.startswith("There are no more reminders this week.")
    assert came(mateo) == ["Mon 08:00", "Tue 08:00", "Wed 08:00"]


def test_later_on_the_last_day_says_that_nothing_more_comes(mateo: Actor) -> None:
    mateo.world.move_to(MONDAY + 4 * A_DAY)

    assert later(mateo).startswith("This week closes before your next working day.")


@both_ways_in
def test_a_skipped_week_brings_no_reminder_and_can_be_answered_after_all(mateo: Actor) -> None:
    world = mateo.world
    mateo.answer("4")
    world.wait_until(lambda: "1 of 5 stored" in words(mateo.sheet()))

    mateo.press_button("Skip this week")
    world.wait_until(lambda: mateo.received()[-1].endswith("skipped"))
    skipped = words(mateo.messages()[-1])
    world.move_to(MONDAY + 3 * A_DAY)
    meanwhile = came(mateo)
    mateo.press_button("Answer after all")
    world.wait_until(lambda: "1 of 5 stored" in words(mateo.messages()[-1]))
    world.move_to(MONDAY + 5 * A_DAY)

    assert "Answers you have given stay stored." in skipped
    assert "1 of 5" not in skipped
    assert meanwhile == ["Mon 08:00"]
    assert came(mateo) == ["Mon 08:00", "Fri 08:00"]
    assert mateo.received()[-1] == "Fraud models: a reminder, 4 of 5 not answered yet"


def test_a_skipped_week_is_followed_by_the_next_one(mateo: Actor) -> None:
    mateo.press_button("Skip this week")

    mateo.world.move_to(MONDAY + A_WEEK)

    assert [text.partition(": ")[2] for text in mateo.received()[1:]] == [
        "closed",
        "five new statements, three still open",
    ]


@both_ways_in
def test_an_answer_on_a_reminder_shows_on_the_sheet_above_too(mateo: Actor) -> None:
    world = mateo.world
    world.move_to(MONDAY + 2 * A_DAY)
    _, sheet, reminder = mateo.messages()

    mateo.press(2, "4", sheet=reminder)

    world.wait_until(lambda: "1 of 5 stored" in words(mateo.messages()[1]))
    world.wait_until(lambda: "1 of 5 stored" in words(mateo.messages()[2]))
    assert [m["ts"] for m in mateo.messages()[1:]] == [sheet["ts"], reminder["ts"]]
    assert mateo.received()[-1] == "Fraud models: a reminder, 4 of 5 not answered yet"


def test_once_the_week_is_over_no_reminder_stands_and_no_answer_is_left_on_the_sheet(
    mateo: Actor,
) -> None:
    world = mateo.world
    world.move_to(MONDAY + 4 * A_DAY)
    mateo.press(1, "4")
    world.wait_until(lambda: "1 of 5 stored" in words(mateo.messages()[1]))
    before = len(mateo.messages())

    world.move_to(CLOSING + AN_HOUR)

    assert before == 4
    assert [text.partition(": ")[2] for text in mateo.received()[1:]] == ["closed"]
    assert "Stored" not in words(mateo.messages()[-1])


def test_whoever_leaves_with_an_open_sheet_is_not_reminded(mateo: Actor) -> None:
    replied(mateo.world, MATEO, "leave")

    mateo.world.move_to(MONDAY + A_WEEK)

    assert came(mateo) == ["Mon 08:00"]
    assert mateo.received()[-1].endswith("closed")


def test_whoever_leaves_with_an_open_sheet_gets_no_summary(world: World) -> None:
    world.set_up_team(channel=PUBLIC, lead=HANA, name="Recommendations")
    world.move_to(MONDAY)
    for user_id in MEMBERS[:5]:
        world.person(user_id).answer("4", "4", "4", "4", "4")
    replied(world, ELIF, "leave", channel=PUBLIC)

    world.move_to(MONDAY + A_WEEK)

    left, stayed = world.person(ELIF).received(), world.person(MATEO).received()
    assert left[1:] == ["Recommendations, week of 5 January 2026: closed"]
    assert stayed[-1].startswith("Recommendations, week of 5 January 2026 · ")


def test_whoever_presses_after_leaving_sees_that_they_are_no_longer_asked(mateo: Actor) -> None:
    mateo.press(1, "4")
    mateo.world.wait_until(lambda: "1 of 5 stored" in words(mateo.sheet()))
    replied(mateo.world, MATEO, "leave")

    mateo.press(2, "4")

    mateo.world.wait_until(lambda: mateo.received()[-1].endswith("no longer asked"))
    assert "Answers you have given count in its averages" in words(mateo.messages()[-1])
    assert stored(mateo.world, MATEO)[0] == "4"
