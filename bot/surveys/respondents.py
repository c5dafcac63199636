"""Hides who answered: a person is another respondent to every item."""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from bot.errors import UserFacingError

_NONCE: Final = 16
_TAG: Final = 16
_MARK: Final = 8
LONGEST_SEALED: Final = 32
"""As many bytes as one HMAC-SHA256 hides."""


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

    def seal(self, plain: bytes, *, about: int) -> bytes:
        """Return a few bytes about an item as nobody reads them without the secret.

        They are hidden by a pad of their own, HMAC-SHA256 over 16 random bytes and the item, and a
        second HMAC over the result tells whether anybody changed it or laid it beside another item.

        Raises:
            ValueError: there are more bytes than the pad is long.

        """
        if len(plain) > LONGEST_SEALED:
            raise ValueError("Too long to be sealed.")
        head = _mark(self._current) + secrets.token_bytes(_NONCE)
        bound = head + about.to_bytes(8, "big")
        hidden = _xor(plain, _pad(self._current, bound))
        return head + hidden + _tag(self._current, bound + hidden)

    def unseal(self, sealed: bytes, *, about: int) -> bytes | None:
        """Return what was sealed; None where the secret is lost, or the bytes are not as sealed."""
        secret = self._by_mark.get(sealed[:_MARK])
        if secret is None:
            return None
        head, hidden, tag = sealed[: _MARK + _NONCE], sealed[_MARK + _NONCE : -_TAG], sealed[-_TAG:]
        bound = head + about.to_bytes(8, "big")
        if not hmac.compare_digest(tag, _tag(secret, bound + hidden)):
            return None
        return _xor(hidden, _pad(secret, bound))


def _pad(secret: bytes, head: bytes) -> bytes:
    key = hmac.new(secret, b"what hides a share", sha256).digest()
    return hmac.new(key, head, sha256).digest()


def _tag(secret: bytes, sealed: bytes) -> bytes:
    key = hmac.new(secret, b"what seals a share", sha256).digest()
    return hmac.new(key, sealed, sha256).digest()[:_TAG]


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=False))


def _mark(secret: bytes) -> bytes:
    """Return eight bytes by which a secret is known again, and which do not give it away."""
    return hmac.new(secret, b"mark of this secret", sha256).digest()[:8]
