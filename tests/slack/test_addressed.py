import pytest

from bot.slack.addressed import Addressed, find_addressed

MENTION = {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.5"}
DIRECT = {"type": "message", "channel_type": "im", "user": "U1", "channel": "D1", "ts": "1.5"}


@pytest.mark.parametrize(
    ("event", "where"),
    [
        (MENTION, Addressed("C1", "1.5")),
        ({**MENTION, "thread_ts": "1.2"}, Addressed("C1", "1.2")),
        (DIRECT, Addressed("D1", None)),
        ({**DIRECT, "thread_ts": "1.2"}, Addressed("D1", "1.2")),
        ({**DIRECT, "channel_type": "channel"}, None),
        ({**MENTION, "bot_id": "B1"}, None),
        ({**DIRECT, "user": None}, None),
        ({"type": "member_joined_channel", "user": "U1", "channel": "C1"}, None),
    ],
)
def test_who_spoke_to_the_bot_is_answered_where_they_did(
    event: dict[str, object], where: Addressed | None
) -> None:
    assert find_addressed({"event": event}) == where


def test_a_request_that_is_no_event_was_not_said_to_the_bot() -> None:
    assert find_addressed({"type": "block_actions"}) is None
