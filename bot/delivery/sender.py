"""Sends what is owed: the only code that posts something unasked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from http.client import HTTPException
from typing import Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.delivery.composing import Undrawn, pack
from bot.delivery.day_service import DayService
from bot.delivery.domain import Delivery, DeliveryState, Pace
from bot.delivery.drawing import Drawing, content, find_place
from bot.delivery.failing import code_of, refusal_of
from bot.delivery.ledger import Ledger
from bot.delivery.picturing import LeaseLostError, PictureNotReadyError, send_as_taken
from bot.delivery.service import DeliveryService
from bot.logs import get_logger
from bot.scheduler import run_each
from bot.slack.refusals import asked_to_wait

_log = get_logger(__name__)

JOB_ID: Final = "delivery.deliver"

_ATTEMPTS_AS_IT_IS: Final = 3
"""How often a redraw with a part that meets with a fault leaves the message as it is: some minutes
long. Then the others are shown as they are all the same, since a closed week's scores must go."""

_TROUBLE: Final = (SlackApiError, OSError, HTTPException, UnicodeDecodeError)
"""What comes of a request that failed; anything else is a fault of ours."""

_ADDRESSEE_GONE: Final = frozenset(
    {
        "cannot_dm_bot",
        "channel_not_found",
        "is_archived",
        "is_inactive",
        "user_disabled",
        "user_not_found",
    }
)
"""Error codes that say there is nobody to write to."""

_UNFIT: Final = frozenset(
    {
        "block_mismatch",
        "cant_update_message",
        "invalid_arg_name",
        "invalid_arguments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "message_not_found",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
    }
)
"""Error codes about the message itself, which no later attempt would change.

Both lists: docs, chat.postMessage, chat.update and conversations.open, 2026-11. Every other code is
about the installation or the workspace, and somebody can mend that; a code that we do not know is
taken for one of those, since giving up cannot be taken back.
"""

_PICTURE_PAUSE: Final = timedelta(seconds=5)
"""Slack works on a new picture for a second or two before a message can show it."""

_POST: Final = "chat.postMessage"

_POSTS: Final = "posts"
_REDRAWS: Final = "redraws and look-ups"
"""What waits together where Slack asks to wait, since its limits are those of the workspace."""


