"""What people see of actions: the form, the announcement, and the question to their owner."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from bot.delivery.domain import Message
from bot.digests.action_places import ADD_WORDS, DECLARED, WORDED
from bot.digests.action_service import ActionPlan, Told
from bot.digests.actions import LONGEST_SENTENCE, LONGEST_WORDS, ActionError, Reply, at_hour
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape, mention
from bot.slack.values import read_id
from bot.surveys.bank.domain import Practice
from bot.teams.domain import Roster

TITLE: Final = "We'll improve this"
_WORDS_TITLE: Final = "Add a sentence"
_LABELS: Final = {Reply.DONE: "Done", Reply.STILL: "Still on it", Reply.DROPPED: "Dropped"}
_SAID: Final = {Reply.DONE: "done", Reply.STILL: "still on it", Reply.DROPPED: "dropped"}


def form(
    roster: Roster,
    practices: Sequence[Practice],
    *,
    owner_id: str,
    practice_id: str = "",
    check_on: date | None = None,
) -> Block:
    """Return the form in which a lead says what they will do, and who sees to it.

    Args:
        roster: the team.
        practices: those to choose from.
        owner_id: whom it names at first.
        practice_id: the practice it names at first, if any.
        check_on: when that one would be asked about again.

    """
    options = {each.id: blocks.option(each.name, each.id) for each in practices}
    return blocks.modal(
        TITLE,
        [
            blocks.section(
                f"*{escape(roster.team.name)}* is told what you write, and that you set it."
            ),
            blocks.field(
                "What is to improve",
                blocks.choice("practice", list(options.values()), initial=options.get(practice_id)),
                block_id="practice",
            ),
            blocks.field(
                "What will you do?",
                blocks.text_input("sentence", longest=LONGEST_SENTENCE),
                block_id="sentence",
                hint="One sentence, such as “Pair on every retraining until the end of May.”",
            ),
            blocks.field(
                "Who sees to it",
                blocks.person("owner", initial=owner_id),
                block_id="owner",
                hint="Somebody who takes part in this team. They are asked whether it happened.",
            ),
            blocks.context(_when_checked(check_on)),
        ],
        callback_id=DECLARED,
        submit="Tell the team",
        close="Cancel",
        private_metadata=str(roster.team.id),
    )


def _when_checked(check_on: date | None) -> str:
    if check_on is None:
        return "Six to eight weeks from now the pulse asks about it again, as the check."
    return f"The pulse asks about it again in the {_week(check_on)}, as the check."


def read_form(view: Mapping[str, Any]) -> tuple[int, ActionPlan]:
    """Return the team and what a lead filled in.

    Raises:
        ActionError: the form names no team.

    """
    team_id = read_id(view["private_metadata"])
    if team_id is None:
        raise ActionError("This form doesn't say which team it is for, so nothing was stored.")
    values = view["state"]["values"]
    chosen = values["practice"]["practice"]["selected_option"] or {}
    return team_id, ActionPlan(
        practice=str(chosen.get("value", "")),
        sentence=values["sentence"]["sentence"]["value"] or "",
        owner_id=values["owner"]["owner"]["selected_user"] or "",
    )


def declared(told: Told) -> Block:
    """Return the modal that says what is stored and what follows."""
    action, team = told.action, told.roster.team
    first = action.list_askings(team.pulse)[0]
    text = (
        f"Stored: “{escape(action.sentence)}” {escape(team.name)} is told.\n"
        f"{mention(action.owner_id)} is asked on {first.day} {first:%B} whether it happened. The "
        f"pulse asks about *{escape(told.practice_name)}* again in the {_week(action.check_on)}."
    )
    return blocks.modal(TITLE, [blocks.section(text)])


def announcement(told: Told) -> Message:
    """Return what the team is told: what is to be done, by whom, and when it is looked at again."""
    action, name = told.action, escape(told.roster.team.name)
    practice = escape(told.practice_name)
    return Message(
        f"{name} sets out to improve {practice}",
        (
            blocks.section(
                f"*{name}* sets out to improve *{practice}*\n“{escape(action.sentence)}”"
            ),
            blocks.context(
                f"Set by {mention(action.set_by)}; {mention(action.owner_id)} sees to it. The "
                f"pulse asks about it again in the {_week(action.check_on)}, and the digest says "
                "what became of it."
            ),
        ),
    )


def asking(told: Told) -> Message:
    """Return the question to an action's owner, with what they have answered so far."""
    return Message(
        "Did it happen?", (blocks.section(f"*Did it happen?* {_about(told)}"), *ask(told))
    )


