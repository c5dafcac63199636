"""What successor and owner read while a handover is proven: explaining, marking, the drill."""

import json
import re
from typing import Final

from bot.delivery.domain import Message
from bot.handover import handover_places as places
from bot.handover.cases import Case
from bot.handover.proof.service import ToMark, ToRetell
from bot.handover.rules.leaving import DrillReport
from bot.handover.rules.states import Handover, HandoverError, Mark, State
from bot.slack import blocks, inputs
from bot.slack.blocks import Block
from bot.slack.inputs import Values
from bot.slack.mrkdwn import escape, escape_within, mention

_LONGEST_SHOWN: Final = 2000
_PERSON: Final = re.compile(r"&lt;@([UW][A-Z0-9]+)&gt;")
_WORKED, _FAILED = "worked", "failed"
_MARKS: Final = {
    Mark.RIGHT: "Right",
    Mark.MISSING: "Something is missing",
    Mark.WRONG: "Something is wrong",
}


def to_retell(case: Case) -> Message:
    """Return what asks a successor to explain a model back."""
    owner = mention(case.handover.owner_id or "")
    return _with_button(
        f"*{escape(case.model.title)} is to be yours.* Read its card, then explain the six "
        f"critical sections in your own words. {owner} says of each whether you have it right.",
        "Explain it back",
        places.RETELL,
        case,
        f"Explain {escape(case.model.title)} back",
        has_card=True,
    )


def named(case: Case) -> Message:
    """Return what a successor reads when they are named, and nothing is asked of them yet."""
    name, owner = escape(case.model.title), mention(case.handover.owner_id or "")
    text = (
        f"*You are named to run {name} next.* Nothing is asked of you yet: {owner} first writes "
        "down what no file tells. Then you explain it back and try it, and only then is it yours. "
        "If you can't take it, tell them or a lead of the team."
    )
    row = blocks.actions([places.card_button(case.model.id)])
    return Message(f"You are named for {name}", (blocks.section(text), row))


def to_mark(case: Case) -> Message:
    """Return what asks an owner to judge what their successor has said."""
    successor = mention(case.handover.successor_id or "")
    return _with_button(
        f"*{successor} has explained {escape(case.model.title)} back.* Say of each section whether "
        "they have it right. What they haven't, you are asked once more.",
        "Read and mark",
        places.MARK,
        case,
        f"{escape(case.model.title)} is explained back",
    )


def to_drill(case: Case) -> Message:
    """Return what asks a successor for the drill."""
    return _with_button(
        f"*Now try {escape(case.model.title)}, from its card alone.* In staging, roll it back, "
        "then retrain it. Note how many minutes each took, and every line that the card lacked. If "
        "both work, the model is yours.",
        "Record the drill",
        places.DRILL,
        case,
        f"The drill for {escape(case.model.title)}",
        has_card=True,
    )


def accepted(case: Case, user_id: str) -> Message:
    """Return what everybody concerned reads when a model has changed hands."""
    handover, name = case.handover, escape(case.model.title)
    done = f"*{name} is {mention(handover.successor_id or '')}'s now.* They rolled it back and"
    if user_id == handover.successor_id:
        text = f"*{name} is yours now.* You rolled it back and retrained it from its card."
    elif user_id == handover.owner_id:
        text = f"{done} retrained it from your card. Nothing of it is asked of you any more."
    else:
        text = f"{done} retrained it from its card."
    return Message(f"{escape(case.model.title)} has changed hands", (blocks.section(text),))


def told(case: Case, words: str) -> Message:
    """Return a sentence about a model."""
    text = f"*{escape(case.model.title)}* {words}"
    return Message(f"About {escape(case.model.title)}", (blocks.section(text),))


def to_reclaim(case: Case) -> Message:
    """Return what somebody reads who owned a model, and may take it back.

    Their account was off, or their last day has passed while it stayed on.
    """
    return _with_button(
        f"*{escape(case.model.title)} counts as having no owner.* Your last day on it has passed, "
        "or your account was off for a while. Nothing of it is asked of you any more. If you run "
        "it still, take it back; what others pieced together meanwhile stays on its card.",
        "It is mine again",
        places.RECLAIM,
        case,
        f"{escape(case.model.title)} has no owner",
    )


def _with_button(
    text: str, label: str, action_id: str, case: Case, title: str, *, has_card: bool = False
) -> Message:
    row = [places.card_button(case.model.id)] if has_card else []
    row.append(blocks.button(label, action_id=action_id, value=str(case.model.id)))
    return Message(title, (blocks.section(text), blocks.actions(row)))


