"""`mlops-bot models …`: the register of models, without Slack."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot import schema
from bot.cli.console import say, say_json, show
from bot.clock import SystemClock
from bot.database import Database
from bot.handover.cards.card import card_of
from bot.handover.cards.folder import export_cards
from bot.handover.csv_models import read_models
from bot.handover.domain import Model, Suggestion
from bot.handover.import_service import ImportService
from bot.handover.registries.mlflow import MlflowRegistry
from bot.handover.registries.service import RegistryService
from bot.handover.service import ModelService
from bot.handover.suggestion_service import SuggestionService
from bot.settings import read_settings
from bot.teams.service import TeamService

app = typer.Typer(help="Look after the register of models.", no_args_is_help=True)
bring = typer.Typer(help="Bring models into the register.", no_args_is_help=True)
app.add_typer(bring, name="import")

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]


@app.callback()
def group() -> None:
    """Look after the register of models."""


@app.command("list")
def list_models(as_json: AsJson = False) -> None:  # noqa: FBT002 - an option's default
    """List the models, whose they are, and where the register has them from."""
    database = _open()
    models = ModelService(database, TeamService(database)).list_models()
    teams = _teams(database)
    suggested = {s.model_id: s for s in SuggestionService(database).list_suggestions()}
    if as_json:
        say_json([_document(model, teams, suggested.get(model.id)) for model in models])
    elif not models:
        say(
            "No models yet. Type /mlops model add in Slack, or import some: mlops-bot models import"
        )
    else:
        show(_table(models, teams, suggested))


@bring.command("csv")
def import_csv(
    file: Annotated[Path, typer.Argument(help="Columns: name, team, tier, link, owner.")],
    as_json: AsJson = False,  # noqa: FBT002 - an option's default
) -> None:
    """Bring in a table of models: all of it, or nothing where a line has a fault."""
    database = _open()
    ids = {name: team_id for team_id, name in _teams(database).items()}
    rows = read_models(file, teams=ids)
    done = ImportService(database).import_models(rows=rows, now=SystemClock().now())
    if as_json:
        say_json({"added": done.added, "changed": done.changed, "same": done.same})
    else:
        say(f"{done.added} added, {done.changed} changed, {done.same} as they were.")


@bring.command("mlflow")
def import_mlflow(
    uri: Annotated[str, typer.Argument(help="The tracking server, such as http://host:5000.")],
    as_json: AsJson = False,  # noqa: FBT002 - an option's default
) -> None:
    """Bring in the models of an MLflow registry, and what changed of those it brought before."""
    registry = MlflowRegistry(uri)
    found = registry.list_models()
    service = RegistryService(_open())
    unexplained = service.list_unexplained(uri=registry.place, found=found)
    found = registry.name_trainers(found, wanted=lambda model: model.name in unexplained)
    done = service.take_in(uri=registry.place, found=found, now=SystemClock().now())
    if as_json:
        say_json(
            {
                "found": done.found,
                "added": done.added,
                "renamed": done.renamed,
                "gone": done.gone,
                "changes": [
                    {
                        "model": model_id,
                        "kind": change.kind,
                        "what": change.what,
                        "before": change.before,
                        "after": change.after,
                    }
                    for model_id, change in done.changes
                ],
            }
        )
    else:
        say(
            f"{done.found} models in the registry: {done.added} added, {done.renamed} renamed, "
            f"{done.gone} gone from it, {len(done.changes)} changes."
        )


@app.command()
def export(
    directory: Annotated[Path, typer.Argument(help="A folder, such as a git repository's.")],
    overwrite: Annotated[  # noqa: FBT002 - an option's default
        bool, typer.Option("--overwrite", help="Replace cards that were edited there.")
    ] = False,
    as_json: AsJson = False,  # noqa: FBT002 - an option's default
) -> None:
    """Write each model's card into a folder as markdown: changed ones only."""
    database = _open()
    service, teams = ModelService(database, TeamService(database)), _teams(database)
    texts = service.list_all_sections()
    cards = [
        card_of(model, texts.get(model.id, ()), team=teams.get(model.team_id or 0))
        for model in service.list_models()
    ]
    done = export_cards(cards, directory, may_overwrite=overwrite)
    if as_json:
        say_json(
            {
                "written": [str(file) for file in done.written],
                "removed": [str(file) for file in done.removed],
                "same": done.same,
            }
        )
    else:
        say(f"{len(done.written)} written, {len(done.removed)} removed, {done.same} as they were.")


def _open() -> Database:
    database = Database(read_settings().database)
    schema.upgrade(database)
    return database


def _teams(database: Database) -> dict[int, str]:
    rosters = TeamService(database).list_rosters()
    return {roster.team.id: roster.team.name for roster in rosters}


def _document(
    model: Model, teams: Mapping[int, str], suggestion: Suggestion | None
) -> dict[str, object]:
    return {
        "name": model.name,
        "title": model.title,
        "tier": int(model.tier),
        "team": teams.get(model.team_id or 0),
        "owner": model.owner_id,
        "suggested_owner": None if suggestion is None else suggestion.words,
        "source": model.source,
        "link": model.link,
        "other_names": list(model.other_names),
        "is_gone": model.is_gone,
    }


def _table(
    models: tuple[Model, ...], teams: Mapping[int, str], suggested: Mapping[int, Suggestion]
) -> Table:
    table = Table("Name", "Tier", "Team", "Owner", "Source")
    for model in models:
        source = f"{model.source}, gone from it" if model.is_gone else str(model.source)
        table.add_row(
            model.name,
            model.tier.words,
            teams.get(model.team_id or 0, ""),
            model.owner_id or _perhaps(suggested.get(model.id)),
            source,
        )
    return table


def _perhaps(suggestion: Suggestion | None) -> str:
    return "nobody yet" if suggestion is None else f"nobody yet ({suggestion.words}?)"
