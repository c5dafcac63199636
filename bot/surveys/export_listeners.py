"""A lead asked for the averages that their team was shown."""

from typing import Final

from slack_bolt import App

from bot.slack import blocks
from bot.slack.commands import Invocation, Subcommand
from bot.slack.mrkdwn import escape
from bot.surveys.export import ExportedFigure, as_csv
from bot.surveys.export_service import ExportError, ExportService
from bot.teams.messages.following import NOT_IN_A_CHANNEL

_COLUMNS: Final = ("wave", "practice", "dimension", "statement", "mean", "answers")
_LONGEST: Final = 2_700
"""What a section of a message takes, less what stands around it."""

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

    def register(self, app: App) -> None:
        """Listen to nothing but what is typed."""

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
