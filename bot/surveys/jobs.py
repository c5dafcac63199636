"""The clock moved on: open rounds, close and release them, and owe what people are sent."""

from collections.abc import Callable
from functools import partial
from typing import Final

from bot.clock import Clock
from bot.delivery.service import DeliveryService
from bot.scheduler import Job, run_each
from bot.surveys import messages
from bot.surveys.answer_service import AnswerService
from bot.surveys.domain import Summary
from bot.surveys.service import SurveyService

_JOB: Final = "surveys.rounds"


class SurveyJobs:
    """What is due of the pulse as time passes.

    `is_confidential` tells whether a channel is read by nobody but its members.

    Owing is repeated without harm, since a delivery's key is unique: a crash between owing and
    marking owes nothing twice and forgets nobody.
    """

    def __init__(
        self,
        surveys: SurveyService,
        answers: AnswerService,
        deliveries: DeliveryService,
        clock: Clock,
        is_confidential: Callable[[str], bool],
    ) -> None:
        self._surveys = surveys
        self._answers = answers
        self._deliveries = deliveries
        self._clock = clock
        self._is_confidential = is_confidential

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of this feature."""
        return (Job(id=_JOB, run=self.turn, next_due=self._surveys.find_next_due),)

    def turn(self) -> int:
        """Do all that is due; a week is closed before the next one opens."""
        return (
            self._close()
            + run_each(_JOB, [self._surveys.clear_traces])
            + self._owe_summaries()
            + self._open()
            + self._owe_sheets()
        )

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
        sheets = self._answers.list_unowed_sheets()
        for sheet in sheets:
            self._deliveries.owe(
                messages.sheet_key(sheet.round, sheet.user_id),
                to=sheet.user_id,
                message=messages.sheet(sheet),
                at=sheet.round.opens_at,
                until=sheet.round.closes_at,
            )
            self._answers.mark_sheet_owed(sheet=sheet)
        return len(sheets)

    def _owe_summaries(self) -> int:
        summaries = self._surveys.list_unowed_summaries()
        return run_each(_JOB, [partial(self._owe_what_closed, summary) for summary in summaries])

    def _owe_what_closed(self, summary: Summary) -> int:
        self._owe_closed_sheets(summary)
        self._owe_summary(summary)
        self._surveys.mark_summary_owed(summary=summary)
        return 1

    def _owe_summary(self, summary: Summary) -> None:
        """Owe the summary to the team's channel where only members read it, else to each person.

        The channel is asked again each time: it may have been opened, shared or archived.
        """
        is_closed_circle = summary.is_private and self._is_confidential(summary.channel_id)
        to = (summary.channel_id,) if is_closed_circle else summary.asked
        for address in to:
            self._deliveries.owe(
                f"summary:{summary.round.team_id}:{summary.round.week}:{address}",
                to=address,
                message=messages.summary(summary),
                at=summary.round.closes_at,
            )

    def _owe_closed_sheets(self, summary: Summary) -> None:
        """Owe that each sheet is rewritten, answered or not, so that no score stays on it."""
        for user_id in summary.asked:
            key = messages.sheet_key(summary.round, user_id)
            self._deliveries.owe_rewrite(
                f"{key}:closed",
                of=key,
                to=user_id,
                message=messages.closed_sheet(summary),
                at=summary.round.closes_at,
            )
