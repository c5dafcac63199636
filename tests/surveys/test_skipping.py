"""Somebody skips a week or puts it off, and may think better of it."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.errors import UserFacingError
from bot.surveys.answer_storage import Answers
from bot.surveys.domain import ItemReleasedError, NotAskedError, Sheet
from bot.surveys.messages.places import SheetKey
from bot.surveys.skip_storage import Skips
from bot.surveys.storage import Rounds
from tests.surveys.clockwork import Clockwork
from tests.surveys.conftest import A_WEEK, MEMBERS, MONDAY, SECRETS, Pulses

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=number) for number in range(1, 5))


@pytest.fixture
def owing(pulses: Pulses) -> Clockwork:
    """What is owed to people of whom it is known when they work."""
    pulses.people.learn_zones(zones=dict.fromkeys(MEMBERS, "Europe/Berlin"))
    return Clockwork(pulses)


def skip(pulses: Pulses, sheet: Sheet, user_id: str = "U0", *, is_skipped: bool = True) -> None:
    pulses.answers.skip_week(round_id=sheet.round.id, user_id=user_id, is_skipped=is_skipped)


def skippers(pulses: Pulses) -> list[bytes]:
    with pulses.database.reading() as connection:
        return [bytes(s) for s in connection.scalars(text("SELECT respondent FROM survey_skip"))]


def skipped_by(pulses: Pulses) -> list[str]:
    return [sheet.user_id for sheet in pulses.sheets() if sheet.is_skipped]


def test_a_week_is_skipped_for_the_one_who_skips_it(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()

    skip(pulses, sheet)

    assert skipped_by(pulses) == ["U0"]


def test_skipping_twice_is_skipping_once(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()

    for _ in range(2):
        skip(pulses, sheet)

    assert len(skippers(pulses)) == 1


def test_who_skipped_can_take_part_after_all(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()
    for user_id in ("U0", "U1"):
        skip(pulses, sheet, user_id)

    skip(pulses, sheet, "U0", is_skipped=False)

    assert skipped_by(pulses) == ["U1"]
    assert len(skippers(pulses)) == 1


def test_who_skips_a_week_is_asked_the_next(pulses: Pulses) -> None:
    pulses.set_up()
    skip(pulses, pulses.open())

    pulses.close()
    pulses.tick(now=MONDAY + A_WEEK)

    assert skipped_by(pulses) == []


def test_who_skips_is_hidden_by_the_key_of_the_sheet_s_first_item(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()
    with pulses.database.reading() as connection:
        key = Answers(connection).list_keys(sheet.round.team_id)[sheet.answers[0].item.id]

    skip(pulses, sheet)

    assert skippers(pulses) == [SECRETS.hide("U0", key)]


def test_answers_given_before_skipping_count(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()
    pulses.answer(sheet, MEMBERS[:5], "4")

    skip(pulses, sheet)
    pulses.close()

    assert [released.mean for released in pulses.summary().released] == ["4.0"]


def test_nobody_else_can_skip_a_week(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()

    with pytest.raises(NotAskedError):
        skip(pulses, sheet, "USTRANGER")

    assert skippers(pulses) == []


def test_a_week_that_is_over_or_unknown_cannot_be_skipped(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()
    pulses.close()

    with pytest.raises(ItemReleasedError, match="over"):
        skip(pulses, sheet)
    with pytest.raises(UserFacingError):
        pulses.answers.skip_week(round_id=999, user_id="U0", is_skipped=True)

    assert skippers(pulses) == []


def test_nothing_is_left_of_who_skips_when_the_week_closes(pulses: Pulses) -> None:
    pulses.set_up()
    pulses.set_up(name="Ranking")
    pulses.open()
    for sheet in pulses.sheets():
        skip(pulses, sheet, sheet.user_id)
    rounds = pulses.surveys.list_due_to_close(now=MONDAY + A_WEEK)

    pulses.surveys.close_round(rounds[0], now=MONDAY + A_WEEK)
    after_one = len(skippers(pulses))
    pulses.surveys.close_round(rounds[1], now=MONDAY + A_WEEK)

    assert after_one == len(MEMBERS) + 1
    assert skippers(pulses) == []


def test_nothing_is_left_though_everybody_skips_as_the_week_closes(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()

    def press(user_id: str) -> None:
        try:
            skip(pulses, sheet, user_id)
        except ItemReleasedError:
            return

    with ThreadPoolExecutor(8) as pool:
        presses = [pool.submit(press, user_id) for user_id in MEMBERS[:4]]
        closing = pool.submit(pulses.end, now=MONDAY + A_WEEK)
        presses += [pool.submit(press, user_id) for user_id in MEMBERS[4:]]
        outcomes = [press.result() for press in presses]

    assert closing.result() == 1
    assert len(outcomes) == len(MEMBERS)
    assert skippers(pulses) == []


def test_a_press_that_meets_the_closing_waits_for_it_and_is_refused(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()

    with ThreadPoolExecutor(1) as pool:
        with pulses.database.writing() as connection:
            assert Rounds(connection).lock_open_round(sheet.round.id)
            press = pool.submit(skip, pulses, sheet)
            wait([press], timeout=0.2)  # It must not get through, however long it is given.
            Skips(connection).erase(sheet.round.id)
            Rounds(connection).close_round(sheet.round.id, shows_words=False)
        with pytest.raises(ItemReleasedError):
            press.result()

    assert skippers(pulses) == []


def test_what_is_put_off_comes_again_on_the_next_working_day(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()

    later = pulses.plans.find_later(
        round_id=sheet.round.id, user_id="U0", now=MONDAY + timedelta(hours=5)
    )

    assert later is not None
    assert (later.round, later.at) == (sheet.round, TUESDAY)


def test_what_is_put_off_comes_at_the_hour_that_somebody_chose(pulses: Pulses) -> None:
    pulses.set_up()
    times = pulses.people.get_times(user_id="U0")
    pulses.people.learn_zones(zones={"U0": "Europe/London"})
    pulses.people.change_times(user_id="U0", times=replace(times, pulse_on=(0, 15)))
    sheet = pulses.open()

    later = pulses.plans.find_later(round_id=sheet.round.id, user_id="U0", now=MONDAY)

    assert later is not None
    assert later.at == TUESDAY.replace(hour=15)


def test_on_the_last_working_day_nothing_comes_again(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()

    later = pulses.plans.find_later(round_id=sheet.round.id, user_id="U0", now=FRIDAY)

    assert later is None


def test_putting_off_moves_the_next_reminder_and_leaves_the_last(
    pulses: Pulses, owing: Clockwork
) -> None:
    pulses.set_up()
    sheet = pulses.open()
    owing.carry(now=MONDAY)
    keys = SheetKey.of(sheet.round, "U0").dump_reminders()

    moved = owing.days.move_first(keys, to=TUESDAY)

    assert moved
    assert [owing.get(key).due_at for key in keys] == [TUESDAY, FRIDAY]


def test_putting_off_after_the_first_reminder_moves_the_last(
    pulses: Pulses, owing: Clockwork
) -> None:
    pulses.set_up()
    sheet = pulses.open()
    owing.carry(now=MONDAY)
    owing.send_days()
    owing.carry(now=WEDNESDAY)
    keys = SheetKey.of(sheet.round, "U0").dump_reminders()

    owing.days.move_first(keys, to=THURSDAY)

    assert [owing.get(key).due_at for key in keys] == [WEDNESDAY, THURSDAY]


def test_after_both_reminders_nothing_can_be_moved(pulses: Pulses, owing: Clockwork) -> None:
    pulses.set_up()
    sheet = pulses.open()
    for day in (MONDAY, WEDNESDAY, FRIDAY):
        owing.carry(now=day)
        owing.send_days()
    keys = SheetKey.of(sheet.round, "U0").dump_reminders()

    assert not owing.days.move_first(keys, to=MONDAY + A_WEEK)
