"""Select menus: one choice or several, from options, people, conversations or elsewhere."""

from bot.sandbox.checks import limits
from bot.sandbox.checks.composition import (
    ACTION_ID,
    CONFIRM,
    CONVERSATION_FILTER,
    MENU_OPTION,
    OPTION_GROUP,
    plain_text,
)
from bot.sandbox.checks.relations import (
    distinct,
    distinct_options,
    exactly_one_of,
    initial_is_offered,
    selection_fits,
)
from bot.sandbox.checks.rules import Flag, ListOf, Relation, Rule, Shape, String, Whole

_COMMON: dict[str, Rule] = {
    "action_id": ACTION_ID,
    "placeholder": plain_text(limits.PLACEHOLDER),
    "confirm": CONFIRM,
    "focus_on_load": Flag(),
}
_SEVERAL: dict[str, Rule] = {"max_selected_items": Whole(at_least=1)}
_OPTIONS: dict[str, Rule] = {
    "options": ListOf(MENU_OPTION, limits.SELECT_OPTIONS),
    "option_groups": ListOf(OPTION_GROUP, limits.SELECT_OPTION_GROUPS),
}
_FROM_OPTIONS: tuple[Relation, ...] = (
    exactly_one_of("options", "option_groups"),
    distinct_options,
    initial_is_offered,
)
_CONVERSATIONS: dict[str, Rule] = {
    "default_to_current_conversation": Flag(),
    "filter": CONVERSATION_FILTER,
}
_QUERY: dict[str, Rule] = {"min_query_length": Whole(at_least=0)}
_IDS = ListOf(String())
_MENU_OPTIONS = ListOf(MENU_OPTION, limits.SELECT_OPTIONS)


def _one(**fields: Rule) -> Shape:
    return Shape(optional={**_COMMON, **fields})


def _several(initial: str, **fields: Rule) -> Shape:
    return Shape(
        optional={**_COMMON, **_SEVERAL, initial: _IDS, **fields},
        relations=(selection_fits(initial), distinct(initial)),
    )


SELECTS: dict[str, Shape] = {
    "static_select": Shape(
        optional={**_COMMON, **_OPTIONS, "initial_option": MENU_OPTION},
        relations=_FROM_OPTIONS,
    ),
    "external_select": _one(initial_option=MENU_OPTION, **_QUERY),
    "users_select": _one(initial_user=String()),
    "conversations_select": _one(
        initial_conversation=String(), response_url_enabled=Flag(), **_CONVERSATIONS
    ),
    "channels_select": _one(initial_channel=String(), response_url_enabled=Flag()),
}

MULTI_SELECTS: dict[str, Shape] = {
    "multi_static_select": Shape(
        optional={**_COMMON, **_SEVERAL, **_OPTIONS, "initial_options": _MENU_OPTIONS},
        relations=(*_FROM_OPTIONS, selection_fits("initial_options")),
    ),
    "multi_external_select": Shape(
        optional={**_COMMON, **_SEVERAL, **_QUERY, "initial_options": _MENU_OPTIONS},
        relations=(selection_fits("initial_options"),),
    ),
    "multi_users_select": _several("initial_users"),
    "multi_conversations_select": _several("initial_conversations", **_CONVERSATIONS),
    "multi_channels_select": _several("initial_channels"),
}
