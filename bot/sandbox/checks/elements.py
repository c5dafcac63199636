"""Buttons, pickers and inputs: what a person can press, choose or fill in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.sandbox.checks import limits
from bot.sandbox.checks.composition import (
    ACTION_ID,
    CHOICE_OPTION,
    CONFIRM,
    DISPATCH_ACTION_CONFIG,
    OVERFLOW_OPTION,
    SLACK_FILE,
    Url,
    plain_text,
)
from bot.sandbox.checks.problem import Place, Problem
from bot.sandbox.checks.relations import (
    distinct_options,
    exactly_one_of,
    initial_is_offered,
    initial_number_fits,
    initial_text_fits,
    not_above,
    whole_unless_decimals,
)
from bot.sandbox.checks.rich_text import RICH_TEXT
from bot.sandbox.checks.rules import Flag, ListOf, OneOf, Rule, Shape, String, Tagged, Whole


@dataclass(frozen=True)
class Day:
    """A day of the calendar, as a date picker wants it."""

    def check(self, value: object, at: Place) -> Iterator[Problem]:
        """Yield each problem found in `value`."""
        text = value if isinstance(value, str) else ""
        try:
            is_day = date.fromisoformat(text).isoformat() == text
        except ValueError:
            is_day = False
        if not is_day:
            yield at.problem("must be a date in the format YYYY-MM-DD")


_FOCUS: dict[str, Rule] = {"action_id": ACTION_ID, "focus_on_load": Flag()}
_ASKED: dict[str, Rule] = {**_FOCUS, "confirm": CONFIRM}
_PLACEHOLDER: dict[str, Rule] = {"placeholder": plain_text(limits.PLACEHOLDER)}
_TYPED: dict[str, Rule] = {
    **_FOCUS,
    **_PLACEHOLDER,
    "dispatch_action_config": DISPATCH_ACTION_CONFIG,
}
_CHOICES = ListOf(CHOICE_OPTION, limits.CHOICE_OPTIONS)
_NUMERAL = String(pattern=r"-?\d+(\.\d+)?", form="a number in a string")

BUTTON = Shape(
    required={"text": plain_text(limits.BUTTON_TEXT)},
    optional={
        "action_id": ACTION_ID,
        "url": Url(limits.BUTTON_URL, schemes="https?|slack"),
        "value": String(limits.BUTTON_VALUE),
        "style": OneOf(("primary", "danger")),
        "confirm": CONFIRM,
        "accessibility_label": String(limits.ACCESSIBILITY_LABEL),
    },
)

OVERFLOW = Shape(
    required={"options": ListOf(OVERFLOW_OPTION, limits.OVERFLOW_OPTIONS)},
    optional={"action_id": ACTION_ID, "confirm": CONFIRM},
    relations=(distinct_options,),
)

IMAGE = Shape(
    required={"alt_text": String(limits.IMAGE_ALT_TEXT)},
    optional={"image_url": Url(limits.IMAGE_URL), "slack_file": SLACK_FILE},
    relations=(exactly_one_of("image_url", "slack_file"),),
)

RADIO_BUTTONS = Shape(
    required={"options": _CHOICES},
    optional={**_ASKED, "initial_option": CHOICE_OPTION},
    relations=(distinct_options, initial_is_offered),
)

CHECKBOXES = Shape(
    required={"options": _CHOICES},
    optional={**_ASKED, "initial_options": _CHOICES},
    relations=(distinct_options, initial_is_offered),
)

DATE_PICKER = Shape(optional={**_ASKED, **_PLACEHOLDER, "initial_date": Day()})

TIME_PICKER = Shape(
    optional={
        **_ASKED,
        **_PLACEHOLDER,
        "initial_time": String(pattern=r"([01]\d|2[0-3]):[0-5]\d", form="in the format HH:mm"),
        "timezone": String(),
    }
)

DATE_TIME_PICKER = Shape(
    optional={**_ASKED, "initial_date_time": Whole(at_least=1_000_000_000)},
    surfaces=frozenset({"message", "modal"}),
)

PLAIN_TEXT_INPUT = Shape(
    optional={
        **_TYPED,
        "initial_value": String(limits.TEXT_INPUT_LENGTH, at_least=0),
        "multiline": Flag(),
        "min_length": Whole(0, limits.TEXT_INPUT_LENGTH),
        "max_length": Whole(1, limits.TEXT_INPUT_LENGTH),
    },
    relations=(not_above("min_length", "max_length"), initial_text_fits),
)

RICH_TEXT_INPUT = Shape(
    optional={**_TYPED, "initial_value": Tagged({"rich_text": RICH_TEXT})},
    surfaces=frozenset({"modal", "home"}),
)

NUMBER_INPUT = Shape(
    required={"is_decimal_allowed": Flag()},
    optional={**_TYPED, "initial_value": _NUMERAL, "min_value": _NUMERAL, "max_value": _NUMERAL},
    relations=(not_above("min_value", "max_value"), initial_number_fits, whole_unless_decimals),
    surfaces=frozenset({"modal"}),
)

EMAIL_INPUT = Shape(
    optional={**_TYPED, "initial_value": String(pattern=r"[^@\s]+@[^@\s]+", form="an address")},
    surfaces=frozenset({"modal"}),
)

URL_INPUT = Shape(
    optional={**_TYPED, "initial_value": Url(limits.TEXT_INPUT_LENGTH)},
    surfaces=frozenset({"modal"}),
)

FILE_INPUT = Shape(
    optional={
        "action_id": ACTION_ID,
        "filetypes": ListOf(String()),
        "max_files": Whole(1, limits.FILE_INPUT_FILES),
    },
    surfaces=frozenset({"modal"}),
)

_FEEDBACK_BUTTON = Shape(
    required={
        "text": plain_text(limits.BUTTON_TEXT),
        "value": String(limits.BUTTON_VALUE),
    },
    optional={"accessibility_label": String(limits.ACCESSIBILITY_LABEL)},
)

FEEDBACK_BUTTONS = Shape(
    required={"positive_button": _FEEDBACK_BUTTON, "negative_button": _FEEDBACK_BUTTON},
    optional={"action_id": ACTION_ID},
)

ICON_BUTTON = Shape(
    required={"icon": OneOf(("trash",)), "text": plain_text(limits.BUTTON_TEXT)},
    optional={
        "action_id": ACTION_ID,
        "value": String(limits.BUTTON_VALUE),
        "confirm": CONFIRM,
        "accessibility_label": String(limits.ACCESSIBILITY_LABEL),
        "visible_to_user_ids": ListOf(String(), limits.ICON_BUTTON_USERS),
    },
)