def inheritance(told: Told, *, before: str) -> Message:
    """Return what tells a lead that an action is theirs to see to now, and asks them."""
    text = (
        f"*Yours to see to now.* {mention(before)} no longer takes part in the team. {_about(told)}"
    )
    return Message("An action is yours to see to now", (blocks.section(text), *ask(told)))


def no_longer_yours(told: Told) -> Message:
    """Return what a question becomes for somebody who no longer sees to the action."""
    text = f"This no longer needs you. {_about(told)}"
    return Message("No longer yours to see to", (blocks.section(text),))


def ask(told: Told) -> tuple[Block, ...]:
    """Return the buttons with which an owner answers, and what is stored so far."""
    value = str(told.action.id)
    chosen = told.action.reply
    buttons = [
        blocks.button(label, action_id=f"action.{reply}", value=value, is_chosen=reply is chosen)
        for reply, label in _LABELS.items()
    ]
    buttons.append(blocks.button("Add a sentence", action_id=ADD_WORDS, value=value))
    return (blocks.actions(buttons), blocks.context(_stored(told)))


def line(told: Told) -> str:
    """Return an action in two lines, as App Home shows it."""
    action = told.action
    said = "nothing said yet" if action.reply is None else _SAID[action.reply]
    return (
        f"*{escape(told.practice_name)}*, {escape(told.roster.team.name)}: "
        f"“{escape(action.sentence)}”\n{mention(action.owner_id)} sees to it, {said}. Checked in "
        f"the {_week(action.check_on)}."
    )


def words_form(told: Told) -> Block:
    """Return the form in which an owner adds a sentence."""
    return blocks.modal(
        _WORDS_TITLE,
        [
            blocks.section(_about(told)),
            blocks.field(
                "What came of it",
                blocks.text_input(
                    "words", initial=told.action.words or "", longest=LONGEST_WORDS, is_long=True
                ),
                block_id="words",
                hint="The team reads it in the next digest.",
                is_optional=True,
            ),
        ],
        callback_id=WORDED,
        submit="Store this",
        close="Cancel",
        private_metadata=str(told.action.id),
    )


def read_words_form(view: Mapping[str, Any]) -> tuple[int, str]:
    """Return the action and what its owner adds.

    Raises:
        ActionError: the form names no action.

    """
    action_id = read_id(view["private_metadata"])
    if action_id is None:
        raise ActionError("This form doesn't say what it is about, so nothing was stored.")
    return action_id, view["state"]["values"]["words"]["words"]["value"] or ""


def words_stored() -> Block:
    """Return the modal that says what was added is stored."""
    return blocks.modal(
        _WORDS_TITLE, [blocks.section("Stored. The team reads it in the next digest.")]
    )


def stored_with_name(actions: int, wins: int) -> str:
    """Say how much is stored with somebody's name beside it, by their own doing or a lead's."""
    return (
        f"Actions that you set or see to: {actions}. Wins you told: {wins}. Both stand with names, "
        "and the team reads them. When you leave, a lead sees to your actions. If you are erased, "
        "your wins are deleted, and the actions carry nobody's name."
    )


def _about(told: Told) -> str:
    action = told.action
    day = at_hour(told.roster.team.pulse, action.declared_on)
    return (
        f"On {day.day} {day:%B} *{escape(told.roster.team.name)}* set out to improve "
        f"*{escape(told.practice_name)}*: “{escape(action.sentence)}”"
    )


def _stored(told: Told) -> str:
    action = told.action
    if action.reply is None:
        return "What you answer, and that it is yours to see to, the team reads in the next digest."
    added = f" “{escape(action.words)}”" if action.words else ""
    return f"Stored: {_SAID[action.reply]}.{added} The team reads it in the next digest."


def _week(monday: date) -> str:
    return f"week of {monday.day} {monday:%B}"
