"""Eight people from Auckland to Los Angeles over eight weeks and three changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.acting import LEAD, PRIVATE, Json, World, both_ways_in, words

pytestmark = pytest.mark.long

ZONES = {
    LEAD: "Europe/London",  # The lead, who is also a member.
    "U0000000A2": "Europe/Madrid",
    "U0000000A3": "Europe/Berlin",
    "U0000000A6": "America/New_York",
    "U0000000A9": "Asia/Tokyo",
    "U0000000B1": "Asia/Kolkata",
    "U0000000B2": "Pacific/Auckland",
    "U0000000B3": "America/Los_Angeles",
    "U0000000A4": "Europe/Stockholm",
}
LEAVER, JOINER = "U0000000A3", "U0000000A4"
EIGHT = tuple(user_id for user_id in ZONES if user_id != JOINER)
LATE = "U0000000B3"

# America changes on 8 March, Europe on 29 March, New Zealand on 5 April.
FIRST_MONDAY = date(2026, 3, 2)
WEEKS = 8
LEAVES_IN, JOINS_IN = 3, 4


class Watch:
    """Notes when the bot wrote to each person, also what it has withdrawn since."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.posts: dict[str, set[str]] = {user_id: set() for user_id in ZONES}

    def look(self) -> None:
        """Note what stands in everybody's direct messages now."""
        for user_id, posts in self.posts.items():
            actor = self._world.person(user_id)
            if actor.received():
                posts.update(str(message["ts"]) for message in actor.person.messages(actor.dm))

    def local_moments(self, user_id: str) -> list[datetime]:
        """Return when somebody was written to, in their own time."""
        zone = ZoneInfo(ZONES[user_id])
        return sorted(datetime.fromtimestamp(float(ts), zone) for ts in self.posts[user_id])


@pytest.fixture
def team(world: World) -> World:
    """The team, set up on the Thursday before its first week."""
    world.move_to(datetime(2026, 2, 26, 12, tzinfo=UTC))
    channel = world.server.workspace.find_conversation(PRIVATE)
    assert channel is not None
    for user_id in EIGHT:
        world.server.workspace.join(channel, user_id)
    world.server.workspace.leave(channel, JOINER)
    actor = world.person(LEAD)
    filled = actor.fill_set_up(PRIVATE, name="Fraud models", leads=(LEAD,), members=EIGHT)
    assert filled == {"ok": True}
    world.settle()
    return world


def end_of(day: date) -> datetime:
    """The last moment of a day in Los Angeles, when it has ended everywhere."""
    midnight = datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(ZONES[LATE]))
    return midnight.astimezone(UTC)


def answer(world: World, week: int) -> None:
    """Have people answer: five of eight at first; then all, and late what was held as well."""
    choices = ("3", "4", "3", "4", "3", "2", "2", "2") if week == 1 else ("3", "4", "3", "4", "3")
    for number, user_id in enumerate(EIGHT):
        if user_id == LEAVER and week >= LEAVES_IN:
            continue
        if week == 0 and number in (1, 2, 3):
            continue  # The lead and four members: five of eight, and not five members.
        world.person(user_id).answer(*choices)


def summary_of(world: World, week: int) -> Json:
    """The summary in the channel of a week."""
    monday = FIRST_MONDAY + timedelta(weeks=week)
    title = f"week of {monday.day} {monday:%B %Y}"
    found = [m for m in world.person(LEAD).person.messages(PRIVATE) if title in str(m["text"])]
    assert len(found) == 1, title
    return found[0]


@both_ways_in
@pytest.mark.timeout(180)
def test_eight_people_around_the_world_over_eight_weeks(team: World) -> None:
    watch = Watch(team)

    for week in range(WEEKS):
        monday = FIRST_MONDAY + timedelta(weeks=week)
        team.move_to(end_of(monday))
        watch.look()
        answer(team, week)
        if week == LEAVES_IN:
            assert team.person(LEAVER).person.act("leave", conversation=PRIVATE) == {"ok": True}
            team.wait_until_heard()
        if week == JOINS_IN:
            lead = team.person(LEAD).person
            assert lead.act("invite", conversation=PRIVATE, user=JOINER) == {"ok": True}
            team.wait_until_heard()
        for day in range(1, 7):
            team.move_to(end_of(monday + timedelta(days=day)))
            watch.look()
        if week == JOINS_IN:
            assert team.person(JOINER).press_button("Take part") == {"ok": True}

    everybody_is_written_to_at_work_and_once_a_day(watch)
    sheets_come_on_mondays_at_nine(watch)
    the_leaver_hears_no_more(watch)
    five_of_eight_is_held_until_members_are_five(team)


def everybody_is_written_to_at_work_and_once_a_day(watch: Watch) -> None:
    for user_id in ZONES:
        moments = watch.local_moments(user_id)
        assert moments
        assert all(9 <= moment.hour < 17 for moment in moments), (user_id, moments)
        assert all(moment.weekday() < 5 for moment in moments), (user_id, moments)
        days = [moment.date() for moment in moments]
        assert len(days) == len(set(days)), (user_id, days)


def sheets_come_on_mondays_at_nine(watch: Watch) -> None:
    mondays = [FIRST_MONDAY + timedelta(weeks=week) for week in range(WEEKS)]
    for user_id in ZONES:
        came = {m.date() for m in watch.local_moments(user_id) if m.hour == 9 and m.minute == 0}
        # When the joiner agrees it is Monday in Auckland, so the next week has begun without them.
        wanted = {LEAVER: mondays[: LEAVES_IN + 1], JOINER: mondays[JOINS_IN + 2 :]}
        assert came >= set(wanted.get(user_id, mondays)), user_id
        if user_id == JOINER:
            assert came.isdisjoint(mondays[: JOINS_IN + 2])


def the_leaver_hears_no_more(watch: Watch) -> None:
    left_on = FIRST_MONDAY + timedelta(weeks=LEAVES_IN)
    assert all(moment.date() <= left_on for moment in watch.local_moments(LEAVER))


def five_of_eight_is_held_until_members_are_five(team: World) -> None:
    first, second = words(summary_of(team, 0)), words(summary_of(team, 1))
    assert "No average can be shown this week." in first
    assert "Still open" in first
    assert second.count("5+ answers") == 8
