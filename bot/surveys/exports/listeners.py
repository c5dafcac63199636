"""A lead asked for the averages that their team was shown."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.slack import blocks
from bot.slack.commands import Invocation, Subcommand
from bot.slack.home import HomePart, Order
from bot.slack.mrkdwn import escape
from bot.slack.values import read_id
from bot.surveys.exports.domain import ExportedFigure, as_csv
from bot.surveys.exports.service import ExportError, ExportService
from bot.teams.messages.following import NOT_IN_A_CHANNEL

_COLUMNS: Final = ("wave", "practice", "dimension", "statement", "mean", "answers")
_LONGEST: Final = 2_700
"""What a section of a message takes, less what stands around it."""

EXPORT_AT_HOME: Final = "export.opened"
EXPORT: Final = re.compile(r"^export\.opened\.\d+$")

_MOST_TEAMS: Final = 10
_LONGEST_BUTTON: Final = 75

NOTHING_YET: Final = "No average was shown in this team yet, so there is nothing to export."


class ExportListeners:
    """What leads type to take their team's averages elsewhere."""

    def __init__(self, exports: ExportService) -> None:
        self._exports = exports

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this adds to `/mlops`."""
        return (
            Subcommand(
                "export",
                "export",
                "As a lead, get the averages that this channel's team was shown, as CSV",
                self.export_typed,
            ),
        )

    @property
    def home_parts(self) -> tuple[HomePart, ...]:
        """What leads press on App Home."""
        return (HomePart("export", Order.LEADING + 3, self.build_buttons),)

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(EXPORT)(self.export_pressed)

    def build_buttons(self, user_id: str, now: datetime) -> Sequence[blocks.Block]:  # noqa: ARG002 - see HomePart
        """Return a button for each team that somebody leads, and where JSON is to be had."""
        led = self._exports.list_led(user_id=user_id)
        if not led:
            return ()
        buttons = [
            blocks.button(
                f"Averages of {team.name}"[:_LONGEST_BUTTON],
                action_id=f"{EXPORT_AT_HOME}.{team.id}",
                value=str(team.id),
            )
            for team in led[:_MOST_TEAMS]
        ]
        about = (
            "Take what your team was shown with you, as CSV; `/mlops export` in its channel does "
            "the same. Whoever runs this bot has all of it, as CSV or JSON, with `mlops-bot teams "
            "export`."
        )
        return (blocks.actions(buttons, block_id=EXPORT_AT_HOME), blocks.context(about))

    def export_pressed(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient
    ) -> None:
        """Open what a team was shown, for a lead of it.

        Raises:
            ExportError: the button names no team, or one that they do not lead.

        """
        ack()
        team_id = read_id(action.get("value"))
        if team_id is None:
            raise ExportError("This button doesn't say which team it is for.")
        figures = self._exports.list_figures_of_led(team_id=team_id, user_id=body["user"]["id"])
        shown = _shown(figures) if figures else [blocks.section(NOTHING_YET)]
        view = blocks.modal("Averages as CSV", shown)
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def export_typed(self, invocation: Invocation) -> None:
        """Show a lead alone what the team was shown.

        Raises:
            ExportError: this is no channel with a team, or they do not lead it.

        """
        if not invocation.is_in_channel:
            raise ExportError(NOT_IN_A_CHANNEL)
        figures = self._exports.list_figures_for(
            channel_id=invocation.channel_id, user_id=invocation.user_id
        )
        if not figures:
            invocation.reply(NOTHING_YET)
            return
        title = f"{figures[0].team}: averages as CSV"
        invocation.show(escape(title), [blocks.header(title), *_shown(figures)])


def _shown(figures: tuple[ExportedFigure, ...]) -> list[blocks.Block]:
    """Return the newest figures that one message holds, and where the others are."""
    newest: list[ExportedFigure] = []
    text = as_csv((), _COLUMNS)
    for figure in reversed(figures):
        longer = as_csv([figure, *newest], _COLUMNS)
        if len(escape(longer)) > _LONGEST:
            break
        newest.insert(0, figure)
        text = longer
    about = (
        "These are the averages as the team was shown them, and nothing else: no answers, and how "
        "many there were only as it was shown."
    )
    if len(newest) < len(figures):
        about += (
            f" The newest {len(newest)} of {len(figures)}; whoever runs this bot has all of them "
            "with `mlops-bot teams export`."
        )
    return [blocks.section(f"```{escape(text.rstrip())}```"), blocks.context(about)]
