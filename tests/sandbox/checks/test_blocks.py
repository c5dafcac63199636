"""What single blocks and elements are refused for, and where the finger points."""

import pytest

from bot.sandbox.checks import Problem, check_blocks
from bot.sandbox.checks.problem import Surface

Json = dict[str, object]

INPUT: Json = {"type": "plain_text_input", "action_id": "said"}
EVERYWHERE: tuple[Surface, ...] = ("message", "modal", "home")


def plain(text: str = "x", **more: object) -> Json:
    return {"type": "plain_text", "text": text, **more}


def mrkdwn(text: str = "x", **more: object) -> Json:
    return {"type": "mrkdwn", "text": text, **more}


def button(**more: object) -> Json:
    return {"type": "button", "text": plain(), "action_id": "press", **more}


def section(**more: object) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def asking(element: Json = INPUT, **more: object) -> Json:
    return {"type": "input", "label": plain(), "element": element, **more}


def select(**more: object) -> Json:
    weekly: Json = {"text": plain("Weekly"), "value": "weekly"}
    return {"type": "static_select", "action_id": "often", "options": [weekly], **more}


def in_message(*blocks: Json) -> list[Problem]:
    return check_blocks(list(blocks), surface="message")


def in_modal(*blocks: Json) -> list[Problem]:
    return check_blocks(list(blocks), surface="modal")


