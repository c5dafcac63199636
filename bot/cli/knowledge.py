"""`mlops-bot knowledge …`: check the statements, and later pages, that people edit."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import complain, say
from bot.errors import UserFacingError
from bot.knowledge_check import KnowledgeReport, check_knowledge, is_laid_over
from bot.resources import folder

app = typer.Typer(help="Look after the knowledge folder.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Look after the knowledge folder."""


@app.command()
def check(
    directory: Annotated[
        Path | None, typer.Argument(help="The folder; what is shipped if left out.")
    ] = None,
) -> None:
    """Check that every statement is well formed, and say what the sources' points still miss.

    A folder without sources.yaml is an installation's own, and checked over what is shipped. Exit 1
    when something is wrong, naming file and line.
    """
    shipped = folder("knowledge")
    where = directory or shipped
    if not where.is_dir():
        raise UserFacingError(f"There is no folder {where}.")
    report = check_knowledge(where, over=shipped if is_laid_over(where) else None)
    for finding in (*report.findings, *report.advice):
        complain(str(finding))
    _say_coverage(report)
    if not report.is_sound:
        raise typer.Exit(1)


def _say_coverage(report: KnowledgeReport) -> None:
    say(
        f"{report.practices} practices, {report.statements} statements, {report.packs} packs, "
        f"{report.points} points in the sources."
    )
    for point in report.unasked_points:
        complain(f"No statement asks about {point.id}.")
    say(f"Points without a playbook page: {len(report.unwritten_points)}.")
