"""Lets a journey act as the members of the local workspace, over its real sockets."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Event, Semaphore
from typing import Any, cast

import pytest
from pydantic import SecretStr
from slack_bolt.listener.listener_completion_handler import CustomListenerCompletionHandler

from bot.app import Bot
from bot.cli.sandbox import sandbox_settings
from bot.clock import MovableClock
from bot.digests.sources import TrendSource
from bot.playbook.reading import read_playbook
from bot.playbook.shelf import Reading
from bot.resources import folder, manifest_file
from bot.sandbox.manifest import read_manifest
from bot.sandbox.people import BOT_USER_ID
from bot.sandbox.server import SandboxServer
from bot.services import open_when_needed
from bot.settings import Settings
from bot.slack import http
from bot.surveys.domain import Choice
from tests.antipatterns.listening import ByWord
from tests.sandbox.driving import Person

THURSDAY = datetime(2026, 1, 1, 12, tzinfo=UTC)
FRIDAY = datetime(2026, 1, 2, 10, tzinfo=UTC)
"""Whoever was named on Thursday has been told: in Tokyo it was night, and they were told today."""
NINE_IN_LONDON = datetime(2026, 1, 5, 9, tzinfo=UTC)
MONDAY = datetime(2026, 1, 5, 18, tzinfo=UTC)
"""It has been nine o'clock everywhere, from Auckland to Los Angeles: everybody has been asked."""
WEEK = date(2026, 1, 5)
A_MINUTE = timedelta(minutes=1)
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
A_WEEK = timedelta(weeks=1)

LEAD = "U0000000A1"
MEMBERS = tuple(f"U0000000A{number}" for number in range(2, 10))  # Eight besides the lead.
PRIVATE, PUBLIC, NOT_INVITED = "C0FRAUDMOD", "C0RECOMMEN", "C0PLATFORM"

SECRET_KEY = "a-secret-that-the-machines-of-one-installation-share"

Json = dict[str, Any]

both_ways_in = pytest.mark.parametrize(
    "way_in", ["socket", pytest.param("http", marks=pytest.mark.long)]
)
"""Have a journey made by Socket Mode and again by signed HTTP."""


class World:
    """A workspace whose clock stands still until a test moves it, and a bot in it or beside it."""

    def __init__(
        self, data: Path, *, database_url: str | None = None, way_in: str = "socket"
    ) -> None:
        self.data = data
        self.database_url = database_url
        self.clock = MovableClock(THURSDAY, flows=False)
        self._kept_port = keep_port() if way_in == "http" else None
        self.server = SandboxServer(
            clock=self.clock,
            manifest=read_manifest(manifest_file()),
            ack_seconds=10.0,  # A busy machine is no failure; where it matters, tests measure.
            request_url=None if self.address is None else f"http://{self.address}{http.PATH}",
        )
        channel = self.server.workspace.find_conversation(PRIVATE)
        assert channel is not None
        self.server.workspace.join(channel, MEMBERS[-1])
        self.bot: Bot | None = None
        self._heard = Semaphore(0)
        self._changed = Event()
        self.server.workspace.changes.on_any(self._changed.set)

    @property
    def address(self) -> str | None:
        """Where the bot takes signed requests, if it does."""
        if self._kept_port is None:
            return None
        return f"127.0.0.1:{self._kept_port.getsockname()[1]}"

    @property
    def settings(self) -> Settings:
        """The settings of a bot in this workspace."""
        settings = sandbox_settings(self.server, self.data)
        if self.database_url is not None:
            with_server = {
                "database_url": SecretStr(self.database_url),
                "secret_key": SecretStr(SECRET_KEY),
            }
            settings = settings.model_copy(update=with_server)
        if self.address is None:
            return settings
        secret = SecretStr(self.server.signing_secret)
        signed = settings.model_copy(update={"slack_signing_secret": secret})
        return signed.over_http(self.address)

    def start_bot(
        self,
        *,
        trends: TrendSource | None = None,
        reads_well: bool = False,
        first: Callable[[Bot], None] = lambda _: None,
    ) -> Bot:
        """Start a bot in this process.

        Args:
            trends: what answers come to, in place of the estimator.
            reads_well: have comments read by the recogniser that is shipped, which takes seconds
                to train; else they are read by a word.
            first: is done before it starts.

        """
        self.bot = Bot(
            self.settings,
            self.clock,
            read_playbook=read_playbook_once,
            open_recogniser=open_when_needed if reads_well else lambda *_, **__: ByWord(),
            trends=trends,
        )
        app = self.bot.app
        app.listener_runner.listener_completion_handler = CustomListenerCompletionHandler(
            app.logger, self._note_heard
        )
        first(self.bot)
        self.bot.start()
        self.server.moves.join(self.bot.scheduler)
        return self.bot

    def stop(self) -> None:
        """Stop the workspace first, since the bot's connections then close at once."""
        self.server.stop()
        if self.bot is not None:
            self.bot.stop()
        if self._kept_port is not None:
            self._kept_port.close()

    def settle(self) -> None:
        """Have all that is due done."""
        self.server.moves.move_to(self.clock.now())

    def move_to(self, moment: datetime) -> None:
        """Move the clock, through every moment at which something is due."""
        self.server.moves.move_to(moment)

    def person(self, user_id: str) -> "Actor":
        """Return somebody to act as."""
        return Actor(self, Person(self.server, user_id))

    def wait_until(self, is_true: Callable[[], bool]) -> None:
        """Wait for what the bot does after it has acknowledged."""
        while not is_true():
            self._changed.clear()
            if not is_true() and not self._changed.wait(timeout=10):
                raise AssertionError("Nothing changed in the workspace for ten seconds.")

    def wait_until_heard(self, *, times: int = 1) -> None:
        """Wait until the bot has dealt with events; Bolt acknowledges them before it does."""
        for _ in range(times):
            if not self._heard.acquire(timeout=10):
                raise AssertionError("The bot has heard of nothing for ten seconds.")

    def _note_heard(self, body: Json) -> None:
        if body.get("type") == "event_callback" and not _is_of_the_bot(body["event"]):
            self._heard.release()

    def set_up_team(
        self,
        *,
        channel: str = PRIVATE,
        lead: str = LEAD,
        members: tuple[str, ...] = MEMBERS,
        name: str = "Fraud models",
        hour: int = 9,
        told_by: datetime = FRIDAY,
    ) -> None:
        """Have the lead set up a team that is asked on Mondays, and everybody be told."""
        actor = self.person(lead)
        done = actor.fill_set_up(channel, name=name, leads=(lead,), members=members, hour=hour)
        assert done == {"ok": True}
        self.settle()
        self.move_to(max(told_by, self.clock.now()))


