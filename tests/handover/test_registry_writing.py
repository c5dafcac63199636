"""What the bot writes into a registry: a tag to know a model by, a summary, and a link."""

from collections.abc import Iterator

import pytest

from bot.handover.registries.mlflow import MlflowRegistry
from bot.handover.registries.service import RegistryService
from bot.handover.registry_writing import RegistryWriter
from bot.handover.service import ModelService
from bot.teams.service import TeamService
from tests.handover.mlflow_double import Registry, a_model, serving
from tests.handover.registering import ANNA, BEN, LEAD, NOW, a_team


@pytest.fixture
def engine() -> str:
    """One kind of database: this is about the registry."""
    return "sqlite"


@pytest.fixture
def registry() -> Iterator[Registry]:
    with serving(Registry()) as served:
        yield served


def take_in(registry: Registry, registries: RegistryService) -> int:
    asked = MlflowRegistry(registry.uri)
    done = registries.take_in(uri=asked.place, found=asked.list_models(), now=NOW)
    return len(done.changes)


def test_a_tag_and_a_paragraph_are_written_once_below_what_people_wrote(
    registry: Registry, registries: RegistryService, models: ModelService
) -> None:
    registry.models = [a_model("churn", description="Who leaves.")]
    take_in(registry, registries)
    (model,) = models.list_models()
    stored = models.record_section(
        model_id=model.id, section="purpose", text="Calls\nback.", author_id=ANNA, now=NOW
    )
    models.accept_section(
        model_id=model.id, section="purpose", version=stored.version, confirmed_by=BEN, now=NOW
    )
    base = "https://git.example.com/cards/"
    writer = RegistryWriter(MlflowRegistry(registry.uri), registries, models, base)

    first = writer.write()
    written = dict(registry.changed)
    description = written["registered-models/update"]["description"]
    key = written["registered-models/set-tag"]["value"]
    tags = [{"key": "mlops_bot.id", "value": key}]
    registry.models = [a_model("churn", description=description, tags=tags)]
    noticed = take_in(registry, registries)
    second = writer.write()

    assert description == (
        "Who leaves.\n\nKept by mlops-bot: Calls back. Card: https://git.example.com/cards/churn.md"
    )
    assert key == str(model.id)
    assert (first, second, noticed) == (1, 0, 0)


def test_nothing_of_a_card_that_is_for_its_team_only_gets_into_the_registry(
    registry: Registry, registries: RegistryService, models: ModelService, teams: TeamService
) -> None:
    roster = a_team(teams)
    registry.models = [
        a_model("churn", description="Who leaves.\n\nKept by mlops-bot: Calls back.")
    ]
    take_in(registry, registries)
    (model,) = models.list_models()
    models.claim_model(model_id=model.id, user_id=ANNA, now=NOW)
    models.set_team(model_id=model.id, team_id=roster.team.id, user_id=ANNA)
    stored = models.record_section(
        model_id=model.id, section="purpose", text="Calls back.", author_id=ANNA, now=NOW
    )
    models.accept_section(
        model_id=model.id, section="purpose", version=stored.version, confirmed_by=BEN, now=NOW
    )
    models.restrict_cards(channel_id="CFraud", user_id=LEAD, is_restricted=True)

    RegistryWriter(MlflowRegistry(registry.uri), registries, models, None).write()

    assert dict(registry.changed)["registered-models/update"]["description"] == "Who leaves."


def test_without_anything_to_say_a_description_stays_as_it_is(
    registry: Registry, registries: RegistryService, models: ModelService
) -> None:
    registry.models = [a_model("churn", description="Who leaves.")]
    take_in(registry, registries)

    RegistryWriter(MlflowRegistry(registry.uri), registries, models, None).write()

    assert [path for path, _ in registry.changed] == ["registered-models/set-tag"]
