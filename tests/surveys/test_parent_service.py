"""Parents' figures over the weeks: what counts, when it is decided, what is kept of it."""

from datetime import timedelta

import pytest

from bot.database import Database
from bot.surveys.consents.service import ConsentService
from bot.surveys.figures import Tally
from bot.surveys.sealing import unseal_tally
from bot.teams.domain import Role, Standing
from bot.teams.family import FamilyChange
from tests.surveys.families import (
    A_DAY,
    A_WEEK,
    FIRST_WEEK,
    MONDAY,
    SECRETS,
    THURSDAY,
    Families,
)

LEAD = "ULEAD"
NEXT_WEEK = FIRST_WEEK + timedelta(weeks=1)


@pytest.fixture
def world(database: Database) -> Families:
    return Families(database)


def test_two_teams_too_small_to_be_shown_are_shown_together(world: Families) -> None:
    one, other = world.begin_pair("abcd", "efg")
    world.answer_in(one, "abc", "5")
    world.answer_in(other, "ef", "1")

    world.move_weeks(1, 3)

    (summary,) = world.summaries()
    assert [(r.mean, r.item.wave) for r in summary.released] == [("3.4", FIRST_WEEK)]
    assert summary.audience == ("ULEAD", "Ua", "Ub", "Uc", "Ud", "Ue", "Uf", "Ug")


def test_a_sheet_says_whether_its_answers_count_in_a_parent(world: Families) -> None:
    one, other = world.add_team("One", "abcd", lead=LEAD), world.add_team("Two", "efg", lead=LEAD)
    alone = world.add_team("Alone", "hij", lead=LEAD)
    world.add_parent(one, other)

    world.begin()

    sheets = [
        world.answers.find_sheet(team_id=team_id, week=FIRST_WEEK, user_id=LEAD)
        for team_id in (one, other, alone)
    ]
    assert [sheet and sheet.counts_in_parent for sheet in sheets] == [True, True, False]


def test_a_small_team_beside_one_that_was_shown_hides_the_parent_s_figure(world: Families) -> None:
    large, small = world.begin_pair("abcdef", "ghij")
    world.answer_in(large, "abcdef")
    world.answer_in(small, "ghij")

    world.move_weeks(1, 3)

    (summary,) = world.summaries()
    assert summary.released == ()
    assert summary.hidden == 5


def test_two_teams_that_were_shown_are_shown_together_in_the_same_week(world: Families) -> None:
    one, other = world.begin_pair("abcde", "fghij")
    world.answer_in(one, "abcde", "4")
    world.answer_in(other, "fghij", "1")

    world.move_weeks(1, 1)

    assert world.shown() == ["2.5"]


def test_a_figure_waits_for_the_team_that_still_holds_the_statement(world: Families) -> None:
    one, other = world.begin_pair("abcde", "fghij")
    world.answer_in(one, "abcde", "4")
    world.answer_in(other, "fghi", "1")

    world.move_weeks(1, 1)
    before = world.shown()
    world.answer_in(other, "j", "1")
    world.move_weeks(2, 2)

    assert before == []
    assert world.shown() == ["2.5"]


def test_somebody_in_both_teams_counts_in_neither(world: Families) -> None:
    one, other = world.begin_pair("abcx", "efgx")
    world.answer_in(one, "abx", "4")
    world.answer_in(other, "efx", "4")
    world.answer_in(one, "abcx", "4", number=1)
    world.answer_in(other, "efgx", "4", number=1)

    world.move_weeks(1, 3)

    assert world.shown() == ["4.0"]  # Of eight scores by six and one; the first had four and one.


def test_sealed_sums_are_kept_until_the_figure_is_decided_and_then_deleted(world: Families) -> None:
    one, other = world.begin_pair("abcde", "fghij")
    world.answer_in(one, "abcde", "4")
    world.answer_in(other, "fg", "1")

    world.move_weeks(1, 1)
    kept = world.rows("SELECT item_id, sealed FROM survey_parent_share")
    world.move_weeks(2, 3)

    ((item_id, sealed),) = kept
    assert item_id == world.item_of(one)
    assert isinstance(item_id, int)
    assert isinstance(sealed, bytes)
    assert unseal_tally(SECRETS, item_id, sealed) == Tally(total=20, scored=5, members=5)
    assert world.rows("SELECT * FROM survey_parent_share") == []
    assert world.parents.clear_traces() == 0


def test_the_only_score_of_a_team_cannot_be_read_while_its_parent_waits(world: Families) -> None:
    small, friday = world.begin_pair("a", "bcdef", other_weekday=4)
    world.answer_in(small, "a", "2")

    world.move_weeks(1, 3)

    kept = world.rows("SELECT * FROM survey_parent_share")
    assert kept
    assert all(type(value) is bytes for _, value in kept)
    assert len({value for _, value in kept}) == len(kept)
    assert world.item_of(friday)


