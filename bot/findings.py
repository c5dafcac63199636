"""What a look back at everything that was shown has found, in words that every feature shares."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Shown:
    """One thing that was shown: by which team or parent, about what, and of which week if any."""

    of: str
    what: str
    wave: date | None = None

    @property
    def words(self) -> str:
        """Name it, such as "Fraud, week of 2026-01-05: We review each other's code."."""
        week = "" if self.wave is None else f", week of {self.wave.isoformat()}"
        return f"{self.of}{week}: {self.what}"


@dataclass(frozen=True)
class Finding:
    """A promise that was not kept: which rule, by what was shown, and how."""

    rule: str
    shown: tuple[Shown, ...]
    text: str


@dataclass(frozen=True)
class Checked:
    """How much of whose was looked at; `left_aside` is what promises no anonymity."""

    of: str
    kind: str
    count: int
    left_aside: int = 0


@dataclass(frozen=True)
class Report:
    """What one check, or all of them, looked at and found."""

    checked: tuple[Checked, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __add__(self, other: "Report") -> "Report":
        return Report(self.checked + other.checked, self.findings + other.findings)
