"""Text, options, confirmation dialogs and filters: the parts that elements and blocks share."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.checks import limits
from bot.sandbox.checks.limits import Limit
from bot.sandbox.checks.problem import Place, Problem
from bot.sandbox.checks.relations import at_least_one_of, distinct, exactly_one_of
from bot.sandbox.checks.rules import Flag, ListOf, OneOf, Rule, Shape, String, Tagged

ACTION_ID = String(limits.ACTION_ID)
BLOCK_ID = String(limits.BLOCK_ID)


@dataclass(frozen=True)
class Url:
    """A whole address; without its scheme Slack makes no link of it."""

    at_most: Limit
    schemes: str = "https?"

    def check(self, value: object, at: Place) -> Iterator[Problem]:
        """Yield each problem found in `value`."""
        address = String(self.at_most, pattern=rf"(?i:{self.schemes})://\S+", form="a full URL")
        yield from address.check(value, at)


@dataclass(frozen=True)
class Written:
    """Text that people read: not blank, whatever its length."""

    at_most: Limit

    def check(self, value: object, at: Place) -> Iterator[Problem]:
        """Yield each problem found in `value`."""
        yield from String(self.at_most, pattern=r"(?s:.*\S.*)", form="more than spaces").check(
            value, at
        )


def plain_text(at_most: Limit) -> Rule:
    """Describe a text object where Slack takes no formatting."""
    return Tagged({"plain_text": Shape({"text": Written(at_most)}, {"emoji": Flag()})})


def any_text(at_most: Limit) -> Rule:
    """Describe a text object where Slack takes formatting too."""
    return Tagged(any_text_kinds(at_most))


def any_text_kinds(at_most: Limit) -> dict[str, Shape]:
    """List both kinds of text object, for lists that hold other things besides text."""
    return {
        "plain_text": Shape({"text": Written(at_most)}, {"emoji": Flag()}),
        "mrkdwn": Shape({"text": Written(at_most)}, {"verbatim": Flag()}),
    }


CONFIRM = Shape(
    required={
        "title": plain_text(limits.CONFIRM_TITLE),
        "text": plain_text(limits.CONFIRM_TEXT),
        "confirm": plain_text(limits.CONFIRM_BUTTON),
        "deny": plain_text(limits.CONFIRM_BUTTON),
    },
    optional={"style": OneOf(("primary", "danger"))},
)

MENU_OPTION = Shape(
    required={"text": plain_text(limits.OPTION_TEXT), "value": String(limits.OPTION_VALUE)},
    optional={"description": plain_text(limits.OPTION_DESCRIPTION)},
)

OVERFLOW_OPTION = Shape(
    required=MENU_OPTION.required,
    optional={**MENU_OPTION.optional, "url": Url(limits.OPTION_URL)},
)

CHOICE_OPTION = Shape(
    required={"text": any_text(limits.OPTION_TEXT), "value": String(limits.OPTION_VALUE)},
    optional={"description": any_text(limits.OPTION_DESCRIPTION)},
)

OPTION_GROUP = Shape(
    required={
        "label": plain_text(limits.OPTION_GROUP_LABEL),
        "options": ListOf(MENU_OPTION, limits.SELECT_OPTIONS),
    },
)

CONVERSATION_FILTER = Shape(
    optional={
        "include": ListOf(OneOf(("im", "mpim", "private", "public"))),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    },
    relations=(
        at_least_one_of("include", "exclude_external_shared_channels", "exclude_bot_users"),
        distinct("include"),
    ),
)

DISPATCH_ACTION_CONFIG = Shape(
    required={
        "trigger_actions_on": ListOf(
            OneOf(("on_enter_pressed", "on_character_entered")), limits.DISPATCH_TRIGGERS
        )
    },
    relations=(distinct("trigger_actions_on"),),
)

SLACK_FILE = Shape(
    optional={
        # The form by python-slack-sdk#1521, where a maintainer's advice met it.
        "id": String(pattern=r"F[A-Z0-9]{8,}", form="the id of a file"),
        "url": Url(limits.IMAGE_URL),
    },
    relations=(exactly_one_of("id", "url"),),
)
