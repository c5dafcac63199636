"""Everybody's weeks beside a calendar worked out independently.

People of forty zones over six weeks with clock changes in the north and the south, working hours
and days of their own, days off, and an outage of 75 hours, planned by three processes whose clocks
differ.
"""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bot.clock import MovableClock
from bot.database import Database, UtcDateTime
from bot.delivery.service import DeliveryService
from bot.people.domain import DaysOff, WorkingTimes
from bot.people.service import PeopleService
from bot.resources import folder
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.jobs import SurveyJobs
from bot.surveys.plan_service import PlanService
from bot.surveys.respondents import Secrets
from bot.surveys.service import SurveyService
from bot.teams.domain import Pulse, TeamPlan
from bot.teams.service import TeamService

A_TEAM: Final = 50
FIRST_WEEK: Final = date(2026, 3, 2)  # The United States change on 8 March, Europe on 29 March.
WEEKS: Final = 6
STARTS: Final = datetime(2026, 2, 27, 12, tzinfo=UTC)
ENDS: Final = datetime(2026, 4, 11, 12, tzinfo=UTC)
OUTAGE: Final = (datetime(2026, 3, 14, 3, tzinfo=UTC), datetime(2026, 3, 17, 6, tzinfo=UTC))

ZONES: Final = (
    "Pacific/Auckland", "Pacific/Chatham", "Australia/Sydney", "Australia/Adelaide",
    "Australia/Lord_Howe", "Australia/Brisbane", "Asia/Tokyo", "Asia/Seoul", "Asia/Shanghai",
    "Asia/Singapore", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dubai", "Asia/Tehran",
    "Asia/Jerusalem", "Europe/Istanbul", "Europe/Helsinki", "Europe/Kyiv", "Africa/Cairo",
    "Africa/Johannesburg", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Africa/Lagos",
    "Africa/Casablanca", "Europe/London", "Europe/Lisbon", "Atlantic/Azores", "America/St_Johns",
    "America/Halifax", "America/Sao_Paulo", "America/Santiago", "America/New_York",
    "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "Pacific/Kiritimati",
)  # fmt: skip
assert len(ZONES) == 40


def a_population(people: int, chance: random.Random) -> dict[str, WorkingTimes]:
    """People of every zone; a third with hours, days off or a pulse time of their own."""
    times: dict[str, WorkingTimes] = {}
    for number in range(people):
        usual = WorkingTimes(zone=ZONES[number % len(ZONES)])
        match chance.randrange(9):
            case 0:
                own = WorkingTimes(zone=usual.zone, starts=7, ends=15, pulse_on=(2, 11))
            case 1:
                off = DaysOff(date(2026, 3, 23), date(2026, 3, 24))
                own = WorkingTimes(zone=usual.zone, days_off=(off,))
            case 2:
                own = WorkingTimes(zone=usual.zone, weekdays=frozenset({6, 0, 1, 2, 3}))
            case _:
                own = usual
        times[f"U{number:05d}"] = own
    return times


