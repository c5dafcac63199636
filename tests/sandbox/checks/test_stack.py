"""What blocks are refused for only together: repeated names, crowds and sums."""

from bot.sandbox.checks import check_blocks

Json = dict[str, object]


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str = "x", **more: object) -> Json:
    return {"type": "section", "text": plain(text), **more}


def button(action_id: str) -> Json:
    return {"type": "button", "text": plain(), "action_id": action_id}


def asking(**more: object) -> Json:
    element = {"type": "plain_text_input", "focus_on_load": True, **more}
    return {"type": "input", "label": plain(), "element": element}


def test_a_block_id_stands_once() -> None:
    blocks = [section(block_id="a"), section(block_id="b"), section(block_id="a")]

    problems = check_blocks(blocks, surface="message")

    assert [(p.pointer, p.message) for p in problems] == [
        ("/blocks", "'a' stands here more than once")
    ]


def test_an_action_id_stands_once_in_its_block() -> None:
    twice: Json = {"type": "actions", "elements": [button("a"), button("a")]}

    problems = check_blocks([section(), twice], surface="home")

    assert [problem.pointer for problem in problems] == ["/view/blocks/1"]


def test_two_blocks_may_use_one_action_id() -> None:
    blocks = [section(accessory=button("open")), section(accessory=button("open"))]

    assert check_blocks(blocks, surface="message") == []


def test_one_element_at_most_takes_the_focus() -> None:
    problems = check_blocks([asking(), asking()], surface="modal")

    assert [problem.message for problem in problems] == ["only one element may have focus_on_load"]


def test_a_message_may_hold_an_empty_list_and_a_view_may_not() -> None:
    assert check_blocks([], surface="message") == []
    assert [p.pointer for p in check_blocks([], surface="home")] == ["/view/blocks"]
    assert [p.pointer for p in check_blocks([], surface="modal")] == ["/view/blocks"]


def test_too_much_text_in_all_has_slacks_own_code() -> None:
    blocks = [section("x" * 3_000) for _ in range(4)]

    assert {p.code for p in check_blocks(blocks, surface="message")} == {"msg_blocks_too_long"}


def test_a_view_may_hold_more_text_than_a_message() -> None:
    blocks = [section("x" * 3_000) for _ in range(4)]

    assert check_blocks(blocks, surface="modal") == []
