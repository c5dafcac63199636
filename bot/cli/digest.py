"""`mlops-bot digest …`: what a team would be sent now, for a terminal, a script or a meeting."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.console import say_json
from bot.digests.content import dump
from bot.digests.domain import Digest, DigestError
from bot.digests.page import as_page
from bot.digests.plain_text import as_text
from bot.digests.sections import Line, compose
from bot.digests.sponsors import compose_for_sponsors
from bot.settings import read_settings

app = typer.Typer(help="Look at a team's digest.", no_args_is_help=True)


class Form(StrEnum):
    """How a digest is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    PNG = "png"


class Reader(StrEnum):
    """For whom a digest is written, if not for its team."""

    SPONSORS = "sponsors"


@app.callback()
def group() -> None:
    """Look at a team's digest."""


@app.command()
def preview(
    team: Annotated[
        str, typer.Option("--team", help="The name of a team, or of a parent of teams.")
    ],
    form: Annotated[Form, typer.Option("--format", help="How it is written.")] = Form.TEXT,
    reader: Annotated[
        Reader | None, typer.Option("--for", help="Those who decide about money.")
    ] = None,
) -> None:
    """Show what a team would be sent now; nothing is sent or stored."""
    is_for_sponsors = reader is Reader.SPONSORS
    digest = _build(team)
    sections = compose_for_sponsors(digest) if is_for_sponsors else compose(digest)
    if form is Form.JSON:
        said = [[_as_said(line) for line in section.lines] for section in sections]
        say_json({"digest": dump(digest), "sections": said})
    elif form is Form.HTML:
        typer.echo(as_page(digest, sections, with_practices=not is_for_sponsors), nl=False)
    elif form is Form.PNG:
        _write_picture(digest)
    else:
        typer.echo(as_text(digest, sections))


def _as_said(line: Line) -> dict[str, str | None]:
    return {"lead": line.lead, "text": line.text, "url": line.url}


def _write_picture(digest: Digest) -> None:
    """Write the trend as workspaces get it that take no charts.

    Raises:
        DigestError: it would go to a terminal.

    """
    from bot.digests.png import draw  # noqa: PLC0415 - the other forms should not wait for it

    if sys.stdout.isatty():
        raise DigestError("A picture can't be shown in a terminal; add > trend.png to the command.")
    typer.echo(draw(digest), nl=False)


def _build(name: str) -> Digest:
    """Return the digest of the team, or of the parent's teams together, that is called so.

    Raises:
        DigestError: there is no such team, or it has no figure yet.

    """
    # All of the bot's services are slow to import; other commands should not wait for them.
    from bot.app import build_clock  # noqa: PLC0415
    from bot.services import Services  # noqa: PLC0415

    settings = read_settings()
    services = Services(settings)
    try:
        rosters = services.teams.list_rosters()
        parents = [family.parent for family in services.families.list_families()]
        team = next((roster.team for roster in rosters if roster.team.name == name), None)
        parent = next((each for each in parents if each.name == name), None)
        now = build_clock(settings).now()
        if team is not None:
            digest = services.digests.build(team_id=team.id, now=now)
        elif parent is not None:
            digest = services.parent_digests.build(parent_id=parent.id, now=now)
        else:
            known = sorted([*(r.team.name for r in rosters), *(each.name for each in parents)])
            names = ", ".join(known) or "none"
            raise DigestError(f"No team is called {name!r}. Teams here: {names}.")
    finally:
        services.database.close()
    if digest is None:
        raise DigestError(f"{name} has no digest yet: no average of a week has been shown.")
    return digest
