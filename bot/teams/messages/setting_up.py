"""What whoever sets up a team sees: the form, what is refused, and what happens next."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.forms import said
from bot.slack.mrkdwn import channel, mentions
from bot.slack.people import Person
from bot.slack.values import read_fields
from bot.teams.domain import (
    LONGEST_NAME,
    Role,
    Roster,
    Standing,
    Team,
    TeamError,
    TeamPlan,
)
from bot.teams.messages.hour_fields import hour_fields, read_hour_fields
from bot.teams.messages.parts import NO_PLACE, bold_name, what_its_size_means, when_it_begins
from bot.teams.messages.threshold import read_threshold_field, threshold_field

SET_UP: Final = "team.set_up"
TITLE: Final = "Set up a team"

NOT_IN_A_CHANNEL = (
    "A team lives in a channel. Type `/mlops setup` in the channel where the team talks."
)
NOT_INVITED = (
    "The bot isn't in this channel yet. Type `/invite @mlops-bot` here, then `/mlops setup` again."
)
SLOW_ABOUT_PEOPLE: Final = "Slack was slow to answer about these people. Press again."


def has_a_team(team: Team) -> str:
    """Say that a channel has its team already."""
    return (
        f"This channel already has a team: {bold_name(team)}, asked on {team.pulse.words}, where "
        "each person is."
    )


def cannot_take_part(person: Person) -> str:
    """Say why somebody cannot be named."""
    if person.is_bot:
        return f"{person.name} is an app, not a person. Leave it out."
    if person.is_stranger:
        return (
            f"{person.name} belongs to another workspace, where the bot can't ask anybody. Leave "
            "them out."
        )
    return f"{person.name} has left the workspace. Leave them out."


def not_in_channel(names: Sequence[str]) -> str:
    """Say who would never see what is shown in the channel."""
    who, verb = _list_names(names), "isn't" if len(names) == 1 else "aren't"
    return f"{who} {verb} in this channel. Invite them first, or leave them out."


def _list_names(names: Sequence[str], *, most: int = 5) -> str:
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


@dataclass(frozen=True)
class SetUpPlace:
    """What the set-up form must remember about where it was opened."""

    channel_id: str
    is_private: bool
    zone: str
    is_own_zone: bool = True

    def dump(self) -> str:
        """Return the form's private text."""
        return json.dumps([self.channel_id, self.is_private, self.zone])

    @classmethod
    def load(cls, text: object) -> "SetUpPlace":
        """Read the form's private text.

        Raises:
            TeamError: it doesn't say where.

        """
        fields = read_fields(text, str, bool, str)
        if fields is None:
            raise TeamError(NO_PLACE)
        return cls(*fields)


def cannot_set_up(text: str) -> Block:
    """Return the modal that says why no team can be set up here."""
    return said(TITLE, text)


def set_up_form(place: SetUpPlace, *, planned_by: str, members: Sequence[str]) -> Block:
    """Return the form that makes a team of a channel."""
    return blocks.modal(
        TITLE,
        [
            blocks.section(
                f"A weekly pulse for {channel(place.channel_id)}: five statements by direct "
                "message, about a minute. The team and its leads see the same averages, each once "
                "enough members have scored the statement."
            ),
            blocks.field(
                "Team name", blocks.text_input("name", longest=LONGEST_NAME), block_id="name"
            ),
            blocks.field(
                "Leads",
                blocks.people("leads", initial=[planned_by]),
                block_id="leads",
                hint="Each is asked first. They answer, but don't count towards that number.",
            ),
            blocks.field(
                "Who takes part",
                blocks.people("members", initial=members),
                block_id="members",
                hint="Each gets one message and can decline in it.",
            ),
            threshold_field(),
            *hour_fields("Day", weekday=0, hint=_whose_hour(place)),
        ],
        callback_id=SET_UP,
        submit="Set up the team",
        close="Cancel",
        private_metadata=place.dump(),
    )


def _whose_hour(place: SetUpPlace) -> str:
    asked = "Each person is asked at this hour where they are."
    if place.is_own_zone:
        return f"{asked} The channel gets the summary at this hour where you are, {place.zone}."
    return (
        f"{asked} The channel gets the summary at this hour in {place.zone}, since your Slack "
        "profile names no time zone that the bot knows."
    )


def read_set_up_form(view: Mapping[str, Any], *, planned_by: str) -> TeamPlan:
    """Return the plan that somebody filled in."""
    place = SetUpPlace.load(view["private_metadata"])
    values = view["state"]["values"]
    return TeamPlan(
        name=(values["name"]["name"]["value"] or "").strip(),
        channel_id=place.channel_id,
        is_private=place.is_private,
        pulse=read_hour_fields(values, zone=place.zone),
        leads=tuple(values["leads"]["leads"]["selected_users"]),
        members=tuple(values["members"]["members"]["selected_users"]),
        planned_by=planned_by,
        threshold=read_threshold_field(values),
    )


def set_up(roster: Roster, *, now: datetime) -> Block:
    """Return the modal that says the team is stored and what happens next."""
    waiting = roster.list_people(Role.LEAD, Standing.ASKED)
    lines = [f"{bold_name(roster.team)} is set up.", when_it_begins(roster, now=now)]
    if waiting:
        lines.append(f"Asked to lead: {mentions(waiting)}.")
    lines.extend(what_its_size_means(roster))
    return blocks.modal("Team set up", [blocks.section("\n".join(lines))])
