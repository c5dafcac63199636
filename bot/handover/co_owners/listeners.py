"""Somebody said that a model is theirs too, answered apart, or said which answer is right."""

from collections.abc import Callable
from typing import Any, Final

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.drawing import Drawing
from bot.handover import before_places as places
from bot.handover.before_places import Apart, Compared
from bot.handover.cards.lints import find_secret
from bot.handover.cards.section import Section, Written
from bot.handover.cards.sections import find_section
from bot.handover.co_owners import messages
from bot.handover.co_owners.blind_service import BlindService
from bot.handover.co_owners.service import CoOwnerService
from bot.handover.domain import ModelError
from bot.handover.interview import messages as interview_messages
from bot.handover.model_messages import cannot_own, read_model
from bot.handover.proof.messages import said
from bot.handover.rules.states import HandoverError
from bot.slack import people
from bot.slack.alone import show_alone
from bot.slack.blocks import Block

Body = dict[str, Any]

MOST_AT_ONCE: Final = 3
"""How many questions a second owner is asked before the form says that this is enough."""


class CoOwnerListeners:
    """What people do where a model has several owners."""

    def __init__(
        self,
        owners: CoOwnerService,
        blinds: BlindService,
        drawing: Drawing,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._owners = owners
        self._blinds = blinds
        self._drawing = drawing
        self._clock = clock
        self._wake = wake

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(places.MINE_TOO)(self.mine_too_pressed)
        app.action(places.THEIRS)(self.theirs_pressed)
        app.action(places.NOT_THEIRS)(self.not_theirs_pressed)
        app.action(places.APART)(self.apart_pressed)
        app.view(places.APART_ANSWERED)(self.answer_submitted)
        app.action(places.COMPARE)(self.compare_pressed)
        app.view(places.COMPARED)(self.comparison_submitted)

    def mine_too_pressed(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Somebody says that a model which has an owner is theirs too."""
        user_id, model_id = body["user"]["id"], read_model(action.get("value"))
        person = people.look_up_one(client, user_id)
        if not person.can_take_part:
            raise ModelError(cannot_own(person))
        claim = self._owners.claim_too(model_id=model_id, user_id=user_id, now=self._clock.now())
        ack()
        self._wake()
        found = self._owners.find_claim(claim_id=claim.id)
        if found is not None:
            message = messages.claim_stored(*found)
            show_alone(respond, client, user_id=user_id, text=message.text, blocks=message.blocks)

    def theirs_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Store that a model is somebody's too."""
        self._decide(ack, body, action, client, is_theirs=True)

    def not_theirs_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Store that a model is not somebody's."""
        self._decide(ack, body, action, client, is_theirs=False)

    def _decide(
        self, ack: Ack, body: Body, action: Body, client: WebClient, *, is_theirs: bool
    ) -> None:
        user_id, container = body["user"]["id"], body["container"]
        claim_id, has_seen = places.read_claim(action.get("value"))
        self._owners.decide(
            claim_id=claim_id,
            by=user_id,
            is_theirs=is_theirs,
            now=self._clock.now(),
            may_overrule=has_seen,
        )
        ack()
        self._wake()
        self._drawing.show_pressed(
            client,
            user_id=user_id,
            channel=container["channel_id"],
            ts=container["message_ts"],
        )

    def apart_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Show a second owner the next question."""
        model_id = places.read_row(action.get("value"))
        view = self._next(model_id, body["user"]["id"], count=0)
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def answer_submitted(self, ack: Ack, view: Body, body: Body) -> None:
        """Store an answer of a second owner, and show the next question."""
        asked = Apart.load(view["private_metadata"])
        section = _find_section(asked.section_id)
        values, by = view["state"]["values"], body["user"]["id"]
        instead = interview_messages.read_instead(section, values)
        written = None if instead else interview_messages.read_answer(section, values)
        if written is not None and (errors := _find_errors(section, written)):
            ack(response_action="errors", errors=errors)
            return
        if instead == interview_messages.LATER:
            ack(response_action="update", view=said(messages.APART_TITLE, "It stays for later."))
            return
        self._blinds.record(
            model_id=asked.model_id,
            section_id=section.id,
            by=by,
            written=written,
            now=self._clock.now(),
        )
        ack(response_action="update", view=self._next(asked.model_id, by, count=asked.count + 1))
        self._wake()

    def _next(self, model_id: int, by: str, *, count: int) -> Block:
        found = self._blinds.find_next(model_id=model_id, by=by, now=self._clock.now())
        if found is None:
            words = "All of it is stored. Where you and the other owner differ comes to you both."
            return said(messages.APART_TITLE, words)
        if count >= MOST_AT_ONCE:
            words = "That is enough for today. The same button shows the rest."
            return said(messages.APART_TITLE, words)
        return messages.apart_form(found, count=count)

    def compare_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Show the next two answers that differ."""
        model_id = places.read_row(action.get("value"))
        view = self._next_to_compare(model_id, body["user"]["id"])
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def comparison_submitted(self, ack: Ack, view: Body, body: Body) -> None:
        """Store whose words stay, and show the next two answers."""
        asked, by = Compared.load(view["private_metadata"]), body["user"]["id"]
        kept = messages.read_kept(asked.section_id, view["state"]["values"])
        if kept is None:
            raise HandoverError("Choose which answer is right.")
        self._blinds.settle(
            model_id=asked.model_id,
            section_id=asked.section_id,
            user_id=asked.user_id,
            kept=kept,
            by=by,
            now=self._clock.now(),
        )
        ack(response_action="update", view=self._next_to_compare(asked.model_id, by))
        self._wake()

    def _next_to_compare(self, model_id: int, by: str) -> Block:
        found = self._blinds.find_to_settle(model_id=model_id, by=by, now=self._clock.now())
        if found is None:
            return said(messages.COMPARE_TITLE, "All of it is settled. The card says so.")
        return messages.compare_form(found)


def _find_section(section_id: str) -> Section:
    section = find_section(section_id)
    if section is None:
        raise HandoverError("This version of the bot asks no such question.")
    return section


def _find_errors(section: Section, written: Written) -> dict[str, str]:
    if (secret := find_secret(written)) is not None:
        return interview_messages.secret(section, secret)
    return interview_messages.missing(written)
