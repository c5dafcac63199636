"""What sheets, reminders and summaries show to whom: as things stand when they are drawn."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.domain import Message, owed
from bot.surveys.domain import Choice, Sheet
from bot.surveys.messages import sheet as messages
from bot.surveys.messages import summary as summaries
from bot.surveys.messages.places import SheetKey
from bot.teams.domain import Role, Standing
from tests.surveys.clockwork import Clockwork
from tests.surveys.conftest import A_WEEK, MEMBERS, MONDAY, Pulses

Happening = Callable[[Pulses, Sheet], None]


@pytest.fixture
def owing(pulses: Pulses) -> Clockwork:
    """A week in which everybody's sheet is on its way."""
    pulses.set_up()
    pulses.people.learn_zones(zones=dict.fromkeys(MEMBERS, "Europe/Berlin"))
    pulses.tick(now=MONDAY)
    return Clockwork(pulses)


@pytest.fixture
def sheet(pulses: Pulses, owing: Clockwork) -> Sheet:
    """The sheet of U0 as it is at first; it stands in a message of Monday's."""
    first = pulses.sheets()[0]
    owing.carry(now=MONDAY)
    return first


def shown(owing: Clockwork, sheet: Sheet, *, is_posted: bool) -> str | None:
    part = owing.find_sheet(sheet.round, "U0")
    return text_of(owing.rendering.render_sheet(part, is_posted=is_posted))


def reminded(owing: Clockwork, sheet: Sheet, *, is_posted: bool, number: int = 1) -> str | None:
    """What a reminder says in a message of its own."""
    part = owing.find_reminder(sheet.round, "U0", number)
    apart = replace(part, carried_by=f"day:U0:{number}")
    return text_of(owing.rendering.render_reminder(apart, is_posted=is_posted))


def text_of(message: Message | None) -> str | None:
    return None if message is None else message.text


def answer_all(pulses: Pulses, sheet: Sheet) -> None:
    for number in range(5):
        pulses.answer(sheet, ("U0",), "4", item=number)


def skip(pulses: Pulses, sheet: Sheet) -> None:
    pulses.answers.skip_week(round_id=sheet.round.id, user_id="U0", is_skipped=True)


def leave(pulses: Pulses, sheet: Sheet) -> None:
    pulses.teams.answer_naming(
        team_id=sheet.round.team_id, user_id="U0", role=Role.MEMBER, standing=Standing.LEFT
    )


def end(pulses: Pulses, sheet: Sheet) -> None:
    pulses.end(now=sheet.round.closes_at)


def test_a_sheet_shows_what_is_stored_when_it_is_drawn(
    pulses: Pulses, owing: Clockwork, sheet: Sheet
) -> None:
    part = owing.find_sheet(sheet.round, "U0")
    before = owing.rendering.render_sheet(part, is_posted=True)
    pulses.answers.record_answer(item_id=sheet.answers[0].item.id, user_id="U0", choice=Choice.FOUR)

    after = owing.rendering.render_sheet(part, is_posted=True)

    assert before is not None
    assert after is not None
    assert "Stored: *" not in str(before.blocks)
    assert str(after.blocks).count("Stored: *") == 1
    assert part.message == Message("")


@pytest.mark.parametrize(
    ("happens", "says"),
    [
        (skip, "Fraud, week of 5 January 2026: skipped"),
        (leave, "Fraud: no longer asked"),
        (end, "Fraud, week of 5 January 2026: closed"),
    ],
)
def test_a_sheet_that_asks_nothing_any_more_says_so_where_it_stands_and_is_not_sent(
    pulses: Pulses,
    owing: Clockwork,
    sheet: Sheet,
    happens: Happening,
    says: str,
) -> None:
    happens(pulses, sheet)

    assert shown(owing, sheet, is_posted=True) == says
    assert shown(owing, sheet, is_posted=False) is None


def test_a_finished_sheet_stays_so_that_answers_can_be_changed(
    pulses: Pulses, owing: Clockwork, sheet: Sheet
) -> None:
    answer_all(pulses, sheet)

    message = owing.rendering.render_sheet(owing.find_sheet(sheet.round, "U0"), is_posted=True)

    assert message is not None
    assert "All 5 stored" in str(message.blocks)
    assert "pulse.score.5" in str(message.blocks)
    assert "Skip this week" not in str(message.blocks)


@pytest.mark.parametrize(
    ("is_confidential", "says"),
    [(True, "The summary comes in <#CFraud>."), (False, "comes to each person by direct message.")],
)
def test_a_closed_sheet_says_where_the_summary_comes(
    pulses: Pulses, is_confidential: bool, says: str
) -> None:
    pulses.set_up()
    pulses.tick(now=MONDAY)
    owing = Clockwork(pulses, is_confidential=is_confidential)
    first = pulses.sheets()[0]
    owing.turn(now=MONDAY)

    owing.turn(now=first.round.closes_at)

    closed = owing.rendering.render_sheet(owing.find_sheet(first.round, "U0"), is_posted=True)
    assert closed is not None
    assert says in str(closed.blocks)


def test_whoever_skips_reads_what_still_comes(
    pulses: Pulses, owing: Clockwork, sheet: Sheet
) -> None:
    skip(pulses, sheet)

    drawn = owing.rendering.render_sheet(owing.find_sheet(sheet.round, "U0"), is_posted=True)

    assert drawn is not None
    assert "No reminder comes. The summary still does." in str(drawn.blocks)


