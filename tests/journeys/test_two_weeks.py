"""A team of eight and its lead, over two weeks."""

from tests.journeys.acting import (
    A_DAY,
    A_WEEK,
    LEAD,
    MEMBERS,
    MONDAY,
    PRIVATE,
    PUBLIC,
    World,
    both_ways_in,
    part,
    words,
)


def channel_posts(world: World, channel: str) -> list[str]:
    messages = world.person(LEAD).person.messages(channel)
    return [words(m) for m in messages if m["is_bot"] and not m["ephemeral"]]


@both_ways_in
def test_a_team_of_eight_sees_its_averages_after_each_of_two_weeks(world_on_each: World) -> None:
    world = world_on_each
    world.set_up_team()
    world.move_to(MONDAY)

    for user_id in (*MEMBERS, LEAD):
        world.person(user_id).answer("4", "3", "5", "2", "1")
    world.move_to(MONDAY + A_WEEK)
    for user_id in MEMBERS[:5]:
        world.person(user_id).answer("5", "5", "5", "5", "5")
    world.move_to(MONDAY + 2 * A_WEEK)

    announced, first, second = channel_posts(world, PRIVATE)
    assert "set up a weekly pulse" in announced
    assert "week of 5 January 2026" in first
    assert [f"*{mean}*" in first for mean in ("4.0", "3.0", "5.0", "2.0", "1.0")] == [True] * 5
    assert second.count("*5.0*") == 5


def test_everybody_is_asked_the_same_five_and_other_five_the_next_week(world: World) -> None:
    world.set_up_team()

    world.move_to(MONDAY)
    first = {words(world.person(user_id).sheet()).count("?") for user_id in MEMBERS}
    asked = {statements(world, user_id) for user_id in (*MEMBERS, LEAD)}
    world.move_to(MONDAY + A_WEEK)
    asked_next = {statements(world, user_id) for user_id in (*MEMBERS, LEAD)}

    assert first == {5}
    assert len(asked) == len(asked_next) == 1
    assert not set(asked.pop()) & set(asked_next.pop())


def statements(world: World, user_id: str) -> tuple[str, ...]:
    text = words(world.person(user_id).sheet())
    return tuple(line.strip("*") for line in text.splitlines() if line[:1] == "*")


def test_everybody_is_asked_at_the_teams_hour_of_their_own_day(world: World) -> None:
    world.set_up_team()

    world.move_to(MONDAY)

    came = {user_id: world.person(user_id).moments()[1:] for user_id in (LEAD, *MEMBERS)}
    london, madrid, *rest = came.values()
    berlin, stockholm, warsaw, new_york, chicago, lisbon, tokyo = rest
    assert london == lisbon == ["Mon 09:00"]
    assert madrid == berlin == stockholm == warsaw == ["Mon 08:00"]
    assert (new_york, chicago, tokyo) == (["Mon 14:00"], ["Mon 15:00"], ["Mon 00:00"])


def test_whoever_does_not_answer_is_reminded_twice_and_whoever_has_is_not(world: World) -> None:
    world.set_up_team()
    world.move_to(MONDAY)
    answered, silent, halfway = (world.person(user_id) for user_id in MEMBERS[:3])
    answered.answer("4", "4", "4", "4", "dont-know")
    halfway.answer("4", "4")

    world.move_to(MONDAY + A_WEEK - 2 * A_DAY)

    assert answered.moments()[1:] == ["Mon 08:00"]
    assert silent.moments()[1:] == ["Mon 08:00", "Wed 08:00", "Fri 08:00"]
    assert halfway.received()[2:] == ["Fraud models: a reminder, 3 of 5 not answered yet"] * 2
    world.move_to(MONDAY + A_WEEK)
    assert not [t for t in halfway.received() if "of 5 statements" in t]


def test_a_move_over_three_weeks_is_three_rounds_and_nobody_gets_one_twice(world: World) -> None:
    world.set_up_team()

    world.move_to(MONDAY + 3 * A_WEEK - A_DAY)

    for user_id in (*MEMBERS, LEAD):
        texts = world.person(user_id).received()
        assert len([text for text in texts if "closed" in text]) == 2
        assert len([text for text in texts if "five new statements" in text]) == 1
        assert len([text for text in texts if "a reminder, 5 of 5 not answered yet" in text]) == 2


def test_a_public_channel_is_told_nothing_and_each_person_gets_the_same_summary(
    world: World,
) -> None:
    world.set_up_team(channel=PUBLIC, lead="U0000000A9", name="Recommendations")
    world.move_to(MONDAY)
    for user_id in MEMBERS[:6]:
        world.person(user_id).answer("4", "4", "4", "4", "4")

    world.move_to(MONDAY + A_WEEK)

    everybody = set(MEMBERS) | {"U0000000A9"}
    summaries = {
        part(m, "Recommendations, week of 5 January 2026")
        for user_id in everybody
        for m in world.person(user_id).messages()[-1:]
    }
    assert len(summaries) == 1
    assert summaries.pop().count("*4.0*") == 5
    posts = world.person("U0000000A9").person.messages(PUBLIC)
    assert not [m for m in posts if m["is_bot"] and "week of" in str(m["text"])]


def test_closing_takes_the_score_off_the_message_of_everybody_asked(world: World) -> None:
    world.set_up_team()
    world.move_to(MONDAY)
    answered, silent = world.person(MEMBERS[0]), world.person(MEMBERS[1])
    answered.answer("4", "4", "4", "4", "4")
    world.wait_until(lambda: "All 5 stored" in words(answered.sheet()))

    world.move_to(MONDAY + A_WEEK)

    closed = [
        [words(m) for m in actor.person.messages(actor.dm) if "closed" in str(m["text"])]
        for actor in (answered, silent)
    ]
    assert closed[0] == closed[1]
    assert len(closed[0]) == 1
    assert "Stored" not in closed[0][0]
