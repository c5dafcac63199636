"""Shows messages that stand in Slack as they are now: after a press, and when a week has closed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from http.client import HTTPException
from operator import attrgetter
from threading import Lock
from traceback import format_tb
from typing import Any, Final, Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.database import DatabaseBusyError, DatabaseUnusableError
from bot.delivery.composing import Composition, Shown, Undrawn, drop_excess, stand_in
from bot.delivery.day_service import DayService
from bot.delivery.domain import Delivery, DeliveryState, Message, is_person
from bot.delivery.picturing import send_as_taken
from bot.errors import OurFaultError
from bot.logs import get_logger, new_reference
from bot.scheduler import Fault, attempt
from bot.slack.metadata import delivery_metadata, find_delivery

_log = get_logger(__name__)

_LOCKS: Final = 256

STORED_NOT_DRAWN: Final = (
    "Stored. This message doesn't show it: it is an older one, or Slack didn't take the change."
)

_PASSING: Final = (
    DatabaseBusyError,
    DatabaseUnusableError,
    SlackApiError,
    OSError,
    HTTPException,
)
"""What is no fault of the part that is being drawn: it is tried again with the whole message."""

NOT_DRAWN: Final = (OurFaultError, SlackApiError, OSError, HTTPException)
"""What keeps a message from being drawn after a press that is stored."""

_HISTORY_MARGIN: Final = timedelta(seconds=90)
"""How much earlier than our own clock says a look-up begins: clocks differ."""


class Renderer(Protocol):
    """A feature's way of saying what one of its messages shows now."""

    def __call__(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return it, or None where there is nothing to say (any more).

        Args:
            part: what was owed.
            is_posted: whether it stands in Slack already, or is about to be sent.

        """


@dataclass(frozen=True)
class Redrawn:
    """What came of drawing a message anew.

    Attributes:
        gone: the keys of what it no longer shows.
        reason: why it, or a part of it, has to be drawn once more.

    """

    gone: tuple[str, ...] = ()
    reason: str | None = None


class Watch(Protocol):
    """Sees to it that what ends while it is drawn is not outlasted by a late drawing."""

    def __call__(self, parts: Sequence[Delivery]) -> AbstractContextManager[None]:
        """Return what goes around the drawing of a message with these parts."""


def _no_watch(parts: Sequence[Delivery]) -> AbstractContextManager[None]:  # noqa: ARG001 - see Watch
    return nullcontext()


class Drawing:
    """Draws messages, each part as its feature says; `watch` goes around each that stands.

    `renderers` are found by what stands before a key's first colon; what has none shows the
    message that was owed. What is rendered may be personal: it goes to Slack and is stored nowhere.
    """

    def __init__(
        self, days: DayService, renderers: Mapping[str, Renderer], watch: Watch = _no_watch
    ) -> None:
        self._days = days
        self._watch = watch
        self._renderers = dict(renderers)
        self._locks = tuple(Lock() for _ in range(_LOCKS))

    def compose(self, parts: tuple[Delivery, ...], *, is_posted: bool) -> Composition:
        """Return what these parts say now; one that meets with a fault holds up no other.

        What is conditional stands last, since it only takes the room that the others leave.

        What is conditional and cannot be drawn counts as silent while it is not posted: put off,
        it would tell that there was something to say.
        """
        ordered = sorted(parts, key=attrgetter("is_conditional"))
        said = [(part, self._say(part, is_posted=is_posted)) for part in ordered]
        shown, silent, undrawn = [], [], []
        for part, message in said:
            if isinstance(message, Message):
                shown.append(Shown(part, message))
            elif message is None or (part.is_conditional and not is_posted):
                silent.append(part)
            else:
                undrawn.append(message)
        return Composition(tuple(shown), tuple(silent), undrawn=tuple(undrawn))

    def _say(self, part: Delivery, *, is_posted: bool) -> Message | Undrawn | None:
        said = attempt(partial(self._render, part, is_posted=is_posted), passing=_PASSING)
        if not isinstance(said, Fault):
            return said
        undrawn = Undrawn(part, new_reference())
        is_personal = part.is_conditional or is_posted
        # A fault's own words may name whose part it is, so only its kind and place are told.
        _log.error(
            "part_not_drawn",
            key="withheld" if is_personal else part.key,
            feature=part.key.partition(":")[0],
            ref=undrawn.reference,
            fault=type(said.error).__name__,
            at="".join(format_tb(said.error.__traceback__)),
        )
        return undrawn

    def redraw_pressed(self, client: WebClient, *, user_id: str, channel: str, ts: str) -> bool:
        """Show the message on which somebody pressed as it is now.

        False where it is unknown, or where a part of it cannot be drawn: it stays as it is.
        """
        with self._one_at_a_time(user_id):
            day = self._days.find_message_at(user_id, ts=ts)
            if day is None:
                return False
            parts = self._days.list_parts(day)
            with self._watch(parts):
                composition = self.compose(parts, is_posted=True)
                if composition.undrawn:
                    return False
                _show(client, day, drop_excess(composition), (channel, ts))
        return True

    def show_pressed(self, client: WebClient, *, user_id: str, channel: str, ts: str) -> None:
        """Show what somebody's press on a message has changed; in words where it can't be drawn.

        It is stored by then: no failure of drawing may say that it is not.
        """
        fault = None
        try:
            if self.redraw_pressed(client, user_id=user_id, channel=channel, ts=ts):
                return
        except NOT_DRAWN as error:
            fault = error
        say_it_is_stored(client, user_id=user_id, channel=channel, fault=fault)

    def redraw(self, client: WebClient, key: str, *, stands_in: bool = False) -> Redrawn | None:
        """Show the message of what was owed under `key` as it is now, or None if never sent.

        A message with a part that cannot be drawn stays as it is, unless `stands_in`: then a
        sentence stands in for that part, so that the others are shown as they are.

        Raises:
            PictureNotReadyError: Slack is still working on a picture; it can be tried in a moment.

        """
        message = self._days.find_message_of(key)
        if message is None:
            return Redrawn()  # Forgotten since, with another redraw.
        if message.is_conditional and message.state is DeliveryState.SKIPPED:
            return Redrawn((message.key,))  # It goes as those do that were due in time.
        if message.state is not DeliveryState.SENT:
            return None
        with self._one_at_a_time(message.address):
            place = find_place(client, message)
            parts = self._days.list_parts(message)
            with self._watch(parts):
                composition = self.compose(parts, is_posted=True)
                reason = composition.undrawn[0].reason if composition.undrawn else None
                if reason is not None and not stands_in:
                    return Redrawn(reason=reason)
                if place is not None:  # What needed no posting goes as what was posted does.
                    _show(client, message, drop_excess(stand_in(composition)), place, waits=True)
        # The day itself stays, since it has had its message.
        return Redrawn(tuple(part.key for part in composition.silent), reason)

    def _render(self, part: Delivery, *, is_posted: bool) -> Message | None:
        renderer = self._renderers.get(part.key.partition(":")[0])
        if renderer is None:
            return part.message
        return renderer(part, is_posted=is_posted)

    @contextmanager
    def _one_at_a_time(self, user_id: str) -> Iterator[None]:
        """Keep two quick presses of one person from drawing the older state last."""
        with self._locks[hash(user_id) % _LOCKS]:
            yield


def say_it_is_stored(
    client: WebClient, *, user_id: str, channel: str, fault: Exception | None
) -> None:
    """Say in words that a press is stored, where its message could not be drawn.

    If that fails too, it is logged.
    """
    if fault is not None:
        _log.warning("message_not_drawn", reason=type(fault).__name__)
    try:
        client.chat_postEphemeral(channel=channel, user=user_id, text=STORED_NOT_DRAWN)
    except (SlackApiError, OSError, HTTPException) as error:
        _log.warning("storing_not_confirmed", reason=type(error).__name__)


def _show(
    client: WebClient,
    delivery: Delivery,
    composition: Composition,
    place: tuple[str, str],
    *,
    waits: bool = False,
) -> None:
    channel, ts = place
    if (message := composition.message) is None:
        _withdraw(client, channel, ts)
    else:
        send_as_taken(
            client,
            client.chat_update,
            pictures=message.pictures,
            waits=waits,
            channel=channel,
            ts=ts,
            **content(delivery, composition, message),
        )


def find_place(client: WebClient, delivery: Delivery) -> tuple[str, str] | None:
    """Return channel and timestamp of a message, asking Slack where they are not written down.

    None where it was never posted, as far as the conversation's history tells.
    """
    if delivery.channel is not None and delivery.ts is not None:
        return delivery.channel, delivery.ts
    channel = delivery.address
    if is_person(channel):
        channel = str(client.conversations_open(users=channel)["channel"]["id"])
    since = (delivery.started_at or delivery.due_at) - _HISTORY_MARGIN
    ts = find_delivery(client, channel=channel, key=delivery.key, since=since)
    return None if ts is None else (channel, ts)


def content(delivery: Delivery, composition: Composition, message: Message) -> dict[str, Any]:
    """Return the arguments with which a message is posted or updated."""
    parts = [shown.part.key for shown in composition.shown] if delivery.is_day else []
    return {
        "text": message.text,
        "blocks": list(message.blocks),
        "metadata": delivery_metadata(delivery.key, parts=parts),
    }


def _withdraw(client: WebClient, channel: str, ts: str) -> None:
    """Delete a message that has nothing more to say; some were never posted."""
    try:
        client.chat_delete(channel=channel, ts=ts)
    except SlackApiError as error:
        if error.response["error"] != "message_not_found":
            raise
