"""Who is asked about a parent and what they see, and what a team's channel is told of it."""

from collections.abc import Sequence
from typing import Final

from bot.delivery.domain import Message
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import channel, escape, mention
from bot.slack.values import read_id, read_ids
from bot.teams.domain import Standing, TeamError
from bot.teams.family import Child, ChildTelling, Family, LeadTelling, Parent
from bot.teams.messages.family_form import WHAT_IT_IS, hour_of

AGREE: Final = "parent.agree"
REFUSE: Final = "parent.refuse"
ACCEPT_LEAD: Final = "parent.accept_lead"
DECLINE_LEAD: Final = "parent.decline_lead"

CHILD: Final = "parentchild"
LEAD: Final = "parentlead"
"""How the delivery keys begin of what leads are asked."""


def child_key(telling: ChildTelling, address: str) -> str:
    """Return the delivery key of what a lead of a team is asked, or its channel is told."""
    child = telling.child
    return f"{CHILD}:{child.team_id}:{child.parent_id}:{child.number}:{address}"


def read_child_key(key: str) -> tuple[int, int]:
    """Return the parent and the team of a delivery key."""
    _, team_id, parent_id, *_ = key.split(":")
    return int(parent_id), int(team_id)


def lead_key(telling: LeadTelling) -> str:
    """Return the delivery key of what somebody named to lead a parent is asked."""
    return f"{LEAD}:{telling.parent_id}:{telling.lead.user_id}:{telling.lead.number}"


def child_asked(family: Family, child: Child) -> Message:
    """Return what a lead of a team is asked, and sees again after a press."""
    parent, name = family.parent, f"*{escape(child.team_name)}*"
    match child.standing:
        case Standing.ASKED:
            text = (
                f"{mention(child.changed_by)} asks whether the answers of {name} may count in "
                f"{_named(parent)}. {WHAT_IT_IS}\n"
                "Once your team counts, what its answers to a statement add up to is kept, without "
                "names, until the average over all teams is decided. Nothing counts before you "
                "agree."
            )
            buttons = [
                _button("Let it count", AGREE, child, is_chosen=True),
                _button("Not this team", REFUSE, child),
            ]
        case Standing.ACTIVE:
            text = (
                f"{name} counts in {_named(parent)}, from its first pulse after one of its leads "
                "agreed."
            )
            buttons = [_button("Take it out", REFUSE, child)]
        case Standing.DECLINED:
            text = (
                f"{name} doesn't count in {_named(parent)}. Statements put before it was taken out "
                "still do, if there were any."
            )
            buttons = [_button("Let it count after all", AGREE, child)]
        case Standing.LEFT:
            text = f"{name} is no longer asked to count in {_named(parent)}."
            buttons = []
    title = f"{escape(child.team_name)} in {escape(parent.name)}"
    return _message(title, text, buttons)


def channel_told(telling: ChildTelling) -> Message | None:
    """Return what a team's channel is told of a change, if that concerns its members."""
    child, parent = telling.child, telling.family.parent
    title = f"{escape(child.team_name)} and {escape(parent.name)}"
    match child.standing:
        case Standing.ACTIVE:
            text = (
                f"{mention(child.changed_by)} has agreed that from the next pulse on this team's "
                f"answers count in {_named(parent)}, too. {WHAT_IT_IS}"
            )
        case Standing.LEFT | Standing.DECLINED:
            text = (
                f"{mention(child.changed_by)} has decided that from the next pulse on this team's "
                f"answers do not count in {_named(parent)}. Those to statements already put still "
                "may."
            )
        case Standing.ASKED:
            return None
    return _message(title, text, [])


def lead_asked(family: Family, user_id: str) -> Message:
    """Return what somebody named to lead a parent is asked, and sees again after a press."""
    parent, lead = family.parent, family.find_lead(user_id)
    buttons: list[Block] = []
    match None if lead is None else lead.standing:
        case Standing.ASKED:
            text = (
                f"You are named to lead {_named(parent)}: averages over several teams. A lead sees "
                "those that its teams see, when they see them, and chooses which teams are asked "
                "to count in it. Will you lead it?"
            )
            buttons = [
                _place_button("Lead it", ACCEPT_LEAD, parent, is_chosen=True),
                _place_button("Not me", DECLINE_LEAD, parent),
            ]
        case Standing.ACTIVE:
            text = (
                f"You lead {_named(parent)}. Its summary comes on {hour_of(parent)}, if there is "
                "something new, and its digest once a month, after its teams were shown theirs. "
                "`/mlops parent` in its channel changes leads and teams."
            )
            buttons = [_place_button("Step down", DECLINE_LEAD, parent)]
        case Standing.DECLINED:
            text = f"You don't lead {_named(parent)}."
            buttons = [_place_button("Lead it after all", ACCEPT_LEAD, parent)]
        case _:
            text = f"You are no longer named to lead {_named(parent)}."
    return _message(f"Leading {escape(parent.name)}", text, buttons)


def read_child(value: object) -> tuple[int, int]:
    """Return the parent and the team that a button belongs to.

    Raises:
        TeamError: the button carries none.

    """
    ids = read_ids(value, count=2)
    if ids is None:
        raise TeamError("This button doesn't say which team it is for, so nothing changed.")
    parent_id, team_id = ids
    return parent_id, team_id


def read_parent(value: object) -> int:
    """Return the parent that a button belongs to.

    Raises:
        TeamError: the button carries none.

    """
    parent_id = read_id(value)
    if parent_id is None:
        raise TeamError("This button doesn't say which parent it is for, so nothing changed.")
    return parent_id


def _named(parent: Parent) -> str:
    return f"*{escape(parent.name)}*, the parent of teams in {channel(parent.channel_id)}"


def _message(title: str, text: str, buttons: Sequence[Block]) -> Message:
    row = [blocks.actions(buttons)] if buttons else []
    return Message(title, (blocks.section(text), *row))


def _button(text: str, action_id: str, child: Child, *, is_chosen: bool = False) -> Block:
    value = f"{child.parent_id}:{child.team_id}"
    return blocks.button(text, action_id=action_id, value=value, is_chosen=is_chosen)


def _place_button(text: str, action_id: str, parent: Parent, *, is_chosen: bool = False) -> Block:
    return blocks.button(text, action_id=action_id, value=str(parent.id), is_chosen=is_chosen)
