"""What a card says of a model, apart from how it is written into a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.handover.domain import Basis, Model, SectionState, SectionText, Tier


@dataclass(frozen=True)
class Heading:
    """A section as cards show it: its id, which never changes, and what stands above it."""

    id: str
    title: str


HEADINGS: Final = tuple(
    Heading(id_, title)
    for id_, title in (
        ("scares", "Scares"),
        ("chores", "Chores by hand"),
        ("retrain", "Retraining"),
        ("rollback", "Rolling back"),
        ("decisions", "Decisions"),
        ("people", "People"),
        ("access", "Access"),
        ("purpose", "Purpose"),
        ("business-metric", "Business metric"),
        ("data-sources", "Data sources"),
        ("features", "Features"),
        ("monitoring", "Monitoring"),
        ("serving", "Serving"),
        ("training", "Training"),
        ("evaluation", "Evaluation"),
        ("risks", "Risks and limits"),
    )
)
"""The sections of every card, in their order."""


@dataclass(frozen=True)
class CardSection:
    """One section that has an answer, or is known to have none."""

    id: str
    text: str
    author: str
    state: SectionState
    version: int
    basis: Basis
    answered_on: date
    is_gap: bool = False
    model_version: str = ""
    confirmed_by: str | None = None
    confirmed_on: date | None = None


@dataclass(frozen=True)
class Card:
    """A model's card.

    Args:
        name: the model's name, and the file's.
        title: what people call the model.
        tier: how much hangs on it.
        state: where it stands; never that its owner is leaving.
        owner: Slack's id.
        successor: Slack's id.
        team: the name of the team that runs it.
        link: where to read on.
        other_names: what it was called before.
        sections: those with an answer, in the order of the headings.
        extra: what else stands in the front matter, kept as people wrote it.

    """

    name: str
    title: str
    tier: Tier
    state: str
    owner: str | None = None
    successor: str | None = None
    team: str | None = None
    link: str = ""
    other_names: tuple[str, ...] = ()
    sections: tuple[CardSection, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)


def card_of(
    model: Model,
    texts: Sequence[SectionText],
    *,
    team: str | None = None,
    state: str | None = None,
    successor: str | None = None,
    headings: Sequence[Heading] = HEADINGS,
) -> Card:
    """Return a model's card.

    Args:
        model: the model.
        texts: the newest answer to each section.
        team: the name of its team.
        state: where its handover stands; without one, whether it has an owner.
        successor: who takes it over.
        headings: the sections that a card has; answers to others are left out.

    """
    answers = {text.section: text for text in texts}
    return Card(
        name=model.name,
        title=model.title,
        tier=model.tier,
        state=state or ("unowned" if model.owner_id is None else "owned"),
        owner=model.owner_id,
        successor=successor,
        team=team,
        link=model.link,
        other_names=model.other_names,
        sections=tuple(_section(answers[h.id]) for h in headings if h.id in answers),
    )


def _section(text: SectionText) -> CardSection:
    return CardSection(
        id=text.section,
        text=text.text,
        author=text.author_id,
        state=text.state,
        version=text.version,
        basis=text.basis,
        answered_on=text.answered_at.date(),
        is_gap=text.is_gap,
        model_version=text.model_version,
        confirmed_by=text.confirmed_by,
        confirmed_on=None if text.confirmed_at is None else text.confirmed_at.date(),
    )
