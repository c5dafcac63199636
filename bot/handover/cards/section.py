"""What a section of a handover card is, and what somebody fills in of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a field of an answer holds."""

    TEXT = "text"
    LONG = "long"
    PEOPLE = "people"
    DATE = "date"
    URL = "url"
    NUMBER = "number"


class Recovery(StrEnum):
    """How much of a section could still be found out once its owner is gone."""

    LITTLE = "little"
    SOME = "some"
    MUCH = "much"


@dataclass(frozen=True)
class Field:
    """One input of a question; `hint` says what to write where the label does not."""

    id: str
    label: str
    kind: Kind
    is_required: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Section:
    """One section of a card.

    Attributes:
        id: names it in tables, cards and forms; never changes its meaning.
        title: its heading.
        question: what a colleague would ask.
        enough: when an answer will do.
        fields: the inputs, three at most.
        is_critical: whether a model is not handed over without it.
        recovery: how much of it can be found out later.
        fresh_days: for how long a confirmation counts in full.

    """

    id: str
    title: str
    question: str
    enough: str
    fields: tuple[Field, ...]
    is_critical: bool = False
    recovery: Recovery = Recovery.LITTLE
    fresh_days: int = 365

    @property
    def weight(self) -> int:
        """What it counts among all sections."""
        return 2 if self.is_critical else 1

    def find_field(self, field_id: str) -> Field | None:
        """Return the field with this id."""
        return next((each for each in self.fields if each.id == field_id), None)


Value = str | tuple[str, ...]
"""What a field holds: people are their ids, everything else is a text."""


@dataclass(frozen=True)
class Written:
    """What somebody filled in of a section; `extra` answers the follow-up question."""

    section: Section
    values: Mapping[str, Value] = field(default_factory=dict)
    extra: str = ""

    @property
    def prose(self) -> str:
        """All texts in it, the way lints and secrets are looked for."""
        texts = [value for value in self.values.values() if isinstance(value, str)]
        return "\n".join([*texts, self.extra]).strip()

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who was chosen in it."""
        chosen = [value for value in self.values.values() if isinstance(value, tuple)]
        return tuple(dict.fromkeys(user_id for ids in chosen for user_id in ids))

    def list_missing(self) -> tuple[Field, ...]:
        """Return the fields that need something and have nothing."""
        return tuple(f for f in self.section.fields if f.is_required and not self.values.get(f.id))

    def to_text(self) -> str:
        """Return it as it stands on the card: one paragraph a field."""
        parts = [
            f"**{each.label}** {_show(self.values[each.id])}"
            for each in self.section.fields
            if self.values.get(each.id)
        ]
        return "\n\n".join([*parts, *([self.extra] if self.extra else [])])


def _show(value: Value) -> str:
    if isinstance(value, str):
        return value
    return ", ".join(f"<@{user_id}>" for user_id in value)
