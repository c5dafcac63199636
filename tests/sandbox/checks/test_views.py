"""Modals, Home, and the errors that send a modal back."""

import pytest

from bot.sandbox.checks import check_view, check_view_errors

Json = dict[str, object]


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def asking(block_id: str = "what") -> Json:
    element = {"type": "plain_text_input", "action_id": "said"}
    return {"type": "input", "block_id": block_id, "label": plain(), "element": element}


def a_modal(**more: object) -> Json:
    return {
        "type": "modal",
        "title": plain("Hand over"),
        "submit": plain("Store it"),
        "blocks": [asking(), {"type": "divider", "block_id": "line"}],
        **more,
    }


def without(key: str) -> Json:
    return {name: value for name, value in a_modal().items() if name != key}


def pointers(view: Json) -> list[str]:
    return [problem.pointer for problem in check_view(view)]


def test_a_whole_modal_passes() -> None:
    assert check_view(a_modal(private_metadata="", notify_on_close=True)) == []


@pytest.mark.parametrize("key", ["title", "blocks", "submit"])
def test_a_modal_with_inputs_needs_all_of_its_parts(key: str) -> None:
    problems = check_view(without(key))

    assert [(problem.code, problem.pointer) for problem in problems] == [
        ("invalid_arguments", "/view")
    ]
    assert f"missing required field: {key}" in problems[0].message


def test_a_modal_without_inputs_needs_no_submit() -> None:
    view = {**without("submit"), "blocks": [{"type": "divider"}]}

    assert check_view(view) == []


def test_titles_and_buttons_are_plain() -> None:
    formatted = {"type": "mrkdwn", "text": "x"}

    view = a_modal(title=formatted, submit=formatted, close=formatted)

    assert pointers(view) == ["/view/title", "/view/submit", "/view/close"]


def test_home_has_no_title_and_no_buttons() -> None:
    home: Json = {"type": "home", "blocks": [{"type": "divider"}]}

    assert check_view(home) == []
    assert pointers({**home, "title": plain(), "submit": plain()}) == ["/view", "/view"]


@pytest.mark.parametrize("kind", [None, "workflow_step", ["modal"]])
def test_there_are_modals_and_homes_and_nothing_else(kind: object) -> None:
    assert pointers(a_modal(type=kind)) == ["/view/type"]


def test_faults_of_blocks_point_into_the_view() -> None:
    assert pointers(a_modal(blocks=[asking(), {"type": "plank"}])) == ["/view/blocks/1"]


def test_a_view_too_large_has_slacks_code() -> None:
    text = {"type": "mrkdwn", "text": "x" * 2_900}

    problems = check_view(a_modal(blocks=[{"type": "section", "text": text}] * 90))

    assert [problem.code for problem in problems] == ["view_too_large"]


def test_errors_name_inputs_and_say_what_is_wrong() -> None:
    assert check_view_errors({"what": "Say a little more."}, a_modal()) == []


@pytest.mark.parametrize(
    ("errors", "pointer"),
    [
        ({}, "/errors"),
        (None, "/errors"),
        ({"line": "No input stands here."}, "/errors/line"),
        ({"nowhere": "No block has this name."}, "/errors/nowhere"),
        ({"what": ""}, "/errors/what"),
        ({"what": 3}, "/errors/what"),
        ({"a/b~": "A pointer escapes these."}, "/errors/a~1b~0"),
    ],
)
def test_errors_nobody_could_see_are_refused(errors: object, pointer: str) -> None:
    assert [problem.pointer for problem in check_view_errors(errors, a_modal())] == [pointer]
