"""MLflow asked over REST: pages, tags, aliases, runs; and every way in which a server can fail."""

import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from threading import Event

import pytest

from bot.handover.domain import Version
from bot.handover.registries.mlflow import MlflowRegistry
from bot.handover.registries.mlflow_answers import RegistryError
from tests.handover.mlflow_double import Registry, a_model, a_run, a_version, drip, send, serving


@pytest.fixture
def registry() -> Iterator[Registry]:
    with serving(Registry()) as served:
        yield served


def client(registry: Registry, *, seconds: float = 5.0) -> MlflowRegistry:
    return MlflowRegistry(registry.uri, seconds=seconds, seconds_in_all=seconds)


def test_a_model_comes_with_tags_aliases_and_versions(registry: Registry) -> None:
    registry.models = [
        a_model(
            description="Who leaves.",
            tags=[{"key": "owner", "value": "U1"}],
            aliases=[{"alias": "champion", "version": "10"}],
        )
    ]
    registry.versions = [a_version(version="10", run_id="r10"), a_version(version="9")]

    (model,) = client(registry).list_models()

    assert (model.name, model.description, model.created_ms) == (
        "churn",
        "Who leaves.",
        1_795_262_563_392,
    )
    assert model.tags == (("owner", "U1"),)
    assert model.aliases == (("champion", "10"),)
    assert [version.version for version in model.versions] == ["9", "10"]
    assert model.runs == {"r1", "r10"}


def test_a_secret_in_a_tag_or_a_description_is_not_taken_and_a_commit_is(
    registry: Registry,
) -> None:
    commit = "9fceb02d0ae598e95dc970b74767f19372d61af8"
    registry.models = [
        a_model(
            description="Ask postgresql://ml:hunter2x@db/churn",
            tags=[
                {"key": "mlflow.source.git.commit", "value": commit},
                {"key": "db_password", "value": "hunter2x"},
            ],
        )
    ]

    (model,) = client(registry).list_models()

    assert "hunter2x" not in repr(model)
    assert model.find_tag("mlflow.source.git.commit") == commit


def test_an_empty_registry_has_no_models(registry: Registry) -> None:
    assert client(registry).list_models() == ()


def test_all_pages_are_read_and_a_model_that_comes_twice_counts_once(registry: Registry) -> None:
    registry.models = [a_model(f"m{n:02}") for n in range(25)] + [a_model("m24")]
    registry.versions = [a_version(f"m{n:02}") for n in range(25)]
    registry.page = 10

    found = client(registry).list_models()

    assert [model.name for model in found] == [f"m{n:02}" for n in range(25)]
    assert all(model.versions for model in found)


def test_who_ran_the_newest_version_is_asked_for_many_at_once(registry: Registry) -> None:
    registry.models = [a_model(f"m{n:03}") for n in range(250)]
    registry.versions = [a_version(f"m{n:03}", run_id=f"r{n}") for n in range(250)]
    registry.runs = [a_run(f"r{n}", f"user{n}") for n in range(250) if n != 7]
    asked = client(registry)

    found = asked.name_trainers(asked.list_models(), wanted=lambda m: m.name != "m001")

    assert [found[n].trained_by for n in (0, 1, 7, 249)] == ["user0", "", "", "user249"]
    assert len([path for path in registry.asked if path.endswith("runs/search")]) == 3


def test_runs_of_nobody_are_not_asked_for(registry: Registry) -> None:
    registry.models, registry.versions = [a_model()], [a_version(run_id="")]
    asked = client(registry)

    found = asked.name_trainers(asked.list_models(), wanted=lambda _: True)

    assert found[0].trained_by == ""
    assert not any("runs" in path for path in registry.asked)


def test_a_run_id_cannot_smuggle_in_a_condition(registry: Registry) -> None:
    registry.models, registry.versions = [a_model()], [a_version(run_id="x') OR run_id != ('")]
    asked = client(registry)

    asked.name_trainers(asked.list_models(), wanted=lambda _: True)

    assert not any("runs" in path for path in registry.asked)


def test_a_user_and_password_are_sent_and_never_shown(registry: Registry) -> None:
    uri = registry.uri.replace("http://", "http://bot:s%40cret@")

    asked = MlflowRegistry(f"{uri}/#/models")
    asked.list_models()

    assert registry.headers[0]["Authorization"] == "Basic Ym90OnNAY3JldA=="
    assert asked.place == registry.uri


def test_odd_characters_are_taken_out(registry: Registry) -> None:
    registry.models = [a_model("chu\x00rn", description="a\x07b", tags=[{"key": "k"}])]

    (model,) = client(registry).list_models()

    assert (model.name, model.description, model.tags) == ("churn", "ab", (("k", ""),))


