from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from bot.database import Database
from bot.teams.channel_service import A_DAY, LOOK_LEASE, ChannelService
from bot.teams.domain import Role, Stage, Standing, TeamError
from bot.teams.following import Changes, Followed, Kind, Place, Sight
from bot.teams.service import TeamService
from tests.teams.test_domain import a_plan

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(seconds=2)
EVERYBODY = "LABCDE"


class Channel:
    """A team in a channel: L leads it, A and B take part."""

    def __init__(self, database: Database) -> None:
        self.teams = TeamService(database)
        self.channels = ChannelService(database)
        self.id = self.teams.set_up_team(plan=a_plan(), now=NOW).team.id

    def claim(self, *, now: datetime = NOW) -> Followed:
        (followed,) = self.channels.claim_due(now=now, limit=10)
        return followed

    def store(
        self,
        followed: Followed,
        present: Iterable[str] | None,
        *,
        now: datetime = NOW,
        **changes: object,
    ) -> Changes | None:
        values: dict[str, object] = {
            "place": Place.INSIDE,
            "is_for_members_only": True,
            "present": None if present is None else frozenset(present),
            "kinds": dict.fromkeys(EVERYBODY, Kind.COLLEAGUE),
        }
        sight = Sight(**{**values, **changes})  # type: ignore[arg-type] # the builder's loose dictionary
        return self.channels.store_sight(followed=followed, sight=sight, now=now)

    def look(
        self, present: Iterable[str] | None, *, now: datetime = NOW, **changes: object
    ) -> None:
        """Have an event arrive and look at once."""
        self.channels.have_channel_looked_at(channel_id="C1", now=now)
        assert self.store(self.claim(now=now), present, now=now, **changes) is not None

    def standing(self, user_id: str, role: Role = Role.MEMBER) -> Standing | None:
        return self.teams.get_roster(team_id=self.id).find_standing(user_id, role)

    def stage(self) -> Stage:
        return self.teams.get_roster(team_id=self.id).team.stage

    def tell(self) -> list[tuple[str, int]]:
        tellings = self.teams.list_tellings()
        for telling in tellings:
            self.teams.mark_told(telling=telling, now=NOW)
        return [(telling.user_id, telling.number) for telling in tellings]


@pytest.fixture
def channel(database: Database) -> Channel:
    return Channel(database)


def test_a_new_teams_channel_is_looked_at_at_once_and_then_daily(channel: Channel) -> None:
    assert channel.channels.find_next_look() == NOW

    channel.store(channel.claim(), "LAB", now=LATER)

    assert channel.channels.claim_due(now=LATER, limit=10) == ()
    assert channel.channels.find_next_look() == LATER + A_DAY


@pytest.mark.parametrize(("is_private", "stands"), [(True, "left"), (False, "active")])
def test_who_leaves_a_private_channel_before_the_first_look_has_left(
    channel: Channel, is_private: bool, stands: str
) -> None:
    plan = a_plan(name="Other", channel_id="C2", is_private=is_private)
    team = channel.teams.set_up_team(plan=plan, now=NOW).team
    _, followed = channel.channels.claim_due(now=NOW, limit=10)

    channel.store(followed, "LB")

    assert channel.teams.get_roster(team_id=team.id).find_standing("A", Role.MEMBER) == stands


def test_who_leaves_has_no_role_any_more_and_is_told_nothing(channel: Channel) -> None:
    channel.look("LAB")

    channel.look("LB")

    assert channel.standing("A") is Standing.LEFT
    assert "A" not in [user_id for user_id, _ in channel.tell()]
    asked = channel.teams.get_roster(team_id=channel.id).participants
    assert [participant.user_id for participant in asked] == ["B", "L"]


def test_the_last_lead_leaving_pauses_the_pulse(channel: Channel) -> None:
    channel.look("LAB")

    channel.look("AB")

    assert channel.standing("L", Role.LEAD) is Standing.LEFT
    assert channel.stage() is Stage.PAUSED
    assert [told.roster.team.stage for told in channel.teams.list_unannounced()] == [Stage.PAUSED]


