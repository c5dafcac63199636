"""Each limit is met exactly: a payload at it passes, and the same payload one past it does not."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from bot.sandbox.checks import Problem, check_blocks, check_message, check_view, limits
from bot.sandbox.checks.limits import Limit
from bot.sandbox.checks.messages import json_bytes

Json = dict[str, object]
Case = Callable[[int], list[Problem]]

DIVIDER: Json = {"type": "divider"}


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def message(*blocks: Json) -> list[Problem]:
    return check_blocks(list(blocks), surface="message")


def modal(*blocks: Json) -> list[Problem]:
    return check_blocks(list(blocks), surface="modal")


def section(text: str = "x", **more: object) -> Json:
    return {"type": "section", "text": plain(text), **more}


def button(**more: object) -> Json:
    return {"type": "button", "text": plain(), **more}


def markdown(text: str) -> Json:
    return {"type": "markdown", "text": text}


def actions(*elements: Json) -> list[Problem]:
    return message({"type": "actions", "elements": list(elements)})


def asking(kind: str, **fields: object) -> list[Problem]:
    element = {"type": kind, **fields}
    return modal({"type": "input", "label": plain(), "element": element})


def options(count: int) -> list[Json]:
    return [{"text": plain(), "value": str(number)} for number in range(count)]


def option(**fields: object) -> list[Problem]:
    return asking("static_select", options=[{"text": plain(), "value": "v", **fields}])


def overflow(count: int = 1, **fields: object) -> list[Problem]:
    offered = [{**each, **fields} for each in options(count)]
    return actions({"type": "overflow", "options": offered})


def groups(count: int, label: str = "x") -> list[Problem]:
    offered = [{"label": plain(label), "options": [each]} for each in options(count)]
    return asking("static_select", option_groups=offered)


def confirm(**fields: object) -> list[Problem]:
    dialog = {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain(), **fields}
    return actions(button(confirm=dialog))


def image(**fields: object) -> list[Problem]:
    return message({"type": "image", "image_url": url(30), "alt_text": "x", **fields})


def video(**fields: object) -> list[Problem]:
    required = {"title": plain(), "video_url": url(30), "thumbnail_url": url(30), "alt_text": "x"}
    return message({"type": "video", **required, **fields})


def url(length: int) -> str:
    return "https://example.com/".ljust(length, "x")


def feedback(**fields: object) -> Json:
    pressed = {"text": plain(), "value": "v"}
    return {
        "type": "feedback_buttons",
        "positive_button": {**pressed, **fields},
        "negative_button": pressed,
    }


def context_actions(*elements: Json) -> list[Problem]:
    return message({"type": "context_actions", "elements": list(elements)})


def icon_button(**fields: object) -> list[Problem]:
    return context_actions({"type": "icon_button", "icon": "trash", "text": plain(), **fields})


def rows(count: int, columns: int = 1, text: str = "x") -> list[list[Json]]:
    return [[{"type": "raw_text", "text": text} for _ in range(columns)] for _ in range(count)]


def table(cells: Sequence[Sequence[Json]], **more: object) -> Json:
    return {"type": "table", "rows": cells, **more}


def data_table(cells: Sequence[Sequence[Json]], **more: object) -> list[Problem]:
    return message({"type": "data_table", "caption": "x", "rows": cells, **more})


def rich_list(**fields: object) -> list[Problem]:
    line = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}
    part = {"type": "rich_text_list", "style": "bullet", "elements": [line], **fields}
    return message({"type": "rich_text", "elements": [part]})


def pie(title: str = "x", segments: int = 1, label: str = "x") -> Json:
    slices = [{"label": label, "value": 1} for _ in range(segments)]
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {"type": "pie", "segments": slices},
    }


def bars(series: int = 1, categories: int = 1, **axis: str) -> list[Problem]:
    names = [str(number) for number in range(categories)]
    data = [{"label": name, "value": 1} for name in names]
    chart = {
        "type": "bar",
        "series": [{"name": str(number), "data": data} for number in range(series)],
        "axis_config": {"categories": names, **axis},
    }
    return message({"type": "data_visualization", "title": "x", "chart": chart})


def view(**fields: object) -> list[Problem]:
    return check_view({"type": "modal", "title": plain(), "blocks": [section()], **fields})


def view_of_bytes(size: int) -> list[Problem]:
    lengths = [1] * 100
    empty = json_bytes(_view_of_sections(lengths))
    share, rest = divmod(size - empty, 100)
    return check_view(_view_of_sections([1 + share + (i < rest) for i in range(100)]))


def _view_of_sections(lengths: list[int]) -> Json:
    blocks = [section("x" * length) for length in lengths]
    return {"type": "modal", "title": plain(), "blocks": blocks}


def metadata(**fields: object) -> list[Problem]:
    full = {"event_type": "x", "event_payload": {}, **fields}
    return check_message({"text": "x", "metadata": full})


def metadata_of_bytes(size: int) -> list[Problem]:
    around = json_bytes({"event_type": "x", "event_payload": {"k": ""}})
    return metadata(event_payload={"k": "x" * (size - around)})


def sections_of(length: int) -> list[Json]:
    share, rest = divmod(length, 4)
    return [section("x" * (share + (i < rest))) for i in range(4)]


CASES: list[tuple[str, Case]] = [
    ("MESSAGE_BLOCKS", lambda n: message(*[DIVIDER] * n)),
    ("VIEW_BLOCKS", lambda n: modal(*[DIVIDER] * n)),
    ("VIEW_BLOCKS", lambda n: check_blocks([DIVIDER] * n, surface="home")),
    ("ACTIONS_ELEMENTS", lambda n: actions(*[button()] * n)),
    ("CONTEXT_ELEMENTS", lambda n: message({"type": "context", "elements": [plain()] * n})),
    ("CONTEXT_ACTIONS_ELEMENTS", lambda n: context_actions(*[feedback()] * n)),
    ("SECTION_FIELDS", lambda n: message({"type": "section", "fields": [plain()] * n})),
    ("BLOCK_ID", lambda n: message(section(block_id="x" * n))),
    ("BLOCK_ID", lambda n: message({"type": "divider", "block_id": "x" * n})),
    ("ACTION_ID", lambda n: actions(button(action_id="x" * n))),
    ("ACTION_ID", lambda n: asking("plain_text_input", action_id="x" * n)),
    ("CALLBACK_ID", lambda n: view(callback_id="x" * n)),
    ("EXTERNAL_ID", lambda n: view(external_id="x" * n)),
    ("SECTION_TEXT", lambda n: message(section("x" * n))),
    ("SECTION_FIELD_TEXT", lambda n: message({"type": "section", "fields": [plain("x" * n)]})),
    ("CONTEXT_TEXT", lambda n: message({"type": "context", "elements": [plain("x" * n)]})),
    ("HEADER_TEXT", lambda n: message({"type": "header", "text": plain("x" * n)})),
    ("ALERT_TEXT", lambda n: modal({"type": "alert", "text": plain("x" * n)})),
    ("MARKDOWN_TEXT", lambda n: message({"type": "markdown", "text": "x" * n})),
    ("MARKDOWN_TEXT", lambda n: message(*[markdown("x" * (n // 2))] * 2,
                                        *[markdown("x")] * (n % 2))),
    ("INPUT_LABEL", lambda n: modal({"type": "input", "label": plain("x" * n),
                                     "element": {"type": "plain_text_input"}})),
    ("INPUT_HINT", lambda n: modal({"type": "input", "label": plain(), "hint": plain("x" * n),
                                    "element": {"type": "plain_text_input"}})),
    ("IMAGE_URL", lambda n: image(image_url=url(n))),
    ("IMAGE_ALT_TEXT", lambda n: image(alt_text="x" * n)),
    ("IMAGE_TITLE", lambda n: image(title=plain("x" * n))),
    ("VIDEO_TITLE", lambda n: video(title=plain("x" * n))),
    ("VIDEO_DESCRIPTION", lambda n: video(description=plain("x" * n))),
    ("VIDEO_AUTHOR_NAME", lambda n: video(author_name="x" * n)),
    ("VIDEO_PROVIDER_NAME", lambda n: video(provider_name="x" * n)),
    ("VIDEO_TITLE_URL", lambda n: video(title_url=url(n))),
    ("VIDEO_ICON_URL", lambda n: video(provider_icon_url=url(n))),
    ("VIDEO_URL", lambda n: video(video_url=url(n))),
    ("VIDEO_ALT_TEXT", lambda n: video(alt_text="x" * n)),
    ("BUTTON_TEXT", lambda n: actions(button(text=plain("x" * n)))),
    ("BUTTON_TEXT", lambda n: message(section(accessory=button(text=plain("x" * n))))),
    ("BUTTON_TEXT", lambda n: context_actions(feedback(text=plain("x" * n)))),
    ("BUTTON_VALUE", lambda n: actions(button(value="x" * n))),
    ("BUTTON_VALUE", lambda n: context_actions(feedback(value="x" * n))),
    ("BUTTON_URL", lambda n: actions(button(url=url(n)))),
    ("ICON_BUTTON_USERS", lambda n: icon_button(visible_to_user_ids=["U1"] * n)),
    ("ACCESSIBILITY_LABEL", lambda n: actions(button(accessibility_label="x" * n))),
    ("CONFIRM_TITLE", lambda n: confirm(title=plain("x" * n))),
    ("CONFIRM_TEXT", lambda n: confirm(text=plain("x" * n))),
    ("CONFIRM_BUTTON", lambda n: confirm(confirm=plain("x" * n))),
    ("CONFIRM_BUTTON", lambda n: confirm(deny=plain("x" * n))),
    ("OPTION_TEXT", lambda n: option(text=plain("x" * n))),
    ("OPTION_VALUE", lambda n: option(value="x" * n)),
    ("OPTION_DESCRIPTION", lambda n: option(description=plain("x" * n))),
    ("OPTION_URL", lambda n: overflow(url=url(n))),
    ("OPTION_GROUP_LABEL", lambda n: groups(1, label="x" * n)),
    ("SELECT_OPTIONS", lambda n: asking("static_select", options=options(n))),
    ("SELECT_OPTIONS", lambda n: asking("multi_static_select", options=options(n))),
    ("SELECT_OPTION_GROUPS", groups),
    ("OVERFLOW_OPTIONS", overflow),
    ("CHOICE_OPTIONS", lambda n: asking("checkboxes", options=options(n))),
    ("CHOICE_OPTIONS", lambda n: asking("radio_buttons", options=options(n))),
    ("PLACEHOLDER", lambda n: asking("plain_text_input", placeholder=plain("x" * n))),
    ("PLACEHOLDER", lambda n: asking("users_select", placeholder=plain("x" * n))),
    ("TEXT_INPUT_LENGTH", lambda n: asking("plain_text_input", max_length=n)),
    ("TEXT_INPUT_LENGTH", lambda n: asking("plain_text_input", min_length=n)),
    ("TEXT_INPUT_LENGTH", lambda n: asking("plain_text_input", initial_value="x" * n)),
    ("FILE_INPUT_FILES", lambda n: asking("file_input", max_files=n)),
    ("DISPATCH_TRIGGERS", lambda n: asking("plain_text_input", dispatch_action_config={
        "trigger_actions_on": ["on_enter_pressed", "on_character_entered", "another"][:n]})),
    ("RICH_TEXT_INDENT", lambda n: rich_list(indent=n)),
    ("RICH_TEXT_BORDER", lambda n: rich_list(border=n)),
    ("TABLE_ROWS", lambda n: message(table(rows(n)))),
    ("TABLE_COLUMNS", lambda n: message(table(rows(1, columns=n)))),
    ("TABLE_COLUMNS", lambda n: message(table(rows(1), column_settings=[{"align": "left"}] * n))),
    ("TABLES_IN_MESSAGE", lambda n: message(*[table(rows(1))] * n)),
    ("TABLE_TEXT", lambda n: message(table(rows(1, text="x" * n)))),
    ("DATA_TABLE_ROWS", lambda n: data_table(rows(n))),
    ("DATA_TABLE_COLUMNS", lambda n: data_table(rows(2, columns=n))),
    ("DATA_TABLE_PAGE_SIZE", lambda n: data_table(rows(2), page_size=n)),
    ("DATA_TABLE_TEXT", lambda n: data_table(rows(1) + rows(1, text="x" * (n - 1)))),
    ("CHARTS_IN_MESSAGE", lambda n: message(*[pie()] * n)),
    ("CHART_TITLE", lambda n: message(pie(title="x" * n))),
    ("CHART_AXIS_LABEL", lambda n: bars(x_label="x" * n)),
    ("CHART_AXIS_LABEL", lambda n: bars(y_label="x" * n)),
    ("CHART_LABEL", lambda n: message(pie(label="x" * n))),
    ("CHART_SERIES", lambda n: bars(series=n)),
    ("CHART_SEGMENTS", lambda n: message(pie(segments=n))),
    ("CHART_CATEGORIES", lambda n: bars(categories=n)),
    ("MESSAGE_TEXT", lambda n: check_message({"text": "x" * n})),
    ("MARKDOWN_TEXT_ARGUMENT", lambda n: check_message({"markdown_text": "x" * n})),
    ("BLOCKS_TEXT", lambda n: message(*sections_of(9_000),
                                      {"type": "markdown", "text": "x" * (n - 9_000)})),
    ("PLAIN_BLOCKS_TEXT", lambda n: message(*sections_of(n))),
    ("ATTACHMENTS", lambda n: check_message({"text": "x", "attachments": [{"text": "x"}] * n})),
    ("METADATA_EVENT_TYPE", lambda n: metadata(event_type="x" * n)),
    ("METADATA_BYTES", metadata_of_bytes),
    ("VIEW_TITLE", lambda n: view(title=plain("x" * n))),
    ("VIEW_SUBMIT", lambda n: view(submit=plain("x" * n))),
    ("VIEW_CLOSE", lambda n: view(close=plain("x" * n))),
    ("PRIVATE_METADATA", lambda n: view(private_metadata="x" * n)),
    ("VIEW_BYTES", view_of_bytes),
]  # fmt: skip

LIMITS: Mapping[str, Limit] = {
    name: value for name, value in vars(limits).items() if isinstance(value, Limit)
}


@pytest.mark.parametrize(
    ("name", "payload"), CASES, ids=[f"{n}-{i}" for i, (n, _) in enumerate(CASES)]
)
def test_a_payload_passes_at_the_limit_and_not_one_past_it(name: str, payload: Case) -> None:
    limit = LIMITS[name].value

    at_the_limit, past_it = payload(limit), payload(limit + 1)

    assert at_the_limit == []
    assert past_it


def test_every_limit_is_tried_above() -> None:
    tried = {name for name, _ in CASES}

    assert tried == set(LIMITS)


def test_every_limit_names_its_source_and_when_it_was_read() -> None:
    undated = [name for name, limit in LIMITS.items() if not limit.source.endswith(", 2026-11")]

    assert undated == []
