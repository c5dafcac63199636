"""What the tests of delivery see of Slack, and the clients of processes that meet with trouble."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from sqlalchemy import text

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.day_service import DayService
from bot.delivery.domain import Delivery, Message
from bot.delivery.drawing import Drawing, Renderer
from bot.delivery.jobs import DeliveryJobs
from bot.delivery.sender import Sender
from bot.delivery.service import DeliveryService
from bot.people.domain import WorkingTimes
from bot.sandbox.people import BOT_USER_ID
from bot.sandbox.server import SandboxServer

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
FOREVER = datetime.max.replace(tzinfo=UTC)
GENERAL = "C0GENERAL0"
RECOMMENDATIONS = "C0RECOMMEN"
AISHA = "U0000000A1"
MATEO = "U0000000A2"

ALWAYS = WorkingTimes(weekdays=frozenset(range(7)), starts=0, ends=24)
OFFICE = WorkingTimes()
"""Monday to Friday, 9 to 17, in UTC."""


@dataclass
class Everybody:
    """Knows when people work: all at the same times, save those who are named."""

    usual: WorkingTimes = ALWAYS
    others: dict[str, WorkingTimes] = field(default_factory=dict)

    def list_times(self, user_ids: Sequence[str]) -> dict[str, WorkingTimes]:
        return {user_id: self.others.get(user_id, self.usual) for user_id in user_ids}


class Process:
    """What one process has for delivering."""

    def __init__(
        self,
        database: Database,
        client: WebClient,
        clock: MovableClock,
        *,
        hours: Everybody | None = None,
        renderers: Mapping[str, Renderer] | None = None,
    ) -> None:
        self.client = client
        self.clock = clock
        self.deliveries = DeliveryService(database)
        self.days = DayService(database, hours or Everybody())
        self.drawing = Drawing(self.days, renderers or {})
        self.sender = Sender(self.deliveries, self.days, self.drawing, client, clock)
        (job,) = DeliveryJobs(self.sender, self.deliveries, self.days, clock).jobs
        self.deliver = job.run
        self.find_next_due = self.sender.find_next_due

    def deliver_all(self, *, until: datetime = FOREVER) -> None:
        """Go from one due moment to the next until nothing is owed any more, or until a moment."""
        while (due_at := self.find_next_due()) is not None and due_at <= until:
            self.clock.move_to(max(due_at, self.clock.now()))
            self.deliver()

    def message_of(self, key: str) -> Delivery:
        """Return the delivery that shows what is owed under a key, which may be a day's."""
        message = self.days.find_message_of(key)
        assert message is not None
        return message


class ProcessKilledError(BaseException):
    """Ends a process where it stands; nothing may catch it."""


class MeddlingClient(WebClient):
    """The SDK's client, with something happening just before or just after a post."""

    def __init__(
        self,
        server: SandboxServer,
        *,
        before: Callable[[], None] = lambda: None,
        after: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(server.bot_token, base_url=server.api_url, retry_handlers=[])
        self._before = before
        self._after = after

    def chat_postMessage(self, **content: Any) -> SlackResponse:  # noqa: N802 - the SDK's name
        self._before()
        response = super().chat_postMessage(**content)
        self._after()
        return response


def killed() -> None:
    raise ProcessKilledError


def refuse(code: str) -> None:
    """Raise what the SDK raises when Slack refuses with a code."""
    response = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="chat.postMessage",
        req_args={},
        data={"ok": False, "error": code},
        headers={},
        status_code=200,
    )
    response.validate()  # type: ignore[no-untyped-call]


def a_client(server: SandboxServer) -> WebClient:
    return WebClient(server.bot_token, base_url=server.api_url, retry_handlers=[])


def owe(
    deliveries: DeliveryService,
    key: str,
    *,
    to: str = GENERAL,
    at: datetime = MONDAY,
    until: datetime | None = None,
) -> Delivery:
    deliveries.owe(key, to=to, message=Message(f"Text of {key}"), at=at, until=until)
    return get(deliveries, key)


def get(deliveries: DeliveryService, key: str) -> Delivery:
    delivery = deliveries.find(key)
    assert delivery is not None
    return delivery


def texts(server: SandboxServer, conversation: str = GENERAL) -> list[str]:
    """What stands in a conversation, or in the direct message with a person."""
    if conversation.startswith("U"):
        conversation = server.workspace.open_im(BOT_USER_ID, conversation)[0]["id"]
    with server.workspace.lock:
        return [message["text"] for message in server.workspace.messages.visible(conversation)]


def all_texts(server: SandboxServer) -> list[str]:
    return [
        text
        for conversation in server.workspace.conversations()
        for text in texts(server, conversation["id"])
    ]


def move_on(clock: MovableClock, seconds: float) -> None:
    clock.move_to(clock.now() + timedelta(seconds=seconds))


def reason_of(database: Database, key: str) -> str | None:
    """Return the reason that stands beside a delivery."""
    with database.reading() as connection:
        query = text("SELECT reason FROM delivery WHERE key = :key")
        reason: str | None = connection.execute(query, {"key": key}).scalar_one()
    return reason
