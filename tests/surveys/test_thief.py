"""Somebody copies the database: what can they learn of who said what?"""

from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import inspect, text

from bot.clock import MovableClock
from bot.delivery.service import DeliveryService
from bot.surveys.jobs import SurveyJobs
from bot.surveys.respondents import ItemKey, Secrets
from tests.surveys.conftest import A_WEEK, LEAD, MEMBERS, MONDAY, SECRET, SECRETS, Pulses

OPEN_TABLES = ("survey_open_answer", "survey_open_comment", "survey_item_key")
RELEASED_TABLES = ("survey_answer", "survey_comment")


def rows(pulses: Pulses, table: str) -> list[tuple[object, ...]]:
    with pulses.database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608 - a constant


def everything(pulses: Pulses, folder: Path) -> bytes:
    """All bytes of the database's files: SQLite's with its log, PostgreSQL's without."""
    if pulses.database.engine.dialect.name == "sqlite":
        return b"".join(file.read_bytes() for file in sorted(folder.glob("test.db*")))
    with pulses.database.reading() as connection:
        connection.execute(text("CHECKPOINT"))
        files = connection.scalars(
            text(
                "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class "
                "WHERE pg_relation_filepath(oid) IS NOT NULL"
            )
        )
        return b"".join(bytes(content) for content in files)


def gather_statistics(pulses: Pulses) -> None:
    """Have the database sample its tables, as PostgreSQL does by itself now and then."""
    with pulses.database.writing() as connection:
        connection.execute(text("ANALYZE"))


def in_the_order_of_the_file(pulses: Pulses) -> list[str]:
    column = "ctid" if pulses.database.engine.dialect.name == "postgresql" else "id"
    with pulses.database.reading() as connection:
        statement = f"SELECT choice FROM survey_answer ORDER BY {column}"  # noqa: S608 - a constant
        return list(connection.scalars(text(statement)))


def answered(pulses: Pulses) -> tuple[int, list[bytes]]:
    """Have five members answer and comment on one item; return it and its respondents."""
    pulses.set_up()
    sheet = pulses.open()
    item_id = sheet.answers[0].item.id
    for number, user_id in enumerate(MEMBERS[:5], start=1):
        pulses.answer(sheet, (user_id,), str(number))
        pulses.answers.record_comment(item_id=item_id, user_id=user_id, text=f"Comment {number}.")
    return item_id, [bytes(row[1]) for row in rows(pulses, "survey_open_answer")]  # type: ignore[call-overload] # raw rows


def key_of(pulses: Pulses, item_id: int) -> ItemKey:
    (row,) = [row for row in rows(pulses, "survey_item_key") if row[0] == item_id]
    return ItemKey(cast("bytes", row[1]), cast("bytes", row[2]))


def test_without_the_secret_an_open_item_names_nobody(pulses: Pulses) -> None:
    item_id, respondents = answered(pulses)
    key = key_of(pulses, item_id)

    for table in OPEN_TABLES:
        # Random bytes may well spell "U7"; what is not random is looked through.
        written = [v for row in rows(pulses, table) for v in row if not isinstance(v, bytes)]
        assert not any(user_id in str(value) for value in written for user_id in MEMBERS)
    guessing = Secrets([b"guess" * 8])
    guessed_key = ItemKey(key.key, guessing.new_key().mark)
    assert not {guessing.hide(user_id, guessed_key) for user_id in MEMBERS} & set(respondents)


def test_with_the_secret_an_open_item_does_which_is_why_it_is_destroyed(pulses: Pulses) -> None:
    item_id, respondents = answered(pulses)

    known = {SECRETS.hide(user_id, key_of(pulses, item_id)) for user_id in MEMBERS}

    assert set(respondents) <= known


def test_the_mark_of_a_secret_does_not_give_it_away(pulses: Pulses) -> None:
    item_id, _ = answered(pulses)

    mark = key_of(pulses, item_id).mark

    assert len(mark) == 8
    assert mark not in SECRET


def test_after_release_neither_the_rows_nor_any_byte_of_the_files_hold_the_link(
    pulses: Pulses, tmp_path: Path
) -> None:
    item_id, respondents = answered(pulses)
    key = key_of(pulses, item_id).key
    gather_statistics(pulses)
    assert key in everything(pulses, tmp_path)

    pulses.close()

    left = everything(pulses, tmp_path)
    assert item_id not in {row[0] for row in rows(pulses, "survey_item_key")}
    assert [rows(pulses, table) for table in OPEN_TABLES[:2]] == [[], []]
    assert [len(rows(pulses, table)) for table in RELEASED_TABLES] == [5, 5]
    for secret in (key, *respondents):
        assert secret not in left


def test_what_is_released_has_no_place_for_who_said_it(pulses: Pulses) -> None:
    inspector = inspect(pulses.database.engine)

    columns = [[c["name"] for c in inspector.get_columns(table)] for table in RELEASED_TABLES]

    assert columns == [
        ["id", "item_id", "choice"],
        ["id", "item_id", "text", "may_show", "correction"],
    ]


