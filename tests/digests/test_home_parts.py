"""What somebody's Home shows of digests: what their team was shown, and a lead more of it."""

import pytest

from bot.database import Database
from bot.digests.home_parts import DigestHome
from bot.digests.parent_service import ParentDigestService
from bot.sandbox.checks.views import check_view
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.surveys.parent_service import ParentService
from bot.teams.family_service import FamilyService
from tests.digests.gathered import Digesting
from tests.digests.making import BANK
from tests.digests.over_teams import FIRST_TUESDAY, HEAD, MEMBER, FakeParentTrends, OverTeams
from tests.journeys.acting import words
from tests.surveys.conftest import A_WEEK, LEAD, MEMBERS, MONDAY, SECRETS


def no_parents(digesting: Digesting) -> ParentDigestService:
    """What there is of parents' digests where there is no parent."""
    pulses, families = digesting.pulses, FamilyService(digesting.pulses.database)
    parents = ParentService(pulses.database, pulses.teams, families, SECRETS)
    return ParentDigestService(
        pulses.database,
        pulses.teams,
        families,
        parents,
        FakeParentTrends(),
        BANK,
        digesting.sources,
    )


@pytest.fixture
def home(digesting: Digesting) -> DigestHome:
    """The Home of a team that was shown a digest."""
    digesting.pulses.set_up()
    digesting.live_through(until=MONDAY + A_WEEK)
    ((course, _),) = digesting.digests.list_unowed()
    digesting.digests.mark_out(digest_id=course.id)
    return DigestHome(digesting.digests, no_parents(digesting))


def shown(home: DigestHome, user_id: str) -> list[Block]:
    return list(home.build_digests(user_id, MONDAY + A_WEEK))


def pressable(home: DigestHome, user_id: str) -> list[str]:
    rows = [block for block in shown(home, user_id) if block["type"] == "actions"]
    return [element["action_id"] for row in rows for element in row["elements"]]


def test_a_member_reads_where_the_team_stands_and_opens_the_work(home: DigestHome) -> None:
    said = words({"blocks": shown(home, MEMBERS[0])})

    assert "Process is the weakest side" in said
    assert "Nothing clearly changed" in said
    assert pressable(home, MEMBERS[0]) == ["digest.work"]


def test_a_lead_has_the_digest_and_what_leads_press(home: DigestHome) -> None:
    said = words({"blocks": shown(home, LEAD)})

    assert "One play, for the lowest in process" in said
    assert pressable(home, LEAD) == ["digest.improve", "digest.watch", "digest.work"]


@pytest.mark.parametrize("user_id", [LEAD, MEMBERS[0]])
def test_slack_takes_it(home: DigestHome, user_id: str) -> None:
    assert check_view(blocks.home(shown(home, user_id))) == []


def test_what_the_team_was_not_shown_yet_stands_on_nobodys_home(digesting: Digesting) -> None:
    digesting.pulses.set_up()
    digesting.live_through(until=MONDAY + A_WEEK)

    home = DigestHome(digesting.digests, no_parents(digesting))

    assert [shown(home, user_id) for user_id in (LEAD, MEMBERS[0])] == [[], []]


def test_nobody_reads_of_a_team_that_they_take_no_part_in(home: DigestHome) -> None:
    assert shown(home, "USTRANGER") == []


def test_the_head_of_several_teams_reads_where_they_stand_together(database: Database) -> None:
    over = OverTeams(database)
    over.live_weeks(1)
    home = DigestHome(over.digests, over.parent_digests)

    at_home = list(home.build_parents(HEAD, FIRST_TUESDAY))

    assert "its teams stand together" in words({"blocks": at_home})
    assert check_view(blocks.home(at_home)) == []
    assert home.build_parents(MEMBER, FIRST_TUESDAY) == []
