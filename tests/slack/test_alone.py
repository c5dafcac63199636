"""What answers one person's act reaches them wherever they acted."""

from typing import Any

from slack_bolt import Respond
from slack_sdk import WebClient

from bot.slack import blocks
from bot.slack.alone import show_alone


class Posting(WebClient):
    """Slack, as far as it takes messages."""

    def __init__(self) -> None:
        super().__init__(token="xoxb-none")
        self.posted: list[dict[str, Any]] = []

    def chat_postMessage(self, **message: Any) -> Any:  # noqa: N802 - Slack's name
        self.posted.append(message)


def test_what_was_pressed_on_home_is_answered_by_direct_message() -> None:
    client = Posting()
    on_home = Respond(response_url=None)

    show_alone(on_home, client, user_id="U1", text="Stored.", blocks=[blocks.section("Stored.")])

    assert [(each["channel"], each["text"]) for each in client.posted] == [("U1", "Stored.")]
