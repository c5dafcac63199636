"""The slackblocks package keeps its own table of Slack's limits: an outside opinion on ours."""

from collections.abc import Mapping

import pytest
import slackblocks
from slackblocks import _limits as theirs

from bot.sandbox.checks import check_blocks, limits
from bot.sandbox.checks.limits import Limit

SAME = {
    "ACCESSIBILITY_LABEL": "BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH",
    "ACTIONS_ELEMENTS": "ACTIONS_ELEMENTS_MAX_ITEMS",
    "ACTION_ID": "ACTION_ID_MAX_LENGTH",
    "ALERT_TEXT": "ALERT_TEXT_MAX_LENGTH",
    "ATTACHMENTS": "MESSAGE_ATTACHMENTS_MAX_ITEMS",
    "BLOCK_ID": "BLOCK_ID_MAX_LENGTH",
    "BUTTON_TEXT": "BUTTON_TEXT_MAX_LENGTH",
    "BUTTON_URL": "BUTTON_URL_MAX_LENGTH",
    "BUTTON_VALUE": "BUTTON_VALUE_MAX_LENGTH",
    "CALLBACK_ID": "VIEW_CALLBACK_ID_MAX_LENGTH",
    "CHARTS_IN_MESSAGE": "MESSAGE_DATA_VISUALIZATIONS_MAX_ITEMS",
    "CHART_AXIS_LABEL": "DATA_VISUALIZATION_AXIS_LABEL_MAX_LENGTH",
    "CHART_CATEGORIES": "DATA_VISUALIZATION_CATEGORIES_MAX_ITEMS",
    "CHART_LABEL": "DATA_VISUALIZATION_SEGMENT_LABEL_MAX_LENGTH",
    "CHART_TITLE": "DATA_VISUALIZATION_TITLE_MAX_LENGTH",
    "CHOICE_OPTIONS": "CHECKBOXES_OPTIONS_MAX_ITEMS",
    "CONFIRM_BUTTON": "CONFIRMATION_CONFIRM_MAX_LENGTH",
    "CONFIRM_TEXT": "CONFIRMATION_TEXT_MAX_LENGTH",
    "CONFIRM_TITLE": "CONFIRMATION_TITLE_MAX_LENGTH",
    "CONTEXT_ACTIONS_ELEMENTS": "CONTEXT_ACTIONS_ELEMENTS_MAX_ITEMS",
    "CONTEXT_ELEMENTS": "CONTEXT_ELEMENTS_MAX_ITEMS",
    "CONTEXT_TEXT": "TEXT_MAX_LENGTH",
    "DATA_TABLE_COLUMNS": "DATA_TABLE_COLUMNS_MAX_ITEMS",
    "DATA_TABLE_PAGE_SIZE": "DATA_TABLE_PAGE_SIZE_MAX",
    "DATA_TABLE_ROWS": "DATA_TABLE_ROWS_MAX_ITEMS",
    "DATA_TABLE_TEXT": "DATA_TABLE_TOTAL_CONTENT_MAX_LENGTH",
    "DISPATCH_TRIGGERS": "DISPATCH_ACTION_CONFIGURATION_TRIGGER_ACTIONS_ON_MAX_ITEMS",
    "EXTERNAL_ID": "VIEW_EXTERNAL_ID_MAX_LENGTH",
    "FILE_INPUT_FILES": "FILE_INPUT_MAX_FILES_MAX",
    "HEADER_TEXT": "HEADER_TEXT_MAX_LENGTH",
    "ICON_BUTTON_USERS": "ICON_BUTTON_VISIBLE_TO_USER_IDS_MAX_ITEMS",
    "IMAGE_ALT_TEXT": "IMAGE_ALT_TEXT_MAX_LENGTH",
    "IMAGE_TITLE": "IMAGE_TITLE_MAX_LENGTH",
    "IMAGE_URL": "IMAGE_IMAGE_URL_MAX_LENGTH",
    "INPUT_HINT": "INPUT_HINT_MAX_LENGTH",
    "INPUT_LABEL": "INPUT_LABEL_MAX_LENGTH",
    "MARKDOWN_TEXT": "MARKDOWN_TOTAL_TEXT_MAX_LENGTH",
    "MESSAGE_BLOCKS": "MESSAGE_BLOCKS_MAX_ITEMS",
    "OPTION_DESCRIPTION": "OPTION_DESCRIPTION_MAX_LENGTH",
    "OPTION_GROUP_LABEL": "OPTION_GROUP_LABEL_MAX_LENGTH",
    "OPTION_TEXT": "OPTION_TEXT_MAX_LENGTH",
    "OPTION_URL": "OPTION_URL_MAX_LENGTH",
    "OVERFLOW_OPTIONS": "OVERFLOW_OPTIONS_MAX_ITEMS",
    "PLACEHOLDER": "SELECT_PLACEHOLDER_MAX_LENGTH",
    "PRIVATE_METADATA": "VIEW_PRIVATE_METADATA_MAX_LENGTH",
    "RICH_TEXT_BORDER": "RICH_TEXT_LIST_BORDER_MAX",
    "RICH_TEXT_INDENT": "RICH_TEXT_LIST_INDENT_MAX",
    "SECTION_FIELDS": "SECTION_FIELDS_MAX_ITEMS",
    "SECTION_FIELD_TEXT": "SECTION_FIELDS_ITEM_MAX_LENGTH",
    "SECTION_TEXT": "SECTION_TEXT_MAX_LENGTH",
    "SELECT_OPTIONS": "SELECT_OPTIONS_MAX_ITEMS",
    "SELECT_OPTION_GROUPS": "SELECT_OPTION_GROUPS_MAX_ITEMS",
    "TABLE_COLUMNS": "TABLE_COLUMNS_MAX_ITEMS",
    "TABLE_ROWS": "TABLE_ROWS_MAX_ITEMS",
    "TEXT_INPUT_LENGTH": "PLAIN_TEXT_INPUT_MAX_LENGTH_MAX",
    "VIDEO_ALT_TEXT": "VIDEO_ALT_TEXT_MAX_LENGTH",
    "VIDEO_DESCRIPTION": "VIDEO_DESCRIPTION_MAX_LENGTH",
    "VIDEO_ICON_URL": "VIDEO_PROVIDER_ICON_URL_MAX_LENGTH",
    "VIDEO_PROVIDER_NAME": "VIDEO_PROVIDER_NAME_MAX_LENGTH",
    "VIDEO_TITLE_URL": "VIDEO_TITLE_URL_MAX_LENGTH",
    "VIDEO_URL": "VIDEO_VIDEO_URL_MAX_LENGTH",
    "VIEW_BLOCKS": "VIEW_BLOCKS_MAX_ITEMS",
    "VIEW_CLOSE": "VIEW_CLOSE_MAX_LENGTH",
    "VIEW_SUBMIT": "VIEW_SUBMIT_MAX_LENGTH",
    "VIEW_TITLE": "VIEW_TITLE_MAX_LENGTH",
}

