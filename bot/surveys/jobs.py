"""The clock moved on: open rounds, close and release them, and owe what people are sent."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from bot.clock import Clock
from bot.delivery.domain import Delivery, owed
from bot.delivery.service import DeliveryService
from bot.scheduler import Job, run_each
from bot.surveys.closing import owe_closing_redraws
from bot.surveys.domain import RoundState, Summary
from bot.surveys.messages import summary as messages
from bot.surveys.messages.places import SheetKey
from bot.surveys.plan_service import PlanService
from bot.surveys.service import SurveyService
from bot.surveys.timing import SheetPlan

_JOB: Final = "surveys.rounds"
_MISSED: Final = "the bot was not running in that week"


class SurveyJobs:
    """What is due of the pulse as time passes.

    `is_confidential` tells whether a channel is read by nobody but its members.

    Owing is repeated without harm, since a delivery's key is unique: a crash between owing and
    marking owes nothing twice and forgets nobody.
    """

    def __init__(
        self,
        surveys: SurveyService,
        plans: PlanService,
        deliveries: DeliveryService,
        clock: Clock,
        is_confidential: Callable[[str], bool],
    ) -> None:
        self._surveys = surveys
        self._plans = plans
        self._deliveries = deliveries
        self._clock = clock
        self._is_confidential = is_confidential

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of this feature."""
        return (Job(id=_JOB, run=self.turn, next_due=self._surveys.find_next_due),)

    def turn(self) -> int:
        """Do all that is due; a week is closed before the next one opens."""
        stages = (
            self._close,
            self._surveys.clear_traces,
            self._owe_summaries,
            self._open,
            self._owe_sheets,
        )
        return run_each(_JOB, stages)

    def _close(self) -> int:
        now = self._clock.now()
        due = self._surveys.list_due_to_close(now=now)
        steps = [partial(self._surveys.close_round, round_, now=now) for round_ in due]
        return run_each(_JOB, steps)

    def _open(self) -> int:
        now = self._clock.now()
        due = self._surveys.list_due_to_open(now=now)
        steps = [partial(self._surveys.open_round, roster, now=now) for roster in due]
        return run_each(_JOB, steps)

    def _owe_sheets(self) -> int:
        plans = self._plans.list_unowed_plans()
        missed = [plan for plan in plans if plan.round.state is RoundState.MISSED]
        others = [plan for plan in plans if plan.round.state is not RoundState.MISSED]
        self._deliveries.skip_all([_sheet(plan) for plan in missed], reason=_MISSED)
        self._deliveries.owe_all([part for plan in others for part in _parts(plan)])
        self._plans.mark_owed(plans=plans)
        return len(plans)

    def _owe_summaries(self) -> int:
        summaries = self._surveys.list_unowed_summaries()
        return run_each(_JOB, [partial(self._owe_what_closed, summary) for summary in summaries])

    def _owe_what_closed(self, summary: Summary) -> int:
        now = self._clock.now()
        # In this order, since the sheets say where the summary comes.
        self._owe_summary(summary)
        owe_closing_redraws(self._deliveries, summary, name="closed", at=now)
        self._surveys.mark_summary_owed(summary=summary)
        return 1

    def _owe_summary(self, summary: Summary) -> None:
        """Owe the summary to the team's channel where only members read it, else to each person.

        The channel is asked again each time: it may have been opened, shared or archived.
        """
        plan = self._plans.plan_summary(summary=summary)
        is_closed_circle = summary.is_private and self._is_confidential(summary.channel_id)
        to = ((summary.channel_id, plan.channel_at),) if is_closed_circle else plan.people
        self._deliveries.owe_all(
            [
                owed(
                    SheetKey.of(summary.round, address).dump_summary(),
                    to=address,
                    message=messages.summary(summary),
                    at=moment,
                )
                for address, moment in to
            ]
        )


def _sheet(plan: SheetPlan) -> Delivery:
    key = SheetKey.of(plan.round, plan.user_id).dump()
    return owed(key, to=plan.user_id, at=plan.at, until=plan.round.closes_at)


def _parts(plan: SheetPlan) -> Iterator[Delivery]:
    yield _sheet(plan)
    place = SheetKey.of(plan.round, plan.user_id)
    for number, moment in enumerate(plan.reminders, start=1):
        key = place.dump_reminder(number)
        yield owed(key, to=plan.user_id, at=moment, until=plan.round.closes_at, is_conditional=True)
