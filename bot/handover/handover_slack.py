"""Joins handing over to Slack and the clock; the composition root need not know each part."""

from collections.abc import Callable
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.drawing import Renderer
from bot.delivery.service import DeliveryService
from bot.handover.desk import Desk
from bot.handover.handover_jobs import HandoverJobs
from bot.handover.handover_listeners import HandoverListeners
from bot.handover.handover_rendering import HandoverRenderers
from bot.handover.interview_listeners import InterviewListeners
from bot.handover.proof_listeners import ProofListeners
from bot.people.service import PeopleService
from bot.scheduler import Job
from bot.slack.commands import Subcommand
from bot.slack.people import are_active, is_active


class HandoverSlack:
    """Everything of handing over that Slack or the clock sets off."""

    def __init__(
        self,
        desk: Desk,
        people: PeopleService,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._commands = HandoverListeners(desk.handovers, people, clock, wake)
        self._interviews = InterviewListeners(desk.interviews, desk.watch, clock, wake)
        self._proofs = ProofListeners(desk.proofs, desk.handovers, clock, wake)

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this adds to `/mlops`."""
        return self._commands.subcommands

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        self._commands.register(app)
        self._interviews.register(app)
        self._proofs.register(app)


def list_renderers(desk: Desk, clock: Clock, client: WebClient) -> dict[str, Renderer]:
    """Return what draws messages about handovers."""
    asked = partial(is_active, client)
    return HandoverRenderers(desk.handovers, desk.interviews, clock, asked).renderers


def list_jobs(
    desk: Desk,
    deliveries: DeliveryService,
    people: PeopleService,
    clock: Clock,
    client: WebClient,
) -> tuple[Job, ...]:
    """Return what is due of handovers as time passes."""
    return HandoverJobs(desk, deliveries, clock, people, partial(are_active, client)).jobs
