"""A successor explained or tried a model, or its owner said whether that was right."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.clock import Clock
from bot.handover import handover_places as places
from bot.handover.cards.lints import has_secret
from bot.handover.handover_service import HandoverService
from bot.handover.proof import messages
from bot.handover.proof.service import ProofService, RunMissingError
from bot.handover.rules.states import HandoverError, State
from bot.slack.blocks import Block

Body = dict[str, Any]


class ProofListeners:
    """What successors show, and what owners say of it."""

    def __init__(
        self,
        proofs: ProofService,
        handovers: HandoverService,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._proofs = proofs
        self._handovers = handovers
        self._clock = clock
        self._wake = wake

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(places.RETELL)(self.retell_pressed)
        app.view(places.RETOLD)(self.retelling_submitted)
        app.action(places.MARK)(self.mark_pressed)
        app.view(places.MARKED)(self.mark_submitted)
        app.action(places.DRILL)(self.drill_pressed)
        app.view(places.DRILLED)(self.drill_submitted)

    def retell_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Show the next section to explain."""
        model_id = places.read_model(action.get("value"))
        view = self._next_to_retell(model_id, body["user"]["id"])
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def retelling_submitted(self, ack: Ack, view: Body, body: Body) -> None:
        """Store a section in the successor's words, and show the next."""
        part, by = places.read_part(view["private_metadata"]), body["user"]["id"]
        words = messages.read_words(part.section_id, view["state"]["values"])
        if not words or has_secret(words):
            said = (
                "This looks like a password, key or token, so it was not stored."
                if words
                else "Write a line or two."
            )
            ack(response_action="errors", errors={f"{part.section_id}.words": said})
            return
        self._proofs.retell(
            model_id=part.model_id,
            section_id=part.section_id,
            by=by,
            words=words,
            now=self._clock.now(),
        )
        ack(response_action="update", view=self._next_to_retell(part.model_id, by))
        self._wake()

    def _next_to_retell(self, model_id: int, by: str) -> Block:
        found = self._proofs.find_to_retell(model_id=model_id, by=by, now=self._clock.now())
        if found is None:
            words = "All of it is explained. The owner is asked whether you have it right."
            return messages.said("Explain it back", words)
        return messages.retell_form(found)

    def mark_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Show the next section to judge."""
        model_id = places.read_model(action.get("value"))
        view = self._next_to_mark(model_id, body["user"]["id"])
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def mark_submitted(self, ack: Ack, view: Body, body: Body) -> None:
        """Store what the owner says of a section, and show the next."""
        part, by = places.read_part(view["private_metadata"]), body["user"]["id"]
        self._proofs.mark(
            model_id=part.model_id,
            section_id=part.section_id,
            mark=messages.read_mark(part.section_id, view["state"]["values"]),
            by=by,
            now=self._clock.now(),
        )
        ack(response_action="update", view=self._next_to_mark(part.model_id, by))
        self._wake()

    def _next_to_mark(self, model_id: int, by: str) -> Block:
        found = self._proofs.find_to_mark(model_id=model_id, by=by, now=self._clock.now())
        if found is None:
            words = "Each section is marked. What wasn't right, you are asked once more."
            return messages.said("Is it right?", words)
        return messages.mark_form(found)

    def drill_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Show the form of the drill."""
        model_id = places.read_model(action.get("value"))
        case = self._handovers.get_case(model_id=model_id, now=self._clock.now())
        if case.handover.state is not State.DRILL:
            raise HandoverError("There is no drill to record for this model just now.")
        if body["user"]["id"] != case.handover.successor_id:
            raise HandoverError("Only the successor records the drill.")
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=messages.drill_form(case))

    def drill_submitted(self, ack: Ack, view: Body, body: Body) -> None:
        """Store what came of the drill."""
        model_id, now = places.read_model(view["private_metadata"]), self._clock.now()
        report = messages.read_drill(view["state"]["values"])
        if has_secret(report.missing):
            said = "This looks like a secret, so nothing was stored. Write where it is kept."
            ack(response_action="errors", errors={"missing": said})
            return
        if has_secret(f"run: {report.run_url}"):
            said = "A key or password stands in this address, so nothing was stored. Leave it out."
            ack(response_action="errors", errors={"run": said})
            return
        case = self._handovers.get_case(model_id=model_id, now=now)
        try:
            handover = self._proofs.record_drill(
                model_id=model_id, by=body["user"]["id"], report=report, now=now
            )
        except RunMissingError as error:
            ack(response_action="errors", errors={"run": str(error)})
            return
        ack(response_action="update", view=messages.drilled(case, handover))
        self._wake()
