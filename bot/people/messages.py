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
OPEN_TIMES: Final = "people.times_opened"
OPEN_PAUSE: Final = "people.pause_opened"
PAUSE: Final = "people.pause"
RESUME: Final = "people.resume"

TITLE: Final = "When you work"
_PAUSE_TITLE: Final = "A pause"

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


def settings(times: WorkingTimes, *, today: date) -> list[Block]:
    """Return what App Home shows of somebody's times, with the buttons that change them."""
    said = _in_words(times)
    is_paused = times.paused_until is not None and times.paused_until > today
    if is_paused and times.paused_until is not None:
        said += f"\nNothing comes to you unasked before {_day(times.paused_until)}."
    pause = ("End the pause", RESUME) if is_paused else ("Pause", OPEN_PAUSE)
    buttons = [("Change my times", OPEN_TIMES), pause]
    return [
        blocks.header("When the bot writes to you"),
        blocks.section(f"{said}\nOutside these times nothing comes to you unasked."),
        blocks.actions(
            [blocks.button(text, action_id=action_id, value="home") for text, action_id in buttons]
        ),
    ]


def pause_form() -> Block:
    """Return the form in which somebody says on which day they are back."""
    return blocks.modal(
        _PAUSE_TITLE,
        [
            blocks.field(
                "The day on which you are back",
                blocks.day("until"),
                block_id="until",
                hint="Before it nothing comes to you unasked.",
            )
        ],
        callback_id=PAUSE,
        submit="Pause until then",
        close="Cancel",
    )


def read_pause_form(view: Mapping[str, Any]) -> str:
    """Return the day that somebody chose, as they could have typed it."""
    return view["state"]["values"]["until"]["until"]["selected_date"] or ""


def pause_kept(until: date) -> Block:
    """Return the modal that says until when somebody is left alone."""
    return blocks.modal(_PAUSE_TITLE, [blocks.section(paused(until))])


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


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
        f"Nothing comes to you unasked before {_day(until)}. `/mlops resume` ends the "
        "pause sooner. Statements that you have already can be answered until their week closes."
    )


def resumed(times: WorkingTimes) -> str:
    """Say that a pause is over, or that there was none."""
    if times.paused_until is None:
        return f"There was no pause. {_in_words(times)}"
    return f"The pause is over. {_in_words(times)}"