def test_a_moment_that_no_calendar_knows_is_none(registry: Registry) -> None:
    registry.models = [a_model()]
    registry.versions = [a_version() | {"creation_timestamp": 10**18}]

    (model,) = client(registry).list_models()

    assert model.versions == (Version("1", "r1", None),)


def refusal(registry: Registry, *, seconds: float = 5.0) -> str:
    with pytest.raises(RegistryError) as refused:
        client(registry, seconds=seconds).list_models()
    return str(refused.value)


def test_a_server_that_is_down_is_named() -> None:
    with socket.socket() as kept:
        kept.bind(("127.0.0.1", 0))
        uri = f"http://127.0.0.1:{kept.getsockname()[1]}"
        with pytest.raises(RegistryError) as refused:
            MlflowRegistry(uri).list_models()

    assert f"No MLflow answers at {uri} (Connection refused). Check the address" in str(
        refused.value
    )


def test_a_server_that_never_answers_is_given_up(registry: Registry) -> None:
    over = Event()

    def wait(_: BaseHTTPRequestHandler) -> None:
        over.wait(5)

    registry.fault = wait

    said = refusal(registry, seconds=0.1)
    over.set()

    assert "did not answer in time (0.1 s an answer" in said


def test_a_server_that_answers_byte_by_byte_is_given_up(registry: Registry) -> None:
    registry.fault = drip

    assert "did not answer in time" in refusal(registry, seconds=0.15)


ENDLESS = json.dumps({"registered_models": [], "next_page_token": "again"}).encode()


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (200, b"<!doctype html><title>MLflow</title>", "is a web page, not MLflow's REST API"),
        (200, b"  <html>Sign in</html>", "is a web page"),
        (403, b"Invalid Host header - possible DNS rebinding", "start it with --allowed-hosts"),
        (403, b"Permission denied", "a user who may read"),
        (401, b"", "https://USER:PASSWORD@HOST"),
        (302, b"", "it sends people on, to sign in perhaps"),
        (404, b"<title>404</title>", "no model registry there"),
        (429, b"", "it is in trouble itself"),
        (503, b"<html>gateway</html>", "it is in trouble itself"),
        (400, b'{"error_code": "X"}', "its version should be 2.3 or newer"),
        (200, b'{"registered_models": [{"name": "ch', "breaks off or is not JSON"),
        (200, b"", "breaks off or is not JSON"),
        (200, b"[1, 2]", "is not what MLflow's REST API sends"),
        (200, b'{"registered_models": {"a": 1}}', "(registered_models: "),
        (200, b'{"registered_models": [{"name": ""}], "model_versions": 1}', "is not what MLflow"),
        (200, b'{"registered_models": [{"name": "\xff"}]}', "breaks off or is not JSON"),
        (200, ENDLESS, "never end"),
    ],
)
def test_each_fault_is_one_sentence_with_a_remedy(
    registry: Registry, status: int, body: bytes, says: str
) -> None:
    registry.fault = lambda handler: send(handler, body, status=status)

    said = refusal(registry)

    assert says in said
    assert registry.uri in said
    assert "\n" not in said


def test_an_answer_that_breaks_off_is_not_half_taken(registry: Registry) -> None:
    body = json.dumps({"registered_models": [a_model()]}).encode()

    def break_off(handler: BaseHTTPRequestHandler) -> None:
        send(handler, body[:40], length=len(body))

    registry.fault = break_off

    assert "breaks off" in refusal(registry)


def test_a_registry_can_be_asked_again(registry: Registry) -> None:
    registry.models, registry.page = [a_model(f"m{n}") for n in range(3)], 1

    asked = client(registry)
    asked.list_models()
    before = len(registry.asked)

    assert len(asked.list_models()) == 3
    assert len(registry.asked) == 2 * before


@pytest.mark.parametrize(
    "uri", ["sqlite:///mlflow.db", "databricks://prod", "./mlruns", "", "http://", "http://[::1"]
)
def test_what_is_no_address_of_a_server_is_refused(uri: str) -> None:
    with pytest.raises(RegistryError, match="MLflow is asked over http"):
        MlflowRegistry(uri)


def test_a_change_is_sent_once_and_a_refusal_said(registry: Registry) -> None:
    client(registry).set_tag("churn", "mlops_bot.id", "7")
    client(registry).describe("churn", "Who leaves.")

    assert registry.changed == [
        ("registered-models/set-tag", {"name": "churn", "key": "mlops_bot.id", "value": "7"}),
        ("registered-models/update", {"name": "churn", "description": "Who leaves."}),
    ]
    registry.fault = lambda handler: send(handler, b"", status=403)
    with pytest.raises(RegistryError, match="a user who may"):
        client(registry).set_tag("churn", "a", "b")
