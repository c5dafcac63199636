"""Where somebody's name stands in models, cards and handovers, as they alone are told."""

from dataclasses import fields

from sqlalchemy import text

from bot.handover.trace_messages import stored_traces
from bot.handover.trace_service import TraceService
from bot.sandbox.checks.views import check_view
from bot.slack import blocks
from tests.handover.desk import OWNER, STRANGER, SUCCESSOR, Desk


def said(desk: Desk, user_id: str) -> str:
    return str(stored_traces(TraceService(desk.database).find_traces(user_id=user_id)))


def test_an_owner_finds_their_models_their_answers_and_what_becomes_of_them(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer()

    told = said(desk, OWNER)

    assert "Models you own: churn." in told
    assert "they are nobody's" in told
    assert "that you gave" in told
    assert "Successor or stand-in" not in told


def test_a_successor_finds_what_they_are_next_for(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer()
    desk.name_successor()

    told = said(desk, SUCCESSOR)

    assert "Successor or stand-in of 1." in told
    assert "Models you own" not in told


def test_a_last_day_is_told_of_once_its_person_was_told_and_to_nobody_else(desk: Desk) -> None:
    desk.set_last_day()
    before = said(desk, OWNER)
    with desk.database.writing() as connection:
        connection.execute(text("UPDATE handover_leaving SET is_told = true"))

    assert "A last day of yours" not in before
    assert "A last day of yours" in said(desk, OWNER)
    assert "A last day of yours" not in said(desk, SUCCESSOR)


def test_whoever_stands_nowhere_is_told_nothing(desk: Desk) -> None:
    traces = TraceService(desk.database).find_traces(user_id=STRANGER)

    assert stored_traces(traces) == []
    assert not any(getattr(traces, field.name) for field in fields(traces))


def test_slack_takes_it(desk: Desk) -> None:
    shown = stored_traces(TraceService(desk.database).find_traces(user_id=OWNER))

    assert check_view(blocks.home(shown)) == []
