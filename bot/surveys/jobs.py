"""The clock moved on: open rounds, close and release them, and owe what people are sent."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from bot.clock import Clock
from bot.database import DatabaseBusyError, DatabaseUnusableError
from bot.delivery.domain import Delivery, owed
from bot.delivery.service import DeliveryService
from bot.logs import get_logger, new_reference
from bot.scheduler import Fault, Job, attempt, run_each
from bot.surveys.closing import owe_closing_redraws
from bot.surveys.domain import Round, RoundState, Summary
from bot.surveys.fears.service import FearService
from bot.surveys.messages import summary as messages
from bot.surveys.messages.places import SheetKey
from bot.surveys.plan_service import PlanService, SummaryPlan
from bot.surveys.service import SurveyService
from bot.surveys.timing import SheetPlan

_log = get_logger(__name__)

_JOB: Final = "surveys.rounds"
_MISSED: Final = "the bot was not running in that week"

_PASSING: Final = (DatabaseBusyError, DatabaseUnusableError)
"""What is nobody's fault in particular, and would meet the next one as well."""


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
        fears: FearService | None = None,
    ) -> None:
        self._fears = fears
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
            self._note_told,
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

    def _note_told(self) -> int:
        """Note which teams were sent what they fear: the channel, or any of their members."""
        if self._fears is None:
            return 0
        told = 0
        for feared, round_id in self._fears.list_untold():
            summary = self._surveys.find_summary(round_id=round_id)
            if summary is None:
                continue
            addresses = (summary.channel_id, *summary.asked[: summary.members])
            keys = [SheetKey.of(summary.round, each).dump_summary() for each in addresses]
            if self._deliveries.was_any_sent(keys):
                self._fears.mark_told(question_id=feared.question_id)
                told += 1
        return told

    def _owe_sheets(self) -> int:
        plans = self._plan_sheets()
        missed = [plan for plan in plans if plan.round.state is RoundState.MISSED]
        others = [plan for plan in plans if plan.round.state is not RoundState.MISSED]
        self._deliveries.skip_all([_sheet(plan) for plan in missed], reason=_MISSED)
        self._deliveries.owe_all([part for plan in others for part in _parts(plan)])
        self._plans.mark_owed(plans=plans)
        return len(plans)

    def _plan_sheets(self) -> tuple[SheetPlan, ...]:
        """Plan many at once, or one by one where that meets a fault."""
        plans = attempt(self._plans.list_unowed_plans, passing=_PASSING)
        if not isinstance(plans, Fault):
            return plans
        return tuple(self._plan_alone(*each) for each in self._plans.list_unplanned())

    def _plan_alone(self, round_: Round, user_id: str) -> SheetPlan:
        """Plan one person's sheet; a fault holds up nobody else.

        Of whom it is not known when they work, the sheet is due as the round opens: it waits with
        all else that is due to them, until their times can be read.
        """
        plans = attempt(partial(self._plans.plan, round_, [user_id]), passing=_PASSING)
        if not isinstance(plans, Fault):
            return plans[0]
        _log_fault(plans)
        return SheetPlan(round_, user_id, round_.opens_at, reminders=())

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
        plan = self._plan_summary(summary)
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

    def _plan_summary(self, summary: Summary) -> SummaryPlan:
        """Plan it for everybody at once, or one by one where that meets a fault."""
        plan = attempt(partial(self._plans.plan_summary, summary=summary), passing=_PASSING)
        if not isinstance(plan, Fault):
            return plan
        alone = [self._plan_summary_for(summary, user_id) for user_id in summary.asked]
        channel_at = self._plans.plan_summary(summary=replace(summary, asked=())).channel_at
        return SummaryPlan(channel_at, tuple(each for people in alone for each in people))

    def _plan_summary_for(self, summary: Summary, user_id: str) -> tuple[tuple[str, datetime], ...]:
        """Plan it for one person; as with their sheet, a fault has it wait with all else."""
        own = replace(summary, asked=(user_id,))
        plan = attempt(partial(self._plans.plan_summary, summary=own), passing=_PASSING)
        if not isinstance(plan, Fault):
            return plan.people
        _log_fault(plan)
        return ((user_id, summary.round.closes_at),)


def _log_fault(fault: Fault) -> None:
    # Whose it is stands in the database beside what they are owed, once that has fallen due.
    _log.error("person_not_planned", ref=new_reference(), exc_info=fault.error)


def _sheet(plan: SheetPlan) -> Delivery:
    key = SheetKey.of(plan.round, plan.user_id).dump()
    return owed(key, to=plan.user_id, at=plan.at, until=plan.round.closes_at)


def _parts(plan: SheetPlan) -> Iterator[Delivery]:
    yield _sheet(plan)
    place = SheetKey.of(plan.round, plan.user_id)
    for number, moment in enumerate(plan.reminders, start=1):
        key = place.dump_reminder(number)
        yield owed(key, to=plan.user_id, at=moment, until=plan.round.closes_at, is_conditional=True)
