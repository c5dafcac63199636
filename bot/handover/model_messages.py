"""What people see of models: the form that adds one, the list, and whose a model is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.delivery.domain import Message
from bot.handover.before_places import MINE_TOO
from bot.handover.domain import (
    LONGEST_LINK,
    LONGEST_TITLE,
    Model,
    ModelDraft,
    ModelError,
    ModelFieldError,
    Source,
    Suggestion,
    SuggestionStanding,
    Tier,
)
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.forms import said
from bot.slack.mrkdwn import escape, escape_within, mention, mentions
from bot.slack.people import Person
from bot.slack.values import read_id
from bot.teams.domain import Roster, Team

ADDED: Final = "model.added"
MINE: Final = "model.mine"
TIER: Final = "model.tier"
TEAM: Final = "model.team"
REVIEWER: Final = "model.reviewer"

TITLE: Final = "Add a model"
HOW: Final = (
    "`/mlops model add` puts a model into the register, `/mlops model NAME` shows one and lets its "
    "owner say so, `/mlops models` lists them. `/mlops model cards members` in a team's channel "
    "has only its own people read its cards; `/mlops model cards everyone` undoes that."
)
_MOST_LISTED: Final = 30
_LONGEST_NAME: Final = 80
_MOST_TEAMS: Final = 99
_TIERS: Final = {
    Tier.CRITICAL: "Critical: somebody is woken for it",
    Tier.NORMAL: "Normal",
    Tier.MINOR: "Minor: a week without it hurts nobody",
}
_SOURCES: Final = {Source.HAND: "by hand", Source.CSV: "from a table", Source.MLFLOW: "from MLflow"}


@dataclass(frozen=True)
class Listed:
    """A model as it is listed: with its team, who may own it, and who owns it besides the first."""

    model: Model
    team: Team | None = None
    suggestion: Suggestion | None = None
    others: tuple[str, ...] = ()


def add_form(teams: Sequence[Team], here: Team | None) -> Block:
    """Return the form that adds a model; `here` is the team of the channel it was typed in."""
    offered = {team.id: blocks.option(team.name[:75], str(team.id)) for team in teams[:_MOST_TEAMS]}
    tiers = {tier: blocks.option(words, str(int(tier))) for tier, words in _TIERS.items()}
    fields = [
        blocks.field(
            "Name",
            blocks.text_input("name", longest=LONGEST_TITLE),
            block_id="name",
            hint="As people call it. Commands and files know it in small letters, with dashes.",
        ),
        blocks.field(
            "How much hangs on it",
            blocks.choice("tier", list(tiers.values()), initial=tiers[Tier.NORMAL]),
            block_id="tier",
        ),
        blocks.field(
            "Link",
            blocks.text_input("link", longest=LONGEST_LINK),
            block_id="link",
            hint="Where to read on, such as its repository.",
            is_optional=True,
        ),
        blocks.field(
            "Whose is it?",
            blocks.people("owner"),
            block_id="owner",
            hint="One person. They are asked first, and own it once they press Mine.",
            is_optional=True,
        ),
    ]
    if offered:
        initial = None if here is None else offered.get(here.id)
        team = blocks.choice("team", list(offered.values()), initial=initial)
        fields.insert(1, blocks.field("Team", team, block_id="team", is_optional=True))
    return blocks.modal(TITLE, fields, callback_id=ADDED, submit="Add the model", close="Cancel")


def read_add_form(view: Mapping[str, Any]) -> ModelDraft:
    """Return what somebody filled in.

    Raises:
        ModelFieldError: more than one owner is named.

    """
    values = view["state"]["values"]
    owners = values["owner"]["owner"].get("selected_users") or []
    if len(owners) > 1:
        raise ModelFieldError("owner", "Name one person. Others can be told in the handover.")
    team = (values.get("team") or {}).get("team", {}).get("selected_option") or {}
    return ModelDraft(
        title=values["name"]["name"]["value"] or "",
        tier=read_tier(values["tier"]["tier"]["selected_option"]["value"]),
        link=values["link"]["link"]["value"] or "",
        team_id=read_id(team.get("value")),
        owner=owners[0] if owners else "",
    )


def read_tier(value: object) -> Tier:
    """Return the tier that was chosen.

    Raises:
        ModelError: none was.

    """
    number = read_id(value)
    if number not in {int(tier) for tier in Tier}:
        raise ModelError("This doesn't say how critical the model is, so nothing changed.")
    return Tier(number)


def read_model(value: object) -> int:
    """Return the model that a button belongs to.

    Raises:
        ModelError: the button carries none.

    """
    model_id = read_id(value)
    if model_id is None:
        raise ModelError("This button doesn't say which model it is for, so nothing changed.")
    return model_id


def added(model: Model, *, owner: str) -> Block:
    """Return the modal that says what is stored."""
    asked = (
        f"{mention(owner)} is asked whether it is theirs, in today's message or tomorrow's."
        if owner
        else f"Nobody owns it yet. If it is yours, type `/mlops model {model.name}` and press Mine."
    )
    return said(TITLE, f"Stored. *{escape(model.title)}* is `{model.name}` in commands. {asked}")


def cannot_own(person: Person) -> str:
    """Say why somebody can't own a model, and what to do."""
    name = escape(person.name)
    if person.is_bot:
        return f"{name} is an app, and an owner has to be somebody who can be asked. Name a person."
    if not person.is_active:
        return f"{name}'s account is deactivated, so nobody would answer. Name somebody else."
    return f"{name} belongs to another workspace, where the bot can't write. Name somebody here."


