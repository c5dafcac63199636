"""What App Home shows of teams: which ones somebody is in, how to begin, and what is stored."""

from collections.abc import Sequence
from typing import Final

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import channel, escape
from bot.teams.domain import Role, Roster, Standing
from bot.teams.family import Family

_NO_TEAM: Final = (
    "You take part in no team. In the channel where yours talks, `/mlops join` takes part in its "
    "weekly pulse, and `/mlops setup` begins one. The playbook answers everybody, below."
)
_NEVER_STORED: Final = (
    "Your answers and comments carry no name. Of each week it is stored that you were asked, not "
    "whether you answered. With your name, where you did so: whether you agree to open "
    "rounds, that you pressed *Keep watching*, and that you changed or paused a team's pulse. "
    "`/mlops privacy` has the rest."
)
_ROLES: Final = {
    (Role.LEAD, Standing.ASKED): "asked to lead",
    (Role.LEAD, Standing.ACTIVE): "lead",
    (Role.LEAD, Standing.DECLINED): "declined to lead",
    (Role.LEAD, Standing.LEFT): "led it, and left its channel",
    (Role.MEMBER, Standing.ASKED): "invited",
    (Role.MEMBER, Standing.ACTIVE): "member",
    (Role.MEMBER, Standing.DECLINED): "declined",
    (Role.MEMBER, Standing.LEFT): "left its channel",
}


def welcome(rosters: Sequence[Roster], user_id: str, *, when: Sequence[str]) -> list[Block]:
    """Return which teams somebody takes part in, or how to begin.

    Args:
        rosters: the teams they take part in.
        user_id: the person.
        when: of each team, when it is asked next.

    """
    lines = [
        f"*{escape(roster.team.name)}* in {channel(roster.team.channel_id)}, as "
        f"{_roles(roster, user_id, only_active=True)}. {said}"
        for roster, said in zip(rosters, when, strict=True)
    ]
    return [blocks.header("Your teams"), blocks.section("\n".join(lines) or _NO_TEAM)]


def stored(rosters: Sequence[Roster], families: Sequence[Family], user_id: str) -> list[Block]:
    """Return what is stored about somebody's part in teams, and in parents of teams."""
    lines = [
        f"• {escape(roster.team.name)}: {_roles(roster, user_id)}"
        for roster in sorted(rosters, key=lambda each: each.team.name)
    ]
    lines += [
        f"• {escape(family.parent.name)}, several teams together: "
        f"{_ROLES[Role.LEAD, named.standing]}"
        for family in families
        if (named := family.find_lead(user_id)) is not None
    ]
    known = "\n".join(["Your Slack id, with what you are in these teams:", *lines])
    return [
        blocks.header("What is stored about you"),
        blocks.section(known if lines else "You were named in no team."),
        blocks.context(_NEVER_STORED),
    ]


def _roles(roster: Roster, user_id: str, *, only_active: bool = False) -> str:
    return " and ".join(
        _ROLES[m.role, m.standing]
        for m in sorted(roster.memberships, key=lambda m: m.role)
        if m.user_id == user_id and (m.standing is Standing.ACTIVE or not only_active)
    )
