"""What people are told of a team says who they are to it by then, not when it was owed."""

from datetime import UTC, datetime

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.domain import Delivery, Message, owed
from bot.teams.channel_service import ChannelService
from bot.teams.domain import Pulse, Role, Standing
from bot.teams.family import Family, FamilyChange, ParentPlan
from bot.teams.family_rendering import FamilyRenderers
from bot.teams.family_service import FamilyService
from bot.teams.following import Kind, Place, Sight
from bot.teams.messages.family import child_key
from bot.teams.messages.following import place_key
from bot.teams.rendering import TeamRenderers
from bot.teams.service import TeamService
from tests.teams.test_domain import a_plan

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
ANNA, BEN = "UANNA", "UBEN"


class Telling:
    """A team that Anna and Ben lead, another that asks it into a parent, and what they are told."""

    def __init__(self, database: Database) -> None:
        self.teams = TeamService(database)
        self.channels = ChannelService(database)
        self.families = FamilyService(database)
        clock = MovableClock(NOW, flows=False)
        self.drawn = TeamRenderers(self.teams, self.channels, clock)
        self.family_drawn = FamilyRenderers(self.families)
        self.team_id = self._set_up("Fraud", "CFRAUD", ANNA)
        self.teams.name_lead(channel_id="CFRAUD", user_id=BEN, named_by=ANNA)
        self._answer(BEN, Standing.ACTIVE)

    def _set_up(self, name: str, channel_id: str, lead: str) -> int:
        plan = a_plan(
            name=name, channel_id=channel_id, leads=(lead,), planned_by=lead, is_private=False
        )
        return self.teams.set_up_team(plan=plan, now=NOW).team.id

    def _answer(self, user_id: str, standing: Standing) -> None:
        self.teams.answer_naming(
            team_id=self.team_id, user_id=user_id, role=Role.LEAD, standing=standing
        )

    def step_down(self) -> None:
        """Have Ben lead no more."""
        self._answer(BEN, Standing.DECLINED)

    def see(self, place: Place) -> None:
        """Have the bot see where it stands with the channel."""
        self.channels.have_channel_looked_at(channel_id="CFRAUD", now=NOW)
        sight = Sight(place, False, None, {ANNA: Kind.COLLEAGUE, BEN: Kind.COLLEAGUE})
        for followed in self.channels.claim_due(now=NOW, limit=9):
            self.channels.store_sight(followed=followed, sight=sight, now=NOW)

    def lose_channel(self) -> Delivery:
        """Return what Ben is told once the bot is no longer in the channel."""
        self.see(Place.OUTSIDE)
        telling = next(each for each in self.channels.list_place_tellings() if BEN in each.leads)
        return owed(place_key(telling, BEN), to=BEN, at=NOW)

    def ask_into_parent(self) -> Delivery:
        """Return what Ben is asked once another team's lead wants this one in a parent."""
        other = self._set_up("Others", "COTHERS", "UCARLA")
        change = FamilyChange(("UCARLA",), frozenset({self.team_id, other}), "UCARLA")
        plan = ParentPlan("Both", "CBOTH", Pulse(1, 9, "UTC"), change)
        self.family: Family = self.families.set_up_parent(plan=plan, now=NOW)
        (telling,) = (t for t in self.families.list_child_tellings() if BEN in t.team_leads)
        return owed(child_key(telling, BEN), to=BEN, at=NOW)


@pytest.fixture
def telling(database: Database) -> Telling:
    return Telling(database)


def said(message: Message | None) -> str:
    assert message is not None
    return str(message.blocks)


def test_who_leads_no_more_is_not_told_that_the_bot_has_lost_the_channel(telling: Telling) -> None:
    part = telling.lose_channel()
    told = said(telling.drawn.render_place(part, is_posted=False))
    telling.step_down()

    assert "no longer in" in told
    assert telling.drawn.render_place(part, is_posted=False) is None
    assert "no longer needs you" in said(telling.drawn.render_place(part, is_posted=True))


def test_that_the_channel_was_lost_is_not_told_once_the_bot_is_back(telling: Telling) -> None:
    part = telling.lose_channel()
    telling.see(Place.INSIDE)

    assert telling.drawn.render_place(part, is_posted=False) is None
    assert "is back in" in said(telling.drawn.render_place(part, is_posted=True))


def test_who_leads_no_more_is_not_asked_about_a_parent(telling: Telling) -> None:
    part = telling.ask_into_parent()
    asked = said(telling.family_drawn.render_child(part, is_posted=False))
    telling.step_down()

    assert "asks whether" in asked
    assert telling.family_drawn.render_child(part, is_posted=False) is None
    drawn = said(telling.family_drawn.render_child(part, is_posted=True))
    assert "no longer needs you" in drawn
    assert "button" not in drawn
