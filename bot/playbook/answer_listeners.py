"""Somebody pressed a button under an answer."""

from http import HTTPStatus
from http.client import HTTPException
from typing import Any, Final

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.delivery.domain import Message
from bot.playbook.domain import Page, Section
from bot.playbook.messages import feedback, places
from bot.playbook.messages.answer import Place, reply
from bot.playbook.messages.places import Links, load_question
from bot.playbook.messages.section import NOT_THERE, whole_section
from bot.playbook.questions import Asked
from bot.playbook.service import PlaybookService
from bot.playbook.shelf import Shelf
from bot.slack.addressed import Addressed
from bot.slack.alone import show_alone
from bot.slack.posting import post
from bot.slack.refusals import said_code
from bot.slack.values import read_id

Body = dict[str, Any]

_NOT_A_MEMBER: Final = frozenset({"not_in_channel", "channel_not_found"})


class AnswerListeners:
    """What people do with answers; what stores something is stored before it is acknowledged."""

    def __init__(self, playbook: PlaybookService, shelf: Shelf, links: Links, clock: Clock) -> None:
        self._playbook = playbook
        self._shelf = shelf
        self._links = links
        self._clock = clock

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(places.HELPED)(self.helped_pressed)
        app.action(places.DID_NOT_HELP)(self.did_not_help_pressed)
        app.view(places.REASON_GIVEN)(self.reason_submitted)
        app.action(places.TELL)(self.tell_pressed)
        app.action(places.SHOW)(self.show_pressed)
        app.action(places.CONTINUE)(self.continue_pressed)
        app.action(places.READ)(self.read_pressed)
        app.action(places.READ_OTHER)(self.other_section_chosen)

    def helped_pressed(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Store that an answer helped."""
        self._vote(body, action, is_helped=True)
        ack()
        _say(respond, client, body, feedback.HELPED)

    def did_not_help_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Store that an answer did not help, and ask why."""
        question_id = self._vote(body, action, is_helped=False)
        question = self._playbook.get_question(question_id=question_id)
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=feedback.why_form(question))

    def reason_submitted(self, ack: Ack, body: Body, view: Body) -> None:
        """Store why it did not."""
        question_id, reason = feedback.read_why_form(view)
        self._playbook.give_reason(
            question_id=question_id, user_id=body["user"]["id"], reason=reason
        )
        ack(response_action="update", view=feedback.reason_kept())

    def tell_pressed(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Store whom to tell when a page covers this."""
        question_id = load_question(action.get("value"))
        self._playbook.subscribe(question_id=question_id, user_id=body["user"]["id"])
        ack()
        _say(respond, client, body, feedback.WILL_TELL)

    def show_pressed(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Show everybody the answer that its asker alone has seen, once, and no other one."""
        ack()
        asked = self._playbook.ask_again(question_id=load_question(action.get("value")))
        act = f"shown:{body['container']['channel_id']}:{body['container']['message_ts']}"
        if not asked.is_as_stored:
            said = feedback.NOT_ANSWERED_NOW
        elif not self._playbook.claim(act=act, now=self._clock.now()):
            said = feedback.SHOWN_ALREADY
        elif (why_not := self._show_in_channel(asked, body, client, respond)) is not None:
            self._playbook.take_back(act=act)
            said = why_not
        else:
            return
        _say(respond, client, body, said)

    def _show_in_channel(
        self, asked: Asked, body: Body, client: WebClient, respond: Respond
    ) -> str | None:
        """Post an answer in the channel; return why it is not there, if it isn't."""
        channel = body["container"]["channel_id"]
        shown = reply(asked, self._links, place=Place.CHANNEL, asker=body["user"]["id"])
        try:
            posted = post(client, channel=channel, text=shown.text, blocks=shown.blocks)
        except SlackApiError as error:
            code = said_code(error)
            if code in _NOT_A_MEMBER:  # What answers a press may be posted all the same.
                return _post_as_a_reply(respond, shown)
            return feedback.ARCHIVED if code == "is_archived" else feedback.NOT_SHOWN
        except (OSError, HTTPException):
            return feedback.MAYBE_SHOWN
        if asked.question is not None:
            place = Addressed(channel, posted.ts).place
            self._playbook.remember_place(
                question_id=asked.question.id, place=place, now=self._clock.now()
            )
        return None

    def continue_pressed(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Go on in direct messages, where what is asked next is read together with this."""
        ack()
        asked = self._playbook.ask_again(question_id=load_question(action.get("value")))
        answer = reply(asked, self._links, place=Place.DIRECT)
        shown = feedback.continuing(asked, answer)
        channel = post(client, channel=body["user"]["id"], text=answer.text, blocks=shown).channel
        if asked.question is not None:
            self._playbook.remember_place(
                question_id=asked.question.id, place=channel, now=self._clock.now()
            )
        _say(respond, client, body, feedback.CONTINUED)

    def read_pressed(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Show a whole section to whoever wants to read it."""
        ack()
        found = self._shelf.find_section(*places.load_section(action.get("value")))
        self._show(found, body, client, respond)

    def other_section_chosen(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Show another section of the same page."""
        ack()
        found = self._shelf.find_section(*places.load_section(action.get("block_id")))
        number = read_id(action["selected_option"]["value"])
        if found is not None and number is not None and number < len(found[0].sections):
            self._show((found[0], found[0].sections[number]), body, client, respond)
        else:
            self._show(None, body, client, respond)

    def _show(
        self, found: tuple[Page, Section] | None, body: Body, client: WebClient, respond: Respond
    ) -> None:
        if found is None:
            _say(respond, client, body, NOT_THERE)
            return
        for message in whole_section(*found, self._links):
            _show_alone(respond, client, body, message)

    def _vote(self, body: Body, action: Body, *, is_helped: bool) -> int:
        question_id = load_question(action.get("value"))
        self._playbook.vote(
            question_id=question_id,
            user_id=body["user"]["id"],
            is_helped=is_helped,
            now=self._clock.now(),
        )
        return question_id


def _post_as_a_reply(respond: Respond, shown: Message) -> str | None:
    """Post where the bot is no member; nobody can mention it there, so nothing follows on this."""
    try:
        posted = respond(
            text=shown.text,
            blocks=list(shown.blocks),
            response_type="in_channel",
            replace_original=False,
        )
    except (OSError, HTTPException):
        return feedback.MAYBE_SHOWN
    return None if posted.status_code == HTTPStatus.OK else feedback.NOT_SHOWN


def _say(respond: Respond, client: WebClient, body: Body, text: str) -> None:
    _show_alone(respond, client, body, feedback.words(text))


def _show_alone(respond: Respond, client: WebClient, body: Body, message: Message) -> None:
    """Show something to whoever pressed, where they pressed."""
    show_alone(
        respond,
        client,
        user_id=body["user"]["id"],
        text=message.text,
        blocks=message.blocks,
        thread_ts=body["container"].get("thread_ts"),
    )
