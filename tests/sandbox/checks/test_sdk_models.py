"""What Slack's own Python models make of a sensible message or modal passes unchanged."""

import pytest
from slack_sdk.models import blocks as sdk
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from bot.sandbox.checks import check_blocks, check_view

OFTEN = sdk.Option(text=sdk.PlainTextObject(text="Weekly"), value="weekly")
RARELY = sdk.Option(text=sdk.PlainTextObject(text="Monthly"), value="monthly")
SURE = sdk.ConfirmObject(
    title=sdk.PlainTextObject(text="Release it?"),
    text=sdk.PlainTextObject(text="The names behind it are dropped for good."),
    confirm="Release",
    deny="Keep",
)
SPOKEN = sdk.RichTextSectionElement(
    elements=[
        sdk.RichTextElementParts.Text(
            text="Ship ", style=sdk.RichTextElementParts.TextStyle(bold=True)
        ),
        sdk.RichTextElementParts.Link(url="https://example.com", text="it"),
        sdk.RichTextElementParts.User(user_id="U0000000A1"),
    ]
)

IN_MESSAGES = [
    sdk.HeaderBlock(text="Pulse for week 3"),
    sdk.DividerBlock(),
    sdk.SectionBlock(text="*Four* of five answered"),
    sdk.SectionBlock(fields=["Ship", "Learn"], block_id="scores"),
    sdk.SectionBlock(
        text="Open the card",
        accessory=sdk.ButtonElement(text="Open", action_id="card.open", value="42"),
    ),
    sdk.ContextBlock(elements=[sdk.MarkdownTextObject(text="Only the *average* is shown")]),
    sdk.ContextBlock(
        elements=[sdk.ImageElement(image_url="https://example.com/a.png", alt_text="A face")]
    ),
    sdk.ActionsBlock(
        elements=[
            sdk.ButtonElement(text="Release", action_id="a", style="danger", confirm=SURE),
            sdk.StaticSelectElement(action_id="b", options=[OFTEN], initial_option=OFTEN),
            sdk.UserSelectElement(action_id="c", placeholder="Who"),
            sdk.ConversationSelectElement(
                action_id="d", filter=sdk.ConversationFilter(include=["public"])
            ),
            sdk.OverflowMenuElement(action_id="e", options=[OFTEN, RARELY]),
            sdk.DatePickerElement(action_id="f", initial_date="2026-01-05"),
            sdk.TimePickerElement(action_id="g", initial_time="09:30"),
            sdk.RadioButtonsElement(action_id="h", options=[OFTEN]),
            sdk.CheckboxesElement(action_id="i", options=[OFTEN], initial_options=[OFTEN]),
        ]
    ),
    sdk.ImageBlock(image_url="https://example.com/a.png", alt_text="A chart", title="Scores"),
    sdk.MarkdownBlock(text="# Pulse"),
    sdk.RichTextBlock(
        elements=[SPOKEN, sdk.RichTextListElement(style="bullet", indent=1, elements=[SPOKEN])]
    ),
    sdk.TableBlock(
        rows=[
            [{"type": "raw_text", "text": "Team"}, {"type": "raw_text", "text": "Score"}],
            [{"type": "raw_text", "text": "Fraud"}, {"type": "raw_text", "text": "3.5"}],
        ],
        column_settings=[{"is_wrapped": True}, {"align": "right"}],
    ),
    sdk.ContextActionsBlock(
        elements=[
            sdk.FeedbackButtonsElement(
                action_id="ask.helped",
                positive_button=sdk.FeedbackButtonObject(text="Helped", value="yes"),
                negative_button=sdk.FeedbackButtonObject(text="Did not", value="no"),
            )
        ]
    ),
    sdk.VideoBlock(
        title="How a pulse works",
        video_url="https://example.com/embed/1",
        thumbnail_url="https://example.com/1.png",
        alt_text="A screen recording",
    ),
]

INPUTS = [
    sdk.PlainTextInputElement(action_id="a", multiline=True, max_length=300),
    sdk.NumberInputElement(
        action_id="b", is_decimal_allowed=False, min_value="1", max_value="5", initial_value="3"
    ),
    sdk.UrlInputElement(action_id="c", initial_value="https://example.com"),
    sdk.EmailInputElement(action_id="d"),
    sdk.UserMultiSelectElement(action_id="e", max_selected_items=3),
    sdk.DateTimePickerElement(action_id="f", initial_date_time=1_767_600_000),
    FileInputElement(action_id="g", max_files=1),
    sdk.RichTextInputElement(action_id="h"),
]


@pytest.mark.parametrize("block", IN_MESSAGES, ids=lambda block: type(block).__name__)
def test_a_block_the_sdk_builds_passes_in_a_message(block: sdk.Block) -> None:
    assert check_blocks([block.to_dict()], surface="message") == []


@pytest.mark.parametrize("element", INPUTS, ids=lambda element: type(element).__name__)
def test_a_modal_the_sdk_builds_passes(element: sdk.InputInteractiveElement) -> None:
    view = View(
        type="modal",
        callback_id="handover.submitted",
        title="Hand over a model",
        submit="Store it",
        close="Not now",
        private_metadata="42",
        blocks=[
            sdk.InputBlock(block_id="what", label="What", element=element, hint="In a few words")
        ],
    )

    assert check_view(view.to_dict()) == []


def test_a_home_the_sdk_builds_passes() -> None:
    view = View(type="home", blocks=[sdk.SectionBlock(text="Nothing waits for you")])

    assert check_view(view.to_dict()) == []