class Sender:
    """Sends due deliveries one after another; a process has one."""

    def __init__(
        self,
        deliveries: DeliveryService,
        days: DayService,
        drawing: Drawing,
        client: WebClient,
        clock: Clock,
    ) -> None:
        self._days = days
        self._drawing = drawing
        self._client = client
        self._clock = clock
        self._ledger = Ledger(deliveries, days, clock)
        self._pace = Pace()

    def deliver_due(self) -> int:
        """Send all that is due now; return how many deliveries were dealt with.

        One that meets with a fault of ours stays claimed until its lease ends.
        """
        due = self._ledger.claim_due()
        done = run_each(JOB_ID, [partial(self._deliver, delivery) for delivery in due])
        ended = self._ledger.list_ended()
        return done + run_each(JOB_ID, [partial(self._ledger.end, each) for each in ended])

    def find_next_due(self) -> datetime | None:
        """Return when there is something to send next."""
        return self._ledger.find_next_due()

    def _deliver(self, delivery: Delivery) -> int:
        now = self._clock.now()
        is_post = delivery.rewrites is None and not delivery.is_in_doubt
        free_at = self._pace.find_free_at(_POSTS if is_post else _REDRAWS, now=now)
        if free_at > now:
            self._hold_back(delivery, free_at - now)
        elif not (delivery.is_in_doubt and self._is_looked_up(delivery)):
            try:
                self._send(delivery)
            except _TROUBLE as error:
                self._sending_failed(delivery, error)
            except PictureNotReadyError:
                self._ledger.put_back(delivery, until=self._clock.now() + _PICTURE_PAUSE)
            except LeaseLostError:
                pass  # It has been logged, and is sent by whoever holds it now.
        return 1

    def _hold_back(self, delivery: Delivery, pause: timedelta) -> None:
        """Leave for later what Slack would refuse now, as it did the last one."""
        if delivery.is_in_doubt:
            self._ledger.wait(delivery, pause)
        else:
            self._ledger.put_back(delivery, until=self._clock.now() + pause)

    def _is_looked_up(self, delivery: Delivery) -> bool:
        """Look for what may have been posted; say whether that is all there is to do for now."""
        try:
            posted = find_place(self._client, delivery)
        except _TROUBLE as error:
            self._look_up_failed(delivery, error)
            return True
        if posted is not None:
            self._ledger.settle(delivery, posted)
        return posted is not None

    def _send(self, delivery: Delivery) -> None:
        now = self._clock.now()
        if delivery.has_expired(now):
            self._give_up(delivery, reason="its time had passed", state=DeliveryState.SKIPPED)
        elif delivery.rewrites is not None:
            self._redraw(delivery, delivery.rewrites)
        elif delivery.is_day and (until := self._days.find_put_off(delivery, now=now)) is not None:
            self._ledger.dissolve(delivery, until=until)
        elif (free_at := self._pace.find_free_at(delivery.address, now=now)) > now:
            self._ledger.put_back(delivery, until=free_at)
        else:
            self._post(delivery, now=now)

    def _redraw(self, delivery: Delivery, key: str) -> None:
        if not self._may_start(delivery):
            return
        stands_in = delivery.attempts >= _ATTEMPTS_AS_IT_IS
        redrawn = self._drawing.redraw(self._client, key, stands_in=stands_in)
        if redrawn is None:
            self._give_up(
                delivery, reason="the message was never sent", state=DeliveryState.SKIPPED
            )
            return
        self._ledger.forget(delivery, redrawn.gone)
        if redrawn.reason is None:
            self._ledger.settle(delivery, None)
        else:
            self._ledger.retry(delivery, reason=redrawn.reason, was_refused=True)

    def _post(self, delivery: Delivery, *, now: datetime) -> None:
        parts = self._days.list_parts(delivery)
        expired = [part for part in parts if part.has_expired(now)]
        current = tuple(part for part in parts if not part.has_expired(now))
        composition = pack(self._drawing.compose(current, is_posted=False))
        if composition.undrawn and not composition.shown and not _has_conditional(current):
            self._wait_for_mending(delivery, composition.undrawn[0], now=now)
            return
        if not self._may_start(delivery):
            return
        # What has nothing to say now must not begin to when the message is drawn anew. What is
        # conditional stays, since that it was silent is nobody's business.
        silent = [part for part in composition.silent if not part.is_conditional]
        self._days.leave_out(
            [*expired, *silent], composition.left_over, composition.undrawn, now=now
        )
        certain = [shown for shown in composition.shown if not shown.part.is_conditional]
        if delivery.is_day and not delivery.is_quiet and not certain and _has_conditional(current):
            # What is left depends on what they did, so nothing may tell whether it was posted.
            delivery = self._ledger.become_quiet(delivery)
        place = None
        if composition.message is not None:
            self._pace.note_post(delivery.address, now=now)
            response = send_as_taken(
                self._client,
                self._client.chat_postMessage,
                pictures=composition.message.pictures,
                waits=True,
                may_go_on=partial(self._may_start, delivery),
                channel=delivery.address,
                unfurl_links=False,
                unfurl_media=False,
                **content(delivery, composition, composition.message),
            )
            place = str(response["channel"]), str(response["ts"])
        self._ledger.settle(delivery, place)

    def _wait_for_mending(self, delivery: Delivery, undrawn: Undrawn, *, now: datetime) -> None:
        """Leave for later what has nothing but parts that could not be drawn."""
        if delivery.is_day:
            tomorrow = self._days.get_times(delivery.address).next_day(now)
            self._ledger.dissolve(delivery, until=tomorrow, reason=undrawn.reason)
        else:
            self._ledger.retry(delivery, reason=undrawn.reason, was_refused=True)

    def _may_start(self, delivery: Delivery) -> bool:
        """Say whether the lease is still ours now, after all that came before the request."""
        may = self._ledger.start_sending(delivery)
        if not may:
            _log.warning("delivery_lease_lost", key=_name(delivery))
        return may

    def _look_up_failed(self, delivery: Delivery, error: Exception) -> None:
        """Not knowing is no reason to post: it stays in doubt until a look-up succeeds."""
        refusal = refusal_of(error)
        if (pause := asked_to_wait(error)) is not None:
            self._pace.note_wait(_what_waits(error), pause, now=self._clock.now())
            self._hold_back(delivery, pause)
        elif refusal in _ADDRESSEE_GONE:
            self._give_up(delivery, reason=code_of(error))
        else:
            reason = f"in doubt, look-up failed: {code_of(error)}"
            self._ledger.retry(delivery, reason=reason)
            if refusal is None:
                _log.warning("delivery_unanswered", key=_name(delivery), reason=reason)
            else:
                _log.error("delivery_refused", key=_name(delivery), reason=reason)

    def _sending_failed(self, delivery: Delivery, error: Exception) -> None:
        now = self._clock.now()
        refusal = refusal_of(error)
        if (pause := asked_to_wait(error)) is not None:
            self._pace.note_wait(_what_waits(error), pause, now=now)
            self._ledger.put_back(delivery, until=now + pause)
            _log.info("delivery_rate_limited", key=_name(delivery), seconds=pause.total_seconds())
        elif refusal is None:
            # The request may have arrived: the row stays in doubt and is looked for first.
            self._ledger.retry(delivery, reason=code_of(error))
            _log.warning("delivery_unanswered", key=_name(delivery), reason=code_of(error))
        elif (
            refusal in _UNFIT
            and not delivery.is_quiet
            and (others := self._days.list_parts(delivery)[1:])
        ):
            # One part must not take the others with it: it is tried alone.
            self._days.put_off(others, until=self._days.get_times(delivery.address).next_day(now))
            self._ledger.retry(delivery, reason=refusal, was_refused=True)
        elif refusal in _ADDRESSEE_GONE | _UNFIT:
            self._give_up(delivery, reason=refusal)
        else:
            self._ledger.retry(delivery, reason=refusal, was_refused=True)
            _log.error("delivery_refused", key=_name(delivery), reason=refusal)

    def _give_up(
        self, delivery: Delivery, *, reason: str, state: DeliveryState = DeliveryState.FAILED
    ) -> None:
        self._ledger.give_up(delivery, reason=reason, state=state)
        _log.warning("delivery_given_up", key=_name(delivery), reason=reason)


def _name(delivery: Delivery) -> str:
    """Return a key for the log, unless a line about it would tell what its addressee did."""
    return "withheld" if delivery.is_conditional or delivery.rewrites else delivery.key


def _what_waits(error: Exception) -> str:
    """Say what a limit is one of; what is asked before a post may be limited by itself."""
    is_post = isinstance(error, SlackApiError) and str(error.response.api_url).endswith(_POST)
    return _POSTS if is_post else _REDRAWS


def _has_conditional(parts: Sequence[Delivery]) -> bool:
    return any(part.is_conditional for part in parts)
