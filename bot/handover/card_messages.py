"""What people read of one model's card: what it says, what is open, and who can be asked."""

from typing import Final

from bot.handover.cards.sections import SECTIONS
from bot.handover.cards.staleness import Freshness, Occurrence
from bot.handover.cases import Case
from bot.handover.figures import Filled, Verdict
from bot.handover.standings import Standing
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import mentions

VERDICTS: Final = {
    Verdict.ORPHANED: "orphaned",
    Verdict.LEAVING_UNSAFE: "being handed over, nobody proven",
    Verdict.ONE_HEAD: "one head",
    Verdict.STALE: "stale",
    Verdict.UNOWNED: "nobody's",
    Verdict.SAFE: "safe",
}


def card(case: Case, standing: Standing, *, viewer: str) -> list[Block]:
    """Return how far a card is; only leads and the owner read what may tell of a handover."""
    is_concerned = viewer in (*case.leads, case.model.owner_id)
    verdict = standing.verdict if is_concerned else standing.public
    figures = (
        f" · documented {standing.documented.accepted}% · proven {len(standing.factor.proven)}, "
        f"claimed {len(standing.factor.claimed)}"
        if is_concerned
        else ""
    )
    lines = [f"*{VERDICTS[verdict].capitalize()}*{figures}", *_sections(standing)]
    questions = case.history.questions
    if questions:
        count = len(questions)
        noun = "question" if count == 1 else "questions"
        lines.append(f"{count} {noun} that the card could not answer")
    return [blocks.section("\n".join(lines)), blocks.context(_whom_to_ask(case, standing))]


def _sections(standing: Standing) -> list[str]:
    kinds: dict[str, list[str]] = {"Accepted": [], "Answered, unread": [], "Open": []}
    for section in SECTIONS:
        how = standing.filled.get(section.id, Filled.EMPTY)
        if how is Filled.ACCEPTED:
            doubt = because(standing.fresh[section.id])
            kinds["Accepted"].append(section.title + (f" ({doubt})" if doubt else ""))
        elif how is Filled.ANSWERED:
            kinds["Answered, unread"].append(section.title)
        else:
            unknown = " (nobody knows)" if how is Filled.UNKNOWN else ""
            kinds["Open"].append(section.title + unknown)
    return [f"*{kind}:* {', '.join(titles)}" for kind, titles in kinds.items() if titles]


def because(fresh: Freshness) -> str:
    """Say why a confirmation counts no longer in full, or nothing where it does."""
    if not fresh.is_stale:
        return ""
    event = fresh.because
    if event is None:
        return "confirmed long ago"
    if event.kind is Occurrence.NEW_VERSION:
        version = event.version.removeprefix("v")
        return f"unconfirmed since v{version}"
    return "names somebody whose account is off"


def _whom_to_ask(case: Case, standing: Standing) -> str:
    proven = tuple(sorted(standing.factor.proven - standing.active))
    first = tuple(standing.active) + proven
    if first:
        return f"To ask: {mentions(first[:4])}. `/mlops ask` answers from what is accepted."
    if case.leads:
        return f"Nobody runs it. To ask: {mentions(case.leads[:4])}, who lead its team."
    return "Nobody runs it, and no team leads it."
