"""Asks an MLflow registry over REST.

Everything is read before anything is used, so a registry that fails half-way changes nothing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

from bot.handover.registries.domain import RegisteredModel
from bot.handover.registries.mlflow_answers import (
    ExperimentPage,
    ModelPage,
    Page,
    RegistryError,
    Run,
    RunPage,
    VersionPage,
    assemble,
    read,
)
from bot.handover.registries.mlflow_http import MlflowServer

_PAGE: Final = 1_000
_MOST_PAGES: Final = 1_000
_AT_ONCE: Final = 8
_RUNS: Final = 100
_RUN_ID: Final = re.compile(r"[\w-]{1,100}")

SomePage = TypeVar("SomePage", bound=Page)


class MlflowRegistry:
    """One MLflow tracking server.

    Args:
        uri: its address; a user and password in it are sent, and never shown.
        seconds: how long one answer may take.
        seconds_in_all: how long everything together may take.

    Raises:
        RegistryError: this is no address of a tracking server.

    """

    def __init__(self, uri: str, *, seconds: float = 10.0, seconds_in_all: float = 60.0) -> None:
        self._server = MlflowServer(uri, seconds=seconds, seconds_in_all=seconds_in_all)

    @property
    def place(self) -> str:
        """The server's address, without user and password."""
        return self._server.place

    def list_models(self) -> tuple[RegisteredModel, ...]:
        """Return every model with its versions, tags and aliases.

        Raises:
            RegistryError: it did not say all of it.

        """
        with self._server.asking(), ThreadPoolExecutor(2, thread_name_prefix="mlflow") as pool:
            models = pool.submit(self._pages, "registered-models/search", ModelPage)
            versions = pool.submit(self._pages, "model-versions/search", VersionPage)
            return assemble(
                [model for page in models.result() for model in page.registered_models],
                [version for page in versions.result() for version in page.model_versions],
            )

    def name_trainers(
        self, models: Sequence[RegisteredModel], *, wanted: Callable[[RegisteredModel], bool]
    ) -> tuple[RegisteredModel, ...]:
        """Return the models, and of those that are wanted who made the newest version.

        A run that the server has deleted names nobody.

        Raises:
            RegistryError: it did not say.

        """
        asked = {model.name: _newest_run(model) for model in models if wanted(model)}
        runs = sorted({run_id for run_id in asked.values() if _RUN_ID.fullmatch(run_id)})
        if not runs:
            return tuple(models)
        # One request for many runs: asked about one by one, they take most of an import's time.
        portions = [runs[start : start + _RUNS] for start in range(0, len(runs), _RUNS)]
        with (
            self._server.asking(),
            ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="mlflow") as pool,
        ):
            body = {"view_type": "ALL"}
            places = [
                place.experiment_id
                for page in self._pages("experiments/search", ExperimentPage, body=body)
                for place in page.experiments
            ]
            pages = pool.map(partial(self._find_runs, places), portions)
            found = {run.info.run_id: run.user for portion in pages for run in portion}
        return tuple(
            replace(model, trained_by=found.get(asked.get(model.name, ""), "")) for model in models
        )

    def set_tag(self, name: str, key: str, value: str) -> None:
        """Put a tag onto a model.

        Raises:
            RegistryError: it was not taken.

        """
        self._change(
            "POST", "registered-models/set-tag", {"name": name, "key": key, "value": value}
        )

    def describe(self, name: str, description: str) -> None:
        """Put a description in the place of a model's.

        Raises:
            RegistryError: it was not taken.

        """
        self._change(
            "PATCH", "registered-models/update", {"name": name, "description": description}
        )

    def _change(self, method: str, path: str, body: Mapping[str, str]) -> None:
        with self._server.asking():
            self._server.change(method, path, body)

    def _pages(
        self, path: str, shape: type[SomePage], *, body: Mapping[str, object] | None = None
    ) -> list[SomePage]:
        """Return every page of an answer; what has a body is posted, as its path wants it."""
        pages: list[SomePage] = []
        seen: set[str] = set()
        token = ""
        while len(pages) < _MOST_PAGES:
            asked = {"max_results": _PAGE} | ({"page_token": token} if token else {})
            if body is None:
                answer = self._server.get(path, asked)
            else:
                answer = self._server.search(path, {**body, **asked})
            page = read(answer, shape, place=self.place)
            pages.append(page)
            token = page.next_page_token
            if not token:
                return pages
            if token in seen:
                break
            seen.add(token)
        raise RegistryError(
            f"The pages that {self.place} sends never end, so nothing was taken from it. Check "
            "what answers there; a proxy that ignores `page_token` does this."
        )

    def _find_runs(self, places: Sequence[str], run_ids: Sequence[str]) -> list[Run]:
        quoted = ",".join(f"'{run_id}'" for run_id in run_ids)
        body = {
            "experiment_ids": list(places),
            "filter": f"attributes.run_id IN ({quoted})",
            "run_view_type": "ALL",
        }
        pages = self._pages("runs/search", RunPage, body=body)
        return [run for page in pages for run in page.runs]


def _newest_run(model: RegisteredModel) -> str:
    return next((version.run_id for version in reversed(model.versions) if version.run_id), "")
