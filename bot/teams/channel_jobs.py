"""Looks at the teams' channels: after each event, and once a day for what no event told."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from http.client import HTTPException
from typing import Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.delivery.day_service import DayService
from bot.delivery.service import DeliveryService
from bot.logs import get_logger
from bot.people.service import PeopleService
from bot.scheduler import Job, run_each
from bot.slack import channels, people
from bot.slack.channels import Channel
from bot.slack.people import Home, Person
from bot.teams.channel_service import ChannelService
from bot.teams.following import Changes, Followed, Kind, Place, PlaceTelling, Sight
from bot.teams.messages.following import place_key
from bot.teams.redrawing import Redraws

_log = get_logger(__name__)

_JOB: Final = "teams.follow"

MOST_LOOKS: Final = 10
"""How many channels one tick looks at, so that everything else is not kept waiting."""

MOST_ONE_BY_ONE: Final = 20
"""About more people than this, everybody is listed instead: users.info allows 100 a minute."""

MOST_FOLLOWED: Final = 20_000
"""Who comes into and leaves a channel with more people than this is not followed."""

LATER: Final = timedelta(minutes=15)
"""When a look that failed is repeated; longer than Slack's rate limits ask to wait."""

_TROUBLE: Final = (SlackApiError, OSError, HTTPException, TimeoutError)


class IncompleteError(Exception):
    """Slack's list of a channel's members cannot be whole."""


class ChannelJobs:
    """What is due of the teams' channels as time passes."""

    def __init__(
        self,
        followed: ChannelService,
        people_service: PeopleService,
        deliveries: DeliveryService,
        days: DayService,
        redraws: Redraws,
        client: WebClient,
        clock: Clock,
    ) -> None:
        self._channels = followed
        self._people = people_service
        self._deliveries = deliveries
        self._days = days
        self._redraws = redraws
        self._client = client
        self._clock = clock

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of this feature."""
        return (Job(id=_JOB, run=self.follow, next_due=self._channels.find_next_look),)

    def follow(self) -> int:
        """Look at the channels that are due, and owe the leads what they are to know of it."""
        due = self._channels.claim_due(now=self._clock.now(), limit=MOST_LOOKS)
        looks = Looks(self._client)
        looked = run_each(_JOB, [partial(self._look, looks, followed) for followed in due])
        return looked + self._tell_leads()

    def _look(self, looks: "Looks", followed: Followed) -> int:
        """Look at one channel; where Slack does not say all of it, nothing is concluded."""
        try:
            sight = looks.look(followed)
        except (*_TROUBLE, IncompleteError) as error:
            now, team = self._clock.now(), followed.roster.team
            self._channels.put_off(followed=followed, now=now, until=now + LATER)
            _log.warning("channel_not_seen", team=team.id, reason=_reason(error))
            return 1
        self._learn_zones(followed, sight)
        changes = self._channels.store_sight(followed=followed, sight=sight, now=self._clock.now())
        if changes is not None and (changes.leavers or changes.joiners):
            self._note_changes(followed.roster.team.id, changes)
        return 1

    def _note_changes(self, team_id: int, changes: Changes) -> None:
        """Have what those who left were asked say so, instead of refusing each press on it."""
        self._redraws.owe_of_team(team_id, sorted(changes.leavers))
        _log.info(
            "membership_followed",
            team=team_id,
            left=len(changes.leavers),
            invited=len(changes.joiners),
        )

    def _learn_zones(self, followed: Followed, sight: Sight) -> None:
        """Store where people are by now; what waits for those who moved is due at other hours."""
        otherwise = followed.roster.team.pulse.zone
        for user_id in self._people.learn_zones(zones=sight.zones, otherwise=otherwise):
            self._days.look_again(user_id)

    def _tell_leads(self) -> int:
        tellings = self._channels.list_place_tellings()
        for telling in tellings:
            self._owe(telling)
        return len(tellings)

    def _owe(self, telling: PlaceTelling) -> None:
        now = self._clock.now()
        for lead in telling.leads:
            self._deliveries.owe(place_key(telling, lead), to=lead, at=now)
        self._channels.mark_place_told(telling=telling, now=now)


class Looks:
    """Asks Slack about several channels, and about everybody at most once for all of them."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._home: Home | None = None
        self._everybody: Mapping[str, Person] | None = None

    def look(self, followed: Followed) -> Sight:
        """Return what Slack tells of a channel.

        Raises:
            IncompleteError: the bot is in the channel and not in the list of its members.
            SlackApiError: Slack did not say.

        """
        channel = channels.find_channel(self._client, followed.roster.team.channel_id)
        place = _place(channel)
        present = self._list_present(followed) if place is Place.INSIDE else None
        found = self._look_up(followed.whom_to_ask_about(present))
        return Sight(
            place=place,
            is_for_members_only=None if channel is None else channels.is_for_members_only(channel),
            present=present,
            kinds={person.user_id: _kind(person) for person in found},
            zones={person.user_id: person.zone for person in found},
        )

    def _list_present(self, followed: Followed) -> frozenset[str] | None:
        channel_id = followed.roster.team.channel_id
        listed = channels.list_members(self._client, channel_id, most=MOST_FOLLOWED)
        if listed is None:
            _log.warning("channel_too_large", team=followed.roster.team.id, most=MOST_FOLLOWED)
            return None
        present = frozenset(listed)
        if self._find_home().user_id not in present:
            raise IncompleteError
        return present

    def _look_up(self, user_ids: frozenset[str]) -> tuple[Person, ...]:
        if self._everybody is None and len(user_ids) <= MOST_ONE_BY_ONE:
            return people.look_up(self._client, sorted(user_ids))
        if self._everybody is None:
            everybody = people.list_everybody(self._client, self._find_home())
            self._everybody = {person.user_id: person for person in everybody}
        unlisted = sorted(user_ids - self._everybody.keys())
        # Strangers are not listed; they are asked about a few at a time, and the rest wait.
        known = [self._everybody[user_id] for user_id in user_ids & self._everybody.keys()]
        return (*known, *people.look_up(self._client, unlisted[:MOST_ONE_BY_ONE]))

    def _find_home(self) -> Home:
        if self._home is None:
            self._home = people.find_home(self._client)
        return self._home


def _place(channel: Channel | None) -> Place:
    if channel is None:
        return Place.OUTSIDE
    if channel.get("is_archived"):
        return Place.ARCHIVED
    return Place.INSIDE if channel.get("is_member") else Place.OUTSIDE


def _kind(person: Person) -> Kind:
    if not person.is_active:
        return Kind.GONE
    if not person.can_take_part:
        return Kind.OUTSIDER
    return Kind.GUEST if person.is_guest else Kind.COLLEAGUE


def _reason(error: Exception) -> str:
    if isinstance(error, SlackApiError) and isinstance(error.response.data, dict):
        return str(error.response.data.get("error", error.response.status_code))
    return type(error).__name__
