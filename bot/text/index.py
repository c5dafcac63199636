"""Finds the sections of pages that fit a question, however it is worded or spelt."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.text.question import Asked, read_question
from bot.text.spelling import Speller
from bot.text.synonyms import Synonyms
from bot.text.weighing import Field, FieldWeights, Scores
from bot.text.words import WEAK, stems, terms, words

_SECTION_FIELDS: Final = {
    "heading": Field(3.0, 0.4),
    "trail": Field(1.5, 0.4),
    "lead": Field(0.75, 0.4),
    "body": Field(1.0, 0.6),
}
_PAGE_FIELDS: Final = {
    "title": Field(2.0, 0.4),
    "headings": Field(1.0, 0.4),
    "summary": Field(2.0, 0.4),
    "questions": Field(2.0, 0.4),
    "body": Field(0.5, 0.6),
}
_QUESTION_FIELDS: Final = {"question": Field(1.0, 0.3)}
_PAGE_SHARE: Final = 0.5
_QUESTION_SHARE: Final = 2.0
_ANSWER_SHARE: Final = 2.0
_NOWHERE: Final = -1
_NEAREST: Final = np.array([1.0, 0.3, 0.2])
"""What a page's nearest noted question counts, the one after it, and the third."""
_ASIDE: Final = 0.7
_SAME_PAGE_AGAIN: Final = 0.75
"""What a page's next section keeps of its score, so that the first few come from several pages."""
_CONSIDERED: Final = 60


@dataclass(frozen=True)
class SectionText:
    """What a section is found by.

    Args:
        heading: its own.
        trail: those around it.
        body: everything it says.
        lead: its first sentence, which counts for more.
        is_aside: whether it answers nothing itself, such as further reading.
        questions: what people would type whom it answers.

    """

    heading: str
    trail: tuple[str, ...]
    body: str
    lead: str = ""
    is_aside: bool = False
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageText:
    """What a page is found by.

    `questions` are what people would type to find it, beside those of its sections.
    """

    title: str
    sections: tuple[SectionText, ...]
    summary: str = ""
    questions: tuple[str, ...] = ()

    @property
    def every_question(self) -> tuple[str, ...]:
        """Its own questions, then those of its sections in their order."""
        return (*self.questions, *chain.from_iterable(part.questions for part in self.sections))


@dataclass(frozen=True)
class Hit:
    """A section, by the numbers of its page and of itself on the page, and how well it fits."""

    page: int
    section: int
    score: float


@dataclass(frozen=True)
class Found:
    """The sections that fit best, and four signs, each from 0 to 1, that the first is meant.

    Args:
        hits: best first.
        fit: its score, as a part of the most that the question could score.
        known: how much of the question consists of words that any page has.
        matched: how many telling words its page shares with the question; four are enough.
        asked_before: how near the question is to one that is noted for its page.
        terms: what was looked for, and how much each term tells.

    """

    hits: tuple[Hit, ...] = ()
    fit: float = 0.0
    known: float = 0.0
    matched: float = 0.0
    asked_before: float = 0.0
    terms: tuple[tuple[str, float], ...] = ()


