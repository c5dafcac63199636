"""A lead changes when the team is asked: what is stored, what ends, what the channel is told."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.delivery.domain import Delivery
from bot.surveys.domain import Round
from bot.surveys.messages.timetable_told import announced
from bot.surveys.storage import Rounds
from bot.surveys.timetable import Timetable, TimetableError
from bot.surveys.timetables.service import TimetableService
from bot.teams.domain import FieldError, Pulse, Role, Standing, TeamError
from tests.databases import open_database
from tests.surveys.clockwork import Clockwork
from tests.surveys.conftest import A_WEEK, LEAD, MEMBERS, MONDAY, SECRETS, THURSDAY, Pulses

A_DAY = timedelta(days=1)
MONDAYS = Pulse(0, 9, "Europe/Berlin")
FRIDAYS = replace(MONDAYS, weekday=4)


class Leading:
    """A team, and its lead's ways to change when it is asked."""

    def __init__(self, pulses: Pulses) -> None:
        self.pulses = pulses
        self.team_id = pulses.set_up()
        self.service = TimetableService(pulses.database, pulses.people, pulses.teams, SECRETS)

    def change(
        self, *, name: str = "Fraud", pulse: Pulse = MONDAYS, user_id: str = LEAD, day: int = 2
    ) -> Timetable:
        return self.service.change_settings(
            team_id=self.team_id, user_id=user_id, name=name, pulse=pulse, now=MONDAY + day * A_DAY
        )

    def pause(self, weeks: int, *, day: int = 2) -> Timetable:
        return self.service.pause(
            team_id=self.team_id, user_id=LEAD, weeks=weeks, now=MONDAY + day * A_DAY
        )

    def resume(self, *, day: int) -> Timetable:
        return self.service.resume(team_id=self.team_id, user_id=LEAD, now=MONDAY + day * A_DAY)

    def live(self, *, until: int) -> list[Round]:
        """Let days pass, and return the team's rounds."""
        for day in range(until + 1):
            now = MONDAY + day * A_DAY
            self.pulses.end(now=now)
            self.pulses.tick(now=now)
        return self.rounds()

    def rounds(self) -> list[Round]:
        weeks = [date(2025, 12, 29) + number * A_WEEK for number in range(20)]
        with self.pulses.database.reading() as connection:
            found = [Rounds(connection).find_round(self.team_id, week) for week in weeks]
        return [round_ for round_ in found if round_ is not None]

    def told(self) -> list[str]:
        """What the channel is told and was not told before."""
        said = []
        for change, timetable in self.service.list_untold():
            if (message := announced(change, timetable)) is not None:
                said.append(message.blocks[0]["text"]["text"])
            self.service.mark_told(change=change)
        return said


@pytest.fixture
def leading(pulses: Pulses) -> Leading:
    return Leading(pulses)


def test_a_new_day_is_for_the_next_round_and_the_channel_is_told_once(leading: Leading) -> None:
    leading.live(until=0)

    done = leading.change(pulse=FRIDAYS)

    assert done.next_on == date(2026, 1, 16)
    assert leading.told() == [
        f"<@{LEAD}> set the weekly pulse of *Fraud* to Fridays at 09:00, where each person is: the "
        "next comes on Friday 16 January, and what is open now closes when it said it would."
    ]
    assert leading.told() == []
    first, second = leading.live(until=11)
    assert (first.closes_at, second.opens_at) == (MONDAY + A_WEEK, MONDAY + 11 * A_DAY)


def test_a_week_that_is_left_out_is_named(leading: Leading) -> None:
    leading.live(until=0)
    leading.change(pulse=FRIDAYS, day=0)
    leading.live(until=11)
    leading.told()

    leading.change(pulse=MONDAYS, day=12)

    assert (
        "the next comes on Monday 26 January, so nothing new is asked in the week of 19 "
        in (leading.told()[0])
    )


def test_a_name_changes_alone_and_the_planned_round_stays(leading: Leading) -> None:
    leading.live(until=0)
    before = leading.service.get_timetable(team_id=leading.team_id).next_one

    done = leading.change(name=" Fraud & friends ")

    assert done.roster.team.name == "Fraud & friends"
    assert done.next_one == before
    assert leading.told() == [
        f"<@{LEAD}> renamed this team: what was *Fraud* is *Fraud &amp; friends* from now on."
    ]


def test_nothing_is_told_where_nothing_changed(leading: Leading) -> None:
    leading.change()

    assert leading.told() == []


def test_a_name_belongs_to_one_team(leading: Leading) -> None:
    leading.pulses.set_up(name="Other")

    with pytest.raises(FieldError, match="Another team has this name"):
        leading.change(name="Other", pulse=FRIDAYS)

    assert leading.service.get_timetable(team_id=leading.team_id).roster.team.pulse == MONDAYS


