"""What a newcomer does who begins with an empty channel, in a real browser: up to a summary."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.acting import LEAD, MEMBERS, PRIVATE, World
from tests.sandbox.browsing import Desk, send

pytestmark = pytest.mark.long

PHONE = (390, 844)

IN_EUROPE = (*MEMBERS[:4], MEMBERS[6])  # Where Monday has come to nine o'clock by London's nine.


@pytest.fixture
def desk(browser: BrowserContext, world: World) -> Desk:
    return Desk(browser, world.server.url)


def keep(page: Page, name: str, request: pytest.FixtureRequest) -> None:
    folder: Path | None = request.config.getoption("--screenshots")
    if folder is not None:
        page.mouse.move(0, 0)  # What the pointer rests on would look chosen.
        page.screenshot(path=folder / f"{name}.png")


def test_a_newcomer_plays_lead_and_members_and_sees_the_summary(
    desk: Desk, request: pytest.FixtureRequest
) -> None:
    lead = desk.open_as(LEAD, PRIVATE)
    send(lead, "/mlops setup")
    lead.get_by_label("Team name").fill("Fraud models")
    lead.get_by_role("button", name="Set up the team").click()
    expect(lead.get_by_text("Fraud models is set up.")).to_be_visible()
    lead.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    expect(lead.get_by_text("set up a weekly pulse for")).to_be_visible()

    lead.get_by_role("button", name="Next Monday 09:00").click()
    expect(lead.get_by_text("Monday, 5 January 2026").first).to_be_visible()
    for number, member in enumerate(IN_EUROPE):
        answer_all(desk, member, number, request)
    lead.get_by_role("button", name="+1 week").click()

    summary = lead.get_by_role("heading", name="Fraud models, week of 5 January 2026")
    expect(summary).to_be_visible()
    expect(lead.get_by_text("5+ answers")).to_have_count(4)
    expect(lead.get_by_text("Still open, because fewer than 5 members")).to_be_visible()
    expect(lead.get_by_role("button", name="+1 week")).to_be_enabled()
    keep(lead, "summary", request)
    assert desk.complaints == []


def answer_all(desk: Desk, member: str, number: int, request: pytest.FixtureRequest) -> None:
    """Open the direct message on a phone and press one button under each statement."""
    page = desk.open_as(member, PRIVATE, size=PHONE)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="mlops-bot").click()
    heading = page.get_by_role("heading", name="Fraud models: five statements, about a minute").last
    expect(heading).to_be_visible()
    rows = page.locator(".actions").filter(has=page.get_by_role("button", name="Don't know"))
    stored = 5 if number < 4 else 4
    for position in range(stored):
        rows.nth(position).get_by_role("button").nth((number * position + position + 3) % 5).click()
        so_far = "All 5" if position == 4 else f"{position + 1} of 5"
        expect(page.get_by_text(f"{so_far} stored.")).to_be_visible()
    if number == 0:
        heading.evaluate("node => node.scrollIntoView()")
        keep(page, "pulse-phone", request)
    page.close()
