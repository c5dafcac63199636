import pytest

from bot.slack.values import read_fields, read_id, read_ids


@pytest.mark.parametrize("value", [None, "", "x", "-1", "1 ", "٣", "²", "9" * 10, 7])
def test_what_names_no_row_is_no_id(value: object) -> None:
    assert read_id(value) is None


def test_digits_are_an_id() -> None:
    assert read_id("9" * 9) == 10**9 - 1


@pytest.mark.parametrize("value", [None, "", "3", "3:", ":7", "3:7:9", "3:x", "3:٣", 37])
def test_what_names_another_number_of_rows_is_no_pair(value: object) -> None:
    assert read_ids(value, count=2) is None


def test_two_ids_with_a_colon_between_are_a_pair() -> None:
    assert read_ids("3:7", count=2) == (3, 7)


@pytest.mark.parametrize(
    "text", [None, "", "{", "{}", "7", '["C1"]', '["C1", "7"]', '["C1", 7, 7]', '["C1", null]']
)
def test_what_a_form_of_another_version_remembers_is_not_taken(text: object) -> None:
    assert read_fields(text, str, int) is None


@pytest.mark.parametrize("number", [10**9, -(10**9), 10**40])
def test_a_number_that_no_database_holds_was_remembered_by_no_form(number: int) -> None:
    assert read_fields(f'["C1", {number}]', str, int) is None


def test_what_a_form_remembers_is_read_back() -> None:
    assert read_fields('["C1", 7]', str, int) == ("C1", 7)
