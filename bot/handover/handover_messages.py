"""What people read of a last day: the form that sets it, the plan, and what leads must decide."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.delivery.domain import Message
from bot.handover import handover_places as places
from bot.handover.cases import Case
from bot.handover.outlooks import Outlook
from bot.handover.rules.leaving import Reason
from bot.handover.rules.sessions import Plan
from bot.handover.rules.states import State, Waiver
from bot.slack import blocks, inputs
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape, escape_within, mention, mentions

FORM_TITLE: Final = "Hand over models"

HOLDS_A_KEY: Final = (
    "This looks like a password, key or token, so nothing was stored. Say where it is kept."
)

_REASONS: Final = {
    Reason.ROTATION: "Rotation",
    Reason.OTHER_TEAM: "Another team",
    Reason.LONG_ABSENCE: "A long absence",
    Reason.LEAVING: "Leaving",
}
_LONGEST_NAME: Final = 80
_MOST_LISTED: Final = 8
_NO_SCORE: Final = (
    "What is written about scares and failures is for whoever runs the model next. It is never "
    "used to judge a person."
)


def date_form(outlook: Outlook, *, by: str) -> Block:
    """Return the form that stores a last day; it says first who will see it."""
    rotation = blocks.option(_REASONS[Reason.ROTATION], Reason.ROTATION)
    reasons = [blocks.option(words, reason) for reason, words in _REASONS.items()]
    return blocks.modal(
        FORM_TITLE,
        [
            blocks.section(
                f"*{mention(outlook.owner_id)} hands over until {outlook.last_day}.*\n"
                f"{_models_and_room(outlook)}"
            ),
            blocks.context(_who_sees(outlook, by)),
            blocks.field(
                "Reason", blocks.choice("reason", reasons, initial=rotation), block_id="reason"
            ),
            blocks.field(
                "Successor for all of them",
                inputs.person("successor"),
                block_id="successor",
                hint="Each model can have another one later.",
                is_optional=True,
            ),
            blocks.field(
                "Who else may see the date?",
                blocks.people("named"),
                block_id="named",
                is_optional=True,
            ),
        ],
        callback_id=places.DATED,
        submit="Store the date",
        private_metadata=json.dumps(
            [outlook.owner_id, outlook.last_day.isoformat(), outlook.only_model_id or 0]
        ),
    )


def _who_sees(outlook: Outlook, by: str) -> str:
    readers = tuple(dict.fromkeys((outlook.owner_id, *outlook.leads, by)))
    return (
        f"The date is seen by {mentions(readers)}, and whom you name below. No channel, digest or "
        "export shows it, and it is erased ninety days after."
    )


def _models_and_room(outlook: Outlook) -> str:
    return f"{_names(outlook.cases)}\n{room(outlook.plan, outlook.cases)}"


def _name(case: Case) -> str:
    """Return a model's title where many stand together, which Slack takes 3,000 characters of."""
    return escape_within(case.model.title, _LONGEST_NAME)


def room(plan: Plan, cases: tuple[Case, ...]) -> str:
    """Say how many models there is time for, and which are left out."""
    capacity = plan.capacity
    count = len(capacity.fitting) + len(capacity.beyond)
    length = "one session of twenty minutes at a time" if plan.is_short else "ten minutes at a time"
    days = ", ".join(f"{session.day:%a %d %b}" for session in plan.sessions[:8])
    sessions = f"Sessions, {length}: {days}." if days else "No session is left to come."
    if capacity.is_enough:
        return sessions
    names = {case.model.id: _name(case) for case in cases}
    beyond = ", ".join(names[model_id] for model_id in capacity.beyond[:8])
    return (
        f"*{count} models, room for {len(capacity.fitting)}: you choose.* As it stands these are "
        f"not asked about in full: {beyond}. Retire one, freeze one, or move the date.\n{sessions}"
    )


def listed(outlooks: Sequence[Outlook], coming: Sequence[Case]) -> list[Block]:
    """Return the handovers that somebody may see, and the models that are to be theirs."""
    shown = [blocks.section("*Handovers*")]
    for outlook in outlooks[:_MOST_LISTED]:
        head = f"*{mention(outlook.owner_id)} until {outlook.last_day}*"
        shown.append(blocks.section(f"{head}\n{room(outlook.plan, outlook.cases)}"))
    if coming:
        names = ", ".join(f"*{_name(case)}*" for case in coming[:_MOST_LISTED])
        shown.append(blocks.section(f"To be yours: {names}."))
    left = len(outlooks[_MOST_LISTED:]) + len(coming[_MOST_LISTED:])
    if not outlooks and not coming:
        shown.append(blocks.section("You own, lead or take over no model that changes hands."))
    how = (
        "`/mlops handover @person DATE`, such as 2026-03-31, sets a last day; `/mlops handover "
        "cancel @person` takes it back."
    )
    shown.append(blocks.context(how if not left else f"And {left} more. {how}"))
    return shown


