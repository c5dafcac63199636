"""The registry is looked at when that is due, by one process, and whom it suggests are asked."""

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.domain import owed
from bot.delivery.service import DeliveryService
from bot.handover.domain import SuggestionStanding
from bot.handover.model_rendering import ModelRenderers
from bot.handover.owner_jobs import MOST_ASKED, OwnerJobs
from bot.handover.owner_messages import OWNER
from bot.handover.registries.jobs import EVERY, RegistryJobs
from bot.handover.registries.mlflow import MlflowRegistry
from bot.handover.registries.service import RegistryService
from bot.handover.service import ModelService
from bot.handover.suggestion_service import SuggestionService
from bot.sandbox.server import SandboxServer
from bot.slack.bolt import build_client
from tests.handover.mlflow_double import Registry, a_model, a_version, send, serving
from tests.handover.registering import NOW, add

ANNA = "U0000000A1"


@pytest.fixture
def engine() -> str:
    """One kind of database: the statements are tried on both elsewhere."""
    return "sqlite"


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(NOW, flows=False)


@pytest.fixture
def registry() -> Iterator[Registry]:
    with serving(Registry()) as served:
        yield served


@pytest.fixture
def jobs(registry: Registry, registries: RegistryService, clock: MovableClock) -> RegistryJobs:
    return RegistryJobs(MlflowRegistry(registry.uri), registries, clock)


@pytest.fixture
def owners(
    database: Database, suggestions: SuggestionService, server: SandboxServer, clock: MovableClock
) -> OwnerJobs:
    client = build_client(SecretStr(server.bot_token), server.api_url)
    return OwnerJobs(suggestions, DeliveryService(database), client, clock, lambda **_: 0)


def render(
    suggestions: SuggestionService,
    key: str,
    address: str,
    *,
    is_posted: bool,
    is_active: bool = True,
) -> str | None:
    delivery = owed(key, to=address, at=NOW)
    shown = ModelRenderers(suggestions, lambda _: is_active).renderers[OWNER](
        delivery, is_posted=is_posted
    )
    return None if shown is None else str(shown.blocks[0]["text"]["text"])


def test_a_registry_is_looked_at_again_when_that_is_due(
    jobs: RegistryJobs, registry: Registry, models: ModelService, clock: MovableClock
) -> None:
    registry.models = [a_model("churn")]

    first, at_once = jobs.look(), jobs.look()
    registry.models = [a_model("churn-eu")]
    clock.move_to(NOW + EVERY)
    later = jobs.look()

    assert (first, at_once, later) == (1, 0, 1)
    assert [model.name for model in models.list_models()] == ["churn-eu"]


def test_a_registry_that_fails_changes_nothing_and_is_tried_again(
    jobs: RegistryJobs, registry: Registry, models: ModelService, clock: MovableClock
) -> None:
    registry.models = [a_model("churn")]
    jobs.look()
    registry.fault = lambda handler: send(handler, b"<html>", status=503)
    clock.move_to(NOW + EVERY)

    failed = jobs.look()
    registry.fault = None
    registry.models.append(a_model("ranker", created=2))
    clock.move_to(NOW + 2 * EVERY)
    jobs.look()

    assert failed == 1
    assert [model.name for model in models.list_models()] == ["churn", "ranker"]
    (look,) = [job for job in jobs.jobs if job.id == "models.registry"]
    assert look.find_next_due(clock.now()) == NOW + 3 * EVERY


def test_the_person_whom_a_tag_names_is_asked_and_nobody_else(
    jobs: RegistryJobs,
    registry: Registry,
    models: ModelService,
    suggestions: SuggestionService,
    owners: OwnerJobs,
) -> None:
    registry.models = [
        a_model("churn", tags=[{"key": "owner", "value": ANNA}]),
        a_model("ranker", created=2, tags=[{"key": "owner", "value": "U0BOT00001"}]),
        a_model("pricer", created=3, tags=[{"key": "owner", "value": "root"}]),
    ]
    registry.versions = [a_version("churn")]
    jobs.look()

    done = [owners.ask_owners(), owners.ask_owners()]

    assert done == [4, 0]
    stands = {s.words: (s.standing, s.user_id) for s in suggestions.list_suggestions()}
    assert stands == {
        ANNA: (SuggestionStanding.ASKED, ANNA),
        "U0BOT00001": (SuggestionStanding.NOBODY, "U0BOT00001"),
        "root": (SuggestionStanding.NOBODY, None),
    }
    assert all(model.owner_id is None for model in models.list_models())


def test_somebody_is_asked_about_a_few_models_at_a_time(
    jobs: RegistryJobs,
    owners: OwnerJobs,
    registry: Registry,
    models: ModelService,
    suggestions: SuggestionService,
) -> None:
    tags = [{"key": "owner", "value": ANNA}]
    registry.models = [a_model(f"m{n}", created=n, tags=tags) for n in range(MOST_ASKED + 3)]
    jobs.look()
    owners.ask_owners()
    asked = [s for s in suggestions.list_suggestions() if s.standing is SuggestionStanding.ASKED]

    suggestions.decline_suggestion(suggestion_id=asked[0].id, user_id=ANNA)
    models.claim_model(model_id=asked[1].model_id, user_id=ANNA, now=NOW)
    more = owners.ask_owners()

    assert (len(asked), more) == (MOST_ASKED, 2)


def test_what_they_are_asked_says_how_it_stands(
    models: ModelService, suggestions: SuggestionService
) -> None:
    model = add(models, "Churn", owner=ANNA)
    (suggestion,) = suggestions.list_unmatched()
    suggestions.put_suggestion(
        suggestion_id=suggestion.id, standing=SuggestionStanding.FOUND, user_id=ANNA
    )
    key = f"{OWNER}:{suggestion.id}:{ANNA}"

    asked = render(suggestions, key, ANNA, is_posted=False)
    gone = render(suggestions, key, ANNA, is_posted=False, is_active=False)
    models.claim_model(model_id=model.id, user_id="UBEN", now=NOW)
    over = render(suggestions, key, ANNA, is_posted=False)
    stands = render(suggestions, key, ANNA, is_posted=True)

    assert gone is None
    assert asked is not None
    assert "Is the model *Churn* yours?" in asked
    assert over is None
    assert stands is not None
    assert "<@UBEN> owns the model *Churn*" in stands
