"""What leads see of their team's name and times, and the forms in which they change them."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import moment
from bot.slack.values import read_id
from bot.surveys.timetable import Timetable, TimetableError, say_day
from bot.surveys.timing import LONGEST_PAUSE_WEEKS
from bot.teams.domain import LONGEST_NAME, WEEKDAYS, Pulse, TeamError
from bot.teams.messages.hour_fields import hour_fields, read_hour_fields
from bot.teams.messages.parts import bold_name

OPEN_SETTINGS: Final = "rounds.settings_opened"
SETTINGS: Final = "rounds.settings"
OPEN_PAUSE: Final = "rounds.pause_opened"
PAUSE: Final = "rounds.pause"
RESUME: Final = "rounds.resume"
OPEN_MOVE: Final = "rounds.move_opened"
MOVE: Final = "rounds.move"

HOW_TO: Final = (
    "Type `/mlops team` to see when this channel's team is asked. A lead can type `/mlops team "
    "pause 3` (weeks), `/mlops team pause until 2026-01-12`, `/mlops team resume`, or `/mlops team "
    "move Tuesday`."
)
_UNKNOWN: Final = "This doesn't say which team it is for, so nothing changed."
_SETTINGS_TITLE: Final = "The team's settings"
_PAUSE_TITLE: Final = "Pause the pulse"
_MOVE_TITLE: Final = "Move the next round"
_GOES_ON: Final = (
    "is asked nothing while it is paused. A round that runs still closes when it said it would, "
    "and its summary comes. A statement that would wait more than three weeks for answers ends, "
    "and those it has are deleted unseen. Models, handovers, actions and the playbook go on. In "
    "the trend these are weeks without answers, so its ranges widen. The channel is told."
)


def standing(timetable: Timetable) -> str:
    """Say when a team is asked, what runs, and what comes next."""
    team = timetable.roster.team
    lines = [f"{bold_name(team)} is asked on {team.pulse.words}, where each person is."]
    if timetable.running is not None:
        lines.append(f"A round runs; it takes answers until {moment(timetable.running.closes_at)}.")
    lines.append(next_round(timetable))
    return "\n".join(lines)


def next_round(timetable: Timetable) -> str:
    """Say when the next round opens."""
    if timetable.next_on is None:
        return "No round is planned: nobody leads the team, or it has only just begun."
    if timetable.is_paused:
        return f"Paused until {say_day(timetable.next_on)}: nothing is asked until then."
    is_own = timetable.next_one is not None and timetable.next_one.own is not None
    once = ", this once" if is_own else ""
    return f"The next round opens on {say_day(timetable.next_on)}{once}."


def buttons(timetable: Timetable) -> Block:
    """Return what a lead can press about a team's rounds."""
    value = str(timetable.roster.team.id)
    offered = [("Name, day and hour", OPEN_SETTINGS)]
    if timetable.is_paused:
        offered.append(("End the pause", RESUME))
    elif timetable.next_one is not None:
        offered.append(("Pause the pulse", OPEN_PAUSE))
    if timetable.list_days_to_move_to():
        offered.append(("Move the next round", OPEN_MOVE))
    return blocks.actions(
        [blocks.button(text, action_id=action_id, value=value) for text, action_id in offered]
    )


def read_team(value: object) -> int:
    """Return the team that a button or form is about.

    Raises:
        TeamError: it doesn't say.

    """
    team_id = read_id(value)
    if team_id is None:
        raise TeamError(_UNKNOWN)
    return team_id


def settings_form(timetable: Timetable, *, own_zone: str) -> Block:
    """Return the form in which a lead changes a team's name, day, hour and zone."""
    team = timetable.roster.team
    zones = [blocks.option(zone, zone) for zone in dict.fromkeys((team.pulse.zone, own_zone))]
    return blocks.modal(
        _SETTINGS_TITLE,
        [
            blocks.field(
                "Team name",
                blocks.text_input("name", initial=team.name, longest=LONGEST_NAME),
                block_id="name",
                hint="What was sent before keeps the old name.",
            ),
            *hour_fields(
                "Day",
                weekday=team.pulse.weekday,
                hour=team.pulse.hour,
                hint="Each person is asked at this hour where they are, from the next round on. "
                "The one that runs closes when it said it would.",
            ),
            blocks.field(
                "Time zone of the channel",
                blocks.choice("zone", zones, initial=zones[0]),
                block_id="zone",
                hint="The channel gets summaries at the team's hour in this zone.",
            ),
        ],
        callback_id=SETTINGS,
        submit="Keep these",
        close="Cancel",
        private_metadata=str(team.id),
    )


