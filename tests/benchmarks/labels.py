"""How well and how fast anti-patterns are recognised, beside scikit-learn in the same run.

    python -m tests.benchmarks.labels            held-out comments, floors, learning curve, speed
    python -m tests.benchmarks.labels FILE       other comments: {"text", "labels", "near_miss"}

One comment in five, chosen by its text, is kept out of training. The pages' examples have other
authors than the comments; they are kept out too and told apart.
"""

import hashlib
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.svm import LinearSVC

from bot.antipatterns.catalogue import load_catalogue
from bot.antipatterns.concept_file import load_concepts
from bot.antipatterns.domain import Catalogue
from bot.antipatterns.opening import examples_of
from bot.resources import folder
from bot.text.concepts import Concepts
from bot.text.labels import Recogniser
from bot.text.training import Example, train
from tests.benchmarks.fresh import read_fresh
from tests.benchmarks.label_use import report_use
from tests.benchmarks.topics import report_topics

Flags = NDArray[np.bool_]
Guess = Callable[[Sequence[str]], Flags]

_SHARES = (0.25, 0.5, 0.75, 1.0)


def main(arguments: Sequence[str]) -> None:
    """Print quality and speed."""
    knowledge = folder("knowledge")
    catalogue, concepts = load_catalogue(knowledge), Concepts(load_concepts(knowledge))
    ids = catalogue.ids
    learned, held, pages, signs = _parts(catalogue)
    manners = {sample.text: sample.manner for sample in catalogue.samples}
    if arguments:
        held, learned = _of_file(Path(arguments[0])), [*learned, *held]
    begun = time.perf_counter()
    recogniser = _trained([*learned, *signs], ids, concepts)
    print(f"{len(learned)} comments learned in {time.perf_counter() - begun:.1f} s")  # noqa: T201 - a report
    print(f"{'':22}{'F1':>6}{'near':>7}{'other':>7}{'answered':>10}{'n':>6}")  # noqa: T201 - a report
    _report("held out", _ours(recogniser, ids), held, ids)
    for manner in sorted({manners.get(one.text, "") for one in held}):
        part = [one for one in held if manners.get(one.text, "") == manner]
        _report(f"  {manner}", _ours(recogniser, ids), part, ids)
    if not arguments:
        unseen = {one.text for one in pages}
        others = [one for one in learned if one.text not in unseen]
        _report("pages, other authors", _ours(_trained(others, ids, concepts), ids), pages, ids)
    _report_fresh(_trained([*learned, *held, *signs], ids, concepts), ids)
    _report("nearest definition", _nearest(catalogue), held, ids)
    _report("plain linear", _linear([*learned, *signs], ids), held, ids)
    for share in _SHARES:
        part = [one for one in learned if _drawn(one.text, "curve") < share]
        fewer = _trained([*part, *signs], ids, concepts)
        _report(f"learned from {len(part)}", _ours(fewer, ids), held, ids)
    report_use(recogniser, held)
    _speed(recogniser, [one.text for one in held], [*learned, *signs])
    report_topics(catalogue, concepts)


def _report_fresh(recogniser: Recogniser, ids: Sequence[str]) -> None:
    """Report on comments that were written for testing before the others were read."""
    for is_development in (True, False):
        own = [one for one in read_fresh() if one.is_development == is_development]
        name = "fresh, development" if is_development else "fresh, one look"
        _report(name, _ours(recogniser, ids), [one.example for one in own], ids)
        for manner in sorted({one.manner for one in own}):
            part = [one.example for one in own if one.manner == manner]
            _report(f"  {manner}", _ours(recogniser, ids), part, ids)


def _parts(
    catalogue: Catalogue,
) -> tuple[list[Example], list[Example], list[Example], list[Example]]:
    """Return what is learned, held out, on pages, and the pages' signs."""
    examples = examples_of(catalogue)
    count = len(catalogue.samples)
    pairs = list(zip(catalogue.samples, examples, strict=False))
    of_pages = {"example", "counterexample"}
    pages = [example for sample, example in pairs if sample.manner in of_pages]
    written = [example for sample, example in pairs if sample.manner not in of_pages]
    held = [one for one in written if _drawn(one.text, "held") < 0.2]
    kept = [one for one in written if _drawn(one.text, "held") >= 0.2]
    return [*kept, *pages], held, pages, list(examples[count:])


