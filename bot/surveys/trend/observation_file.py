"""Reads what items showed from a CSV file, and says of a bad line what to do about it."""

import csv
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NoReturn

from bot.errors import UserFacingError
from bot.surveys.trend.domain import Observation

COLUMNS: Final = (
    "team",
    "team_size",
    "wave",
    "practice",
    "dimension",
    "statement",
    "answers",
    "mean",
)
MOST_WEEKS: Final = 530
"""Some ten years: whatever spans more has a mistyped year, and would take all memory."""
MOST_LINES_A_TEAM: Final = 6000

_LOWEST, _HIGHEST = 1, 5


class ObservationFileError(UserFacingError):
    """A file that cannot be estimated from; the text names the line and what to do."""


def read_observations(file: Path) -> dict[str, list[Observation]]:
    """Return by team what the items in a file showed.

    Commas or semicolons divide the columns, which may come in any order, others among them. Where
    semicolons do, a comma may stand in a mean. A line with no answers and no mean is passed over.

    Raises:
        ObservationFileError: the file, or a line of it, is not as it should be.

    """
    return _Reading(file).read(_text_of(file))


@dataclass
class _Reading:
    """What has been read so far, to hold the next line against."""

    file: Path
    teams: dict[str, list[Observation]] = field(default_factory=dict)
    dimensions: dict[str, tuple[str, int]] = field(default_factory=dict)
    sizes: dict[tuple[str, date], tuple[int, int]] = field(default_factory=dict)
    seen: dict[tuple[str, date, str, str], int] = field(default_factory=dict)
    first: tuple[date, int] | None = None
    last: tuple[date, int] | None = None
    decimal_comma: bool = False

    def read(self, text: str) -> dict[str, list[Observation]]:
        head = text.partition("\n")[0]
        delimiter = ";" if head.count(";") > head.count(",") else ","
        self.decimal_comma = delimiter == ";"
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        lines = self._lines(reader)
        places = self._places(next(lines, (1, []))[1])
        for number, fields in lines:
            if len(fields) <= max(places.values()):
                needed = max(places.values()) + 1
                self._refuse(number, f"This has {len(fields)} columns of {needed}; fill it up.")
            line = {name: fields[place].strip() for name, place in places.items()}
            self._take(number, line)
        if not self.teams:
            self._refuse(None, "There is no line below the columns' names; add what was shown.")
        return self.teams

    def _lines(self, reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
        number = 0
        try:
            for fields in reader:
                number = getattr(reader, "line_num", number + 1)
                if any(one.strip() for one in fields):
                    yield number, fields
        except csv.Error as error:
            number = getattr(reader, "line_num", number + 1)
            self._refuse(number, f"This can't be read as CSV ({error}); mend the quotes.")

    def _places(self, names: list[str]) -> dict[str, int]:
        found = [name.strip().lower() for name in names]
        if not found:
            self._refuse(None, f"The file is empty; its first line should be {','.join(COLUMNS)}.")
        missing = [name for name in COLUMNS if name not in found]
        if missing:
            columns = "column " if len(missing) == 1 else "columns "
            self._refuse(1, f"The {columns}{', '.join(missing)} can't be found; name all eight.")
        twice = [name for name in COLUMNS if found.count(name) > 1]
        if twice:
            self._refuse(1, f"The column {twice[0]} stands twice; take one out.")
        return {name: found.index(name) for name in COLUMNS}

    def _take(self, number: int, line: Mapping[str, str]) -> None:
        for name in ("team", "practice", "dimension", "statement"):
            if not line[name]:
                self._refuse(number, f"The {name} is empty; fill it in.")
        wave = self._monday(number, line["wave"])
        size = self._count(number, "team_size", line["team_size"])
        answers = self._count(number, "answers", line["answers"])
        if size == 0:
            self._refuse(number, "A team_size of 0 can't be; write how many were asked.")
        if answers > size:
            self._refuse(
                number, f"{answers} answers are more than the team's {size} people; mend one."
            )
        self._compare(number, line, wave, size)
        if answers == 0 and line["mean"] in ("", "0"):
            return
        if answers == 0:
            self._refuse(number, "A mean of no answers can't be; empty it, or mend the answers.")
        mean = self._mean(number, line["mean"])
        shown = Observation(
            wave, line["practice"], line["dimension"], line["statement"], size, answers, mean
        )
        of_team = self.teams.setdefault(line["team"], [])
        of_team.append(shown)
        if len(of_team) > MOST_LINES_A_TEAM:
            self._refuse(
                number, f"{line['team']} has more than {MOST_LINES_A_TEAM} lines; split the file."
            )

    def _compare(self, number: int, line: Mapping[str, str], wave: date, size: int) -> None:
        """Refuse what cannot be true together with an earlier line."""
        team, practice, dimension = line["team"], line["practice"], line["dimension"]
        known, before = self.dimensions.setdefault(practice, (dimension, number))
        if known != dimension:
            self._refuse(
                number,
                f"{practice} belongs to {dimension} here and to {known} in line {before}; "
                "a practice has one dimension.",
            )
        known_size, before = self.sizes.setdefault((team, wave), (size, number))
        if known_size != size:
            self._refuse(
                number,
                f"{team} has {size} people here and {known_size} in line {before}, in one week; "
                "if these are two teams, give them two names.",
            )
        key = (team, wave, practice, line["statement"])
        before = self.seen.setdefault(key, number)
        if before != number:
            self._refuse(
                number,
                f"{team} has {line['statement']} of this week in line {before} already; take one "
                "out or, if these are two teams, give them two names.",
            )

    def _monday(self, number: int, text: str) -> date:
        try:
            wave = date.fromisoformat(text)
        except ValueError:
            self._refuse(number, f"The wave {text!r} is no date; write it like 2026-01-05.")
        if wave.weekday():
            monday = wave - timedelta(days=min(wave.weekday(), wave.toordinal() - 1))
            self._refuse(
                number, f"The wave {text} is a {wave:%A}; write the week's Monday, {monday}."
            )
        self.first = min(self.first or (wave, number), (wave, number))
        self.last = max(self.last or (wave, number), (wave, number))
        if (self.last[0] - self.first[0]).days >= MOST_WEEKS * 7:
            other = self.last if self.first[1] == number else self.first
            self._refuse(
                number,
                f"The wave {text} is more than ten years from {other[0]} in line {other[1]}; mend "
                "the year, or split the file.",
            )
        return wave

    def _count(self, number: int, name: str, text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) <= 6):
            self._refuse(number, f"The {name} {text!r} is no whole number; write one, such as 6.")
        return int(text)

    def _mean(self, number: int, text: str) -> float:
        try:
            mean = float(text.replace(",", ".") if self.decimal_comma else text)
        except ValueError:
            mean = math.nan
        if math.isnan(mean):
            self._refuse(number, f"The mean {text!r} is no number; write one, such as 3.4.")
        if not _LOWEST <= mean <= _HIGHEST:
            self._refuse(
                number, f"The mean {text} is outside the scale; it goes from 1 to 5, so mend it."
            )
        return mean

    def _refuse(self, number: int | None, message: str) -> NoReturn:
        place = self.file if number is None else f"{self.file}:{number}"
        raise ObservationFileError(f"{place}: {message}")


def _text_of(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ObservationFileError(f"{file} can't be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        number = error.object.count(b"\n", 0, error.start) + 1
        raise ObservationFileError(
            f"{file}:{number}: This is not UTF-8; save the file as UTF-8."
        ) from error
