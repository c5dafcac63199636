"""The page in a real browser, with a small real app behind the workspace."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, expect
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.clock import MovableClock
from bot.resources import manifest_file
from bot.sandbox.manifest import read_manifest
from bot.sandbox.server import SandboxServer
from tests.sandbox.browsing import PHONE, Desk, PulseApp, composer, send
from tests.sandbox.conftest import StartServer
from tests.sandbox.driving import (
    AISHA,
    FRAUD,
    GENERAL,
    HANA,
    MATEO,
    PLATFORM,
    RECOMMENDATIONS,
    a_manifest,
)


@pytest.fixture(scope="module")
def pulse_app() -> PulseApp:
    return PulseApp()


@pytest.fixture(scope="module")
def url(pulse_app: PulseApp) -> Iterator[str]:
    """The page of a workspace to which the app is connected."""
    clock = MovableClock(datetime(2026, 1, 6, 9, 30, tzinfo=UTC), flows=False)
    server = SandboxServer(clock=clock, manifest=read_manifest(manifest_file()), port=0)
    server.start()
    app = App(client=WebClient(server.bot_token, base_url=server.api_url))
    pulse_app.register(app)
    web_client = WebClient(server.app_token, base_url=server.api_url)
    handler = SocketModeHandler(app, server.app_token, web_client=web_client)
    handler.connect()
    yield server.url
    handler.client.auto_reconnect_enabled = False
    server.stop()
    handler.close()


@pytest.fixture
def desk(browser: BrowserContext, url: str) -> Iterator[Desk]:
    """Opens pages; whatever a test does, the browser's console stays quiet."""
    desk = Desk(browser, url)
    yield desk
    for page in browser.pages:
        page.close()
    assert desk.complaints == []


def test_the_page_opens_for_whoever_the_address_names(desk: Desk) -> None:
    page = desk.open_as(HANA, RECOMMENDATIONS)

    expect(page.get_by_role("heading", name="#recommendations")).to_be_visible()
    expect(page.get_by_label("Acting as")).to_have_value(HANA)
    expect(page.locator("#clock-time")).to_have_text("18:30")


def test_without_an_address_somebody_acts_all_the_same(desk: Desk) -> None:
    page = desk.open()

    expect(page.get_by_label("Acting as")).to_have_value(AISHA)


def test_a_reload_keeps_the_person_and_the_conversation(desk: Desk) -> None:
    page = desk.open_as(AISHA, FRAUD)
    page.get_by_label("Acting as").select_option(MATEO)
    page.get_by_role("link", name="#general").click()
    expect(page.get_by_role("heading", name="#general")).to_be_visible()

    page.reload()

    expect(page.get_by_role("heading", name="#general")).to_be_visible()
    expect(page.get_by_label("Acting as")).to_have_value(MATEO)


def test_the_reply_to_a_slash_command_appears_for_the_person_alone(desk: Desk) -> None:
    page = desk.open_as(AISHA, FRAUD)

    send(page, "/mlops hello")

    reply = page.get_by_role("article").filter(has_text="You wrote hello.")
    expect(reply).to_contain_text("Only visible to you")


def test_a_slash_command_is_suggested_and_taken_with_the_keyboard(desk: Desk) -> None:
    page = desk.open_as(AISHA, FRAUD)
    composer(page).press_sequentially("/ml")

    composer(page).press("ArrowDown")
    composer(page).press("Enter")

    expect(composer(page)).to_have_value("/mlops ")


def test_a_press_on_a_message_asks_first_and_then_reaches_the_app(
    desk: Desk, pulse_app: PulseApp
) -> None:
    page = desk.open_as(AISHA, FRAUD)
    send(page, "/mlops ask")
    button = page.get_by_role("button", name="Most of them")
    button.click()
    page.get_by_role("dialog").get_by_role("button", name="Not yet").click()
    expect(button).to_be_focused()

    button.click()
    page.get_by_role("dialog").get_by_role("button", name="Store it").click()

    expect(page.get_by_role("article").filter(has_text="Stored 4.")).to_be_visible()
    assert pulse_app.presses == ["4"]


