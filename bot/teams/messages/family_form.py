"""The form in which a parent is set up and changed, and how it stands."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import NoneType
from typing import Any, Final

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.forms import said
from bot.slack.mrkdwn import escape, mentions
from bot.slack.values import read_fields, read_id
from bot.teams.domain import FEWEST_TO_SHOW, LONGEST_NAME, Standing, TeamError
from bot.teams.family import (
    MOST_CHILDREN,
    Family,
    FamilyChange,
    Offer,
    Parent,
    ParentPlan,
)
from bot.teams.messages.hour_fields import hour_fields, read_hour_fields
from bot.teams.messages.parts import NO_PLACE

SET_UP: Final = "parent.set_up"
CHANGED: Final = "parent.changed"

NOT_IN_A_CHANNEL: Final = (
    "Several teams are shown together in a channel. Type `/mlops parent` in one that people of all "
    "these teams read."
)
NOT_INVITED: Final = (
    "The bot isn't in this channel yet. Type `/invite @mlops-bot` here, then `/mlops parent` again."
)
NO_TEAMS: Final = (
    "There are no teams for you to choose from. You can choose teams you take part in, and those "
    "in public channels, unless they have a parent already."
)

TITLE: Final = "Parent of teams"
WHAT_IT_IS: Final = (
    "A parent is several teams shown together. Nobody is asked anything more: for each statement "
    f"there is an average over all their answers, if {FEWEST_TO_SHOW} members or more have scored "
    "it (or as many as the strictest of its teams takes), and if it doesn't give away a team too "
    "small to be shown alone: a team of four beside one large team is never shown. Everybody in "
    "these teams sees the same. With only two teams, each can work out the other's average.\n"
    "The summary is posted in the parent's channel only if that is private. Whoever doesn't read "
    "it there gets it by direct message. Once a month, and when something clearly changed, the "
    "parent's leads get a digest of these averages, after each team was shown its own; everybody "
    "in these teams reads the same with `/mlops digest`."
)
_WHO_IS_OFFERED: Final = (
    "Teams you take part in, and those in public channels. A lead of each is asked first; teams "
    "you lead have agreed. Each counts from its next pulse on."
)


@dataclass(frozen=True)
class ParentPlace:
    """What the form remembers: the channel, the zone of the hour, and the parent there is."""

    channel_id: str
    zone: str
    parent_id: int | None = None

    def dump(self) -> str:
        """Return the form's private text."""
        return json.dumps([self.channel_id, self.zone, self.parent_id])

    @classmethod
    def load(cls, text: object) -> "ParentPlace":
        """Read the form's private text.

        Raises:
            TeamError: it doesn't say where.

        """
        fields = read_fields(text, str, str, (int, NoneType))
        if fields is None:
            raise TeamError(NO_PLACE)
        return cls(*fields)


def set_up_form(place: ParentPlace, offers: Sequence[Offer], *, planned_by: str) -> Block:
    """Return the form that makes a parent of a channel."""
    return blocks.modal(
        TITLE,
        [
            blocks.section(WHAT_IT_IS),
            blocks.field("Name", blocks.text_input("name", longest=LONGEST_NAME), block_id="name"),
            *_who_and_what(offers, (), (planned_by,)),
            *hour_fields(
                "Day of its summary",
                weekday=1,
                hint=f"In the time zone {place.zone}. Direct messages come in working hours.",
            ),
        ],
        callback_id=SET_UP,
        submit="Set up the parent",
        close="Cancel",
        private_metadata=place.dump(),
    )


def change_form(place: ParentPlace, offers: Sequence[Offer], family: Family) -> Block:
    """Return the form that changes a parent's leads and teams."""
    text = f"{_name_and_hour(family)}\n{WHAT_IT_IS}"
    named = [lead.user_id for lead in family.named if lead.is_named]
    chosen = [offer for offer in offers if offer.team_id in family.chosen]
    return blocks.modal(
        TITLE,
        [blocks.section(text), *_who_and_what(offers, chosen, named)],
        callback_id=CHANGED,
        submit="Store the change",
        close="Cancel",
        private_metadata=place.dump(),
    )