def test_released_rows_have_ids_that_no_open_row_had(pulses: Pulses) -> None:
    answered(pulses)
    before = {value for table in OPEN_TABLES for row in rows(pulses, table) for value in row}

    pulses.close()

    ids = [row[0] for table in RELEASED_TABLES for row in rows(pulses, table)]
    assert len(set(ids)) == 10
    assert not set(ids) & before


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_rows_of_a_file_have_no_hidden_number_that_counts_presses(pulses: Pulses) -> None:
    with pulses.database.reading() as connection:
        tables = connection.scalars(
            text(
                "SELECT sql FROM sqlite_master WHERE type = 'table' "
                "AND (name LIKE 'survey%answer' OR name LIKE 'survey%comment')"
            )
        ).all()

    assert len(tables) == 4
    assert all("WITHOUT ROWID" in table for table in tables)


def test_after_a_release_the_order_of_rows_is_not_the_order_of_presses(pulses: Pulses) -> None:
    presses = "111112222233333444445555512345"
    people = tuple(f"U{number}" for number in range(len(presses)))
    pulses.set_up(members=people)
    sheet = pulses.open()
    for user_id, choice in zip(people, presses, strict=True):
        pulses.answer(sheet, (user_id,), choice)

    pulses.close()

    left = in_the_order_of_the_file(pulses)
    assert sorted(left) == sorted(presses)
    assert left != list(presses)  # By chance equal once in 10 ** 20 runs.


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_release_mixes_the_rows_of_items_that_stay_open_too(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()
    for number in range(40):
        pulses.answer(sheet, (MEMBERS[number % 8],), "4", item=number // 8)
    before = hidden_columns(pulses)

    assert pulses.database.clear_deleted_bytes(*OPEN_TABLES)

    after = hidden_columns(pulses)
    assert set(before) == set(after)
    assert list(before) != list(after)
    assert len(set(before.values())) == 40  # Each written by a transaction of its own,
    assert len(set(after.values())) == 1  # and now all of them by one.


def hidden_columns(pulses: Pulses) -> dict[bytes, str]:
    """Each respondent with the transaction that wrote it, in the order of the file."""
    with pulses.database.reading() as connection:
        found = connection.execute(
            text("SELECT respondent, xmin::text AS writer FROM survey_open_answer ORDER BY ctid")
        )
        return {bytes(row.respondent): row.writer for row in found}


def test_no_row_says_whether_somebody_answered(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()
    before = rows(pulses, "survey_asked")

    pulses.answer(sheet, MEMBERS[:5], "4")

    assert rows(pulses, "survey_asked") == before


def test_no_message_that_is_owed_says_what_or_whether_somebody_answered(pulses: Pulses) -> None:
    answered(pulses)
    deliveries = DeliveryService(pulses.database)
    clock = MovableClock(MONDAY, flows=False)
    jobs = SurveyJobs(
        pulses.surveys, pulses.plans, deliveries, clock, is_confidential=lambda _: True
    )
    four = pulses.sheets()[0]
    pulses.answer(four, MEMBERS[:4], "2", item=1)

    jobs.turn()
    clock.move_to(MONDAY + A_WEEK)
    jobs.turn()

    with pulses.database.reading() as connection:
        owed = connection.execute(text("SELECT address, rewrites, blocks FROM delivery")).all()
    sheets = [str(blocks) for _, rewrites, blocks in owed if rewrites is None]
    assert not any("Stored: " in blocks or "primary" in blocks for blocks in sheets)
    rewritten = [address for address, rewrites, _ in owed if rewrites is not None]
    # Everybody's sheet and both reminders.
    assert sorted(rewritten) == sorted([*MEMBERS, LEAD] * 3)


def test_who_skips_a_week_is_named_nowhere_and_not_to_be_guessed(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()
    key = key_of(pulses, sheet.answers[0].item.id)
    for user_id in MEMBERS[5:]:
        pulses.answers.skip_week(round_id=sheet.round.id, user_id=user_id, is_skipped=True)

    stored = rows(pulses, "survey_skip")

    skippers = {v for row in stored for v in row if isinstance(v, bytes)}
    written = [str(v) for row in stored for v in row if not isinstance(v, bytes)]
    assert len(stored) == 3
    assert not any(user_id in value for value in written for user_id in MEMBERS)
    guessing = Secrets([b"guess" * 8])
    guessed_key = ItemKey(key.key, guessing.new_key().mark)
    assert not {guessing.hide(user_id, guessed_key) for user_id in MEMBERS} & skippers
    assert len(skippers & {SECRETS.hide(user_id, key) for user_id in MEMBERS}) == 3


def test_after_the_week_no_byte_of_the_files_says_who_skipped_it(
    pulses: Pulses, tmp_path: Path
) -> None:
    """Also where nothing is released, so that the item's key lives on."""
    pulses.set_up()
    sheet = pulses.open()
    for user_id in MEMBERS[:3]:
        pulses.answers.skip_week(round_id=sheet.round.id, user_id=user_id, is_skipped=True)
    skippers = [v for row in rows(pulses, "survey_skip") for v in row if isinstance(v, bytes)]
    gather_statistics(pulses)
    assert all(skipper in everything(pulses, tmp_path) for skipper in skippers)

    pulses.close()

    left = everything(pulses, tmp_path)
    assert len(skippers) == 6
    assert rows(pulses, "survey_skip") == []
    assert not any(skipper in left for skipper in skippers)