def _of_file(file: Path) -> list[Example]:
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return [
        Example(line["text"], tuple(line["labels"]), is_near_miss=line.get("near_miss", False))
        for line in lines
    ]


def _drawn(text: str, lot: str) -> float:
    return int(hashlib.sha256(f"{lot}:{text}".encode()).hexdigest()[:8], 16) / 0x100000000


def _ours(recogniser: Recogniser, ids: Sequence[str]) -> Guess:
    def guess(texts: Sequence[str]) -> Flags:
        found = recogniser.recognise(texts)
        return np.array([[name in {one.id for one in own.labels} for name in ids] for own in found])

    return guess


def _trained(learned: Sequence[Example], ids: Sequence[str], concepts: Concepts) -> Recogniser:
    return Recogniser(train(learned, ids, concepts), concepts)


def _nearest(catalogue: Catalogue) -> Guess:
    """Return the floor: the nearest definition by TF-IDF, where anything is near at all."""
    words = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    definitions = words.fit_transform(
        [" ".join((*one.signs, one.summary)) for one in catalogue.antipatterns]
    )

    def guess(texts: Sequence[str]) -> Flags:
        likeness = (words.transform(texts) @ definitions.T).toarray()
        best = likeness.argmax(axis=1)[:, None] == np.arange(likeness.shape[1])
        return np.asarray(best & (likeness > 0.1))

    return guess


def _pipeline() -> Pipeline:
    return make_pipeline(
        make_union(
            TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2)),
            TfidfVectorizer(sublinear_tf=True, analyzer="char_wb", ngram_range=(3, 5)),
        ),
        LinearSVC(C=0.5, random_state=0),
    )


def _linear(learned: Sequence[Example], ids: Sequence[str]) -> Guess:
    """Return a plain pipeline with one more class for comments without a label."""
    whole = [one for one in learned if not one.lacks]
    pipeline = _pipeline()
    pipeline.fit([one.text for one in whole], [(one.shows or ("",))[0] for one in whole])

    def guess(texts: Sequence[str]) -> Flags:
        found = pipeline.predict(texts)
        return np.array([[name == own for name in ids] for own in found])

    return guess


def _report(name: str, guess: Guess, asked: Sequence[Example], ids: Sequence[str]) -> None:
    given = guess([one.text for one in asked])
    shows = np.array([[name in one.shows for name in ids] for one in asked])
    near = np.array([one.is_near_miss for one in asked])
    some: Flags = np.asarray(shows.any(axis=1))
    labelled: Flags = np.asarray(given.any(axis=1))
    present = shows.any(axis=0)
    right = (given & shows).sum(axis=0)
    f1 = 2 * right / np.maximum(1, given.sum(axis=0) + shows.sum(axis=0))
    figures = [
        f"{f1[present].mean():6.3f}" if present.any() else f"{'':6}",
        _share(labelled, ~some & near, 7),
        _share(labelled, ~some & ~near, 7),
        _share(labelled, some, 10),
    ]
    print(f"{name:22}{''.join(figures)}{len(asked):6}")  # noqa: T201 - a report


def _share(flags: Flags, among: Flags, width: int) -> str:
    return f"{flags[among].mean():{width}.3f}" if among.any() else " " * width


def _speed(recogniser: Recogniser, texts: list[str], learned: Sequence[Example]) -> None:
    many = (texts * (20_000 // len(texts) + 1))[:20_000]
    whole = [one for one in learned if not one.lacks]
    pipeline = _pipeline()
    pipeline.fit([one.text for one in whole], [(one.shows or ("",))[0] for one in whole])
    ours = _rate(lambda: recogniser.recognise(many), len(many))
    plain = _rate(lambda: pipeline.predict(many[:5_000]), 5_000)
    times = []
    for text in texts[:300]:
        begun = time.process_time()
        recogniser.recognise([text])
        times.append((time.process_time() - begun) * 1000)
    slow = statistics.quantiles(times, n=20)[-1]
    print(  # noqa: T201 - a report
        f"{ours:,.0f} comments a second of processor time; scikit-learn's words and letters "
        f"{plain:,.0f}; ratio {ours / plain:.1f}; one comment p95 {slow:.1f} ms"
    )


def _rate(run: Callable[[], object], count: int) -> float:
    begun = time.process_time()
    run()
    return count / (time.process_time() - begun)


if __name__ == "__main__":
    main(sys.argv[1:])
