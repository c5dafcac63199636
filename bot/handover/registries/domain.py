"""What a registry says of its models, and what has changed since the last look.

MLflow's own timestamp does not move when an alias or a tag changes, so everything is compared by
its value.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.handover.domain import Version

KEY_TAG: Final = "mlops_bot.id"
"""The tag by which the bot knows a model again, where it may write into the registry."""


LIVE: Final = frozenset({"production", "prod", "champion", "live"})
"""The aliases by which registries call the version that is used."""

_OWN: Final = "Kept by mlops-bot: "
"""How the paragraph of a description begins that the bot writes, where it may."""


@dataclass(frozen=True)
class RegisteredModel:
    """A model as a registry has it.

    Args:
        name: what it is called there.
        created_ms: when it was registered, which a rename leaves as it is.
        description: what people wrote about it.
        tags: names and values, in order.
        aliases: names and the version each stands for, in order.
        versions: the oldest first.
        trained_by: who ran what made the newest version, as that machine knew them.

    """

    name: str
    created_ms: int
    description: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    versions: tuple[Version, ...] = ()
    trained_by: str = ""

    def find_tag(self, name: str) -> str:
        """Return a tag's value, or an empty text."""
        return dict(self.tags).get(name, "").strip()

    @property
    def runs(self) -> frozenset[str]:
        """The runs that made its versions."""
        return frozenset(version.run_id for version in self.versions if version.run_id)


@dataclass(frozen=True)
class Known:
    """A model of the register, and what its registry said of it at the last look."""

    model_id: int
    registered: RegisteredModel


@dataclass(frozen=True)
class Change:
    """Something that is different from the last look: `what` of this kind, before and after."""

    kind: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Matching:
    """Which model of the registry is which of ours; those of neither are new or gone."""

    same: tuple[tuple[Known, RegisteredModel], ...]
    new: tuple[RegisteredModel, ...]
    gone: tuple[Known, ...]


def match(known: Sequence[Known], found: Sequence[RegisteredModel]) -> Matching:
    """Return which model is which, the surest signs first.

    Our own tag and the name decide where the time of registration agrees; then that time together
    with a run in common, or with no run at all, tells a model that was renamed; a name alone tells
    one that was deleted and registered anew.
    """
    matcher = _Matcher(known, found)
    matcher.pair(lambda k, f: _is_tagged(k, f) and _is_as_old(k, f))
    matcher.pair(lambda k, f: k.registered.name == f.name and _is_as_old(k, f))
    matcher.pair(lambda k, f: _is_as_old(k, f) and _shares_runs(k, f))
    matcher.pair(lambda k, f: k.registered.name == f.name)
    return matcher.result


class _Matcher:
    """Pairs what is left over by one sign after another; a sign that fits two decides nothing."""

    def __init__(self, known: Sequence[Known], found: Sequence[RegisteredModel]) -> None:
        self._known = list(known)
        self._found = list(found)
        self._same: list[tuple[Known, RegisteredModel]] = []

    def pair(self, is_same: Callable[[Known, RegisteredModel], bool]) -> None:
        """Take out the pairs that a sign tells without doubt."""
        ages: dict[int, list[RegisteredModel]] = {}
        names: dict[str, list[RegisteredModel]] = {}
        for model in self._found:
            ages.setdefault(model.created_ms, []).append(model)
            names.setdefault(model.name, []).append(model)
        left: list[Known] = []
        wanted: dict[str, list[Known]] = {}
        for known in self._known:
            near = {
                model.name: model
                for model in (
                    *ages.get(known.registered.created_ms, ()),
                    *names.get(known.registered.name, ()),
                )
            }
            fitting = [model for model in near.values() if is_same(known, model)]
            if len(fitting) == 1:
                wanted.setdefault(fitting[0].name, []).append(known)
            else:
                left.append(known)
        taken: set[str] = set()
        for name, claimants in wanted.items():
            if len(claimants) == 1:
                self._same.append((claimants[0], names[name][0]))
                taken.add(name)
            else:
                left += claimants
        self._known = left
        self._found = [model for model in self._found if model.name not in taken]

    @property
    def result(self) -> Matching:
        """What came of it."""
        same = sorted(self._same, key=lambda pair: pair[0].model_id)
        return Matching(tuple(same), tuple(self._found), tuple(self._known))


def without_own(description: str) -> str:
    """Return a description without the paragraph that the bot keeps at its end."""
    return description.partition(_OWN)[0].rstrip()


def describe(words: str, own: str) -> str:
    """Return a description with the bot's paragraph at its end, or without one."""
    return f"{words}\n\n{_OWN}{own}".strip() if own else words


def list_changes(before: RegisteredModel, after: RegisteredModel) -> tuple[Change, ...]:
    """Return what is different, each thing by its own value."""
    return tuple(_changes(before, after))


def _changes(before: RegisteredModel, after: RegisteredModel) -> Iterator[Change]:
    if before.name != after.name:
        yield Change("name", "name", before.name, after.name)
    words = [without_own(model.description) for model in (before, after)]
    if words[0] != words[1]:
        yield Change("description", "description", words[0], words[1])
    yield from _pairs("alias", dict(before.aliases), dict(after.aliases))
    yield from _pairs("tag", dict(before.tags), dict(after.tags))
    versions = [{v.version: v.run_id for v in model.versions} for model in (before, after)]
    for version in versions[0].keys() ^ versions[1].keys():
        was, now = (version if version in each else "" for each in versions)
        yield Change("version", version, was, now)


def _pairs(kind: str, before: dict[str, str], after: dict[str, str]) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys()):
        if name != KEY_TAG and before.get(name, "") != after.get(name, ""):
            yield Change(kind, name, before.get(name, ""), after.get(name, ""))


def _is_tagged(known: Known, found: RegisteredModel) -> bool:
    return found.find_tag(KEY_TAG) == str(known.model_id)


def _is_as_old(known: Known, found: RegisteredModel) -> bool:
    return known.registered.created_ms == found.created_ms


def _shares_runs(known: Known, found: RegisteredModel) -> bool:
    before, after = known.registered.runs, found.runs
    return bool(before & after) or (not before and not after)