SMALLER = {
    "CHART_SEGMENTS": "DATA_VISUALIZATION_SEGMENTS_MAX_ITEMS",
    "CHART_SERIES": "DATA_VISUALIZATION_SERIES_MAX_ITEMS",
    "OPTION_VALUE": "OPTION_VALUE_MAX_LENGTH",
    "VIDEO_AUTHOR_NAME": "VIDEO_AUTHOR_NAME_MAX_LENGTH",
    "VIDEO_TITLE": "VIDEO_TITLE_MAX_LENGTH",
}

UNKNOWN_TO_THEM = {
    "BLOCKS_TEXT",
    "MARKDOWN_TEXT_ARGUMENT",
    "MESSAGE_TEXT",
    "METADATA_BYTES",
    "METADATA_EVENT_TYPE",
    "PLAIN_BLOCKS_TEXT",
    "TABLES_IN_MESSAGE",
    "TABLE_TEXT",
    "VIEW_BYTES",
}

OURS: Mapping[str, Limit] = {
    name: value for name, value in vars(limits).items() if isinstance(value, Limit)
}


@pytest.mark.parametrize(("ours", "their"), SAME.items(), ids=SAME)
def test_the_limit_is_the_same_as_theirs(ours: str, their: str) -> None:
    assert OURS[ours].value == getattr(theirs, their)


@pytest.mark.parametrize(("ours", "their"), SMALLER.items(), ids=SMALLER)
def test_where_sources_disagree_ours_is_the_smaller(ours: str, their: str) -> None:
    assert OURS[ours].value < getattr(theirs, their)


def test_every_limit_is_compared_or_known_to_have_no_counterpart() -> None:
    assert set(OURS) == {*SAME, *SMALLER, *UNKNOWN_TO_THEM}


OPTION = slackblocks.Option(text=slackblocks.PlainText("Weekly"), value="weekly")
MESSAGES = [
    slackblocks.HeaderBlock("Pulse"),
    slackblocks.DividerBlock(),
    slackblocks.SectionBlock("*Four* of five answered", fields=["Ship", "Learn"]),
    slackblocks.SectionBlock("Open it", accessory=slackblocks.Button("Open", action_id="open")),
    slackblocks.ContextBlock([slackblocks.Text("Nobody sees who said what")]),
    slackblocks.ActionsBlock(
        [
            slackblocks.Button("Store my answer", action_id="a", value="1", style="primary"),
            slackblocks.StaticSelectMenu(
                action_id="b", placeholder="How often", options=[OPTION], initial_option=OPTION
            ),
            slackblocks.OverflowMenu(action_id="c", options=[OPTION]),
            slackblocks.DatePicker(action_id="d", initial_date="2026-01-05"),
            slackblocks.UserSelectMenu(action_id="e", placeholder="Who"),
            slackblocks.CheckboxGroup(action_id="f", options=[OPTION]),
            slackblocks.RadioButtonGroup(action_id="g", options=[OPTION]),
        ]
    ),
    slackblocks.ImageBlock("https://example.com/pulse.png", alt_text="A chart"),
    slackblocks.MarkdownBlock("# Pulse"),
    slackblocks.DataTableBlock(
        caption="Pulse",
        rows=[
            [slackblocks.RawText("Team"), slackblocks.RawText("Score")],
            [slackblocks.RawText("Fraud"), slackblocks.RawNumber(3.5, "3.5")],
        ],
    ),
    slackblocks.DataVisualizationBlock(
        "Pulse",
        slackblocks.LineChart(
            series=[slackblocks.DataSeries("Ship", [slackblocks.DataPoint("Week 1", 3.5)])],
            axis_config=slackblocks.AxisConfig(["Week 1"], x_label="Week"),
        ),
    ),
]


@pytest.mark.parametrize("block", MESSAGES, ids=lambda block: type(block).__name__)
def test_what_they_build_for_a_message_passes(block: slackblocks.Block) -> None:
    built = block._resolve()

    assert check_blocks([built], surface="message") == []
