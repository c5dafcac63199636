"""What a team fears, crossed with who can run it: for the lead, once the team was told the same."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import text

from bot.digests.domain import Models
from bot.digests.registered import RegisteredModels
from bot.digests.sections.models import models as models_section
from bot.digests.sponsors import compose_for_sponsors
from bot.handover.domain import Tier
from bot.handover.lead_messages import lead_blocks
from bot.handover.lead_view import LeadView, LeadViews
from bot.handover.live_models import LiveTeamModels
from bot.handover.team_models import TeamModels
from bot.surveys.fear import Band, Feared, NamedModel
from bot.teams.domain import Pulse, TeamPlan
from tests.digests.making import a_digest
from tests.handover.desk import LEAD, MONDAY, Desk


@dataclass
class Told:
    """What teams were told, as the pulse has it."""

    team_id: int
    feared: tuple[int, ...] = ()
    waits: bool = False
    names: dict[int, str] = field(default_factory=dict)

    def list_told(self, *, today: date) -> dict[int, Feared]:
        return {} if self.waits else {self.team_id: self._feared()}

    def find_shown(self, *, team_id: int, today: date) -> Feared | None:
        return self._feared() if team_id == self.team_id else None

    def _feared(self) -> Feared:
        named = [NamedModel(id_, "Old name", "old", Band.MOST, 1) for id_ in self.feared]
        return Feared(1, self.team_id, MONDAY.date(), 5, tuple(named))


def view_of(desk: Desk, told: Told) -> LeadView:
    view = LeadViews(desk.handovers, desk.people, told).find_view(viewer=LEAD, now=desk.now)
    assert view is not None
    return view


def digest_of(desk: Desk, told: Told) -> Models:
    source = RegisteredModels(TeamModels(desk.cases), told)
    found = source.find_models(team_id=desk.team.id, now=desk.now)
    assert found is not None
    return found


def move_to_another_team(desk: Desk) -> int:
    """Give the model to another team of the same lead, and return that team."""
    plan = TeamPlan(
        name="Prices",
        channel_id="CPRICES",
        is_private=True,
        pulse=Pulse(weekday=0, hour=9, zone="Europe/Berlin"),
        leads=(LEAD,),
        members=("UOTHER",),
        planned_by=LEAD,
    )
    team_id = desk.teams.set_up_team(plan=plan, now=MONDAY).team.id
    with desk.database.writing() as connection:
        moved = text("UPDATE model SET team_id = :team WHERE id = :model")
        connection.execute(moved, {"team": team_id, "model": desk.model_id})
    return team_id


def test_a_feared_model_stands_first_within_its_verdict(desk: Desk) -> None:
    critical = desk.add_model("prices", tier=Tier.CRITICAL)
    told = Told(desk.team.id, (desk.model_id,))

    lines = view_of(desk, told).lines

    assert [line.model_id for line in lines] == [desk.model_id, critical]
    assert [line.feared_by for line in lines] == [Band.MOST, None]
    assert lines[0].verdict == lines[1].verdict
    assert "feared by more than half" in str(lead_blocks(view_of(desk, told)))


def test_a_worse_verdict_stands_above_a_feared_model(desk: Desk) -> None:
    feared = desk.add_model("prices", owner="UOTHER")
    desk.set_last_day()

    lines = view_of(desk, Told(desk.team.id, (feared,))).lines

    assert [line.model_id for line in lines] == [desk.model_id, feared]


def test_a_lead_sees_nothing_before_the_team_was_told(desk: Desk) -> None:
    told = Told(desk.team.id, (desk.model_id,), waits=True)

    view = view_of(desk, told)

    assert [line.feared_by for line in view.lines] == [None]
    assert "feared by" not in str(lead_blocks(view))


def test_a_model_that_moved_takes_no_fear_to_another_team(desk: Desk) -> None:
    told = Told(desk.team.id, (desk.model_id,))
    desk.add_model("prices")
    other = move_to_another_team(desk)

    found = RegisteredModels(TeamModels(desk.cases), told).find_models(team_id=other, now=desk.now)

    assert all(line.feared_by is None for line in view_of(desk, told).lines)
    assert digest_of(desk, told).feared == ()
    assert found is not None
    assert found.feared == ()


def test_the_digest_says_how_many_are_proven_and_no_name_or_day(desk: Desk) -> None:
    told = Told(desk.team.id, (desk.model_id,))
    before = digest_of(desk, told)
    desk.set_last_day()

    models = digest_of(desk, told)

    said = str(models_section(a_digest(models=models)))
    assert models == before
    assert models.feared == ("churn (nobody proven to run it)",)
    assert "would least like to be paged for churn (nobody proven to run it)." in said
    assert "paged for" not in str(compose_for_sponsors(a_digest(models=models)))


def test_after_a_drill_one_person_is_proven(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer()
    desk.name_successor()
    desk.teach_back()
    desk.drill()

    models = digest_of(desk, Told(desk.team.id, (desk.model_id,)))
    (live,) = LiveTeamModels(desk.cases).list_live(team_id=desk.team.id, now=desk.now)

    assert models.feared == ("churn (one person proven to run it)",)
    assert live.proven == 1


def test_a_team_is_asked_about_its_live_models_the_most_critical_first(desk: Desk) -> None:
    desk.add_model("prices", tier=Tier.CRITICAL)
    gone = desk.add_model("old")
    with desk.database.writing() as connection:
        connection.execute(text("UPDATE model SET is_gone = true WHERE id = :id"), {"id": gone})

    live = LiveTeamModels(desk.cases).list_live(team_id=desk.team.id, now=desk.now)

    assert [model.title for model in live] == ["prices", "churn"]
    assert LiveTeamModels(desk.cases).list_live(team_id=desk.team.id + 1, now=desk.now) == ()
