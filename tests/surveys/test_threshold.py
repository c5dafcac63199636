"""A team that chose seven is shown nothing of six, and reads seven wherever a number stands."""

import pytest

from bot.replay import replay
from bot.surveys.messages.sheet import sheet
from bot.surveys.messages.summary import summary
from bot.teams.domain import TeamError
from tests.surveys.conftest import A_WEEK, LEAD, MEMBERS, MONDAY, Pulses
from tests.surveys.families import Families


def raise_threshold(pulses: Pulses, threshold: int, *, name: str = "Fraud") -> None:
    pulses.teams.set_threshold(channel_id=f"C{name}", user_id=LEAD, threshold=threshold)


def test_six_scores_are_held_and_seven_are_shown_where_seven_were_chosen(pulses: Pulses) -> None:
    pulses.set_up()
    raise_threshold(pulses, 7)
    own = pulses.open()
    pulses.answer(own, MEMBERS[:6], "4", item=0)
    pulses.answer(own, MEMBERS[:7], "4", item=1)

    pulses.close()

    shown = pulses.summary()
    assert [each.item.id for each in shown.released] == [own.answers[1].item.id]
    said = str(summary(shown).blocks)
    assert "7+ answers" in said
    assert "of 7+ members' answers" in said
    assert "fewer than 7 members" in said
    assert replay(pulses.database).findings == ()


def test_the_sheet_says_the_teams_own_number_before_the_first_answer(pulses: Pulses) -> None:
    pulses.set_up()
    raise_threshold(pulses, 9)

    said = str(sheet(pulses.open()).blocks)

    assert "once 9 members have scored" in said
    assert " 5 members" not in said


def test_the_number_is_fixed_from_the_moment_that_people_are_asked(pulses: Pulses) -> None:
    pulses.set_up()
    raise_threshold(pulses, 7)

    pulses.open()

    with pytest.raises(TeamError, match="stays at 7"):
        raise_threshold(pulses, 5)


def test_before_the_first_week_it_is_not_fixed_by_time_passing(pulses: Pulses) -> None:
    pulses.set_up()
    pulses.tick(now=MONDAY - A_WEEK / 7)

    raise_threshold(pulses, 6)

    assert pulses.teams.list_rosters()[0].team.threshold == 6


def test_a_round_that_opens_uses_a_number_that_was_changed_just_before(pulses: Pulses) -> None:
    pulses.set_up()
    (seen_earlier,) = pulses.surveys.list_due_to_open(now=MONDAY)
    raise_threshold(pulses, 8)

    pulses.surveys.open_round(seen_earlier, now=MONDAY)

    (roster,) = pulses.teams.list_rosters()
    assert (roster.team.threshold, roster.team.is_threshold_fixed) == (8, True)


@pytest.mark.parametrize(("answering", "shown"), [("fgh", []), ("fghi", ["4.0"])])
def test_a_parent_takes_as_many_as_the_strictest_of_its_teams(
    pulses: Pulses, answering: str, shown: list[str]
) -> None:
    world = Families(pulses.database)
    one, other = world.add_pair("abcde", "fghijklm")
    world.add_parent(one, other)
    raise_threshold(pulses, 7, name="Two")
    world.begin()
    world.answer_in(one, "abc")
    world.answer_in(other, answering)

    world.move_weeks(1, 3)

    assert world.shown() == shown
    assert [r.threshold for s in world.summaries() for r in s.released] == [7] * len(shown)
