"""How what people do reaches the bot: there are two ways in, and the bot has one of them."""

from typing import Protocol


class WayIn(Protocol):
    """Brings Slack's requests to the Bolt app."""

    @property
    def is_connected(self) -> bool:
        """Whether what people do reaches the bot just now."""
        ...

    def start(self) -> None:
        """Let Slack's requests in.

        Raises:
            UserFacingError: what was set does not let them in.
            SlackApiError: Slack refuses.
            OSError: Slack cannot be reached.

        """
        ...

    def stop(self) -> None:
        """Let no more in, and return once those under way are acknowledged."""
        ...
