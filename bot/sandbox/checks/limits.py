"""Every number a payload is held to, with where it comes from and when that was read.

Sources by short name: *docs* is Slack's developer documentation, *sdk* is `slack_sdk.models`,
*types* is `@slack/types`, *slackblocks* is the limits table of that package. Where two disagree
the smaller number stands, because a message that both would take is the one that arrives.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """The largest value that still passes, and who says so."""

    value: int
    source: str


# Lists of blocks.
MESSAGE_BLOCKS = Limit(50, "docs: blocks, 2026-11")
VIEW_BLOCKS = Limit(100, "docs: blocks, 2026-11")
ACTIONS_ELEMENTS = Limit(25, "docs: actions block, 2026-11")
CONTEXT_ELEMENTS = Limit(10, "docs: context block, 2026-11")
CONTEXT_ACTIONS_ELEMENTS = Limit(5, "docs: context actions block, 2026-11")
SECTION_FIELDS = Limit(10, "docs: section block, 2026-11")

# Names the app gives.
BLOCK_ID = Limit(255, "docs: blocks, 2026-11")
ACTION_ID = Limit(255, "docs: block elements, 2026-11")
CALLBACK_ID = Limit(255, "docs: views, 2026-11")
EXTERNAL_ID = Limit(255, "slackblocks 3.0.0, 2026-11")

# Text in blocks.
SECTION_TEXT = Limit(3_000, "docs: section block, 2026-11")
SECTION_FIELD_TEXT = Limit(2_000, "docs: section block, 2026-11")
CONTEXT_TEXT = Limit(3_000, "docs: text object, 2026-11")
HEADER_TEXT = Limit(150, "docs: header block, 2026-11")
ALERT_TEXT = Limit(200, "java-slack-sdk#1624, AlertBlock, 2026-11")
MARKDOWN_TEXT = Limit(12_000, "docs: markdown block, summed over the payload, 2026-11")
INPUT_LABEL = Limit(2_000, "docs: input block, 2026-11")
INPUT_HINT = Limit(2_000, "docs: input block, 2026-11")

# Pictures and videos.
IMAGE_URL = Limit(3_000, "docs: image block, 2026-11")
IMAGE_ALT_TEXT = Limit(2_000, "docs: image block, 2026-11")
IMAGE_TITLE = Limit(2_000, "docs: image block, 2026-11")
VIDEO_TITLE = Limit(199, "docs: video block, fewer than 200, 2026-11")
VIDEO_DESCRIPTION = Limit(200, "slackblocks 3.0.0, 2026-11")
VIDEO_AUTHOR_NAME = Limit(49, "docs: video block, fewer than 50, 2026-11")
VIDEO_PROVIDER_NAME = Limit(50, "slackblocks 3.0.0, 2026-11")
VIDEO_TITLE_URL = Limit(2_000, "slackblocks 3.0.0, 2026-11")
VIDEO_ICON_URL = Limit(2_000, "slackblocks 3.0.0, 2026-11")
VIDEO_URL = Limit(3_000, "slackblocks 3.0.0, 2026-11")
VIDEO_ALT_TEXT = Limit(2_000, "slackblocks 3.0.0, 2026-11")

# Buttons, options and the dialog that asks again.
BUTTON_TEXT = Limit(75, "docs: button element, 2026-11")
BUTTON_VALUE = Limit(2_000, "docs: button element, 2026-11")
BUTTON_URL = Limit(3_000, "docs: button element, 2026-11")
ICON_BUTTON_USERS = Limit(10, "slackblocks 3.0.0, 2026-11")
ACCESSIBILITY_LABEL = Limit(75, "docs: button element, 2026-11")
CONFIRM_TITLE = Limit(100, "docs: confirmation dialog object, 2026-11")
CONFIRM_TEXT = Limit(300, "docs: confirmation dialog object, 2026-11")
CONFIRM_BUTTON = Limit(30, "docs: confirmation dialog object, 2026-11")
OPTION_TEXT = Limit(75, "docs: option object, 2026-11")
OPTION_VALUE = Limit(75, "types (docs and slackblocks say 150), 2026-11")
OPTION_DESCRIPTION = Limit(75, "docs: option object, 2026-11")
OPTION_URL = Limit(3_000, "docs: option object, 2026-11")
OPTION_GROUP_LABEL = Limit(75, "docs: option group object, 2026-11")
SELECT_OPTIONS = Limit(100, "docs: select menu element, 2026-11")
SELECT_OPTION_GROUPS = Limit(100, "docs: select menu element, 2026-11")
OVERFLOW_OPTIONS = Limit(5, "docs: overflow menu element, 2026-11")
CHOICE_OPTIONS = Limit(10, "docs: checkboxes and radio button elements, 2026-11")

# Inputs.
PLACEHOLDER = Limit(150, "docs: block elements, 2026-11")
TEXT_INPUT_LENGTH = Limit(3_000, "docs: plain-text input element, 2026-11")
FILE_INPUT_FILES = Limit(10, "docs: file input element, 2026-11")
DISPATCH_TRIGGERS = Limit(2, "docs: dispatch action configuration object, 2026-11")

# Rich text and tables.
RICH_TEXT_INDENT = Limit(8, "slackblocks 3.0.0, 2026-11")
RICH_TEXT_BORDER = Limit(1, "slackblocks 3.0.0, 2026-11")
TABLE_ROWS = Limit(100, "docs: table block, 2026-11")
TABLE_COLUMNS = Limit(20, "docs: table block, 2026-11")
TABLES_IN_MESSAGE = Limit(1, "docs: table block, 2026-11")
TABLE_TEXT = Limit(10_000, "docs: table block, summed over the message, 2026-11")
DATA_TABLE_ROWS = Limit(201, "docs: data table block, header row included, 2026-11")
DATA_TABLE_COLUMNS = Limit(20, "docs: data table block, 2026-11")
DATA_TABLE_PAGE_SIZE = Limit(100, "docs: data table block, 2026-11")
DATA_TABLE_TEXT = Limit(20_000, "docs: data table block, summed over the message, 2026-11")

# Charts.
CHARTS_IN_MESSAGE = Limit(2, "slackblocks 3.0.0, 2026-11")
CHART_TITLE = Limit(50, "docs: data visualization block, 2026-11")
CHART_AXIS_LABEL = Limit(50, "docs: data visualization block, 2026-11")
CHART_LABEL = Limit(20, "docs: data visualization block, 2026-11")
CHART_SERIES = Limit(6, "docs: data visualization block, older copy (newer: 12), 2026-11")
CHART_SEGMENTS = Limit(6, "docs: data visualization block, older copy (newer: 12), 2026-11")
CHART_CATEGORIES = Limit(20, "slackblocks 3.0.0, 2026-11")

# Whole messages and views.
MESSAGE_TEXT = Limit(4_000, "docs: chat.postMessage, advised (cut at 40,000), 2026-11")
MARKDOWN_TEXT_ARGUMENT = Limit(12_000, "docs: chat.postMessage, 2026-11")
BLOCKS_TEXT = Limit(12_000, "bolt-js#2509, a maintainer; all but data tables, 2026-11")
PLAIN_BLOCKS_TEXT = Limit(
    9_500, "bolt-js#2867: 9,597 taken, 11,341 not; without markdown and tables, 2026-11"
)
ATTACHMENTS = Limit(100, "docs: chat.postMessage, 2026-11")
METADATA_EVENT_TYPE = Limit(255, "our own, as for other names, 2026-11")
METADATA_BYTES = Limit(8_000, "our own; Slack names none in what we could read, 2026-11")
VIEW_TITLE = Limit(24, "docs: views, 2026-11")
VIEW_SUBMIT = Limit(24, "docs: views, 2026-11")
VIEW_CLOSE = Limit(24, "docs: views, 2026-11")
PRIVATE_METADATA = Limit(3_000, "docs: views, 2026-11")
VIEW_BYTES = Limit(250_000, "docs: views.open, view_too_large over 250 kB, 2026-11")
