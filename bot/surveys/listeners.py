"""Somebody did something with the pulse: pressed a score, commented, put it off, skipped it."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.day_service import DayService
from bot.slack.commands import Invocation, Subcommand
from bot.surveys.answer_service import AnswerService
from bot.surveys.comment_reading import CommentReader
from bot.surveys.messages import commenting, places, privacy, sheet
from bot.surveys.messages.commenting import CommentForm
from bot.surveys.messages.places import ItemPlace, ScoreButton, SheetKey
from bot.surveys.plan_service import PlanService
from bot.surveys.redrawing import Redrawing

Body = dict[str, Any]


class SurveyListeners:
    """What people do with their sheets.

    What stores something commits first and acknowledges then, so that an acknowledged answer is
    never lost; the sheet is drawn anew after.
    """

    def __init__(
        self,
        answers: AnswerService,
        plans: PlanService,
        days: DayService,
        redrawing: Redrawing,
        clock: Clock,
        reader: CommentReader,
    ) -> None:
        self._answers = answers
        self._plans = plans
        self._days = days
        self._redrawing = redrawing
        self._clock = clock
        self._reader = reader

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this feature adds to `/mlops`."""
        return (
            Subcommand(
                "privacy", "privacy", "Read what is stored, and who sees what", self.privacy_typed
            ),
        )

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(places.SCORE)(self.score_pressed)
        app.action(places.COMMENT)(self.comment_pressed)
        app.action(places.LATER)(self.later_pressed)
        app.action(places.SKIP)(self.skip_pressed)
        app.action(places.TAKE_PART)(self.take_part_pressed)
        app.view(commenting.COMMENTED)(self.comment_submitted)

    def privacy_typed(self, invocation: Invocation) -> None:
        """Say what is stored, where it is asked for."""
        invocation.show("What is stored, and who sees what", privacy.privacy())

    def score_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Store a score, then show that it is stored."""
        button = ScoreButton.load(action.get("value", ""))
        user_id = body["user"]["id"]
        self._answers.record_answer(item_id=button.item_id, user_id=user_id, choice=button.choice)
        ack()
        self._redrawing.ask(client, button.round_id, user_id, _place_of(body))

    def comment_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Open the form for a comment."""
        place = ItemPlace.load(action.get("value", ""))
        own = self._answers.get_own_answer(item_id=place.item_id, user_id=body["user"]["id"])
        ack()
        form = CommentForm(place, *_place_of(body))
        client.views_open(trigger_id=body["trigger_id"], view=commenting.comment_form(own, form))
        self._reader.prepare()

    def comment_submitted(self, ack: Ack, body: Body, view: Body, client: WebClient) -> None:
        """Store a comment, then show that it is stored."""
        form, comment = commenting.read_comment_form(view)
        user_id = body["user"]["id"]
        self._answers.record_comment(
            item_id=form.place.item_id,
            user_id=user_id,
            text=comment.text,
            may_show=comment.may_show,
        )
        ack()
        self._redrawing.ask(client, form.place.round_id, user_id, (form.channel, form.ts))

    def later_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Have the statements come again on the person's next working day."""
        user_id = body["user"]["id"]
        round_id = places.read_round_button(action.get("value"))
        later = self._plans.find_later(round_id=round_id, user_id=user_id, now=self._clock.now())
        is_moved = later is not None and self._days.move_first(
            SheetKey.of(later.round, user_id).dump_reminders(), to=later.at
        )
        ack()
        channel, _ = _place_of(body)
        said = sheet.coming_again(None if later is None else later.at, is_moved=is_moved)
        client.chat_postEphemeral(channel=channel, user=user_id, text=said)

    def skip_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Have nothing more of this week come to the person."""
        self._skip(ack, body, action, client, is_skipped=True)

    def take_part_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Show the statements again to somebody who skipped the week."""
        self._skip(ack, body, action, client, is_skipped=False)

    def _skip(
        self, ack: Ack, body: Body, action: Body, client: WebClient, *, is_skipped: bool
    ) -> None:
        user_id = body["user"]["id"]
        round_id = places.read_round_button(action.get("value"))
        self._answers.skip_week(round_id=round_id, user_id=user_id, is_skipped=is_skipped)
        ack()
        self._redrawing.ask(client, round_id, user_id, _place_of(body))


def _place_of(body: Body) -> tuple[str, str]:
    """Return channel and timestamp of the message on which somebody pressed."""
    container = body["container"]
    return container["channel_id"], container["message_ts"]
