"""Use cases of timetables: change a team's name and times, pause it, move its next round."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection

from bot.database import Database
from bot.people.service import PeopleService
from bot.surveys.ending import end_what_waits_too_long
from bot.surveys.respondents import Secrets
from bot.surveys.schedule_storage import Schedules
from bot.surveys.timetable import (
    Change,
    Kind,
    Timetable,
    TimetableError,
    check_to_come,
    move,
    pause_for,
    pause_until,
    replan,
    say_day,
)
from bot.surveys.timetables.planned import Planned, find_running
from bot.surveys.timing import Beginning
from bot.teams.domain import FieldError, Pulse, Roster, TeamError, check_name
from bot.teams.service import TeamService
from bot.teams.timetable_storage import NOT_A_LEAD, Timetables
from bot.zones import can_read_zone

_NOT_BEGUN: Final = (
    "Nothing is planned for this team yet: it has no lead, or has only just begun. Nothing changed."
)


class TimetableService:
    """What leads can do about when their team is asked; each public method is one transaction.

    The team's row is held first, then what is planned for it: a scheduler that opens a round at
    this moment is waited for, or waits and then finds what was stored here.
    """

    def __init__(
        self, database: Database, people: PeopleService, teams: TeamService, secrets: Secrets
    ) -> None:
        self._database = database
        self._people = people
        self._teams = teams
        self._secrets = secrets

    def find_in(self, *, channel_id: str) -> Timetable:
        """Return where the rounds stand of the team that lives in a channel.

        Raises:
            TeamError: the channel has none.

        """
        team = self._teams.find_team_in(channel_id=channel_id)
        if team is None:
            raise TeamError("This channel has no team yet. `/mlops setup` sets one up.")
        return self.get_timetable(team_id=team.id)

    def get_for_lead(self, *, team_id: int, user_id: str) -> Timetable:
        """Return the same of a team, to somebody who leads it.

        Raises:
            TeamError: there is no such team, or they don't lead it.

        """
        found = self.get_timetable(team_id=team_id)
        if user_id not in found.roster.leads:
            raise TeamError(NOT_A_LEAD)
        return found

    def get_timetable(self, *, team_id: int) -> Timetable:
        """Return where a team's rounds stand.

        Raises:
            TeamError: there is no such team.

        """
        roster = self._teams.get_roster(team_id=team_id)
        with self._database.reading() as connection:
            return _read(connection, roster)

    def change_settings(
        self, *, team_id: int, user_id: str, name: str, pulse: Pulse, now: datetime
    ) -> Timetable:
        """Store a team's name, day and hour; the round that runs closes as it was to close.

        Raises:
            FieldError: a field needs another value.
            TeamError: there is no such team, or the person does not lead it.

        """
        name = name.strip()
        check_name(name)
        pulse.check()
        if not can_read_zone(pulse.zone):
            raise FieldError("zone", "Choose a time zone that the bot knows.")
        zones = self._zones(team_id)
        with self._database.writing() as connection:
            timetables = Timetables(connection)
            before = timetables.hold_for_lead(team_id, user_id)
            was = before.team.name
            if name != was:
                timetables.rename(team_id, name)
            has_other_times = pulse != before.team.pulse
            ended = 0
            if has_other_times:
                timetables.set_pulse(team_id, pulse)
                ended = self._replan(connection, before, zones, pulse, now=now)
            if name != was or has_other_times:
                kind = Kind.TIMES if has_other_times else Kind.NAME
                Schedules(connection).add_change(
                    team_id,
                    kind,
                    changed_by=user_id,
                    was=was if name != was else "",
                    ended=ended,
                )
            return _read(connection, timetables.hold(team_id))

    def _replan(
        self,
        connection: Connection,
        before: Roster,
        zones: frozenset[str],
        pulse: Pulse,
        *,
        now: datetime,
    ) -> int:
        """Plan the next round by another day and hour, if one is planned; return what ended."""
        team = before.team
        planned = Schedules(connection).find(team.id)
        if planned is None:
            return 0
        plan = Planned(before, find_running(connection, team.id), planned, zones)
        next_one = replan(
            pulse,
            zones,
            planned,
            since=plan.since(now),
            before=team.pulse,
            now=now,
        )
        next_on = next_one.at(pulse).day
        return self._store(connection, before, next_one, next_on, is_paused=team.is_paused)

    def pause(
        self,
        *,
        team_id: int,
        user_id: str,
        now: datetime,
        weeks: int = 0,
        until: date | None = None,
    ) -> Timetable:
        """Have no round open for some weeks, or before a day; a pause that runs is set anew.

        Raises:
            TimetableError: it cannot be paused so.
            TeamError: there is no such team, or the person does not lead it.

        """

        def rest(plan: Planned) -> Beginning:
            usual = plan.usual(now)
            if until is not None:
                return pause_until(plan.pulse, plan.zones, usual, until)
            return pause_for(plan.pulse, plan.zones, usual, weeks)

        return self._change(team_id, user_id, Kind.PAUSED, rest, now=now)

    def resume(self, *, team_id: int, user_id: str, now: datetime) -> Timetable:
        """End a pause: the next round opens when the team's day and hour come next.

        Raises:
            TimetableError: the team isn't paused.
            TeamError: there is no such team, or the person does not lead it.

        """

        def go_on(plan: Planned) -> Beginning:
            if not plan.roster.team.is_paused:
                raise TimetableError("This team isn't paused, so nothing changed.")
            return plan.usual(now)

        return self._change(team_id, user_id, Kind.RESUMED, go_on, now=now)

    def move_next(self, *, team_id: int, user_id: str, weekday: int, now: datetime) -> Timetable:
        """Put the next round off to a later working day of its week.

        Raises:
            TimetableError: it cannot be put off so.
            TeamError: there is no such team, or the person does not lead it.

        """

        def put_off(plan: Planned) -> Beginning:
            if plan.roster.team.is_paused:
                raise TimetableError(
                    "This team is paused, so there is no round to move. A pause can be ended, or "
                    "set anew until another day."
                )
            return move(plan.pulse, plan.zones, plan.next_one, weekday)

        return self._change(team_id, user_id, Kind.MOVED, put_off, now=now)

    def _change(
        self,
        team_id: int,
        user_id: str,
        kind: Kind,
        decide: Callable[[Planned], Beginning],
        *,
        now: datetime,
    ) -> Timetable:
        zones = self._zones(team_id)
        with self._database.writing() as connection:
            timetables, schedules = Timetables(connection), Schedules(connection)
            roster = timetables.hold_for_lead(team_id, user_id)
            next_one = schedules.find(team_id)
            if next_one is None:
                raise TimetableError(_NOT_BEGUN)
            check_to_come(next_one, now=now)
            plan = Planned(roster, find_running(connection, team_id), next_one, zones)
            then = decide(plan)
            then_on, is_paused = then.at(plan.pulse).day, kind is Kind.PAUSED
            ended = self._store(connection, roster, then, then_on, is_paused=is_paused)
            was = say_day(plan.next_on)
            schedules.add_change(team_id, kind, changed_by=user_id, was=was, ended=ended)
            return _read(connection, timetables.hold(team_id))

    def _store(
        self,
        connection: Connection,
        roster: Roster,
        next_one: Beginning,
        next_on: date,
        *,
        is_paused: bool,
    ) -> int:
        """Store what is planned, and end what would wait for it too long; return how many did."""
        team = roster.team
        Schedules(connection).set(team.id, next_one)
        Timetables(connection).follow(team, next_on, is_paused=is_paused)
        return end_what_waits_too_long(connection, self._secrets, team.id, until=next_one.week)

    def _zones(self, team_id: int) -> frozenset[str]:
        roster = self._teams.get_roster(team_id=team_id)
        asked = [person.user_id for person in roster.participants]
        return frozenset(self._people.list_zones(asked))

    def list_untold(self) -> tuple[tuple[Change, Timetable], ...]:
        """Return what channels are still to be told of, with how the team stands now."""
        with self._database.reading() as connection:
            changes = Schedules(connection).list_untold()
        return tuple((each, self.get_timetable(team_id=each.team_id)) for each in changes)

    def mark_told(self, *, change: Change) -> None:
        """Store that telling of a change is owed."""
        with self._database.writing() as connection:
            Schedules(connection).mark_told(change.id)


def _read(connection: Connection, roster: Roster) -> Timetable:
    team_id = roster.team.id
    next_one = Schedules(connection).list_all().get(team_id)
    return Timetable(roster, find_running(connection, team_id), next_one)
