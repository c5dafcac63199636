"""How the fields of one element depend on each other, at the edge and one step past it."""

import pytest

from bot.sandbox.checks import Problem, check_blocks

Json = dict[str, object]


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def offered(value: str) -> Json:
    return {"text": plain(value), "value": value}


def asked(kind: str, **fields: object) -> list[Problem]:
    block = {"type": "input", "label": plain(), "element": {"type": kind, **fields}}
    return check_blocks([block], surface="modal")


def pressed(kind: str, **fields: object) -> list[Problem]:
    block = {"type": "actions", "elements": [{"type": kind, **fields}]}
    return check_blocks([block], surface="message")


TWO = [offered("a"), offered("b")]
TWICE = [offered("a"), offered("a")]
UNKNOWN = offered("z")
NUMBERS: Json = {"is_decimal_allowed": False, "min_value": "1", "max_value": "5"}


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        pytest.param("plain_text_input", {"min_length": 3, "max_length": 3}, id="one length only"),
        pytest.param(
            "plain_text_input",
            {"min_length": 3, "max_length": 3, "initial_value": "abc"},
            id="a start of just that length",
        ),
        pytest.param("number_input", {**NUMBERS, "initial_value": "1"}, id="the least number"),
        pytest.param("number_input", {**NUMBERS, "initial_value": "5"}, id="the largest number"),
        pytest.param(
            "multi_users_select",
            {"max_selected_items": 2, "initial_users": ["U1", "U2"]},
            id="as many as may be",
        ),
        pytest.param("static_select", {"options": TWO, "focus_on_load": True}, id="one focus"),
        pytest.param(
            "multi_static_select", {"options": TWO, "initial_options": TWO}, id="all at first"
        ),
        pytest.param(
            "static_select",
            {
                "option_groups": [{"label": plain(), "options": TWO}],
                "initial_option": offered("b"),
            },
            id="a start from a group",
        ),
    ],
)
def test_an_element_at_the_edge_passes(kind: str, fields: Json) -> None:
    assert asked(kind, **fields) == []


@pytest.mark.parametrize(
    ("kind", "fields", "pointer"),
    [
        ("plain_text_input", {"min_length": -1}, "/min_length"),
        ("plain_text_input", {"min_length": True}, "/min_length"),
        ("plain_text_input", {"min_length": "3"}, "/min_length"),
        ("plain_text_input", {"max_length": 0}, "/max_length"),
        ("number_input", {**NUMBERS, "initial_value": "0"}, "/initial_value"),
        ("number_input", {**NUMBERS, "initial_value": "6"}, "/initial_value"),
        ("static_select", {"options": {"a": "b"}}, "/options"),
        ("static_select", {"options": TWO, "initial_option": UNKNOWN}, "/initial_option"),
        ("multi_static_select", {"options": TWO, "initial_options": [UNKNOWN]},
         "/initial_options/0"),
        ("multi_static_select", {"options": TWO, "initial_options": TWO, "max_selected_items": 1},
         "/initial_options"),
        ("multi_external_select", {"initial_options": TWO, "max_selected_items": 1},
         "/initial_options"),
        ("multi_users_select", {"initial_users": ["U1", "U1"]}, "/initial_users"),
        ("conversations_select", {"filter": {"include": ["im", "im"]}}, "/filter/include"),
        ("checkboxes", {"options": TWICE}, "/options"),
        ("checkboxes", {"options": TWO, "initial_options": [UNKNOWN]}, "/initial_options/0"),
        ("radio_buttons", {"options": TWICE}, "/options"),
        ("radio_buttons", {"options": TWO, "initial_option": UNKNOWN}, "/initial_option"),
        ("plain_text_input", {"dispatch_action_config":
         {"trigger_actions_on": ["on_enter_pressed", "on_enter_pressed"]}},
         "/dispatch_action_config/trigger_actions_on"),
    ],
)  # fmt: skip
def test_an_element_past_the_edge_is_refused(kind: str, fields: Json, pointer: str) -> None:
    problems = asked(kind, **fields)

    assert [problem.pointer for problem in problems] == [f"/view/blocks/0/element{pointer}"]


def test_an_overflow_menu_tells_its_options_apart() -> None:
    problems = pressed("overflow", options=TWICE)

    assert [problem.pointer for problem in problems] == ["/blocks/0/elements/0/options"]


@pytest.mark.parametrize(
    "source",
    [
        {},
        {"image_url": "https://example.com/a.png", "slack_file": {"id": "F0000000A1"}},
        {"slack_file": {}},
        {"slack_file": {"id": "F0000000A1", "url": "https://example.com/a.png"}},
    ],
)
def test_a_picture_comes_from_one_place(source: Json) -> None:
    image = {"type": "image", "alt_text": "A chart", **source}
    context = {"type": "context", "elements": [image]}

    assert len(check_blocks([image], surface="message")) == 1
    assert len(check_blocks([context], surface="message")) == 1