def _is_of_the_bot(event: Json) -> bool:
    """Whether an event tells the bot of its own message, which nobody waits for."""
    message = event.get("message", event)
    return bool(event["type"] == "message" and message.get("user") == BOT_USER_ID)


@cache
def read_shipped() -> Reading:
    """Read what is shipped, once for all journeys, since none changes it."""
    return read_playbook(folder("knowledge"))


def read_playbook_once(*knowledge: Path) -> Reading:
    """Read knowledge folders as the bot does."""
    return read_shipped() if knowledge == (folder("knowledge"),) else read_playbook(*knowledge)


def keep_port() -> socket.socket:
    """Take a free port for a bot that is still to start; nobody else is given it meanwhile."""
    kept = socket.socket()
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    kept.bind(("127.0.0.1", 0))
    return kept


@dataclass(frozen=True)
class Actor:
    """One person at the page of the workspace."""

    world: World
    person: Person

    @property
    def dm(self) -> str:
        """The conversation with the bot."""
        for conversation in self.person.conversations().values():
            if conversation["kind"] == "im" and conversation["with"] == BOT_USER_ID:
                return str(conversation["id"])
        raise AssertionError("The bot has not written to this person yet.")

    def received(self) -> list[str]:
        """The texts of the bot's direct messages, the oldest first."""
        kinds = {(c["kind"], c.get("with")) for c in self.person.conversations().values()}
        return self.person.texts(self.dm) if ("im", BOT_USER_ID) in kinds else []

    def say(self, channel: str, text: str) -> Json:
        """Type a slash command."""
        return self.person.act("command", conversation=channel, text=text)

    def modal(self) -> Json | None:
        """The form that stands open."""
        return cast("Json | None", self.person.state()["modal"])

    def fill_set_up(
        self,
        channel: str,
        *,
        name: str,
        leads: tuple[str, ...],
        members: tuple[str, ...],
        hour: int = 9,
    ) -> Json:
        """Open the set-up form in a channel, fill it and submit it."""
        assert self.say(channel, "/mlops setup") == {"ok": True}
        self.world.wait_until(lambda: (self.modal() or {}).get("callback_id") == "team.set_up")
        return self.submit(
            name={"name": name},
            leads={"leads": list(leads)},
            members={"members": list(members)},
            weekday={"weekday": "0"},
            hour={"hour": str(hour)},
        )

    def submit(self, **values: Json) -> Json:
        """Submit the form that stands open."""
        modal = self.modal()
        assert modal is not None
        return self.person.act("modal/submit", view_id=modal["id"], values=values)

    def messages(self) -> list[Json]:
        """The bot's direct messages that stay, the oldest first."""
        if not self.received():
            return []
        return [m for m in self.person.messages(self.dm) if m["is_bot"] and not m["ephemeral"]]

    def moments(self) -> list[str]:
        """When each of them came, in UTC, such as "Mon 08:00"."""
        sent = (datetime.fromtimestamp(float(m["ts"]), UTC) for m in self.messages())
        return [f"{moment:%a %H:%M}" for moment in sent]

    def sheet(self) -> Json:
        """The newest direct message with statements on it."""
        sheets = [m for m in self.person.messages(self.dm) if "statements" in str(m["text"])]
        return sheets[-1]

    def press(self, number: int, choice: str, *, sheet: Json | None = None) -> Json:
        """Press a choice under the statement of this number, from 1."""
        shown = sheet or self.sheet()
        rows = [b for b in shown["blocks"] if str(b.get("block_id")).startswith("item.")]
        return self.person.act(
            "press",
            conversation=self.dm,
            ts=shown["ts"],
            block_id=rows[number - 1]["block_id"],
            action_id=choice if "." in choice else f"pulse.score.{choice}",
        )

    def answer(self, *choices: str) -> None:
        """Press one choice for each statement, from the first."""
        for number, choice in enumerate(choices, start=1):
            assert self.press(number, choice) == {"ok": True}

    def press_button(self, label: str) -> Json:
        """Press the newest button of this label in the conversation with the bot."""
        for message in reversed(self.person.messages(self.dm)):
            for block in cast("list[Json]", message.get("blocks", [])):
                for element in block.get("elements", []):
                    if element.get("text", {}) and element.get("text") == {
                        "type": "plain_text",
                        "text": label,
                        "emoji": False,
                    }:
                        return self.person.act(
                            "press",
                            conversation=self.dm,
                            ts=message["ts"],
                            block_id=block["block_id"],
                            action_id=element["action_id"],
                        )
        raise AssertionError(f"There is no button {label!r}.")

    def confirm_pause(self) -> str:
        """Go on in the form that asks a team's only lead, and return what it asked."""
        self.world.wait_until(lambda: (self.modal() or {}).get("callback_id") == "team.paused")
        asked = words(self.modal() or {})
        assert self.submit() == {"ok": True}
        return asked


