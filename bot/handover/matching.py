"""Finds the person whom a tag, a login or a table means, or nobody where that is not plain."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, Protocol, TypeVar

_ID: Final = re.compile(r"(?:<@)?([UW][A-Z0-9]{2,39})(?:\|[^>]*)?>?")


class Named(Protocol):
    """Somebody with an id and a name."""

    @property
    def user_id(self) -> str:
        """Slack's id."""

    @property
    def name(self) -> str:
        """What people call them."""


Somebody = TypeVar("Somebody", bound=Named)


def find_person(words: str, everybody: Sequence[Somebody]) -> Somebody | None:
    """Return whom words mean: by Slack id, or by full name as logins and addresses have it.

    `anna.kowalska`, `akowalska@example.com` and "Anna Kowalska" are compared by their letters; a
    first name alone means nobody, nor does a name that two people have.
    """
    if (named := _ID.fullmatch(words.strip())) is not None:
        return next((each for each in everybody if each.user_id == named.group(1)), None)
    wanted = _letters(words.strip().partition("@")[0])
    fitting = [each for each in everybody if wanted and wanted in _spellings(each.name)]
    return fitting[0] if len(fitting) == 1 else None


def _spellings(name: str) -> frozenset[str]:
    """Return how a full name is spelled in logins; of one word alone there is none."""
    parts = [letters for part in re.split(r"[\s.\-_]+", name) if (letters := _letters(part))]
    if len(parts) < 2:
        return frozenset()
    first, last = parts[0], parts[-1]
    whole = "".join(parts)
    return frozenset({whole, first + last, last + first, first[0] + last, last + first[0]})


def _letters(words: str) -> str:
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(c for c in apart if c.isalnum())
