from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.sandbox.plain import objects
from bot.sandbox.server import SandboxServer
from tests.sandbox.driving import GENERAL, Person, get, post


def test_a_rate_limit_says_when_to_come_back_and_is_used_up(
    server: SandboxServer, client: WebClient
) -> None:
    fault = {"method": "chat.postMessage", "kind": "rate_limited", "retry_after": 7}
    post(server, "faults", {**fault, "times": 1})

    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=GENERAL, text="Hi")
    second = client.chat_postMessage(channel=GENERAL, text="Hi")

    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "7"
    assert second["ok"]


def test_the_sdks_own_handler_gets_over_a_rate_limit(
    server: SandboxServer, client: WebClient
) -> None:
    post(server, "faults", {"kind": "rate_limited", "retry_after": 0})
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))

    assert client.chat_postMessage(channel=GENERAL, text="Hi")["ok"]


def test_a_lost_response_leaves_the_message_behind(
    server: SandboxServer, client: WebClient
) -> None:
    post(server, "faults", {"method": "chat.postMessage", "kind": "lost_response"})
    client.retry_handlers.clear()

    with pytest.raises((URLError, ConnectionError)):
        client.chat_postMessage(channel=GENERAL, text="Hi")

    assert Person(server).texts(GENERAL) == ["Hi"]


def test_faults_can_be_looked_at(server: SandboxServer) -> None:
    post(server, "faults", {"kind": "server_error", "method": "users.info", "times": 2})

    [fault] = objects(get(server, "faults")["faults"])

    assert (fault["kind"], fault["method"], fault["times"]) == ("server_error", "users.info", 2)
