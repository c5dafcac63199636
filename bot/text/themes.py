"""Finds what several people write about that no label fits: themes, named in their own words."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import NMF

from bot.text.concepts import Concepts
from bot.text.features import Features, is_among
from bot.text.reading import read
from bot.text.slips import Slips
from bot.text.tokens import Words

FEWEST_PEOPLE: Final = 5
MOST_THEMES: Final = 7
_PER_TOPIC: Final = 35
"""How many comments there are for each topic that is looked for."""
_MOST_TOPICS: Final = 12
_FEWEST_TOPICS: Final = 3
_PER_TOPIC_OF_FEW: Final = 20
"""The same where comments are so few that three topics would cut what they share into pieces."""
_CONCEPT_SHARE: Final = 2.0
_LIFT_POWER: Final = 1.2
_MOST_LIFT: Final = 5.0
_FEWEST_USES: Final = 3
_OWN_SHARE: Final = 0.3
"""What part of a comment a topic must explain to claim it; what nothing claims is noise."""
_LEAST_WEIGHT: Final = 0.05
_KEYWORDS: Final = 6
_ROUNDS: Final = 150


@dataclass(frozen=True)
class Said:
    """A comment without a label, and a token for who wrote it."""

    id: str
    text: str
    person: str


@dataclass(frozen=True)
class Theme:
    """What at least five people write about.

    Args:
        name: its first keywords.
        keywords: words that at least five people used, the most telling first.
        comments: ids of its comments, in order.
        people: how many people wrote them.

    """

    name: str
    keywords: tuple[str, ...]
    comments: tuple[str, ...]
    people: int


def find_themes(
    said: Sequence[Said], *, concepts: Concepts, background: Sequence[str] = ()
) -> tuple[Theme, ...]:
    """Return the themes of comments, the clearest first; any order of comments gives the same.

    Args:
        said: comments without a label.
        concepts: what different words have in common.
        background: what people write about anyway, which makes no theme.

    """
    # Ids may be of any kind; the text comes first so that equal comments keep together.
    ordered = sorted(said, key=lambda one: (one.text, one.id, one.person))
    if len({one.person for one in ordered}) < FEWEST_PEOPLE:
        return ()
    table = _Table([one.text for one in ordered], background, concepts)
    if min(table.rows.shape) <= 1:
        return ()
    found = [
        theme
        for members in _groups(table.rows)
        if (theme := _theme(members, ordered, table)) is not None
    ]
    return tuple(found[:MOST_THEMES])


class _Table:
    """Comments as rows of words and concepts that are commoner here than in the background."""

    def __init__(self, texts: Sequence[str], background: Sequence[str], concepts: Concepts) -> None:
        every = [*texts, *background]
        reading = read(every, concepts, Slips.of(every))
        self.words, self.texts = reading.words, texts
        telling = np.flatnonzero(~is_among(self.words.name, "function"))
        stems = Features(self.words.comment[telling], telling, self.words.stem[telling])
        both = sparse.csr_array(
            sparse.hstack(
                [
                    _weighed(stems, len(texts), len(every)),
                    _weighed(reading.features["concept"], len(texts), len(every)) * _CONCEPT_SHARE,
                ]
            )
        )
        lengths = np.sqrt(np.asarray(both.multiply(both).sum(axis=1)).ravel())
        usual = float(np.median(lengths[lengths > 0])) if (lengths > 0).any() else 1.0
        # A comment with one telling word should not count as much as one that is all about it.
        self.rows = sparse.csr_array(sparse.diags_array(1 / np.maximum(lengths, usual)) @ both)


def _weighed(features: Features, own: int, every: int) -> sparse.csr_array:
    known, column = np.unique(features.key, return_inverse=True)
    shape = (every, len(known))
    used = sparse.csr_array((np.ones(len(column)), (features.comment, column)), shape=shape)
    used.data[:] = 1
    here, elsewhere = (np.asarray(part.sum(axis=0)).ravel() for part in (used[:own], used[own:]))
    lift = np.log((here + 0.5) / (own + 1) * (every - own + 1) / (elsewhere + 0.5))
    kept = np.flatnonzero((here >= _FEWEST_USES) & ((lift > 0) | (every == own)))
    rarity = np.log((1 + every) / (1 + here + elsewhere))[kept]
    weight = rarity * np.clip(lift[kept], 0.05, _MOST_LIFT) ** _LIFT_POWER
    return sparse.csr_array(sparse.csr_array(used[:own][:, kept]).multiply(weight[None, :]))


def _groups(rows: sparse.csr_array) -> list[NDArray[np.intp]]:
    """Return groups of comments, the closest and largest first; many belong to none."""
    fewest = int(np.clip(rows.shape[0] // _PER_TOPIC_OF_FEW, 1, _FEWEST_TOPICS))
    topics = int(np.clip(rows.shape[0] // _PER_TOPIC, fewest, _MOST_TOPICS))
    topics = min(topics, min(rows.shape) - 1)
    # Without a tolerance it runs its rounds and never warns that it could go on.
    model = NMF(topics, init="nndsvda", tol=0, max_iter=_ROUNDS, random_state=0)
    # Where it fits to the last digit, the error that it reports can be the root of a little less
    # than nothing; nobody asks for that error here.
    with np.errstate(invalid="ignore"):
        weights = model.fit_transform(rows) * np.linalg.norm(model.components_, axis=1)
    best = weights.argmax(axis=1)
    own, total = weights.max(axis=1), weights.sum(axis=1)
    is_clear = (own >= _LEAST_WEIGHT) & (own >= _OWN_SHARE * total)
    groups = [np.flatnonzero((best == topic) & is_clear) for topic in range(topics)]
    large = [group for group in groups if len(group) >= FEWEST_PEOPLE]
    return sorted(large, key=lambda group: (-_closeness(rows, group), int(group[0])))


def _closeness(rows: sparse.csr_array, group: NDArray[np.intp]) -> float:
    own = rows[group]
    centre = np.asarray(own.sum(axis=0)).ravel()
    pairs = len(group) * (len(group) - 1)
    mean = (float(centre @ centre) - float(own.multiply(own).sum())) / pairs
    return round(mean * float(np.sqrt(len(group))), 9)


def _theme(members: NDArray[np.intp], ordered: Sequence[Said], table: _Table) -> Theme | None:
    people = {ordered[place].person for place in members.tolist()}
    if len(people) < FEWEST_PEOPLE:
        return None
    keywords = _keywords(set(members.tolist()), ordered, table.words, table.texts)
    if not keywords:
        return None
    return Theme(
        name=", ".join(keywords[:3]),
        keywords=keywords,
        comments=tuple(sorted(ordered[place].id for place in members.tolist())),
        people=len(people),
    )


def _keywords(
    members: set[int], ordered: Sequence[Said], words: Words, texts: Sequence[str]
) -> tuple[str, ...]:
    """Return words that are commoner in the theme, none of which fewer than five people used."""
    inside: defaultdict[int, set[str]] = defaultdict(set)
    everywhere: defaultdict[int, set[str]] = defaultdict(set)
    spelt: defaultdict[int, Counter[str]] = defaultdict(Counter)
    telling = np.flatnonzero(~is_among(words.name, "function") & (words.comment < len(texts)))
    for place in telling.tolist():
        comment, stem = int(words.comment[place]), int(words.stem[place])
        person = ordered[comment].person
        everywhere[stem].add(person)
        if comment in members:
            inside[stem].add(person)
            spelt[stem][texts[comment][words.start[place] : words.end[place]].lower()] += 1
    # Where all comments are of one theme, nothing would be commoner in it.
    share = min(len(members), len(texts) - 1) / max(1, len(texts))
    scored = []
    for stem, own in inside.items():
        excess = len(own) - share * len(everywhere[stem])
        if len(everywhere[stem]) >= FEWEST_PEOPLE and len(own) >= _FEWEST_USES and excess > 0:
            word = min(spelt[stem], key=lambda form: (-spelt[stem][form], form))
            if len(word) > 1 and not word.isdigit():
                scored.append((-excess * len(own) / len(everywhere[stem]), word))
    return tuple(word for _, word in sorted(scored)[:_KEYWORDS])
