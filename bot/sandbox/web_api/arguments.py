"""Reads a call's arguments from a query, a form or a JSON body."""

import json
from collections.abc import Set as AbstractSet
from urllib.parse import parse_qsl

from bot.sandbox.plain import Json
from bot.sandbox.web_api.errors import ApiError

_EVERYWHERE = frozenset({"token", "team_id"})
"""Arguments of every method: Bolt adds its workspace's id to each call."""


class Arguments:
    """The arguments of one call; each reader refuses a value of the wrong kind."""

    def __init__(self, values: Json) -> None:
        self._values = {name: value for name, value in values.items() if value is not None}

    def require_known(self, known: AbstractSet[str]) -> None:
        """Refuse arguments that the method does not have; Slack would ignore them.

        Raises:
            ApiError: an argument is unknown.

        """
        unknown = sorted(self._values.keys() - known - _EVERYWHERE)
        if unknown:
            raise _invalid(f"unknown argument: {', '.join(unknown)}")

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str) -> str:
        """Return a text, or nothing where it was not given."""
        value = self._values.get(name, "")
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise _invalid(f"{name} must be text")
        return str(value)

    def required(self, name: str) -> str:
        """Return a text that must be given."""
        value = self.text(name)
        if not value:
            raise _invalid(f"missing required field: {name}")
        return value

    def flag(self, name: str) -> bool:
        """Return a yes or no; not given is no."""
        value = self._values.get(name, False)
        if value in (True, "true", "1", 1):
            return True
        if value in (False, "false", "0", 0):
            return False
        raise _invalid(f"{name} must be true or false")

    def number(self, name: str, default: int) -> int:
        """Return a whole number."""
        try:
            return int(self.text(name) or default)
        except ValueError as error:
            raise _invalid(f"{name} must be a number") from error

    def json_object(self, name: str) -> Json:
        """Return a JSON object, sent as such or as text."""
        value = self._json(name)
        if not isinstance(value, dict):
            raise _invalid(f"{name} must be an object")
        return value

    def json_objects(self, name: str) -> list[Json]:
        """Return a list of JSON objects, sent as such or as text."""
        value = self._json(name)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise _invalid(f"{name} must be an array of objects")
        return value

    def payload(self, *names: str) -> Json:
        """Return these arguments, those that were given, with JSON texts read."""
        plain = {"text", "markdown_text", "thread_ts"}
        return {
            name: self._values[name] if name in plain else self._json(name)
            for name in names
            if name in self._values
        }

    def _json(self, name: str) -> object:
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        try:
            read: object = json.loads(value)
        except ValueError as error:
            raise _invalid(f"{name} must be JSON") from error
        return read


def read_arguments(*, query: str, body: bytes, content_type: str) -> Json:
    """Return what a request carries, from its query and its form or JSON body.

    Raises:
        ApiError: the body cannot be read.

    """
    values: Json = dict(parse_qsl(query))
    if not body:
        return values
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        return values | _json_body(body)
    if kind == "application/x-www-form-urlencoded":
        try:
            return values | dict(parse_qsl(body.decode(), keep_blank_values=True))
        except UnicodeDecodeError as error:
            raise ApiError("invalid_form_data") from error
    raise ApiError("invalid_post_type")


def _json_body(body: bytes) -> Json:
    try:
        read: object = json.loads(body)
    except ValueError as error:
        raise ApiError("invalid_json") from error
    if not isinstance(read, dict):
        raise ApiError("json_not_object")
    return read


def _invalid(reason: str) -> ApiError:
    return ApiError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {reason}"]})