def make_teams(database: Database, times: dict[str, WorkingTimes]) -> dict[str, Pulse]:
    """Set up teams whose members work all over the world; return whose pulse is when."""
    people, teams = PeopleService(database), TeamService(database)
    everybody = list(times)
    pulses: dict[str, Pulse] = {}
    for number in range(len(everybody) // A_TEAM):
        members = tuple(everybody[number * A_TEAM : (number + 1) * A_TEAM])
        pulse = Pulse(weekday=number % 3, hour=9 + number % 4, zone=ZONES[number % len(ZONES)])
        plan = TeamPlan(
            name=f"Team {number}",
            channel_id=f"C{number:05d}",
            is_private=True,
            pulse=pulse,
            leads=members[:1],
            members=members[1:],
            planned_by=members[0],
        )
        teams.set_up_team(plan=plan, now=STARTS)
        pulses.update(dict.fromkeys(members, pulse))
    people.learn_zones(zones={user_id: own.zone for user_id, own in times.items()})
    for user_id, own in times.items():
        if own != WorkingTimes(zone=own.zone):
            people.change_times(user_id=user_id, times=own)
    return pulses


class Process:
    """One of the processes that plan; its clock is its own."""

    def __init__(self, database: Database, clock: MovableClock) -> None:
        people, teams = PeopleService(database), TeamService(database)
        secrets = Secrets((b"one secret of thirty-two bytes....",))
        surveys = SurveyService(database, people, teams, load_bank(folder("knowledge")), secrets)
        self.clock = clock
        self.surveys = surveys
        self.jobs = SurveyJobs(
            surveys,
            PlanService(database, people, teams),
            DeliveryService(database),
            clock,
            is_confidential=lambda _: True,
        )


def the_week_opens(pulse: Pulse, week: date, zones: set[str]) -> datetime:
    """Work out in which of these zones the team's hour of a week comes first."""
    local = datetime.combine(week + timedelta(days=pulse.weekday), time(pulse.hour))
    return min(local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for zone in zones)


def the_sheet_is_due(own: WorkingTimes, pulse: Pulse, week: date, opens: datetime) -> datetime:
    """Work out, trying quarter of an hour after quarter of an hour, when a sheet is due."""
    weekday, hour = own.pulse_on or (pulse.weekday, pulse.hour)
    wanted = datetime.combine(week + timedelta(days=weekday), time(hour), ZoneInfo(own.zone))
    moment = max(wanted.astimezone(UTC), opens)
    while not is_at_work(own, moment):
        moment += timedelta(minutes=15)
    return moment


def is_at_work(own: WorkingTimes, moment: datetime) -> bool:
    local = moment.astimezone(ZoneInfo(own.zone))
    is_off = any(off.first <= local.date() <= off.last for off in own.days_off)
    return local.weekday() in own.weekdays and own.starts <= local.hour < own.ends and not is_off


def expected_sheets(
    times: dict[str, WorkingTimes], pulses: dict[str, Pulse]
) -> dict[tuple[str, str], datetime]:
    """Say for everybody and every week when the sheet is due."""
    everybody = list(times)
    weeks = [FIRST_WEEK + timedelta(weeks=number) for number in range(WEEKS)]
    expected: dict[tuple[str, str], datetime] = {}
    for start in range(0, len(everybody), A_TEAM):
        members = everybody[start : start + A_TEAM]
        pulse = pulses[members[0]]
        zones = {times[user_id].zone for user_id in members} | {pulse.zone}
        for week in weeks:
            opens = the_week_opens(pulse, week, zones)
            for user_id in members:
                due = the_sheet_is_due(times[user_id], pulse, week, opens)
                expected[str(week), user_id] = due
    return expected


@dataclass(frozen=True)
class Comparison:
    """What the deliveries say beside the calendar: sheets by week and person."""

    sheets: int
    missing: int
    unexpected: int
    at_another_time: int
    twice: int
    states: frozenset[str]


def plan_and_compare(database: Database, *, people: int) -> Comparison:
    """Plan six weeks for so many people, and hold what was planned against the calendar."""
    chance = random.Random(20260302)  # noqa: S311 - the same people in every run
    times = a_population(people, chance)
    pulses = make_teams(database, times)
    processes = [Process(database, MovableClock(STARTS, flows=False)) for _ in range(3)]

    moment = STARTS
    while moment < ENDS:
        if not OUTAGE[0] <= moment < OUTAGE[1]:
            process = chance.choice(processes)
            skew = timedelta(seconds=chance.randrange(-90, 90))
            process.clock.move_to(max(process.clock.now(), moment + skew))
            while process.jobs.turn():
                pass
        moment += timedelta(hours=3)

    return compare(database, expected_sheets(times, pulses))


def compare(database: Database, expected: dict[tuple[str, str], datetime]) -> Comparison:
    """Hold the deliveries against what the calendar says."""
    with database.reading() as connection:
        query = text("SELECT key, due_at, state FROM delivery WHERE key LIKE 'pulse:%'")
        rows = connection.execute(query.columns(due_at=UtcDateTime)).all()
    sheets = [row for row in rows if not row.key.endswith(":closed")]
    found: dict[tuple[str, str], datetime] = {}
    for row in sheets:
        _, _, week, user_id = row.key.split(":")
        found[week, user_id] = row.due_at
    return Comparison(
        sheets=len(sheets),
        missing=len(expected.keys() - found.keys()),
        unexpected=len(found.keys() - expected.keys()),
        at_another_time=sum(found[key] != expected[key] for key in found.keys() & expected.keys()),
        twice=len(sheets) - len(found),
        states=frozenset(row.state for row in sheets),
    )
