"""What people see of teams: the set-up form, the announcement, and being named."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.delivery.domain import Message
from bot.errors import UserFacingError
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import channel, escape, mention, mentions, moment
from bot.teams.domain import (
    LONGEST_NAME,
    WEEKDAYS,
    Pulse,
    Role,
    Roster,
    Standing,
    Team,
    TeamPlan,
    Telling,
)

SET_UP: Final = "team.set_up"
ACCEPT_LEAD: Final = "team.accept_lead"
DECLINE_LEAD: Final = "team.decline_lead"
TAKE_PART: Final = "team.take_part"
STAY_OUT: Final = "team.stay_out"

FEWEST_TO_SHOW: Final = 5
"""How many answers an item needs before its mean is shown; said wherever a team is set up."""

NOT_IN_A_CHANNEL = (
    "A team lives in a channel. Type `/mlops setup` in the channel where the team talks."
)
NOT_INVITED = (
    "The bot isn't in this channel yet. Type `/invite @mlops-bot` here, then `/mlops setup` again."
)


def has_a_team(team: Team) -> str:
    """Say that a channel has its team already."""
    return f"This channel already has a team: *{escape(team.name)}*, asked on {team.pulse.words}."


def cannot_take_part(*, is_bot: bool) -> str:
    """Say why somebody cannot be named."""
    if is_bot:
        return "One of these is an app, not a person. Remove it."
    return "One of these people has left the workspace. Remove them."


@dataclass(frozen=True)
class SetUpPlace:
    """What the set-up form must remember about where it was opened."""

    channel_id: str
    is_private: bool
    zone: str

    def dump(self) -> str:
        """Return the form's private text."""
        return json.dumps([self.channel_id, self.is_private, self.zone])

    @classmethod
    def load(cls, text: str) -> "SetUpPlace":
        """Read the form's private text."""
        channel_id, is_private, zone = json.loads(text)
        return cls(channel_id, is_private, zone)


def opening() -> Block:
    """Return the modal that stands while the channel is looked up."""
    return blocks.modal("Set up a team", [blocks.section("Looking up this channel…")])


def cannot_set_up(text: str) -> Block:
    """Return the modal that says why no team can be set up here."""
    return blocks.modal("Set up a team", [blocks.section(text)])


def set_up_form(place: SetUpPlace, *, planned_by: str, members: Sequence[str]) -> Block:
    """Return the form that makes a team of a channel."""
    weekdays = [blocks.option(name, str(number)) for number, name in enumerate(WEEKDAYS)]
    hours = [blocks.option(f"{hour:02d}:00", str(hour)) for hour in range(6, 20)]
    return blocks.modal(
        "Set up a team",
        [
            blocks.section(
                f"A weekly pulse for {channel(place.channel_id)}: five statements by direct "
                "message, about a minute. The team and its leads see the same averages, and "
                f"nothing before {FEWEST_TO_SHOW} members have answered."
            ),
            blocks.field(
                "Team name", blocks.text_input("name", longest=LONGEST_NAME), block_id="name"
            ),
            blocks.field(
                "Leads",
                blocks.people("leads", initial=[planned_by]),
                block_id="leads",
                hint="Each is asked first. Leads answer too, but don't count towards five.",
            ),
            blocks.field(
                "Who takes part",
                blocks.people("members", initial=members),
                block_id="members",
                hint="Each is told once and can decline.",
            ),
            blocks.field(
                "Day",
                blocks.choice("weekday", weekdays, initial=weekdays[0]),
                block_id="weekday",
            ),
            blocks.field(
                "Hour",
                blocks.choice("hour", hours, initial=hours[3]),
                block_id="hour",
                hint=f"In your time zone, {place.zone}.",
            ),
        ],
        callback_id=SET_UP,
        submit="Set up the team",
        close="Cancel",
        private_metadata=place.dump(),
    )


def read_set_up_form(view: Mapping[str, Any], *, planned_by: str) -> TeamPlan:
    """Return the plan that somebody filled in."""
    place = SetUpPlace.load(view["private_metadata"])
    values = view["state"]["values"]
    return TeamPlan(
        name=(values["name"]["name"]["value"] or "").strip(),
        channel_id=place.channel_id,
        is_private=place.is_private,
        pulse=Pulse(
            weekday=int(values["weekday"]["weekday"]["selected_option"]["value"]),
            hour=int(values["hour"]["hour"]["selected_option"]["value"]),
            zone=place.zone,
        ),
        leads=tuple(values["leads"]["leads"]["selected_users"]),
        members=tuple(values["members"]["members"]["selected_users"]),
        planned_by=planned_by,
    )


def set_up(roster: Roster, *, now: datetime) -> Block:
    """Return the modal that says the team is stored and what happens next."""
    waiting = roster.list_people(Role.LEAD, Standing.ASKED)
    lines = [f"*{escape(roster.team.name)}* is set up.", _when_it_begins(roster, now=now)]
    if waiting:
        lines.append(f"Asked to lead: {mentions(waiting)}.")
    lines.extend(_what_its_size_means(roster))
    return blocks.modal("Team set up", [blocks.section("\n".join(lines))])


