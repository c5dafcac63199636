"""What is owed of the pulse: sheets have a deadline, and what closes them has none."""

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.service import DeliveryService
from bot.surveys.jobs import SurveyJobs
from tests.delivery.slack_side import get
from tests.surveys.conftest import A_WEEK, LEAD, MEMBERS, MONDAY, Pulses


def test_a_sheet_is_sent_until_its_week_ends_and_summary_and_rewrites_without_end(
    deliveries: DeliveryService, database: Database
) -> None:
    pulses = Pulses(database)
    pulses.set_up()
    clock = MovableClock(MONDAY, flows=False)
    jobs = SurveyJobs(
        pulses.surveys, pulses.plans, deliveries, clock, is_confidential=lambda _: True
    )

    jobs.turn()
    people = (*MEMBERS, LEAD)
    sheets = {key: get(deliveries, key) for key in (f"pulse:1:2026-01-05:{p}" for p in people)}
    week = pulses.surveys.find_next_due()
    clock.move_to(MONDAY + A_WEEK)
    jobs.turn()
    closing = [get(deliveries, f"{key}:closed") for key in sheets]
    summary = get(deliveries, "summary:1:2026-01-05:CFraud")

    assert sheets
    assert {row.expires_at for row in sheets.values()} == {week}
    assert {row.expires_at for row in (*closing, summary)} == {None}