def shown(
    listed: Listed,
    teams: Sequence[Team],
    *,
    may_change: bool,
    viewer: str = "",
    card: Sequence[Block] = (),
    reviewer: str | None = None,
) -> Message:
    """Return a model with what its card says, and what can be done about it."""
    model = listed.model
    lines = [_line(listed)]
    if model.link:
        lines.append(f"<{model.link}>")
    if model.other_names:
        lines.append("Before: " + ", ".join(f"`{name}`" for name in model.other_names))
    parts = [blocks.section("\n".join(lines)), *card]
    row: list[Block] = []
    if model.owner_id is None:
        row.append(blocks.button("Mine", action_id=MINE, value=str(model.id), is_chosen=True))
    elif viewer not in (model.owner_id, *listed.others):
        row.append(blocks.button("Mine too", action_id=MINE_TOO, value=str(model.id)))
    if may_change:
        row += _choices(model, teams)
    if row:
        parts.append(blocks.actions(row, block_id=f"model.{model.id}"))
    if may_change:
        reader = blocks.person(REVIEWER, initial=reviewer or "")
        parts.append(blocks.section("Who reads its card, and says that it is right?"))
        parts.append(blocks.actions([reader], block_id=f"reviewer.{model.id}"))
    return Message(f"{escape(model.title)}: {_owner(listed)}", tuple(parts))


def _choices(model: Model, teams: Sequence[Team]) -> list[Block]:
    tiers = {tier: blocks.option(words, str(int(tier))) for tier, words in _TIERS.items()}
    chosen = [blocks.choice(TIER, list(tiers.values()), initial=tiers[model.tier])]
    offered = {team.id: blocks.option(team.name[:75], str(team.id)) for team in teams[:_MOST_TEAMS]}
    if offered:
        initial = offered.get(model.team_id or 0)
        options = list(offered.values())
        chosen.append(blocks.choice(TEAM, options, initial=initial, placeholder="Team"))
    return chosen


def listed(models: Sequence[Listed], *, words: str = "") -> Message:
    """Return the list of models, or of those whose name has the words in it."""
    if not models:
        text = (
            f"No model has “{escape(words)}” in its name. `/mlops models` lists all."
            if words
            else "No models yet. `/mlops model add` adds one."
        )
        return Message(text, (blocks.section(text),))
    lines = [_line(each) for each in models[:_MOST_LISTED]]
    sections = [
        blocks.section("\n".join(lines[start : start + 6])) for start in range(0, len(lines), 6)
    ]
    more = len(models) - _MOST_LISTED
    note = "`/mlops model NAME` shows one."
    if more > 0:
        note = (
            f"… and {more} more. `/mlops models WORD` lists those with WORD in their name. {note}"
        )
    return Message(f"{len(models)} models", (*sections, blocks.context(note)))


def _line(each: Listed) -> str:
    model = each.model
    team = "" if each.team is None else f", {escape_within(each.team.name, 40)}"
    gone = ", gone from its registry" if model.is_gone else ""
    title = escape_within(model.title, _LONGEST_NAME)
    return (
        f"*{title}* (`{model.name}`): {model.tier.words}{team}, {_owner(each)}"
        f"; {_SOURCES[model.source]}{gone}"
    )


def _owner(each: Listed) -> str:
    if each.model.owner_id is not None:
        return f"owned by {mentions((each.model.owner_id, *each.others))}"
    suggestion = each.suggestion
    if suggestion is None:
        return "nobody's yet"
    who = (
        f"`{escape_within(suggestion.words, 60).replace('`', '')}`"
        if suggestion.user_id is None
        else mention(suggestion.user_id)
    )
    match suggestion.standing:
        case SuggestionStanding.NOBODY if suggestion.user_id is not None:
            return f"nobody's yet ({who} can't own it: an app, deactivated, or from elsewhere)"
        case SuggestionStanding.NOBODY:
            return f"nobody's yet (perhaps {who}, whom Slack doesn't know)"
        case SuggestionStanding.ASKED:
            return f"nobody's yet ({who} is asked)"
        case _:
            return f"nobody's yet (perhaps {who})"


def cards_restricted(roster: Roster, *, is_restricted: bool) -> str:
    """Say who reads a team's cards from now on."""
    name = f"*{escape(roster.team.name)}*"
    if is_restricted:
        return f"Stored. `/mlops ask` answers from {name}'s cards for its own people only."
    return f"Stored. `/mlops ask` answers from {name}'s cards for everybody here."