def read_settings_form(view: Mapping[str, Any]) -> tuple[int, str, Pulse]:
    """Return the team, its name, and its day and hour.

    Raises:
        TeamError: the form doesn't say which team.

    """
    team_id, values = read_team(view["private_metadata"]), view["state"]["values"]
    zone = str(values["zone"]["zone"]["selected_option"]["value"])
    name = str(values["name"]["name"]["value"] or "")
    return team_id, name, read_hour_fields(values, zone=zone)


def pause_form(timetable: Timetable) -> Block:
    """Return the form in which a lead says for how many weeks no round opens.

    Raises:
        TimetableError: none is planned.

    """
    if timetable.next_one is None:
        raise TimetableError(f"{next_round(timetable)} Nothing changed.")
    options = [
        blocks.option(f"{_weeks(number)}, until {say_day(day)}", str(number))
        for number, day in enumerate(timetable.list_pauses(), start=1)
    ]
    return blocks.modal(
        _PAUSE_TITLE,
        [
            blocks.section(f"{bold_name(timetable.roster.team)} {_GOES_ON}"),
            blocks.field("For how long", blocks.choice("weeks", options), block_id="weeks"),
        ],
        callback_id=PAUSE,
        submit="Pause",
        close="Cancel",
        private_metadata=str(timetable.roster.team.id),
    )


def _weeks(number: int) -> str:
    return "1 week" if number == 1 else f"{number} weeks"


def read_pause_form(view: Mapping[str, Any]) -> tuple[int, int]:
    """Return the team, and for how many weeks it is paused.

    Raises:
        TeamError: the form doesn't say which team.

    """
    return read_team(view["private_metadata"]), _chosen(view, "weeks")


def move_form(timetable: Timetable) -> Block:
    """Return the form in which a lead puts the next round off to another day of its week.

    Raises:
        TimetableError: there is no such day.

    """
    days = timetable.list_days_to_move_to()
    if not days or timetable.next_on is None:
        raise TimetableError(
            f"{next_round(timetable)} It can't be moved to a later day of that week, so nothing "
            "changed."
        )
    options = [blocks.option(say_day(day), str(day.weekday())) for day in days]
    said = (
        f"The next round of {bold_name(timetable.roster.team)} opens on "
        f"{say_day(timetable.next_on)}. It can open later that week, at the same hour, this once. "
        "It still closes when it would have, and the channel is told."
    )
    return blocks.modal(
        _MOVE_TITLE,
        [
            blocks.section(said),
            blocks.field("To", blocks.choice("weekday", options), block_id="weekday"),
        ],
        callback_id=MOVE,
        submit="Move it",
        close="Cancel",
        private_metadata=str(timetable.roster.team.id),
    )


def read_move_form(view: Mapping[str, Any]) -> tuple[int, int]:
    """Return the team, and the weekday to which its next round is put off.

    Raises:
        TeamError: the form doesn't say which team.

    """
    return read_team(view["private_metadata"]), _chosen(view, "weekday")


def _chosen(view: Mapping[str, Any], name: str) -> int:
    number = read_id(view["state"]["values"][name][name]["selected_option"]["value"])
    return -1 if number is None else number


def stored(timetable: Timetable) -> str:
    """Say how a team stands once a lead has changed something."""
    return f"Stored, and the channel is told.\n{standing(timetable)}"


def stored_form(timetable: Timetable) -> Block:
    """Return the form as it is once that is done."""
    return blocks.modal("Stored", [blocks.section(stored(timetable))])


def read_pause_words(words: str) -> tuple[int, date | None]:
    """Return for how many weeks, or until which day, a lead typed that the team is paused.

    Raises:
        TimetableError: they typed neither.

    """
    typed = words.strip().lower()
    if (number := re.fullmatch(r"([0-9]{1,3})( weeks?)?", typed)) is not None:
        return int(number.group(1)), None
    try:
        return 0, date.fromisoformat(re.sub(r"^until\s+", "", typed))
    except ValueError:
        raise TimetableError(
            f"Type for how many weeks, one to {LONGEST_PAUSE_WEEKS}, as `/mlops team pause 3`, or "
            "until which day, as `/mlops team pause until 2026-01-12`. Nothing changed."
        ) from None


def read_weekday(words: str) -> int:
    """Return the weekday that a lead typed.

    Raises:
        TimetableError: it is no working day.

    """
    typed = words.strip().lower()
    found = [
        n for n, day in enumerate(WEEKDAYS) if len(typed) > 1 and day.lower().startswith(typed)
    ]
    if len(found) != 1:
        raise TimetableError("Type a working day, as `/mlops team move Tuesday`. Nothing changed.")
    return found[0]
