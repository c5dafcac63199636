"""App Home: puts together what the features show one person, and shows it anew when it changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from functools import partial
from http.client import HTTPException
from typing import Any, Final

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.logs import get_logger
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.bolt import try_out
from bot.slack.redraw_queue import RedrawQueue
from bot.slack.refusals import asked_to_wait

_log = get_logger(__name__)

MOST_BLOCKS: Final = 100
"""What Slack takes of a Home (docs: Block Kit, blocks)."""

LOOKED_AT_FOR: Final = timedelta(hours=1)
"""Slack doesn't say when somebody leaves their Home; opened again, it is drawn anew anyhow."""

_CUT: Final = "There is more than fits on this page."


class Order(IntEnum):
    """Where parts stand on the page, from its top."""

    WELCOME = 0
    WAITING = 10
    ACTIONS = 20
    DIGEST = 30
    ASK = 40
    LEADING = 50
    SETTINGS = 60
    STORED = 70


@dataclass(frozen=True)
class HomePart:
    """A feature's part of App Home.

    Attributes:
        id: names it in the log.
        order: where it stands; a line parts it from what is of another ten.
        build: returns what a person is shown at a moment; nothing, where it doesn't concern them.

    """

    id: str
    order: int
    build: Callable[[str, datetime], Sequence[Block]]


class Home:
    """Everybody's Home; one that is open is shown anew when its person has changed something."""

    def __init__(self, client: WebClient, clock: Clock, queue: RedrawQueue) -> None:
        self._client = client
        self._clock = clock
        self._queue = queue
        self._parts: tuple[HomePart, ...] = ()
        self._opened: dict[str, datetime] = {}

    def register(self, app: App, parts: Sequence[HomePart]) -> None:
        """Tell Bolt who listens, and take what there is to show."""
        self._parts = tuple(sorted(parts, key=lambda part: part.order))
        app.event("app_home_opened")(self.home_opened)

    def home_opened(self, event: dict[str, Any]) -> None:
        """Somebody opened their Home; Slack tells of the other tabs in the same way."""
        if event.get("tab") != "home":
            return
        now = self._clock.now()
        recent = {u: at for u, at in self._opened.items() if now - at < LOOKED_AT_FOR}
        self._opened = {**recent, event["user"]: now}
        self._show(event["user"])

    def changed(self, user_id: str) -> None:
        """Show somebody's Home anew if they may be looking at it."""
        opened = self._opened.get(user_id)
        if opened is not None and self._clock.now() - opened < LOOKED_AT_FOR:
            self._show(user_id)

    def build(self, user_id: str, now: datetime) -> list[Block]:
        """Return what somebody is shown; a sentence stands in for a part that has a fault."""
        shown: list[Block] = []
        is_cut, subject = False, None
        for part in self._parts:
            built = _build(part, user_id, now)
            is_new_subject = subject not in (None, part.order // 10)
            together = [*shown, *([blocks.divider()] if is_new_subject else []), *built]
            if not built:
                continue
            if len(together) < MOST_BLOCKS:
                shown, subject = together, part.order // 10
            else:
                is_cut = True
        return [*shown, blocks.context(_CUT)] if is_cut else shown

    def _show(self, user_id: str) -> None:
        self._queue.ask(("home", user_id), partial(self._publish, user_id))

    def _publish(self, user_id: str) -> timedelta | None:
        """Show a Home as it is now, or return how long Slack asks to wait."""
        view = blocks.home(self.build(user_id, self._clock.now()))
        try:
            self._client.views_publish(user_id=user_id, view=view)
        except (SlackApiError, OSError, HTTPException) as error:
            if (wait := asked_to_wait(error)) is not None:
                return wait
            _log.warning("home_not_shown", reason=type(error).__name__)
        return None


def _build(part: HomePart, user_id: str, now: datetime) -> Sequence[Block]:
    built = try_out(partial(part.build, user_id, now))
    if not isinstance(built, str):
        return built
    _log.warning("home_part_missing", part=part.id)
    return (blocks.section(f"This part can't be shown just now. {built}"),)
