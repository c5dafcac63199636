"""Items with too few scores stay open over weeks, and are released once five have scored them."""

from datetime import timedelta

from bot.surveys.domain import Sheet
from bot.teams.domain import Role, Standing
from tests.surveys.conftest import A_WEEK, LEAD, MEMBERS, MONDAY, Pulses


def next_week(pulses: Pulses, week: int) -> Sheet:
    """Close the running week and open the one of this number (0 is the first)."""
    now = MONDAY + week * A_WEEK
    pulses.end(now=now)
    pulses.tick(now=now)
    return next(s for s in pulses.sheets() if s.round.opens_at == now)


def position(sheet: Sheet, item_id: int) -> int:
    return [answer.item.id for answer in sheet.answers].index(item_id)


def test_an_item_that_lacked_one_answer_is_released_a_week_later(pulses: Pulses) -> None:
    pulses.set_up()
    first = pulses.open()
    pulses.answer(first, MEMBERS[:4], "4")
    item_id = first.answers[0].item.id

    second = next_week(pulses, 1)
    pulses.answer(second, MEMBERS[4:5], "4", item=position(second, item_id))
    pulses.end(now=MONDAY + 2 * A_WEEK)

    summary = pulses.summary()
    assert [(r.item.id, r.mean) for r in summary.released] == [(item_id, "4.0")]
    assert summary.released[0].item.wave == first.round.week


def test_three_held_items_stand_below_the_week_s_five(pulses: Pulses) -> None:
    pulses.set_up()
    first = pulses.open()

    second = next_week(pulses, 1)

    assert [a.item.id for a in second.answers[5:]] == [a.item.id for a in first.answers[:3]]
    assert len(second.fresh) == 5


def test_an_item_is_erased_when_it_has_been_open_for_three_weeks(pulses: Pulses) -> None:
    pulses.set_up()
    first = pulses.open()
    pulses.answer(first, MEMBERS[:4], "4")

    for week in (1, 2, 3):
        next_week(pulses, week)

    third = pulses.surveys.list_unowed_summaries()[2]
    assert {item.wave for item in third.unshown} == {first.round.week}
    assert len(third.unshown) == 5
    assert pulses.count_answers() == 0


def test_a_first_answer_can_be_changed_on_a_later_sheet(pulses: Pulses) -> None:
    pulses.set_up()
    first = pulses.open()
    pulses.answer(first, MEMBERS[:4], "1")
    item_id = first.answers[0].item.id

    second = next_week(pulses, 1)
    pulses.answer(second, MEMBERS[:5], "5", item=position(second, item_id))
    pulses.end(now=MONDAY + 2 * A_WEEK)

    assert [r.mean for r in pulses.summary().released] == ["5.0"]


def test_somebody_who_joined_counts_for_an_item_that_is_still_open(pulses: Pulses) -> None:
    team_id = pulses.set_up()
    pulses.teams.answer_naming(
        team_id=team_id, user_id="U7", role=Role.MEMBER, standing=Standing.DECLINED
    )
    first = pulses.open()
    pulses.answer(first, MEMBERS[:4], "4")
    pulses.teams.answer_naming(
        team_id=team_id, user_id="U7", role=Role.MEMBER, standing=Standing.ACTIVE
    )

    second = next_week(pulses, 1)
    pulses.answer(second, ("U7",), "4", item=position(second, first.answers[0].item.id))
    pulses.end(now=MONDAY + 2 * A_WEEK)

    assert len(pulses.summary().released) == 1


def test_somebody_who_led_meanwhile_does_not_count(pulses: Pulses) -> None:
    team_id = pulses.set_up()
    first = pulses.open()
    pulses.answer(first, MEMBERS[:4], "4")
    pulses.answer(first, (LEAD,), "4")
    pulses.teams.answer_naming(
        team_id=team_id, user_id=LEAD, role=Role.LEAD, standing=Standing.ACTIVE
    )

    next_week(pulses, 1)

    assert pulses.summary().released == ()


def test_when_the_last_lead_has_stepped_down_nothing_stays_open(pulses: Pulses) -> None:
    team_id = pulses.set_up()
    first = pulses.open()
    pulses.answer(first, MEMBERS[:4], "4")
    pulses.teams.answer_naming(
        team_id=team_id, user_id=LEAD, role=Role.LEAD, standing=Standing.DECLINED
    )

    pulses.end(now=MONDAY + A_WEEK)

    assert len(pulses.summary().unshown) == 5
    assert pulses.summary().held == ()


def test_an_item_is_released_once(pulses: Pulses) -> None:
    pulses.set_up()
    first = pulses.open()
    pulses.answer(first, MEMBERS[:5], "4")

    for week in (1, 2):
        next_week(pulses, week)
    pulses.end(now=MONDAY + 3 * A_WEEK + timedelta(days=1))

    shown = [r.item.id for s in pulses.surveys.list_unowed_summaries() for r in s.released]
    assert shown == [first.answers[0].item.id]


def test_a_member_who_leads_by_the_week_s_end_does_not_count(pulses: Pulses) -> None:
    team_id = pulses.set_up(leads=(LEAD, "U0"))
    first = pulses.open()
    pulses.answer(first, MEMBERS[:5], "4")

    pulses.teams.answer_naming(
        team_id=team_id, user_id="U0", role=Role.LEAD, standing=Standing.ACTIVE
    )
    pulses.end(now=MONDAY + A_WEEK)

    assert pulses.summary().released == ()


def test_a_week_does_not_open_before_the_last_one_is_closed(pulses: Pulses) -> None:
    pulses.set_up()
    pulses.open()

    moved = pulses.tick(now=MONDAY + A_WEEK)
    pulses.end(now=MONDAY + A_WEEK)

    assert moved == 0
    assert pulses.tick(now=MONDAY + A_WEEK) == 1


def test_after_an_outage_of_weeks_nothing_stays_open_that_is_too_old(pulses: Pulses) -> None:
    pulses.set_up()
    first = pulses.open()
    pulses.answer(first, MEMBERS[:4], "4")

    sheet = next_week(pulses, 5)

    assert len(sheet.answers) == 5
    assert len(pulses.summary().unshown) == 5
    assert pulses.count_answers() == 0


def test_a_team_that_ends_between_two_weeks_leaves_nothing_open(pulses: Pulses) -> None:
    team_id = pulses.set_up()
    first = pulses.open()
    pulses.answer(first, MEMBERS[:4], "4")
    pulses.end(now=MONDAY + A_WEEK)

    pulses.teams.answer_naming(
        team_id=team_id, user_id=LEAD, role=Role.LEAD, standing=Standing.DECLINED
    )
    pulses.tick(now=MONDAY + A_WEEK)

    assert pulses.count_answers() == 0


def test_a_week_that_a_wrong_clock_has_used_up_is_passed_over(pulses: Pulses) -> None:
    pulses.set_up()
    pulses.tick(now=MONDAY + 4 * A_WEEK)
    pulses.tick(now=MONDAY)

    for week in range(1, 7):
        pulses.end(now=MONDAY + week * A_WEEK)
        pulses.tick(now=MONDAY + week * A_WEEK)

    assert pulses.surveys.find_next_due() == MONDAY + 7 * A_WEEK
