"""The playbook as it can be asked: pages, their index, and what becomes of a question."""

import re
from collections.abc import Iterator, Sequence
from math import exp
from pathlib import PurePosixPath
from typing import Final

from bot.playbook.company_facts import is_company_fact
from bot.playbook.domain import Answer, Outcome, Page, Passage
from bot.playbook.questions import is_question
from bot.playbook.quoting import quote
from bot.playbook.search_words import SearchWords
from bot.text.index import Found, PageText, SearchIndex, SectionText
from bot.text.words import words

_SURE: Final = 0.65
_POSSIBLE: Final = 0.35

_ASIDE: Final = re.compile(
    r"\s*(?:further |additional |other |useful |more )?"
    r"(?:resources?|references?|reading|links|bibliography|(?:table of )?contents|see also|"
    r"acknowledge?ments?|footnotes)\b",
    re.IGNORECASE,
)
"""Sections that many pages have and that answer nothing themselves."""

NOTHING_ASKED: Final = (
    "There is no question in that. Type one, such as: how often should we retrain"
)
ASK_PEOPLE: Final = (
    "That is a fact about your company, which the playbook can't know. "
    "Ask in your team's channel, or whoever is on call."
)
NOT_COVERED: Final = "The playbook doesn't cover this."
MAYBE: Final = "The playbook may not cover this."


class Playbook:
    """Answers questions from its pages, in their own words or not at all."""

    def __init__(self, pages: Sequence[Page], search_words: SearchWords | None = None) -> None:
        self.pages = tuple(pages)
        known = search_words or SearchWords()
        texts = [_page_text(page, known) for page in self.pages]
        self._index = SearchIndex(texts, known.synonyms)
        self._has_questions = [bool(text.every_question) for text in texts]
        self._noted = {_plain(question) for page in self.pages for question in page.questions}

    def ask(self, question: str, *, limit: int = 10) -> Answer:
        """Return the best sections, and which of them, if any, is given as the answer."""
        if not is_question(question):
            return Answer(Outcome.NOT_COVERED, 0.0, reason=NOTHING_ASKED)
        found = self._index.search(question, limit=limit)
        passages = tuple(
            Passage(page := self.pages[hit.page], page.sections[hit.section], hit.score)
            for hit in found.hits
        )
        # Where a page notes this very question, it has an answer to it.
        if is_company_fact(question) and _plain(question) not in self._noted:
            return Answer(Outcome.COMPANY_FACT, 0.0, passages, reason=ASK_PEOPLE)
        confidence = self._confidence(found)
        if not passages or confidence < _POSSIBLE:
            return Answer(Outcome.NOT_COVERED, confidence, passages, reason=NOT_COVERED)
        told = quote(passages[0].section, dict(found.terms))
        if confidence < _SURE or not told:
            return Answer(Outcome.MAYBE, confidence, passages, reason=MAYBE)
        return Answer(Outcome.ANSWERED, confidence, passages, quote=told)

    def _confidence(self, found: Found) -> float:
        """Weigh the signs as a logistic regression does.

        The weights were fitted on questions to eight public handbooks and to our own pages, each
        left out in turn; docs/decisions/0017 has the figures. Where a page notes what people ask,
        a question that is near none of it is more likely about something else.
        """
        if not found.hits:
            return 0.0
        if self._has_questions[found.hits[0].page]:
            signs = 3.0 * found.fit + 2.9 * found.known + 6.0 * found.matched
            return 1 / (1 + exp(8.1 - signs - 3.0 * found.asked_before))
        signs = 6.2 * found.fit + 2.8 * found.known + 3.7 * found.matched
        return 1 / (1 + exp(5.8 - signs))


def _plain(question: str) -> str:
    return " ".join(words(question))


def _page_text(page: Page, known: SearchWords) -> PageText:
    around = _folder_words(page.path)
    answered = dict(page.answers)
    sections = tuple(
        SectionText(
            section.heading,
            (*around, *section.trail),
            section.words,
            lead=section.blocks[0].words.split(". ")[0],
            is_aside=_ASIDE.match(section.heading) is not None,
            questions=answered.get(section.anchor, ()),
        )
        for section in page.sections
    )
    phrasings = (text for point in page.covers for text in known.phrasings.get(point, ()))
    return PageText(
        " ".join((page.title, *around)),
        sections,
        summary=page.summary,
        questions=(*_of_the_whole(page), *page.examples, *phrasings),
    )


def _of_the_whole(page: Page) -> Iterator[str]:
    """Yield the questions that no section of the page answers by itself."""
    answered = {question for _, questions in page.answers for question in questions}
    yield from (question for question in page.questions if question not in answered)


def _folder_words(path: str) -> tuple[str, ...]:
    parts = PurePosixPath(path).with_suffix("").parts
    return tuple(part for part in parts if part.lower() not in {"readme", "index"})
