"""The name by which commands and files know a model, made from what people call it."""

import re
import unicodedata
from collections.abc import Container
from typing import Final

from bot.handover.domain import LONGEST_TITLE, ModelFieldError
from bot.text.masking import mask_secrets

LONGEST_NAME: Final = 80

_FORBIDDEN: Final = re.compile(r"[/\\:]")
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")
_RESERVED: Final = frozenset({"con", "prn", "aux", "nul", "add", "cards", "help", "list", "readme"})
"""Words that files or commands have for something else."""
_PLAIN: Final = {"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "œ": "oe", "þ": "th"}


def name_of(title: str) -> str:
    """Return the name for a title, such as "churn-model-eu" for "Churn model (EU)".

    Accents go; whatever else is neither letter, digit, dot nor underscore becomes a dash. Empty if
    nothing is left, as of a title in another script.
    """
    small = "".join(_PLAIN.get(c, c) for c in title.casefold())
    apart = unicodedata.normalize("NFKD", small)
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    name = re.sub(r"[^a-z0-9._]+", "-", plain)
    name = re.sub(r"-{2,}", "-", re.sub(r"\.{2,}", ".", name)).strip("-._")
    return name[:LONGEST_NAME].rstrip("-._")


def is_name(words: str) -> bool:
    """Whether words have the form of a name, and mean nothing else."""
    return (
        len(words) <= LONGEST_NAME
        and _NAME.fullmatch(words) is not None
        and not words.endswith((".", "-"))
        and words.split(".", maxsplit=1)[0] not in _RESERVED
    )


def check_title(title: str) -> str:
    """Return the name for a title that somebody typed.

    Raises:
        ModelFieldError: no name can be made of it; the text says which would do.

    """
    words = title.strip()
    if not words:
        raise ModelFieldError("name", "Give the model a name.")
    if len(words) > LONGEST_TITLE:
        raise ModelFieldError("name", f"Keep the name within {LONGEST_TITLE} characters.")
    if "\n" in words or "\r" in words:
        raise ModelFieldError("name", "Keep the name on one line.")
    if mask_secrets(words) != words:
        raise ModelFieldError(
            "name",
            "A key or password stands in this name, so nothing was stored. Name the model without "
            "it, and if it is real, change it.",
        )
    name = name_of(words)
    if found := _FORBIDDEN.search(words):
        remedy = f" `{name}` would do." if is_name(name) else ""
        raise ModelFieldError(
            "name",
            f"A model's card is a file of its name, so the name can't hold `{found.group()}`."
            f"{remedy}",
        )
    if not name:
        raise ModelFieldError(
            "name",
            "Commands and files need a name with Latin letters or digits in it. Add one, such as "
            f"`{words[:20]} (churn)`.",
        )
    if not is_name(name):
        raise ModelFieldError(
            "name",
            f"`{name}` means something else in commands or files. `{name}-model` would do.",
        )
    return name


def free_name(title: str, taken: Container[str]) -> str:
    """Return a name for a title that nobody can be asked about, and that no other model has."""
    wanted = name_of(title)
    if not is_name(wanted):
        wanted = f"{wanted}-model" if wanted else "model"
    if wanted not in taken:
        return wanted
    number = 2
    while (name := f"{wanted[: LONGEST_NAME - 5]}-{number}") in taken:
        number += 1
    return name
