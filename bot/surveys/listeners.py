"""Somebody did something with the pulse: pressed a score, or left a comment."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from secrets import token_hex
from threading import Lock
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.delivery.service import DeliveryService
from bot.errors import OurFaultError
from bot.logs import get_logger
from bot.slack.commands import Invocation, Subcommand
from bot.slack.metadata import delivery_metadata
from bot.surveys import messages
from bot.surveys.answer_service import AnswerService
from bot.surveys.domain import RoundState, Sheet
from bot.surveys.messages import CommentForm, ItemPlace, ScoreButton
from bot.surveys.service import SurveyService

Body = dict[str, Any]

_log = get_logger(__name__)

_LOCKS: Final = 256


class SurveyListeners:
    """What people do with their sheets.

    What stores something commits first and acknowledges then, so that an acknowledged answer is
    never lost; the sheet is drawn anew after.
    """

    def __init__(
        self,
        surveys: SurveyService,
        answers: AnswerService,
        deliveries: DeliveryService,
        clock: Clock,
    ) -> None:
        self._surveys = surveys
        self._answers = answers
        self._deliveries = deliveries
        self._clock = clock
        self._drawing = tuple(Lock() for _ in range(_LOCKS))

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this feature adds to `/mlops`."""
        return (
            Subcommand(
                "privacy", "privacy", "What is stored, and who sees what", self.privacy_typed
            ),
        )

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(messages.SCORE)(self.score_pressed)
        app.action(messages.COMMENT)(self.comment_pressed)
        app.view(messages.COMMENTED)(self.comment_submitted)

    def privacy_typed(self, invocation: Invocation) -> None:
        """Say what is stored, where it is asked for."""
        invocation.reply(messages.PRIVACY)

    def score_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Store a score, then show that it is stored."""
        button = ScoreButton.load(action.get("value", ""))
        user_id = body["user"]["id"]
        self._answers.record_answer(item_id=button.item_id, user_id=user_id, choice=button.choice)
        ack()
        container = body["container"]
        self._draw(
            client,
            round_id=button.round_id,
            user_id=user_id,
            place=(container["channel_id"], container["message_ts"]),
        )

    def comment_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Open the form for a comment."""
        place = ItemPlace.load(action.get("value", ""))
        own = self._answers.get_own_answer(item_id=place.item_id, user_id=body["user"]["id"])
        ack()
        container = body["container"]
        form = CommentForm(place, container["channel_id"], container["message_ts"])
        client.views_open(trigger_id=body["trigger_id"], view=messages.comment_form(own, form))

    def comment_submitted(self, ack: Ack, body: Body, view: Body, client: WebClient) -> None:
        """Store a comment, then show that it is stored."""
        form, text = messages.read_comment_form(view)
        user_id = body["user"]["id"]
        self._answers.record_comment(item_id=form.place.item_id, user_id=user_id, text=text)
        ack()
        self._draw(
            client, round_id=form.place.round_id, user_id=user_id, place=(form.channel, form.ts)
        )

    def _draw(
        self, client: WebClient, *, round_id: int, user_id: str, place: tuple[str, str]
    ) -> None:
        """Show a person's sheet as it is stored now."""
        with self._one_at_a_time(user_id):
            try:
                self._draw_or_raise(client, round_id, user_id, place)
            except (OurFaultError, SlackApiError, OSError, HTTPException) as error:
                # The answer is committed: no failure of drawing may say that it is not.
                _log.warning("sheet_not_drawn", reason=type(error).__name__)
                _say_it_is_stored(client, place, user_id)

    def _draw_or_raise(
        self, client: WebClient, round_id: int, user_id: str, place: tuple[str, str]
    ) -> None:
        sheet = self._answers.get_sheet(round_id=round_id, user_id=user_id)
        if sheet.round.state is not RoundState.OPEN:
            _say_it_is_stored(client, place, user_id)
            return
        try:
            _show(client, place, sheet)
        finally:
            self._take_scores_off_again(round_id)

    def _take_scores_off_again(self, round_id: int) -> None:
        """Rewrite the sheets once more if their week ended while one of them was being drawn.

        Otherwise a late drawing would outlast the rewriting that takes the scores off it. Everybody
        who was asked is owed it, since one row alone would say who pressed.
        """
        summary = self._surveys.find_summary(round_id=round_id)
        if summary is None:
            return
        occasion, now = token_hex(4), self._clock.now()
        for user_id in summary.asked:
            key = messages.sheet_key(summary.round, user_id)
            self._deliveries.owe_rewrite(
                f"{key}:closed:{occasion}",
                of=key,
                to=user_id,
                message=messages.closed_sheet(summary),
                at=now,
            )

    @contextmanager
    def _one_at_a_time(self, user_id: str) -> Iterator[None]:
        """Keep two quick presses of one person from drawing the older state last."""
        with self._drawing[hash(user_id) % _LOCKS]:
            yield


def _show(client: WebClient, place: tuple[str, str], sheet: Sheet) -> None:
    channel, ts = place
    message = messages.sheet(sheet)
    client.chat_update(
        channel=channel,
        ts=ts,
        text=message.text,
        blocks=list(message.blocks),
        metadata=delivery_metadata(messages.sheet_key(sheet.round, sheet.user_id)),
    )


def _say_it_is_stored(client: WebClient, place: tuple[str, str], user_id: str) -> None:
    """Say so in words where the message could not be drawn; if that fails too, it is logged."""
    channel, _ = place
    try:
        client.chat_postEphemeral(channel=channel, user=user_id, text=messages.STORED_NOT_DRAWN)
    except (SlackApiError, OSError, HTTPException) as error:
        _log.warning("storing_not_confirmed", reason=type(error).__name__)
