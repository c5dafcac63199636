"""Sentences that several messages about a team share."""

from datetime import datetime
from typing import Final

from bot.delivery.domain import Message
from bot.slack import blocks
from bot.slack.mrkdwn import escape, moment
from bot.teams.domain import FEWEST_TO_SHOW, Roster, Stage, Team

NO_PLACE: Final = (
    "This form doesn't say where it was opened, so nothing was stored. Type the command again."
)


def bold_name(team: Team) -> str:
    """Return a team's name as it stands in a sentence."""
    return f"*{escape(team.name)}*"


def no_longer_leading(team_name: str) -> Message:
    """Return what a message to a team's leads becomes for one who leads it no more."""
    text = f"This no longer needs you: you don't lead *{escape(team_name)}* any more."
    return Message(f"{escape(team_name)}: no longer yours to lead", (blocks.section(text),))


def when_it_begins(roster: Roster, *, now: datetime) -> str:
    """Say when the team is asked next, or what that waits for."""
    match roster.team.stage:
        case Stage.WAITING:
            return "It begins once a lead has accepted."
        case Stage.PAUSED:
            return "It is paused until somebody leads it."
        case Stage.BEGUN:
            return f"Next pulse: {moment(roster.team.pulse.next_after(now))}."


def what_its_size_means(roster: Roster) -> list[str]:
    """Say what can be shown of a team that is small."""
    count = sum(participant.counts for participant in roster.participants)
    if count > FEWEST_TO_SHOW + 1:
        return []
    if count >= FEWEST_TO_SHOW:
        return [
            f"Members besides the leads: {count}. An average needs {FEWEST_TO_SHOW} of them, so it "
            "often comes a week later: a statement stays open until then, for three weeks at most."
        ]
    return [
        f"Members besides the leads: {count}. No average can be shown: it takes {FEWEST_TO_SHOW}. "
        "Consider joining with a neighbouring team, or counting in a parent with other small ones: "
        "`/mlops parent`. Or a lead types `/mlops open`: if everybody agrees, averages are shown "
        "that aren't anonymous."
    ]
