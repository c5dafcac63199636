"""`mlops-bot comments …`: read comments for anti-patterns, and for themes that are new."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer
from pydantic import BaseModel, ConfigDict, ValidationError
from rich.progress import Progress

from bot.cli.console import complain, errors_console, say, say_json
from bot.errors import UserFacingError
from bot.resources import folder
from bot.settings import Settings, read_settings

if TYPE_CHECKING:
    from bot.antipatterns.theme_domain import TeamTheme
    from bot.text.labels import Recognised, Recogniser

app = typer.Typer(help="Read comments for what is wrong.", no_args_is_help=True)

_BATCH = 512
_LONGEST_LINE = 1_000_000
"""A line beyond this is no comment, and is not taken into memory."""

InputFile = Annotated[Path, typer.Option("--input", help='JSON Lines, each {"id", "text"}.')]


class _Line(BaseModel):
    """A line of the input file."""

    model_config = ConfigDict(frozen=True)

    id: str | int
    text: str


@app.callback()
def group() -> None:
    """Read comments for what is wrong."""


@app.command()
def label(file: InputFile) -> None:
    """Say which anti-patterns each comment shows; none is an answer.

    A line that can't be read is named on stderr and left out; then the exit is 2 at the end.
    """
    lines = _Lines(file)
    recogniser = _open_recogniser()
    for batch in _in_batches(lines):
        found = recogniser.recognise([line.text for line in batch])
        written = (_document(line, one) for line, one in zip(batch, found, strict=True))
        typer.echo("\n".join(json.dumps(document, ensure_ascii=False) for document in written))
    lines.finish()


@app.command()
def themes(file: InputFile) -> None:
    """Say what comments without a label have in common; each line counts as another person's.

    A line that can't be read is named on stderr and left out; then the exit is 2 at the end.
    """
    # What grouping needs takes a while to import; other commands should not wait for it.
    from bot.antipatterns.opening import themes_in  # noqa: PLC0415
    from bot.text.themes import Said  # noqa: PLC0415

    lines = _Lines(file)
    # Ids may be numbers, or stand there twice, so comments go by their line's place meanwhile.
    read = list(lines)
    said = [Said(f"{place:09d}", line.text, str(place)) for place, line in enumerate(read)]
    found = themes_in(said, *read_settings().lay_knowledge_over(folder("knowledge")))
    taken = {int(place) for theme in found for place in theme.comments}
    say_json(
        {
            "themes": [
                {
                    "id": f"theme-{number}",
                    "name": theme.name,
                    "keywords": list(theme.keywords),
                    "size": len(theme.comments),
                    "comment_ids": [read[int(place)].id for place in theme.comments],
                }
                for number, theme in enumerate(found, 1)
            ],
            "unassigned": [line.id for place, line in enumerate(read) if place not in taken],
        }
    )
    lines.finish()


@app.command()
def promote(
    team: Annotated[str, typer.Option("--team", help="The team's name.")],
    theme: Annotated[int, typer.Option("--theme", help="The theme's number.", min=1)],
    kind: Annotated[str, typer.Option("--id", help="The id of the anti-pattern to be.")],
    directory: Annotated[
        Path | None,
        typer.Argument(
            help="The installation's knowledge folder; MLOPS_KNOWLEDGE_DIR if left out."
        ),
    ] = None,
) -> None:
    """Draft an anti-pattern of the installation's own from a team's theme, for you to write.

    No more than the theme's words goes into it, and nothing that anybody wrote.
    """
    # What these need takes a while to import; other commands should not wait for it.
    from bot.antipatterns.promoting import promote as write_draft  # noqa: PLC0415

    settings = read_settings()
    where = directory or settings.knowledge_dir
    if where is None:
        raise UserFacingError(
            "Name the installation's knowledge folder, or set MLOPS_KNOWLEDGE_DIR."
        )
    if not where.is_dir():
        raise UserFacingError(f"There is no folder {where}.")
    named = _find_theme(settings, team, theme)
    page, comments = write_draft(named, kind=kind, folder=where, shipped=folder("knowledge"))
    say(f"Drafted {page} and {comments}.")
    say(f"`mlops-bot knowledge check {where}` names what is to be written.")


class _Lines:
    """The lines of a file that can be read, one after another, with complaints of the others."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._is_faulty = False
        try:
            self._stream: BinaryIO = file.open("rb")
        except OSError as error:
            raise UserFacingError(f"{file} can't be read ({error.strerror}).") from error

    def __iter__(self) -> Iterator[_Line]:
        console = errors_console()
        with (
            self._stream,
            Progress(console=console, transient=True, disable=not console.is_terminal) as progress,
        ):
            task = progress.add_task(
                "Reading", total=os.fstat(self._stream.fileno()).st_size or None
            )
            try:
                for number, raw in enumerate(self._raw(), 1):
                    progress.advance(task, len(raw))
                    line = self._read(number, raw)
                    if line is not None:
                        yield line
            except OSError as error:
                raise UserFacingError(f"{self._file} can't be read ({error.strerror}).") from error

    def finish(self) -> None:
        """Exit with 2 if a line could not be read."""
        if self._is_faulty:
            raise typer.Exit(2)

    def _raw(self) -> Iterator[bytes]:
        while raw := self._stream.readline(_LONGEST_LINE):
            yield raw
            while raw and not raw.endswith(b"\n") and len(raw) == _LONGEST_LINE:
                # The rest of a line that is too long belongs to it, and not to the next.
                raw = self._stream.readline(_LONGEST_LINE)

    def _read(self, number: int, raw: bytes) -> _Line | None:
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if not raw.strip():
            return None
        if len(raw) >= _LONGEST_LINE:
            self._complain(number, "This line is longer than a megabyte; shorten it.")
            return None
        try:
            return _Line.model_validate_json(raw)
        except ValidationError:
            self._complain(number, 'This should be {"id": …, "text": "…"}; write it so.')
            return None

    def _complain(self, number: int, message: str) -> None:
        self._is_faulty = True
        complain(f"{self._file}:{number}: {message}")


def _in_batches(lines: _Lines) -> Iterator[list[_Line]]:
    batch: list[_Line] = []
    for line in lines:
        batch.append(line)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _open_recogniser() -> "Recogniser":
    # What recognising needs takes a while to import; other commands should not wait for it.
    from bot.antipatterns.opening import open_recogniser  # noqa: PLC0415

    settings = read_settings()
    knowledge = settings.lay_knowledge_over(folder("knowledge"))
    return open_recogniser(*knowledge, kept_in=settings.data_dir)


def _find_theme(settings: Settings, team: str, number: int) -> "TeamTheme":
    from bot import schema  # noqa: PLC0415 - see above
    from bot.antipatterns.theme_service import find_named  # noqa: PLC0415
    from bot.database import Database  # noqa: PLC0415
    from bot.teams.service import TeamService  # noqa: PLC0415

    database = Database(settings.database)
    schema.upgrade(database)
    return find_named(database, TeamService(database), team_name=team, number=number)


def _document(line: _Line, found: "Recognised") -> dict[str, object]:
    labels = [
        {"id": one.id, "confidence": one.confidence, "evidence": list(one.evidence)}
        for one in found.labels
    ]
    document: dict[str, object] = {"id": line.id, "labels": labels}
    return {**document, "note": found.note} if found.note else document
