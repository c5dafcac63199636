"""What somebody meets who opens the local workspace: a team, its last week and its digest."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from bot.app import Bot
from bot.demo.story import read_story
from bot.demo.telling import Telling, find_beginning
from bot.digests.png import SIZE
from bot.sandbox.people import PEOPLE
from tests.journeys.acting import LEAD, PRIVATE, World
from tests.sandbox.browsing import Desk

IDS = {person.name: person.id for person in PEOPLE}
ZONES = {person.id: person.tz for person in PEOPLE}


def test_a_team_with_half_a_year_behind_it_has_its_digest(
    browser: BrowserContext, bare_world: World, request: pytest.FixtureRequest
) -> None:
    folder: Path | None = request.config.getoption("--screenshots")
    now = find_beginning(bare_world.clock.now())

    def tell(bot: Bot) -> None:
        Telling(bot.services, read_story(), IDS, ZONES).tell(now=now)

    bare_world.start_bot(first=tell, reads_well=folder is not None)
    bare_world.move_to(bare_world.clock.now() + timedelta(minutes=1))

    desk = Desk(browser, bare_world.server.url)
    page = desk.open_as(LEAD, PRIVATE, size=(1280, 1160))
    expect(page.get_by_text("where the team stands")).to_be_visible()
    expect(page.get_by_text("What moved: Shared knowledge")).to_be_visible()
    expect(page.get_by_text("You set out to do this in")).to_be_visible()
    expect(page.get_by_text("The new limits saved 41 false blocks")).to_be_visible()
    expect(page.get_by_role("button", name="We'll improve this")).to_be_visible()
    if folder is not None:
        page.screenshot(path=folder / "digest.png")

    bare_world.server.workspace.takes_charts = False
    page.get_by_role("button", name="Keep watching").click()
    expect(page.get_by_text("Stored. The digest now says").first).to_be_visible()
    bare_world.move_to(bare_world.clock.now() + timedelta(minutes=1))

    expect(page.get_by_text("keeps watching until the next digest")).to_be_visible()
    picture = page.get_by_role("img", name="Culture: from")
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == SIZE[0]
    expect(page.get_by_role("button", name="+1 day")).to_be_enabled()
    if folder is not None:
        page.screenshot(path=folder / "digest-picture.png")
    assert desk.complaints == []
