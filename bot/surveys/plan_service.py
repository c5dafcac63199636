"""Use cases of planning: who is sent which sheet, reminder and summary, and when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Final

from bot.database import Database
from bot.people.domain import WorkingTimes
from bot.people.service import PeopleService
from bot.surveys.domain import NotAskedError, Round, RoundState, Summary
from bot.surveys.parent_summary_storage import ParentSummaries
from bot.surveys.storage import Rounds
from bot.surveys.timing import SheetPlan, find_next_day, find_sheet_moment, plan_sheet
from bot.teams.domain import Pulse
from bot.teams.service import TeamService

_AT_ONCE: Final = 500


@dataclass(frozen=True)
class SummaryPlan:
    """When a week's summary comes: to the channel, or to each person who still takes part."""

    channel_at: datetime
    people: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True)
class Later:
    """When the sheet of a round comes again to somebody who put it off."""

    round: Round
    at: datetime


class PlanService:
    """Says when people are written to; each public method is one transaction."""

    def __init__(self, database: Database, people: PeopleService, teams: TeamService) -> None:
        self._database = database
        self._people = people
        self._teams = teams

    def list_unowed_plans(self) -> tuple[SheetPlan, ...]:
        """Return when sheets are sent that nobody owes yet, a few hundred at a time.

        Those of missed weeks are among them, so that it is written down why they never came.
        """
        plans: list[SheetPlan] = []
        for round_, pairs in groupby(self.list_unplanned(), key=itemgetter(0)):
            plans += self.plan(round_, [user_id for _, user_id in pairs])
        return tuple(plans)

    def list_unplanned(self) -> tuple[tuple[Round, str], ...]:
        """Return the rounds and people of these sheets, without looking at anybody's times."""
        with self._database.reading() as connection:
            rounds = Rounds(connection)
            unplanned = rounds.list_unplanned(most=_AT_ONCE)
            known = {round_id: rounds.get_round(round_id) for round_id, _ in unplanned}
        return tuple((known[round_id], user_id) for round_id, user_id in unplanned)

    def plan(self, round_: Round, user_ids: Sequence[str]) -> tuple[SheetPlan, ...]:
        """Return when these people are sent a round's sheet."""
        pulse, times = self._times(round_.team_id, user_ids)
        return tuple(
            plan_sheet(round_, user_id, _without_pause(times[user_id]), pulse)
            for user_id in user_ids
        )

    def _times(
        self, team_id: int, user_ids: Sequence[str]
    ) -> tuple[Pulse, dict[str, WorkingTimes]]:
        pulse = self._teams.get_roster(team_id=team_id).team.pulse
        return pulse, self._people.list_times(user_ids, otherwise=pulse.zone)

    def mark_owed(self, *, plans: Sequence[SheetPlan]) -> None:
        """Store that sheets are owed."""
        with self._database.writing() as connection:
            for round_id, share in groupby(plans, key=attrgetter("round.id")):
                Rounds(connection).mark_owed(round_id, [plan.user_id for plan in share])

    def list_pending(self, *, now: datetime) -> tuple[str, ...]:
        """Return what is due by now and not owed yet: rounds to close and to open, and so on.

        The stages of one round come in order, and each is pending until the next is.
        """
        with self._database.reading() as connection:
            rounds = Rounds(connection).list_pending(now=now)
            parents = ParentSummaries(connection)
            schedule = parents.list_schedule()
            unowed = parents.list_unowed()
        due = [f"parent:{parent_id}" for parent_id, at in schedule.items() if at <= now]
        return (*rounds, *due, *(f"parent summary:{summary_id}" for summary_id, _ in unowed))

    def list_open_rounds(self, *, weeks: Collection[tuple[int, date]]) -> tuple[int, ...]:
        """Return which of these weeks, each of a team, are still open, as rounds."""
        with self._database.reading() as connection:
            found = [Rounds(connection).find_round(team_id, week) for team_id, week in weeks]
        return tuple(r.id for r in found if r is not None and r.state is RoundState.OPEN)

    def find_later(self, *, round_id: int, user_id: str, now: datetime) -> Later | None:
        """Return when somebody who puts a sheet off is asked again: their next working day.

        None where the week is over by then.

        Raises:
            NotAskedError: the person is not among those asked.

        """
        with self._database.reading() as connection:
            rounds = Rounds(connection)
            if rounds.find_counts(round_id, user_id) is None:
                raise NotAskedError("You weren't asked in that week, so nothing changed.")
            round_ = rounds.get_round(round_id)
        pulse, times = self._times(round_.team_id, [user_id])
        pulse = pulse if round_.asked is None else round_.asked.as_pulse(pulse)
        _, hour = times[user_id].pulse_on or (pulse.weekday, pulse.hour)
        at = find_next_day(times[user_id], hour, now=now)
        return Later(round_, at) if at < round_.closes_at else None

    def plan_summary(self, *, summary: Summary) -> SummaryPlan:
        """Return when a week's summary comes.

        To a channel at the hour at which the week ended, to a person when their next sheet comes,
        or would without a pause. Whoever has left the team since is sent none.
        """
        round_ = summary.round
        roster = self._teams.get_roster(team_id=round_.team_id)
        present = {person.user_id for person in roster.participants}
        people = [user_id for user_id in summary.asked if user_id in present]
        pulse, times = self._times(round_.team_id, people)
        following = round_.week + timedelta(weeks=1)
        if round_.ends is not None:
            pulse, following = round_.ends.as_pulse(pulse), round_.ends.week
        moments = (
            find_sheet_moment(
                _without_pause(times[user_id]), pulse, week=following, opens_at=round_.closes_at
            )
            for user_id in people
        )
        return SummaryPlan(
            channel_at=max(round_.closes_at, pulse.begins(following)),
            people=tuple(zip(people, moments, strict=True)),
        )


def _without_pause(times: WorkingTimes) -> WorkingTimes:
    """Return times as they are outside a pause.

    What falls due during a pause waits for its end, and somebody may end it sooner than planned.
    """
    return replace(times, paused_until=None)
