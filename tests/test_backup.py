"""A copy of the database that tells nobody who answered, and the way back into either kind."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import URL, text

from bot import schema
from bot.backup import BackupError, read_backup, write_backup
from bot.database import Database
from bot.delivery.domain import owed
from bot.delivery.service import DeliveryService
from bot.surveys.domain import Choice, ItemReleasedError
from tests.databases import open_database
from tests.surveys.conftest import A_WEEK, MEMBERS, MONDAY, Pulses

AGAIN = MONDAY + A_WEEK
SIX = MEMBERS[:6]


@pytest.fixture
def pulses(database: Database) -> Pulses:
    """A team with one week behind it and one that is open, both answered by six."""
    pulses = Pulses(database)
    pulses.set_up()
    for week, now in enumerate((MONDAY, AGAIN)):
        pulses.end(now=now)
        pulses.open(now=now)
        answer(pulses, "4" if week else "2")
    return pulses


@pytest.fixture
def empty(empty_url: URL) -> Iterator[Database]:
    """A database into which a backup can be put, of the same kind as the first."""
    database = open_database(empty_url)
    yield database
    database.close()


def answer(pulses: Pulses, choice: str) -> None:
    for sheet in pulses.sheets():
        if sheet.user_id in SIX:
            for own in sheet.answers:
                pulses.answers.record_answer(
                    item_id=own.item.id, user_id=sheet.user_id, choice=Choice(choice)
                )


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def restored(pulses: Pulses, target: Database, folder: Path) -> Pulses:
    write_backup(pulses.database, folder / "copy.backup")
    read_backup(folder / "copy.backup", target)
    return Pulses(target)


def test_what_was_shown_and_who_takes_part_comes_back(
    pulses: Pulses, empty: Database, tmp_path: Path
) -> None:
    shown = "SELECT id, text, state, tenths FROM survey_item ORDER BY id"
    people = "SELECT user_id, role, standing FROM team_membership ORDER BY user_id, role"
    answers = "SELECT item_id, choice FROM survey_answer ORDER BY item_id, id"

    back = restored(pulses, empty, tmp_path)

    for query in (shown, people, answers):
        assert rows(back.database, query) == rows(pulses.database, query) != []
    schema.check(back.database)


def test_a_backup_and_the_secret_do_not_tell_who_answered(pulses: Pulses, tmp_path: Path) -> None:
    with pulses.database.reading() as connection:
        found = connection.execute(text("SELECT key FROM survey_item_key")).scalars().all()
        keys = [bytes(key) for key in found]
        found = (
            connection.execute(text("SELECT respondent FROM survey_open_answer")).scalars().all()
        )
        known = [bytes(respondent) for respondent in found]
    file = tmp_path / "copy.backup"

    write_backup(pulses.database, file)

    content = b"".join(each.read_bytes() for each in tmp_path.glob("copy.backup*"))
    assert len(keys) == 5
    assert len(known) == 30
    assert not any(key in content for key in keys)
    assert not any(respondent in content for respondent in known)


def test_what_was_open_takes_no_more_answers_and_is_shown_with_those_it_had(
    pulses: Pulses, empty: Database, tmp_path: Path
) -> None:
    item = pulses.sheets()[0].answers[0].item
    back = restored(pulses, empty, tmp_path)

    with pytest.raises(ItemReleasedError, match="wasn't stored"):
        back.answers.record_answer(item_id=item.id, user_id=SIX[0], choice=Choice("1"))
    back.end(now=AGAIN + A_WEEK)

    shown = rows(back.database, "SELECT id, state, tenths FROM survey_item")
    assert (item.id, "released", 40) in shown


def test_five_are_five_members_though_nobody_can_tell_any_more_who_leads(
    database: Database, empty: Database, tmp_path: Path
) -> None:
    pulses = Pulses(database)
    pulses.set_up()
    sheet = pulses.open()
    for user_id in SIX[:5]:
        pulses.answers.record_answer(
            item_id=sheet.answers[0].item.id, user_id=user_id, choice=Choice("4")
        )
    back = restored(pulses, empty, tmp_path)

    back.end(now=AGAIN)

    # One of the five scores may be the lead's, as far as the rows tell.
    assert rows(back.database, "SELECT count(*) FROM survey_item WHERE tenths > 0") == [(0,)]


def test_life_goes_on_in_what_was_restored(pulses: Pulses, empty: Database, tmp_path: Path) -> None:
    back = restored(pulses, empty, tmp_path)

    other = back.set_up(name="Search")
    back.end(now=AGAIN + A_WEEK)
    back.tick(now=AGAIN + A_WEEK)

    assert [r.team.name for r in back.teams.list_rosters()] == ["Fraud", "Search"]
    assert other == 2
    assert rows(back.database, "SELECT count(*) FROM survey_item_key") == [(10,)]


def test_nobodys_reminders_are_in_a_backup(pulses: Pulses, tmp_path: Path) -> None:
    deliveries = DeliveryService(pulses.database)
    deliveries.owe_all(
        [
            owed("sheet:1", to="U1", at=AGAIN),
            owed("reminder:1", to="U1", at=AGAIN, is_conditional=True),
        ]
    )
    file = tmp_path / "copy.backup"

    write_backup(pulses.database, file)

    copy = Database(f"sqlite:///{file}")
    assert rows(copy, "SELECT key FROM delivery") == [("sheet:1",)]
    copy.close()


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_file_that_is_there_is_not_replaced(pulses: Pulses, tmp_path: Path) -> None:
    file = tmp_path / "copy.backup"
    file.write_text("precious")

    with pytest.raises(BackupError, match="is there already, and nothing was written"):
        write_backup(pulses.database, file)

    assert file.read_text() == "precious"


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_backup_that_fails_leaves_no_file(pulses: Pulses, tmp_path: Path) -> None:
    with pulses.database.writing() as connection:
        connection.execute(text("UPDATE survey_round SET opens_at = 'nonsense'"))

    with pytest.raises(ValueError, match="nonsense"):
        write_backup(pulses.database, tmp_path / "copy.backup")

    assert [file.name for file in tmp_path.glob("*copy*")] == []


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_folder_that_is_not_there_is_named(pulses: Pulses, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"Nothing can be written at .*No such file"):
        write_backup(pulses.database, tmp_path / "nowhere" / "copy.backup")


def test_nothing_is_restored_over_what_is_there(
    pulses: Pulses, empty: Database, tmp_path: Path
) -> None:
    file = tmp_path / "copy.backup"
    write_backup(pulses.database, file)
    there = Pulses(empty)
    schema.upgrade(empty)
    there.set_up(name="Search")

    with pytest.raises(BackupError, match="not empty: there is something in"):
        read_backup(file, empty)

    assert [r.team.name for r in there.teams.list_rosters()] == ["Search"]


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + b"x" * 99])
def test_a_file_that_is_no_backup_is_refused(
    empty: Database, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "copy.backup"
    file.write_bytes(content)

    with pytest.raises(BackupError, match="is no backup that mlops-bot made"):
        read_backup(file, empty)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_backup_with_a_row_that_fits_nowhere_changes_nothing(
    pulses: Pulses, empty: Database, tmp_path: Path
) -> None:
    file = tmp_path / "copy.backup"
    write_backup(pulses.database, file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE survey_round SET team_id = 99")
        connection.commit()

    with pytest.raises(BackupError, match="does not hold together, so nothing was changed"):
        read_backup(file, empty)

    assert rows(empty, "SELECT count(*) FROM team") == [(0,)]