def replied(world: World, user_id: str, typed: str, *, channel: str = PRIVATE) -> str:
    """What somebody alone reads after typing a subcommand."""
    somebody = world.person(user_id)
    before = len(somebody.person.messages(channel))
    assert somebody.say(channel, f"/mlops {typed}") == {"ok": True}
    world.wait_until(lambda: len(somebody.person.messages(channel)) > before)
    reply = next(m for m in reversed(somebody.person.messages(channel)) if m["ephemeral"])
    return words(reply)


def told(actor: Actor) -> list[str]:
    """The messages in the conversation with the bot that only this person sees."""
    ephemeral = [m for m in actor.person.messages(actor.dm) if m["ephemeral"]]
    return [words(m) or str(m["text"]) for m in ephemeral]


def stored(world: World, user_id: str) -> list[Choice | None]:
    """The choices that are stored of somebody for the first week."""
    assert world.bot is not None
    sheet = world.bot.services.answers.find_sheet(team_id=1, week=WEEK, user_id=user_id)
    assert sheet is not None
    return [answer.choice for answer in sheet.answers]


def part(message: Json, title: str) -> str:
    """What a message says below the heading that begins so, up to the next heading."""
    said: list[str] = []
    is_inside = False
    for block in message["blocks"]:
        if block["type"] == "header":
            is_inside = block["text"]["text"].startswith(title)
        if is_inside:
            said.append(words({"blocks": [block]}))
    return "\n".join(said).strip()


def words(message: Json) -> str:
    """All that a message's blocks say."""
    said = []
    for block in message.get("blocks", []):
        said.append(block.get("text", {}).get("text", ""))
        for element in block.get("elements", []):
            text = element.get("text", "")
            said.append(text if isinstance(text, str) else text.get("text", ""))
    return "\n".join(said)
