"""Payloads that answer a command or a press: sent to a response_url, or inside the ack."""

from collections.abc import Mapping

from bot.sandbox.checks.messages import check_message
from bot.sandbox.checks.problem import Place, Problem
from bot.sandbox.checks.rules import Flag, OneOf, Rule, String

_MESSAGE = frozenset({"text", "blocks", "attachments", "metadata"})

_MANNER: dict[str, Rule] = {
    "response_type": OneOf(("ephemeral", "in_channel")),
    "replace_original": Flag(),
    "delete_original": Flag(),
    "thread_ts": String(pattern=r"\d+\.\d{6}", form="the ts of a message"),
    "unfurl_links": Flag(),
    "unfurl_media": Flag(),
}


def check_response(payload: Mapping[str, object]) -> list[Problem]:
    """Say what is wrong with a payload sent to a response_url or in a slash command's ack.

    It holds a message and the manner of its posting, or asks for the original to be deleted and
    holds no message at all.
    """
    at = Place("message", code="invalid_payload")
    given = {key: value for key, value in payload.items() if value is not None}
    problems: list[Problem] = []
    for key, value in given.items():
        if key in _MANNER:
            problems.extend(_MANNER[key].check(value, at.into(key)))
        elif key not in _MESSAGE:
            problems.append(at.problem(f"invalid additional property: {key}"))
    if given.get("delete_original") is not True:
        return [*problems, *check_message(given)]
    if given.get("replace_original") is True or _MESSAGE & given.keys():
        problems.append(at.into("delete_original").problem("can't be asked beside a new message"))
    return problems
