"""How well and how fast sections are found, beside bm25s and SQLite's FTS5 in the same run.

    python -m tests.benchmarks.search                        our playbook and its questions
    python -m tests.benchmarks.search FOLDER [QUESTIONS]  any markdown, and questions to it
    python -m tests.benchmarks.search --large             adds an index of 50,000 sections

QUESTIONS is a JSON Lines file, each {"question", "right": [{"page", "anchor"}]}. Without `anchor`
any section of the page counts; a `page` may be a folder; with nothing right the question should be
refused. `handbook_questions` has some for public handbooks. Without QUESTIONS each page's title is
the question for it.
"""

import json
import random
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from bot.playbook.domain import Page, Passage, Section
from bot.playbook.loader import load_pages, read_any_markdown
from bot.playbook.playbook import Playbook
from bot.playbook.search_words import load_search_words
from bot.resources import folder
from bot.text.words import stem, words

OWN_QUESTIONS = Path(__file__).with_name("playbook_questions.yaml")
LATER_QUESTIONS = Path(__file__).with_name("playbook_questions_later.yaml")

Fits = Callable[[Page, Section], bool]
Ranker = Callable[[str], list[tuple[Page, Section]]]


@dataclass(frozen=True)
class Case:
    """A question, and which sections are right; None where it should be refused."""

    question: str
    fits: Fits | None


def main(arguments: Sequence[str]) -> None:
    """Print quality and speed."""
    given = [argument for argument in arguments if not argument.startswith("--")]
    if given:
        pages = read_any_markdown(Path(given[0])).pages
        cases = list(cases_of(Path(given[1]))) if len(given) > 1 else headings_of(pages)
    else:
        pages, cases = load_pages(folder("knowledge") / "playbook"), list(own_cases())
    compare(pages, cases)
    if not given:
        print("questions of another day")  # noqa: T201 - a report
        compare(pages, list(own_cases(LATER_QUESTIONS)))
        time_at(pages, 2_000)
    if "--large" in arguments:
        time_at(pages, 50_000)


def own_cases(file: Path = OWN_QUESTIONS) -> Iterable[Case]:
    """Yield the questions kept for our own playbook; any page that covers the point is right."""
    kept = yaml.safe_load(file.read_text("utf-8"))
    for point, questions in kept["points"].items():
        for question in questions:
            yield Case(question, lambda page, _, point=point: point in page.covers)  # type: ignore[misc]
    for question in kept["off_topic"]:
        yield Case(question, None)


def cases_of(file: Path) -> Iterable[Case]:
    """Yield the questions of a JSON Lines file."""
    for line in file.read_text("utf-8").splitlines():
        entry = json.loads(line)
        right = [(place["page"], place.get("anchor")) for place in entry["right"]]

        def fits(page: Page, section: Section, right: list[tuple[str, str | None]] = right) -> bool:
            return any(
                page.path.removesuffix(".md").startswith(path.removesuffix(".md"))
                and anchor in {None, section.anchor}
                for path, anchor in right
            )

        yield Case(entry["question"], fits if right else None)


def headings_of(pages: Sequence[Page]) -> list[Case]:
    """Return each page's first heading as its question, for want of real ones."""
    return [
        Case(page.title, lambda found, _, path=page.path: found.path == path)  # type: ignore[misc]
        for page in pages
    ]


def compare(pages: Sequence[Page], cases: Sequence[Case]) -> None:
    """Print one line for each engine, on clean and on misspelt questions."""
    print(f"{len(pages)} pages, {sum(len(page.sections) for page in pages)} sections")  # noqa: T201 - a report
    begun = time.perf_counter()
    playbook = Playbook(pages, load_search_words(folder("knowledge")))
    print(f"index made in {time.perf_counter() - begun:.2f} s")  # noqa: T201 - a report
    asked = [case for case in cases if case.fits is not None]
    rankers: dict[str, Ranker] = {"ours": lambda text: shown(playbook.ask(text).passages)}
    rankers["fts5 (or)"] = fts5(pages)
    bm25s = bm25s_ranker(pages)
    if bm25s is not None:
        rankers["bm25s"] = bm25s
    for name, ranker in rankers.items():
        print(f"{name:10s} {measure(ranker, asked)}")  # noqa: T201 - a report
        print(f"  misspelt {measure(ranker, misspelt(asked))}")  # noqa: T201 - a report
    print(refusing(playbook, cases))  # noqa: T201 - a report


def shown(passages: Sequence[Passage]) -> list[tuple[Page, Section]]:
    """Return what passages show."""
    return [(passage.page, passage.section) for passage in passages]


def measure(ranker: Ranker, cases: Sequence[Case]) -> str:
    """Return mean reciprocal rank, hits in three, and the time a question takes."""
    ranks, times = [], []
    for case in cases:
        begun = time.perf_counter()
        found = ranker(case.question)[:10]
        times.append((time.perf_counter() - begun) * 1000)
        right = [rank for rank, hit in enumerate(found, 1) if case.fits and case.fits(*hit)]
        ranks.append(right[0] if right else 0)
    mean = statistics.fmean(1 / rank if rank else 0 for rank in ranks)
    in_three = statistics.fmean(1 <= rank <= 3 for rank in ranks)
    slow = statistics.quantiles(times, n=20)[-1]
    return f"MRR@10 {mean:.3f}  in three {in_three:.3f}  p95 {slow:.1f} ms"


