"""What people see of packs: the form in which leads switch them, and the list for others."""

from collections.abc import Mapping
from typing import Any, Final

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape, mentions
from bot.slack.values import read_id
from bot.surveys.bank.domain import Pack
from bot.surveys.packs.service import PackChoice, PackError

CHOSEN: Final = "pulse.packs"

_TITLE: Final = "Packs"
_NO_PACKS: Final = "There are no packs in this installation."
_WHAT_THEY_ARE: Final = (
    "A pack adds one statement to each week's five. Several packs take turns. Its averages are "
    "shown when the others are, and count towards no score of culture, process or tools."
)


def pack_form(choice: PackChoice) -> Block:
    """Return the form in which a lead switches packs on and off."""
    offered = {pack.id: _option(pack) for pack in choice.packs}
    return blocks.modal(
        _TITLE,
        [
            blocks.section(f"*{escape(choice.roster.team.name)}*\n{_WHAT_THEY_ARE}"),
            blocks.field(
                "What else is asked",
                blocks.checkboxes(
                    "packs",
                    list(offered.values()),
                    initial=[offered[pack.id] for pack in choice.chosen],
                ),
                block_id="packs",
                hint="From the next pulse on. What is open stays open.",
                is_optional=True,
            ),
        ],
        callback_id=CHOSEN,
        submit="Store these packs",
        close="Cancel",
        private_metadata=str(choice.roster.team.id),
    )


def read_pack_form(view: Mapping[str, Any]) -> tuple[int, frozenset[str]]:
    """Return the team and the packs that a lead has ticked.

    Raises:
        PackError: the form names no team.

    """
    team_id = read_id(view["private_metadata"])
    if team_id is None:
        raise PackError("This form doesn't say which team it is for, so nothing changed.")
    ticked = view["state"]["values"]["packs"]["packs"]["selected_options"]
    return team_id, frozenset(option["value"] for option in ticked)


def packs_stored(choice: PackChoice) -> Block:
    """Return the modal that says what is stored and when it begins."""
    name = escape(choice.roster.team.name)
    names = _name_all(choice.chosen)
    if not names:
        text = f"Stored. From its next pulse on, *{name}* has no packs."
    else:
        text = (
            f"Stored. From its next pulse on, *{name}* is asked one statement more a week: {names}."
        )
    return blocks.modal(_TITLE, [blocks.section(text)])


def packs_listed(choice: PackChoice) -> str:
    """Return the packs for somebody who cannot switch them, and who can."""
    if not choice.packs:
        return _NO_PACKS
    lines = [f"*{escape(choice.roster.team.name)}*: packs", _WHAT_THEY_ARE]
    lines += [
        f"• *{escape(pack.name)}* ({'on' if pack in choice.chosen else 'off'}): "
        f"{escape(pack.meaning)}"
        for pack in choice.packs
    ]
    leads = choice.roster.leads
    if leads:
        lines.append(f"Leads switch them: {mentions(leads)}.")
    else:
        lines.append("Leads switch them, and nobody leads this team. `/mlops lead` takes it on.")
    return "\n".join(lines)


def _option(pack: Pack) -> Block:
    return blocks.option(pack.name, pack.id, description=pack.meaning)


def _name_all(packs: tuple[Pack, ...]) -> str:
    names = [escape(pack.name) for pack in packs]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]} in turn"
