from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest

from bot.database import Database
from bot.teams.domain import (
    ChannelTakenError,
    FieldError,
    LastLeadError,
    Role,
    Stage,
    Standing,
    TeamError,
)
from bot.teams.service import TeamService
from bot.teams.storage import Teams
from tests.databases import open_database
from tests.teams.test_domain import a_plan

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def teams(database: Database) -> TeamService:
    return TeamService(database)


def test_a_channel_has_one_team(teams: TeamService) -> None:
    teams.set_up_team(plan=a_plan(), now=NOW)

    with pytest.raises(ChannelTakenError) as refused:
        teams.set_up_team(plan=a_plan(name="Other"), now=NOW)

    assert refused.value.team.name == "Fraud models"
    assert len(teams.list_rosters()) == 1


def test_a_name_belongs_to_one_team(teams: TeamService) -> None:
    teams.set_up_team(plan=a_plan(), now=NOW)

    with pytest.raises(FieldError) as refused:
        teams.set_up_team(plan=a_plan(channel_id="C2"), now=NOW)

    assert refused.value.field == "name"


def test_nothing_of_a_refused_plan_is_stored(teams: TeamService) -> None:
    with pytest.raises(FieldError):
        teams.set_up_team(plan=a_plan(members=()), now=NOW)

    assert teams.list_rosters() == ()


def test_everybody_named_is_told_once_whoever_set_it_up_too(teams: TeamService) -> None:
    teams.set_up_team(plan=a_plan(leads=("A", "L"), members=("A", "B")), now=NOW)

    told = [telling.user_id for telling in teams.list_tellings()]

    assert told == ["A", "L", "B"]


def test_who_was_told_is_not_told_again(teams: TeamService) -> None:
    teams.set_up_team(plan=a_plan(), now=NOW)

    for telling in teams.list_tellings():
        teams.mark_told(telling=telling, now=NOW)

    assert teams.list_tellings() == ()


def answer(teams: TeamService, team_id: int, standing: Standing) -> None:
    teams.answer_naming(team_id=team_id, user_id="A", role=Role.LEAD, standing=standing)


def announce(teams: TeamService) -> list[tuple[Stage, int]]:
    told = teams.list_unannounced()
    for announcement in told:
        teams.mark_announced(announcement=announcement, now=NOW)
    return [(announcement.roster.team.stage, announcement.number) for announcement in told]


def test_the_channel_hears_each_time_the_pulse_begins_or_pauses(teams: TeamService) -> None:
    team = teams.set_up_team(plan=a_plan(leads=("A",), planned_by="L"), now=NOW).team
    heard = [announce(teams), announce(teams)]

    for standing in (Standing.ACTIVE, Standing.DECLINED, Standing.DECLINED, Standing.ACTIVE):
        answer(teams, team.id, standing)
        heard.append(announce(teams))

    assert heard == [
        [(Stage.WAITING, 1)],
        [],
        [(Stage.BEGUN, 2)],
        [(Stage.PAUSED, 3)],
        [],
        [(Stage.BEGUN, 4)],
    ]


def test_a_lead_who_accepts_while_the_channel_is_told_is_announced_after(
    teams: TeamService,
) -> None:
    team = teams.set_up_team(plan=a_plan(leads=("A",), planned_by="L"), now=NOW).team
    (waiting,) = teams.list_unannounced()

    answer(teams, team.id, Standing.ACTIVE)
    teams.mark_announced(announcement=waiting, now=NOW)

    assert announce(teams) == [(Stage.BEGUN, 2)]


def test_a_team_that_is_not_there_is_said_in_words(teams: TeamService) -> None:
    with pytest.raises(TeamError, match="isn't there any more"):
        answer(teams, 10**9 - 1, Standing.ACTIVE)


def test_somebody_who_was_not_named_cannot_accept(teams: TeamService) -> None:
    team = teams.set_up_team(plan=a_plan(), now=NOW).team

    with pytest.raises(TeamError, match="aren't named"):
        teams.answer_naming(team_id=team.id, user_id="Z", role=Role.LEAD, standing=Standing.ACTIVE)


def two_leads(teams: TeamService) -> int:
    """A team that both L and M lead."""
    team_id = teams.set_up_team(plan=a_plan(leads=("L", "M")), now=NOW).team.id
    teams.answer_naming(team_id=team_id, user_id="M", role=Role.LEAD, standing=Standing.ACTIVE)
    return team_id


def test_the_only_lead_leaves_or_steps_down_only_where_they_know_that_it_pauses(
    teams: TeamService,
) -> None:
    team_id = teams.set_up_team(plan=a_plan(), now=NOW).team.id

    with pytest.raises(LastLeadError):
        teams.leave_team(channel_id="C1", user_id="L", may_pause=False)
    with pytest.raises(LastLeadError):
        teams.answer_naming(
            team_id=team_id,
            user_id="L",
            role=Role.LEAD,
            standing=Standing.DECLINED,
            may_pause=False,
        )
    before = teams.get_roster(team_id=team_id)
    after = teams.leave_team(channel_id="C1", user_id="L")

    assert (before.leads, before.team.stage) == (("L",), Stage.BEGUN)
    assert (after.leads, after.team.stage) == ((), Stage.PAUSED)


def test_of_two_leads_who_leave_at_the_same_moment_one_is_asked_first(
    teams: TeamService, database: Database
) -> None:
    team_id = two_leads(teams)
    start = Barrier(2)

    def leave(user_id: str) -> bool:
        other = open_database(database.engine.url)
        start.wait()
        try:
            TeamService(other).leave_team(channel_id="C1", user_id=user_id, may_pause=False)
        except LastLeadError:
            return False
        finally:
            other.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        have_left = list(threads.map(leave, ("L", "M")))

    assert sorted(have_left) == [False, True]
    assert len(teams.get_roster(team_id=team_id).leads) == 1


def test_an_old_naming_makes_nobody_a_lead_who_has_left_and_come_back(
    teams: TeamService, database: Database
) -> None:
    team_id = two_leads(teams)
    with database.writing() as connection:
        Teams(connection).end_roles(team_id, ["M"], now=NOW)

    with pytest.raises(TeamError, match="ended when you left"):
        teams.answer_naming(team_id=team_id, user_id="M", role=Role.LEAD, standing=Standing.ACTIVE)

    assert teams.get_roster(team_id=team_id).leads == ("L",)
