from datetime import UTC, datetime

import pytest

from bot.database import Database
from bot.teams.domain import ChannelTakenError, FieldError, Role, Stage, Standing, TeamError
from bot.teams.service import TeamService
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
