"""Who may set up a parent, which teams can be chosen, and who has to agree."""

from datetime import UTC, datetime

import pytest

from bot.database import Database
from bot.teams.domain import FieldError, Pulse, Standing, TeamError, TeamPlan
from bot.teams.family import Family, FamilyChange, ParentPlan
from bot.teams.family_service import FamilyService
from bot.teams.service import TeamService

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
ANNA, BEN, HEAD = "UANNA", "UBEN", "UHEAD"


class Setting:
    """Anna's private team, and Ben's in a channel that others read."""

    def __init__(self, database: Database) -> None:
        self.teams = TeamService(database)
        self.families = FamilyService(database)
        self.anna = self.add_team("Anna's", ANNA, is_private=True)
        self.ben = self.add_team("Ben's", BEN, is_private=False)

    def add_team(self, name: str, lead: str, *, is_private: bool) -> int:
        plan = TeamPlan(
            name=name,
            channel_id=f"C{name}",
            is_private=is_private,
            pulse=Pulse(0, 9, "UTC"),
            leads=(lead,),
            members=("U1", "U2"),
            planned_by=lead,
        )
        return self.teams.set_up_team(plan=plan, now=NOW).team.id

    def set_up(self, *team_ids: int, name: str = "Both", by: str = ANNA) -> Family:
        change = FamilyChange((by,), frozenset(team_ids), by)
        plan = ParentPlan(name, f"P{name}", Pulse(1, 9, "UTC"), change)
        return self.families.set_up_parent(plan=plan, now=NOW)

    def change(self, family: Family, *team_ids: int, by: str, leads: tuple[str, ...]) -> Family:
        change = FamilyChange(leads, frozenset(team_ids), by)
        return self.families.change_parent(parent_id=family.parent.id, change=change, now=NOW)

    def answer(self, family: Family, team_id: int, by: str, *, is_agreed: bool) -> Family:
        return self.families.answer_for_team(
            parent_id=family.parent.id, team_id=team_id, user_id=by, is_agreed=is_agreed, now=NOW
        )

    def parent_of(self, team_id: int) -> int | None:
        return self.teams.get_roster(team_id=team_id).team.parent_id


@pytest.fixture
def setting(database: Database) -> Setting:
    return Setting(database)


def test_a_team_counts_once_one_of_its_own_leads_agrees(setting: Setting) -> None:
    family = setting.set_up(setting.anna, setting.ben)
    before = setting.parent_of(setting.ben)

    setting.answer(family, setting.ben, BEN, is_agreed=True)

    assert setting.parent_of(setting.anna) == family.parent.id  # Who set it up leads it.
    assert before is None
    assert setting.parent_of(setting.ben) == family.parent.id


@pytest.mark.parametrize("who", [ANNA, "U1", HEAD])
def test_nobody_else_can_agree_for_a_team(setting: Setting, who: str) -> None:
    family = setting.set_up(setting.anna, setting.ben)

    with pytest.raises(TeamError, match="Only a lead of this team can decide"):
        setting.answer(family, setting.ben, who, is_agreed=True)

    assert setting.parent_of(setting.ben) is None


def test_a_lead_of_a_team_takes_it_out_again(setting: Setting) -> None:
    family = setting.set_up(setting.anna, setting.ben)

    setting.answer(family, setting.anna, ANNA, is_agreed=False)

    assert setting.parent_of(setting.anna) is None


def test_a_private_team_is_offered_to_its_own_people_only(setting: Setting) -> None:
    offered = {
        who: [
            offer.team_name for offer in setting.families.list_offers(channel_id="P", user_id=who)
        ]
        for who in (ANNA, BEN)
    }

    assert offered == {ANNA: ["Anna's", "Ben's"], BEN: ["Ben's"]}


def test_a_team_that_was_not_offered_cannot_be_chosen(setting: Setting) -> None:
    with pytest.raises(FieldError, match="can't be chosen"):
        setting.set_up(setting.anna, setting.ben, by=BEN)


def test_a_team_of_one_parent_is_offered_to_no_other(setting: Setting) -> None:
    carla = setting.add_team("Carla's", "UCARLA", is_private=False)
    setting.set_up(setting.anna, setting.ben)

    offers = setting.families.list_offers(channel_id="PNew", user_id="UCARLA")

    assert [offer.team_id for offer in offers] == [carla]
    with pytest.raises(FieldError, match="can't be chosen"):
        setting.set_up(carla, setting.ben, name="New", by="UCARLA")


def test_a_team_whose_lead_declined_can_be_asked_for_another_parent(setting: Setting) -> None:
    carla = setting.add_team("Carla's", "UCARLA", is_private=False)
    first = setting.set_up(setting.anna, setting.ben)
    setting.answer(first, setting.ben, BEN, is_agreed=False)
    second = setting.set_up(carla, setting.ben, name="New", by="UCARLA")

    with pytest.raises(TeamError, match="not asked"):
        setting.answer(first, setting.ben, BEN, is_agreed=True)
    setting.answer(second, setting.ben, BEN, is_agreed=True)

    assert setting.parent_of(setting.ben) == second.parent.id