def test_a_figure_of_which_a_share_is_missing_is_never_shown(world: Families) -> None:
    one, friday = world.begin_pair("abcde", "fghij", other_weekday=4)
    world.turn(MONDAY + 4 * A_DAY)
    world.answer_in(one, "abcde", "4")
    world.answer_in(friday, "fghij", "2")
    world.move_weeks(1, 1)
    with world.database.writing() as connection:
        connection.exec_driver_sql(
            f"DELETE FROM survey_parent_share WHERE item_id = {world.item_of(one)}"  # noqa: S608
        )

    world.turn(MONDAY + A_WEEK + 4 * A_DAY)
    world.move_weeks(2, 3)

    assert world.shown() == []


def test_nothing_is_kept_of_a_team_without_a_parent(world: Families) -> None:
    one = world.add_team("One", "abcd", lead=LEAD)
    world.begin()
    world.answer_in(one, "abc")

    world.move_weeks(1, 3)

    assert world.rows("SELECT * FROM survey_parent_item") == []
    assert world.rows("SELECT * FROM survey_parent_share") == []


def test_comments_that_were_not_shown_are_deleted_at_once(world: Families) -> None:
    one, _ = world.begin_pair("abcd", "efgh")
    world.answers.record_comment(item_id=world.item_of(one), user_id="Ua", text="Slow reviews")

    for week in (1, 2):
        world.turn(MONDAY + week * A_WEEK)
    for round_ in world.surveys.list_due_to_close(now=MONDAY + 3 * A_WEEK):
        world.surveys.close_round(round_, now=MONDAY + 3 * A_WEEK)

    assert len(world.rows("SELECT * FROM survey_parent_share")) == 10
    assert world.rows("SELECT * FROM survey_comment") == []


def test_what_is_kept_of_a_figure_says_at_least_five_and_no_exact_number(world: Families) -> None:
    one, other = world.begin_pair("abcd", "efgh")
    world.answer_in(one, "abcd", "5")
    world.answer_in(other, "efgh", "1")

    world.move_weeks(1, 3)

    kept = world.rows(
        "SELECT tenths, members, unshown_members FROM survey_parent_figure WHERE tenths IS NOT NULL"
    )
    assert kept == [(30, 5, 5)]


def test_a_team_counts_from_its_next_week_and_never_for_what_is_open(world: Families) -> None:
    one, other = world.add_pair("abcd", "efgh")
    world.begin()
    world.add_parent(one, other)
    world.answer_in(one, "abcd")
    world.answer_in(other, "efgh")
    world.move_weeks(1, 1)
    world.answer_in(one, "abcd", "2", wave=NEXT_WEEK)
    world.answer_in(other, "efgh", "2", wave=NEXT_WEEK)

    world.move_weeks(2, 4)

    waves = [(r.mean, r.item.wave) for s in world.summaries() for r in s.released]
    assert waves == [("2.0", NEXT_WEEK)]


def test_an_open_round_does_not_count_in_a_parent(world: Families) -> None:
    one, other = world.add_pair("abcd", "efgh")
    world.add_parent(one, other)
    consents = ConsentService(world.database, world.teams)
    consents.propose(team_id=one, user_id=LEAD)
    for user_id in ("Ua", "Ub", "Uc", "Ud", LEAD):
        consents.answer(team_id=one, number=1, user_id=user_id, agrees=True)

    world.begin()

    linked = world.rows(
        "SELECT DISTINCT team_id FROM survey_item JOIN survey_parent_item"
        " ON survey_parent_item.item_id = survey_item.id"
    )
    assert linked == [(other,)]


def test_a_team_that_was_taken_out_still_counts_for_what_it_was_asked_before(
    world: Families,
) -> None:
    one, other = world.add_pair("abcd", "efgh")
    family = world.add_parent(one, other)
    world.begin()
    world.answer_in(one, "abcd", "4")
    world.answer_in(other, "efgh", "4")
    world.set_children(family, one)
    world.move_weeks(1, 1)
    world.answer_in(one, "abcd", "2", wave=NEXT_WEEK)
    world.answer_in(other, "efgh", "2", wave=NEXT_WEEK)

    world.move_weeks(2, 4)

    assert world.shown() == ["4.0"]


def test_a_figure_waits_for_a_team_whose_week_begins_later(world: Families) -> None:
    one, friday = world.begin_pair("abcde", "fghij", other_weekday=4)
    world.turn(MONDAY + 4 * A_DAY)
    world.answer_in(one, "abcde", "4")
    world.answer_in(friday, "fghij", "2")

    world.move_weeks(1, 1)
    before = world.shown()
    world.turn(MONDAY + A_WEEK + 4 * A_DAY)
    world.move_weeks(2, 2)

    assert before == []
    assert world.shown() == ["3.0"]


