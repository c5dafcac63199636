"""Opens the page in a browser, and the small app with which its tests talk."""

import re
from dataclasses import dataclass, field
from typing import cast

from playwright.sync_api import BrowserContext, Locator, Page, expect
from slack_bolt import Ack, App, Respond, Say
from slack_sdk import WebClient

from tests.sandbox.driving import plain

DESKTOP = (1280, 800)
PHONE = (360, 740)


@dataclass(frozen=True)
class Desk:
    """Opens the page as somebody, and notes what the browser complains about."""

    browser: BrowserContext
    url: str
    complaints: list[str] = field(default_factory=list)

    def open(self, hash_: str = "", *, size: tuple[int, int] = DESKTOP) -> Page:
        page = self.browser.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self._note("error", str(error)))
        page.goto(f"{self.url}/{hash_}")
        expect(page.locator("body.loaded")).to_be_visible()
        return page

    def open_as(self, person: str, conversation: str, *, size: tuple[int, int] = DESKTOP) -> Page:
        return self.open(f"#as={person}&in={conversation}", size=size)

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)


def composer(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("^Message .*, as "))


def send(page: Page, text: str) -> None:
    composer(page).fill(text)
    page.get_by_role("button", name="Send").click()


class PulseApp:
    """A bot with one command; it keeps what reached it."""

    def __init__(self) -> None:
        self.presses: list[str] = []
        self.teams: list[tuple[object, object]] = []

    def register(self, app: App) -> None:
        app.command("/mlops")(self.command_given)
        app.action("score")(self.button_pressed)
        app.view("setup")(self.setup_submitted)

    def command_given(
        self, ack: Ack, command: dict[str, str], client: WebClient, say: Say, respond: Respond
    ) -> None:
        ack()
        match command["text"]:
            case "form":
                client.views_open(trigger_id=command["trigger_id"], view=_form())
            case "ask":
                say(text="How was this week?", blocks=_question())
            case text:
                respond(text=f"You wrote *{text}*.")

    def button_pressed(self, ack: Ack, action: dict[str, str], respond: Respond) -> None:
        ack()
        self.presses.append(action["value"])
        respond(text=f"Stored {action['value']}.", replace_original=True)

    def setup_submitted(self, ack: Ack, view: dict[str, object]) -> None:
        state = cast("dict[str, dict[str, dict[str, dict[str, object]]]]", view["state"])["values"]
        name = state["name"]["value"]["value"]
        if name == "General":
            ack(response_action="errors", errors={"name": "Another team has this name."})
            return
        self.teams.append((name, state["members"]["value"]["selected_users"]))
        ack()


def _question() -> list[dict[str, object]]:
    confirm = {
        "title": plain("Sure?"),
        "text": plain("It can be changed until Friday."),
        "confirm": plain("Store it"),
        "deny": plain("Not yet"),
    }
    button = {"type": "button", "action_id": "score", "text": plain("Most of them"), "value": "4"}
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": "How many *models* are explained?"}},
        {"type": "actions", "elements": [{**button, "style": "primary", "confirm": confirm}]},
    ]


def _input(block_id: str, label: str, kind: str) -> dict[str, object]:
    element = {"type": kind, "action_id": "value"}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element}


def _form() -> dict[str, object]:
    return {
        "type": "modal",
        "callback_id": "setup",
        "title": plain("Set up the team"),
        "submit": plain("Save"),
        "blocks": [
            _input("name", "Team name", "plain_text_input"),
            _input("members", "Members", "multi_users_select"),
        ],
    }
