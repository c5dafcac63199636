"""The clock moved on: open rounds, close and release them, and owe what people are sent."""

from bot.clock import Clock
from bot.delivery.service import DeliveryService
from bot.scheduler import Job
from bot.surveys import messages
from bot.surveys.answer_service import AnswerService
from bot.surveys.domain import Summary
from bot.surveys.service import SurveyService


class SurveyJobs:
    """What is due of the pulse as time passes.

    Owing is repeated without harm, since a delivery's key is unique: a crash between owing and
    marking owes nothing twice and forgets nobody.
    """

    def __init__(
        self,
        surveys: SurveyService,
        answers: AnswerService,
        deliveries: DeliveryService,
        clock: Clock,
    ) -> None:
        self._surveys = surveys
        self._answers = answers
        self._deliveries = deliveries
        self._clock = clock

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of this feature."""
        return (Job(id="surveys.rounds", run=self.turn, next_due=self._surveys.find_next_due),)

    def turn(self) -> int:
        """Do all that is due; a week is closed before the next one opens."""
        now = self._clock.now()
        closed = self._surveys.close_due_rounds(now=now)
        summarised = self._owe_summaries()
        opened = self._surveys.open_due_rounds(now=now)
        return closed + summarised + opened + self._owe_sheets() + self._surveys.clear_traces()

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
        for summary in summaries:
            self._owe_summary(summary)
            self._owe_closed_sheets(summary)
            self._surveys.mark_summary_owed(summary=summary)
        return len(summaries)

    def _owe_summary(self, summary: Summary) -> None:
        """Owe the summary to the team's channel where that is private, else to each member."""
        to = (summary.channel_id,) if summary.is_private else summary.asked
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