def refusing(playbook: Playbook, cases: Sequence[Case]) -> str:
    """Return how many questions are answered and refused, and how well confidence parts them."""
    covered = [playbook.ask(case.question) for case in cases if case.fits is not None]
    off = [playbook.ask(case.question) for case in cases if case.fits is None]
    line = f"answered {statistics.fmean(answer.is_answered for answer in covered):.3f}"
    if not off:
        return line
    pairs = [(one.confidence, other.confidence) for one in covered for other in off]
    auroc = statistics.fmean((one > other) + 0.5 * (one == other) for one, other in pairs)
    refused = statistics.fmean(not answer.is_answered for answer in off)
    return f"{line}  off-topic refused {refused:.3f}  AUROC {auroc:.3f}"


def misspelt(cases: Sequence[Case]) -> list[Case]:
    """Return the questions with a slip in up to half of their longer words."""
    chance = random.Random(1)  # noqa: S311 - the same slips in every run
    return [replace(case, question=with_slips(case.question, chance)) for case in cases]


def with_slips(question: str, chance: random.Random) -> str:
    """Drop, double, swap or replace one letter inside some words."""
    parts = question.split()
    longer = [place for place, part in enumerate(parts) if len(part) >= 5 and part.isalpha()]
    chance.shuffle(longer)
    for place in longer[: max(1, len(longer) // 2)]:
        part, at = parts[place], chance.randrange(1, len(parts[place]) - 1)
        parts[place] = chance.choice(
            (
                part[:at] + part[at + 1 :],
                part[:at] + part[at] + part[at:],
                part[:at] + part[at + 1] + part[at] + part[at + 2 :],
                part[:at] + chance.choice("aeioulnrst") + part[at + 1 :],
            )
        )
    return " ".join(parts)


def fts5(pages: Sequence[Page]) -> Ranker:
    """Return SQLite's full-text search over the sections, any word of the question being enough."""
    places = [(page, section) for page in pages for section in page.sections]
    database = sqlite3.connect(":memory:")
    database.execute(
        "create virtual table s using fts5(heading, body, tokenize='porter unicode61')"
    )
    database.executemany(
        "insert into s (rowid, heading, body) values (?, ?, ?)",
        [(row, heading_of(*place), place[1].words) for row, place in enumerate(places)],
    )

    def rank(question: str) -> list[tuple[Page, Section]]:
        anything = " or ".join(f'"{word}"' for word in words(question)).replace(" or ", " OR ")
        if not anything:
            return []
        rows = database.execute(
            "select rowid from s where s match ? order by bm25(s, 3, 1) limit 10", [anything]
        )
        return [places[row] for (row,) in rows]

    return rank


def bm25s_ranker(pages: Sequence[Page]) -> Ranker | None:
    """Return bm25s over the sections, or None where it is not installed."""
    try:
        import bm25s  # noqa: PLC0415 - only this needs it
    except ImportError:
        print("bm25s is not installed, and left out")  # noqa: T201 - a report
        return None
    places = [(page, section) for page in pages for section in page.sections]
    texts = [f"{heading_of(*place)}\n{place[1].words}" for place in places]

    def tokens(texts: list[str]) -> list[list[str]]:
        return [[stem(word) for word in words(text)] for text in texts]

    index = bm25s.BM25()
    index.index(tokens(texts), show_progress=False)

    def rank(question: str) -> list[tuple[Page, Section]]:
        asked = [word for word in tokens([question])[0] if word in index.vocab_dict]
        if not asked:
            return []
        found, _ = index.retrieve([asked], k=min(10, len(places)), show_progress=False)
        return [places[int(place)] for place in found[0]]

    return rank


def heading_of(page: Page, section: Section) -> str:
    """Return every heading above a section, and its own."""
    return " ".join(dict.fromkeys((page.title, *section.trail, section.heading)))


def time_at(pages: Sequence[Page], size: int) -> None:
    """Print how long an index of so many sections takes, and a question to it."""
    grown = grow(pages, size)
    begun = time.perf_counter()
    playbook = Playbook(grown)
    made = time.perf_counter() - begun
    cases = [case.question for case in own_cases()]
    times = []
    for question in cases:
        begun = time.perf_counter()
        playbook.ask(question)
        times.append((time.perf_counter() - begun) * 1000)
    slow = statistics.quantiles(times, n=20)[-1]
    print(f"{size} sections: index made in {made:.2f} s, p95 of a question {slow:.1f} ms")  # noqa: T201 - a report


def grow(pages: Sequence[Page], size: int) -> list[Page]:
    """Return pages until there are so many sections; each copy has words of its own."""
    grown: list[Page] = []
    chance = random.Random(2)  # noqa: S311 - the same pages in every run
    count = 0
    while count < size:
        page = pages[len(grown) % len(pages)]
        sections = tuple(altered(section, chance) for section in page.sections)[: size - count]
        grown.append(replace(page, path=f"{len(grown)}/{page.path}", sections=sections))
        count += len(sections)
    return grown


def altered(section: Section, chance: random.Random) -> Section:
    """Return a section with every tenth word drawn out of a large vocabulary."""
    blocks = tuple(
        replace(
            block,
            words=" ".join(
                f"{word}{chance.randrange(3000)}x" if chance.random() < 0.1 else word
                for word in block.words.split()
            ),
        )
        for block in section.blocks
    )
    return replace(section, blocks=blocks)


if __name__ == "__main__":
    main(sys.argv[1:])
