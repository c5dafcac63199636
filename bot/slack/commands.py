"""The one slash command: finds the subcommand, and writes its help from the list of them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.errors import UserFacingError
from bot.slack import blocks
from bot.slack.alone import show_alone
from bot.slack.bolt import put_into_words

COMMAND = "/mlops"

_ALSO_HELP: Final = {"": "help", "?": "help"}


@dataclass(frozen=True)
class Invocation:
    """Somebody typed a subcommand.

    Attributes:
        user_id: who typed it.
        channel_id: where.
        words: what stands behind the subcommand's name.
        trigger_id: opens one modal, within three seconds.
        client: Slack.
        reply: shows a text to them alone.
        show: shows them alone a text in blocks; the text is what notifications say.

    """

    user_id: str
    channel_id: str
    words: str
    trigger_id: str
    client: WebClient
    reply: Callable[[str], None]
    show: Callable[[str, Sequence[blocks.Block]], None]

    @property
    def is_in_channel(self) -> bool:
        """Whether it was typed in a channel, where a team can be, and not in direct messages."""
        return self.channel_id.startswith(("C", "G"))


@dataclass(frozen=True)
class Subcommand:
    """One thing that `/mlops` can do: its name, how it is typed, and what it does in a line."""

    name: str
    usage: str
    summary: str
    run: Callable[[Invocation], None]


class Commands:
    """Routes `/mlops …` to the features' subcommands."""

    def __init__(self, subcommands: Sequence[Subcommand]) -> None:
        help_itself = Subcommand("help", "help", "This list", self._help)
        self._subcommands = {sub.name: sub for sub in (*subcommands, help_itself)}

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.command(COMMAND)(self.typed)

    def typed(self, ack: Ack, command: dict[str, str], client: WebClient, respond: Respond) -> None:
        """Somebody typed the command: acknowledge at once, then do it."""
        ack()
        name, _, words = command.get("text", "").strip().partition(" ")

        def show(text: str, shown: Sequence[blocks.Block]) -> None:
            show_alone(respond, client, user_id=command["user_id"], text=text, blocks=shown)

        def reply(text: str) -> None:
            show(text, [blocks.section(text)])

        invocation = Invocation(
            user_id=command["user_id"],
            channel_id=command["channel_id"],
            words=words.strip(),
            trigger_id=command["trigger_id"],
            client=client,
            reply=reply,
            show=show,
        )
        subcommand = self._subcommands.get(_ALSO_HELP.get(name, name.lower()))
        if subcommand is None:
            reply(f"{_no_such(name)}\n{self._list()}")
            return
        try:
            subcommand.run(invocation)
        except UserFacingError as error:
            # Said here: Bolt can take back what was acknowledged when a listener fails right after.
            reply(put_into_words(error))

    def _help(self, invocation: Invocation) -> None:
        invocation.reply(self._list())

    def _list(self) -> str:
        lines = [f"• `{COMMAND} {sub.usage}` – {sub.summary}" for sub in self._subcommands.values()]
        return "\n".join(["*What you can type*", *lines])


def _no_such(name: str) -> str:
    """Say that there is no such subcommand; what is not a plain word is not repeated."""
    if re.fullmatch(r"[\w-]{1,40}", name):
        return f"There is no `{COMMAND} {name}`."
    return "There is no such command."