def test_who_joins_is_asked_once_and_told_once(channel: Channel) -> None:
    channel.look("LAB")
    channel.tell()

    channel.look("LABC")
    channel.look("LABC")

    assert channel.standing("C") is Standing.ASKED
    assert channel.tell() == [("C", 1)]
    assert channel.tell() == []


def test_who_comes_back_is_a_joiner_again(channel: Channel) -> None:
    channel.look("LAB")
    channel.tell()
    channel.look("LB")

    channel.look("LAB")

    assert channel.standing("A") is Standing.ASKED
    assert channel.tell() == [("A", 2)]


def test_who_declined_is_not_asked_again_after_coming_back(channel: Channel) -> None:
    channel.look("LAB")
    channel.tell()
    channel.teams.leave_team(channel_id="C1", user_id="A")

    channel.look("LB")
    channel.look("LAB")

    assert channel.standing("A") is Standing.DECLINED
    assert channel.tell() == []


@pytest.mark.parametrize("does", ["left", "declined and left"])
def test_a_role_cannot_be_accepted_from_outside_the_channel(channel: Channel, does: str) -> None:
    channel.look("LAB")
    if does == "declined and left":
        channel.teams.leave_team(channel_id="C1", user_id="A")
    channel.look("LB")
    answer = channel.teams.answer_naming

    with pytest.raises(TeamError, match="You have left <#C1>"):
        answer(team_id=channel.id, user_id="A", role=Role.MEMBER, standing=Standing.ACTIVE)

    answer(team_id=channel.id, user_id="A", role=Role.MEMBER, standing=Standing.DECLINED)
    assert channel.standing("A") is Standing.DECLINED


def test_who_types_that_they_join_takes_part_whatever_was_before(channel: Channel) -> None:
    channel.look("LABD")
    channel.look("LBD")
    channel.teams.leave_team(channel_id="C1", user_id="B")

    for user_id in "ABD":
        channel.teams.join_team(channel_id="C1", user_id=user_id, now=NOW)
    channel.look("LABD")

    assert {channel.standing(user_id) for user_id in "ABD"} == {Standing.ACTIVE}
    assert [user_id for user_id, _ in channel.tell()] == ["L", "B"]


def test_a_named_lead_is_told_by_whom(channel: Channel) -> None:
    channel.teams.name_lead(channel_id="C1", user_id="A", named_by="L")
    channel.teams.answer_naming(
        team_id=channel.id, user_id="A", role=Role.LEAD, standing=Standing.ACTIVE
    )
    channel.tell()

    channel.teams.name_lead(channel_id="C1", user_id="B", named_by="A")

    (telling,) = channel.teams.list_tellings()
    assert (telling.user_id, telling.planned_by, telling.number) == ("B", "A", 2)
    assert channel.standing("B", Role.LEAD) is Standing.ASKED
    assert channel.standing("B") is Standing.ACTIVE


def test_a_look_that_was_overtaken_stores_nothing(channel: Channel) -> None:
    channel.look("LAB")
    channel.channels.have_channel_looked_at(channel_id="C1", now=NOW)
    slow = channel.claim()
    channel.look("LB")

    assert channel.store(slow, "LAB") is None

    assert channel.standing("A") is Standing.LEFT
    assert channel.tell() == [("L", 1), ("B", 1)]


def test_an_event_during_a_look_has_the_channel_looked_at_again(channel: Channel) -> None:
    under_way = channel.claim()
    channel.channels.have_channel_looked_at(channel_id="C1", now=NOW)

    channel.store(under_way, "LAB", now=LATER)

    assert channel.claim(now=LATER).turn == 2


def test_a_look_that_never_ended_is_repeated(channel: Channel) -> None:
    channel.claim()

    assert channel.channels.claim_due(now=NOW, limit=10) == ()
    assert channel.channels.find_next_look() == NOW + LOOK_LEASE
    assert channel.claim(now=NOW + LOOK_LEASE).turn == 2


def test_a_look_that_is_put_off_changes_nothing_else(channel: Channel) -> None:
    channel.look("LAB")
    channel.channels.have_channel_looked_at(channel_id="C1", now=NOW)
    followed = channel.claim()

    channel.channels.put_off(followed=followed, now=NOW, until=LATER)

    assert channel.channels.find_next_look() == LATER
    assert channel.claim(now=LATER).present == frozenset("LAB")


