import pytest

from bot.slack.values import read_id


@pytest.mark.parametrize("value", [None, "", "x", "-1", "1 ", "٣", "²", "9" * 10, 7])
def test_what_names_no_row_is_no_id(value: object) -> None:
    assert read_id(value) is None


def test_digits_are_an_id() -> None:
    assert read_id("9" * 9) == 10**9 - 1
