"""Opens the recogniser of an installation's anti-patterns: trained once, then kept in a file."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import sklearn

from bot.antipatterns.catalogue import load_catalogue
from bot.antipatterns.comment_files import Kind
from bot.antipatterns.concept_file import load_concepts
from bot.antipatterns.domain import Catalogue
from bot.text.concepts import Concepts
from bot.text.labels import Recogniser
from bot.text.model_file import DamagedModelError, read_model, write_model
from bot.text.themes import Said, Theme, find_themes
from bot.text.training import Example, train

_FORM: Final = 2
"""Raised whenever other weights would be learned from the same samples."""
_FOLDER: Final = "models"
_NEAR_MISSES: Final = frozenset(
    {
        Kind.RESOLVED,
        Kind.PRAISED,
        Kind.NEGATED,
        Kind.OTHER_PEOPLE,
        Kind.QUESTION,
        Kind.HOW_TO,
    }
)


def open_recogniser(*knowledge: Path, kept_in: Path) -> Recogniser:
    """Return the recogniser for knowledge folders, each laid over the ones before it.

    Args:
        knowledge: the folders.
        kept_in: the data folder, where what was learned is kept.

    Raises:
        KnowledgeError: pages, comments or concepts need mending; all faults are told.

    """
    recogniser, _ = open_taught(*knowledge, kept_in=kept_in)
    return recogniser


def open_taught(
    *knowledge: Path, kept_in: Path, taught: Sequence[Example] = ()
) -> tuple[Recogniser, str]:
    """Return the recogniser and a name for all that it was learned from.

    Args:
        knowledge: the folders.
        kept_in: the data folder, where what was learned is kept.
        taught: further examples; labels that no page describes any more are left out.

    Raises:
        KnowledgeError: pages, comments or concepts need mending; all faults are told.

    """
    catalogue = load_catalogue(*knowledge)
    concepts = Concepts(load_concepts(*knowledge))
    known = [one for one in taught if set(one.shows) <= set(catalogue.ids)]
    examples = (*examples_of(catalogue), *known)
    name = fingerprint(examples, catalogue.ids, concepts)
    # A name apart, since the command line learns from the samples alone.
    file = kept_in / _FOLDER / f"{'taught' if known else 'labels'}-{name}.npz"
    try:
        return Recogniser(read_model(file), concepts), name
    except (DamagedModelError, OSError):
        model = train(examples, catalogue.ids, concepts)
    recogniser = Recogniser(model, concepts)
    _keep(file, recogniser)
    return recogniser, name


def themes_in(said: Sequence[Said], *knowledge: Path) -> tuple[Theme, ...]:
    """Return the themes of comments without a label, beside what the samples are about anyway.

    Raises:
        KnowledgeError: pages, comments or concepts need mending; all faults are told.

    """
    background = [sample.text for sample in load_catalogue(*knowledge).samples]
    return find_themes(said, concepts=Concepts(load_concepts(*knowledge)), background=background)


def examples_of(catalogue: Catalogue) -> tuple[Example, ...]:
    """Return what the recogniser learns from: the samples, and what pages call their subject."""
    samples = (
        Example(
            sample.text,
            shows=sample.shows,
            lacks=sample.lacks,
            is_near_miss=bool(sample.lacks) or sample.manner in _NEAR_MISSES,
        )
        for sample in catalogue.samples
    )
    signs = (
        Example(text, shows=(antipattern.id,))
        for antipattern in catalogue.antipatterns
        for text in (*antipattern.signs, antipattern.summary)
    )
    return (*samples, *signs)


def fingerprint(examples: Sequence[Example], ids: Sequence[str], concepts: Concepts) -> str:
    """Return a name for everything that a model is learned from."""
    learned = [
        [_FORM, sklearn.__version__],
        list(ids),
        [[one.text, one.shows, one.lacks, one.is_near_miss] for one in examples],
        concepts.groups,
    ]
    return hashlib.sha256(json.dumps(learned).encode()).hexdigest()[:32]


def _keep(file: Path, recogniser: Recogniser) -> None:
    try:
        write_model(file, recogniser.model)
        for other in file.parent.glob(f"{file.name.partition('-')[0]}-*.npz"):
            if other != file:
                other.unlink(missing_ok=True)
    except OSError:
        # A folder that can't be written costs the next start its training, and nothing else.
        return
