"""What MLflow's REST API answers, read strictly, so that nothing half-understood is stored."""

from datetime import UTC, datetime
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.errors import UserFacingError
from bot.handover.domain import Version, tidy_text
from bot.handover.registries.domain import RegisteredModel
from bot.text.masking import MASK, mask_secrets


class RegistryError(UserFacingError):
    """A registry did not say what it was asked; the text says what to look at."""


def _text(value: object) -> object:
    if value is None:
        return ""
    return tidy_text(str(value)) if isinstance(value, str | int) else value


Text = Annotated[str, BeforeValidator(_text)]
Name = Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=500)]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Tag(_Answer):
    """A tag: its name and its value."""

    key: Text
    value: Text = ""


class Alias(_Answer):
    """A name that stands for one version."""

    alias: Text
    version: Text


class Registered(_Answer):
    """A model, without its versions."""

    name: Name
    creation_timestamp: int = 0
    description: Text = ""
    tags: tuple[Tag, ...] = ()
    aliases: tuple[Alias, ...] = ()


class RegisteredVersion(_Answer):
    """A version of a model."""

    name: Name
    version: Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=100)]
    creation_timestamp: int = 0
    run_id: Annotated[str, BeforeValidator(_text), Field(max_length=100)] = ""


class Page(_Answer):
    """What every page has."""

    next_page_token: Text = ""


class ModelPage(Page):
    """Some of the models."""

    registered_models: tuple[Registered, ...] = ()


class VersionPage(Page):
    """Some of the versions of all models."""

    model_versions: tuple[RegisteredVersion, ...] = ()


class _RunInfo(_Answer):
    run_id: Text = ""
    user_id: Text = ""


class _RunData(_Answer):
    tags: tuple[Tag, ...] = ()


class Run(_Answer):
    """One run."""

    info: _RunInfo = _RunInfo()
    data: _RunData = _RunData()

    @property
    def user(self) -> str:
        """Who ran it, as that machine knew them; the tag is what people can set."""
        tagged = {tag.key: tag.value for tag in self.data.tags}.get("mlflow.user", "")
        return tagged or self.info.user_id


class RunPage(Page):
    """Some of the runs."""

    runs: tuple[Run, ...] = ()


class _Experiment(_Answer):
    experiment_id: Text


class ExperimentPage(Page):
    """Some of the experiments, in which runs stand."""

    experiments: tuple[_Experiment, ...] = ()


Shape = TypeVar("Shape", bound=BaseModel)


def read(body: bytes, shape: type[Shape], *, place: str) -> Shape:
    """Return an answer in the shape that it should have.

    Raises:
        RegistryError: it is a web page, cut off, or something else.

    """
    start = body.lstrip()[:100].lower()
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<?xml")):
        raise RegistryError(
            f"What answers at {place} is a web page, not MLflow's REST API. Give the address of "
            "the tracking server itself; behind a sign-in page, one that lets programs in."
        )
    try:
        return shape.model_validate_json(body)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        if fault["type"] == "json_invalid":
            raise RegistryError(
                f"The answer from {place} breaks off or is not JSON, so nothing was taken from it. "
                "Try again; if it stays so, look at the proxy in between."
            ) from error
        where = ".".join(str(step) for step in fault["loc"]) or "the answer"
        raise RegistryError(
            f"The answer from {place} is not what MLflow's REST API sends ({where}: "
            f"{fault['msg'].lower()}), so nothing was taken from it. Check the address, and that "
            "its version is 2.3 or newer."
        ) from error


def assemble(
    models: list[Registered], versions: list[RegisteredVersion]
) -> tuple[RegisteredModel, ...]:
    """Return the models with their versions, by name; a page may tell of one a second time."""
    of_model: dict[str, dict[str, Version]] = {}
    for version in versions:
        of_model.setdefault(version.name, {})[version.version] = Version(
            version.version, version.run_id, _moment(version.creation_timestamp)
        )
    once = {model.name: model for model in models}
    return tuple(
        RegisteredModel(
            name=model.name,
            created_ms=model.creation_timestamp,
            description=mask_secrets(model.description),
            tags=tuple(sorted({tag.key: _without_secret(tag) for tag in model.tags}.items())),
            aliases=tuple(sorted({a.alias: a.version for a in model.aliases}.items())),
            versions=tuple(
                sorted(of_model.get(name, {}).values(), key=lambda v: (len(v.version), v.version))
            ),
        )
        for name, model in sorted(once.items())
    )


def _without_secret(tag: Tag) -> str:
    """Return a tag's value, or a mask; what its name says of it counts."""
    told = f"{tag.key}={tag.value}"
    return tag.value if mask_secrets(told) == told else MASK


def _moment(milliseconds: int) -> datetime | None:
    """Return a moment, or None where the registry has none that a calendar knows."""
    if not 0 < milliseconds < 32_503_680_000_000:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
