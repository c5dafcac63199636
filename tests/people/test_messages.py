"""The form of times: what it shows is what it gives back, and what is wrong stands at its field."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.domain import DaysOff, TimesError, WorkingTimes
from bot.people.messages import paused, read_times_form, resumed, times_form, times_kept

TODAY = date(2026, 1, 5)


def submitted(view: dict[str, Any]) -> dict[str, Any]:
    """Return a form as Slack hands it over when nobody has changed a thing."""
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            values[block["block_id"]] = {
                element["action_id"]: {
                    "selected_option": element.get("initial_option"),
                    "selected_options": element.get("initial_options", []),
                    "value": element.get("initial_value"),
                }
            }
    return {"state": {"values": values}}


def choose(view: dict[str, Any], name: str, value: str) -> None:
    view["state"]["values"][name][name]["selected_option"] = {"value": value}


@st.composite
def kept_times(draw: st.DrawFn) -> WorkingTimes:
    starts = draw(st.integers(0, 23))
    ends = draw(st.integers(starts + 1, 24))
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1))
    pulses = st.tuples(st.sampled_from(sorted(weekdays)), st.integers(starts, ends - 1))
    days_off = draw(st.lists(st.dates(TODAY, date(2028, 1, 1)), max_size=5))
    return WorkingTimes(
        zone=draw(st.sampled_from(["UTC", "Europe/Berlin", "UTC+05:45"])),
        weekdays=weekdays,
        starts=starts,
        ends=ends,
        days_off=tuple(DaysOff(day, day) for day in sorted(days_off)),
        paused_until=draw(st.none() | st.dates(TODAY, date(2026, 12, 31))),
        pulse_on=draw(st.none() | pulses),
    )


@given(times=kept_times())
def test_a_form_in_which_nothing_was_changed_gives_the_same_times(times: WorkingTimes) -> None:
    view = submitted(times_form(times))

    assert read_times_form(view, times, today=TODAY) == times


@pytest.mark.parametrize(("chosen", "missing"), [("day", "hour"), ("hour", "day")])
def test_day_and_hour_of_the_pulse_are_chosen_together(chosen: str, missing: str) -> None:
    view = submitted(times_form(WorkingTimes()))
    choose(view, chosen, "1")

    with pytest.raises(TimesError) as refused:
        read_times_form(view, WorkingTimes(), today=TODAY)

    assert refused.value.field == missing


def test_days_off_that_cannot_be_read_stand_at_their_field() -> None:
    view = submitted(times_form(WorkingTimes()))
    view["state"]["values"]["days_off"]["days_off"]["value"] = "Christmas"

    with pytest.raises(TimesError, match="“Christmas” is no date") as refused:
        read_times_form(view, WorkingTimes(), today=TODAY)

    assert refused.value.field == "days_off"


def test_what_is_stored_is_said_in_words() -> None:
    times = WorkingTimes(
        zone="Europe/Berlin",
        weekdays=frozenset({4, 0}),
        pulse_on=(4, 9),
        days_off=(DaysOff(date(2026, 2, 1), date(2026, 2, 2)),),
    )

    assert times_kept(times)["blocks"][0]["text"]["text"] == (
        "Stored. You work Monday, Friday, 09:00 to 17:00 (Europe/Berlin). From the next week on, "
        "the pulse comes on Fridays at 09:00. Days off: 2026-02-01 to 2026-02-02."
    )


def test_a_pause_and_its_end_are_said() -> None:
    assert "before 3 February 2026" in paused(date(2026, 2, 3))
    assert resumed(WorkingTimes(paused_until=TODAY)).startswith("The pause is over.")
    assert resumed(WorkingTimes()).startswith("There was no pause.")
