"""Rich text: sections, lists, quotes and code, made of runs of text, links and mentions."""

from bot.sandbox.checks import limits
from bot.sandbox.checks.composition import BLOCK_ID, Url
from bot.sandbox.checks.rules import Flag, ListOf, OneOf, Rule, Shape, String, Tagged, Whole

_STYLE: dict[str, Rule] = {
    "style": Shape(
        optional={name: Flag() for name in ("bold", "italic", "strike", "code", "underline")}
    )
}
_LINK = Url(limits.BUTTON_URL, schemes="https?|slack")

_RUNS: dict[str, Shape] = {
    "text": Shape({"text": String()}, _STYLE),
    "link": Shape({"url": _LINK}, {"text": String(), "unsafe": Flag(), **_STYLE}),
    "emoji": Shape({"name": String()}, {"unicode": String(), "skin_tone": Whole(1), **_STYLE}),
    "user": Shape({"user_id": String()}, _STYLE),
    "usergroup": Shape({"usergroup_id": String()}, _STYLE),
    "channel": Shape({"channel_id": String()}, _STYLE),
    "team": Shape({"team_id": String()}, _STYLE),
    "broadcast": Shape({"range": OneOf(("here", "channel", "everyone"))}, _STYLE),
    "color": Shape({"value": String(pattern="#[0-9A-Fa-f]{6}", form="a hex colour")}, _STYLE),
    "date": Shape(
        {"timestamp": Whole(), "format": String()},
        {"url": _LINK, "fallback": String(), **_STYLE},
    ),
}

_RUN_LIST = ListOf(Tagged(_RUNS))
_CODE_LIST = ListOf(Tagged({kind: _RUNS[kind] for kind in ("text", "link")}))
_BORDER: dict[str, Rule] = {"border": Whole(0, limits.RICH_TEXT_BORDER)}
_SECTION = Shape({"elements": _RUN_LIST})

_PARTS: dict[str, Shape] = {
    "rich_text_section": _SECTION,
    "rich_text_list": Shape(
        {
            "style": OneOf(("bullet", "ordered")),
            "elements": ListOf(Tagged({"rich_text_section": _SECTION})),
        },
        {"indent": Whole(0, limits.RICH_TEXT_INDENT), "offset": Whole(), **_BORDER},
    ),
    "rich_text_quote": Shape({"elements": _RUN_LIST}, _BORDER),
    "rich_text_preformatted": Shape({"elements": _CODE_LIST}, {"language": String(), **_BORDER}),
}

RICH_TEXT = Shape({"elements": ListOf(Tagged(_PARTS))}, {"block_id": BLOCK_ID})
