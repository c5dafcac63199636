import pytest

from bot.sandbox.elements import UnknownOptionError, set_value
from bot.sandbox.field_errors import field_errors
from tests.sandbox.driving import Json, plain

ONE = {"text": plain("One"), "value": "1"}
TWO = {"text": plain("Two"), "value": "2"}


@pytest.mark.parametrize(
    ("element", "value", "state"),
    [
        ({"type": "static_select", "options": [ONE, TWO]}, "2", {"selected_option": TWO}),
        ({"type": "checkboxes", "options": [ONE, TWO]}, ["1"], {"selected_options": [ONE]}),
        ({"type": "multi_users_select"}, ["U1"], {"selected_users": ["U1"]}),
        ({"type": "users_select"}, "U1", {"selected_user": "U1"}),
        ({"type": "datepicker"}, "2026-01-05", {"selected_date": "2026-01-05"}),
        ({"type": "plain_text_input"}, "", {"value": None}),
    ],
)
def test_each_element_holds_its_value_as_slack_does(
    element: Json, value: object, state: Json
) -> None:
    assert set_value(element, value) == {"type": element["type"], **state}


def test_an_option_that_is_not_offered_cannot_be_chosen() -> None:
    with pytest.raises(UnknownOptionError):
        set_value({"type": "radio_buttons", "options": [ONE]}, "2")


@pytest.mark.parametrize(
    ("element", "value", "error"),
    [
        ({"type": "plain_text_input", "max_length": 3}, "four", "Enter at most 3 characters."),
        ({"type": "number_input"}, "1.5", "Enter a whole number."),
        ({"type": "number_input", "max_value": "5"}, "6", "Enter a number of 5 or less."),
        ({"type": "url_text_input"}, "example", "Enter a valid URL."),
    ],
)
def test_slack_itself_refuses_what_a_field_does_not_take(
    element: Json, value: str, error: str
) -> None:
    block = {"type": "input", "block_id": "b", "element": {**element, "action_id": "a"}}

    errors = field_errors({"blocks": [block]}, {"b": {"a": set_value(element, value)}})

    assert errors == {"b": error}
