"""Looks back at what fear questions showed, as an attacker would; it decides nothing itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.findings import Finding, Shown
from bot.teams.domain import FEWEST_TO_SHOW

TOO_FEW_NAMED: Final = "a model that too few people named"
TOO_FEW_ANSWERED: Final = "too few people"
TOO_SOON: Final = "the same people asked again too soon"
LEFT_BEHIND: Final = "choices that were to be deleted"
LEDGER: Final = "the ledger"

_WEEKS_BETWEEN: Final = 13
_FEWEST_NAMING: Final = 3
_MOST_SHOWN: Final = 2
_WHAT: Final = "which model people fear"

Named = tuple[tuple[int, str], ...]
"""Models as they were shown, each with its band."""


@dataclass(frozen=True)
class FearRelease:
    """An entry of the ledger; `naming` is how many named each model, cut at three."""

    fear_id: int
    team_id: int
    wave: date
    threshold: int
    members: int
    named: Named
    naming: tuple[int, ...]


@dataclass(frozen=True)
class FearPart:
    """A question, with what is still known of it that the ledger does not say.

    Attributes:
        fear_id: which question.
        team_id: which team was asked.
        wave: in which week first.
        models: the models to choose from.
        shown: what stands as shown; None where nothing was.
        counted: how many members were asked in all of its weeks, answered or not.
        left: how many choices and keys stand with it; None while it is open.

    """

    fear_id: int
    team_id: int
    wave: date
    models: frozenset[int]
    shown: Named | None
    counted: int
    left: int | None


@dataclass(frozen=True)
class FearLedger:
    """Everything that a replay looks at; names and thresholds are of teams, by id."""

    releases: tuple[FearRelease, ...]
    parts: dict[int, FearPart]
    names: dict[int, str]
    thresholds: dict[int, int]

    def find(self, rule: str, team_id: int, text: str, *waves: date) -> Finding:
        """Return a finding about a team's question of these weeks."""
        name = self.names.get(team_id, f"team {team_id}")
        return Finding(rule, tuple(Shown(name, _WHAT, wave) for wave in waves), text)


def look_for_too_few(ledger: FearLedger) -> Iterator[Finding]:
    """Find what was shown of too few people, or in a way that tells of them."""
    for release in ledger.releases:
        part = ledger.parts.get(release.fear_id)
        standing = ledger.thresholds.get(release.team_id, 0)
        threshold = max(release.threshold, FEWEST_TO_SHOW, standing)
        counted = 0 if part is None else part.counted
        if min(release.members, release.threshold, counted) < threshold:
            text = (
                f"It takes {threshold} members. It was shown at {release.threshold}, "
                f"{release.members} stood behind it, and {counted} were asked."
            )
            yield ledger.find(TOO_FEW_ANSWERED, release.team_id, text, release.wave)
        fewest = min(release.naming, default=_FEWEST_NAMING)
        if fewest < _FEWEST_NAMING or len(release.named) > _MOST_SHOWN:
            text = (
                f"{len(release.named)} models were shown, one of them named by {fewest}: it takes "
                f"{_FEWEST_NAMING} people, and at most {_MOST_SHOWN} models are shown."
            )
            yield ledger.find(TOO_FEW_NAMED, release.team_id, text, release.wave)


def look_for_hasty_questions(ledger: FearLedger) -> Iterator[Finding]:
    """Find questions shown twice, and two of one team in a quarter: whoever saw both subtracts."""
    earlier: dict[int, FearRelease] = {}
    for release in sorted(ledger.releases, key=lambda each: each.wave):
        before = earlier.get(release.team_id)
        earlier[release.team_id] = release
        if before is None:
            continue
        weeks = (release.wave - before.wave).days // 7
        if weeks < _WEEKS_BETWEEN:
            text = f"Two were shown {weeks} weeks apart; it takes {_WEEKS_BETWEEN}."
            yield ledger.find(TOO_SOON, release.team_id, text, before.wave, release.wave)


def look_for_what_was_left(ledger: FearLedger) -> Iterator[Finding]:
    """Find closed questions with which choices, or the key that hides people, stand."""
    for part in ledger.parts.values():
        if part.left:
            text = f"The question is closed, and {part.left} rows of it were not deleted."
            yield ledger.find(LEFT_BEHIND, part.team_id, text, part.wave)


def look_for_what_was_not_written_down(ledger: FearLedger) -> Iterator[Finding]:
    """Find what stands as shown and is not in the ledger, and the other way round."""
    written = {release.fear_id: release for release in ledger.releases}
    for part in ledger.parts.values():
        release = written.get(part.fear_id)
        if part.shown != (None if release is None else release.named):
            text = "What stands as shown is not what the ledger has."
            yield ledger.find(LEDGER, part.team_id, text, part.wave)
        elif release is not None and not {id_ for id_, _ in release.named} <= part.models:
            text = "A model was shown that could not be chosen."
            yield ledger.find(LEDGER, part.team_id, text, part.wave)


RULES: Final = (
    look_for_too_few,
    look_for_hasty_questions,
    look_for_what_was_left,
    look_for_what_was_not_written_down,
)
