"""What App Home shows of the playbook: a box to ask in."""

from typing import Final

from bot.playbook.messages.places import shorten
from bot.playbook.questions import LONGEST_QUESTION
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape

ASKED: Final = "playbook.asked_at_home"

_HEADER: Final = "Ask the playbook"
_HINT: Final = (
    "Such as “how often should we retrain”. Enter sends it; the answer is under Messages."
)
_LONGEST_SHOWN: Final = 300


def you_asked(text: str) -> Block:
    """Return what stands above an answer: the question, since its box is elsewhere."""
    return blocks.context(f"You asked: {escape(shorten(text, _LONGEST_SHOWN))}")


def box(number: int, *, is_answered: bool) -> list[Block]:
    """Return the box; another `number` empties it, since Slack keeps what is typed by its id."""
    element = blocks.text_input(ASKED, longest=LONGEST_QUESTION)
    element["dispatch_action_config"] = {"trigger_actions_on": ["on_enter_pressed"]}
    field = blocks.field("Your question", element, block_id=f"ask.{number}", hint=_HINT)
    field["dispatch_action"] = True
    answered = [blocks.context("Your last question is answered under *Messages*.")]
    return [blocks.header(_HEADER), field, *(answered if is_answered else [])]
