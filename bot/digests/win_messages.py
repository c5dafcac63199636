"""What people see of wins: the form, what is stored, and what the channel reads."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.delivery.domain import Message
from bot.digests.action_places import TAKE_BACK, TOLD
from bot.digests.actions import LONGEST_SENTENCE
from bot.digests.win_service import ToldWin
from bot.digests.wins import Win
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import channel, escape, mention, moment
from bot.teams.domain import Team

TITLE: Final = "Tell a win"

TAKEN_BACK: Final = "Taken back. It goes from the channel, and from every digest that had it."


def form(team: Team, at: datetime) -> Block:
    """Return the form in which somebody tells a win, saying first who reads it, and when."""
    return blocks.modal(
        TITLE,
        [
            blocks.section(f"{channel(team.channel_id)} reads it with your name: {moment(at)}."),
            blocks.field(
                "What went well",
                blocks.text_input("sentence", longest=LONGEST_SENTENCE),
                block_id="sentence",
                hint="One sentence, such as “The churn model saved its first retention budget.”",
            ),
        ],
        callback_id=TOLD,
        submit="Tell the channel",
        close="Cancel",
        private_metadata=team.channel_id,
    )


def read_form(view: Mapping[str, Any]) -> tuple[str, str]:
    """Return the channel and what somebody wrote."""
    return view["private_metadata"], view["state"]["values"]["sentence"]["sentence"]["value"] or ""


def stored(told: ToldWin) -> tuple[Block, ...]:
    """Return what somebody reads who has told a win, with the way to take it back."""
    text = (
        f"Stored: “{escape(told.win.sentence)}” {channel(told.team.channel_id)} reads it with your "
        f"name: {moment(told.at)}. The next digest has it too."
    )
    row = blocks.actions(
        [blocks.button("Take it back", action_id=TAKE_BACK, value=str(told.win.id))]
    )
    return (blocks.section(text), row)


def stored_modal(told: ToldWin) -> Block:
    """Return the same in place of the form."""
    return blocks.modal(TITLE, stored(told))


def taken_back() -> Block:
    """Return the modal that says a win is gone."""
    return blocks.modal(TITLE, [blocks.section(TAKEN_BACK)])


def post(win: Win, team: Team) -> Message:
    """Return what the channel reads."""
    text = (
        f"*A win for {escape(team.name)}*, told by {mention(win.user_id)}\n{escape(win.sentence)}"
    )
    shown = (
        blocks.section(text),
        blocks.context("`/mlops win` and a sentence tells the channel of another."),
    )
    return Message(f"A win for {escape(team.name)}: {escape(win.sentence)}", shown)
