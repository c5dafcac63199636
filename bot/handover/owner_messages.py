"""What somebody is asked of whom something suggests that a model is theirs."""

from typing import Final

from bot.delivery.domain import Message
from bot.handover.domain import Model, ModelError, Origin, Suggestion, SuggestionStanding
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape, mention
from bot.slack.values import read_ids

SUGGESTED_MINE: Final = "model.suggested_mine"
SUGGESTED_NOT: Final = "model.suggested_not"

OWNER: Final = "modelowner"
"""How the delivery keys begin of what supposed owners are asked."""

_ORIGINS: Final = {
    Origin.PERSON: "Whoever added it to the register says so",
    Origin.CSV: "A table of models says so",
    Origin.TAG: "Its `owner` tag in MLflow says so",
    Origin.RUN: "Your login made its newest version in MLflow",
}


def suggested_key(suggestion: Suggestion, user_id: str) -> str:
    """Return the delivery key of what a supposed owner is asked."""
    return f"{OWNER}:{suggestion.id}:{user_id}"


def read_suggested_key(key: str) -> int:
    """Return the suggestion of a delivery key."""
    return int(key.split(":")[1])


def owner_asked(model: Model, suggestion: Suggestion, user_id: str) -> Message:
    """Return what a supposed owner is asked, and sees again after a press."""
    name = f"*{escape(model.title)}*"
    buttons: list[Block] = []
    value = f"{model.id}:{suggestion.id}"
    mine = blocks.button("Mine", action_id=SUGGESTED_MINE, value=value, is_chosen=True)
    if model.owner_id == user_id:
        text = f"You own the model {name}. `/mlops model {model.name}` shows it."
    elif model.owner_id is not None:
        text = f"{mention(model.owner_id)} owns the model {name}, so nothing is asked of you."
    elif suggestion.standing is SuggestionStanding.DECLINED:
        text = f"The model {name} isn't yours; you won't be asked about it again."
        buttons = [mine]
    else:
        text = (
            f"Is the model {name} yours? {_ORIGINS[suggestion.origin]}. An owner is who is asked "
            "about it, and who hands it over one day; nobody is made one unasked."
        )
        not_mine = blocks.button("Not mine", action_id=SUGGESTED_NOT, value=value)
        buttons = [mine, not_mine]
    row = [blocks.actions(buttons)] if buttons else []
    return Message(f"Is {escape(model.title)} yours?", (blocks.section(text), *row))


def read_suggestion(value: object) -> tuple[int, int]:
    """Return the model and the suggestion that a button belongs to.

    Raises:
        ModelError: the button carries none.

    """
    ids = read_ids(value, count=2)
    if ids is None:
        raise ModelError("This button doesn't say which model it is for, so nothing changed.")
    return ids[0], ids[1]
