from datetime import date, timedelta

import pytest

from bot.handover.cards.sections import CRITICAL, ORDER, SECTIONS
from bot.handover.rules.sessions import Burden, days_before, plan
from bot.people.domain import DaysOff, WorkingTimes

MONDAY = date(2026, 1, 5)
TIMES = WorkingTimes(zone="Europe/Berlin")
ALL = frozenset(ORDER)


def a_model(
    model_id: int = 1,
    *,
    tier: int = 2,
    is_proven: bool = False,
    skipped: frozenset[str] = frozenset(),
) -> Burden:
    return Burden(model_id, tier, is_proven, ALL, skipped)


def test_with_full_notice_one_model_is_asked_about_in_the_order_of_what_is_lost_first() -> None:
    last_day = date(2026, 2, 2)  # Twenty working days after the first.

    made = plan([a_model()], last_day=last_day, works=TIMES, today=MONDAY)

    days = days_before(last_day, TIMES, first=MONDAY)
    assert [session.day for session in made.sessions] == [days[n] for n in (20, 16, 12, 9, 7, 6)]
    asked = [question.section_id for session in made.sessions for question in session.questions]
    assert asked == [section.id for section in SECTIONS]
    assert max(len(session.questions) for session in made.sessions) == 3
    assert made.capacity.is_enough


def test_nobody_is_asked_on_a_day_off() -> None:
    off = DaysOff(MONDAY, MONDAY + timedelta(days=4))
    times = WorkingTimes(zone="Europe/Berlin", days_off=(off,))

    made = plan([a_model()], last_day=date(2026, 2, 2), works=times, today=MONDAY)

    assert all(times.works_on(session.day) for session in made.sessions)
    assert sum(len(session.questions) for session in made.sessions) == len(SECTIONS)


def test_with_short_notice_there_is_one_long_session_on_what_is_critical() -> None:
    made = plan([a_model()], last_day=MONDAY + timedelta(days=4), works=TIMES, today=MONDAY)

    assert made.is_short
    (session,) = made.sessions
    assert session.day == MONDAY
    assert tuple(q.section_id for q in session.questions) == CRITICAL


def test_on_the_last_day_itself_there_is_still_one() -> None:
    made = plan([a_model()], last_day=MONDAY, works=TIMES, today=MONDAY)

    assert [session.day for session in made.sessions] == [MONDAY]


def test_nine_models_with_room_for_five_are_said_to_be_so() -> None:
    models = [a_model(number, tier=1 + number % 3) for number in range(9)]
    last_day = _working(MONDAY, 40)[15]

    made = plan(models, last_day=last_day, works=TIMES, today=MONDAY)

    assert (len(made.capacity.fitting), len(made.capacity.beyond)) == (5, 4)
    assert not made.capacity.is_enough
    assert set(made.capacity.fitting) >= {0, 3, 6}


def test_with_several_models_what_is_critical_in_any_comes_before_the_rest_of_each() -> None:
    models = [a_model(1), a_model(2)]

    made = plan(models, last_day=date(2026, 2, 2), works=TIMES, today=MONDAY)

    asked = [q for session in made.sessions for q in session.questions]
    assert {q.model_id for q in asked[:12]} == {1, 2}
    assert all(q.section_id in CRITICAL for q in asked[:12])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (a_model(2, tier=1), a_model(1, tier=3)),
        (a_model(2), a_model(1, is_proven=True)),
        (a_model(2), Burden(1, 2, is_proven=False, open_sections=frozenset({"training"}))),
    ],
)
def test_the_model_with_most_to_lose_comes_first(first: Burden, second: Burden) -> None:
    made = plan([second, first], last_day=date(2026, 2, 2), works=TIMES, today=MONDAY)

    assert made.sessions[0].questions[0].model_id == first.model_id


def test_what_was_skipped_comes_at_the_end() -> None:
    burden = a_model(skipped=frozenset({"scares"}))

    made = plan([burden], last_day=date(2026, 2, 2), works=TIMES, today=MONDAY)

    assert made.sessions[-1].questions[-1].section_id == "scares"


def _working(first: date, count: int) -> list[date]:
    days = [first + timedelta(days=n) for n in range(count * 2)]
    return [day for day in days if TIMES.works_on(day)][:count]


def test_the_sessions_that_were_announced_are_held_although_fewer_days_are_left() -> None:
    last_day = date(2026, 2, 2)
    announced = plan([a_model()], last_day=last_day, works=TIMES, today=MONDAY).sessions
    still_open, held = set(ALL), []

    for day in _working(MONDAY, 21):
        burden = Burden(1, 2, is_proven=False, open_sections=frozenset(still_open))
        made = plan([burden], last_day=last_day, works=TIMES, today=day)
        for session in (each for each in made.sessions if each.day == day):
            held.append(session)
            still_open -= {question.section_id for question in session.questions}

    assert tuple(held) == announced
    assert still_open == set()


def test_an_owner_who_missed_what_was_announced_is_asked_what_is_critical_at_once() -> None:
    last_day = date(2026, 2, 2)
    nine_left = days_before(last_day, TIMES, first=MONDAY)[9]

    made = plan([a_model()], last_day=last_day, works=TIMES, today=nine_left)

    assert made.is_short
    assert tuple(q.section_id for q in made.sessions[0].questions) == CRITICAL