def retell_form(asked: ToRetell) -> Block:
    """Return the form of one section to explain."""
    section = asked.section
    return blocks.modal(
        "Explain it back",
        [
            blocks.section(
                f"*{escape(asked.case.model.title)} · {section.title}*\n{section.question}"
            ),
            blocks.section(_card(asked.text.text if asked.text else "")),
            blocks.context(f"{asked.remaining} more after this one."),
            blocks.field(
                "In your own words",
                blocks.text_input("words", longest=2000, is_long=True),
                block_id=f"{section.id}.words",
            ),
        ],
        callback_id=places.RETOLD,
        submit="Store it",
        private_metadata=json.dumps([asked.case.model.id, section.id]),
    )


def _card(text: str) -> str:
    if not text:
        return "_The card says that nobody knows. Say what you would do._"
    return _PERSON.sub(r"<@\1>", escape_within(text.replace("**", "*"), _LONGEST_SHOWN))


def read_words(section_id: str, values: Values) -> str:
    """Return what the successor wrote."""
    return inputs.read_text(values, f"{section_id}.words")


def mark_form(asked: ToMark) -> Block:
    """Return the form of one section to judge."""
    section = asked.section
    options = [blocks.option(words, mark) for mark, words in _MARKS.items()]
    retold = escape_within(asked.retelling.words, _LONGEST_SHOWN)
    return blocks.modal(
        "Is it right?",
        [
            blocks.section(f"*{escape(asked.case.model.title)} · {section.title}*"),
            blocks.section(f"*You wrote*\n{_card(asked.text.text if asked.text else '')}"),
            blocks.section(f"*{mention(asked.retelling.successor_id)} says*\n{retold}"),
            blocks.context(f"{asked.remaining} more after this one."),
            blocks.field(
                "Could they run it so?",
                blocks.choice("mark", options),
                block_id=f"{section.id}.mark",
            ),
        ],
        callback_id=places.MARKED,
        submit="Store it",
        private_metadata=json.dumps([asked.case.model.id, section.id]),
    )


def read_mark(section_id: str, values: Values) -> Mark:
    """Return what the owner chose.

    Raises:
        HandoverError: nothing that can be chosen.

    """
    chosen = inputs.read_text(values, f"{section_id}.mark")
    if chosen not in set(Mark):
        raise HandoverError("Choose right, missing or wrong.")
    return Mark(chosen)


def drill_form(case: Case) -> Block:
    """Return the form in which a successor records the drill."""
    options = [blocks.option("It worked", _WORKED), blocks.option("It failed", _FAILED)]
    return blocks.modal(
        "The drill",
        [
            blocks.section(
                f"*{escape(case.model.title)}*, from its card alone. If both worked, it is yours."
            ),
            blocks.actions([places.card_button(case.model.id)]),
            blocks.field("Rolling back", blocks.choice("rollback", options), block_id="rollback"),
            blocks.field("Minutes it took", inputs.number("minutes"), block_id="rollback_minutes"),
            blocks.field("Retraining", blocks.choice("retrain", options), block_id="retrain"),
            blocks.field("Minutes it took", inputs.number("minutes"), block_id="retrain_minutes"),
            blocks.field(
                "What did the card lack?",
                blocks.text_input("missing", longest=2000, is_long=True),
                block_id="missing",
                is_optional=True,
            ),
            blocks.field("The run", inputs.address("run"), block_id="run", is_optional=True),
        ],
        callback_id=places.DRILLED,
        submit="Record it",
        private_metadata=str(case.model.id),
    )


def read_drill(values: Values) -> DrillReport:
    """Return what a successor recorded."""
    return DrillReport(
        has_rolled_back=inputs.read_text(values, "rollback") == _WORKED,
        rollback_minutes=_minutes(inputs.read_text(values, "rollback_minutes")),
        has_retrained=inputs.read_text(values, "retrain") == _WORKED,
        retrain_minutes=_minutes(inputs.read_text(values, "retrain_minutes")),
        missing=inputs.read_text(values, "missing"),
        run_url=inputs.read_text(values, "run"),
    )


def _minutes(text: str) -> int:
    try:
        return min(int(float(text)), 1_000_000)
    except (ValueError, OverflowError):
        return 0


def drilled(case: Case, handover: Handover) -> Block:
    """Return what the drill's form becomes."""
    if handover.state is State.ACCEPTED:
        words = "is yours now. You have shown that you can run it."
    elif handover.state is State.DRILL:
        words = "isn't yours yet. The drill stays open: try again once the card is mended."
    else:
        words = "isn't yours yet. Its owner is asked once more about what failed."
    text = f"*Stored.* *{escape(case.model.title)}* {words}"
    return blocks.modal("The drill", [blocks.section(text)])


def said(title: str, words: str) -> Block:
    """Return what stands in place of a form when there is nothing more in it."""
    return blocks.modal(title, [blocks.section(words)])
