"""What the keepers are told of a week, what is told when files are broken, and who waited."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from bot.delivery.domain import Message
from bot.playbook.messages.answer import LONGEST_QUOTE, SHORTENED
from bot.playbook.messages.places import Links, name_section, named, shorten
from bot.playbook.messages.quoting import is_shortened, quoted, whole
from bot.playbook.questions import Asked, Gap, Report, Unhelpful
from bot.playbook.shelf import Broken
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape

_MEANWHILE: Final = (
    "Until they are mended, answers come from what could be read before, or after a start from "
    "the other pages."
)
_MOST_LINES: Final = 15
_MOST_EXAMPLES: Final = 3
_LONGEST_LINE: Final = 160
_LONGEST_TOLD: Final = LONGEST_QUOTE // 3


def report(week: Report) -> Message | None:
    """Return what the week leaves to do; nothing in a quiet one."""
    if week.is_quiet:
        return None
    last = week.until - timedelta(days=1)
    text = f"The playbook's week to {last:%A} {last.day} {last:%B}: {_counted(week)}"
    return Message(text, (blocks.section(f"*{text}*"), *_gaps(week), *_unhelpful(week)))


def _counted(week: Report) -> str:
    gaps = sum(gap.count for gap in week.gaps)
    votes = sum(unhelpful.count for unhelpful in week.unhelpful)
    said = f"{week.asked} asked, {gaps} not covered"
    return f"{said}, {votes} that did not help" if votes else said


def _gaps(week: Report) -> Iterator[Block]:
    if week.gaps:
        lines = [f"{gap.count} × {_line(_wording(gap))}" for gap in week.gaps[:_MOST_LINES]]
        yield _list("Not covered, similar questions together:", lines, len(week.gaps))


def _unhelpful(week: Report) -> Iterator[Block]:
    if week.unhelpful:
        lines = [_judged(unhelpful) for unhelpful in week.unhelpful[: _MOST_LINES // 3]]
        yield _list("Sections that did not help:", lines, len(week.unhelpful))


def _judged(unhelpful: Unhelpful) -> str:
    anchor = f"#{unhelpful.anchor}" if unhelpful.anchor else ""
    lines = [f"{unhelpful.count} × {_line(unhelpful.page + anchor)}"]
    lines += [f"   asked: {_line(text)}" for text in unhelpful.questions[:_MOST_EXAMPLES]]
    lines += [f"   because: {_line(reason)}" for reason in unhelpful.reasons[:_MOST_EXAMPLES]]
    return "\n".join(lines)


def _list(title: str, lines: list[str], count: int) -> Block:
    more = [f"… and {count - len(lines)} more"] if count > len(lines) else []
    return blocks.section(_fitting([title, *lines, *more]))


def _fitting(lines: list[str]) -> str:
    """Return as many lines as a section takes."""
    text = ""
    for line in lines:
        if len(text) + len(line) + 1 > 2_900:
            return f"{text}\n…"
        text = f"{text}\n{line}" if text else line
    return text


def _wording(gap: Gap) -> str:
    return f"{gap.wording} (after: {gap.after})" if gap.after else gap.wording


def _line(words: str) -> str:
    return escape(shorten(words, _LONGEST_LINE))


def broken(state: Broken) -> Message:
    """Return what those who can mend it are told of files that cannot be read."""
    text = "The playbook's files can't be read as they are."
    lines = [_line(str(finding)) for finding in state.findings[:_MOST_LINES]]
    shown = _fitting(
        [f"*{text}* {_MEANWHILE}", *lines, "`mlops-bot knowledge check FOLDER` names everything."]
    )
    return Message(text, (blocks.section(shown),))


def covered(asked: Asked, links: Links) -> Message:
    """Return what somebody is told who asked to be."""
    best = asked.answer.passages[0]
    text = "The playbook now covers what you asked to be told about."
    everything = whole(best.section.blocks)
    words = asked.answer.quote.strip() or everything
    is_cut = is_shortened(words, everything, most=_LONGEST_TOLD)
    return Message(
        f"{text} {escape(name_section(best.page, best.section))}",
        (
            blocks.section(f"{text}\n>{_line(asked.text)}"),
            named(best.page, best.section, links),
            blocks.markdown(quoted(words, best.page, links, most=_LONGEST_TOLD)),
            *([blocks.context(SHORTENED)] if is_cut else []),
        ),
    )
