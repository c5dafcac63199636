"""What is owed as weeks open, close and go by unwatched."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.surveys.messages.places import SheetKey
from bot.teams.domain import Role, Standing
from tests.surveys.clockwork import Clockwork
from tests.surveys.conftest import A_WEEK, LEAD, MEMBERS, MONDAY, Pulses

EVERYBODY = (*MEMBERS, LEAD)
MISSED = (date(2026, 1, 5), date(2026, 1, 12))
AN_OUTAGE_LATER = MONDAY + 2 * A_WEEK + timedelta(hours=75)
ZONES = {"U0": "Asia/Tokyo", "U1": "Europe/Berlin", "U2": "America/New_York"}
NINE_THERE = {
    "U0": MONDAY.replace(hour=0),
    "U1": MONDAY,
    "U2": MONDAY.replace(hour=14),
}


@pytest.fixture
def owing(pulses: Pulses) -> Clockwork:
    return Clockwork(pulses)


def kinds(owing: Clockwork, address: str) -> list[str]:
    """What somebody is owed, by the beginnings of its keys."""
    rows = [row for row in owing.rows() if row["address"] == address and row["rewrites"] is None]
    return sorted(str(row["key"]).partition(":")[0] for row in rows)


def test_everybody_is_owed_a_sheet_and_two_reminders(pulses: Pulses, owing: Clockwork) -> None:
    pulses.set_up()

    owing.turn(now=MONDAY)

    assert {tuple(kinds(owing, user_id)) for user_id in EVERYBODY} == {
        ("pulse", "remind", "remind")
    }


def test_what_is_owed_of_a_week_expires_as_it_closes_and_only_reminders_are_conditional(
    pulses: Pulses, owing: Clockwork
) -> None:
    pulses.set_up()
    owing.turn(now=MONDAY)
    (round_,) = pulses.surveys.list_due_to_close(now=MONDAY + A_WEEK)

    parts = [owing.find_sheet(round_, "U0")]
    parts += [owing.find_reminder(round_, "U0", number) for number in (1, 2)]

    assert {part.expires_at for part in parts} == {MONDAY + A_WEEK}
    assert [part.is_conditional for part in parts] == [False, True, True]
    assert [part.due_at for part in parts] == [MONDAY + timedelta(days=n) for n in (0, 2, 4)]


def test_weeks_that_were_missed_are_written_down_for_everybody_with_the_reason(
    pulses: Pulses, owing: Clockwork
) -> None:
    team_id = pulses.set_up()

    owing.turn(now=AN_OUTAGE_LATER)

    keys = {SheetKey(team_id, week, user_id).dump() for week in MISSED for user_id in EVERYBODY}
    skipped = [row for row in owing.rows() if row["state"] == "skipped"]
    assert {row["key"] for row in skipped} == keys
    assert {row["reason"] for row in skipped} == {"the bot was not running in that week"}


def test_after_missed_weeks_the_present_one_is_asked(pulses: Pulses, owing: Clockwork) -> None:
    pulses.set_up()

    owing.turn(now=AN_OUTAGE_LATER)

    waiting = [row for row in owing.rows() if row["state"] == "waiting"]
    assert len(waiting) == 3 * len(EVERYBODY)
    assert all(":2026-01-19:" in str(row["key"]) for row in waiting)


def test_a_missed_week_is_never_asked_nor_summarised_later(
    pulses: Pulses, owing: Clockwork
) -> None:
    pulses.set_up()
    owing.turn(now=AN_OUTAGE_LATER)
    before = [row for row in owing.rows() if row["state"] == "skipped"]

    owing.turn(now=MONDAY + 3 * A_WEEK)

    rows = owing.rows()
    assert [row for row in rows if row["state"] == "skipped"] == before
    summaries = [row["key"] for row in rows if str(row["key"]).startswith("summary:")]
    assert len(summaries) == 1


def test_a_week_that_closed_before_its_sheets_were_owed_is_made_up_for(
    pulses: Pulses, owing: Clockwork
) -> None:
    """The bot stopped between opening and owing, and came back a week later."""
    pulses.set_up()
    pulses.tick(now=MONDAY)

    owing.carry(now=MONDAY + A_WEEK)

    owed = [row for row in owing.rows() if ":2026-01-05:" in str(row["key"])]
    sheets = [row for row in owed if str(row["key"]).startswith("pulse:") and not row["rewrites"]]
    assert {(row["state"], row["reason"]) for row in sheets} == {("skipped", "its time had passed")}


def test_many_more_people_than_are_planned_at_once_are_all_owed_a_sheet(
    pulses: Pulses, owing: Clockwork
) -> None:
    people = tuple(f"U{number:04}" for number in range(1100))
    pulses.set_up(members=people)

    owing.turn(now=MONDAY)

    sheets = [row["address"] for row in owing.rows() if str(row["key"]).startswith("pulse:")]
    assert sorted(map(str, sheets)) == sorted([*people, LEAD])


def test_a_summary_goes_to_the_channel_that_only_members_read(
    pulses: Pulses, owing: Clockwork
) -> None:
    pulses.set_up()
    owing.turn(now=MONDAY)

    owing.turn(now=MONDAY + A_WEEK)

    assert kinds(owing, "CFraud") == ["summary"]
    assert "summary" not in kinds(owing, "U0")


def test_a_summary_goes_to_each_person_where_others_read_the_channel(pulses: Pulses) -> None:
    owing = Clockwork(pulses, is_confidential=False)
    pulses.set_up()
    owing.turn(now=MONDAY)

    owing.turn(now=MONDAY + A_WEEK)

    assert kinds(owing, "CFraud") == []
    assert all("summary" in kinds(owing, user_id) for user_id in EVERYBODY)


def test_a_channel_s_summary_comes_at_the_team_s_hour_though_the_week_closed_elsewhere(
    pulses: Pulses,
) -> None:
    pulses.people.learn_zones(zones=ZONES)
    pulses.set_up()
    pulses.tick(now=MONDAY.replace(hour=0))

    pulses.end(now=MONDAY.replace(hour=0) + A_WEEK)
    plan = pulses.plans.plan_summary(summary=pulses.summary())

    assert pulses.summary().round.closes_at == MONDAY.replace(hour=0) + A_WEEK
    assert plan.channel_at == MONDAY + A_WEEK


def test_a_person_s_summary_comes_with_their_next_sheet(pulses: Pulses) -> None:
    pulses.people.learn_zones(zones=ZONES)
    pulses.set_up()
    own = replace(pulses.people.get_times(user_id="U1"), pulse_on=(2, 15))
    pulses.people.change_times(user_id="U1", times=own)
    owing = Clockwork(pulses, is_confidential=False)
    opens_at = MONDAY.replace(hour=0)
    owing.turn(now=opens_at)

    owing.turn(now=opens_at + A_WEEK)

    rows = {str(row["key"]): row["due_at"] for row in owing.rows()}
    for user_id in ("U0", "U1", "U2"):
        summary, sheet = (
            next(at for key, at in rows.items() if key.startswith(kind) and key.endswith(user_id))
            for kind in ("summary:1:2026-01-05", "pulse:1:2026-01-12")
        )
        assert summary == sheet


def test_a_person_s_summary_comes_at_the_team_s_hour_of_their_own_zone(pulses: Pulses) -> None:
    pulses.people.learn_zones(zones=ZONES)
    pulses.set_up()
    pulses.tick(now=MONDAY.replace(hour=0))
    pulses.end(now=MONDAY.replace(hour=0) + A_WEEK)

    plan = pulses.plans.plan_summary(summary=pulses.summary())

    assert {u: at for u, at in plan.people if u in ZONES} == {
        user_id: at + A_WEEK for user_id, at in NINE_THERE.items()
    }


def test_a_summary_falls_due_to_somebody_who_pauses_as_to_the_others(pulses: Pulses) -> None:
    pulses.set_up()
    pulses.people.learn_zones(zones={"U0": "Europe/Berlin"})
    pulses.people.pause(user_id="U0", words="until 2026-02-02", now=MONDAY)
    pulses.open()
    pulses.end(now=MONDAY + A_WEEK)

    plan = pulses.plans.plan_summary(summary=pulses.summary())

    # It waits with the message of their day, and comes sooner if they end the pause sooner.
    assert {at for _, at in plan.people} == {MONDAY + A_WEEK}


def test_who_has_left_is_sent_no_summary(pulses: Pulses) -> None:
    team_id = pulses.set_up()
    pulses.open()
    pulses.teams.answer_naming(
        team_id=team_id, user_id="U0", role=Role.MEMBER, standing=Standing.LEFT
    )
    pulses.end(now=MONDAY + A_WEEK)

    plan = pulses.plans.plan_summary(summary=pulses.summary())

    assert [user_id for user_id, _ in plan.people] == [*MEMBERS[1:], LEAD]


def test_a_summary_after_an_outage_is_due_at_the_moment_that_has_passed(pulses: Pulses) -> None:
    pulses.set_up()
    pulses.open()
    pulses.end(now=AN_OUTAGE_LATER)

    plan = pulses.plans.plan_summary(summary=pulses.summary())

    assert plan.channel_at == MONDAY + A_WEEK
