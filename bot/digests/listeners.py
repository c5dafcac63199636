"""Somebody did something about a digest: pressed under it, or asked for it."""

from collections.abc import Callable, Sequence
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.domain import Message
from bot.delivery.picturing import send_as_taken
from bot.digests import messages, parent_messages
from bot.digests.domain import Play
from bot.digests.kept import Kept, ParentKept
from bot.digests.parent_service import ParentDigestService
from bot.digests.redrawing import DigestRedraws
from bot.digests.service import DigestService
from bot.digests.stand_ins import StandIns
from bot.playbook.domain import Page
from bot.slack import blocks
from bot.slack.alone import show_alone
from bot.slack.blocks import Block
from bot.slack.commands import Invocation, Subcommand
from bot.teams.domain import Roster
from bot.teams.family import Family

Body = dict[str, Any]


class DigestListeners:
    """What people do with digests; leads decide, and everybody sees the work behind them.

    *We'll improve this* is not among it: that sets an action, which has listeners of its own.
    """

    def __init__(
        self,
        digests: DigestService,
        parents: ParentDigestService,
        redraws: DigestRedraws,
        clock: Clock,
        wake: Callable[[], None],
        keepers: tuple[str, ...],
        changed: Callable[[str], None],
    ) -> None:
        """Take what there is to do; `changed` has somebody's Home shown anew."""
        self._digests = digests
        self._stand_ins = StandIns(digests, clock)
        self._parents = parents
        self._parents_stand_ins = StandIns(parents, clock, name=parent_messages.PARENT_DIGEST)
        self._redraws = redraws
        self._clock = clock
        self._wake = wake
        self._keepers = keepers
        self._changed = changed

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this adds to `/mlops`."""
        return (
            Subcommand(
                "digest",
                "digest",
                "Where your team stands: the newest digest",
                self.digest_typed,
            ),
        )

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(messages.WATCH)(self.watch_pressed)
        app.action(messages.HELP)(self.help_pressed)
        app.action(messages.WORK)(self.work_pressed)
        app.action(parent_messages.PARENT_WORK)(self.parent_work_pressed)

    def digest_typed(self, invocation: Invocation) -> None:
        """Show the newest digest of each team that somebody takes part in, then those of parents.

        In a channel that is a team's or a parent's, only that one. Only what the team has been
        shown: by direct message a digest may still be on its way.
        """
        shown = self._digests.list_shown(user_id=invocation.user_id)
        parents = self._parents.list_shown(user_id=invocation.user_id)
        here = [each for each in shown if each[0].team.channel_id == invocation.channel_id]
        over = [each for each in parents if each[0].parent.channel_id == invocation.channel_id]
        if here or over:
            shown, parents = tuple(here), tuple(over)
        else:  # That a parent has none yet concerns its leads; the others did not ask for it.
            parents = tuple(
                (family, kept)
                for family, kept in parents
                if kept is not None or invocation.user_id in family.leads
            )
        for kept in [kept for _, kept in shown if kept is not None]:
            _show_message(invocation, messages.digest_message(kept, self._stand_ins.picture))
        without = [roster.team for roster, kept in shown if kept is None]
        if without or not (shown or parents):
            invocation.reply(messages.none_yet(without))
        self._show_parents(invocation, parents)

    def _show_parents(
        self, invocation: Invocation, shown: Sequence[tuple[Family, ParentKept | None]]
    ) -> None:
        for kept in [kept for _, kept in shown if kept is not None]:
            page = self._find_page(kept.digest.play)
            pictured = self._parents_stand_ins.picture
            _show_message(invocation, parent_messages.parent_digest_message(kept, page, pictured))
        if without := [family.parent for family, kept in shown if kept is None]:
            invocation.reply(parent_messages.none_of_parents_yet(without))

    def watch_pressed(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Store that a lead keeps watching, then have the digest say so wherever it stands."""
        kept, roster = self._find(body, action)
        user_id = body["user"]["id"]
        if user_id not in roster.leads:
            ack()
            _say(respond, client, body, messages.for_leads(roster.team, roster.leads))
            return
        now = self._clock.now()
        decided = self._digests.keep_watching(digest_id=kept.id, user_id=user_id, now=now)
        ack()
        if kept.decision is None:
            self._redraws.owe(decided, roster, name="decided")
            self._wake()
        self._changed(user_id)
        _say(respond, client, body, messages.watching(decided, user_id))

    def help_pressed(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Show a lead alone how the play begins, and whom to ask; nobody else hears of it."""
        ack()
        kept, roster = self._find(body, action)
        if body["user"]["id"] not in roster.leads:
            _say(respond, client, body, messages.for_leads(roster.team, roster.leads))
            return
        play = kept.digest.play
        shown = messages.help_shown(play, self._find_page(play), self._keepers)
        _show(respond, client, body, "Help with this digest", shown)

    def work_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Open what a digest is made of, for whoever may see the digest."""
        ack()
        kept, _ = self._find(body, action)
        client.views_open(trigger_id=body["trigger_id"], view=messages.work(kept))

    def parent_work_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Open what a parent's digest is made of, for whoever may read it."""
        ack()
        kept = self._parents.get_for(
            digest_id=messages.read_button(action.get("value")), user_id=body["user"]["id"]
        )
        client.views_open(trigger_id=body["trigger_id"], view=parent_messages.parent_work(kept))

    def _find_page(self, play: Play | None) -> Page | None:
        return None if play is None else self._digests.find_play_page(play)

    def _find(self, body: Body, action: Body) -> tuple[Kept, Roster]:
        """Return the digest that a button belongs to.

        Raises:
            DigestError: the button names none, or one that this person may not see.

        """
        return self._digests.get_for(
            digest_id=messages.read_button(action.get("value")),
            user_id=body["user"]["id"],
            channel_id=(body.get("channel") or {}).get("id", ""),
        )


def _show_message(invocation: Invocation, message: Message) -> None:
    def show(*, blocks: Sequence[Block]) -> None:
        invocation.show(message.text, blocks)

    send_as_taken(invocation.client, show, blocks=message.blocks, pictures=message.pictures)


def _say(respond: Respond, client: WebClient, body: Body, text: str) -> None:
    _show(respond, client, body, text, [blocks.section(text)])


def _show(respond: Respond, client: WebClient, body: Body, text: str, shown: list[Block]) -> None:
    """Show something to whoever pressed, where they pressed; over a Home it takes a modal."""
    if body.get("view") is not None:
        view = blocks.modal("The digest", shown)
        client.views_open(trigger_id=body["trigger_id"], view=view)
        return
    show_alone(
        respond,
        client,
        user_id=body["user"]["id"],
        text=text,
        blocks=shown,
        thread_ts=(body.get("container") or {}).get("thread_ts"),
    )