def test_what_was_put_after_its_figure_was_decided_counts_in_none(world: Families) -> None:
    one, other = world.begin_pair("abcd", "efgh")
    with world.database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO survey_parent_figure (parent_id, statement_id, wave, is_cleared) "  # noqa: S608 - an id
            "SELECT 1, statement_id, wave, true FROM survey_item "
            f"WHERE id = {world.item_of(one)}"
        )
    world.answer_in(one, "abcd")
    world.answer_in(other, "efgh")

    world.move_weeks(1, 3)

    assert world.shown() == []
    assert world.rows("SELECT * FROM survey_parent_share") == []
    linked = {row[0] for row in world.rows("SELECT item_id FROM survey_parent_item")}
    assert world.item_of(one) not in linked


def test_a_lead_of_the_parent_who_is_a_member_of_a_team_does_not_count(world: Families) -> None:
    one, other = world.add_pair("abc", "efg")
    family = world.add_parent(one, other)
    change = FamilyChange((LEAD, "Ua"), frozenset({one, other}), LEAD)
    world.families.change_parent(parent_id=family.parent.id, change=change, now=THURSDAY)
    world.families.answer_to_lead(
        parent_id=family.parent.id, user_id="Ua", standing=Standing.ACTIVE, now=THURSDAY
    )
    world.begin()
    world.answer_in(one, "abc", "4")
    world.answer_in(other, "ef", "4")
    world.answer_in(one, "abc", "2", number=1)
    world.answer_in(other, "efg", "2", number=1)

    world.move_weeks(1, 3)

    assert world.shown() == ["2.0"]


def test_a_team_that_loses_its_lead_does_not_keep_the_parent_waiting(world: Families) -> None:
    one, other = world.begin_pair("abcd", "efgh")
    world.answer_in(one, "abcd", "4")
    world.answer_in(other, "efgh", "4")
    world.teams.answer_naming(
        team_id=other, user_id=LEAD, role=Role.LEAD, standing=Standing.DECLINED
    )

    world.move_weeks(1, 3)

    assert world.shown() == ["4.0"]


def test_nothing_new_is_no_summary_and_nothing_comes_twice(world: Families) -> None:
    one, other = world.begin_pair("abcde", "fghij")
    world.turn(MONDAY + A_DAY)
    nothing_yet = world.summaries()
    world.answer_in(one, "abcde")
    world.answer_in(other, "fghij")
    world.move_weeks(1, 1)
    (first,) = world.summaries()
    world.parents.mark_summary_owed(summary=first)

    world.turn(MONDAY + A_WEEK + A_DAY)

    assert nothing_yet == []
    assert len(first.released) == 1
    assert world.summaries() == []


def test_who_has_left_a_team_since_is_not_shown_what_its_parent_shows(world: Families) -> None:
    one, other = world.begin_pair("abcde", "fghij")
    world.answer_in(one, "abcde")
    world.answer_in(other, "fghij")
    world.teams.answer_naming(
        team_id=one, user_id="Ua", role=Role.MEMBER, standing=Standing.DECLINED
    )

    world.move_weeks(1, 1)

    (summary,) = world.summaries()
    assert "Ua" not in summary.audience
    assert "Ub" in summary.audience


def test_who_is_asked_the_same_in_a_team_outside_the_parent_does_not_count(
    world: Families,
) -> None:
    one, other = world.add_pair("abc", "efg")
    world.add_team("Outside", "axyz", lead="UOTHER")
    world.add_parent(one, other)
    world.begin()
    world.answer_in(one, "abc", "4")
    world.answer_in(other, "ef", "4")
    world.answer_in(one, "abc", "2", number=1)
    world.answer_in(other, "efg", "2", number=1)

    world.move_weeks(1, 3)

    assert world.shown() == ["2.0"]


def test_a_figure_waits_for_a_week_that_an_outage_has_kept_from_beginning(world: Families) -> None:
    one, friday = world.begin_pair("abcde", "fghij", other_weekday=4)
    world.answer_in(one, "abcde", "4")

    world.turn(MONDAY + A_WEEK)  # Nothing ran on Friday: that week begins now, and late.
    world.answer_in(friday, "fghij", "2")
    world.turn(MONDAY + A_WEEK + 4 * A_DAY)
    world.move_weeks(2, 2)

    assert world.shown() == ["3.0"]


def test_a_member_of_one_team_who_has_come_to_lead_another_does_not_count(
    world: Families,
) -> None:
    one, other = world.begin_pair("abc", "efg")
    world.answer_in(one, "abc", "4")
    world.answer_in(other, "ef", "4")
    world.answer_in(one, "abc", "2", number=1)
    world.answer_in(other, "efg", "2", number=1)
    world.move_weeks(1, 2)
    world.teams.name_lead(channel_id="CTwo", user_id="Ua", named_by=LEAD)
    world.teams.answer_naming(team_id=other, user_id="Ua", role=Role.LEAD, standing=Standing.ACTIVE)

    world.move_weeks(3, 3)

    assert world.shown() == ["2.0"]