def test_a_sheet_says_that_scores_are_what_counts_and_whether_they_count_over_several_teams(
    sheet: Sheet,
) -> None:
    alone = str(messages.sheet(sheet).blocks)
    together = str(messages.sheet(replace(sheet, counts_in_parent=True)).blocks)

    assert "once 5 members have scored the statement" in alone
    assert "over several teams" not in alone
    assert "also count in averages over several teams, each of 5 members or more" in together


def test_what_closes_a_sheet_is_the_same_for_everybody(
    pulses: Pulses, owing: Clockwork, sheet: Sheet
) -> None:
    """Somebody has answered, somebody skips, somebody has left, and one did nothing."""
    answer_all(pulses, sheet)
    pulses.answers.skip_week(round_id=sheet.round.id, user_id="U1", is_skipped=True)
    pulses.teams.answer_naming(
        team_id=sheet.round.team_id, user_id="U2", role=Role.MEMBER, standing=Standing.LEFT
    )
    end(pulses, sheet)

    drawn = [
        owing.rendering.render_sheet(owing.find_sheet(sheet.round, user_id), is_posted=True)
        for user_id in MEMBERS[:4]
    ]

    assert drawn[0] is not None
    assert drawn == [drawn[0]] * 4


def test_nothing_is_shown_to_somebody_who_is_not_asked(owing: Clockwork, sheet: Sheet) -> None:
    place = SheetKey(sheet.round.team_id, sheet.round.week, "USTRANGER")
    part = owed(place.dump(), to="USTRANGER", at=MONDAY)

    assert owing.rendering.render_sheet(part, is_posted=True) is None


def test_a_reminder_says_how_much_is_left(pulses: Pulses, owing: Clockwork, sheet: Sheet) -> None:
    pulses.answer(sheet, ("U0",), "4")

    assert reminded(owing, sheet, is_posted=False) == "Fraud: a reminder, 4 of 5 not answered yet"


def test_a_reminder_is_not_sent_to_somebody_who_is_done_but_stays_where_it_stands(
    pulses: Pulses, owing: Clockwork, sheet: Sheet
) -> None:
    answer_all(pulses, sheet)

    assert reminded(owing, sheet, is_posted=False) is None
    assert reminded(owing, sheet, is_posted=True) == "Fraud: all statements answered"


@pytest.mark.parametrize("happens", [skip, leave, end])
@pytest.mark.parametrize("is_posted", [True, False])
def test_a_reminder_goes_once_the_sheet_asks_nothing_any_more(
    pulses: Pulses, owing: Clockwork, sheet: Sheet, happens: Happening, is_posted: bool
) -> None:
    happens(pulses, sheet)

    assert reminded(owing, sheet, is_posted=is_posted) is None


def test_a_reminder_says_nothing_before_the_sheet_has_come(
    pulses: Pulses, owing: Clockwork
) -> None:
    first = pulses.sheets()[0]
    owing.turn(now=MONDAY)

    assert reminded(owing, first, is_posted=False) is None


def test_a_reminder_says_nothing_in_the_message_that_shows_the_sheet(
    owing: Clockwork, sheet: Sheet
) -> None:
    carried_by = owing.find_sheet(sheet.round, "U0").carried_by
    part = replace(owing.find_reminder(sheet.round, "U0", 1), carried_by=carried_by)

    assert carried_by is not None
    assert owing.rendering.render_reminder(part, is_posted=False) is None


def test_of_two_reminders_in_one_message_one_speaks(owing: Clockwork, sheet: Sheet) -> None:
    friday = MONDAY + timedelta(days=4)
    owing.send_days()
    owing.carry(now=friday)

    parts = [owing.find_reminder(sheet.round, "U0", number) for number in (1, 2)]

    assert parts[0].carried_by == parts[1].carried_by is not None
    said = [owing.rendering.render_reminder(part, is_posted=False) for part in parts]
    assert [message is not None for message in said] == [True, False]


def test_a_summary_goes_to_who_is_still_asked_and_to_the_channel(
    pulses: Pulses, owing: Clockwork, sheet: Sheet
) -> None:
    leave(pulses, sheet)
    end(pulses, sheet)
    message = summaries.summary(pulses.summary())
    parts = {
        to: owed(SheetKey.of(sheet.round, to).dump_summary(), to=to, at=MONDAY, message=message)
        for to in ("U0", "U1", "CFraud")
    }

    drawn = {to: owing.rendering.render_summary(p, is_posted=False) for to, p in parts.items()}

    assert drawn == {"U0": None, "U1": message, "CFraud": message}
    assert owing.rendering.render_summary(parts["U0"], is_posted=True) == message


def test_a_summary_that_stands_is_never_drawn_anew_with_other_figures(
    pulses: Pulses, owing: Clockwork, sheet: Sheet
) -> None:
    end(pulses, sheet)
    message = summaries.summary(pulses.summary())
    key = SheetKey.of(sheet.round, "U1").dump_summary()
    part = owed(key, to="U1", at=MONDAY, message=message)

    pulses.tick(now=MONDAY + A_WEEK)
    pulses.end(now=MONDAY + 2 * A_WEEK)

    assert owing.rendering.render_summary(part, is_posted=True) == message
