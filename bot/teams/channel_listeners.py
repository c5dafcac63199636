"""Something happened to a team's channel, or to an account: have the bot look at what is now."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from slack_bolt import App

from bot.clock import Clock
from bot.people.service import PeopleService
from bot.teams.channel_service import ChannelService
from bot.zones import find_zone

Body = dict[str, Any]


class AccountWatch(Protocol):
    """Something above teams that hangs on people's accounts; Bolt has one listener an event."""

    def __call__(self, *, user_id: str, is_active: bool, now: datetime) -> bool:
        """Take note of an account, and say whether there is something to do now."""


class ChannelListeners:
    """What Slack's events cause; Bolt acknowledges an event before its listener runs.

    An event only says where to look: `ChannelJobs` asks Slack what is true by then. So an event
    that comes twice, late or in the wrong order does no harm, and one that never comes, or whose
    process dies, is made good by the daily look.
    """

    def __init__(
        self,
        channels: ChannelService,
        people: PeopleService,
        clock: Clock,
        wake: Callable[[], None],
        also_concerns: AccountWatch | None = None,
    ) -> None:
        self._also_concerns = also_concerns
        self._channels = channels
        self._people = people
        self._clock = clock
        self._wake = wake

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.event("member_joined_channel")(self.channel_changed)
        app.event("member_left_channel")(self.channel_changed)
        app.event("channel_left")(self.channel_changed)
        app.event("group_left")(self.channel_changed)
        app.event("channel_archive")(self.channel_changed)
        app.event("group_archive")(self.channel_changed)
        app.event("channel_unarchive")(self.channel_changed)
        app.event("group_unarchive")(self.channel_changed)
        app.event("channel_deleted")(self.channel_changed)
        app.event("group_deleted")(self.channel_changed)
        app.event("channel_shared")(self.channel_changed)
        app.event("channel_unshared")(self.channel_changed)
        app.event("user_change")(self.account_changed)

    def channel_changed(self, event: Body) -> None:
        """Somebody came or went, or the channel itself changed."""
        is_ours = self._channels.have_channel_looked_at(
            channel_id=event["channel"], now=self._clock.now()
        )
        if is_ours:
            self._wake()

    def account_changed(self, event: Body) -> None:
        """Somebody's account changed; most such events are about a picture or a status."""
        user = event["user"]
        if self._also_concerns is not None and self._also_concerns(
            user_id=user["id"], is_active=not user.get("deleted"), now=self._clock.now()
        ):
            self._wake()
        if not user.get("deleted") and not self._has_moved(user):
            return
        is_ours = self._channels.have_teams_looked_at(user_id=user["id"], now=self._clock.now())
        if is_ours:
            self._wake()

    def _has_moved(self, user: Body) -> bool:
        zone = find_zone(user.get("tz"), user.get("tz_offset"))
        return zone not in (None, self._people.get_times(user_id=user["id"]).zone)