def plan_told(outlook: Outlook, viewer: str) -> Message:
    """Return what owner, leads and those named are told of a last day."""
    if outlook.leaving is None:
        return cancelled()
    who = mention(outlook.owner_id)
    is_owner = viewer == outlook.owner_id
    first = (
        f"*Your models change hands.* {mention(outlook.leaving.set_by)} stored "
        f"{outlook.last_day} as your last day on them."
        if is_owner
        else f"*{who} hands models over until {outlook.last_day}.*"
    )
    shown = [blocks.section(f"{first}\n{_models_and_room(outlook)}")]
    without = [case for case in outlook.cases if case.handover.successor_id is None][:5]
    shown += [_choose_row(case) for case in without]
    readers = tuple(dict.fromkeys((outlook.owner_id, *outlook.leads, *outlook.leaving.named)))
    notes = [f"The date is seen by {mentions(readers)}, and by nobody else."]
    if is_owner:
        notes.append(_NO_SCORE)
        notes.append("If that is off, type `/mlops handover cancel @` and your own name.")
    return Message("A handover is planned", (*shown, blocks.context(*notes)))


def _choose_row(case: Case) -> Block:
    return blocks.section(
        f"*{escape(case.model.title)}* has no successor yet.",
        beside=blocks.button(
            "Choose a successor", action_id=places.SUCCESSOR, value=str(case.model.id)
        ),
    )


def date_forgotten(owner_id: str, count: int) -> str:
    """Say what it means that a last day was cancelled."""
    stay = {
        0: "none of their models was being handed over by them any more",
        1: "one model stays with them",
    }.get(count, f"{count} models stay with them")
    return (
        f"The last day of {mention(owner_id)} is forgotten; {stay}. What they answered is kept on "
        "the cards."
    )


def cancelled() -> Message:
    """Return what stands in place of a plan whose date was cancelled or erased."""
    text = "This handover is over: the date was cancelled, or is erased. Answers are kept."
    return Message(text, (blocks.section(text),))


def date_stored(outlook: Outlook, *, by: str, has_successor: bool) -> Block:
    """Return what the form becomes once the date is stored, with what it does not reach."""
    text = (
        f"*Stored.* {mention(outlook.owner_id)} and the leads are told privately, in their next "
        f"message of the day.\n{_models_and_room(outlook)}"
    )
    shown = [blocks.section(text)]
    owner = mention(outlook.owner_id)
    if lost := [case for case in outlook.cases if _waits_for_owner(case)]:
        shown.append(
            blocks.section(
                f"{_names(lost)}: nothing is asked of {owner}, whose last day on it had passed. "
                "They have to take it back first, by *It is mine again*."
            )
        )
    others = [c for c in outlook.cases if not c.may_say(by) and c.handover.can_be_dated]
    if has_successor and others:
        shown.append(
            blocks.section(
                f"{_names(others)}: no successor yet. A lead of the team that runs it chooses one."
            )
        )
    return blocks.modal(FORM_TITLE, shown)


def _waits_for_owner(case: Case) -> bool:
    return not case.handover.can_be_dated and case.handover.state is not State.RETIRED


def _names(cases: Sequence[Case]) -> str:
    more = f" and {len(cases) - 12} more" if len(cases) > 12 else ""
    return ", ".join(f"*{_name(case)}*" for case in cases[:12]) + more


def decisions(model_id: int, *, has_ended: bool = False) -> Block:
    """Return what a lead can do about a handover, as a row of buttons."""
    value = str(model_id)
    row = [
        blocks.button("Choose a successor", action_id=places.SUCCESSOR, value=value),
        blocks.button("Accept the risk", action_id=places.WAIVE, value=value),
    ]
    if has_ended:
        row.append(blocks.button("Freeze it", action_id=places.FREEZE, value=value))
        row.append(blocks.button("Retire it", action_id=places.RETIRE, value=value))
    return blocks.actions(row)


def to_decide(case: Case, words: str) -> Message:
    """Return what a lead reads of a model whose owner is gone, with what can be done."""
    text = f"*{escape(case.model.title)}* {words}"
    return Message(
        f"{escape(case.model.title)} needs a decision",
        (blocks.section(text), decisions(case.model.id, has_ended=True)),
    )


def successor_form(case: Case) -> Block:
    """Return the form that names a successor."""
    return blocks.modal(
        "Choose a successor",
        [
            blocks.section(
                f"Who is to run *{escape(case.model.title)}*? They explain it back, roll it back "
                "and retrain it before it is theirs."
            ),
            blocks.field(
                "Successor",
                inputs.person("successor", initial=case.handover.successor_id),
                block_id="successor",
            ),
        ],
        callback_id=places.SUCCEEDED,
        submit="Store the successor",
        private_metadata=str(case.model.id),
    )


def waiver_form(case: Case, *, by: str, until: date) -> Block:
    """Return the form in which a lead signs for a risk."""
    return blocks.modal(
        "Accept the risk",
        [
            blocks.section(
                f"*{escape(case.model.title)}* is then shown as a risk that {mention(by)} carries, "
                "never as handed over."
            ),
            blocks.field(
                "Why is that right?",
                blocks.text_input("reason", longest=500, is_long=True),
                block_id="reason",
            ),
            blocks.field(
                "Until when?", inputs.day("until", initial=until.isoformat()), block_id="until"
            ),
        ],
        callback_id=places.WAIVED,
        submit="Carry the risk",
        private_metadata=str(case.model.id),
    )


def waiver_stored(case: Case, waiver: Waiver) -> Block:
    """Return what the waiver's form becomes."""
    text = (
        f"*{escape(case.model.title)}* is an accepted risk until {waiver.expires_on}, signed by "
        f"{mention(waiver.signed_by)}. It isn't handed over, and comes back that day."
    )
    return blocks.modal("Accept the risk", [blocks.section(text)])
