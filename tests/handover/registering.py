"""Short ways to have models and teams in the register."""

from datetime import UTC, datetime

from bot.handover.domain import Model, ModelDraft, Tier
from bot.handover.service import ModelService
from bot.teams.domain import Pulse, Roster, TeamPlan
from bot.teams.service import TeamService

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
ANNA, BEN, LEAD = "UANNA", "UBEN", "ULEAD"


def add(models: ModelService, title: str = "Churn", *, owner: str = "", **more: object) -> Model:
    draft = ModelDraft(title, owner=owner, **more)  # type: ignore[arg-type] # as the test says
    return models.add_model(draft=draft, added_by=BEN, now=NOW)


def a_team(teams: TeamService, name: str = "Fraud", *members: str) -> Roster:
    plan = TeamPlan(
        name=name,
        channel_id=f"C{name}",
        is_private=False,
        pulse=Pulse(weekday=0, hour=9, zone="UTC"),
        leads=(LEAD,),
        members=members or (ANNA,),
        planned_by=LEAD,
    )
    return teams.set_up_team(plan=plan, now=NOW)


__all__ = ["ANNA", "BEN", "LEAD", "NOW", "Tier", "a_team", "add"]
