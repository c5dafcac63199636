"""The forms in which settings are written: tokens, addresses, lists of people."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.errors import UserFacingError


class SettingsError(UserFacingError):
    """A setting is missing or wrong; the text names it and the remedy."""


@dataclass(frozen=True)
class Address:
    """Where to listen."""

    host: str
    port: int


def require_token(token: SecretStr | None, name: str, *, prefix: str) -> SecretStr:
    """Return a token of the right kind.

    Raises:
        SettingsError: it is missing or is another kind of token.

    """
    if token is None or not token.get_secret_value():
        raise SettingsError(
            f"{name} is not set. It starts with {prefix} and stands in your Slack app's settings; "
            "README.md says where. To try the bot without Slack, run: mlops-bot sandbox"
        )
    if not token.get_secret_value().startswith(prefix):
        raise SettingsError(f"{name} does not start with {prefix}, so it is another kind of token.")
    return token


def read_address(text: str) -> Address:
    """Read HOST:PORT; an IPv6 host stands in brackets.

    Raises:
        SettingsError: it is none.

    """
    host, _, port = text.strip().rpartition(":")
    is_bracketed = host.startswith("[") and host.endswith("]")
    if not host or (":" in host and not is_bracketed) or not _is_port(port):
        raise SettingsError(
            f"{text!r} is no address to listen at. --http and MLOPS_HTTP take HOST:PORT, such as "
            "127.0.0.1:3000."
        )
    return Address(host.strip("[]"), int(port))


def read_user_ids(text: str, name: str) -> tuple[str, ...]:
    """Read Slack's ids of people, with commas or spaces between.

    Raises:
        SettingsError: something in it is no such id.

    """
    ids = tuple(dict.fromkeys(text.replace(",", " ").split()))
    wrong = [each for each in ids if not re.fullmatch(r"[UW][A-Z0-9]{2,39}", each)]
    if wrong:
        raise SettingsError(
            f"{name} has {wrong[0]!r}, which is no Slack user id. They look like U012AB3CD and "
            "stand in each person's profile in Slack, under More; put commas between them."
        )
    return ids


def read_folder_url(text: str, name: str) -> str:
    """Read the address of a folder on the web, and return it ending with a slash.

    Raises:
        SettingsError: it is none.

    """
    try:
        url = urlsplit(text)
        is_folder = url.scheme in {"http", "https"} and url.hostname is not None
    except ValueError:
        is_folder = False
    if not is_folder or any(sign in text for sign in "?#|<> "):
        raise SettingsError(
            f"{name} is not the address of a folder, such as "
            "https://git.example.com/us/playbook/blob/main/. A page's path is put behind it."
        )
    return f"{text.rstrip('/')}/"


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= 65535
