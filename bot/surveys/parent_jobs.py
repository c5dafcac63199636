"""The clock moved on: decide what parents show, and owe their summaries."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from bot.clock import Clock
from bot.delivery.domain import owed
from bot.delivery.service import DeliveryService
from bot.scheduler import Job, run_each
from bot.surveys.messages.parent_summary import parent_summary, summary_key
from bot.surveys.parent_service import ParentService
from bot.surveys.parents import ParentSummary

_JOB: Final = "surveys.parents"


class ParentJobs:
    """What is due of parents as time passes; it comes after the job that closes rounds.

    `list_readers` returns who reads a channel where nobody but its members does, else None.
    """

    def __init__(
        self,
        parents: ParentService,
        deliveries: DeliveryService,
        clock: Clock,
        list_readers: Callable[[str], Sequence[str] | None],
    ) -> None:
        self._parents = parents
        self._deliveries = deliveries
        self._clock = clock
        self._list_readers = list_readers

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of this feature."""
        return (Job(id=_JOB, run=self.turn, next_due=self._parents.find_next_due),)

    def turn(self) -> int:
        """Do all that is due."""
        return (
            run_each(_JOB, [self._parents.decide_due])
            + run_each(_JOB, [self._parents.clear_traces])
            + run_each(_JOB, [partial(self._parents.summarise_due, now=self._clock.now())])
            + self._owe_summaries()
        )

    def _owe_summaries(self) -> int:
        summaries = self._parents.list_unowed_summaries()
        return run_each(_JOB, [partial(self._owe, summary) for summary in summaries])

    def _owe(self, summary: ParentSummary) -> int:
        """Owe a summary to the parent's channel where only members read it, else to each person.

        Whoever does not read that channel gets it by direct message: all see the same.
        """
        now, channel_id = self._clock.now(), summary.parent.channel_id
        readers = self._list_readers(channel_id)
        others = [user_id for user_id in summary.audience if user_id not in (readers or ())]
        to = others if readers is None else [channel_id, *others]
        message = parent_summary(summary)
        self._deliveries.owe_all(
            [owed(summary_key(summary, each), to=each, message=message, at=now) for each in to]
        )
        self._parents.mark_summary_owed(summary=summary)
        return 1
