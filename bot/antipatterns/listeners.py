"""Somebody asked what a team's comments are about, or said of a kind that it is wrong."""

import re
from collections.abc import Collection
from typing import Any, Final

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.antipatterns import messages
from bot.antipatterns.kinds import KindPage, Pages, list_kinds
from bot.antipatterns.service import AntipatternError, AntipatternService
from bot.clock import Clock
from bot.playbook.messages.places import Links
from bot.playbook.messages.section import NOT_THERE, whole_section
from bot.slack import blocks
from bot.slack.alone import show_alone
from bot.slack.commands import Invocation, Subcommand
from bot.slack.mrkdwn import escape
from bot.slack.values import read_id
from bot.surveys.comment_reading import READ_PAGE
from bot.teams.domain import Roster

Body = dict[str, Any]

_MOST_TEAMS: Final = 4
"""What somebody typed can be answered with is five messages; one is left over."""
_ANY_CORRECT: Final = re.compile(rf"^{re.escape(messages.CORRECT)}(\.\d+)?$")
_ANY_PAGE: Final = re.compile(rf"^{re.escape(READ_PAGE)}\.\d+$")


class AntipatternListeners:
    """What people do about anti-patterns.

    Args:
        service: what can be done.
        playbook: the pages that help.
        links: where they can be read.
        clock: tells the time.
        keepers: who may correct kinds in their teams, beside those teams' leads.

    """

    def __init__(
        self,
        service: AntipatternService,
        playbook: Pages,
        links: Links,
        clock: Clock,
        keepers: Collection[str],
    ) -> None:
        self._service = service
        self._playbook = playbook
        self._links = links
        self._clock = clock
        self._keepers = frozenset(keepers)

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this adds to `/mlops`."""
        return (
            Subcommand(
                "antipatterns",
                "antipatterns",
                "See what several people's comments are about, and what to do first",
                self.antipatterns_typed,
            ),
        )

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(_ANY_PAGE)(self.page_pressed)
        app.action(_ANY_CORRECT)(self.correct_pressed)
        app.view(messages.CORRECTED)(self.correction_submitted)
        app.action(messages.WORDS)(self.words_pressed)

    def antipatterns_typed(self, invocation: Invocation) -> None:
        """Show what is heard of the channel's team, or else of all teams of whoever typed it."""
        teams = self._service.list_teams(user_id=invocation.user_id)
        here = [each for each in teams if each.team.channel_id == invocation.channel_id]
        if not teams:
            invocation.reply(messages.NO_TEAM)
        for roster in (here or teams)[:_MOST_TEAMS]:
            invocation.show(
                f"{escape(roster.team.name)}: what comments are about",
                self._board(roster, invocation.user_id),
            )

    def _board(self, roster: Roster, user_id: str) -> list[blocks.Block]:
        shown = self._service.get_board(
            team_id=roster.team.id, user_id=user_id, now=self._clock.now()
        )
        may_correct = user_id in roster.leads or user_id in self._keepers
        return messages.board(shown, self._kinds(), self._links, may_correct=may_correct)

    def page_pressed(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Show the page that helps, where pages have no address."""
        ack()
        kind = self._kinds().get(str(action.get("value")))
        if kind is None:
            _show(respond, client, body, NOT_THERE, [blocks.section(NOT_THERE)])
            return
        for message in whole_section(kind.page, kind.page.sections[0], self._links):
            _show(respond, client, body, message.text, list(message.blocks))

    def correct_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Open the form for a kind."""
        ack()
        team_id, label = messages.read_kind_button(action.get("value"))
        shown = self._service.get_board(
            team_id=team_id, user_id=body["user"]["id"], now=self._clock.now()
        )
        view = messages.correcting_form(shown.roster, self._get_kind(label), self._kinds())
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def correction_submitted(self, ack: Ack, body: Body, view: Body) -> None:
        """Store what a lead or keeper says of a kind, then say what that does."""
        team_id, label, instead = messages.read_correcting_form(view)
        user_id = body["user"]["id"]
        roster = self._service.correct_kind(
            team_id=team_id,
            user_id=user_id,
            label=label,
            instead=instead,
            is_keeper=user_id in self._keepers,
            now=self._clock.now(),
        )
        other = None if instead is None else self._get_kind(instead)
        ack(
            response_action="update",
            view=messages.corrected(roster, self._get_kind(label), other),
        )

    def words_pressed(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Show the words that may be read."""
        ack()
        said = self._service.list_words(
            team_id=read_id(action.get("value")) or 0,
            user_id=body["user"]["id"],
            now=self._clock.now(),
        )
        _show(respond, client, body, "Words from comments", messages.words(said))

    def _kinds(self) -> dict[str, KindPage]:
        return dict(list_kinds(self._playbook.pages))

    def _get_kind(self, label: str) -> KindPage:
        kind = self._kinds().get(label)
        if kind is None:
            raise AntipatternError("There is no such anti-pattern any more, so nothing changed.")
        return kind


def _show(
    respond: Respond, client: WebClient, body: Body, text: str, shown: list[blocks.Block]
) -> None:
    show_alone(respond, client, user_id=body["user"]["id"], text=text, blocks=shown)