@pytest.mark.parametrize(
    ("name", "pulse"),
    [
        ("", MONDAYS),
        ("x" * 61, MONDAYS),
        ("Fraud", replace(MONDAYS, weekday=6)),
        ("Fraud", replace(MONDAYS, zone="Mars/Base")),
    ],
)
def test_what_no_team_can_be_called_or_asked_is_refused(
    leading: Leading, name: str, pulse: Pulse
) -> None:
    with pytest.raises(FieldError):
        leading.change(name=name, pulse=pulse)


def test_a_member_changes_nothing(leading: Leading) -> None:
    with pytest.raises(TeamError, match="Only a lead"):
        leading.change(name="Mine", user_id=MEMBERS[0])


def test_in_a_pause_no_round_opens_and_the_one_that_runs_closes_with_its_summary(
    leading: Leading,
) -> None:
    leading.live(until=0)
    sheet = leading.pulses.sheets()[0]
    leading.pulses.answer(sheet, MEMBERS[:5], "4")

    done = leading.pause(3)

    assert done.next_on == date(2026, 2, 2)
    assert leading.told() == [
        f"<@{LEAD}> paused the weekly pulse of *Fraud* until Monday 2 February: nothing is asked "
        "until then, and what is open now closes when it said it would."
    ]
    rounds = leading.live(until=28)
    assert [round_.week for round_ in rounds] == [date(2026, 1, 5), date(2026, 2, 2)]
    summary = leading.pulses.surveys.find_summary(round_id=rounds[0].id)
    assert summary is not None
    assert [released.tenths for released in summary.released] == [40]
    assert not leading.service.get_timetable(team_id=leading.team_id).is_paused


def test_the_summary_comes_when_the_round_closed_and_not_after_the_pause(pulses: Pulses) -> None:
    leading, clockwork = Leading(pulses), Clockwork(pulses)
    clockwork.turn(now=MONDAY)
    leading.pause(5)

    clockwork.turn(now=MONDAY + A_WEEK)

    (summary,) = (row for row in clockwork.rows() if str(row["key"]).startswith("summary:"))
    found = clockwork.get(str(summary["key"]))
    assert isinstance(found, Delivery)
    assert found.due_at == MONDAY + A_WEEK


def test_what_could_not_be_asked_again_in_its_three_weeks_ends_with_the_round(
    leading: Leading,
) -> None:
    leading.live(until=0)
    leading.pulses.answer(leading.pulses.sheets()[0], MEMBERS[:4], "4")

    leading.pause(3)
    leading.live(until=7)

    assert leading.pulses.count_answers() == 0


def test_after_a_short_pause_what_waits_is_asked_again(leading: Leading) -> None:
    leading.live(until=0)
    leading.pulses.answer(leading.pulses.sheets()[0], MEMBERS[:4], "4")

    leading.pause(1)
    leading.live(until=14)

    assert leading.pulses.count_answers() == 4


def test_a_pause_set_between_rounds_ends_what_would_wait_too_long(leading: Leading) -> None:
    """With the lead's day on a Friday, nothing is open from Monday to Friday."""
    leading.live(until=0)
    leading.pulses.answer(leading.pulses.sheets()[0], MEMBERS[:4], "4")
    leading.change(pulse=FRIDAYS)
    leading.live(until=8)
    leading.told()
    assert leading.pulses.surveys.clear_traces() == 1

    leading.pause(4, day=9)

    assert leading.pulses.count_answers() == 0
    assert leading.told()[0].endswith(
        "5 questions that waited for more answers end with it; they are deleted unseen."
    )
    assert leading.pulses.surveys.clear_traces() == 1


def test_a_pause_is_ended_early_and_the_next_round_comes_with_the_team_s_day(
    leading: Leading,
) -> None:
    leading.live(until=0)
    leading.pause(6)
    leading.told()

    done = leading.resume(day=9)

    assert done.next_on == date(2026, 1, 19)
    assert leading.told() == [
        f"<@{LEAD}> ended the pause of *Fraud*: the next pulse comes on Monday 19 January."
    ]
    with pytest.raises(TimetableError, match="isn't paused"):
        leading.resume(day=9)


def test_a_pause_ended_while_a_round_runs_lets_it_close_first(leading: Leading) -> None:
    leading.live(until=0)
    leading.pause(6)

    done = leading.resume(day=3)

    assert done.next_one is not None
    assert done.next_one.opens_at == MONDAY + A_WEEK


