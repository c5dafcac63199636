from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.teams.domain import FieldError, Pulse, Role, Roster, Stage, Standing, Team, TeamPlan

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
ZONES = ["Europe/Berlin", "America/New_York", "Pacific/Auckland", "Australia/Lord_Howe", "UTC"]


def a_plan(**changes: object) -> TeamPlan:
    values: dict[str, object] = {
        "name": "Fraud models",
        "channel_id": "C1",
        "is_private": True,
        "pulse": Pulse(weekday=0, hour=9, zone="Europe/Berlin"),
        "leads": ("L",),
        "members": ("A", "B"),
        "planned_by": "L",
    }
    return TeamPlan(**{**values, **changes})  # type: ignore[arg-type] # the builder's loose dictionary


def a_roster(plan: TeamPlan) -> Roster:
    stage = Stage.WAITING.after(has_lead=plan.planned_by in plan.leads)
    team = Team(
        1,
        plan.name,
        plan.channel_id,
        plan.is_private,
        plan.pulse,
        stage,
        threshold=plan.threshold,
    )
    return Roster(team, plan.memberships(1))


@given(
    st.integers(0, 6 * 366 * 24).map(lambda hours: FIRST + timedelta(hours=hours)),
    st.integers(0, 4),
    st.integers(0, 23),
    st.sampled_from(ZONES),
)
def test_a_week_begins_within_eight_days_on_the_day_and_hour_of_the_zone(
    moment: datetime, weekday: int, hour: int, zone: str
) -> None:
    start = Pulse(weekday, hour, zone).next_after(moment)

    local = start.astimezone(ZoneInfo(zone))
    assert moment < start <= moment + timedelta(days=8)
    assert local.weekday() == weekday
    assert local.hour == hour or local.hour == hour + 1


def test_the_hour_stays_the_same_when_the_clocks_change() -> None:
    pulse = Pulse(weekday=0, hour=9, zone="Europe/Berlin")

    before = pulse.next_after(datetime(2026, 3, 22, tzinfo=UTC))
    after = pulse.next_after(before)

    assert before == datetime(2026, 3, 23, 8, tzinfo=UTC)
    assert after == datetime(2026, 3, 30, 7, tzinfo=UTC)


def test_an_hour_that_the_clocks_skip_begins_at_the_next_that_exists() -> None:
    pulse = Pulse(weekday=4, hour=0, zone="Africa/Cairo")  # Forward at midnight on a Friday.

    start = pulse.next_after(datetime(2026, 4, 23, 12, tzinfo=UTC))

    assert start.astimezone(ZoneInfo("Africa/Cairo")).hour == 1


def test_whoever_sets_up_a_team_and_leads_it_has_accepted() -> None:
    roster = a_roster(a_plan(leads=("L", "M"), planned_by="L"))

    assert roster.leads == ("L",)
    assert roster.list_people(Role.LEAD, Standing.ASKED) == ("M",)
    assert roster.has_begun


def test_a_team_has_not_begun_before_a_lead_accepted() -> None:
    assert not a_roster(a_plan(leads=("M",), planned_by="L")).has_begun


def test_a_lead_who_takes_part_is_asked_once_and_does_not_count() -> None:
    roster = a_roster(a_plan(members=("A", "B", "L")))

    asked = {participant.user_id: participant.counts for participant in roster.participants}

    assert asked == {"A": True, "B": True, "L": False}
    assert [p.user_id for p in roster.participants] == ["A", "B", "L"]


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": "  "}),
        ("name", {"name": "x" * 61}),
        ("leads", {"leads": ()}),
        ("members", {"members": ()}),
        ("hour", {"pulse": Pulse(5, 9, "UTC")}),
        ("hour", {"pulse": Pulse(0, 24, "UTC")}),
    ],
)
def test_a_plan_that_cannot_be_a_team_names_the_field(
    field: str, changes: dict[str, object]
) -> None:
    with pytest.raises(FieldError) as refused:
        a_plan(**changes).check()

    assert refused.value.field == field


def test_a_pulse_waits_for_its_first_lead_and_pauses_without_its_last() -> None:
    assert Stage.WAITING.after(has_lead=False) is Stage.WAITING
    assert Stage.WAITING.after(has_lead=True) is Stage.BEGUN
    assert Stage.BEGUN.after(has_lead=False) is Stage.PAUSED
    assert Stage.PAUSED.after(has_lead=False) is Stage.PAUSED
    assert Stage.PAUSED.after(has_lead=True) is Stage.BEGUN
