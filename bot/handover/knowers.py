"""Who is asked what of a model without an owner: three people at most, two questions each."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

MOST_KNOWERS: Final = 3
MOST_EACH: Final = 2

ORDER: Final = ("rollback", "retrain", "data-sources", "people", "chores", "scares")
"""What is dug for first: rolling back before retraining, and what artefacts may still tell."""


@dataclass(frozen=True)
class Evidence:
    """What is left of a model that nobody needs to be asked for.

    Attributes:
        link: where to read on; empty if nowhere is known.
        versions: the versions its registry has, the newest first, each with its run if one is.
        tags: names and values, and which version each alias stands for.
        accepted: the sections of its card that somebody has confirmed.
        questions: what people asked its card in vain, what most asked first.
        ran: who made versions of it, as far as they are known here.
        wrote: who has written on its card, the latest first.
        named: whom its card names.

    """

    link: str = ""
    versions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    ran: tuple[str, ...] = ()
    wrote: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def list_likely(
    *,
    former: Iterable[str],
    others: Iterable[str],
    evidence: Evidence,
    members: AbstractSet[str],
    not_these: AbstractSet[str],
) -> tuple[str, ...]:
    """Return who may know something of a model, the likeliest first.

    Args:
        former: who owned it before.
        others: who owns it besides its first owner.
        evidence: what is left of it.
        members: who is in the team that runs it.
        not_these: who is not asked, such as its owner who is gone.

    """
    named = [user for user in evidence.named if user in members]
    likely = [*former, *others, *evidence.ran, *evidence.wrote, *named]
    return tuple(user for user in dict.fromkeys(likely) if user not in not_these)


def share_out(
    still_open: AbstractSet[str],
    likely: Sequence[str],
    asked: Mapping[str, Sequence[str]],
) -> dict[str, tuple[str, ...]]:
    """Return who is to be asked what in addition to those who are asked already."""
    taken = {section for sections in asked.values() for section in sections}
    free = [section for section in ORDER if section in still_open and section not in taken]
    new = [user for user in likely if user not in asked][: max(MOST_KNOWERS - len(asked), 0)]
    shares = {
        user: tuple(free[number * MOST_EACH : (number + 1) * MOST_EACH])
        for number, user in enumerate(new)
    }
    return {user: sections for user, sections in shares.items() if sections}


def list_left(
    still_open: AbstractSet[str], asked: Mapping[str, Sequence[str]], *, by: str, is_lead: bool
) -> tuple[str, ...]:
    """Return what somebody may answer of a model that is pieced together.

    Those who were asked answer what they were asked; a lead, what nobody else is asked.
    """
    mine = set(asked.get(by, ()))
    others = {s for user, sections in asked.items() if user != by for s in sections}
    if is_lead:
        mine |= still_open - others
    return tuple(section for section in ORDER if section in still_open and section in mine)
