"""What a team's channel is told once a lead has changed its name or times."""

from datetime import timedelta

from bot.delivery.domain import Message
from bot.slack import blocks
from bot.slack.mrkdwn import escape, mention
from bot.surveys.timetable import Change, Kind, Timetable, say_day
from bot.teams.messages.parts import bold_name


def announced(change: Change, timetable: Timetable) -> Message | None:
    """Return what the channel is told of a change, as things stand by now.

    None where they were changed again meanwhile, of which it is told instead.
    """
    team = timetable.roster.team
    said = _said(change, timetable)
    if said is None:
        return None
    if change.ended:
        said += f" {_ended(change.ended)}"
    return Message(f"{escape(team.name)}: when the pulse comes", (blocks.section(said),))


def _said(change: Change, timetable: Timetable) -> str | None:
    by, name, next_on = mention(change.changed_by), bold_name(timetable.roster.team), ""
    if timetable.next_on is not None:
        next_on = say_day(timetable.next_on)
    is_moved = timetable.next_one is not None and timetable.next_one.own is not None
    match change.kind:
        case Kind.NAME:
            return f"{by} renamed this team: what was *{escape(change.was)}* is {name} from now on."
        case Kind.TIMES:
            return _times(change, timetable)
        case Kind.PAUSED if timetable.is_paused:
            return (
                f"{by} paused the weekly pulse of {name} until {next_on}: nothing is asked until "
                f"then{_what_is_open(timetable)}."
            )
        case Kind.RESUMED if next_on and not timetable.is_paused:
            return f"{by} ended the pause of {name}: the next pulse comes on {next_on}."
        case Kind.MOVED if is_moved and not timetable.is_paused:
            return f"{by} moved the next pulse of {name} from {change.was} to {next_on}."
    return None


def _times(change: Change, timetable: Timetable) -> str:
    team = timetable.roster.team
    before = f" (*{escape(change.was)}* until now)" if change.was else ""
    said = (
        f"{mention(change.changed_by)} set the weekly pulse of {bold_name(team)}{before} to "
        f"{team.pulse.words}, where each person is"
    )
    if timetable.next_on is None:
        return f"{said}."
    day = say_day(timetable.next_on)
    if timetable.is_paused:
        return f"{said}: it is paused until {day}{_what_is_open(timetable)}."
    if timetable.next_on.weekday() != team.pulse.weekday:
        return f"{said}: the next comes on {day} once more{_what_is_open(timetable)}."
    return f"{said}: the next comes on {day}{_left_out(timetable)}{_what_is_open(timetable)}."


def _left_out(timetable: Timetable) -> str:
    """Name the week in which nothing is asked, where there is one."""
    running, next_one = timetable.running, timetable.next_one
    if running is None or next_one is None:
        return ""
    between = (next_one.week - running.week).days // 7 - 1
    if between < 1:
        return ""
    week = running.week + timedelta(weeks=1)
    return f", so nothing new is asked in the week of {week.day} {week:%B}"


def _what_is_open(timetable: Timetable) -> str:
    if timetable.running is None:
        return ""
    return ", and what is open now closes when it said it would"


def _ended(count: int) -> str:
    # Which model is feared is no statement, and may be among them.
    if count == 1:
        return "One question that waited for more answers ends with it; they are deleted unseen."
    return f"{count} questions that waited for more answers end with it; they are deleted unseen."
