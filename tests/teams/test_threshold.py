"""A team's threshold: chosen before anybody is asked, then fixed, and told to its members."""

from datetime import UTC, datetime

import pytest

from bot.database import Database
from bot.teams.domain import Announcement, FieldError, Role, Roster, TeamError, Telling
from bot.teams.messages.announcing import announcement
from bot.teams.messages.parts import what_its_size_means
from bot.teams.messages.setting_up import SetUpPlace, read_set_up_form, set_up_form
from bot.teams.messages.standing import naming
from bot.teams.messages.threshold import read_number, threshold_stored, threshold_told
from bot.teams.service import TeamService
from tests.teams.test_domain import a_plan, a_roster

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def teams(database: Database) -> TeamService:
    return TeamService(database)


def set_up(teams: TeamService, **plan: object) -> Roster:
    return teams.set_up_team(plan=a_plan(planned_by="L", leads=("L",), **plan), now=NOW)


def set_threshold(teams: TeamService, roster: Roster, threshold: int, *, by: str = "L") -> Roster:
    channel_id = roster.team.channel_id
    return teams.set_threshold(channel_id=channel_id, user_id=by, threshold=threshold)


def test_five_is_what_nobody_has_to_choose(teams: TeamService) -> None:
    assert set_up(teams).team.threshold == 5


def test_a_team_is_set_up_with_the_number_that_was_chosen(teams: TeamService) -> None:
    roster = set_up(teams, threshold=8)

    assert teams.get_roster(team_id=roster.team.id).team.threshold == 8


@pytest.mark.parametrize("threshold", [0, 4, 11])
def test_nobody_chooses_fewer_than_five_or_more_than_ten(
    teams: TeamService, threshold: int
) -> None:
    roster = set_up(teams)

    with pytest.raises(FieldError, match="from 5 to 10"):
        set_threshold(teams, roster, threshold)
    with pytest.raises(FieldError, match="from 5 to 10"):
        set_up(teams, name="Other", channel_id="C2", threshold=threshold)


def test_a_lead_changes_it_until_people_are_asked(teams: TeamService) -> None:
    roster = set_up(teams)

    assert set_threshold(teams, roster, 7).team.threshold == 7
    teams.fix_threshold(team_id=roster.team.id)

    with pytest.raises(TeamError, match="stays at 7: people have been asked"):
        set_threshold(teams, roster, 6)
    assert teams.get_roster(team_id=roster.team.id).team.threshold == 7


def test_a_member_cannot_change_it(teams: TeamService) -> None:
    roster = set_up(teams)
    member = roster.participants[0].user_id

    with pytest.raises(TeamError, match="Only a lead"):
        set_threshold(teams, roster, 7, by=member)

    assert teams.get_roster(team_id=roster.team.id).team.threshold == 5


def test_a_channel_that_was_told_one_number_is_told_the_other(teams: TeamService) -> None:
    roster = set_up(teams)
    (first,) = teams.list_unannounced()
    teams.mark_announced(announcement=first, now=NOW)

    set_threshold(teams, roster, 7)
    set_threshold(teams, roster, 7)

    (second,) = teams.list_unannounced()
    assert (first.number, second.number) == (1, 2)
    assert "once 7 members have scored" in announcement(second, now=NOW).blocks[0]["text"]["text"]


def test_a_channel_that_was_told_nothing_yet_is_told_once(teams: TeamService) -> None:
    set_threshold(teams, set_up(teams), 7)

    (told,) = teams.list_unannounced()

    assert told.number == 1


def test_everybody_who_is_named_reads_the_teams_own_number() -> None:
    roster = a_roster(a_plan(leads=("L",), members=("M", "N"), threshold=7))

    for who in ("L", "M"):
        said = str(naming(Telling(roster, who, "S"), now=NOW).blocks)
        assert "7 members" in said
        assert "5 members" not in said
    told = str(announcement(Announcement(roster, "S", 1), now=NOW).blocks)
    assert "7 members have scored" in told


def test_a_team_smaller_than_its_number_reads_what_helps() -> None:
    roster = a_roster(a_plan(leads=("L",), members=tuple("ABCDEF"), threshold=7))

    said = "\n".join(what_its_size_means(roster))

    assert "Members besides the leads: 6. An average takes the scores of 7" in said
    assert "`/mlops threshold 5`" in said
    assert "`/mlops open`" not in said  # Six are too many for open rounds.


def test_the_form_offers_five_to_ten_and_five_at_first() -> None:
    place = SetUpPlace("C1", is_private=True, zone="UTC")
    form = set_up_form(place, planned_by="L", members=["M"])

    field = next(block for block in form["blocks"] if block.get("block_id") == "threshold")

    assert [option["value"] for option in field["element"]["options"]] == [*list("56789"), "10"]
    assert field["element"]["initial_option"]["value"] == "5"


@pytest.mark.parametrize(("chosen", "threshold"), [("9", 9), (None, 5)])
def test_the_form_is_read_also_where_it_had_no_such_choice(
    chosen: str | None, threshold: int
) -> None:
    values: dict[str, object] = {
        "name": {"name": {"value": "Fraud"}},
        "leads": {"leads": {"selected_users": ["L"]}},
        "members": {"members": {"selected_users": ["M"]}},
        "weekday": {"weekday": {"selected_option": {"value": "1"}}},
        "hour": {"hour": {"selected_option": {"value": "9"}}},
    }
    if chosen is not None:
        values["threshold"] = {"threshold": {"selected_option": {"value": chosen}}}
    place = SetUpPlace("C1", is_private=True, zone="UTC")
    view = {"private_metadata": place.dump(), "state": {"values": values}}

    assert read_set_up_form(view, planned_by="L").threshold == threshold


@pytest.mark.parametrize("words", ["", "seven", "-7", "7.5", "\u0667", "9" * 5000])
def test_what_is_no_number_is_refused_in_words(words: str) -> None:
    with pytest.raises(TeamError, match="from 5 to 10"):
        read_number(words)


def test_the_command_tells_whether_the_number_can_change(teams: TeamService) -> None:
    roster = set_up(teams, threshold=6)
    fixed = teams.fix_threshold(team_id=roster.team.id)

    assert "Until the first pulse a lead can change" in threshold_told(roster.team)
    assert "That stays so" in threshold_told(fixed.team)
    assert "once 6 members" in threshold_stored(roster)
    assert roster.find_standing("L", Role.LEAD) is not None
