"""Slack's text markup: mentions, dates, and keeping people's words from being read as markup."""

from datetime import datetime

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escape(words: str) -> str:
    """Return words that Slack shows as they are, so that nobody can smuggle in a mention."""
    return words.translate(_ESCAPES)


def mention(user_id: str) -> str:
    """Return a person's name as a link."""
    return f"<@{user_id}>"


def mentions(user_ids: tuple[str, ...]) -> str:
    """Return several people, the last one joined by "and"."""
    names = [mention(user_id) for user_id in user_ids]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def channel(channel_id: str) -> str:
    """Return a channel's name as a link."""
    return f"<#{channel_id}>"


def moment(at: datetime) -> str:
    """Return a moment that each reader sees in their own time zone."""
    fallback = f"{at:%A %d %B, %H:%M} UTC"
    return f"<!date^{int(at.timestamp())}^{{date_long}}, {{time}}|{fallback}>"
