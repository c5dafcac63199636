from datetime import UTC, datetime

import pytest

from bot.database import Database
from bot.teams.domain import FieldError, Role, Standing, TeamError
from bot.teams.service import TeamService
from tests.teams.test_domain import a_plan

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def teams(database: Database) -> TeamService:
    return TeamService(database)


def test_a_channel_has_one_team(teams: TeamService) -> None:
    teams.set_up_team(plan=a_plan(), now=NOW)

    with pytest.raises(TeamError, match="already has a team: Fraud models"):
        teams.set_up_team(plan=a_plan(name="Other"), now=NOW)
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


def test_somebody_named_twice_is_told_once_and_as_lead(teams: TeamService) -> None:
    teams.set_up_team(plan=a_plan(leads=("A",), members=("A", "B"), planned_by="L"), now=NOW)

    told = [(telling.user_id, telling.role) for telling in teams.list_tellings()]

    assert told == [("A", Role.LEAD), ("B", Role.MEMBER)]


def test_whoever_set_it_up_is_not_told_what_they_did(teams: TeamService) -> None:
    teams.set_up_team(plan=a_plan(members=("A", "L")), now=NOW)

    assert [telling.user_id for telling in teams.list_tellings()] == ["A"]


def test_who_was_told_is_not_told_again(teams: TeamService) -> None:
    teams.set_up_team(plan=a_plan(), now=NOW)

    for telling in teams.list_tellings():
        teams.mark_told(telling=telling, now=NOW)

    assert teams.list_tellings() == ()


def test_the_channel_hears_again_when_the_team_begins(teams: TeamService) -> None:
    team = teams.set_up_team(plan=a_plan(leads=("A",), planned_by="L"), now=NOW).team
    teams.mark_announced(team_id=team.id, now=NOW)
    assert teams.list_unannounced() == ()

    teams.answer_naming(team_id=team.id, user_id="A", role=Role.LEAD, standing=Standing.ACTIVE)

    assert [a.roster.has_begun for a in teams.list_unannounced()] == [True]


def test_somebody_who_was_not_named_cannot_accept(teams: TeamService) -> None:
    team = teams.set_up_team(plan=a_plan(), now=NOW).team

    with pytest.raises(TeamError, match="aren't named"):
        teams.answer_naming(team_id=team.id, user_id="Z", role=Role.LEAD, standing=Standing.ACTIVE)
