"""Whether themes surface that nobody has heard of: three topics at a time among 200 others."""

import hashlib
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import yaml

from bot.antipatterns.domain import Catalogue
from bot.text.concepts import Concepts
from bot.text.themes import Said, find_themes

_EACH = 25
_OTHERS = 200
_DEVELOPMENT = 4
_AWAY_FROM_TOPICS = {"chat", "other_complaint", "technical_talk"}
"""Near misses speak of the very topics that nobody is to have heard of."""


@dataclass(frozen=True)
class _Trial:
    said: Sequence[Said]
    topic_of: Mapping[str, str]
    background: Sequence[str]


def report_topics(catalogue: Catalogue, concepts: Concepts) -> None:
    """Print how many of three topics surface, and how much junk beside them."""
    file = Path(__file__).with_name("topics_fresh.yaml")
    fresh: dict[str, list[str]] = yaml.safe_load(file.read_text("utf-8"))
    names = list(fresh)
    sets = {
        "development": combinations(names[:_DEVELOPMENT], 3),
        "not seen before": combinations(names[_DEVELOPMENT:], 3),
    }
    for name, trios in sets.items():
        trials = [_trial(catalogue, trio, fresh, turn) for turn, trio in enumerate(trios)]
        _report(f"three everyday topics, {name}", trials, concepts)
    _report("three anti-patterns taken out", list(_taken_out(catalogue)), concepts)


def _taken_out(catalogue: Catalogue) -> Iterator[_Trial]:
    for turn in range(8):
        trio = sorted(catalogue.ids, key=lambda name: _drawn(name, f"topic {turn}"))[:3]
        texts = {
            topic: sorted(
                (one.text for one in catalogue.samples if one.shows == (topic,)),
                key=lambda text: _drawn(text, f"turn {turn}"),
            )[:_EACH]
            for topic in trio
        }
        yield _trial(catalogue, trio, texts, turn)


def _trial(
    catalogue: Catalogue, trio: Sequence[str], texts: Mapping[str, Sequence[str]], turn: int
) -> _Trial:
    said: list[Said] = []
    topic_of: dict[str, str] = {}
    for topic in trio:
        for text in texts[topic]:
            topic_of[str(len(said))] = topic
            said.append(Said(str(len(said)), text, str(len(said))))
    none = [one.text for one in catalogue.samples if one.manner in _AWAY_FROM_TOPICS]
    none.sort(key=lambda text: _drawn(text, f"turn {turn}"))
    said += [Said(f"n{place}", text, f"n{place}") for place, text in enumerate(none[:_OTHERS])]
    known = [one.text for one in catalogue.samples if one.shows and not set(one.shows) & set(trio)]
    return _Trial(said, topic_of, [*none[_OTHERS:], *known])


def _report(name: str, trials: Sequence[_Trial], concepts: Concepts) -> None:
    found, junk, quality = [], [], []
    for trial in trials:
        themes = find_themes(trial.said, concepts=concepts, background=trial.background)
        scores = [
            [_f1(theme.comments, trial.topic_of, topic) for theme in themes]
            for topic in dict.fromkeys(trial.topic_of.values())
        ]
        best = [max(own, default=0.0) for own in scores]
        quality += best
        found.append(sum(score >= 0.5 for score in best))
        junk.append(sum(max(own) < 0.3 for own in zip(*scores, strict=True)))
    print(  # noqa: T201 - a report
        f"{name}: {statistics.fmean(found):.2f} surface with F1 of .50 (mean F1 "
        f"{statistics.fmean(quality):.2f}), beside {statistics.fmean(junk):.1f} other themes"
    )


def _f1(comments: Sequence[str], topic_of: Mapping[str, str], topic: str) -> float:
    right = sum(topic_of.get(comment) == topic for comment in comments)
    return 2 * right / (len(comments) + _EACH)


def _drawn(text: str, lot: str) -> str:
    return hashlib.sha256(f"{lot}:{text}".encode()).hexdigest()
