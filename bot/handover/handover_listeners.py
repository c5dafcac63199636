"""Somebody set or cancelled a last day, chose a successor, or decided about a model."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.clock import Clock
from bot.handover import handover_messages as messages
from bot.handover import handover_places as places
from bot.handover.cards.lints import has_secret
from bot.handover.handover_forms import (
    check_person,
    read_date,
    read_reason,
    refuse_successor,
)
from bot.handover.handover_service import HandoverService
from bot.handover.proof.messages import said
from bot.handover.rules.leaving import may_see, read_typed
from bot.handover.rules.states import HandoverError, Waiver
from bot.people.service import PeopleService
from bot.slack import inputs, people
from bot.slack.alone import show_alone
from bot.slack.blocks import Block, section
from bot.slack.commands import Invocation, Subcommand
from bot.slack.forms import open_form
from bot.slack.mrkdwn import escape, mention

Body = dict[str, Any]


class HandoverListeners:
    """What leads and owners do about handovers."""

    def __init__(
        self,
        handovers: HandoverService,
        people_service: PeopleService,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._handovers = handovers
        self._people = people_service
        self._clock = clock
        self._wake = wake

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this adds to `/mlops`."""
        return (
            Subcommand(
                "handover",
                "handover @owner DATE",
                "Set somebody's last day on their models, or see the handovers that are yours",
                self.handover_typed,
            ),
        )

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.view(places.DATED)(self.date_submitted)
        app.action(places.SUCCESSOR)(self.successor_pressed)
        app.view(places.SUCCEEDED)(self.successor_submitted)
        app.action(places.WAIVE)(self.waive_pressed)
        app.view(places.WAIVED)(self.waiver_submitted)
        app.action(places.FREEZE)(self.freeze_pressed)
        app.action(places.RETIRE)(self.retire_pressed)
        app.action(places.RECLAIM)(self.reclaim_pressed)

    def handover_typed(self, invocation: Invocation) -> None:
        """Show the handovers that are somebody's, set a last day, or cancel one.

        Raises:
            HandoverError: what was typed names no person or day, or it is not theirs to set.

        """
        if not invocation.words:
            invocation.show("Handovers", self._list(invocation.user_id))
            return
        now = self._clock.now()
        today = self._people.get_times(user_id=invocation.user_id).day_of(now)
        typed = read_typed(invocation.words, today=today)
        if typed.until is not None:
            self._put_off(invocation, typed.owner_id, typed.until)
            return
        if typed.is_cancelled or typed.last_day is None:
            count = self._handovers.cancel(owner_id=typed.owner_id, by=invocation.user_id, now=now)
            invocation.reply(messages.date_forgotten(typed.owner_id, count))
            self._wake()
            return
        open_form(
            invocation,
            lambda asked: self._fill(asked, typed.owner_id, typed.last_day or today),
            title=messages.FORM_TITLE,
            name="handover",
            about="the models",
        )

    def _put_off(self, invocation: Invocation, owner_id: str, until: date) -> None:
        count = self._handovers.put_off(
            owner_id=owner_id, until=until, by=invocation.user_id, now=self._clock.now()
        )
        invocation.reply(
            f"Nothing about handing over is asked of {mention(owner_id)} before {until}; {count} "
            "of their models wait. The last day stays as it is, and then it goes on by itself."
        )
        self._wake()

    def _fill(self, invocation: Invocation, owner_id: str, last_day: date) -> Block:
        person = people.look_up_one(invocation.client, owner_id)
        check_person(person)
        self._people.learn_zones(zones={person.user_id: person.zone})
        outlook = self._handovers.preview(
            owner_id=owner_id, last_day=last_day, by=invocation.user_id, now=self._clock.now()
        )
        return messages.date_form(outlook, by=invocation.user_id)

    def _list(self, viewer: str) -> list[Block]:
        now = self._clock.now()
        found = (
            self._handovers.find_outlook(owner_id=leaving.owner_id, now=now)
            for leaving in self._handovers.list_leavings()
        )
        outlooks = [
            outlook
            for outlook in found
            if outlook and outlook.leaving and may_see(outlook.leaving, viewer, leads=outlook.leads)
        ]
        coming = [
            case
            for case in self._handovers.list_cases(now=now)
            if case.handover.successor_id == viewer and case.model.owner_id != viewer
        ]
        return messages.listed(outlooks, coming)

    def date_submitted(self, ack: Ack, view: Body, body: Body, client: WebClient) -> None:
        """Store a last day, and the successor of all models if one was chosen."""
        owner_id, last_day, only_model_id = read_date(view["private_metadata"])
        values, by = view["state"]["values"], body["user"]["id"]
        successor = inputs.read_text(values, "successor")
        if successor and (words := refuse_successor(client, successor, owner_id)) is not None:
            ack(response_action="errors", errors={"successor": words})
            return
        named = inputs.read(values, "named")
        outlook = self._handovers.set_last_day(
            owner_id=owner_id,
            last_day=last_day,
            by=by,
            now=self._clock.now(),
            reason=read_reason(inputs.read_text(values, "reason")),
            named=named if isinstance(named, tuple) else (),
            only_model_id=only_model_id,
            successor_id=successor or None,
        )
        done = messages.date_stored(outlook, by=by, has_successor=bool(successor))
        ack(response_action="update", view=done)
        self._wake()

    def successor_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Ask who is to run a model."""
        model_id = places.read_model(action.get("value"))
        case = self._handovers.get_case_to_say(
            model_id=model_id, by=body["user"]["id"], now=self._clock.now()
        )
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=messages.successor_form(case))

    def successor_submitted(self, ack: Ack, view: Body, body: Body, client: WebClient) -> None:
        """Store who is to run a model."""
        model_id = places.read_model(view["private_metadata"])
        chosen = inputs.read_text(view["state"]["values"], "successor")
        now = self._clock.now()
        case = self._handovers.get_case_to_say(model_id=model_id, by=body["user"]["id"], now=now)
        words = (
            refuse_successor(client, chosen, case.handover.owner_id)
            if chosen
            else "Choose somebody."
        )
        if words is not None:
            ack(response_action="errors", errors={"successor": words})
            return
        self._handovers.name_successor(
            model_id=model_id, user_id=chosen, by=body["user"]["id"], now=now
        )
        name = f"*{escape(case.model.title)}*"
        text = f"*Stored.* {mention(chosen)} is to run {name}, and is told when to begin."
        ack(response_action="update", view=said("Choose a successor", text))
        self._wake()

    def waive_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Ask a lead why a risk is right, and until when."""
        model_id, now = places.read_model(action.get("value")), self._clock.now()
        case = self._handovers.get_case(model_id=model_id, now=now)
        if body["user"]["id"] not in case.leads:
            raise HandoverError("Only a lead of the team that runs this model can do that.")
        ack()
        until = now.date() + timedelta(days=30)
        form = messages.waiver_form(case, by=body["user"]["id"], until=until)
        client.views_open(trigger_id=body["trigger_id"], view=form)

    def waiver_submitted(self, ack: Ack, view: Body, body: Body) -> None:
        """Store a lead's signature under a risk."""
        model_id, now = places.read_model(view["private_metadata"]), self._clock.now()
        values, by = view["state"]["values"], body["user"]["id"]
        typed = inputs.read_text(values, "until")
        until = date.fromisoformat(typed) if typed else now.date()
        waiver = Waiver(by, inputs.read_text(values, "reason"), until)
        if has_secret(waiver.reason):
            ack(response_action="errors", errors={"reason": messages.HOLDS_A_KEY})
            return
        try:
            self._handovers.waive(
                model_id=model_id, by=by, reason=waiver.reason, expires_on=until, now=now
            )
        except HandoverError as error:
            ack(response_action="errors", errors={"until": str(error)})
            return
        case = self._handovers.get_case(model_id=model_id, now=now)
        ack(response_action="update", view=messages.waiver_stored(case, waiver))
        self._wake()

    def freeze_pressed(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Somebody has a model go on serving without being retrained."""
        model_id = self._end(body, action, is_frozen=True)
        ack()
        words = "is frozen: it goes on serving, and nobody retrains it."
        self._confirm(respond, client, body["user"]["id"], model_id, words)

    def retire_pressed(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Somebody has a model switched off."""
        model_id = self._end(body, action, is_frozen=False)
        ack()
        self._confirm(respond, client, body["user"]["id"], model_id, "is retired.")

    def _end(self, body: Body, action: Body, *, is_frozen: bool) -> int:
        model_id, now = places.read_model(action.get("value")), self._clock.now()
        by = body["user"]["id"]
        self._handovers.end(model_id=model_id, by=by, is_frozen=is_frozen, now=now)
        return model_id

    def reclaim_pressed(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Somebody who is back takes their model again."""
        model_id, by = places.read_model(action.get("value")), body["user"]["id"]
        self._handovers.reclaim(model_id=model_id, by=by, now=self._clock.now())
        ack()
        self._confirm(respond, client, by, model_id, "is yours again.")

    def _confirm(
        self, respond: Respond, client: WebClient, by: str, model_id: int, words: str
    ) -> None:
        """Say what is stored, also where the bot is no member and could not post."""
        case = self._handovers.get_case(model_id=model_id, now=self._clock.now())
        text = f"Stored. *{escape(case.model.title)}* {words}"
        show_alone(respond, client, user_id=by, text=text, blocks=[section(text)])
        self._wake()
