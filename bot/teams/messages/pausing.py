"""What the only lead of a team is asked before they step down or leave: that pauses its pulse."""

from enum import StrEnum
from typing import Final

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import channel, mentions
from bot.teams.domain import Roster, TeamError
from bot.teams.messages.parts import bold_name

PAUSED: Final = "team.paused"

_MOST_NAMED: Final = 5


class Step(StrEnum):
    """What a team's only lead is about to do."""

    LEAVE = "leave"
    STEP_DOWN = "step-down"


def pause_form(roster: Roster, step: Step) -> Block:
    """Return the form that says what follows, who could lead instead, and asks whether to do it."""
    team, leaves = roster.team, step is Step.LEAVE
    text = (
        f"You are the only lead of {bold_name(team)}. If you {'leave' if leaves else 'step down'}, "
        "its pulse is paused: nobody is asked until somebody leads it, and "
        f"{channel(team.channel_id)} is told so.\n{_who_could(roster)}"
    )
    return blocks.modal(
        "Pause the pulse?",
        [blocks.section(text)],
        callback_id=PAUSED,
        submit="Leave and pause it" if leaves else "Step down and pause",
        close="Go on leading",
        private_metadata=f"{step}:{team.channel_id if leaves else team.id}",
    )


def _who_could(roster: Roster) -> str:
    members = tuple(person.user_id for person in roster.participants if person.counts)
    if not members:
        return "Nobody else takes part who could lead it."
    named, more = members[:_MOST_NAMED], len(members) - _MOST_NAMED
    others = f" and {more} more" if more > 0 else ""
    return (
        "To hand it on, close this and type `/mlops lead @person` in the channel. Once they have "
        f"accepted, nothing pauses. Who takes part: {mentions(named)}{others}."
    )


def read_pause_form(text: object) -> tuple[Step, str]:
    """Return what the only lead does, and the channel that they leave or the team of which.

    Raises:
        TeamError: the form doesn't say.

    """
    step, _, where = str(text).partition(":")
    if step not in set(Step):
        raise TeamError("This form doesn't say which team it is for, so nothing changed.")
    return Step(step), where


def stands_now(text: str) -> Block:
    """Return the form as it is once that is done: how they stand."""
    return blocks.modal("Done", [blocks.section(text)])
