"""Which model a question names, which of its card's sections answers it, and when two are alike."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.handover.cards.naming import is_pointed, is_topic
from bot.handover.domain import Model, SectionText
from bot.text.words import COMMON, WEAK, terms, words

ASKER_IS_KNOWN: Final = timedelta(days=7)
"""How long it is kept who asked, so that asking twice counts once."""

_ALIKE: Final = 0.5
_LEAST_COVERED: Final = 0.6
_OWNER: Final = re.compile(
    r"\b(?:who(?:'s| is)? (?:owns?|the owner|responsible|looks? after)|whose|owner of|owned by)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class OpenQuestion:
    """A question that a model's card could not answer, and how many people asked it."""

    id: int
    model_id: int
    wording: str
    section: str
    askers: int


def is_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two questions ask the same: at least half of all their terms are in both."""
    first, second = frozenset(one), frozenset(other)
    if not first or not second:
        return first == second
    return len(first & second) / len(first | second) >= _ALIKE


def asks_for_owner(question: str) -> bool:
    """Whether somebody wants to know whose a model is."""
    return _OWNER.search(question.replace("’", "'")) is not None


@dataclass(frozen=True)
class Named:
    """The model that a question names; `is_pointed` where it can only be about that very model."""

    model: Model
    is_pointed: bool


def find_named(question: str, models: Sequence[Model]) -> Named | None:
    """Return the model that a question names, by its longest name; None where none is named.

    A name that is one everyday word, such as "model" or "best", names nothing, nor does one that
    stands there as a topic, as in "a churn model".
    """
    asked = words(question)
    found = [(name, model) for model in models for name in _names(model) if _means(asked, name)]
    if not found:
        return None
    longest = max(len(name) for name, _ in found)
    named = {model.id: (name, model) for name, model in found if len(name) == longest}
    if len(named) != 1:
        return None
    ((name, model),) = named.values()
    return Named(model, is_pointed(question, name, typed=model.name))


def subject_of(question: str, model: Model) -> tuple[str, ...]:
    """Return what is asked about a model: the question's terms without the model's own names."""
    own = {term for name in _names(model) for term in terms(" ".join(name))}
    return tuple(t for t in terms(question) if t not in own and t not in WEAK and t not in _IDLE)


_IDLE: Final = frozenset(terms("model models please tell know thing should does anything works"))


def find_section(subject: Sequence[str], cues: Mapping[str, frozenset[str]]) -> str:
    """Return the section that a question is about by its cues, or an empty text."""
    wanted = frozenset(subject)
    scores = {section: len(wanted & known) for section, known in cues.items()}
    best = max(scores.values(), default=0)
    fitting = [section for section, score in scores.items() if score == best]
    return fitting[0] if best else ""


def find_answers(
    subject: Sequence[str], sections: Sequence[SectionText], cues: Mapping[str, frozenset[str]]
) -> tuple[SectionText, ...]:
    """Return the accepted sections that answer a question, the best first; two at most.

    A section answers if the question is about it by its cues, or if its text has most of what is
    asked. An empty subject asks nothing in particular, so nothing answers it.
    """
    wanted = frozenset(subject)
    if not wanted:
        return ()
    about = find_section(subject, cues)
    found = [
        (text.section == about, len(wanted & said) / len(wanted), text)
        for text in sections
        if text.text and not text.is_gap
        for said in (frozenset(terms(text.text)) | cues.get(text.section, frozenset()),)
    ]
    fitting = [each for each in found if each[0] or each[1] >= _LEAST_COVERED]
    fitting.sort(key=lambda each: (not each[0], -each[1], each[2].section))
    return tuple(text for _, _, text in fitting[:2])


def _names(model: Model) -> list[tuple[str, ...]]:
    spelled = (model.name, model.title, *model.other_names)
    found = {tuple(words(name)) for name in spelled}
    return [name for name in found if name and not _is_everyday(name)]


def _is_everyday(name: tuple[str, ...]) -> bool:
    return len(name) == 1 and (
        name[0] in COMMON or name[0] in WEAK or name[0] in {"model", "models"} or len(name[0]) < 2
    )


def _means(asked: Sequence[str], name: tuple[str, ...]) -> bool:
    count = len(name)
    return any(
        tuple(asked[i : i + count]) == name and not is_topic(asked, i, i + count)
        for i in range(len(asked) - count + 1)
    )