def _who_and_what(
    offers: Sequence[Offer], chosen: Sequence[Offer], leads: Sequence[str]
) -> list[Block]:
    # Those chosen come first, so that none of them falls off a list that is too long for Slack.
    offered = sorted(offers, key=lambda offer: offer not in chosen)[:MOST_CHILDREN]
    options = {o.team_id: blocks.option(o.team_name, str(o.team_id)) for o in offered}
    return [
        blocks.field(
            "Leads",
            blocks.people("leads", initial=leads),
            block_id="leads",
            hint="Each is asked first. They see what the teams see, and can change this later.",
        ),
        blocks.field(
            "Teams",
            blocks.several(
                "teams",
                list(options.values()),
                initial=[options[offer.team_id] for offer in chosen],
            ),
            block_id="teams",
            hint=_WHO_IS_OFFERED,
            is_optional=bool(chosen),
        ),
    ]


def read_set_up_form(view: Mapping[str, Any], *, planned_by: str) -> ParentPlan:
    """Return the plan that somebody filled in."""
    place = ParentPlace.load(view["private_metadata"])
    values = view["state"]["values"]
    return ParentPlan(
        name=(values["name"]["name"]["value"] or "").strip(),
        channel_id=place.channel_id,
        pulse=read_hour_fields(values, zone=place.zone),
        change=_read_change(values, planned_by),
    )


def read_change_form(view: Mapping[str, Any], *, changed_by: str) -> tuple[int, FamilyChange]:
    """Return the parent and what shall become of it.

    Raises:
        TeamError: the form names no parent.

    """
    place = ParentPlace.load(view["private_metadata"])
    parent_id = read_id(str(place.parent_id))
    if parent_id is None:
        raise TeamError("This form doesn't say which parent it is for, so nothing changed.")
    return parent_id, _read_change(view["state"]["values"], changed_by)


def _read_change(values: Mapping[str, Any], changed_by: str) -> FamilyChange:
    chosen = (read_id(option["value"]) for option in values["teams"]["teams"]["selected_options"])
    return FamilyChange(
        leads=tuple(values["leads"]["leads"]["selected_users"]),
        team_ids=frozenset(team_id for team_id in chosen if team_id is not None),
        changed_by=changed_by,
    )


def stored(family: Family) -> Block:
    """Return the modal that says how a parent stands."""
    return said(TITLE, f"Stored. {standing_of(family)}")


def who_leads(family: Family) -> str:
    """Say to somebody who can't change a parent who can."""
    name = f"*{escape(family.parent.name)}*"
    if family.leads:
        leads = mentions(family.leads)
        return f"This channel has a parent of teams: {name}. Its leads change it: {leads}."
    return (
        f"This channel has a parent of teams, {name}, and nobody leads it. A lead of one of its "
        "teams can take it on by `/mlops parent` here."
    )


def standing_of(family: Family) -> str:
    """Say who leads a parent and how its teams stand to it."""
    lines = [_name_and_hour(family)]
    if family.leads:
        lines.append(f"Led by {mentions(family.leads)}.")
    for standing, words in _STANDINGS.items():
        names = [f"*{escape(c.team_name)}*" for c in family.children if c.standing is standing]
        if names:
            lines.append(f"{words} {', '.join(names)}.")
    return "\n".join(lines)


def _name_and_hour(family: Family) -> str:
    name, when = escape(family.parent.name), hour_of(family.parent)
    return f"*{name}* is a parent of teams. Its summary comes on {when}, if there is something new."


def hour_of(parent: Parent) -> str:
    """Return when a parent's summary comes, such as "Tuesdays at 09:00 (Europe/London)"."""
    return f"{parent.pulse.words} ({parent.pulse.zone})"


_STANDINGS: Final = {
    Standing.ACTIVE: "Counts, from its next pulse on if not already:",
    Standing.ASKED: "Asked; counts once one of its leads agrees:",
    Standing.DECLINED: "Doesn't count, since its leads don't want it to:",
}
