"""`mlops-bot ask`: one question to the playbook, or a file of them."""

import json
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import BaseModel, ConfigDict, ValidationError
from rich.progress import track

from bot.cli.console import complain, errors_console, say, say_json
from bot.errors import UserFacingError
from bot.resources import folder
from bot.settings import read_settings

if TYPE_CHECKING:
    from bot.playbook.domain import Answer, Passage
    from bot.playbook.playbook import Playbook

_SCORE_DIGITS = 4


class _Line(BaseModel):
    """A line of the input file."""

    model_config = ConfigDict(frozen=True)

    id: str | int
    question: str


def ask(
    question: Annotated[str | None, typer.Argument(help="What you want to know.")] = None,
    playbook: Annotated[
        Path | None, typer.Option(help="Any folder of markdown, instead of our playbook.")
    ] = None,
    questions: Annotated[
        Path | None, typer.Option("--input", help='JSON Lines, each {"id", "question"}.')
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,  # noqa: FBT002 - an option's default
) -> None:
    """Answer from the playbook in its own words, or say that it doesn't cover the question."""
    if (question is None) == (questions is None):
        raise UserFacingError("Give either a question or --input FILE.")
    if questions is not None:
        _answer_lines(questions, playbook)
        return
    if question is None or not question.strip():
        raise UserFacingError("The question is empty; type one.")
    opened = _open(playbook)
    begun = perf_counter()
    answer = opened.ask(question)
    if as_json:
        document = {"question": question, "outcome": answer.outcome.value}
        say_json({**document, **_document(answer, perf_counter() - begun)})
    else:
        _show(answer)


def _answer_lines(file: Path, directory: Path | None) -> None:
    # Every line is read before the first is answered: a bad one leaves nothing half-written.
    lines = _read_lines(file)
    opened = _open(directory)
    console = errors_console()
    shown = track(lines, "Asking", console=console, transient=True, disable=not console.is_terminal)
    for line in shown:
        begun = perf_counter()
        answer = opened.ask(line.question)
        document = {"id": line.id, **_document(answer, perf_counter() - begun)}
        typer.echo(json.dumps(document, ensure_ascii=False))


def _open(directory: Path | None) -> "Playbook":
    # What searching needs takes a while to import; other commands should not wait for it.
    from bot.playbook.opening import open_any, open_playbook  # noqa: PLC0415

    shipped = folder("knowledge")
    if directory is None:
        return open_playbook(*read_settings().lay_knowledge_over(shipped))
    opened, left_out = open_any(directory, words_from=shipped)
    for finding in left_out:
        complain(f"{finding} It is left out.")
    return opened


def _read_lines(file: Path) -> list[_Line]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UserFacingError(f"{file} can't be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        number = error.object.count(b"\n", 0, error.start) + 1
        raise UserFacingError(f"{file}:{number}: This is not UTF-8; save it as UTF-8.") from error
    return [
        _read_line(file, number, line)
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
    ]


def _read_line(file: Path, number: int, line: str) -> _Line:
    try:
        return _Line.model_validate_json(line)
    except ValidationError as error:
        raise UserFacingError(
            f'{file}:{number}: This should be {{"id": …, "question": "…"}}; write it so.'
        ) from error


def _document(answer: "Answer", seconds: float) -> dict[str, object]:
    return {
        "answered": answer.is_answered,
        "confidence": round(answer.confidence, _SCORE_DIGITS),
        "text": answer.quote if answer.is_answered else None,
        "results": [
            {
                "page": passage.page.path,
                "heading": passage.section.heading,
                "anchor": passage.section.anchor,
                "score": round(passage.score, _SCORE_DIGITS),
                "covers": list(passage.page.covers),
            }
            for passage in answer.passages
        ],
        "took_ms": round(seconds * 1000, 3),
    }


def _show(answer: "Answer") -> None:
    if answer.is_answered:
        first, *others = answer.passages[:3]
        say(f"{_place(first)}\n\n{answer.quote}")
    else:
        others = list(answer.passages[:3])
        say(answer.reason)
    if others:
        say("\nSee also:" if answer.is_answered else "\nThe closest sections:")
    for passage in others:
        say(f"- {_place(passage)}")


def _place(passage: "Passage") -> str:
    page, section = passage.page, passage.section
    link = f"{page.path}#{section.anchor}" if section.anchor else page.path
    name = page.title if section.heading == page.title else f"{page.title} > {section.heading}"
    return f"{name} ({link})"
