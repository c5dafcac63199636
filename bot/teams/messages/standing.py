"""What somebody named in a team is told, and sees again after each press on it."""

from datetime import datetime
from typing import Final

from bot.delivery.domain import Message
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import channel, escape, mention
from bot.slack.values import read_id
from bot.teams.domain import (
    MOST_IN_OPEN_ROUNDS,
    Role,
    Roster,
    Stage,
    Standing,
    Team,
    TeamError,
    Telling,
)
from bot.teams.messages.parts import bold_name, what_its_size_means, when_next

ACCEPT_LEAD: Final = "team.accept_lead"
DECLINE_LEAD: Final = "team.decline_lead"
TAKE_PART: Final = "team.take_part"
STAY_OUT: Final = "team.stay_out"


NAMING: Final = "naming"
"""How the delivery keys of namings begin."""


def naming_key(telling: Telling) -> str:
    """Return the delivery key of the message about somebody's naming."""
    return f"{NAMING}:{telling.roster.team.id}:{telling.user_id}:{telling.number}"


def read_naming_key(key: str) -> int:
    """Return the team of a naming's delivery key."""
    return int(key.split(":")[1])


def naming(telling: Telling, *, now: datetime) -> Message:
    """Return what somebody is told when they were named in a team, or came into its channel."""
    team = telling.roster.team
    if _is_invited(telling.roster, telling.user_id):
        return standing(telling.roster, telling.user_id, now=now)
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
        case None | Standing.LEFT:
            buttons = []
    match roster.find_standing(user_id, Role.MEMBER):
        case Standing.ASKED:
            said = f"{opening} {_invitation(roster.team)}"
            buttons = [
                _button("Take part", TAKE_PART, roster.team, is_chosen=True),
                _button("Not me", STAY_OUT, roster.team),
                *buttons,
            ]
        case Standing.ACTIVE:
            said = _taking_part(roster, opening, now=now)
            buttons.insert(0, _button("Don't ask me", STAY_OUT, roster.team))
        case Standing.DECLINED:
            said = f"{opening} You won't be asked in {bold_name(roster.team)}."
            buttons.insert(0, _button("Take part after all", TAKE_PART, roster.team))
        case Standing.LEFT:
            where = channel(roster.team.channel_id)
            said = f"{opening} You left {where}, so you aren't asked in {bold_name(roster.team)}."
        case None:
            said = f"{opening} {_never_asked(roster, user_id)}"
    return _message(f"The weekly pulse of {escape(roster.team.name)}", said, buttons)


def _never_asked(roster: Roster, user_id: str) -> str:
    """Return what somebody reads who was named as lead alone, and doesn't lead."""
    if roster.find_standing(user_id, Role.LEAD) is not Standing.LEFT:
        return "You won't be asked in it either."
    where = channel(roster.team.channel_id)
    return f"You left {where}, so you don't lead {bold_name(roster.team)} any more."


def joined(roster: Roster, user_id: str, *, now: datetime) -> str:
    """Return what somebody reads who takes part of their own accord."""
    if user_id in roster.leads:
        return _words_for_lead(roster, "", now=now).strip()
    return f"{_taking_part(roster, '', now=now).strip()} `/mlops leave` ends it."


def lead_named(roster: Roster, user_id: str) -> str:
    """Return what a lead reads who named another one."""
    return (
        f"{mention(user_id)} is asked to lead {bold_name(roster.team)} too, in a direct message. "
        "Until they accept, nothing changes."
    )


def _is_invited(roster: Roster, user_id: str) -> bool:
    """Say whether somebody came into the channel and has nothing to answer but that."""
    is_asked_to_lead = roster.find_standing(user_id, Role.LEAD) is Standing.ASKED
    return roster.find_standing(user_id, Role.MEMBER) is Standing.ASKED and not is_asked_to_lead


def _only_averages(team: Team) -> str:
    return (
        f"Only averages are shown, each once {team.threshold} members have scored the statement; "
        "leads see the same as you, never who said what. `/mlops privacy` says what is stored."
    )


def _invitation(team: Team) -> str:
    return (
        f"{channel(team.channel_id)}, where you are now, has a weekly pulse: {bold_name(team)}. "
        f"Five or six statements come by direct message on {team.pulse.words} where you are, about "
        f"a minute in all. {_only_averages(team)} Will you take part? You aren't asked anything "
        "until you press, and this invitation comes once."
    )


def _asked_to_lead(team: Team, opening: str) -> Message:
    text = (
        f"{opening} Will you lead it? Five or six statements go to each member on "
        f"{team.pulse.words} where they are. A lead sees the averages that the team sees, when the "
        "team sees them, and never who said what. A lead answers too, without counting towards "
        f"the {team.threshold} members that an average needs."
    )
    buttons = [
        _button("Lead this team", ACCEPT_LEAD, team, is_chosen=True),
        _button("Not me", DECLINE_LEAD, team),
    ]
    return _message(f"Will you lead the pulse of {escape(team.name)}?", text, buttons)


def _leading(roster: Roster, opening: str, *, now: datetime) -> Message:
    team = roster.team
    text = _words_for_lead(roster, opening, now=now)
    buttons = [_button("Step down", DECLINE_LEAD, team)]
    return _message(f"{escape(team.name)}: leading", text, buttons)


def _words_for_lead(roster: Roster, opening: str, *, now: datetime) -> str:
    team = roster.team
    text = (
        f"{opening} You lead {bold_name(team)}. Five or six statements come to you too, on "
        f"{team.pulse.words} where you are. {when_next(roster, now=now)} Your answers don't count "
        f"towards the {team.threshold} members that an average needs. In the channel, "
        "`/mlops packs` adds statements and `/mlops lead @person` names another lead."
    )
    return "\n".join([text, *what_its_size_means(roster)])


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
        f"{opening} You take part in {bold_name(team)}: five or six statements come by direct "
        f"message on {team.pulse.words} where you are, one press each. "
        f"{when_next(roster, now=now)} {_only_averages(team)}{_unless_open(roster)}"
    )


def _unless_open(roster: Roster) -> str:
    """Say of a small team that it may have agreed to something else."""
    if sum(person.counts for person in roster.participants) > MOST_IN_OPEN_ROUNDS:
        return ""
    return (
        " A team this small can have open rounds, which aren't anonymous, if everybody in it "
        "agrees, you too (`/mlops open` in the channel)."
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
    row = [blocks.actions(buttons)] if buttons else []
    return Message(title, (blocks.section(text.strip()), *row))


def _button(text: str, action_id: str, team: Team, *, is_chosen: bool = False) -> Block:
    return blocks.button(text, action_id=action_id, value=str(team.id), is_chosen=is_chosen)
