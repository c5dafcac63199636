"""Somebody did something about models: added one, listed them, or said that one is theirs."""

from collections.abc import Callable
from typing import Any, Final

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.delivery.domain import Message
from bot.delivery.drawing import Drawing
from bot.handover import model_messages as messages
from bot.handover import owner_messages
from bot.handover.card_messages import card
from bot.handover.cases import Case
from bot.handover.co_owners.messages import claim_stored
from bot.handover.desk import Desk
from bot.handover.domain import Model, ModelError, ModelFieldError
from bot.handover.handover_places import card_button
from bot.handover.lead_messages import lead_blocks
from bot.handover.model_messages import Listed
from bot.handover.service import ModelService
from bot.handover.standings import stand
from bot.handover.suggestion_service import SuggestionService
from bot.slack import blocks, people
from bot.slack.alone import show_alone
from bot.slack.blocks import Block
from bot.slack.commands import Invocation, Subcommand
from bot.slack.mrkdwn import plain_words
from bot.teams.domain import Team
from bot.teams.service import TeamService

Body = dict[str, Any]

_LOOK_UP_SECONDS: Final = 1.5
"""What a look-up before an acknowledgement may take of Slack's three seconds."""
_READERS: Final = {"members": True, "everyone": False}


class ModelListeners:
    """What people do about models; what stores something is stored before it is acknowledged."""

    def __init__(
        self,
        models: ModelService,
        suggestions: SuggestionService,
        teams: TeamService,
        drawing: Drawing,
        clock: Clock,
        wake: Callable[[], None],
        desk: Desk,
    ) -> None:
        self._owners = desk.owners
        self._models = models
        self._desk = desk
        self._suggestions = suggestions
        self._teams = teams
        self._drawing = drawing
        self._clock = clock
        self._wake = wake

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this adds to `/mlops`."""
        return (
            Subcommand(
                "models",
                "models",
                "The models in the register; to leads, how theirs stand",
                self.models_typed,
            ),
            Subcommand(
                "model",
                "model add | NAME",
                "Put a model into the register, or see one and say that it is yours",
                self.model_typed,
            ),
        )

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.view(messages.ADDED)(self.model_added)
        app.action(messages.MINE)(self.mine_pressed)
        app.action(messages.TIER)(self.tier_chosen)
        app.action(messages.TEAM)(self.team_chosen)
        app.action(owner_messages.SUGGESTED_MINE)(self.suggested_mine_pressed)
        app.action(owner_messages.SUGGESTED_NOT)(self.suggested_not_pressed)

    def models_typed(self, invocation: Invocation) -> None:
        """List the models; a lead first sees how theirs stand."""
        words = plain_words(invocation.words)
        found = [
            each
            for each in self._list()
            if words.casefold() in f"{each.model.title} {each.model.name}".casefold()
        ]
        message = messages.listed(found, words=words)
        led = None
        if not words:
            led = self._desk.lead_views.find_view(viewer=invocation.user_id, now=self._clock.now())
        above = [] if led is None else [*lead_blocks(led), blocks.divider()]
        invocation.show(message.text, (*above, *message.blocks))

    def model_typed(self, invocation: Invocation) -> None:
        """Open the form, say who reads a team's cards, or show a model."""
        words = plain_words(invocation.words)
        verb, _, rest = words.partition(" ")
        if verb == "add":
            form = messages.add_form(self._list_teams(), self._find_team(invocation.channel_id))
            invocation.client.views_open(trigger_id=invocation.trigger_id, view=form)
        elif verb == "cards" and rest in _READERS:
            is_restricted = _READERS[rest]
            roster = self._models.restrict_cards(
                channel_id=invocation.channel_id,
                user_id=invocation.user_id,
                is_restricted=is_restricted,
            )
            invocation.reply(messages.cards_restricted(roster, is_restricted=is_restricted))
        elif not words or verb == "cards":
            invocation.reply(messages.HOW)
        else:
            self._show_named(invocation, words)

    def _show_named(self, invocation: Invocation, words: str) -> None:
        model = self._models.find_model(name=words)
        if model is None:
            raise ModelError(
                "There is no model of this name. `/mlops models` lists them, and "
                "`/mlops model add` adds one."
            )
        message = self._shown(model, invocation.user_id)
        invocation.show(message.text, message.blocks)

    def model_added(self, ack: Ack, view: Body, body: Body, client: WebClient) -> None:
        """Store a model, then say so; a supposed owner is asked in their day's message."""
        try:
            draft = messages.read_add_form(view)
            if draft.owner:
                self._check_owner(client, draft.owner)
            model = self._models.add_model(
                draft=draft, added_by=body["user"]["id"], now=self._clock.now()
            )
        except ModelFieldError as error:
            ack(response_action="errors", errors={error.field: str(error)})
            return
        ack(response_action="update", view=messages.added(model, owner=draft.owner))
        self._wake()

    def _check_owner(self, client: WebClient, user_id: str) -> None:
        """Refuse an owner whom nobody could ask.

        Raises:
            ModelFieldError: it has to be somebody else, or Slack was too slow to tell.

        """
        try:
            (person,) = people.look_up(client, [user_id], seconds=_LOOK_UP_SECONDS)
        except (TimeoutError, SlackApiError) as error:
            raise ModelFieldError(
                "owner", "Slack didn't say in time who this is. Press again in a moment."
            ) from error
        if not person.can_take_part:
            raise ModelFieldError("owner", messages.cannot_own(person))

    def mine_pressed(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Somebody says that a model is theirs, where they looked at it.

        Of somebody who isn't in the model's team a lead is asked.
        """
        user_id, now = body["user"]["id"], self._clock.now()
        model_id = messages.read_model(action.get("value"))
        self._check_claimer(client, user_id)
        if self._needs_a_lead(model_id, user_id):
            claim = self._owners.claim_too(model_id=model_id, user_id=user_id, now=now)
            ack()
            self._wake()
            message = claim_stored(claim, self._models.get_model(model_id=model_id))
            show_alone(respond, client, user_id=user_id, text=message.text, blocks=message.blocks)
            return
        model = self._models.claim_model(model_id=model_id, user_id=user_id, now=now)
        ack()
        self._show_again(model, user_id, client, respond)

    def _needs_a_lead(self, model_id: int, user_id: str) -> bool:
        is_free = self._models.get_model(model_id=model_id).owner_id is None
        return is_free and not self._models.may_claim(model_id=model_id, user_id=user_id)

    def _check_claimer(self, client: WebClient, user_id: str) -> None:
        """Refuse somebody of another workspace, who sees a shared channel.

        Raises:
            ModelError: they can't own a model here.

        """
        person = people.look_up_one(client, user_id)
        if not person.can_take_part:
            raise ModelError(messages.cannot_own(person))

    def tier_chosen(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Store how much hangs on a model, as its owner or a lead says."""
        user_id = body["user"]["id"]
        model = self._models.set_tier(
            model_id=_model_of(action),
            tier=messages.read_tier(action["selected_option"]["value"]),
            user_id=user_id,
        )
        ack()
        self._show_again(model, user_id, client, respond)

    def team_chosen(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Store which team runs a model, as its owner or a lead says."""
        user_id = body["user"]["id"]
        team = self._teams.get_roster(
            team_id=messages.read_model(action["selected_option"]["value"])
        ).team
        model = self._models.set_team(model_id=_model_of(action), team_id=team.id, user_id=user_id)
        ack()
        self._show_again(model, user_id, client, respond)

    def suggested_mine_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Somebody who was asked says that a model is theirs."""
        model_id, _ = owner_messages.read_suggestion(action.get("value"))
        user_id = body["user"]["id"]
        self._models.claim_model(model_id=model_id, user_id=user_id, now=self._clock.now())
        ack()
        self._wake()
        self._redraw(client, body)

    def suggested_not_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Somebody who was asked says that a model is not theirs."""
        _, suggestion_id = owner_messages.read_suggestion(action.get("value"))
        self._suggestions.decline_suggestion(
            suggestion_id=suggestion_id, user_id=body["user"]["id"]
        )
        ack()
        self._wake()
        self._redraw(client, body)

    def _redraw(self, client: WebClient, body: Body) -> None:
        container = body["container"]
        self._drawing.show_pressed(
            client,
            user_id=body["user"]["id"],
            channel=container["channel_id"],
            ts=container["message_ts"],
        )

    def _show_again(self, model: Model, user_id: str, client: WebClient, respond: Respond) -> None:
        message = self._shown(model, user_id)
        show_alone(respond, client, user_id=user_id, text=message.text, blocks=message.blocks)

    def _shown(self, model: Model, user_id: str) -> Message:
        (each,) = [each for each in self._list() if each.model.id == model.id]
        may_change = self._models.may_change(model=model, user_id=user_id)
        now = self._clock.now()
        case = self._desk.handovers.get_case(model_id=model.id, now=now)
        return messages.shown(
            each,
            self._list_teams(),
            may_change=may_change,
            viewer=user_id,
            card=[*card(case, stand(case, now=now), viewer=user_id), *self._to_read(case, user_id)],
            reviewer=case.reviewer,
        )

    def _to_read(self, case: Case, user_id: str) -> list[Block]:
        is_readable = self._desk.readings.is_readable(case=case, by=user_id)
        return [blocks.actions([card_button(case.model.id)])] if is_readable else []

    def _list(self) -> list[Listed]:
        teams = {team.id: team for team in self._list_teams()}
        suggested = {s.model_id: s for s in self._suggestions.list_suggestions()}
        others = self._owners.list_others()
        return [
            Listed(
                model,
                teams.get(model.team_id or 0),
                suggested.get(model.id),
                others.get(model.id, ()),
            )
            for model in self._models.list_models()
        ]

    def _list_teams(self) -> list[Team]:
        return sorted((r.team for r in self._teams.list_rosters()), key=lambda team: team.name)

    def _find_team(self, channel_id: str) -> Team | None:
        return self._teams.find_team_in(channel_id=channel_id)


def _model_of(action: Body) -> int:
    """Return the model that a list to choose from stands below."""
    return messages.read_model(str(action.get("block_id")).removeprefix("model."))
