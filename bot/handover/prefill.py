"""What a registry knows of a model already, so that its owner only confirms it."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.handover.registries.domain import LIVE, RegisteredModel

_COMMITS: Final = ("commit", "git_commit", "mlflow.source.git.commit")
_LINKS: Final = ("endpoint", "url", "serving_url")
_LONGEST: Final = 1_000


def prefill(section_id: str, registered: RegisteredModel | None) -> dict[str, str]:
    """Return what the fields of a section can be filled with; nothing for most sections."""
    found = _FACTS.get(section_id)
    if found is None or registered is None:
        return {}
    return {name: words[:_LONGEST] for name, words in found(registered).items() if words}


def list_prefilled(registered: RegisteredModel | None) -> frozenset[str]:
    """Return the sections of which a registry knows something."""
    return frozenset(section_id for section_id in _FACTS if prefill(section_id, registered))


def _training(registered: RegisteredModel) -> dict[str, str]:
    version = _find_live(registered)
    if not version:
        return {}
    run = {each.version: each.run_id for each in registered.versions}.get(version, "")
    commit = next((tag for name in _COMMITS if (tag := registered.find_tag(name))), "")
    parts = [
        f"Version {version}",
        f"run {run}" if run else "",
        f"commit {commit}" if commit else "",
    ]
    return {"commit": ", ".join(part for part in parts if part)}


def _evaluation(registered: RegisteredModel) -> dict[str, str]:
    figures = [(name, value) for name, value in registered.tags if _is_figure(value)]
    return {"bar": ", ".join(f"{name} {value}" for name, value in figures)}


def _serving(registered: RegisteredModel) -> dict[str, str]:
    aliases = ", ".join(f"{name} is version {version}" for name, version in registered.aliases)
    link = next((tag for name in _LINKS if (tag := registered.find_tag(name))), "")
    return {"where": aliases, "link": link if link.startswith(("https://", "http://")) else ""}


def _find_live(registered: RegisteredModel) -> str:
    live = [version for name, version in registered.aliases if name.casefold() in LIVE]
    if live:
        return live[0]
    return registered.versions[-1].version if registered.versions else ""


def _is_figure(value: str) -> bool:
    """Whether a tag's value is a figure of merit: one with a point, since others count things."""
    whole, point, rest = value.strip().partition(".")
    return bool(point) and rest.isdecimal() and (whole.lstrip("-") or "0").isdecimal()


_FACTS: Final[Mapping[str, Callable[[RegisteredModel], dict[str, str]]]] = {
    "training": _training,
    "evaluation": _evaluation,
    "serving": _serving,
}
