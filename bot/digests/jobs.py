"""The clock moved on: make the digests that are due, and owe them, to no lead before the team."""

from collections.abc import Callable
from functools import partial
from typing import Final

from bot.clock import Clock
from bot.delivery.domain import Delivery, DeliveryState, owed
from bot.delivery.service import DeliveryService
from bot.digests.kept import Course
from bot.digests.messages import digest_key
from bot.digests.service import DigestService
from bot.scheduler import Job, run_each
from bot.surveys.plan_service import PlanService, SummaryPlan
from bot.surveys.service import SurveyService
from bot.teams.domain import Roster

_JOB: Final = "digests.owe"


class DigestJobs:
    """What is due of digests as time passes; it comes after the job that closes rounds.

    `is_confidential` tells whether a channel is read by nobody but its members. A digest comes
    when the summary of the round does after which it was made.
    """

    def __init__(
        self,
        digests: DigestService,
        surveys: SurveyService,
        plans: PlanService,
        deliveries: DeliveryService,
        clock: Clock,
        is_confidential: Callable[[str], bool],
    ) -> None:
        self._digests = digests
        self._surveys = surveys
        self._plans = plans
        self._deliveries = deliveries
        self._clock = clock
        self._is_confidential = is_confidential

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of this feature."""
        return (Job(id=_JOB, run=self.turn),)

    def turn(self) -> int:
        """Do all that is due."""
        return run_each(_JOB, (self._make, self._owe_all, self._follow_all))

    def _make(self) -> int:
        now, due = self._clock.now(), self._digests.list_due()
        make = self._digests.make_if_due
        return run_each(_JOB, [partial(make, roster, round_, now=now) for roster, round_ in due])

    def _owe_all(self) -> int:
        return run_each(_JOB, [partial(self._owe, *each) for each in self._digests.list_unowed()])

    def _owe(self, course: Course, roster: Roster) -> int:
        """Owe a digest to the team's channel where only members read it, else to each member."""
        plan, team = self._plan(course), roster.team
        is_for_channel = team.is_private and self._is_confidential(team.channel_id)
        if is_for_channel:
            parts = [
                owed(digest_key(course.id, team.channel_id), to=team.channel_id, at=plan.channel_at)
            ]
        else:
            leads = set(roster.leads)
            parts = [
                owed(digest_key(course.id, user_id), to=user_id, at=moment)
                for user_id, moment in plan.people
                if user_id not in leads
            ]
        self._deliveries.owe_all(parts)
        self._digests.mark_owed(digest_id=course.id, leads_wait=not is_for_channel)
        return 1

    def _follow_all(self) -> int:
        underway = self._digests.list_underway()
        return run_each(_JOB, [partial(self._follow, *each) for each in underway])

    def _follow(self, course: Course, roster: Roster) -> int:
        """Note that the team has been shown a digest; then owe the leads their copies."""
        if not course.is_out and not self._is_shown(course, roster):
            return 0
        if course.leads_wait:
            self._deliveries.owe_all(self._list_leads_copies(course, roster))
            self._digests.mark_leads_owed(digest_id=course.id)
        if not course.is_out:
            self._digests.mark_out(digest_id=course.id)
        return 1

    def _is_shown(self, course: Course, roster: Roster) -> bool:
        """Whether the channel, or any member, has been sent a digest."""
        addresses = [roster.team.channel_id, *(p.user_id for p in roster.participants if p.counts)]
        return self._deliveries.was_any_sent([digest_key(course.id, each) for each in addresses])

    def _list_leads_copies(self, course: Course, roster: Roster) -> list[Delivery]:
        """Return what leads are owed; who has begun to lead since then may have theirs already."""
        moments = dict(self._plan(course).people)
        now = self._clock.now()
        return [
            owed(
                digest_key(course.id, user_id, is_lead=True),
                to=user_id,
                at=max(now, moments.get(user_id, now)),
            )
            for user_id in roster.leads
            if not self._gets_it_as_member(course, user_id)
        ]

    def _gets_it_as_member(self, course: Course, user_id: str) -> bool:
        part = self._deliveries.find(digest_key(course.id, user_id))
        return part is not None and part.state is not DeliveryState.SKIPPED

    def _plan(self, course: Course) -> SummaryPlan:
        """Return when what a round showed comes to whom."""
        summary = self._surveys.find_summary(round_id=course.round_id)
        assert summary is not None  # noqa: S101 - a digest is made after a round that has closed
        return self._plans.plan_summary(summary=summary)
