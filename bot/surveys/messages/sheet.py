"""The sheet: a person's statements of a week with their buttons, and what becomes of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.delivery.domain import Message
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import channel, escape, moment
from bot.surveys.comment_reading import ReadAs
from bot.surveys.domain import WEEKS_OPEN, Choice, OwnAnswer, Round, Sheet
from bot.surveys.messages.commenting import comment_kept
from bot.surveys.messages.correcting import correcting_buttons, read_as
from bot.surveys.messages.fear import fear_question
from bot.surveys.messages.places import (
    COMMENT,
    LATER,
    SKIP,
    TAKE_PART,
    ItemPlace,
    ScoreButton,
)
from bot.surveys.messages.summary import week

CLOSES_BEFORE_THAT: Final = (
    "This week closes before your next working day. The statements stay here until then."
)
NO_MORE_REMINDERS: Final = (
    "There are no more reminders this week. The statements stay here until it closes."
)

_ABOUT_HELD: Final = (
    "Still open from earlier weeks, because too few have scored them to show an average. If you "
    "answered, yours is kept; pressing changes it."
)
_WHO_COULD_READ: Final = "Who could tell whose it is until then: `/mlops privacy`."
_STORED: Final = (
    "One press stores a row: the statement, your choice, a code in place of your name; no time."
)


_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six")


def sheet(
    sheet: Sheet, *, is_reminder: bool = False, read: Mapping[int, ReadAs] | None = None
) -> Message:
    """Return the part of a direct message with a person's statements, as answered so far.

    Args:
        sheet: the sheet.
        is_reminder: whether it comes again.
        read: what the comments on some items were read as.

    """
    title = _reminding(sheet) if is_reminder else f"{sheet.team_name}: {_how_many(sheet)}"
    shown: list[Block] = [blocks.header(title), blocks.context(_receipt(sheet))]
    for number, answer in enumerate(sheet.answers, start=1):
        if number == len(sheet.fresh) + 1:
            shown += [blocks.divider(), blocks.context(_about_held(sheet))]
        shown += _asked(number, answer, sheet.round, (read or {}).get(answer.item.id))
    if sheet.fear is not None:
        shown += fear_question(sheet.fear, sheet.round, threshold=sheet.threshold)
    shown += [blocks.divider(), blocks.context(_progress(sheet))]
    if not sheet.is_done:
        shown.append(_ways_out(sheet.round))
    return Message(escape(title), tuple(shown))


def _about_held(sheet: Sheet) -> str:
    if not sheet.round.is_open:
        return _ABOUT_HELD
    return (
        f"{_ABOUT_HELD} These are not part of the open round: they still need the scores of "
        f"{sheet.threshold} members."
    )


def _how_many(sheet: Sheet) -> str:
    fresh, held = len(sheet.fresh), len(sheet.answers) - len(sheet.fresh)
    noun = "statement" if fresh == 1 else "statements"
    if held:
        return f"{_NUMBERS[fresh]} new {noun}, {_NUMBERS[held]} still open"
    return f"{_NUMBERS[fresh]} {noun}, about a minute"


def _reminding(sheet: Sheet) -> str:
    left = sum(answer.choice is None for answer in sheet.fresh)
    if left == 0:
        return f"{sheet.team_name}: all statements answered"
    return f"{sheet.team_name}: a reminder, {left} of {len(sheet.fresh)} not answered yet"


def _receipt(sheet: Sheet) -> str:
    """Say before the first answer what is stored, who sees what, and when the link dies."""
    if sheet.round.is_open:
        return (
            "*Open round, not anonymous.* Team and leads see every average and can work out who "
            "said what, unless somebody who was asked withdraws before the week closes "
            f"(`/mlops open`).\n{_STORED} The code is destroyed when the average is shown, or "
            f"after {WEEKS_OPEN} weeks. {_WHO_COULD_READ}"
        )
    lead = "" if sheet.counts else f" Yours, as a lead's, isn't one of the {sheet.threshold}."
    return (
        f"{_STORED}\nTeam and leads see the same average, once {sheet.threshold} members have "
        f"scored the statement (“Don't know” and “Doesn't apply” are no scores).{lead} Then, or "
        f"after {WEEKS_OPEN} weeks, the code is destroyed. {_WHO_COULD_READ}"
        f"{_also_counts(sheet)}"
    )


def _also_counts(sheet: Sheet) -> str:
    if not sheet.counts_in_parent:
        return ""
    return (
        f" Your answers also count in averages over several teams, each of {sheet.threshold} "
        "members or more, which all those teams see."
    )


def _asked(number: int, own: OwnAnswer, round_: Round, read: ReadAs | None) -> list[Block]:
    item = own.item
    lines = [f"*{number}. {escape(item.text)}*", escape(item.question)]
    if own.choice is not None:
        lines.append(f"Stored: *{escape(item.label(own.choice))}*")
    if own.comment is not None:
        lines.append(comment_kept(own))
    buttons = [_score_button(own, choice, round_) for choice in Choice]
    comment = "Comment" if own.comment is None else "Edit comment"
    place = ItemPlace(round_.id, item.id)
    buttons.append(blocks.button(comment, action_id=COMMENT, value=place.dump()))
    if read is not None:
        lines.append(read_as(read))
        buttons += correcting_buttons(read, place)
    return [
        blocks.section("\n".join(lines)),
        blocks.actions(buttons, block_id=f"item.{item.id}"),
    ]


def _score_button(own: OwnAnswer, choice: Choice, round_: Round) -> Block:
    return blocks.button(
        own.item.label(choice),
        action_id=f"pulse.score.{choice}",
        value=ScoreButton(round_.id, own.item.id, choice).dump(),
        is_chosen=own.choice is choice,
    )


def _progress(sheet: Sheet) -> str:
    total = len(sheet.fresh)
    stored = sum(answer.choice is not None for answer in sheet.fresh)
    so_far = f"All {total}" if stored == total else f"{stored} of {total}"
    return f"{so_far} stored. You can change an answer until {moment(sheet.round.closes_at)}."


def _ways_out(round_: Round) -> Block:
    return blocks.actions(
        [
            blocks.button("Later", action_id=LATER, value=str(round_.id)),
            blocks.button("Skip this week", action_id=SKIP, value=str(round_.id)),
        ],
        block_id=f"round.{round_.id}",
    )


def skipped_sheet(sheet: Sheet) -> Message:
    """Return what the sheet of somebody who skips the week becomes."""
    title = f"{sheet.team_name}, {week(sheet.round.week)}: skipped"
    text = (
        f"*{escape(sheet.team_name)}, {week(sheet.round.week)}*: skipped. No reminder comes. The "
        "summary still does. Answers you have given stay stored."
    )
    button = blocks.button("Answer after all", action_id=TAKE_PART, value=str(sheet.round.id))
    row = blocks.actions([button], block_id=f"round.{sheet.round.id}")
    return Message(escape(title), (blocks.section(text), row))


def left_sheet(sheet: Sheet) -> Message:
    """Return what the sheet of somebody who has left the team becomes."""
    text = (
        f"*{escape(sheet.team_name)}, {week(sheet.round.week)}*: you are no longer asked in this "
        "team. Answers you have given count in its averages, without your name."
    )
    if sheet.round.is_open:
        text += (
            " This open round isn't shown as one, now that you have left: its averages need "
            f"{sheet.threshold} members' scores, as in any other."
        )
    return Message(escape(f"{sheet.team_name}: no longer asked"), (blocks.section(text),))


def closed_sheet(sheet: Sheet, *, is_posted_in_channel: bool) -> Message:
    """Return what a sheet becomes once its week is over: the same for everyone who was asked.

    Args:
        sheet: the sheet.
        is_posted_in_channel: whether the team's channel gets the summary, or each person does.

    """
    title = f"{sheet.team_name}, {week(sheet.round.week)}: closed"
    where = (
        f"The summary comes in {channel(sheet.channel_id)}."
        if is_posted_in_channel
        else "The summary comes to each person by direct message."
    )
    text = (
        f"*{escape(sheet.team_name)}, {week(sheet.round.week)}* is over, and its answers have been "
        f"taken off this message. {_what_can_be_traced(sheet)} {where}"
    )
    return Message(escape(title), (blocks.section(text),))


def _what_can_be_traced(sheet: Sheet) -> str:
    if sheet.round.is_open:
        return (
            "It began as an open round. If everybody asked still agreed at its close, all its "
            "averages are shown and colleagues can work out who said what, though who answered is "
            f"no longer stored. Otherwise each takes the scores of {sheet.threshold} members."
        )
    return (
        "Of what is shown, no row tells any more who answered. What still has too few scores "
        "stays open below the next statements."
    )


def coming_again(at: datetime | None, *, is_moved: bool) -> str:
    """Say when the statements come again, or that they don't."""
    if at is None:
        return CLOSES_BEFORE_THAT
    if not is_moved:
        return NO_MORE_REMINDERS
    return f"They come again {moment(at)}. Until then they stay here, too."