def test_a_look_that_was_overtaken_puts_nothing_off(channel: Channel) -> None:
    slow = channel.claim()
    channel.channels.have_channel_looked_at(channel_id="C1", now=NOW)
    channel.claim()

    channel.channels.put_off(followed=slow, now=NOW, until=NOW + A_DAY)

    assert channel.channels.find_next_look() == NOW + LOOK_LEASE


def test_at_most_so_many_channels_are_looked_at_in_one_go(
    channel: Channel, database: Database
) -> None:
    for number in range(2, 6):
        channel.teams.set_up_team(plan=a_plan(name=f"T{number}", channel_id=f"C{number}"), now=NOW)

    first = channel.channels.claim_due(now=NOW, limit=3)
    second = channel.channels.claim_due(now=NOW, limit=3)

    looked_at = [followed.roster.team.channel_id for followed in (*first, *second)]
    assert looked_at == ["C1", "C2", "C3", "C4", "C5"]


def test_processes_that_look_at_once_look_at_different_channels(
    channel: Channel, database: Database
) -> None:
    for number in range(2, 13):
        channel.teams.set_up_team(plan=a_plan(name=f"T{number}", channel_id=f"C{number}"), now=NOW)

    with ThreadPoolExecutor(4) as threads:
        claimed = threads.map(
            lambda _: ChannelService(database).claim_due(now=NOW, limit=3), range(8)
        )
        looked_at = [followed.roster.team.id for some in claimed for followed in some]

    left = channel.channels.claim_due(now=NOW, limit=12)
    assert sorted([*looked_at, *(followed.roster.team.id for followed in left)]) == [*range(1, 13)]


def test_only_a_few_of_a_crowd_are_told_in_one_go(channel: Channel) -> None:
    channel.look("LAB")
    channel.tell()
    crowd = frozenset(f"U{number}" for number in range(250))
    kinds = dict.fromkeys(crowd, Kind.COLLEAGUE)
    channel.look(crowd | frozenset("LAB"), kinds=kinds)

    told = [len(channel.tell()) for _ in range(4)]

    assert told == [100, 100, 50, 0]


def test_the_leads_are_told_once_that_the_bot_is_out(channel: Channel) -> None:
    channel.look("LAB")

    numbers = []
    for place in (Place.OUTSIDE, Place.OUTSIDE, Place.INSIDE, Place.ARCHIVED):
        channel.look(None if place is not Place.INSIDE else "LAB", place=place)
        for telling in channel.channels.list_place_tellings():
            channel.channels.mark_place_told(telling=telling, now=NOW)
            numbers.append((telling.place, telling.leads, telling.number))

    assert numbers == [(Place.OUTSIDE, ("L",), 2), (Place.ARCHIVED, ("L",), 4)]
    assert channel.standing("A") is Standing.ACTIVE


def test_a_channel_that_is_opened_or_shared_is_no_longer_private(channel: Channel) -> None:
    channel.look("LAB", is_for_members_only=False)
    opened = channel.teams.get_roster(team_id=channel.id).team.is_private
    channel.look(None, is_for_members_only=None, place=Place.OUTSIDE)
    unknown = channel.teams.get_roster(team_id=channel.id).team.is_private
    channel.look("LAB", is_for_members_only=True)

    assert (opened, unknown) == (False, False)
    assert channel.teams.get_roster(team_id=channel.id).team.is_private


def test_of_a_channel_without_a_team_and_of_strangers_to_all_teams_nothing_is_due(
    channel: Channel,
) -> None:
    channel.store(channel.claim(), "LAB")

    assert not channel.channels.have_channel_looked_at(channel_id="C9", now=NOW)
    assert not channel.channels.have_teams_looked_at(user_id="Z", now=NOW)
    assert channel.channels.have_teams_looked_at(user_id="A", now=NOW)
    assert channel.channels.find_next_look() == NOW


def test_of_those_who_left_only_those_with_a_role_are_remembered(
    channel: Channel, database: Database
) -> None:
    channel.look("LABDE")

    channel.look("L")

    with database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT user_id, is_there FROM team_presence").all()
    assert {(user_id, bool(is_there)) for user_id, is_there in rows} == {
        ("L", True),
        ("A", False),
        ("B", False),
    }
