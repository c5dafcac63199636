"""Every block we know: its fields, the elements that may stand in it, and where it may stand."""

from bot.sandbox.checks import elements, limits
from bot.sandbox.checks.composition import (
    BLOCK_ID,
    SLACK_FILE,
    Url,
    any_text,
    any_text_kinds,
    plain_text,
)
from bot.sandbox.checks.data import DATA_TABLE, DATA_VISUALIZATION, TABLE
from bot.sandbox.checks.relations import at_least_one_of, exactly_one_of
from bot.sandbox.checks.rich_text import RICH_TEXT
from bot.sandbox.checks.rules import Flag, ListOf, OneOf, Shape, String, Tagged
from bot.sandbox.checks.selects import MULTI_SELECTS, SELECTS

_CHOOSERS: dict[str, Shape] = {
    **SELECTS,
    **MULTI_SELECTS,
    "checkboxes": elements.CHECKBOXES,
    "radio_buttons": elements.RADIO_BUTTONS,
    "datepicker": elements.DATE_PICKER,
    "timepicker": elements.TIME_PICKER,
}

IN_SECTION = Tagged(
    {
        **_CHOOSERS,
        "button": elements.BUTTON,
        "overflow": elements.OVERFLOW,
        "image": elements.IMAGE,
    }
)

IN_ACTIONS = Tagged(
    {
        **_CHOOSERS,
        "button": elements.BUTTON,
        "overflow": elements.OVERFLOW,
        "datetimepicker": elements.DATE_TIME_PICKER,
    }
)

IN_INPUT = Tagged(
    {
        **_CHOOSERS,
        "datetimepicker": elements.DATE_TIME_PICKER,
        "plain_text_input": elements.PLAIN_TEXT_INPUT,
        "rich_text_input": elements.RICH_TEXT_INPUT,
        "number_input": elements.NUMBER_INPUT,
        "email_text_input": elements.EMAIL_INPUT,
        "url_text_input": elements.URL_INPUT,
        "file_input": elements.FILE_INPUT,
    }
)

IN_CONTEXT = Tagged({**any_text_kinds(limits.CONTEXT_TEXT), "image": elements.IMAGE})

IN_CONTEXT_ACTIONS = Tagged(
    {"feedback_buttons": elements.FEEDBACK_BUTTONS, "icon_button": elements.ICON_BUTTON}
)

BLOCKS: dict[str, Shape] = {
    "section": Shape(
        optional={
            "block_id": BLOCK_ID,
            "text": any_text(limits.SECTION_TEXT),
            "fields": ListOf(any_text(limits.SECTION_FIELD_TEXT), limits.SECTION_FIELDS),
            "accessory": IN_SECTION,
            "expand": Flag(),
        },
        relations=(at_least_one_of("text", "fields"),),
    ),
    "actions": Shape(
        required={"elements": ListOf(IN_ACTIONS, limits.ACTIONS_ELEMENTS)},
        optional={"block_id": BLOCK_ID},
    ),
    "context": Shape(
        required={"elements": ListOf(IN_CONTEXT, limits.CONTEXT_ELEMENTS)},
        optional={"block_id": BLOCK_ID},
    ),
    "context_actions": Shape(
        required={"elements": ListOf(IN_CONTEXT_ACTIONS, limits.CONTEXT_ACTIONS_ELEMENTS)},
        optional={"block_id": BLOCK_ID},
        surfaces=frozenset({"message"}),
    ),
    "divider": Shape(optional={"block_id": BLOCK_ID}),
    "header": Shape(
        required={"text": plain_text(limits.HEADER_TEXT)},
        optional={"block_id": BLOCK_ID},
    ),
    "image": Shape(
        required={"alt_text": String(limits.IMAGE_ALT_TEXT)},
        optional={
            "block_id": BLOCK_ID,
            "image_url": Url(limits.IMAGE_URL),
            "slack_file": SLACK_FILE,
            "title": plain_text(limits.IMAGE_TITLE),
        },
        relations=(exactly_one_of("image_url", "slack_file"),),
    ),
    "input": Shape(
        required={"label": plain_text(limits.INPUT_LABEL), "element": IN_INPUT},
        optional={
            "block_id": BLOCK_ID,
            "hint": plain_text(limits.INPUT_HINT),
            "optional": Flag(),
            "dispatch_action": Flag(),
        },
    ),
    "rich_text": RICH_TEXT,
    "markdown": Shape(
        required={"text": String(limits.MARKDOWN_TEXT)},
        optional={"block_id": BLOCK_ID},
        surfaces=frozenset({"message"}),
    ),
    "alert": Shape(
        required={"text": any_text(limits.ALERT_TEXT)},
        optional={
            "block_id": BLOCK_ID,
            "level": OneOf(("default", "info", "warning", "error", "success")),
        },
        surfaces=frozenset({"modal"}),
    ),
    "video": Shape(
        required={
            "title": plain_text(limits.VIDEO_TITLE),
            "video_url": Url(limits.VIDEO_URL, schemes="https"),
            "thumbnail_url": Url(limits.VIDEO_URL),
            "alt_text": String(limits.VIDEO_ALT_TEXT),
        },
        optional={
            "block_id": BLOCK_ID,
            "title_url": Url(limits.VIDEO_TITLE_URL, schemes="https"),
            "description": plain_text(limits.VIDEO_DESCRIPTION),
            "author_name": String(limits.VIDEO_AUTHOR_NAME),
            "provider_name": String(limits.VIDEO_PROVIDER_NAME),
            "provider_icon_url": Url(limits.VIDEO_ICON_URL),
        },
    ),
    "file": Shape(
        required={"external_id": String(limits.EXTERNAL_ID), "source": OneOf(("remote",))},
        optional={"block_id": BLOCK_ID},
        surfaces=frozenset({"message"}),
    ),
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
}
