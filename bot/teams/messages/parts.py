"""Sentences that several messages about a team share."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.delivery.domain import Message
from bot.slack import blocks
from bot.slack.mrkdwn import escape
from bot.teams.domain import (
    FEWEST_TO_SHOW,
    MOST_IN_OPEN_ROUNDS,
    WEEKDAYS,
    Roster,
    Stage,
    Team,
)
from bot.zones import read_zone

_FIRST_OF_ALL: Final = "Etc/GMT-14"
"""The zone in which every hour comes first."""

_ABOUT_OPEN_ROUNDS: Final = (
    "• `/mlops open` in the channel: a lead has everybody asked whether averages may be shown that "
    "aren't anonymous. It takes three people, leads among them, and all must agree."
)

NO_PLACE: Final = (
    "This form doesn't say where it was opened, so nothing was stored. Type the command again."
)


def bold_name(team: Team) -> str:
    """Return a team's name as it stands in a sentence."""
    return f"*{escape(team.name)}*"


def no_longer_leading(team_name: str) -> Message:
    """Return what a message to a team's leads becomes for somebody who no longer leads it."""
    text = f"This no longer needs you: you don't lead *{escape(team_name)}* any more."
    return Message(f"{escape(team_name)}: no longer yours to lead", (blocks.section(text),))


def when_it_begins(roster: Roster, *, now: datetime) -> str:
    """Say when the team is asked next, or what that waits for."""
    match roster.team.stage:
        case Stage.WAITING:
            return "The pulse begins once a lead has accepted."
        case Stage.PAUSED:
            return "The pulse is paused until somebody leads it."
        case Stage.BEGUN:
            if (rest := _resting(roster.team)) is not None:
                return rest
            day, hour = _next_day(roster.team, now=now), f"{roster.team.pulse.hour:02d}:00"
            return f"Next pulse: {day} at {hour}, where each person is."


def when_next(roster: Roster, *, now: datetime) -> str:
    """Say the same to somebody who has just read at which hour of which weekday they are asked."""
    if roster.team.stage is not Stage.BEGUN or roster.team.is_paused:
        return when_it_begins(roster, now=now)
    return f"The next come on {_next_day(roster.team, now=now)}."


def _resting(team: Team) -> str | None:
    """Say until when a lead has paused the team."""
    if not team.is_paused or team.next_on is None:
        return None
    day = f"{team.next_on:%A} {team.next_on.day} {team.next_on:%B}"
    return f"Paused until {day}: nothing is asked until then."


def _next_day(team: Team, *, now: datetime) -> str:
    """Name the day of the next pulse.

    A week begins where its hour comes first among the people asked. While it is that hour
    somewhere on earth and not yet in the team's own zone, the date is left out.
    """
    pulse = team.pulse
    day = pulse.next_after(now).astimezone(read_zone(pulse.zone)).date()
    if team.next_on is not None:
        planned = replace(pulse, weekday=team.next_on.weekday())
        if planned.begins(team.next_on - timedelta(days=planned.weekday)) > now:
            day, pulse = team.next_on, planned
    week = day - timedelta(days=day.weekday())
    date = "" if pulse.begins(week, _FIRST_OF_ALL) <= now else f" {day.day} {day:%B}"
    return f"{WEEKDAYS[pulse.weekday]}{date}"


def what_its_size_means(roster: Roster) -> list[str]:
    """Say what can be shown of a team that is small."""
    count = sum(participant.counts for participant in roster.participants)
    threshold = roster.team.threshold
    if count > threshold + 1:
        return []
    if count >= threshold:
        return [
            f"Members besides the leads: {count}. An average takes the scores of {threshold}, "
            "so it often comes a week later: a statement stays open until then, for three weeks at "
            "most."
        ]
    return [
        f"Members besides the leads: {count}. An average takes the scores of {threshold}, so "
        "none can be shown. What helps:",
        *_how_to_lower(roster),
        "• More members: whoever is in the channel can type `/mlops join`.",
        *([_ABOUT_OPEN_ROUNDS] if count <= MOST_IN_OPEN_ROUNDS else []),
        "• `/mlops parent` in another channel: a lead has this team and other small ones shown "
        "together.",
    ]


def _how_to_lower(roster: Roster) -> list[str]:
    """Say that a threshold beyond the team's size can be lowered, while it can."""
    if roster.team.is_threshold_fixed or roster.team.threshold == FEWEST_TO_SHOW:
        return []
    return [
        f"• `/mlops threshold {FEWEST_TO_SHOW}` in the channel: until the first pulse a lead can "
        "have fewer members stand behind each average."
    ]
