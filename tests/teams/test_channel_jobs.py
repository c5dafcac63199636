"""Looking at channels, asked of the local workspace over its sockets."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.day_service import DayService
from bot.delivery.service import DeliveryService
from bot.people.service import PeopleService
from bot.sandbox.faults import Fault
from bot.sandbox.people import BOT_USER_ID
from bot.sandbox.server import SandboxServer
from bot.teams.channel_jobs import LATER, MOST_LOOKS, ChannelJobs
from bot.teams.channel_service import A_DAY, ChannelService
from bot.teams.domain import Role, Standing
from bot.teams.redrawing import Redraws
from bot.teams.service import TeamService
from tests.sandbox.driving import AISHA, FRAUD, GENERAL, HANA, MATEO, MONDAY, a_manifest
from tests.teams.test_domain import a_plan


class NotingClient(WebClient):
    """A client that notes which methods it calls, and can leave somebody out of a list."""

    def __init__(self, server: SandboxServer) -> None:
        super().__init__(server.bot_token, base_url=server.api_url, retry_handlers=[])
        self.called: list[str] = []
        self.left_out: str | None = None

    def api_call(self, api_method: str, **rest: Any) -> Any:
        self.called.append(api_method)
        response = super().api_call(api_method, **rest)
        if api_method == "conversations.members" and self.left_out is not None:
            response["members"].remove(self.left_out)
        return response


class Follower:
    """The job and what it stands on."""

    def __init__(self, database: Database, server: SandboxServer, clock: MovableClock) -> None:
        self.teams = TeamService(database)
        self.clock, self.server = clock, server
        self.client = NotingClient(server)
        self.channels = ChannelService(database)
        self.deliveries = DeliveryService(database)
        self.people = PeopleService(database)
        days = DayService(database, self.people)
        redraws = Redraws(self.deliveries, clock)
        jobs = ChannelJobs(
            self.channels, self.people, self.deliveries, days, redraws, self.client, clock
        )
        (self.job,) = jobs.jobs

    def set_up(self, channel_id: str, *members: str, name: str = "Fraud") -> int:
        plan = a_plan(
            name=name, channel_id=channel_id, members=members, leads=(AISHA,), planned_by=AISHA
        )
        return self.teams.set_up_team(plan=plan, now=self.clock.now()).team.id

    def look_tomorrow(self) -> None:
        self.clock.move_to(self.clock.now() + A_DAY)
        self.client.called.clear()
        assert self.job.try_run() > 0

    def standing(self, team_id: int, user_id: str) -> Standing | None:
        return self.teams.get_roster(team_id=team_id).find_standing(user_id, Role.MEMBER)

    def crowd(self, count: int, *, channel_id: str) -> list[str]:
        """Have many more people in the workspace, and in a channel."""
        workspace = self.server.workspace
        mateo, channel = workspace.find_user(MATEO), workspace.find_conversation(channel_id)
        assert mateo is not None
        assert channel is not None
        ids = [f"U0CROWD{number:04d}" for number in range(count)]
        for user_id in ids:
            workspace.state["users"][user_id] = {**mateo, "id": user_id}
            workspace.join(channel, user_id)
        return ids


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(MONDAY, flows=False)


@pytest.fixture
def server(clock: MovableClock) -> Iterator[SandboxServer]:
    server = SandboxServer(clock=clock, manifest=a_manifest())
    server.start()
    yield server
    server.stop()


@pytest.fixture
def follower(database: Database, server: SandboxServer, clock: MovableClock) -> Follower:
    return Follower(database, server, clock)


sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@sqlite
def test_a_list_without_the_bot_itself_is_not_believed(follower: Follower) -> None:
    team_id = follower.set_up(FRAUD, MATEO)
    follower.job.try_run()
    follower.client.left_out = BOT_USER_ID
    channel = follower.server.workspace.find_conversation(FRAUD)
    assert channel is not None
    follower.server.workspace.leave(channel, MATEO)

    follower.look_tomorrow()

    assert follower.standing(team_id, MATEO) is Standing.ACTIVE
    assert follower.channels.find_next_look() == follower.clock.now() + LATER


def test_a_crowd_that_comes_is_invited_and_slack_is_asked_about_it_once(follower: Follower) -> None:
    fraud = follower.set_up(FRAUD, MATEO)
    general = follower.set_up(GENERAL, HANA, name="General")
    follower.job.try_run()
    crowd = follower.crowd(1200, channel_id=FRAUD)
    follower.crowd(1200, channel_id=GENERAL)

    follower.look_tomorrow()

    for team_id in (fraud, general):
        roster = follower.teams.get_roster(team_id=team_id)
        assert set(roster.list_people(Role.MEMBER, Standing.ASKED)) == set(crowd)
    # Two pages each: nobody is asked about one by one, and everybody once for both channels.
    assert sorted(follower.client.called) == sorted(
        ["auth.test", *2 * ["conversations.info"], *4 * ["conversations.members"]]
        + 2 * ["users.list"]
    )


@sqlite
def test_a_tick_looks_at_so_many_channels_and_the_rest_wait_for_the_next(
    follower: Follower,
) -> None:
    for number in range(MOST_LOOKS + 2):
        follower.set_up(f"C0NOWHERE{number}", MATEO, name=f"T{number}")

    looks = [follower.job.try_run() for _ in range(3)]

    assert looks[1:] == [2 + 2, 0]  # Two looks, and two teams' leads to tell.
    assert looks[0] == MOST_LOOKS * 2


@sqlite
def test_what_slack_does_not_say_of_one_channel_keeps_no_other_waiting(follower: Follower) -> None:
    unseen = follower.set_up(FRAUD, MATEO)
    seen = follower.set_up(GENERAL, HANA, name="General")
    follower.job.try_run()
    for channel_id in (FRAUD, GENERAL):
        channel = follower.server.workspace.find_conversation(channel_id)
        assert channel is not None
        follower.server.workspace.leave(channel, MATEO)
        follower.server.workspace.leave(channel, HANA)
    follower.server.faults.add(Fault("server_error", method="conversations.members"))

    follower.look_tomorrow()

    assert follower.standing(unseen, MATEO) is Standing.ACTIVE
    assert follower.standing(seen, HANA) is Standing.LEFT
    assert follower.channels.find_next_look() == follower.clock.now() + LATER


@sqlite
def test_the_job_is_due_when_the_next_channel_is(follower: Follower) -> None:
    follower.set_up(FRAUD, MATEO)
    follower.job.try_run()
    later = follower.clock.now() + timedelta(hours=1)

    assert follower.job.find_next_due(later) == follower.clock.now() + A_DAY
