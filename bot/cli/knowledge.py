"""`mlops-bot knowledge …`: check the statements and pages that people edit."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.console import complain, say
from bot.errors import UserFacingError
from bot.resources import folder

if TYPE_CHECKING:
    from bot.knowledge_check import KnowledgeReport

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
    """Check that statements and pages are well formed, and say what the sources' points miss.

    A folder without sources.yaml is an installation's own, and checked over what is shipped. Exit 1
    when something is wrong, naming file and line.
    """
    # What reading pages needs takes a while to import; other commands should not wait for it.
    from bot.knowledge_check import check_knowledge, is_laid_over  # noqa: PLC0415

    shipped = folder("knowledge")
    where = directory or shipped
    if not where.is_dir():
        raise UserFacingError(f"There is no folder {where}.")
    report = check_knowledge(where, over=shipped if is_laid_over(where) else None)
    for finding in (*report.findings, *report.advice):
        complain(str(finding))
    _say_coverage(report, playbook=where / "playbook")
    if not report.is_sound:
        raise typer.Exit(1)


def _say_coverage(report: "KnowledgeReport", *, playbook: Path) -> None:
    say(
        f"{report.practices} practices, {report.statements} statements, {report.packs} packs, "
        f"{report.pages} pages, {report.points} points in the sources."
    )
    for point in report.unasked_points:
        complain(
            str(
                point.finding(
                    f"No statement asks about `{point.id}`; name it in the `covers` of one that "
                    "does, or write one."
                )
            )
        )
    for point in report.unwritten_points:
        complain(
            str(
                point.finding(
                    f"No page covers `{point.id}`; name it in the `covers` of one that does, or "
                    "write one."
                )
            )
        )
    for page in report.absent_pages:
        complain(
            f"{playbook / page}:1: A practice names this page, and there is none; write it, or "
            "correct the practice's `page`."
        )
