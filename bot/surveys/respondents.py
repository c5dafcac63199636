"""Hides who answered: a person is another respondent to every item."""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from bot.errors import UserFacingError


class SecretLostError(UserFacingError):
    """Items are open that were asked under a secret that is not there any more."""


@dataclass(frozen=True)
class ItemKey:
    """An open item's own 32 random bytes, and the mark of the secret that they go with."""

    key: bytes
    mark: bytes


class Secrets:
    """The installation's secrets: the first hides new items, the others those still open.

    Args:
        values: the secrets, the newest first; at least one.

    """

    def __init__(self, values: Sequence[bytes]) -> None:
        self._current = values[0]
        self._by_mark = {_mark(value): value for value in values}

    def new_key(self) -> ItemKey:
        """Make the key of a new item."""
        return ItemKey(secrets.token_bytes(32), _mark(self._current))

    def knows(self, mark: bytes) -> bool:
        """Whether the secret of this mark is here."""
        return mark in self._by_mark

    def hide(self, user_id: str, item_key: ItemKey) -> bytes:
        """Return who answered as 128 bits that say nothing without both secrets.

        HMAC-SHA256 over the item's own bytes and the person, keyed by the installation's secret: a
        person's answers to two items cannot be joined, and once the item's bytes are destroyed
        nobody can tell who gave any.

        Raises:
            SecretLostError: the secret under which the item was asked is not here.

        """
        secret = self._by_mark.get(item_key.mark)
        if secret is None:
            raise SecretLostError(
                "That wasn't stored: this statement was asked under a secret that the bot has "
                "lost. Others come with the next pulse."
            )
        return hmac.new(secret, item_key.key + user_id.encode(), sha256).digest()[:16]


def _mark(secret: bytes) -> bytes:
    """Return eight bytes by which a secret is known again, and which do not give it away."""
    return hmac.new(secret, b"mark of this secret", sha256).digest()[:8]
