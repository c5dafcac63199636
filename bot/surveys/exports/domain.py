"""What a team was shown, as rows that people take elsewhere: released figures and nothing else."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

COLUMNS: Final = (
    "team",
    "team_size",
    "wave",
    "practice",
    "dimension",
    "statement",
    "mean",
    "answers",
    "words",
)

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula, were a name to begin so."""


@dataclass(frozen=True)
class ExportedFigure:
    """An average as it was shown.

    Attributes:
        team: the team's name.
        team_size: how many people were asked, which is no secret.
        wave: the Monday of the week in which the statement was first put.
        practice: the practice it belongs to.
        dimension: culture, process or tools; empty for a pack's statement.
        statement: its id.
        words: the words in which it was put.
        tenths: the mean.
        answers: of how many answers, as it was shown: "5+", or a number in an open round.

    """

    team: str
    team_size: int
    wave: date
    practice: str
    dimension: str
    statement: str
    words: str
    tenths: int
    answers: str

    @property
    def fields(self) -> dict[str, str | int]:
        """The figure by column."""
        return {
            "team": self.team,
            "team_size": self.team_size,
            "wave": self.wave.isoformat(),
            "practice": self.practice,
            "dimension": self.dimension,
            "statement": self.statement,
            "mean": f"{self.tenths // 10}.{self.tenths % 10}",
            "answers": self.answers,
            "words": self.words,
        }


def as_csv(figures: Iterable[ExportedFigure], columns: Sequence[str] = COLUMNS) -> str:
    """Return figures as comma-separated values, with a line that names the columns."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for figure in figures:
        writer.writerow([_harmless(figure.fields[column]) for column in columns])
    return text.getvalue()


def _harmless(value: str | int) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
