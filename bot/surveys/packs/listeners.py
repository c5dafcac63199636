"""Somebody did something about packs: asked for them, or switched them."""

from typing import Any

from slack_bolt import Ack, App

from bot.slack.commands import Invocation, Subcommand
from bot.surveys.packs import messages as pack_messages
from bot.surveys.packs.service import PackError, PackService
from bot.teams.messages.following import NOT_IN_A_CHANNEL

Body = dict[str, Any]


class PackListeners:
    """What people do about packs; leads switch them, others read which are on."""

    def __init__(self, packs: PackService) -> None:
        self._packs = packs

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this adds to `/mlops`."""
        return (
            Subcommand(
                "packs",
                "packs",
                "Add statements, such as on security, to this channel's pulse",
                self.packs_typed,
            ),
        )

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.view(pack_messages.CHOSEN)(self.packs_chosen)

    def packs_typed(self, invocation: Invocation) -> None:
        """Open the form for a lead; tell everybody else what is on, and who can switch it.

        Raises:
            PackError: this is no channel, or one without a team.

        """
        if not invocation.is_in_channel:
            raise PackError(NOT_IN_A_CHANNEL)
        choice = self._packs.get_choice(channel_id=invocation.channel_id)
        if not choice.packs or invocation.user_id not in choice.roster.leads:
            invocation.reply(pack_messages.packs_listed(choice))
            return
        invocation.client.views_open(
            trigger_id=invocation.trigger_id, view=pack_messages.pack_form(choice)
        )

    def packs_chosen(self, ack: Ack, view: Body, body: Body) -> None:
        """Store what was ticked, then say from when it is asked."""
        team_id, pack_ids = pack_messages.read_pack_form(view)
        choice = self._packs.choose_packs(
            team_id=team_id, user_id=body["user"]["id"], pack_ids=pack_ids
        )
        ack(response_action="update", view=pack_messages.packs_stored(choice))