def announcement(roster: Roster, *, planned_by: str, now: datetime) -> Message:
    """Return what the channel is told once the team is set up, and again once it has a lead."""
    team = roster.team
    asked = tuple(person.user_id for person in roster.participants if person.counts)
    lines = [
        f"{mention(planned_by)} set up a weekly pulse for *{escape(team.name)}* in this channel.",
        _when_it_begins(roster, now=now),
        *([f"Led by {mentions(roster.leads)}."] if roster.leads else []),
        f"Asked: {mentions(asked)}. Each of you can decline in the message you got.",
        f"What is shown: averages, the same to team and leads, once {FEWEST_TO_SHOW} members have "
        "answered. Never who said what.",
        *_what_its_size_means(roster),
    ]
    title = f"A weekly pulse for {team.name}"
    return Message(title, (blocks.section("\n".join(lines)),))


def naming(telling: Telling, *, now: datetime) -> Message:
    """Return what somebody is told when they were named in a team."""
    if telling.role is Role.LEAD:
        return _named_as_lead(telling)
    return standing_as_member(
        telling.roster, Standing.ACTIVE, now=now, planned_by=telling.planned_by
    )


def _named_as_lead(telling: Telling) -> Message:
    team = telling.roster.team
    title = f"Will you lead the pulse of {team.name}?"
    text = (
        f"{mention(telling.planned_by)} named you as a lead of *{escape(team.name)}* in "
        f"{channel(team.channel_id)}. Five statements go to each member on {team.pulse.words}. "
        "You see the averages that the team sees, when the team sees them, and never who said "
        "what. You answer too; leads' answers don't count towards the five that an average needs."
    )
    buttons = [
        _naming_button("Lead this team", ACCEPT_LEAD, team.id, is_chosen=True),
        _naming_button("Not me", DECLINE_LEAD, team.id),
    ]
    return Message(title, (blocks.section(text), blocks.actions(buttons)))


def standing_as_lead(roster: Roster, standing: Standing, *, now: datetime) -> Message:
    """Return what a lead sees after accepting or declining."""
    team = roster.team
    if standing is Standing.ACTIVE:
        text = f"You lead *{escape(team.name)}*. {_when_it_begins(roster, now=now)}"
        reverse = _naming_button("Step down", DECLINE_LEAD, team.id)
    else:
        text = f"You don't lead *{escape(team.name)}*."
        reverse = _naming_button("Lead it after all", ACCEPT_LEAD, team.id)
    return Message(f"{team.name}: leading", (blocks.section(text), blocks.actions([reverse])))


def standing_as_member(
    roster: Roster, standing: Standing, *, now: datetime, planned_by: str | None = None
) -> Message:
    """Return what a member sees when named, and after declining or coming back."""
    team = roster.team
    name = f"*{escape(team.name)}*"
    if standing is Standing.DECLINED:
        text = f"You won't be asked in {name}."
        buttons = [_naming_button("Take part after all", TAKE_PART, team.id)]
    else:
        opening = (
            f"You take part in {name}."
            if planned_by is None
            else f"{mention(planned_by)} named you in the weekly pulse of {name}, "
            f"{channel(team.channel_id)}."
        )
        text = (
            f"{opening} Five statements come here on {team.pulse.words}, one press each. "
            f"Only averages are shown, once {FEWEST_TO_SHOW} members have answered; your leads see "
            f"the same as you, never who said what. {_when_it_begins(roster, now=now)}"
        )
        buttons = [_naming_button("Don't ask me", STAY_OUT, team.id)]
    return Message(
        f"The weekly pulse of {team.name}", (blocks.section(text), blocks.actions(buttons))
    )


def read_naming_button(value: str) -> int:
    """Return the team that a button belongs to.

    Raises:
        UserFacingError: the button carries no team.

    """
    if not value.isdecimal():
        raise UserFacingError("This button doesn't say which team it is for, so nothing changed.")
    return int(value)


def _naming_button(text: str, action_id: str, team_id: int, *, is_chosen: bool = False) -> Block:
    return blocks.button(text, action_id=action_id, value=str(team_id), is_chosen=is_chosen)


def _when_it_begins(roster: Roster, *, now: datetime) -> str:
    if not roster.has_begun:
        return "It begins once a lead has accepted."
    return f"Next pulse: {moment(roster.team.pulse.next_after(now))}."


def _what_its_size_means(roster: Roster) -> list[str]:
    count = sum(participant.counts for participant in roster.participants)
    if count > FEWEST_TO_SHOW + 1:
        return []
    if count >= FEWEST_TO_SHOW:
        return [
            f"Members besides the leads: {count}. An average needs {FEWEST_TO_SHOW}, so it often "
            "comes a week later: a statement stays open until then, for three weeks at most."
        ]
    return [
        f"Members besides the leads: {count}. No average can be shown: it takes {FEWEST_TO_SHOW}. "
        "Consider joining with a neighbouring team."
    ]
