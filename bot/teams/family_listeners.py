"""Somebody did something about a parent: set it up, changed it, agreed or declined."""

from collections.abc import Callable
from http.client import HTTPException
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.delivery.drawing import Drawing
from bot.errors import UserFacingError
from bot.logs import get_logger, new_reference
from bot.people.service import PeopleService
from bot.slack import channels, people
from bot.slack.blocks import Block
from bot.slack.bolt import put_into_words
from bot.slack.commands import Invocation, Subcommand
from bot.teams.domain import FieldError, Standing, TeamError
from bot.teams.family_service import FamilyService
from bot.teams.messages import family as messages
from bot.teams.messages import family_form as forms
from bot.teams.messages import setting_up

Body = dict[str, Any]

LOOK_UP_SECONDS: Final = 1.5
"""What the look-ups before an acknowledgement may take of Slack's three seconds."""

_log = get_logger(__name__)


class FamilyListeners:
    """What people do about parents of teams."""

    def __init__(
        self,
        families: FamilyService,
        people_service: PeopleService,
        drawing: Drawing,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._families = families
        self._people = people_service
        self._drawing = drawing
        self._clock = clock
        self._wake = wake

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this adds to `/mlops`."""
        return (
            Subcommand(
                "parent",
                "parent",
                "Averages over several teams: posted here if the channel is private, else to each",
                self.parent_typed,
            ),
        )

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.view(forms.SET_UP)(self.parent_planned)
        app.view(forms.CHANGED)(self.parent_changed)
        app.action(messages.AGREE)(self.team_agreed)
        app.action(messages.REFUSE)(self.team_refused)
        app.action(messages.ACCEPT_LEAD)(self.lead_accepted)
        app.action(messages.DECLINE_LEAD)(self.lead_declined)

    def parent_typed(self, invocation: Invocation) -> None:
        """Open the form at once, since the trigger lives three seconds, and fill it after."""
        if not invocation.channel_id.startswith(("C", "G")):
            invocation.reply(forms.NOT_IN_A_CHANNEL)
            return
        opened = invocation.client.views_open(
            trigger_id=invocation.trigger_id, view=forms.opening()
        )
        try:
            view = self._form_for(invocation)
        except UserFacingError as error:
            view = forms.said(put_into_words(error))
        except (SlackApiError, OSError, HTTPException) as error:
            reference = new_reference()
            _log.error("set_up_look_up_failed", ref=reference, exc_info=error)
            view = forms.said(f"{setting_up.NO_LOOK_UP} (ref {reference})")
        invocation.client.views_update(view_id=opened["view"]["id"], view=view)

    def _form_for(self, invocation: Invocation) -> Block:
        channel_id, user_id = invocation.channel_id, invocation.user_id
        family = self._families.find_family_in(channel_id=channel_id)
        try:
            offers = self._families.list_offers(channel_id=channel_id, user_id=user_id)
        except TeamError:
            if family is None:
                raise
            return forms.said(forms.who_leads(family))
        if family is not None:
            place = forms.ParentPlace(
                channel_id, family.parent.pulse.zone, parent_id=family.parent.id
            )
            if not offers:
                return forms.said(forms.NO_TEAMS)
            return forms.change_form(place, offers, family)
        channel = channels.find_channel(invocation.client, channel_id)
        if channel is None or not channel.get("is_member"):
            return forms.said(forms.NOT_INVITED)
        if not offers:
            return forms.said(forms.NO_TEAMS)
        zone = people.look_up_one(invocation.client, user_id).zone or "UTC"
        return forms.set_up_form(forms.ParentPlace(channel_id, zone), offers, planned_by=user_id)

    def parent_planned(self, ack: Ack, view: Body, body: Body, client: WebClient) -> None:
        """Store the parent, then say what happens next."""
        plan = forms.read_set_up_form(view, planned_by=body["user"]["id"])
        try:
            self._check_leads(client, plan.change.leads, zone=plan.pulse.zone)
            family = self._families.set_up_parent(plan=plan, now=self._clock.now())
        except FieldError as error:
            ack(response_action="errors", errors={error.field: str(error)})
            return
        ack(response_action="update", view=forms.stored(family))
        self._wake()

    def parent_changed(self, ack: Ack, view: Body, body: Body, client: WebClient) -> None:
        """Store who leads a parent and which teams count in it, then say so."""
        parent_id, change = forms.read_change_form(view, changed_by=body["user"]["id"])
        try:
            self._check_leads(client, change.leads)
            family = self._families.change_parent(
                parent_id=parent_id, change=change, now=self._clock.now()
            )
        except FieldError as error:
            ack(response_action="errors", errors={error.field: str(error)})
            return
        ack(response_action="update", view=forms.stored(family))
        self._wake()

    def _check_leads(self, client: WebClient, leads: tuple[str, ...], *, zone: str = "UTC") -> None:
        """Refuse whom no message would reach, and learn the zones of the others.

        Raises:
            FieldError: somebody has to be left out, or Slack was too slow to tell.

        """
        try:
            found = people.look_up(client, leads, seconds=LOOK_UP_SECONDS)
        except (TimeoutError, SlackApiError) as error:
            raise FieldError("leads", setting_up.SLOW_ABOUT_PEOPLE) from error
        for person in found:
            if not person.can_take_part:
                raise FieldError("leads", setting_up.cannot_take_part(person))
        self._people.learn_zones(zones={p.user_id: p.zone for p in found}, otherwise=zone)

    def team_agreed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Let a team's answers count, as one of its leads says."""
        self._answer_for_team(ack, body, action, client, is_agreed=True)

    def team_refused(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Have a team's answers not count, or not any more, as one of its leads says."""
        self._answer_for_team(ack, body, action, client, is_agreed=False)

    def _answer_for_team(
        self, ack: Ack, body: Body, action: Body, client: WebClient, *, is_agreed: bool
    ) -> None:
        parent_id, team_id = messages.read_child(action.get("value"))
        self._families.answer_for_team(
            parent_id=parent_id,
            team_id=team_id,
            user_id=body["user"]["id"],
            is_agreed=is_agreed,
            now=self._clock.now(),
        )
        ack()
        self._wake()
        self._redraw(client, body)

    def lead_accepted(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Somebody leads a parent."""
        self._answer_to_lead(ack, body, action, client, Standing.ACTIVE)

    def lead_declined(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Somebody doesn't lead a parent, or not any more."""
        self._answer_to_lead(ack, body, action, client, Standing.DECLINED)

    def _answer_to_lead(
        self, ack: Ack, body: Body, action: Body, client: WebClient, standing: Standing
    ) -> None:
        self._families.answer_to_lead(
            parent_id=messages.read_parent(action.get("value")),
            user_id=body["user"]["id"],
            standing=standing,
            now=self._clock.now(),
        )
        ack()
        self._redraw(client, body)

    def _redraw(self, client: WebClient, body: Body) -> None:
        container = body["container"]
        self._drawing.show_pressed(
            client,
            user_id=body["user"]["id"],
            channel=container["channel_id"],
            ts=container["message_ts"],
        )
