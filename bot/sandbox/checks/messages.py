"""Whole messages: text, blocks, attachments and metadata together."""

import json
from collections.abc import Iterator, Mapping

from bot.sandbox.checks import limits
from bot.sandbox.checks.composition import Written
from bot.sandbox.checks.problem import Place, Problem
from bot.sandbox.checks.rules import Flag, ListOf, Rule, Shape, String, Whole
from bot.sandbox.checks.stack import check_stack


def check_message(payload: Mapping[str, object]) -> list[Problem]:
    """Say what is wrong with a message's text, blocks, attachments and metadata.

    Other arguments, such as the channel, are the method's to check. An argument that is None counts
    as not given.
    """
    return list(_check(payload))


def json_bytes(value: object) -> int:
    """Measure a payload as it travels: UTF-8 JSON without spaces."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), skipkeys=True, default=str)
    return len(text.encode("utf-8", "surrogatepass"))


def _check(payload: Mapping[str, object]) -> Iterator[Problem]:
    given = {key: value for key, value in payload.items() if value is not None}
    at = Place("message", code="invalid_arguments")
    yield from _check_text(given, at)
    if "blocks" in given:
        yield from check_stack(given["blocks"], at.coded("invalid_blocks").into("blocks"))
    if "attachments" in given:
        place = at.coded("invalid_attachments").into("attachments")
        yield from ListOf(_ATTACHMENT, limits.ATTACHMENTS, 0).check(given["attachments"], place)
    if "metadata" in given:
        yield from _check_metadata(given["metadata"], at.into("metadata"))


def _check_text(given: Mapping[str, object], at: Place) -> Iterator[Problem]:
    if "markdown_text" in given:
        place = at.into("markdown_text")
        if "text" in given or "blocks" in given:
            conflict = place.coded("markdown_text_conflict")
            yield conflict.problem("can't stand beside text or blocks")
        long = place.coded("msg_too_long")
        yield from Written(limits.MARKDOWN_TEXT_ARGUMENT).check(given["markdown_text"], long)
        return
    text, place = given.get("text", ""), at.into("text")
    if not isinstance(text, str):
        yield place.problem("must be a string")
    elif not text.strip():
        # Slack takes a message of blocks alone, but then notifications and screen readers have
        # nothing to show.
        yield place.coded("no_text").problem("is required, beside blocks too")
    elif len(text) > limits.MESSAGE_TEXT.value:
        problem = f"must be less than {limits.MESSAGE_TEXT.value + 1} characters"
        yield place.coded("msg_too_long").problem(problem)


def _check_metadata(metadata: object, at: Place) -> Iterator[Problem]:
    yield from _METADATA.check(metadata, at.coded("invalid_metadata_format"))
    if json_bytes(metadata) > limits.METADATA_BYTES.value:
        problem = f"must be no more than {limits.METADATA_BYTES.value} bytes"
        yield at.coded("metadata_too_large").problem(problem)


class _Stack:
    """The blocks of an attachment keep the same rules as a message's."""

    def check(self, value: object, at: Place) -> Iterator[Problem]:
        """Yield each problem found in `value`."""
        yield from check_stack(value, at)


class _Payload:
    """What a metadata event carries: plain values, and objects of plain values one level down."""

    def check(self, value: object, at: Place) -> Iterator[Problem]:
        """Yield each problem found in `value`."""
        if not isinstance(value, Mapping):
            yield at.problem("must be an object")
            return
        for key, inner in value.items():
            entries = inner if isinstance(inner, list | tuple) else [inner]
            is_list = entries is inner
            if not all(_is_flat(entry) or (_is_plain(entry) and not is_list) for entry in entries):
                problem = "must be a string, number, boolean, flat object or list of flat objects"
                yield at.into(str(key)).problem(problem)


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float)


def _is_flat(value: object) -> bool:
    return isinstance(value, Mapping) and all(map(_is_plain, value.values()))


_ATTACHMENT_TEXTS = (
    "author_icon", "author_link", "author_name", "color", "fallback", "footer", "footer_icon",
    "image_url", "pretext", "text", "thumb_url", "title", "title_link",
)  # fmt: skip

_ATTACHMENT_FIELDS: dict[str, Rule] = {
    **dict.fromkeys(_ATTACHMENT_TEXTS, String()),
    "blocks": _Stack(),
    "fields": ListOf(Shape({"title": String(), "value": String()}, {"short": Flag()})),
    "mrkdwn_in": ListOf(String()),
    "ts": Whole(),
}

_ATTACHMENT = Shape(optional=_ATTACHMENT_FIELDS)

_METADATA = Shape(
    required={
        "event_type": String(
            limits.METADATA_EVENT_TYPE,
            pattern=r"[A-Za-z0-9_]+",
            form="letters, digits and underscores",
        ),
        "event_payload": _Payload(),
    }
)
