"""The clock moved on: make parents' digests, and owe them once their teams were shown their own."""

from datetime import date, timedelta
from functools import partial
from typing import Final

from bot.clock import Clock
from bot.delivery.domain import owed
from bot.delivery.service import DeliveryService
from bot.digests.building import day_of
from bot.digests.gathering import month_of
from bot.digests.kept import ParentKept
from bot.digests.messages import digest_key
from bot.digests.parent_messages import parent_digest_key
from bot.digests.parent_service import ParentDigestService
from bot.digests.service import DigestService
from bot.scheduler import Job, run_each
from bot.surveys.domain import Round
from bot.surveys.messages.parent_summary import summary_key
from bot.surveys.parent_service import ParentService
from bot.surveys.service import SurveyService
from bot.teams.domain import Roster
from bot.teams.family import FEWEST_CHILDREN, Family
from bot.teams.service import TeamService

_JOB: Final = "digests.parents"
_A_WEEK: Final = timedelta(weeks=1)


class ParentDigestJobs:
    """What is due of parents' digests; it comes after the jobs of teams' digests."""

    def __init__(
        self,
        parent_digests: ParentDigestService,
        digests: DigestService,
        parents: ParentService,
        surveys: SurveyService,
        teams: TeamService,
        deliveries: DeliveryService,
        clock: Clock,
    ) -> None:
        self._parent_digests = parent_digests
        self._digests = digests
        self._parents = parents
        self._surveys = surveys
        self._teams = teams
        self._deliveries = deliveries
        self._clock = clock

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of this feature."""
        return (Job(id=_JOB, run=self.turn),)

    def turn(self) -> int:
        """Do all that is due."""
        return run_each(_JOB, (self._make, self._let_out_all, self._owe_all))

    def _make(self) -> int:
        now, due = self._clock.now(), self._parent_digests.list_due()
        make = self._parent_digests.make_if_due
        return run_each(_JOB, [partial(make, *each, now=now) for each in due])

    def _let_out_all(self) -> int:
        waiting = self._parent_digests.list_waiting()
        return run_each(_JOB, [partial(self._let_out, *each) for each in waiting])

    def _let_out(self, kept: ParentKept, family: Family) -> int:
        """Let a digest be read once no team waits for anything that its parent's leads would see.

        Where too few teams are left by then, nobody is shown it.
        """
        if len(family.team_ids) < FEWEST_CHILDREN:
            self._parent_digests.remove(digest_id=kept.id)
            return 1
        if not self._is_summary_shown(kept, family) or self._is_any_team_waiting(kept, family):
            return 0
        self._parent_digests.let_out(digest_id=kept.id)
        return 1

    def _is_summary_shown(self, kept: ParentKept, family: Family) -> bool:
        """Whether somebody beside the parent's leads was sent the newest figures it is made of."""
        summary = self._parents.get_summary(summary_id=kept.summary_id, parent_id=family.parent.id)
        others = [each for each in summary.audience if each not in family.leads]
        keys = [summary_key(summary, each) for each in (family.parent.channel_id, *others)]
        return self._deliveries.was_any_sent(keys) or self._deliveries.have_settled(keys)

    def _is_any_team_waiting(self, kept: ParentKept, family: Family) -> bool:
        """Whether a team that counts has a digest of its own on its way or still to come."""
        due = {roster.team.id for roster, _ in self._digests.list_due()}
        if not due.isdisjoint(family.team_ids):
            return True
        rosters = [self._teams.get_roster(team_id=each) for each in sorted(family.team_ids)]
        return any(map(self._has_one_underway, rosters)) or self._is_month_to_come(kept, rosters)

    def _has_one_underway(self, roster: Roster) -> bool:
        """Whether a team's newest digest is still to be shown to it, by anybody's message."""
        last = self._digests.find_last(team_id=roster.team.id)
        if last is None or last.is_out:
            return False
        people = [person.user_id for person in roster.participants if person.counts]
        keys = [digest_key(last.id, each) for each in (roster.team.channel_id, *people)]
        return not self._deliveries.have_settled(keys)

    def _is_month_to_come(self, kept: ParentKept, rosters: list[Roster]) -> bool:
        """Whether a team's first week to end in this month is running, or is the next to begin.

        One that is paused has no such week, and nobody waits for it.
        """
        if kept.month is None:
            return False
        closed = self._surveys.list_last_closed()
        running = self._parents.list_running(team_ids=[roster.team.id for roster in rosters])
        return any(
            is_month_to_come(
                kept.month, roster, closed.get(roster.team.id), running.get(roster.team.id)
            )
            for roster in rosters
        )

    def _owe_all(self) -> int:
        unowed = self._parent_digests.list_unowed()
        return run_each(_JOB, [partial(self._owe, *each) for each in unowed])

    def _owe(self, kept: ParentKept, family: Family) -> int:
        """Owe a digest to each of the parent's leads, by direct message."""
        now = self._clock.now()
        self._deliveries.owe_all(
            [owed(parent_digest_key(kept.id, each), to=each, at=now) for each in family.leads]
        )
        self._parent_digests.mark_owed(digest_id=kept.id)
        return 1


def is_month_to_come(
    month: date, roster: Roster, closed: Round | None, running: Round | None
) -> bool:
    """Whether a team's first week to end in a month is running, or begins within days.

    Where a lead has changed the team's day, no round runs until that comes.
    """
    if closed is not None and month_of(day_of(roster, closed.closes_at)) >= month:
        return False
    if running is not None:
        return month_of(day_of(roster, running.closes_at)) == month
    is_resting = roster.team.is_paused or not roster.has_begun
    next_on = None if is_resting else roster.team.next_on
    return next_on is not None and month_of(next_on + _A_WEEK) == month
