"""`mlops-bot privacy …`: whether what was promised was kept."""

from typing import Annotated

import typer

from bot import schema
from bot.cli.console import complain, say, say_json
from bot.database import Database
from bot.findings import Checked, Finding, Report
from bot.replay import replay as make_replay
from bot.settings import read_settings

app = typer.Typer(help="Check what was promised about answers.", no_args_is_help=True)

_COUNTED = {
    "team": ("average", "averages"),
    "parent": ("average over its teams", "averages over its teams"),
    "labels": ("count beside a label", "counts beside labels"),
    "fears": ("answer to which model is feared", "answers to which model is feared"),
}


@app.callback()
def group() -> None:
    """Check what was promised about answers."""


@app.command()
def replay(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,  # noqa: FBT002 - an option's default
) -> None:
    """Check everything that was ever shown; exit 1 where it tells of too few people."""
    database = Database(read_settings().database)
    try:
        schema.check(database)
    except schema.SchemaError as error:
        complain(str(error))
        raise typer.Exit(2) from error
    report = make_replay(database)
    if as_json:
        say_json(_document(report))
    else:
        for checked in report.checked:
            say(_counted(checked))
        say("\n\n".join(map(_found, report.findings)) or _fine(report))
    if report.findings:
        raise typer.Exit(1)


def _counted(checked: Checked) -> str:
    noun = _COUNTED[checked.kind][checked.count != 1]
    said = f"{checked.of}: {checked.count} {noun} checked."
    if checked.left_aside:
        said += f" {checked.left_aside} of open rounds, which are not anonymous, left aside."
    return said


def _found(finding: Finding) -> str:
    lines = [f"Not kept ({finding.rule}): {finding.text}"]
    return "\n".join([*lines, *(f"  {shown.words}" for shown in finding.shown)])


def _fine(report: Report) -> str:
    if not any(checked.count for checked in report.checked):
        return "Nothing was shown yet, so there is nothing to isolate."
    return "Nothing can be isolated."


def _document(report: Report) -> dict[str, object]:
    return {
        "kept": not report.findings,
        "checked": [vars(checked) for checked in report.checked],
        "findings": [
            {
                "rule": finding.rule,
                "text": finding.text,
                "shown": [
                    {
                        "of": shown.of,
                        "what": shown.what,
                        "wave": None if shown.wave is None else shown.wave.isoformat(),
                    }
                    for shown in finding.shown
                ],
            }
            for finding in report.findings
        ],
    }
