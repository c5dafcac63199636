"""The jobs of the pulse on a clock that a test moves, and the messages that they owe."""

from datetime import datetime

from slack_sdk import WebClient
from sqlalchemy import text

from bot.clock import MovableClock
from bot.delivery.day_service import DayService
from bot.delivery.domain import Delivery
from bot.delivery.drawing import Drawing
from bot.delivery.jobs import DeliveryJobs
from bot.delivery.sender import Sender
from bot.delivery.service import DeliveryService
from bot.sandbox.people import BOT_USER_ID
from bot.sandbox.server import SandboxServer
from bot.surveys.closing import ClosingWatch
from bot.surveys.domain import Round
from bot.surveys.jobs import SurveyJobs
from bot.surveys.messages.places import SheetKey
from bot.surveys.rendering import SurveyRenderers
from tests.surveys.conftest import MONDAY, Pulses


class Clockwork:
    """What is owed as time passes; `Sending` sends it, too."""

    def __init__(
        self, pulses: Pulses, *, clock: MovableClock | None = None, is_confidential: bool = True
    ) -> None:
        self.clock = clock or MovableClock(MONDAY, flows=False)
        self.deliveries = DeliveryService(pulses.database)
        self.days = DayService(pulses.database, pulses.people)
        self.rendering = SurveyRenderers(
            pulses.answers, pulses.teams, self.deliveries, lambda _: is_confidential
        )
        self._pulses = pulses
        self._jobs = SurveyJobs(
            pulses.surveys,
            pulses.plans,
            self.deliveries,
            self.clock,
            is_confidential=lambda _: is_confidential,
        )

    def turn(self, *, now: datetime = MONDAY) -> None:
        """Do all that is due of the pulse by a moment."""
        self.clock.move_to(now)
        while self._jobs.turn():
            pass

    def carry(self, *, now: datetime) -> None:
        """Put what is due to people into the messages of their day, which nobody sends."""
        self.turn(now=now)
        self.days.carry_due(now=now)

    def send_days(self) -> None:
        """Write down of the messages of people's days that they were sent."""
        now = self.clock.now()
        for day in self.deliveries.claim_due(owner="me", now=now):
            place = ("D0", "1.000000")
            self.deliveries.settle_sent(day, owner="me", now=now, place=place)

    def find_sheet(self, round_: Round, user_id: str) -> Delivery:
        return self.get(SheetKey.of(round_, user_id).dump())

    def find_reminder(self, round_: Round, user_id: str, number: int) -> Delivery:
        return self.get(SheetKey.of(round_, user_id).dump_reminder(number))

    def get(self, key: str) -> Delivery:
        found = self.deliveries.find(key)
        assert found is not None
        return found

    def rows(self) -> list[dict[str, object]]:
        """Every column of every delivery."""
        with self._pulses.database.reading() as connection:
            found = connection.execute(text("SELECT * FROM delivery ORDER BY id")).mappings()
            return [dict(row) for row in found]


class Sending(Clockwork):
    """Sends what is owed to the local workspace."""

    def __init__(
        self,
        pulses: Pulses,
        server: SandboxServer,
        clock: MovableClock,
        *,
        is_confidential: bool = True,
    ) -> None:
        super().__init__(pulses, clock=clock, is_confidential=is_confidential)
        client = WebClient(server.bot_token, base_url=server.api_url, retry_handlers=[])
        watch = ClosingWatch(pulses.surveys, pulses.plans, self.deliveries, clock)
        self.drawing = Drawing(self.days, self.rendering.renderers, watch)
        sender = Sender(self.deliveries, self.days, self.drawing, client, clock)
        self._server = server
        self._sender = sender
        self._delivering = DeliveryJobs(sender, self.deliveries, self.days, clock, pulses.plans)

    def go_to(self, moment: datetime) -> None:
        """Step through each due moment until this one, as the scheduler does."""
        while True:
            while self._jobs.turn() + self._delivering.deliver():
                pass
            due = [self._pulses.surveys.find_next_due(), self._sender.find_next_due()]
            following = [d for d in due if d is not None and self.clock.now() < d <= moment]
            if not following:
                break
            self.clock.move_to(min(following))
        self.clock.move_to(moment)

    def deliver(self) -> int:
        """Merge and send what is due, and plan nothing."""
        return self._delivering.deliver()

    def texts(self, user_id: str) -> list[str]:
        """What stands in somebody's direct messages."""
        workspace = self._server.workspace
        conversation = workspace.open_im(BOT_USER_ID, user_id)[0]["id"]
        with workspace.lock:
            return [message["text"] for message in workspace.messages.visible(conversation)]
