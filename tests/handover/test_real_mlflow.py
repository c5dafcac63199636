"""The same against a real MLflow server on loopback; `make mlflow` says what that needs."""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from bot.handover.domain import Origin
from bot.handover.registries.mlflow import MlflowRegistry
from bot.handover.registries.mlflow_answers import RegistryError
from bot.handover.registries.service import RegistryService
from bot.handover.service import ModelService
from bot.handover.suggestion_service import SuggestionService
from tests.handover.registering import NOW

pytestmark = [pytest.mark.mlflow, pytest.mark.timeout(300)]

MODELS = 500
LONGEST_IMPORT = 10.0
LONGEST_START = 120.0


class Mlflow:
    """A server, and short ways to have something in its registry."""

    def __init__(self, port: int) -> None:
        self.uri = f"http://127.0.0.1:{port}"
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def close(self) -> None:
        self._connection.close()

    def call(self, path: str, *, method: str = "POST", **body: object) -> Any:
        self._connection.request(
            method,
            f"/api/2.0/mlflow/{path}",
            json.dumps(body),
            {"Content-Type": "application/json"},
        )
        answer = self._connection.getresponse()
        content = answer.read()
        assert answer.status == 200, (path, content)
        return json.loads(content)

    def register(self, name: str, *, user: str, tags: dict[str, str] | None = None) -> None:
        run = self.call("runs/create", experiment_id="0", user_id=user, start_time=1)
        run_id = run["run"]["info"]["run_id"]
        self.call("runs/set-tag", run_id=run_id, key="mlflow.user", value=user)
        pairs = [{"key": key, "value": value} for key, value in (tags or {}).items()]
        self.call("registered-models/create", name=name, tags=pairs)
        source = f"runs:/{run_id}/model"
        self.call("model-versions/create", name=name, source=source, run_id=run_id)


@pytest.fixture(scope="module")
def mlflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mlflow]:
    """A server of its own; absent, the tests are skipped and say so."""
    named = os.environ.get("TEST_MLFLOW", "mlflow")  # noqa: TID251 - the tests' own setting
    program = shutil.which(named)
    if program is None:
        pytest.skip("This test needs MLflow: `make mlflow` says how (TEST_MLFLOW names its path).")
    with socket.socket() as kept:
        kept.bind(("127.0.0.1", 0))
        port = kept.getsockname()[1]
    folder = tmp_path_factory.mktemp("mlflow")
    environment = {
        **os.environ,  # noqa: TID251 - the server's, not ours
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
    }
    store = ["--backend-store-uri", "sqlite:///reg.db", "--default-artifact-root", "./art"]
    where = ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603 - the program that the tests were given
            [program, "server", *store, *where],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        wait_until_ready(server, port, folder / "log")
        mlflow = Mlflow(port)
        yield mlflow
        mlflow.close()
    finally:
        os.killpg(server.pid, 15)
        server.wait(timeout=30)


def wait_until_ready(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until and server.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            Event().wait(0.25)  # It is starting, which takes it half a minute.
        finally:
            connection.close()
    raise AssertionError(f"MLflow did not start:\n{log.read_text()[-2_000:]}")


@pytest.fixture
def engine() -> str:
    """One kind of database: this is about the registry."""
    return "sqlite"


def take_in(mlflow: Mlflow, registries: RegistryService) -> float:
    began = time.monotonic()
    registry = MlflowRegistry(mlflow.uri)
    found = registry.list_models()
    unexplained = registries.list_unexplained(uri=registry.place, found=found)
    found = registry.name_trainers(found, wanted=lambda model: model.name in unexplained)
    registries.take_in(uri=registry.place, found=found, now=NOW)
    return time.monotonic() - began


def test_tags_aliases_renames_and_owners_of_a_real_registry(
    mlflow: Mlflow,
    registries: RegistryService,
    models: ModelService,
    suggestions: SuggestionService,
) -> None:
    mlflow.register("churn", user="anna")
    mlflow.register("ranker", user="ci", tags={"owner": "UBEN"})
    mlflow.call("registered-models/alias", name="churn", alias="champion", version="1")
    take_in(mlflow, registries)
    (churn,) = [model for model in models.list_models() if model.name == "churn"]

    suggested = {s.words: s.origin for s in suggestions.list_suggestions()}
    mlflow.call("registered-models/alias", name="churn", alias="champion", version="1")
    mlflow.call("registered-models/set-tag", name="churn", key="stage", value="live")
    mlflow.call("registered-models/rename", name="churn", new_name="churn-eu")
    take_in(mlflow, registries)

    assert suggested == {"anna": Origin.RUN, "UBEN": Origin.TAG}
    renamed = models.get_model(model_id=churn.id)
    assert (renamed.name, renamed.other_names) == ("churn-eu", ("churn",))
    changes = [(c.kind, c.after) for c, _ in registries.list_changes(model_id=churn.id)]
    assert changes == [("name", "churn-eu"), ("tag", "live")]
    registered = registries.find_registered(model_id=churn.id)
    assert registered is not None
    assert registered.aliases == (("champion", "1"),)


def test_what_the_bot_writes_is_there_when_it_looks_again(mlflow: Mlflow) -> None:
    mlflow.register("written", user="anna")
    registry = MlflowRegistry(mlflow.uri)

    registry.set_tag("written", "mlops_bot.id", "7")
    registry.describe("written", "Who leaves.")

    (model,) = [model for model in registry.list_models() if model.name == "written"]
    assert model.find_tag("mlops_bot.id") == "7"
    assert model.description == "Who leaves."


def test_a_foreign_host_name_is_explained(mlflow: Mlflow) -> None:
    registry = MlflowRegistry(mlflow.uri)
    # As if the server had been reached under a name that it does not know.
    registry._server._headers["Host"] = "mlflow.example.com"

    with pytest.raises(RegistryError, match="start it with --allowed-hosts"):
        registry.list_models()


def test_five_hundred_models_come_in_within_ten_seconds(
    mlflow: Mlflow, registries: RegistryService, models: ModelService
) -> None:
    for number in range(MODELS):
        mlflow.register(f"bulk-{number:03}", user=f"person{number % 20}")

    took = take_in(mlflow, registries)

    assert len([m for m in models.list_models() if m.name.startswith("bulk-")]) == MODELS
    print(f"\n{MODELS} models imported in {took:.2f} s")  # noqa: T201 - `make mlflow` shows it
    assert took < LONGEST_IMPORT
