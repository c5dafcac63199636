import pytest

from bot.teams.domain import Membership, Role, Roster, Standing, TeamError
from bot.teams.roles import name_lead, volunteer
from tests.teams.test_domain import a_plan, a_roster

A_TEAM = a_roster(a_plan()).team


def a_team_led_by_l(**as_lead: Standing) -> Roster:
    standings = {"L": Standing.ACTIVE} | as_lead
    return Roster(
        A_TEAM,
        tuple(
            Membership(A_TEAM.id, user_id, Role.LEAD, standing)
            for user_id, standing in standings.items()
        ),
    )


@pytest.mark.parametrize("as_lead", [{}, {"A": Standing.LEFT}])
def test_a_lead_can_name_another_one_who_is_asked(as_lead: dict[str, Standing]) -> None:
    named = name_lead(a_team_led_by_l(**as_lead), "A", named_by="L")

    assert (named.user_id, named.role, named.standing) == ("A", Role.LEAD, Standing.ASKED)


@pytest.mark.parametrize("by", ["A", "Z"])
def test_nobody_but_a_lead_names_leads(by: str) -> None:
    with pytest.raises(TeamError, match="Only a lead"):
        name_lead(a_team_led_by_l(A=Standing.ASKED), "B", named_by=by)


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing.ACTIVE, "leads this team already"),
        (Standing.ASKED, "has been asked already"),
        (Standing.DECLINED, "aren't asked again"),
    ],
)
def test_who_leads_was_asked_or_declined_is_not_asked_again(standing: Standing, said: str) -> None:
    with pytest.raises(TeamError, match=said):
        name_lead(a_team_led_by_l(A=standing), "A", named_by="L")


@pytest.mark.parametrize("standing", [Standing.ASKED, Standing.DECLINED])
def test_whoever_was_named_can_take_it_on_beside_another_lead(standing: Standing) -> None:
    assert volunteer(a_team_led_by_l(A=standing), "A").standing is Standing.ACTIVE


@pytest.mark.parametrize("as_lead", [{}, {"A": Standing.LEFT}])
def test_nobody_else_takes_on_a_team_that_has_a_lead(as_lead: dict[str, Standing]) -> None:
    with pytest.raises(TeamError, match="has a lead, so nothing changed"):
        volunteer(a_team_led_by_l(**as_lead), "A")


def test_a_lead_who_offers_to_lead_is_told_that_they_do() -> None:
    with pytest.raises(TeamError, match="lead this team already"):
        volunteer(a_team_led_by_l(), "L")