def test_a_team_that_was_taken_out_cannot_agree_by_its_old_button(setting: Setting) -> None:
    family = setting.set_up(setting.anna, setting.ben)
    setting.change(family, setting.anna, by=ANNA, leads=(ANNA,))

    with pytest.raises(TeamError, match="not asked"):
        setting.answer(family, setting.ben, BEN, is_agreed=True)

    assert setting.parent_of(setting.ben) is None


def test_a_parent_of_one_team_is_refused(setting: Setting) -> None:
    with pytest.raises(FieldError, match="at least two teams"):
        setting.set_up(setting.anna)


def test_only_somebody_who_leads_a_team_sets_up_a_parent(setting: Setting) -> None:
    with pytest.raises(TeamError, match="Only somebody who leads a team"):
        setting.set_up(setting.anna, setting.ben, by="U1")


def test_only_a_lead_of_the_parent_changes_it(setting: Setting) -> None:
    family = setting.set_up(setting.anna, setting.ben)

    with pytest.raises(TeamError, match="Only a lead of this parent"):
        setting.change(family, setting.ben, by=BEN, leads=(BEN,))


def test_a_lead_of_one_of_its_teams_takes_on_a_parent_that_nobody_leads(setting: Setting) -> None:
    family = setting.set_up(setting.anna, setting.ben)
    setting.answer(family, setting.ben, BEN, is_agreed=True)
    setting.families.answer_to_lead(
        parent_id=family.parent.id, user_id=ANNA, standing=Standing.DECLINED, now=NOW
    )

    changed = setting.change(family, setting.anna, setting.ben, by=BEN, leads=(BEN,))

    assert changed.leads == (BEN,)


def test_a_parent_that_nobody_leads_is_not_anybodys(setting: Setting) -> None:
    setting.add_team("Carla's", "UCARLA", is_private=False)
    family = setting.set_up(setting.anna, setting.ben)
    setting.families.answer_to_lead(
        parent_id=family.parent.id, user_id=ANNA, standing=Standing.DECLINED, now=NOW
    )

    with pytest.raises(TeamError, match="Only a lead of this parent"):
        setting.change(family, setting.anna, by="UCARLA", leads=("UCARLA",))


def test_whoever_is_named_to_lead_is_asked_once_and_leads_once_they_accept(
    setting: Setting,
) -> None:
    family = setting.set_up(setting.anna, setting.ben)
    family = setting.change(family, setting.anna, setting.ben, by=ANNA, leads=(ANNA, HEAD))
    (telling,) = setting.families.list_lead_tellings()
    setting.families.mark_lead_told(telling=telling, now=NOW)

    again = setting.change(family, setting.anna, setting.ben, by=ANNA, leads=(ANNA, HEAD))
    accepted = setting.families.answer_to_lead(
        parent_id=family.parent.id, user_id=HEAD, standing=Standing.ACTIVE, now=NOW
    )

    assert telling.lead.user_id == HEAD
    assert setting.families.list_lead_tellings() == ()
    assert (again.leads, accepted.leads) == ((ANNA,), (ANNA, HEAD))


def test_a_channel_of_a_parent_takes_no_team(setting: Setting) -> None:
    setting.set_up(setting.anna, setting.ben, name="Both")
    plan = TeamPlan("Late", "PBoth", True, Pulse(0, 9, "UTC"), (BEN,), ("U1",), BEN)

    with pytest.raises(FieldError, match="has a parent of teams"):
        setting.teams.set_up_team(plan=plan, now=NOW)


def test_leads_are_asked_and_channels_told_of_what_begins_or_ends_and_nothing_else(
    setting: Setting,
) -> None:
    family = setting.set_up(setting.anna, setting.ben)
    first = told(setting)
    setting.answer(family, setting.ben, BEN, is_agreed=False)
    refused = told(setting)
    setting.answer(family, setting.ben, BEN, is_agreed=True)
    agreed = told(setting)
    setting.change(family, setting.anna, by=ANNA, leads=(ANNA,))

    assert first == [("Anna's", Standing.ACTIVE), ("Ben's", Standing.ASKED)]
    assert refused == []  # Nothing had counted, so its channel has nothing to learn.
    assert agreed == [("Ben's", Standing.ACTIVE)]
    assert told(setting) == [("Ben's", Standing.LEFT)]


def told(setting: Setting) -> list[tuple[str, Standing]]:
    """What people are still to be told of teams, marked as told."""
    tellings = setting.families.list_child_tellings()
    for telling in tellings:
        setting.families.mark_child_told(telling=telling, now=NOW)
    return [(telling.child.team_name, telling.child.standing) for telling in tellings]
