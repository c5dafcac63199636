"""What people read where the bot has no view of a team's channel."""

from typing import Final

from bot.delivery.domain import Message
from bot.slack import blocks
from bot.slack.mrkdwn import channel, escape
from bot.teams.following import Place, PlaceTelling
from bot.teams.messages.parts import bold_name

NOT_IN_A_CHANNEL: Final = (
    "This is about a team, and a team lives in a channel: type it in the channel of yours."
)
NOT_A_COLLEAGUE: Final = (
    "The bot asks people of its own workspace only, and your account belongs to another one."
)
NOT_HERE: Final = (
    "The bot isn't in this channel, so it can't see who is. Type `/invite @mlops-bot` here, then "
    "the command again."
)
NOT_HERE_EITHER: Final = (
    "The bot isn't in this channel: `/invite @mlops-bot` brings it here, and `/mlops setup` then "
    "sets up a team."
)
DONE_FROM_OUTSIDE: Final = (
    "The bot itself isn't in this channel any more: `/invite @mlops-bot` brings it back."
)
NAME_ONE: Final = "Name one person: `/mlops lead @person`. Without a name you offer to lead."


def place_told(telling: PlaceTelling) -> Message:
    """Return what a lead is told once the bot no longer sees the team's channel."""
    team, where = telling.team, channel(telling.team.channel_id)
    if telling.place is Place.ARCHIVED:
        text = (
            f"{where}, the channel of {bold_name(team)}, is archived. Its pulse goes on: the "
            "statements and the summary come to each person by direct message. Nobody can be "
            "added, and who leaves is not noticed.\nTo go on as before, unarchive the channel and "
            "type `/invite @mlops-bot` in it. To end the pulse, step down in the message with "
            "which you were named: without a lead nobody is asked."
        )
    else:
        text = (
            f"The bot is no longer in {where}, the channel of {bold_name(team)}. The pulse goes "
            "on, and its summary comes to each person by direct message. Who joins the channel is "
            "not invited, and who leaves it is still asked.\nTo mend that, type `/invite "
            "@mlops-bot` in the channel."
        )
    return Message(f"{escape(team.name)}: the bot isn't in its channel", (blocks.section(text),))
