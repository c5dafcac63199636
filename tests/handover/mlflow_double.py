"""A server on loopback that answers as MLflow 3.17 did when asked, or as badly as a test wants."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

Json = dict[str, Any]


def a_model(name: str = "churn", *, created: int = 1_795_262_563_392, **more: Any) -> Json:
    """A model as `registered-models/search` has it; what is empty, MLflow leaves out."""
    return {"name": name, "creation_timestamp": created, "last_updated_timestamp": created, **more}


def a_version(name: str = "churn", version: str = "1", run_id: str = "r1") -> Json:
    """A version as `model-versions/search` has it."""
    return {
        "name": name,
        "version": version,
        "creation_timestamp": 1_795_262_563_442,
        "current_stage": "None",
        "run_id": run_id,
        "status": "READY",
    }


def a_run(run_id: str = "r1", user: str = "anna") -> Json:
    """A run as `runs/search` has it."""
    return {
        "info": {"run_id": run_id, "user_id": user},
        "data": {"tags": [{"key": "mlflow.user", "value": user}]},
    }


@dataclass
class Registry:
    """What the server has, what it was asked, and how it behaves."""

    models: list[Json] = field(default_factory=list)
    versions: list[Json] = field(default_factory=list)
    runs: list[Json] = field(default_factory=list)
    page: int = 1_000
    asked: list[str] = field(default_factory=list)
    changed: list[tuple[str, Json]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    fault: Callable[[BaseHTTPRequestHandler], None] | None = None
    uri: str = ""

    def answer(self, path: str, query: Json) -> Json:
        """Return what MLflow would."""
        if path.endswith("registered-models/search"):
            return self._part("registered_models", self.models, query)
        if path.endswith("model-versions/search"):
            return self._part("model_versions", self.versions, query)
        if path.endswith("experiments/search"):
            return {"experiments": [{"experiment_id": "0"}]}
        if path.endswith("runs/search"):
            wanted = [r for r in self.runs if f"'{r['info']['run_id']}'" in query["filter"]]
            return self._part("runs", wanted, query)
        self.changed.append((path.removeprefix("/api/2.0/mlflow/"), query))
        return {}

    def _part(self, name: str, rows: list[Json], query: Json) -> Json:
        start = int(query.get("page_token") or 0)
        end = start + min(self.page, int(query["max_results"]))
        more = {"next_page_token": str(end)} if end < len(rows) else {}
        return ({name: rows[start:end]} if rows else {}) | more


@contextmanager
def serving(registry: Registry) -> Iterator[Registry]:
    """Serve a registry on loopback for as long as a test needs it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer({key: v[0] for key, v in parse_qs(urlsplit(self.path).query).items()})

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            self._answer(json.loads(self.rfile.read(length)))

        do_PATCH = do_POST  # noqa: N815 - its name there

        def _answer(self, query: Json) -> None:
            registry.asked.append(self.path)
            registry.headers.append(dict(self.headers))
            if registry.fault is not None:
                registry.fault(self)
                return
            send(self, json.dumps(registry.answer(urlsplit(self.path).path, query)).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    registry.uri = f"http://127.0.0.1:{server.server_port}"
    try:
        yield registry
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(
    handler: BaseHTTPRequestHandler,
    body: bytes,
    *,
    status: int = 200,
    kind: str = "application/json",
    length: int | None = None,
) -> None:
    """Send an answer; a length that is too large makes it break off."""
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    handler.end_headers()
    handler.wfile.write(body)
    if length is not None:
        handler.close_connection = True


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Send a byte now and then, so that no single wait is long."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    try:
        for _ in range(1000):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            Event().wait(0.02)
    except OSError:
        handler.close_connection = True
