"""What a team's channel is told: that there is a pulse, that it begins, and that it is paused."""

from datetime import datetime

from bot.delivery.domain import Message
from bot.slack import blocks
from bot.slack.mrkdwn import escape, mention, mentions
from bot.teams.domain import Announcement, Roster, Stage
from bot.teams.messages.parts import bold_name, what_its_size_means, when_it_begins


def announcement(told: Announcement, *, now: datetime) -> Message:
    """Return what the channel is told of how the team's pulse stands."""
    if told.roster.team.stage is Stage.PAUSED:
        return _paused(told.roster)
    team, roster = told.roster.team, told.roster
    asked = tuple(person.user_id for person in roster.participants if person.counts)
    lines = [
        _opening(told),
        when_it_begins(roster, now=now),
        *([f"Led by {mentions(roster.leads)}."] if roster.leads else []),
        *([f"Asked: {mentions(asked)}."] if asked else []),
        "Everybody named can decline in the message they get. Whoever joins this channel later is "
        "invited once; `/mlops join` and `/mlops leave` work here at any time.",
        "What is shown: averages, the same to team and leads, each once "
        f"{team.threshold} members have scored the statement. Never who said what.",
        *what_its_size_means(roster),
    ]
    title = f"A weekly pulse for {escape(team.name)}"
    return Message(title, (blocks.section("\n".join(lines)),))


def _opening(told: Announcement) -> str:
    name = bold_name(told.roster.team)
    if told.number == 1:
        return f"{mention(told.planned_by)} set up a weekly pulse for {name} in this channel."
    return f"The weekly pulse that {mention(told.planned_by)} set up for {name} has a lead."


def _paused(roster: Roster) -> Message:
    text = (
        f"The weekly pulse of {bold_name(roster.team)} is paused: nobody leads it any more. "
        "Whoever would like to, types `/mlops lead` here."
    )
    return Message(f"{escape(roster.team.name)}: paused", (blocks.section(text),))