class SearchIndex:
    """Everything needed to find sections; it never changes, so threads may share it."""

    def __init__(self, pages: Sequence[PageText], synonyms: Synonyms | None = None) -> None:
        self._synonyms = synonyms or Synonyms()
        self._places = [
            (page, section)
            for page, text in enumerate(pages)
            for section in range(len(text.sections))
        ]
        self._standing = np.array(
            [
                _ASIDE if pages[page].sections[number].is_aside else 1.0
                for page, number in self._places
            ]
        )
        self._page_of = np.array([page for page, _ in self._places], dtype=np.int32)
        self._speller = Speller(self._index(pages))

    def search(self, question: str, *, limit: int = 10) -> Found:
        """Return the sections that fit a question best, none where no word of it is known."""
        asked = read_question(
            question, known=self._pages, speller=self._speller, synonyms=self._synonyms
        )
        if not asked.own or not self._places:
            return Found()
        noted = self._questions.scores(asked.wide)
        by_page, by_question = self._pages.scores(asked.wide), self._asked_before(noted)
        whole = self._sections.scores(asked.wide) + _PAGE_SHARE * by_page[self._page_of]
        scores = (whole + _QUESTION_SHARE * by_question[self._page_of]) * self._standing
        hits = self._hits(scores, scores + _ANSWER_SHARE * self._answers(noted), limit)
        if not hits:
            return Found()
        first, page = int(np.argmax(scores)), hits[0].page
        return Found(
            hits=hits,
            fit=self._fit(asked, float(whole[first])),
            known=self._known(asked),
            matched=self._matched(asked, page),
            asked_before=self._nearness(asked, float(by_question[page])),
            terms=tuple(
                (term, self._sections.rarity(term) * worth) for term, worth in asked.wide.items()
            ),
        )

    def _index(self, pages: Sequence[PageText]) -> Counter[str]:
        """Weigh everything, and return how often each word stands in it."""
        vocabulary: Counter[str] = Counter()
        sections: list[dict[str, list[str]]] = []
        whole: list[dict[str, list[str]]] = []
        questions: list[dict[str, list[str]]] = []
        asked_on: list[int] = []
        answered_in: list[int] = []
        for number, page in enumerate(pages):
            own = [_section_terms(section, vocabulary) for section in page.sections]
            answered_in.extend([_NOWHERE] * len(page.questions))
            for position, section in enumerate(page.sections, len(sections)):
                answered_in.extend([position] * len(section.questions))
            sections.extend(own)
            whole.append(_page_terms(page, own))
            noted = page.every_question
            vocabulary.update(words(" ".join((page.title, page.summary, *noted))))
            questions.extend({"question": terms(question)} for question in noted)
            asked_on.extend([number] * len(noted))
        self._sections = FieldWeights(sections, _SECTION_FIELDS)
        self._pages = FieldWeights(whole, _PAGE_FIELDS)
        self._questions = FieldWeights(questions, _QUESTION_FIELDS)
        self._asked_on = np.array(asked_on, dtype=np.int32)
        self._answered_in = np.array(answered_in, dtype=np.int32)
        self._page_count = len(pages)
        return vocabulary

    def _answers(self, noted: Scores) -> Scores:
        """Return how near each section's nearest noted question is."""
        nearest = np.zeros(len(self._places))
        somewhere = self._answered_in != _NOWHERE
        np.maximum.at(nearest, self._answered_in[somewhere], noted[somewhere])
        return nearest

    def _asked_before(self, scores: Scores) -> Scores:
        """Return how near each page's noted questions are, the nearest three counting."""
        total = np.zeros(self._page_count)
        some = np.flatnonzero(scores)
        ordered = some[np.lexsort((-scores[some], self._asked_on[some]))]
        pages = self._asked_on[ordered]
        places = np.arange(len(pages)) - np.searchsorted(pages, pages)
        nearest = places < len(_NEAREST)
        parts = scores[ordered[nearest]] * _NEAREST[places[nearest]]
        np.add.at(total, pages[nearest], parts)
        return total

    def _fit(self, asked: Asked, score: float) -> float:
        most = self._sections.most(asked.own) + _PAGE_SHARE * self._pages.most(asked.own)
        telling = sum(self._sections.rarity(term) * worth for term, worth in asked.own.items())
        return min(1.0, score / most * telling / (telling + self._doubt(asked)))

    def _known(self, asked: Asked) -> float:
        known, whole = 0.0, self._doubt(asked)
        for term, worth in asked.own.items():
            part = self._sections.rarity(term) * worth
            whole += part * (0.4 if term in WEAK else 1.0)
            known += part * asked.reliance(term) if term in self._pages else 0.0
        return known / whole

    def _matched(self, asked: Asked, page: int) -> float:
        found = sum(asked.reliance(term) for term in asked.own if self._pages.holds(term, page))
        return min(1.0, found / 4)

    def _doubt(self, asked: Asked) -> float:
        return 0.5 * self._sections.greatest_rarity * len(asked.guessed)

    def _nearness(self, asked: Asked, score: float) -> float:
        # Nobody says a word twice in a short question, so once is all that can be expected.
        most = self._questions.once(asked.own)
        return min(1.0, score / most) if most else 0.0

    def _hits(self, scores: Scores, in_page: Scores, limit: int) -> tuple[Hit, ...]:
        """Return the first sections: pages stand by `scores`, a page's own sections by `in_page`.

        So what is noted for a section decides which of its page's comes first, and not which page.
        """
        considered = _highest(scores, max(_CONSIDERED, limit))
        best_first = considered[np.lexsort((considered, -in_page[considered]))]
        sections = {page: iter(found) for page, found in self._by_page(best_first).items()}
        seen: Counter[int] = Counter()
        hits = []
        for position in considered:
            page = self._places[position][0]
            score = float(scores[position]) * _SAME_PAGE_AGAIN ** seen[page]
            hits.append(Hit(page, next(sections[page]), score))
            seen[page] += 1
        hits.sort(key=lambda hit: -hit.score)
        return tuple(hits[:limit])

    def _by_page(self, positions: NDArray[np.intp]) -> dict[int, list[int]]:
        found: defaultdict[int, list[int]] = defaultdict(list)
        for position in positions:
            page, section = self._places[position]
            found[page].append(section)
        return found


def _highest(scores: Scores, count: int) -> NDArray[np.intp]:
    some = (
        np.argpartition(-scores, count)[:count] if len(scores) > count else np.arange(len(scores))
    )
    ordered = some[np.lexsort((some, -scores[some]))]
    return ordered[scores[ordered] > 0]


def _section_terms(section: SectionText, vocabulary: Counter[str]) -> dict[str, list[str]]:
    heading, body = words(section.heading), words(section.body)
    vocabulary.update(heading)
    vocabulary.update(body)
    return {
        "heading": stems(heading),
        "trail": terms(" ".join(section.trail)),
        "lead": terms(section.lead),
        "body": stems(body),
    }


def _page_terms(page: PageText, sections: list[dict[str, list[str]]]) -> dict[str, list[str]]:
    return {
        "title": terms(page.title),
        "headings": [term for section in sections for term in section["heading"]],
        "summary": terms(page.summary),
        "questions": [term for question in page.every_question for term in terms(question)],
        "body": list(chain.from_iterable(section["body"] for section in sections)),
    }
