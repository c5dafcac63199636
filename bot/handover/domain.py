"""What a model is to the register: its name, its tier, whose it is, and what its card says."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Final

from bot.errors import UserFacingError
from bot.text.masking import mask_secrets

LONGEST_TITLE: Final = 200
LONGEST_LINK: Final = 1_000
LONGEST_TEXT: Final = 40_000
"""How much one section may say; a card with all sixteen full stays below a megabyte."""


class Tier(IntEnum):
    """How much hangs on a model; its owner or a lead says so."""

    CRITICAL = 1
    NORMAL = 2
    MINOR = 3

    @property
    def words(self) -> str:
        """What people call it."""
        return self.name.lower()


class Source(StrEnum):
    """Where the register has a model from."""

    HAND = "hand"
    CSV = "csv"
    MLFLOW = "mlflow"


class Origin(StrEnum):
    """What suggests that somebody owns a model; none of it makes them the owner."""

    PERSON = "person"
    CSV = "csv"
    TAG = "tag"
    RUN = "run"


class SuggestionStanding(StrEnum):
    """What became of a suggestion.

    It is *new* until the person is found in Slack, *found* until they are owed the question, then
    *asked*; *nobody* can be asked where the name fits no person, or one who cannot own a model.
    """

    NEW = "new"
    NOBODY = "nobody"
    FOUND = "found"
    ASKED = "asked"
    DECLINED = "declined"
    OVER = "over"


class SectionState(StrEnum):
    """Whether somebody other than its author has confirmed a section."""

    ANSWERED = "answered"
    ACCEPTED = "accepted"


class Basis(StrEnum):
    """What a section's text rests on."""

    OWNER = "owner"
    REGISTRY = "registry"
    INFERRED = "inferred"


class ModelError(UserFacingError):
    """Something about a model that cannot be done; the text says why, and what can."""


class ModelFieldError(ModelError):
    """One field of a model needs another value; `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Suggestion:
    """Somebody who may own a model.

    Args:
        id: of its row.
        model_id: which model.
        words: how the person is named there: a Slack id, a login, an address.
        origin: what suggests it.
        standing: what became of it.
        user_id: the person, once found.

    """

    id: int
    model_id: int
    words: str
    origin: Origin
    standing: SuggestionStanding
    user_id: str | None = None


@dataclass(frozen=True)
class Model:
    """A model that somebody runs.

    Args:
        id: of its row.
        name: what it is called in commands and files: small letters, digits, `.`, `-` and `_`.
        title: what people call it, as it was given.
        tier: how much hangs on it.
        source: where the register has it from.
        link: where to read on; empty if nowhere.
        team_id: the team that runs it.
        owner_id: who owns it, once they have said so themselves.
        other_names: what it was called before, in the same form as `name`.
        is_gone: its registry does not have it any more.

    """

    id: int
    name: str
    title: str
    tier: Tier
    source: Source
    link: str = ""
    team_id: int | None = None
    owner_id: str | None = None
    other_names: tuple[str, ...] = ()
    is_gone: bool = False


@dataclass(frozen=True)
class Version:
    """A version that a registry has of a model; `run_id` is empty where no run made it."""

    version: str
    run_id: str
    created_at: datetime | None = None


@dataclass(frozen=True)
class SectionText:
    """What one section of a model's card says.

    Args:
        model_id: which model.
        section: the section's id, such as "rollback".
        text: in markdown, as it was answered; empty for a gap without words.
        author_id: who answered.
        answered_at: when.
        version: counts the answers to this section of this model, from 1.
        state: whether somebody else has confirmed it.
        basis: what it rests on.
        is_gap: the answer is that its author does not know.
        model_version: the newest version that the registry had then; empty without one.
        confirmed_by: who confirmed it.
        confirmed_at: when.

    """

    model_id: int
    section: str
    text: str
    author_id: str
    answered_at: datetime
    version: int = 1
    state: SectionState = SectionState.ANSWERED
    basis: Basis = Basis.OWNER
    is_gap: bool = False
    model_version: str = ""
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether it counts as documented."""
        return self.state is SectionState.ACCEPTED


@dataclass(frozen=True)
class ModelDraft:
    """What is known of a model that is to be added, or brought up to date.

    Args:
        title: what people call it.
        tier: how much hangs on it; None leaves what is stored, or makes it normal.
        link: where to read on; None leaves what is stored.
        team_id: the team that runs it; None leaves what is stored.
        owner: how its supposed owner is named; empty if nobody is.
        name: in commands and files; worked out from the title if empty.

    """

    title: str
    tier: Tier | None = None
    link: str | None = None
    team_id: int | None = None
    owner: str = ""
    name: str = ""


def check_link(link: str) -> str:
    """Return a link as it is stored.

    Raises:
        ModelFieldError: it is none.

    """
    words = link.strip()
    if words and (not words.startswith(("https://", "http://")) or any(c in words for c in "<>| ")):
        raise ModelFieldError("link", "Give a link that begins with https://, or leave it empty.")
    if mask_secrets(words) != words:
        raise ModelFieldError(
            "link", "A key or password stands in this link, so nothing was stored. Leave it out."
        )
    if len(words) > LONGEST_LINK:
        raise ModelFieldError("link", f"Keep the link within {LONGEST_LINK:,} characters.")
    return words


def tidy_text(text: str) -> str:
    """Return text as it is stored: one kind of line end, nothing invisible, no blank edges."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c if _is_visible(c) else "" for c in plain)
    return kept.strip()


def _is_visible(character: str) -> bool:
    code = ord(character)
    if character in "\n\t":
        return True
    is_control = code < 0x20 or 0x7F <= code <= 0x9F or code in {0x2028, 0x2029, 0xFEFF}
    is_half = 0xD800 <= code <= 0xDFFF  # Half of a pair, which no file can hold.
    return not is_control and not is_half and code not in {0xFFFE, 0xFFFF}