def test_what_was_changed_again_before_it_was_told_is_told_as_it_is(leading: Leading) -> None:
    leading.live(until=0)

    leading.pause(6)
    leading.resume(day=3)

    assert [said.partition(" ")[2][:5] for said in leading.told()] == ["ended"]


def test_a_team_whose_lead_left_in_a_pause_goes_on_by_its_day_under_another(
    leading: Leading,
) -> None:
    leading.live(until=0)
    leading.pause(4)
    leading.pulses.teams.answer_naming(
        team_id=leading.team_id, user_id=LEAD, role=Role.LEAD, standing=Standing.DECLINED
    )
    leading.live(until=9)

    leading.pulses.teams.take_on_team(
        channel_id="CFraud", user_id=MEMBERS[0], now=MONDAY + 10 * A_DAY
    )

    rounds = leading.live(until=35)
    assert [round_.week for round_ in rounds] == [date(2026, 1, 5), date(2026, 2, 9)]


def test_a_clock_that_was_right_leaves_a_long_pause_alone(leading: Leading) -> None:
    leading.live(until=0)
    planned = leading.pause(8).next_one

    leading.live(until=20)

    assert leading.service.get_timetable(team_id=leading.team_id).next_one == planned


def test_a_moved_round_is_asked_on_its_new_day(pulses: Pulses) -> None:
    leading, clockwork = Leading(pulses), Clockwork(pulses)
    clockwork.turn(now=MONDAY)

    leading.service.move_next(
        team_id=leading.team_id, user_id=LEAD, weekday=1, now=MONDAY + 2 * A_DAY
    )
    assert leading.told() == [
        f"<@{LEAD}> moved the next pulse of *Fraud* from Monday 12 January to Tuesday 13 January."
    ]
    clockwork.turn(now=MONDAY + A_WEEK)
    clockwork.turn(now=MONDAY + 8 * A_DAY)

    second = leading.rounds()[1]
    assert clockwork.find_sheet(second, MEMBERS[0]).due_at == MONDAY + 8 * A_DAY


def test_a_round_that_is_due_is_neither_paused_nor_moved(leading: Leading) -> None:
    leading.live(until=0)

    with pytest.raises(TimetableError, match="at this very moment"):
        leading.pause(2, day=7)

    assert len(leading.live(until=7)) == 2


def test_before_a_team_has_begun_nothing_is_paused(pulses: Pulses) -> None:
    leading = Leading(pulses)
    pulses.teams.leave_team(channel_id="CFraud", user_id=LEAD)
    pulses.tick(now=THURSDAY)
    pulses.teams.take_on_team(channel_id="CFraud", user_id=LEAD, now=THURSDAY)

    with pytest.raises(TimetableError, match="Nothing is planned"):
        leading.pause(2, day=0)


Acting = Callable[[Leading], object]


@pytest.fixture
def other(leading: Leading) -> Iterator[Pulses]:
    """A second process, which opens rounds."""
    its_own = open_database(leading.pulses.database.engine.url)
    yield Pulses(its_own)
    its_own.close()


@pytest.mark.parametrize(
    "act",
    [
        lambda leading: leading.change(pulse=FRIDAYS, day=7),
        lambda leading: leading.change(pulse=replace(MONDAYS, hour=8), day=7),
    ],
)
def test_a_change_while_another_process_opens_a_round_opens_it_once(
    leading: Leading, other: Pulses, act: Acting
) -> None:
    """Whichever comes first, the round that is due opens, and the next is planned as was told."""
    leading.live(until=6)
    now = MONDAY + A_WEEK
    leading.pulses.end(now=now)

    with ThreadPoolExecutor(3) as pool:
        opening = [pool.submit(other.tick, now=now), pool.submit(leading.pulses.tick, now=now)]
        pool.submit(act, leading).result()
        assert sum(each.result() for each in opening) == 1

    found = leading.service.get_timetable(team_id=leading.team_id)
    assert [round_.week for round_ in leading.rounds()] == [date(2026, 1, 5), date(2026, 1, 12)]
    assert found.running is not None
    assert found.next_one is not None
    assert found.next_one.opens_at >= found.running.closes_at
    assert (
        found.next_on
        == {4: date(2026, 1, 23), 0: date(2026, 1, 19)}[found.roster.team.pulse.weekday]
    )


def test_an_opening_that_read_the_team_before_it_was_paused_opens_nothing(
    leading: Leading, other: Pulses
) -> None:
    leading.live(until=6)
    stale = other.teams.get_roster(team_id=leading.team_id)

    leading.pause(3, day=6)
    leading.pulses.end(now=MONDAY + A_WEEK)
    opened = other.surveys.open_round(stale, now=MONDAY + A_WEEK)

    assert opened == 0
    assert len(leading.rounds()) == 1
