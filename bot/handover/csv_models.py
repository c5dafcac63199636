"""Reads a table of models as spreadsheets save it, and names each fault with its line."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Final

from bot.errors import UserFacingError
from bot.handover.domain import ModelDraft, ModelFieldError, Tier, check_link
from bot.handover.names import check_title

COLUMNS: Final = ("name", "team", "tier", "link", "owner")
_MOST_BYTES: Final = 10_000_000
_MOST_FAULTS: Final = 20
_LONGEST_OWNER: Final = 200
_TIERS: Final = {str(int(tier)): tier for tier in Tier} | {tier.words: tier for tier in Tier}


class CsvError(UserFacingError):
    """The table needs mending; each line of the text names file, line and remedy."""


@dataclass(frozen=True)
class CsvModel:
    """One line of the table, and the name that its model gets."""

    line: int
    name: str
    draft: ModelDraft


def read_models(file: Path, *, teams: Mapping[str, int]) -> tuple[CsvModel, ...]:
    """Return the models of a table.

    Args:
        file: comma, semicolon or tab between the columns, UTF-8 with or without a byte-order mark.
        teams: the ids of the teams by their names.

    Raises:
        CsvError: with every fault that was found, so that nothing of it is stored.

    """
    reading = _Reading(file, {name.casefold(): team_id for name, team_id in teams.items()})
    rows = _rows(file, _text(file))
    models = [reading.model(line, cells) for line, cells in rows]
    if reading.faults:
        more = len(reading.faults) - _MOST_FAULTS
        shown = reading.faults[:_MOST_FAULTS] + ([f"… and {more} more."] if more > 0 else [])
        raise CsvError("\n".join([*shown, "Nothing was imported."]))
    return tuple(model for model in models if model is not None)


class _Reading:
    """One walk over the lines, and every fault on the way."""

    def __init__(self, file: Path, teams: Mapping[str, int]) -> None:
        self._file = file
        self._teams = teams
        self._lines: dict[str, int] = {}
        self.faults: list[str] = []

    def model(self, line: int, cells: Mapping[str, str]) -> CsvModel | None:
        """Return a line's model, or None where it has a fault."""
        before = len(self.faults)
        name = self._name(line, cells["name"])
        draft = ModelDraft(
            title=cells["name"],
            name=name,
            tier=self._tier(line, cells.get("tier", "")),
            link=self._link(line, cells.get("link", "")),
            team_id=self._team(line, cells.get("team", "")),
            owner=self._owner(line, cells.get("owner", "")),
        )
        return CsvModel(line, name, draft) if len(self.faults) == before else None

    def _name(self, line: int, title: str) -> str:
        try:
            name = check_title(title)
        except ModelFieldError as error:
            what = "`name` is empty. Give each model one, or take the line out."
            self._fault(line, str(error) if title else what)
            return ""
        if name in self._lines:
            self._fault(
                line, f"`{name}` stands on line {self._lines[name]} too. Keep one of the two."
            )
        self._lines.setdefault(name, line)
        return name

    def _tier(self, line: int, words: str) -> Tier | None:
        if words and words.casefold() not in _TIERS:
            self._fault(
                line, f"`tier` is {words[:40]!r}. Write 1 (critical), 2 (normal) or 3 (minor)."
            )
        return _TIERS.get(words.casefold())

    def _link(self, line: int, words: str) -> str | None:
        try:
            return check_link(words) or None
        except ModelFieldError as error:
            self._fault(line, str(error))
            return None

    def _team(self, line: int, words: str) -> int | None:
        if words and words.casefold() not in self._teams:
            known = ", ".join(sorted(self._teams)) or "none yet; `/mlops setup` sets one up"
            self._fault(line, f"There is no team {words[:60]!r}. Teams are: {known}.")
        return self._teams.get(words.casefold())

    def _owner(self, line: int, words: str) -> str:
        if len(words) > _LONGEST_OWNER:
            self._fault(
                line, f"`owner` is longer than {_LONGEST_OWNER} characters. Name one person."
            )
        return words

    def _fault(self, line: int, message: str) -> None:
        self.faults.append(f"{self._file}:{line}: {message}")


def _text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise CsvError(
            f"{file}: The file can't be read ({error.strerror}). Check its path."
        ) from error
    if len(content) > _MOST_BYTES:
        raise CsvError(f"{file}: The file is larger than {_MOST_BYTES // 1_000_000} MB. Split it.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CsvError(
            f"{file}:{line}: This is not UTF-8. Save it as “CSV UTF-8” and import it again."
        ) from error


def _rows(file: Path, text: str) -> list[tuple[int, Mapping[str, str]]]:
    """Return the lines with their cells by column; lines without a word are left out."""
    header = text.partition("\n")[0]
    separator = max(",;\t", key=header.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, Mapping[str, str]]] = []
    columns: Sequence[str] = ()
    line = 1
    try:
        for cells in reader:
            begins, line = line, reader.line_num + 1
            if not columns:
                columns = _columns(file, cells)
            elif any(cell.strip() for cell in cells):
                rows.append((begins, _cells(file, begins, columns, cells)))
    except csv.Error as error:
        raise CsvError(
            f"{file}:{reader.line_num}: This line can't be read ({error}). Check its quotes."
        ) from error
    if not columns:
        raise CsvError(f"{file}:1: The file is empty. Its first line names the columns: name, …")
    return rows


def _columns(file: Path, cells: Sequence[str]) -> Sequence[str]:
    columns = [cell.strip().casefold() for cell in cells]
    unknown = [column for column in columns if column not in COLUMNS]
    if "name" not in columns:
        message = "The first line has no column `name`. Its columns can be: " + ", ".join(COLUMNS)
    elif unknown:
        message = f"There is no column {unknown[0]!r}. Columns can be: " + ", ".join(COLUMNS)
    elif len(set(columns)) < len(columns):
        message = "A column stands there twice. Keep one of the two"
    else:
        return columns
    raise CsvError(f"{file}:1: {message}.")


def _cells(
    file: Path, line: int, columns: Sequence[str], cells: Sequence[str]
) -> Mapping[str, str]:
    if len(cells) != len(columns):
        raise CsvError(
            f"{file}:{line}: This line has {len(cells)} cells and the first line {len(columns)}. "
            "Put a cell with a separator in it into quotes."
        )
    return dict(zip(columns, (cell.strip() for cell in cells), strict=True))