REFUSED: list[tuple[str, Json, str, str]] = [
    ("an unknown block", {"type": "plank"}, "", "unsupported type: plank"),
    ("a block without a type", {"text": plain()}, "", "missing required field: type"),
    ("an unknown key", section(colour="red"), "", "invalid additional property: colour"),
    ("a section of nothing", {"type": "section"}, "", "at least one of"),
    ("an empty text", section(text=mrkdwn("")), "/text/text", "more than 0 characters"),
    ("a blank text", section(text=mrkdwn(" \n")), "/text/text", "more than spaces"),
    ("a text that is a string", section(text="x"), "/text", "must be an object"),
    ("emoji in mrkdwn", section(text=mrkdwn(emoji=True)), "/text", "property: emoji"),
    ("verbatim in plain text", section(text=plain(verbatim=True)), "/text", "property: verbatim"),
    ("a formatted header", {"type": "header", "text": mrkdwn()}, "/text", "type: mrkdwn"),
    ("a formatted button", actions(button(text=mrkdwn())), "/elements/0/text", "type: mrkdwn"),
    ("a loud style", actions(button(style="loud")), "/elements/0/style", "primary, danger"),
    ("a null", actions(button(value=None)), "/elements/0/value", "must be a string"),
    ("an empty value", actions(button(value="")), "/elements/0/value", "more than 0"),
    ("a URL without its scheme", actions(button(url="a.example")), "/elements/0/url", "full URL"),
    ("an empty row of actions", actions(), "/elements", "no fewer than 1 items"),
    ("an input among actions", actions(INPUT), "/elements/0", "type: plain_text_input"),
    ("an image among actions", actions({"type": "image"}), "/elements/0", "type: image"),
    ("an input beside a section", section(accessory=INPUT), "/accessory", "plain_text_input"),
    ("a button in an input", asking(button()), "/element", "unsupported type: button"),
    ("an input of nothing", {"type": "input", "label": plain()}, "", "field: element"),
    ("a formatted label", asking(label=mrkdwn()), "/label", "unsupported type: mrkdwn"),
    ("a yes for a flag", asking(optional="yes"), "/optional", "must be a boolean"),
    ("a button in context", {"type": "context", "elements": [button()]}, "/elements/0", "button"),
    ("an incomplete confirmation", actions(button(confirm={"title": plain()})),
     "/elements/0/confirm", "missing required field: text"),
    ("an image of nothing", {"type": "image", "alt_text": "x"}, "", "exactly one of"),
    ("a select of nothing", asking({"type": "static_select"}), "/element", "exactly one of"),
    ("a start that isn't offered", asking(select(initial_option={"text": plain("Daily"),
     "value": "daily"})), "/element/initial_option", "one of the options"),
    ("an option without value", asking(select(options=[{"text": plain()}])),
     "/element/options/0", "missing required field: value"),
    ("a formatted menu option", asking(select(options=[{"text": mrkdwn(), "value": "v"}])),
     "/element/options/0/text", "unsupported type: mrkdwn"),
    ("two options of one value", asking(select(options=[{"text": plain(), "value": "v"}] * 2)),
     "/element/options", "more than once"),
    ("more chosen than may be", asking({"type": "multi_users_select", "max_selected_items": 1,
     "initial_users": ["U1", "U2"]}), "/element/initial_users", "max_selected_items"),
    ("an empty filter", asking({"type": "conversations_select", "filter": {}}),
     "/element/filter", "at least one of"),
    ("a minimum above the maximum", asking({**INPUT, "min_length": 9, "max_length": 3}),
     "/element/min_length", "must not be more than max_length"),
    ("a start too long", asking({**INPUT, "initial_value": "long", "max_length": 3}),
     "/element/initial_value", "longer than max_length"),
    ("a start too short", asking({**INPUT, "initial_value": "x", "min_length": 3}),
     "/element/initial_value", "shorter than min_length"),
    ("a number outside", asking({"type": "number_input", "is_decimal_allowed": True,
     "initial_value": "9", "max_value": "5"}), "/element/initial_value", "must lie between"),
    ("a fraction of a whole", asking({"type": "number_input", "is_decimal_allowed": False,
     "initial_value": "1.5"}), "/element/initial_value", "whole number"),
    ("a number for a numeral", asking({"type": "number_input", "is_decimal_allowed": False,
     "min_value": 1}), "/element/min_value", "must be a string"),
    ("a day that isn't", asking({"type": "datepicker", "initial_date": "2026-02-30"}),
     "/element/initial_date", "YYYY-MM-DD"),
    ("an hour that isn't", asking({"type": "timepicker", "initial_time": "24:00"}),
     "/element/initial_time", "HH:mm"),
    ("an unknown trigger", asking({**INPUT, "dispatch_action_config":
     {"trigger_actions_on": ["on_sight"]}}),
     "/element/dispatch_action_config/trigger_actions_on/0", "must be one of"),
    ("an unknown alert level", {"type": "alert", "text": plain(), "level": "shrill"},
     "/level", "must be one of"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("block", "pointer", "words"),
    [pytest.param(*rest, id=name) for name, *rest in REFUSED],
)
def test_a_block_is_refused_with_a_pointer_to_the_fault(
    block: Json, pointer: str, words: str
) -> None:
    problems = in_modal(block)

    assert {problem.pointer for problem in problems} == {f"/view/blocks/0{pointer}"}
    assert words in problems[0].message


def test_faults_in_a_message_are_invalid_blocks() -> None:
    problems = in_message({"type": "plank"})

    assert problems == [Problem("invalid_blocks", "unsupported type: plank", "/blocks/0")]
    assert str(problems[0]) == "[ERROR] unsupported type: plank [json-pointer:/blocks/0]"


def test_blocks_that_are_no_list_have_a_code_of_their_own() -> None:
    assert [problem.code for problem in check_blocks("[]", surface="message")] == [
        "invalid_blocks_format"
    ]


def test_a_menu_button_may_lead_elsewhere() -> None:
    offered = {"text": plain("Docs"), "value": "docs", "url": "https://example.com"}

    assert in_message(actions({"type": "overflow", "options": [offered]})) == []


def test_choices_may_be_formatted() -> None:
    offered = {"text": mrkdwn("*Weekly*"), "value": "weekly", "description": mrkdwn("_Mondays_")}

    assert in_modal(asking({"type": "checkboxes", "options": [offered]})) == []


ONLY_THERE: list[tuple[Json, set[Surface]]] = [
    ({"type": "alert", "text": plain()}, {"modal"}),
    ({"type": "markdown", "text": "x"}, {"message"}),
    ({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}, {"message"}),
    ({"type": "data_table", "caption": "x", "rows": [[{"type": "raw_text", "text": "x"}]] * 2},
     {"message"}),
    ({"type": "data_visualization", "title": "x", "chart": {"type": "pie", "segments":
     [{"label": "x", "value": 1}]}}, {"message", "home"}),
    ({"type": "context_actions", "elements": [{"type": "icon_button", "icon": "trash",
      "text": plain("Delete"), "action_id": "delete"}]}, {"message"}),
    ({"type": "file", "external_id": "x", "source": "remote"}, {"message"}),
    (asking({"type": "number_input", "is_decimal_allowed": True}), {"modal"}),
    (asking({"type": "email_text_input"}), {"modal"}),
    (asking({"type": "url_text_input"}), {"modal"}),
    (asking({"type": "file_input"}), {"modal"}),
    (asking({"type": "rich_text_input"}), {"modal", "home"}),
    (asking({"type": "datetimepicker"}), {"message", "modal"}),
    (asking(), set(EVERYWHERE)),
    (section(), set(EVERYWHERE)),
]  # fmt: skip


@pytest.mark.parametrize(("block", "surfaces"), ONLY_THERE)
def test_a_block_stands_only_where_slack_shows_it(block: Json, surfaces: set[Surface]) -> None:
    taken = {surface for surface in EVERYWHERE if not check_blocks([block], surface=surface)}

    assert taken == surfaces
