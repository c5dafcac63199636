"""Half a year is clean; each promise that is then broken in the tables is found, and named."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.database import Database
from bot.findings import Finding
from bot.replay import replay
from bot.surveys.replaying import DIFFERENCE, LEDGER, REMAINDER, TOO_FEW, TWICE
from tests.surveys.half_year import HalfYear
from tests.surveys.played import Played

WEEKS = 26


@pytest.fixture(scope="module")
def half_year_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database after half a year, to be copied by tests that then break something in it."""
    file = Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("half-year") / "played.db"))
    database = Database(f"sqlite:///{file}")
    HalfYear(database).play(WEEKS)
    database.close()
    return file


@pytest.fixture
def played(half_year_file: Path, tmp_path: Path) -> Iterator[Played]:
    database = Database(f"sqlite:///{shutil.copy(half_year_file, tmp_path / 'copy.db')}")
    yield Played(database)
    database.close()


def names(finding: Finding) -> list[str]:
    return [shown.of for shown in finding.shown]


def test_half_a_year_in_which_people_come_and_go_isolates_nobody(played: Played) -> None:
    report = replay(played.database)

    counts = {checked.of: (checked.count, checked.left_aside) for checked in report.checked}
    assert report.findings == ()
    assert all(counts[name][0] > 10 for name in ("One", "Two", "Alone", "Group"))
    assert counts["Three"] == counts["Four"] == (0, 0)
    assert counts["Open"] == (0, WEEKS)


def test_what_is_checked_is_all_there_is(played: Played) -> None:
    shown = played.pick("SELECT count(*) FROM survey_item WHERE tenths IS NOT NULL")
    figures = played.pick("SELECT count(*) FROM survey_parent_figure WHERE tenths IS NOT NULL")

    counted = sum(checked.count + checked.left_aside for checked in played.replay().checked)

    assert counted == shown + figures


def test_some_weeks_isolate_nobody_on_either_database(database: Database) -> None:
    HalfYear(database, seed=2).play(4)

    report = replay(database)

    assert report.findings == ()
    assert sum(checked.count for checked in report.checked) > 10


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE survey_release SET members = 4 WHERE id = :id", "4 members stood behind it"),
        ("UPDATE survey_release SET threshold = 3 WHERE id = :id", "it was shown at 3"),
        (
            "DELETE FROM survey_answer WHERE item_id = :item AND id NOT IN (SELECT id FROM "
            "survey_answer WHERE item_id = :item AND choice IN ('1', '2', '3', '4', '5') LIMIT 4)",
            "4 scores stand with it",
        ),
    ],
)
def test_a_release_of_four_is_found(played: Played, damage: str, said: str) -> None:
    release = played.pick_release("Alone")

    played.write(damage, id=release, item=played.item_of(release))

    finding = played.find()
    assert (finding.rule, names(finding)) == (TOO_FEW, ["Alone"])
    assert finding.text == f"It takes 5 members, and {said}."


def test_a_release_to_a_team_of_which_four_could_be_behind_it_is_found(played: Played) -> None:
    release = played.pick_release("Alone")

    played.count_asked_of_item(played.item_of(release), most=4)

    found = played.replay().findings
    assert found
    assert all(names(each) == ["Alone"] and each.rule == TOO_FEW for each in found)
    assert all(each.text == "It takes 5 members, and 4 members were asked." for each in found)


def test_what_was_shown_below_the_threshold_that_the_team_was_told_is_found(
    played: Played,
) -> None:
    played.write("UPDATE team SET threshold = 6 WHERE name = 'Alone'")

    report = played.replay()

    shown = next(checked.count for checked in report.checked if checked.of == "Alone")
    assert [names(finding) for finding in report.findings] == [["Alone"]] * shown


def test_a_parent_that_shows_four_is_found(played: Played) -> None:
    release = played.pick_of_parent(shown=1)

    played.write("UPDATE survey_release SET members = 4 WHERE id = :id", id=release)

    finding = played.find()
    assert (finding.rule, names(finding)) == (TOO_FEW, ["Group (parent)"])


def test_a_second_release_of_the_same_statement_and_week_is_found(played: Played) -> None:
    played.copy(played.pick_release("Alone"))

    finding = played.find()
    assert (finding.rule, names(finding)) == (TWICE, ["Alone", "Alone"])


def test_a_second_release_of_a_parent_is_found(played: Played) -> None:
    played.copy(played.pick_of_parent(shown=1))

    finding = played.find()
    assert (finding.rule, names(finding)) == (TWICE, ["Group (parent)", "Group (parent)"])


def test_the_same_words_put_twice_under_two_names_are_found(played: Played) -> None:
    release = played.pick_release("Alone")
    other = played.pick(
        "SELECT o.id FROM survey_release r JOIN survey_release o ON o.team_id = r.team_id "
        "AND o.wave = r.wave AND o.id <> r.id WHERE r.id = :id",
        id=release,
    )

    for each in (release, other):
        item = played.item_of(each)
        played.write("UPDATE survey_item SET text = 'Alike' WHERE id = :item", item=item)

    finding = played.find()
    assert (finding.rule, names(finding)) == (TWICE, ["Alone", "Alone"])
    assert finding.text.startswith("The same words")


