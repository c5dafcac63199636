"""What somebody named in a team is told, and sees again after each press on it."""

from datetime import datetime
from typing import Final

from bot.delivery.domain import Message
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import channel, escape, mention
from bot.slack.values import read_id
from bot.teams.domain import (
    FEWEST_TO_SHOW,
    Role,
    Roster,
    Stage,
    Standing,
    Team,
    TeamError,
    Telling,
)
from bot.teams.messages.parts import bold_name, when_it_begins

ACCEPT_LEAD: Final = "team.accept_lead"
DECLINE_LEAD: Final = "team.decline_lead"
TAKE_PART: Final = "team.take_part"
STAY_OUT: Final = "team.stay_out"


def naming(telling: Telling, *, now: datetime) -> Message:
    """Return what somebody is told when they were named in a team."""
    team = telling.roster.team
    where = f"the weekly pulse of {bold_name(team)} in {channel(team.channel_id)}"
    if telling.user_id == telling.planned_by:
        opening = f"You set up {where}."
    else:
        opening = f"{mention(telling.planned_by)} named you in {where}."
    return standing(telling.roster, telling.user_id, now=now, opening=opening)


def standing(roster: Roster, user_id: str, *, now: datetime, opening: str = "") -> Message:
    """Return how somebody stands in a team, with the buttons that change it."""
    match roster.find_standing(user_id, Role.LEAD):
        case Standing.ASKED:
            return _asked_to_lead(roster.team, opening)
        case Standing.ACTIVE:
            return _leading(roster, opening, now=now)
        case Standing.DECLINED:
            opening = _no_longer_leading(roster)
            buttons = [_button("Lead it after all", ACCEPT_LEAD, roster.team)]
        case None:
            buttons = []
    match roster.find_standing(user_id, Role.MEMBER):
        case Standing.ACTIVE | Standing.ASKED:
            said = _taking_part(roster, opening, now=now)
            buttons.insert(0, _button("Don't ask me", STAY_OUT, roster.team))
        case Standing.DECLINED:
            said = f"{opening} You won't be asked in {bold_name(roster.team)}."
            buttons.insert(0, _button("Take part after all", TAKE_PART, roster.team))
        case None:
            said = f"{opening} You won't be asked in it either."
    return _message(f"The weekly pulse of {escape(roster.team.name)}", said, buttons)


def _asked_to_lead(team: Team, opening: str) -> Message:
    text = (
        f"{opening} Will you lead it? Five statements go to each member on {team.pulse.words}. A "
        "lead sees the averages that the team sees, when the team sees them, and never who said "
        f"what. A lead answers too, without counting towards the {FEWEST_TO_SHOW} members that an "
        "average needs."
    )
    buttons = [
        _button("Lead this team", ACCEPT_LEAD, team, is_chosen=True),
        _button("Not me", DECLINE_LEAD, team),
    ]
    return _message(f"Will you lead the pulse of {escape(team.name)}?", text, buttons)


def _leading(roster: Roster, opening: str, *, now: datetime) -> Message:
    team = roster.team
    text = (
        f"{opening} You lead {bold_name(team)}. Five statements come to you too on "
        f"{team.pulse.words}; your answers don't count towards the {FEWEST_TO_SHOW} members that "
        f"an average needs. {when_it_begins(roster, now=now)}"
    )
    buttons = [_button("Step down", DECLINE_LEAD, team)]
    return _message(f"{escape(team.name)}: leading", text, buttons)


def _no_longer_leading(roster: Roster) -> str:
    name = bold_name(roster.team)
    if roster.team.stage is Stage.PAUSED:
        return (
            f"You don't lead {name}, and nobody else does: its pulse is paused until somebody "
            "leads it. The channel is told so."
        )
    return f"You don't lead {name}."


def _taking_part(roster: Roster, opening: str, *, now: datetime) -> str:
    team = roster.team
    return (
        f"{opening} You take part in {bold_name(team)}: five statements come here on "
        f"{team.pulse.words}, one press each. Only averages are shown, once {FEWEST_TO_SHOW} "
        "members have answered; your leads see the same as you, never who said what. "
        f"{when_it_begins(roster, now=now)}"
    )


def read_naming_button(value: object) -> int:
    """Return the team that a button belongs to.

    Raises:
        TeamError: the button carries no team.

    """
    team_id = read_id(value)
    if team_id is None:
        raise TeamError("This button doesn't say which team it is for, so nothing changed.")
    return team_id


def _message(title: str, text: str, buttons: list[Block]) -> Message:
    return Message(title, (blocks.section(text.strip()), blocks.actions(buttons)))


def _button(text: str, action_id: str, team: Team, *, is_chosen: bool = False) -> Block:
    return blocks.button(text, action_id=action_id, value=str(team.id), is_chosen=is_chosen)
