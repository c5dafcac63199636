"""Socket Mode: the bot calls Slack and keeps a connection; nothing needs to reach this machine."""

from contextlib import suppress
from typing import Final

from pydantic import SecretStr
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.slack.bolt import THREADS

_PING_SECONDS: Final = 2
"""Ten, the default, leaves the bot deaf for a minute after a lost connection."""


class SocketMode:
    """The way in through a connection that the bot opens."""

    def __init__(self, app: App, app_token: SecretStr, web_client: WebClient) -> None:
        self._handler = SocketModeHandler(
            app,
            app_token.get_secret_value(),
            web_client=web_client,
            ping_interval=_PING_SECONDS,
            concurrency=THREADS,
        )

    @property
    def is_connected(self) -> bool:
        """Whether the connection stands."""
        return bool(self._handler.client.is_connected())

    def start(self) -> None:
        """Open the connection."""
        self._handler.connect()

    def stop(self) -> None:
        """Close the connection for good."""
        client = self._handler.client
        client.auto_reconnect_enabled = False
        # The SDK's thread waits up to a second for a message before it looks whether all is over.
        client.closed = True
        client.enqueue_message("")
        with suppress(OSError):
            self._handler.close()
