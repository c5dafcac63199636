"""What people see of their working times: the form, and how they stand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from bot.people.domain import (
    WEEKDAYS,
    TimesError,
    WorkingTimes,
    read_days_off,
    write_days_off,
)
from bot.slack import blocks
from bot.slack.blocks import Block

TIMES: Final = "people.times"

TITLE: Final = "When you work"

_TEAM: Final = "team"
_LONGEST_DAYS_OFF: Final = 600


def times_form(times: WorkingTimes) -> Block:
    """Return the form in which somebody says when they work."""
    weekdays = [blocks.option(name, str(number)) for number, name in enumerate(WEEKDAYS)]
    starts = [blocks.option(f"{hour:02d}:00", str(hour)) for hour in range(24)]
    ends = [blocks.option(f"{hour:02d}:00", str(hour)) for hour in range(1, 25)]
    as_team = blocks.option("As the team", _TEAM)
    day, hour = times.pulse_on or (None, None)
    return blocks.modal(
        TITLE,
        [
            blocks.section(
                "Outside these times the bot never writes to you unasked, and on a working day at "
                f"most once. Hours are in your time zone, {times.zone}, as Slack has it."
            ),
            blocks.field(
                "Working days",
                blocks.checkboxes(
                    "weekdays", weekdays, initial=[weekdays[d] for d in sorted(times.weekdays)]
                ),
                block_id="weekdays",
            ),
            blocks.field(
                "From",
                blocks.choice("starts", starts, initial=starts[times.starts]),
                block_id="starts",
            ),
            blocks.field(
                "Until", blocks.choice("ends", ends, initial=ends[times.ends - 1]), block_id="ends"
            ),
            blocks.field(
                "Day of the pulse",
                blocks.choice(
                    "day", [as_team, *weekdays], initial=as_team if day is None else weekdays[day]
                ),
                block_id="day",
            ),
            blocks.field(
                "Hour of the pulse",
                blocks.choice(
                    "hour", [as_team, *starts], initial=as_team if hour is None else starts[hour]
                ),
                block_id="hour",
                hint="Leave both to the team, or choose both.",
            ),
            blocks.field(
                "Days off",
                blocks.text_input(
                    "days_off",
                    initial=write_days_off(times.days_off),
                    longest=_LONGEST_DAYS_OFF,
                    is_long=True,
                ),
                block_id="days_off",
                hint="Such as 2026-12-24, 2026-12-28 to 2026-12-31.",
                is_optional=True,
            ),
        ],
        callback_id=TIMES,
        submit="Keep these times",
        close="Cancel",
    )


def read_times_form(view: Mapping[str, Any], times: WorkingTimes, *, today: date) -> WorkingTimes:
    """Return the times that somebody filled in over the ones they had.

    Raises:
        TimesError: the days off cannot be read, or only one of day and hour is chosen.

    """
    values = view["state"]["values"]
    return replace(
        times,
        weekdays=frozenset(
            int(option["value"]) for option in values["weekdays"]["weekdays"]["selected_options"]
        ),
        starts=int(_chosen(values, "starts")),
        ends=int(_chosen(values, "ends")),
        pulse_on=_pulse_on(_chosen(values, "day"), _chosen(values, "hour")),
        days_off=read_days_off(values["days_off"]["days_off"]["value"] or "", today=today),
    )


def _pulse_on(day: str, hour: str) -> tuple[int, int] | None:
    if day == hour == _TEAM:
        return None
    if _TEAM in (day, hour):
        missing = "day" if day == _TEAM else "hour"
        raise TimesError(f"Choose the {missing} too, or leave both to the team.", field=missing)
    return int(day), int(hour)


def _chosen(values: Mapping[str, Any], name: str) -> str:
    return str(values[name][name]["selected_option"]["value"])


def times_kept(times: WorkingTimes) -> Block:
    """Return the modal that says the times are stored."""
    return blocks.modal(TITLE, [blocks.section(f"Stored. {_in_words(times)}")])


def _in_words(times: WorkingTimes) -> str:
    days = ", ".join(WEEKDAYS[day] for day in sorted(times.weekdays))
    said = f"You work {days}, {times.starts:02d}:00 to {times.ends:02d}:00 ({times.zone})."
    if times.pulse_on is not None:
        weekday, hour = times.pulse_on
        said += f" From the next week on, the pulse comes on {WEEKDAYS[weekday]}s at {hour:02d}:00."
    if times.days_off:
        said += f" Days off: {write_days_off(times.days_off)}."
    return said


def paused(until: date) -> str:
    """Say that somebody is left alone, and until when."""
    return (
        f"Nothing comes to you unasked before {until.day} {until:%B %Y}. `/mlops resume` ends the "
        "pause sooner. Statements that you have already can be answered until their week closes."
    )


def resumed(times: WorkingTimes) -> str:
    """Say that a pause is over, or that there was none."""
    if times.paused_until is None:
        return f"There was no pause. {_in_words(times)}"
    return f"The pause is over. {_in_words(times)}"
