"""Somebody copies the database: what can they learn of who said what?"""

from pathlib import Path
from typing import cast

from sqlalchemy import text

from bot.surveys.respondents import ItemKey, Secrets
from tests.surveys.conftest import MEMBERS, SECRET, SECRETS, Pulses

ANSWER_TABLES = ("survey_answer", "survey_comment", "survey_item_key")


def rows(pulses: Pulses, table: str) -> list[tuple[object, ...]]:
    with pulses.database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608 - a constant


def everything(folder: Path) -> bytes:
    """All bytes of the database's files: pages, free pages and the write-ahead log."""
    return b"".join(file.read_bytes() for file in sorted(folder.glob("test.db*")))


def answered(pulses: Pulses) -> tuple[int, list[bytes]]:
    """Have five members answer and comment on one item; return it and its respondents."""
    pulses.set_up()
    sheet = pulses.open()
    item_id = sheet.answers[0].item.id
    for number, user_id in enumerate(MEMBERS[:5], start=1):
        pulses.answer(sheet, (user_id,), str(number))
        pulses.answers.record_comment(item_id=item_id, user_id=user_id, text=f"Comment {number}.")
    return item_id, [bytes(row[2]) for row in rows(pulses, "survey_answer")]  # type: ignore[call-overload] # raw rows


def key_of(pulses: Pulses, item_id: int) -> ItemKey:
    (row,) = [row for row in rows(pulses, "survey_item_key") if row[0] == item_id]
    return ItemKey(cast("bytes", row[1]), cast("bytes", row[2]))


def test_without_the_secret_an_open_item_names_nobody(pulses: Pulses) -> None:
    item_id, respondents = answered(pulses)
    key = key_of(pulses, item_id)

    for table in ANSWER_TABLES:
        assert not any(user_id in str(row) for row in rows(pulses, table) for user_id in MEMBERS)
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
    old_ids = [row[0] for row in rows(pulses, "survey_answer")]
    assert key in everything(tmp_path)

    pulses.close()

    left = everything(tmp_path)
    assert item_id not in {row[0] for row in rows(pulses, "survey_item_key")}
    assert {row[2] for table in ANSWER_TABLES[:2] for row in rows(pulses, table)} == {None}
    assert len(rows(pulses, "survey_answer")) == len(rows(pulses, "survey_comment")) == 5
    for secret in (key, *respondents, *old_ids):
        assert bytes(secret) not in left  # type: ignore[call-overload] # a raw row's bytes


def test_the_order_of_rows_is_not_the_order_of_presses(pulses: Pulses) -> None:
    _, respondents = answered(pulses)

    in_order = [str(row[3]) for row in rows(pulses, "survey_answer")]
    with pulses.database.reading() as connection:
        tables = connection.scalars(
            text("SELECT sql FROM sqlite_master WHERE name IN ('survey_answer', 'survey_comment')")
        ).all()

    assert sorted(in_order) == ["1", "2", "3", "4", "5"]
    assert all("WITHOUT ROWID" in table for table in tables)
    assert len(set(respondents)) == 5


def test_no_row_says_whether_somebody_answered(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()
    before = rows(pulses, "survey_asked")

    pulses.answer(sheet, MEMBERS[:5], "4")

    assert rows(pulses, "survey_asked") == before
