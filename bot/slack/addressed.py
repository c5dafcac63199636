"""Tells what was said to the bot from everything else that it hears."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Addressed:
    """Where to answer somebody who wrote to the bot.

    Args:
        channel: the channel, or the direct message.
        thread_ts: the thread in it, if it is to be one.

    """

    channel: str
    thread_ts: str | None

    @property
    def place(self) -> str:
        """Name the thread or direct message."""
        return f"{self.channel}:{self.thread_ts}" if self.thread_ts else self.channel


def may_be_from_elsewhere(body: Mapping[str, Any]) -> bool:
    """Whether what was said may come from another workspace; who said it is then looked up.

    In an organisation of several workspaces a colleague may have another one too.
    """
    event = body.get("event") or {}
    teams = {event.get("user_team"), event.get("source_team")} - {None, body.get("team_id")}
    return bool(teams)


def find_addressed(body: Mapping[str, Any]) -> Addressed | None:
    """Return where to answer: in a mention's thread, or in the direct message.

    None for every other event, and for what bots say: nobody waits for a word.
    """
    event = body.get("event") or {}
    is_mention = event.get("type") == "app_mention"
    if not is_mention and event.get("channel_type") != "im":
        return None
    if not event.get("user") or event.get("bot_id"):
        return None
    thread_ts = event.get("thread_ts") or (event["ts"] if is_mention else None)
    return Addressed(str(event["channel"]), thread_ts)
