"""Seals what a closed item brings to its parent's figure, for as long as that is not decided.

Of a team with one member the three numbers are that member's score. Sealed, they take the
installation's secret, as who answered an open item does.
"""

import struct
from typing import Final

from bot.surveys.figures import Tally
from bot.surveys.respondents import Secrets

_NUMBERS: Final = struct.Struct(">III")
"""Always of one length, so that it tells nothing of what is in it."""


def seal_tally(secrets: Secrets, item_id: int, scores: Tally) -> bytes:
    """Return an item's scores as they are kept."""
    plain = _NUMBERS.pack(scores.total, scores.scored, scores.members)
    return secrets.seal(plain, about=item_id)


def unseal_tally(secrets: Secrets, item_id: int, sealed: bytes | None) -> Tally | None:
    """Return an item's scores; None where they are missing, or their secret is."""
    plain = None if sealed is None else secrets.unseal(sealed, about=item_id)
    return None if plain is None else Tally(*_NUMBERS.unpack(plain))