@pytest.mark.parametrize("shown", [0, 1, 2])
def test_a_parent_whose_remainder_is_of_three_is_found(played: Played, shown: int) -> None:
    release = played.pick_of_parent(shown=shown)

    played.write("UPDATE survey_release SET unshown_members = 3 WHERE id = :id", id=release)

    finding = played.find()
    assert finding.rule == REMAINDER
    assert sorted(names(finding)) == ["Group (parent)", "One", "Two"][: shown + 1]
    assert "Three" in finding.text
    assert finding.text.endswith("and 3 are known to.")


def test_a_remainder_that_only_four_people_can_be_behind_is_found(played: Played) -> None:
    release = played.pick_of_parent(shown=2)

    for name, most in (("Three", 2), ("Four", 2)):
        item = played.pick(
            "SELECT p.item_id FROM survey_release_part p JOIN survey_item i ON i.id = p.item_id "
            "JOIN team ON team.id = i.team_id WHERE p.release_id = :id AND team.name = :name",
            id=release,
            name=name,
        )
        played.count_asked_of_item(item, most=most)

    found = played.replay().findings
    assert found
    assert {finding.rule for finding in found} == {REMAINDER}
    assert all("at most 4 can, and 5 are known to" in finding.text for finding in found)


def test_a_remainder_of_people_who_were_asked_the_same_elsewhere_is_found(played: Played) -> None:
    release = played.pick_of_parent(shown=2)

    played.write(
        "INSERT INTO survey_asked (round_id, user_id, counts, is_owed) SELECT DISTINCT w.id, "
        "a.user_id, 1, 0 FROM survey_release r JOIN survey_release_part p ON p.release_id = r.id "
        "JOIN survey_item i ON i.id = p.item_id AND i.state <> 'released' "
        "JOIN survey_round_item s ON s.item_id = i.id "
        "JOIN survey_asked a ON a.round_id = s.round_id AND a.counts "
        "JOIN team ON team.name = 'Alone' "
        "JOIN survey_round w ON w.team_id = team.id AND w.week = r.wave WHERE r.id = :id",
        id=release,
    )

    found = played.replay().findings
    assert found
    assert {finding.rule for finding in found} == {REMAINDER}
    assert all("at most 0 can" in finding.text for finding in found)


def test_two_parents_over_overlapping_teams_that_differ_by_a_small_one_are_found(
    played: Played,
) -> None:
    release = played.pick_of_parent(shown=2)
    other = played.copy(release, parent_id=played.add_parent("Other"))

    played.write(
        "DELETE FROM survey_release_part WHERE release_id = :id AND item_id IN (SELECT i.id FROM "
        "survey_item i JOIN team ON team.id = i.team_id WHERE team.name = 'Three')",
        id=other,
    )

    differences = [f for f in played.replay().findings if f.rule == DIFFERENCE]
    (finding,) = differences
    assert names(finding) == ["Group (parent)", "Other (parent)"]
    assert "the answers of Three" in finding.text
    assert "at most 3 can, and 0 are known to" in finding.text


def test_a_release_that_was_not_written_down_is_found(played: Played) -> None:
    release = played.pick_release("Alone")

    played.write("DELETE FROM survey_release_part WHERE release_id = :id", id=release)
    played.write("DELETE FROM survey_release WHERE id = :id", id=release)

    finding = played.find()
    assert (finding.rule, names(finding)) == (LEDGER, ["Alone"])
    assert finding.text.startswith("It was shown, and the ledger")


def test_an_average_that_was_taken_back_is_found(played: Played) -> None:
    item = played.item_of(played.pick_release("Alone"))

    played.write("UPDATE survey_item SET tenths = NULL WHERE id = :id", id=item)

    finding = played.find()
    assert (finding.rule, names(finding)) == (LEDGER, ["Alone"])
    assert finding.text.startswith("The ledger of releases has it")


@pytest.mark.parametrize("of_parent", [False, True])
def test_an_average_that_changed_after_it_was_sent_is_found(
    played: Played, *, of_parent: bool
) -> None:
    table = "survey_parent_figure" if of_parent else "survey_item"
    changed = played.pick(f"SELECT id FROM {table} WHERE tenths IS NOT NULL")  # noqa: S608

    played.write(f"UPDATE {table} SET tenths = tenths % 40 + 10 WHERE id = :id", id=changed)  # noqa: S608

    finding = played.find()
    assert (finding.rule, names(finding)) == (LEDGER, ["Group (parent)" if of_parent else "One"])
    assert "it is stored as" in finding.text


def test_what_was_found_is_told_by_name_week_and_words(played: Played) -> None:
    release = played.pick_release("Alone")
    with played.database.reading() as connection:
        row = connection.execute(
            text(
                "SELECT i.text, i.wave FROM survey_item i JOIN survey_release_part p "
                "ON p.item_id = i.id WHERE p.release_id = :id"
            ),
            {"id": release},
        ).one()

    played.copy(release)

    assert played.find().shown[0].words == f"Alone, week of {row.wave}: {row.text}"
