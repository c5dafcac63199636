"""What App Home shows of the pulse: what is waiting, what was shown last, and a lead's rounds."""

from collections.abc import Sequence
from typing import Final

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape, moment
from bot.surveys.domain import Round, Summary
from bot.surveys.messages.fear import what_is_feared
from bot.surveys.messages.summary import week
from bot.surveys.messages.timetable import buttons, next_round
from bot.surveys.overview import Overview
from bot.teams.domain import Stage

_MOST_RELEASED: Final = 5


def waiting(overviews: Sequence[Overview]) -> list[Block]:
    """Return which sheets take answers.

    Whether they are answered is left out: nobody rewrites a Home when the week closes, so it would
    go on telling Slack who took part.
    """
    if not overviews:
        return []
    running = [o for o in overviews if o.running is not None]
    lines = [
        f"*{escape(o.roster.team.name)}*, {week(o.running.week)}: answers are taken until "
        f"{moment(o.running.closes_at)}. Your statements come under *Messages*, at your hour."
        for o in running
        if o.running is not None
    ]
    if not lines:
        lines = ["No statements are open just now."]
    return [blocks.header("Waiting for you"), blocks.section("\n".join(lines))]


def latest(summary: Summary) -> list[Block]:
    """Return what a week showed, as the team was sent it."""
    lines = [
        f"*{released.mean}*  {escape(released.item.text)}"
        for released in summary.released[:_MOST_RELEASED]
    ]
    left = len(summary.released) - len(lines)
    if left:
        lines.append(f"And {left} more in the summary.")
    if not lines:
        lines = ["No average could be shown."]
    about = (
        "An open round: averages of however many answers, not anonymous."
        if summary.is_shown_open
        else f"Averages from 1 to 5, of {summary.threshold}+ members. Team and leads see the same."
    )
    feared = [] if summary.feared is None else [blocks.section(what_is_feared(summary.feared))]
    return [
        blocks.header(f"{summary.team_name}, {week(summary.round.week)}"[:150]),
        blocks.section("\n".join(lines)),
        *feared,
        blocks.context(about),
    ]


def leading(overview: Overview, *, shown: Summary | None) -> list[Block]:
    """Return where the rounds of a team stand, for somebody who leads it.

    Args:
        overview: the team.
        shown: its last summary, once the team was sent it.

    """
    team = overview.roster.team
    lines = [f"*{escape(team.name)}*, asked {team.pulse.words}", _next(overview)]
    if shown is not None:
        lines.append(_participation(shown))
    lines.append(
        "In the team's channel: `/mlops team` does what these buttons do, `/mlops packs` adds "
        "statements, `/mlops improve` sets an action, `/mlops lead @person` names another lead, "
        "`/mlops leave` stops leading."
    )
    return [blocks.section("\n".join(lines)), buttons(overview.timetable)]


def _next(overview: Overview) -> str:
    if overview.roster.team.stage is not Stage.BEGUN or overview.next_one is None:
        return "No round is planned: nobody leads the team, or it has only just begun."
    comes = next_round(overview.timetable)
    asked = len(overview.roster.participants)
    people = "1 person" if asked == 1 else f"{asked} people"
    if overview.timetable.is_paused:
        runs = "" if overview.running is None else _runs(overview.running)
        return f"{runs}{comes} Then {people} will be asked."
    if overview.running is None:
        return f"{comes} {people} will be asked."
    return f"{_runs(overview.running)}{comes} {people} will be asked."


def _runs(running: Round) -> str:
    return f"A round runs until {moment(running.closes_at)}. "


def _participation(summary: Summary) -> str:
    """Say how far a week came, in what its summary showed anyhow: no number of people who answered.

    In an open round the rule of five is not what decides.
    """
    ended = len(summary.released) + len(summary.unshown) + len(summary.held)
    if summary.is_shown_open:
        return f"Last week: {len(summary.released)} of {ended} statements had answers."
    return (
        f"Last week {len(summary.asked)} were asked; {len(summary.released)} of {ended} statements "
        f"have been scored by {summary.threshold} members or more."
    )
