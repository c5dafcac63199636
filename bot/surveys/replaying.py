"""The rules that every release ever made is held against, as an attacker would.

Whoever has all releases knows the means of sets of items, each item a set of scores of its own.
What can be worked out from them are combinations of those sets. A combination weighs items that
stand in the same releases alike, so such items come out together or not at all: each of these
*classes* has to be large enough, and then whatever can be worked out is, too.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import Final, TypeVar

from bot.findings import Finding, Shown
from bot.surveys.releases import Ledger, Part, Release, Source
from bot.teams.domain import FEWEST_TO_SHOW

_T = TypeVar("_T")

TOO_FEW: Final = "too few people"
TWICE: Final = "released twice"
REMAINDER: Final = "what a parent adds to its teams"
DIFFERENCE: Final = "what two releases differ by"
LEDGER: Final = "the ledger"


def look_for_too_few(ledger: Ledger) -> Iterator[Finding]:
    """Find releases behind which fewer members stand than their teams were told."""
    for release in _anonymous(ledger):
        threshold = max(
            [release.threshold, FEWEST_TO_SHOW]
            + [ledger.thresholds.get(part.team_id, 0) for part in _parts(ledger, release)]
        )
        counted = _union(part.counted for part in _parts(ledger, release))
        scores = sum(part.scores for part in _parts(ledger, release))
        found = []
        if release.threshold < threshold:
            found.append(f"it was shown at {release.threshold}")
        if release.members < threshold:
            found.append(f"{release.members} members stood behind it")
        if len(counted) < threshold:
            found.append(f"{len(counted)} members were asked")
        if not release.source.is_parent and scores < threshold:
            found.append(f"{scores} scores stand with it")
        if found:
            text = f"It takes {threshold} members, and {' and '.join(found)}."
            yield Finding(TOO_FEW, _shown(ledger, release), text)


def look_for_second_releases(ledger: Ledger) -> Iterator[Finding]:
    """Find what was released more than once, also the same words under two names."""
    seen: dict[tuple[Source, str, date], Release] = {}
    words: dict[tuple[int, date, str], Release] = {}
    for release in ledger.releases:
        first = seen.setdefault(release.key, release)
        if first is not release:
            yield Finding(
                TWICE,
                _shown(ledger, first, release),
                "It was released twice. Whoever saw both can work out what came in between.",
            )
        if release.source.is_parent:
            continue
        for part in _parts(ledger, release):
            same = words.setdefault((part.team_id, part.wave, part.text), release)
            if same.statement_id != release.statement_id:
                text = "The same words were put to the team twice in a week, under two names."
                yield Finding(TWICE, _shown(ledger, same, release), text)


def look_for_what_was_not_written_down(ledger: Ledger) -> Iterator[Finding]:
    """Find means that the bot holds and the ledger does not, and the other way round."""
    written = {release.key: release for release in ledger.releases}
    standing = {mean.key: mean for mean in ledger.standing}
    for key in sorted(written.keys() | standing.keys(), key=str):
        release, mean = written.get(key), standing.get(key)
        text = None
        if release is None:
            text = "It was shown, and the ledger of releases doesn't have it."
        elif mean is None:
            text = "The ledger of releases has it, and no such average is stored."
        elif mean.tenths != release.tenths:
            text = f"Released as {_mean(release.tenths)}, it is stored as {_mean(mean.tenths)}."
        if text is not None:
            yield Finding(LEDGER, (_name(ledger, *key),), text)


def look_for_differences(ledger: Ledger) -> Iterator[Finding]:
    """Find what can be worked out from several releases and tells of too few people."""
    questions: dict[tuple[str, date], list[Release]] = {}
    for release in ledger.releases:
        questions.setdefault((release.statement_id, release.wave), []).append(release)
    asked = _list_asked(ledger)
    for key, releases in questions.items():
        if any(release.source.is_parent for release in releases):
            yield from _look_at_one_question(ledger, releases, asked[key])


def _look_at_one_question(
    ledger: Ledger, releases: list[Release], asked: dict[str, int]
) -> Iterator[Finding]:
    alone = _union(r.item_ids for r in releases if not r.source.is_parent)
    sets = {release.id: _scored_items(release, alone) for release in releases}
    classes: dict[frozenset[int], set[int]] = {}
    for item_id in _union(sets.values()):
        pattern = frozenset(id_ for id_, items in sets.items() if item_id in items)
        classes.setdefault(pattern, set()).add(item_id)
    for pattern, class_ in classes.items():
        if class_ & alone:
            continue  # A team's own release, which has to be large enough by itself.
        holding = [release for release in releases if release.id in pattern]
        parts = [ledger.parts[item_id] for item_id in class_ if item_id in ledger.parts]
        threshold = max([FEWEST_TO_SHOW, *(ledger.thresholds.get(p.team_id, 0) for p in parts)])
        sure = max((r.unshown_members for r in holding if sets[r.id] - alone == class_), default=0)
        at_most = sum(asked[who] == 1 for part in parts for who in part.counted)
        if min(sure, at_most) < threshold:
            others = [release for release in releases if release.id not in pattern]
            rule, named = _name_offenders(holding, others, sets, class_)
            text = (
                f"Together they give away the answers of "
                f"{_list_teams(ledger, parts)}: at least {threshold} members must stand behind "
                f"those, at most {at_most} can, and {sure} are known to."
            )
            yield Finding(rule, _shown(ledger, *named), text)


def _name_offenders(
    holding: list[Release], others: list[Release], sets: dict[int, frozenset[int]], class_: set[int]
) -> tuple[str, list[Release]]:
    """Return the fewest releases from which a class can be worked out, and which rule that is."""
    for one, other in combinations([*holding, *others], 2):
        is_parents = one.source.is_parent and other.source.is_parent
        if is_parents and class_ in (sets[one.id] - sets[other.id], sets[other.id] - sets[one.id]):
            return DIFFERENCE, [one, other]
    for parent in holding:
        children = [r for r in others if not r.source.is_parent and sets[r.id] <= sets[parent.id]]
        if sets[parent.id] - _union(sets[child.id] for child in children) == class_:
            return REMAINDER, [parent, *children]
    return DIFFERENCE, [*holding, *others]


def _scored_items(release: Release, alone: frozenset[int]) -> frozenset[int]:
    """Return the items that have scores in a release: of unshown ones it may hold none at all."""
    return release.item_ids if release.unshown_members else release.item_ids & alone


def _list_asked(ledger: Ledger) -> dict[tuple[str, date], dict[str, int]]:
    """Return in how many teams each person was asked a statement in a week."""
    asked: dict[tuple[str, date], dict[str, int]] = {
        (release.statement_id, release.wave): {} for release in ledger.releases
    }
    for part in ledger.parts.values():
        if (times := asked.get((part.statement_id, part.wave))) is not None:
            for who in part.asked:
                times[who] = times.get(who, 0) + 1
    return asked


def _anonymous(ledger: Ledger) -> Iterator[Release]:
    return (release for release in ledger.releases if not release.is_open)


def _parts(ledger: Ledger, release: Release) -> list[Part]:
    return [ledger.parts[id_] for id_ in sorted(release.item_ids) if id_ in ledger.parts]


def _union(sets: Iterable[frozenset[_T]]) -> frozenset[_T]:
    return frozenset(each for set_ in sets for each in set_)


def _shown(ledger: Ledger, *releases: Release) -> tuple[Shown, ...]:
    return tuple(_name(ledger, *release.key) for release in releases)


def _name(ledger: Ledger, source: Source, statement_id: str, wave: date) -> Shown:
    texts = (
        p.text for p in ledger.parts.values() if (p.statement_id, p.wave) == (statement_id, wave)
    )
    name = ledger.name(source)
    return Shown(f"{name} (parent)" if source.is_parent else name, next(texts, statement_id), wave)


def _list_teams(ledger: Ledger, parts: list[Part]) -> str:
    names = sorted({ledger.name(Source(part.team_id, is_parent=False)) for part in parts})
    return " and ".join(names)


def _mean(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"


RULES: Final = (
    look_for_too_few,
    look_for_second_releases,
    look_for_what_was_not_written_down,
    look_for_differences,
)