def test_the_apps_direct_messages_say_that_it_reads_none(
    browser: BrowserContext, start_server: StartServer
) -> None:
    server = start_server(manifest=a_manifest(read_only=True))
    page = Desk(browser, server.url).open_as(HANA, RECOMMENDATIONS)

    page.get_by_role("button", name="small-app").click()

    note = "This app doesn't take messages here. Try /mlops help in a channel."
    expect(page.get_by_text(note)).to_be_visible()
    page.close()


def test_an_app_that_takes_messages_is_written_to_like_anybody_else(desk: Desk) -> None:
    page = desk.open_as(HANA, RECOMMENDATIONS)
    page.get_by_role("button", name="mlops-bot").click()
    expect(page.get_by_role("heading", name="mlops-bot")).to_be_visible()

    send(page, "How often should we retrain?")

    expect(page.get_by_role("article").last).to_contain_text("How often should we retrain?")


def test_what_a_message_says_never_becomes_markup(desk: Desk) -> None:
    page = desk.open_as(AISHA, PLATFORM, size=PHONE)
    page.get_by_role("button", name="Join").click()

    send(page, "<img src=x onerror=alert(1)> & <b>bold</b>")

    message = page.get_by_role("article").last
    expect(message).to_contain_text("<img src=x onerror=alert(1)> & <b>bold</b>")
    expect(message.locator("img, b")).to_have_count(0)


def test_a_modal_shows_what_is_wrong_and_can_then_be_submitted(
    desk: Desk, pulse_app: PulseApp
) -> None:
    page = desk.open_as(MATEO, FRAUD)
    send(page, "/mlops form")
    form = page.get_by_role("dialog", name="Set up the team")
    name = form.get_by_label("Team name")
    name.fill("General")
    form.get_by_label("Search: Members").fill("ais")
    form.get_by_role("checkbox", name="Aisha Bello").check()

    form.get_by_role("button", name="Save").click()

    expect(form).to_contain_text("Another team has this name.")
    expect(name).to_be_focused()
    name.fill("Fraud models")
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    assert pulse_app.teams == [("Fraud models", [AISHA])]


def test_escape_closes_a_modal(desk: Desk) -> None:
    page = desk.open_as(MATEO, FRAUD)
    send(page, "/mlops form")
    expect(page.get_by_role("dialog")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_message_appears_on_another_persons_page_without_a_reload(desk: Desk) -> None:
    hers = desk.open_as(HANA, GENERAL)
    his = desk.open_as(MATEO, GENERAL)

    send(hers, "The labels for *December* are in.")

    message = his.get_by_role("article").filter(has_text="The labels for December are in.")
    expect(message).to_contain_text("Hana Sugitani")


def test_a_reply_stands_under_the_message_it_answers(desk: Desk) -> None:
    page = desk.open_as(HANA, GENERAL)
    send(page, "Which slice regressed?")
    question = page.get_by_role("article").filter(has_text="Which slice regressed?")
    question.get_by_role("button", name="Reply").click()

    send(page, "New accounts, by two points.")

    reply = page.locator("li.in-thread").filter(has_text="New accounts, by two points.")
    expect(reply).to_be_visible()


def test_the_clock_moves_to_next_monday_for_the_person_acting(desk: Desk) -> None:
    page = desk.open_as(HANA, GENERAL)

    page.get_by_role("button", name="Next Monday 09:00").click()

    expect(page.locator("#clock-time")).to_have_text("09:00")
    expect(page.locator("#clock-date")).to_contain_text("Monday")
    expect(page.get_by_role("button", name="+1 hour")).to_be_enabled()


def test_a_phone_has_no_sideways_scroll_and_a_drawer(desk: Desk) -> None:
    page = desk.open_as(MATEO, FRAUD, size=PHONE)
    send(page, f"/mlops {'averylongwordwithoutaspace' * 4}")
    expect(page.get_by_role("article").filter(has_text="averylongword")).to_be_visible()

    page.get_by_role("button", name="Menu").click()

    expect(page.get_by_label("Acting as")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    scroller = "document.getElementById('message-scroller')"
    assert page.evaluate(f"{scroller}.scrollWidth <= {scroller}.clientWidth")
