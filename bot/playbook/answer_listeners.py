"""Somebody pressed a button under an answer."""

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.domain import Message
from bot.playbook.domain import Page, Section
from bot.playbook.messages import feedback, places
from bot.playbook.messages.answer import Place, reply
from bot.playbook.messages.places import Links, load_question
from bot.playbook.messages.section import NOT_THERE, whole_section
from bot.playbook.service import PlaybookService
from bot.playbook.shelf import Shelf
from bot.slack.values import read_id

Body = dict[str, Any]


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

    def helped_pressed(self, ack: Ack, body: Body, action: Body, respond: Respond) -> None:
        """Store that an answer helped."""
        self._vote(body, action, is_helped=True)
        ack()
        _say(respond, body, feedback.HELPED)

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

    def tell_pressed(self, ack: Ack, body: Body, action: Body, respond: Respond) -> None:
        """Store whom to tell when a page covers this."""
        question_id = load_question(action.get("value"))
        self._playbook.subscribe(question_id=question_id, user_id=body["user"]["id"])
        ack()
        _say(respond, body, feedback.WILL_TELL)

    def show_pressed(self, ack: Ack, body: Body, action: Body, respond: Respond) -> None:
        """Show everybody an answer that its asker alone has seen, once."""
        ack()
        asked = self._playbook.ask_again(question_id=load_question(action.get("value")))
        if not asked.answer.passages:
            _say(respond, body, feedback.NOT_ANSWERED_NOW)
            return
        place = f"{body['container']['channel_id']}:{body['container']['message_ts']}"
        if not self._playbook.claim(act=f"shown:{place}", now=self._clock.now()):
            _say(respond, body, feedback.SHOWN_ALREADY)
            return
        shown = reply(asked, self._links, place=Place.CHANNEL, asker=body["user"]["id"])
        respond(
            text=shown.text,
            blocks=list(shown.blocks),
            response_type="in_channel",
            replace_original=False,
        )

    def continue_pressed(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Go on in direct messages, where what is asked next is read together with this."""
        ack()
        asked = self._playbook.ask_again(question_id=load_question(action.get("value")))
        answer = reply(asked, self._links, place=Place.DIRECT)
        posted = client.chat_postMessage(
            channel=body["user"]["id"],
            text=answer.text,
            blocks=list(feedback.continuing(asked, answer)),
            unfurl_links=False,
            unfurl_media=False,
        )
        channel = str(posted["channel"])
        if asked.question is not None:
            self._playbook.remember_place(
                question_id=asked.question.id, place=channel, now=self._clock.now()
            )
        _say(respond, body, feedback.continued(channel))

    def read_pressed(self, ack: Ack, body: Body, action: Body, respond: Respond) -> None:
        """Show a whole section to whoever wants to read it."""
        ack()
        self._show(
            self._shelf.find_section(*places.load_section(action.get("value"))), body, respond
        )

    def other_section_chosen(self, ack: Ack, body: Body, action: Body, respond: Respond) -> None:
        """Show another section of the same page."""
        ack()
        found = self._shelf.find_section(*places.load_section(action.get("block_id")))
        number = read_id(action["selected_option"]["value"])
        if found is not None and number is not None and number < len(found[0].sections):
            self._show((found[0], found[0].sections[number]), body, respond)
        else:
            self._show(None, body, respond)

    def _show(self, found: tuple[Page, Section] | None, body: Body, respond: Respond) -> None:
        if found is None:
            _say(respond, body, NOT_THERE)
            return
        for message in whole_section(*found, self._links):
            _show_alone(respond, body, message)

    def _vote(self, body: Body, action: Body, *, is_helped: bool) -> int:
        question_id = load_question(action.get("value"))
        self._playbook.vote(
            question_id=question_id,
            user_id=body["user"]["id"],
            is_helped=is_helped,
            now=self._clock.now(),
        )
        return question_id


def _say(respond: Respond, body: Body, text: str) -> None:
    _show_alone(respond, body, feedback.words(text))


def _show_alone(respond: Respond, body: Body, message: Message) -> None:
    """Show something to whoever pressed, where they pressed."""
    thread_ts = body["container"].get("thread_ts")
    respond(
        text=message.text,
        blocks=list(message.blocks),
        response_type="ephemeral",
        replace_original=False,
        **({"thread_ts": thread_ts} if thread_ts else {}),
    )
