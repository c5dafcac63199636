"""The clock moved on: ask who is to agree to open rounds, and tell when they begin and end."""

from typing import Final

from bot.clock import Clock
from bot.delivery.domain import owed
from bot.delivery.service import DeliveryService
from bot.scheduler import Job, run_each
from bot.surveys.consents.service import ConsentService, OpenTelling
from bot.surveys.messages import open_rounds as messages
from bot.surveys.open_rounds import OpenState

_JOB: Final = "surveys.consents"


class ConsentJobs:
    """What is due of open rounds as time passes.

    Owing is repeated without harm, since a delivery's key is unique: a crash between owing and
    marking owes nothing twice and forgets nobody.
    """

    def __init__(self, consents: ConsentService, deliveries: DeliveryService, clock: Clock) -> None:
        self._consents = consents
        self._deliveries = deliveries
        self._clock = clock

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of open rounds."""
        return (Job(id=_JOB, run=self.turn),)

    def turn(self) -> int:
        """See what has begun or ended, and owe what people are to know and to be asked."""
        return run_each(_JOB, [self._consents.settle_all, self._tell, self._ask])

    def _tell(self) -> int:
        tellings = self._consents.list_untold()
        for telling in tellings:
            self._owe_telling(telling)
            self._consents.mark_told(telling=telling)
        return len(tellings)

    def _owe_telling(self, telling: OpenTelling) -> None:
        now, proposal = self._clock.now(), telling.proposal
        if proposal.state is OpenState.AGREED or proposal.has_begun:
            self._deliveries.owe(
                messages.told_key(proposal),
                to=telling.roster.team.channel_id,
                message=messages.told(telling.roster, proposal),
                at=now,
            )
        keys = [(messages.question_key(proposal, user_id), user_id) for user_id in telling.people]
        sent = [(key, user_id) for key, user_id in keys if self._deliveries.find(key)]
        self._deliveries.owe_redraws(sent, at=now, name=proposal.state)

    def _ask(self) -> int:
        tellings = self._consents.list_unasked()
        for telling in tellings:
            now = self._clock.now()
            keys = [(messages.question_key(telling.proposal, u), u) for u in telling.people]
            self._deliveries.owe_all([owed(key, to=user_id, at=now) for key, user_id in keys])
            self._consents.mark_asked(telling=telling)
        return len(tellings)
