"""Somebody copies the table of deliveries: can they tell who answered, skipped or was reminded?"""

from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.sandbox.server import SandboxServer
from bot.surveys.domain import Sheet
from bot.surveys.messages.places import SheetKey
from tests.surveys.clockwork import Sending
from tests.surveys.conftest import A_WEEK, LEAD, MONDAY, Pulses

EIGHT = tuple(f"U0000000A{number}" for number in range(1, 9))
FINISHED, BEGUN, SKIPPING, SILENT = EIGHT[:3], EIGHT[3:5], EIGHT[5:6], EIGHT[6:]
REMINDED = "Fraud: a reminder, {} of 5 not answered yet"
SHEET = "Fraud: five statements, about a minute"


@pytest.fixture
def sending(pulses: Pulses, server: SandboxServer, clock: MovableClock) -> Sending:
    """A week that has opened; everybody has their sheet."""
    pulses.people.learn_zones(zones=dict.fromkeys(EIGHT, "Europe/Berlin"))
    pulses.set_up(members=EIGHT)
    sending = Sending(pulses, server, clock)
    sending.go_to(MONDAY)
    return sending


def have_some_answer(pulses: Pulses, sheet: Sheet) -> None:
    """Three finish, two begin, one skips the week, two do nothing."""
    for number in range(5):
        pulses.answer(sheet, FINISHED, "4", item=number)
    pulses.answer(sheet, BEGUN, "4")
    for user_id in SKIPPING:
        pulses.answers.skip_week(round_id=sheet.round.id, user_id=user_id, is_skipped=True)


def the_sheet(pulses: Pulses) -> Sheet:
    (round_,) = pulses.surveys.list_due_to_close(now=MONDAY + A_WEEK)
    return pulses.sheet_of(EIGHT[0], round_)


def known_of(sending: Sending, user_id: str) -> list[dict[str, object]]:
    """Everything in somebody's deliveries but their name, and where a message stands that all had.

    A place is one person's, so of that only remains whether it is written down.
    """
    known = []
    for row in (row for row in sending.rows() if row["address"] == user_id):
        place = {name: row[name] is None for name in ("channel", "ts")}
        said = {
            name: value.replace(user_id, "U") if isinstance(value, str) else value
            for name, value in row.items()
            if name != "id"
        }
        known.append({**said, **place})
    return known


def test_who_is_done_or_skips_is_not_reminded_and_the_others_are(
    pulses: Pulses, sending: Sending
) -> None:
    """What the thief is after does happen: without it the next test would say nothing."""
    have_some_answer(pulses, the_sheet(pulses))

    sending.go_to(MONDAY + timedelta(days=5))

    for user_id in FINISHED + SKIPPING:
        assert sending.texts(user_id) == [SHEET]
    for user_id, left in (*((u, 4) for u in BEGUN), *((u, 5) for u in SILENT)):
        assert sending.texts(user_id) == [SHEET, *[REMINDED.format(left)] * 2]


def test_everybody_s_deliveries_are_alike_on_every_day_of_the_week_and_after(
    pulses: Pulses, sending: Sending
) -> None:
    have_some_answer(pulses, the_sheet(pulses))

    for hours in range(0, 24 * 9, 12):
        sending.go_to(MONDAY + timedelta(hours=hours))

        known = [known_of(sending, user_id) for user_id in EIGHT]
        assert known[0]
        assert [each for each in known if each != known[0]] == []


def test_where_a_reminder_stands_is_never_written_down(pulses: Pulses, sending: Sending) -> None:
    have_some_answer(pulses, the_sheet(pulses))
    sending.go_to(MONDAY + timedelta(days=5))

    days = [row for row in sending.rows() if row["is_day"] and row["address"] in EIGHT]

    places = [(bool(row["is_conditional"]), row["ts"] is None) for row in days]
    assert sorted(places) == [(False, False)] * 8 + [(True, True)] * 16


def test_nothing_tells_after_the_week_that_reminders_ever_were(
    pulses: Pulses, sending: Sending
) -> None:
    have_some_answer(pulses, the_sheet(pulses))

    sending.go_to(MONDAY + A_WEEK + timedelta(hours=1))

    reminders = [
        row
        for row in sending.rows()
        if ":2026-01-05:" in str(row["key"])
        and str(row["key"]).startswith("remind:")
        and row["rewrites"] is None
        and row["address"] != LEAD
    ]
    assert reminders == []
    for user_id in EIGHT:
        assert not any("a reminder" in said for said in sending.texts(user_id)[:-1])


def put_off(pulses: Pulses, sending: Sending, user_id: str) -> None:
    """Press *Later* on Monday's sheet."""
    round_ = the_sheet(pulses).round
    later = pulses.plans.find_later(round_id=round_.id, user_id=user_id, now=sending.clock.now())
    assert later is not None
    assert sending.days.move_first(SheetKey.of(round_, user_id).dump_reminders(), to=later.at)


def test_later_is_told_while_the_week_is_open_and_by_nothing_after(
    pulses: Pulses, sending: Sending
) -> None:
    put_off(pulses, sending, SILENT[0])

    sending.go_to(MONDAY + timedelta(days=3))
    meanwhile = [known_of(sending, user_id) for user_id in SILENT]
    sending.go_to(MONDAY + A_WEEK + timedelta(hours=1))

    after = [known_of(sending, user_id) for user_id in SILENT]
    assert meanwhile[0] != meanwhile[1]
    assert after[0] == after[1]


def test_a_reminder_that_never_came_is_forgotten_with_the_others(
    pulses: Pulses, sending: Sending
) -> None:
    put_off(pulses, sending, SILENT[0])
    for user_id in SILENT:
        pulses.people.pause(user_id=user_id, words="until 2026-02-02", now=MONDAY)

    sending.go_to(MONDAY + A_WEEK + timedelta(hours=1))

    known = [known_of(sending, user_id) for user_id in SILENT]
    reminders = [row for row in known[0] if str(row["key"]).startswith("remind:1:2026-01-05:")]
    assert known[0] == known[1]
    assert [row for row in reminders if row["rewrites"] is None] == []


def test_the_order_of_rows_is_that_of_people_and_not_of_what_they_did(
    pulses: Pulses, sending: Sending
) -> None:
    have_some_answer(pulses, the_sheet(pulses))

    sending.go_to(MONDAY + A_WEEK + timedelta(hours=1))

    by_kind: dict[str, list[str]] = {}
    for row in sending.rows():
        if row["address"] in EIGHT:
            kind = str(row["key"]).replace(str(row["address"]), "U")
            by_kind.setdefault(kind, []).append(str(row["address"]))
    assert by_kind
    assert all(people == list(EIGHT) for people in by_kind.values())
