"""Use cases of a registry: take in what it has, and notice what changed since."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.database import Database
from bot.handover.domain import Model, Origin, Source, Tier
from bot.handover.names import free_name
from bot.handover.registries.domain import Change, Known, RegisteredModel, list_changes, match
from bot.handover.registries.storage import Registrations
from bot.handover.storage import Models, Suggestions
from bot.text.masking import mask_secrets

OWNER_TAG: Final = "owner"
_LONGEST_WORDS: Final = 200


@dataclass(frozen=True)
class TakenIn:
    """What came of a look at a registry: how many models of each kind, and what changed."""

    found: int
    added: int
    renamed: int
    gone: int
    changes: tuple[tuple[int, Change], ...] = ()


class RegistryService:
    """What can be done with registries; each public method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_unexplained(self, *, uri: str, found: Sequence[RegisteredModel]) -> frozenset[str]:
        """Return the names of models of which a registry's runs may tell whose they are.

        Those have no owner and no tag that names one, and are new or have another newest version.
        """
        with self._database.reading() as connection:
            known = Registrations(connection).list_known(uri)
            owned = {m.id for m in Models(connection).list_all() if m.owner_id is not None}
        told = {
            model.name
            for before, model in match(known, found).same
            if before.model_id in owned or before.registered.versions == model.versions
        }
        return frozenset(
            model.name
            for model in found
            if model.versions and not model.find_tag(OWNER_TAG) and model.name not in told
        )

    def take_in(self, *, uri: str, found: Sequence[RegisteredModel], now: datetime) -> TakenIn:
        """Bring the register up to what a registry has, all of it or nothing.

        What people said of a model, its tier, team, link and owner, stays. One that the registry no
        longer has stays too, and is marked.
        """
        with self._database.writing() as connection:
            registrations = Registrations(connection)
            matching = match(registrations.list_known(uri), found)
            # A name that a model has given up is free for a new one.
            changes, renamed = _update(connection, matching.same)
            added = _add(connection, uri, matching.new, now=now)
            gone = _mark_gone(connection, matching.gone)
            registrations.note_changes(changes, now=now)
            for model_id, model in (*added, *((k.model_id, m) for k, m in matching.same)):
                _suggest(connection, model_id, model)
        return TakenIn(len(found), len(added), renamed, gone, tuple(changes))

    def find_registered(self, *, model_id: int) -> RegisteredModel | None:
        """Return what its registry says of a model, for prefilling what people only confirm."""
        with self._database.reading() as connection:
            return Registrations(connection).find_registered(model_id)

    def list_registered(self, *, uri: str) -> tuple[Known, ...]:
        """Return every model that a registry had at the last look."""
        with self._database.reading() as connection:
            return Registrations(connection).list_known(uri)

    def list_changes(self, *, model_id: int) -> tuple[tuple[Change, datetime], ...]:
        """Return what changed of a model in its registry and when that was noticed."""
        with self._database.reading() as connection:
            return Registrations(connection).list_changes(model_id)

    def claim_look(self, *, uri: str, now: datetime, until: datetime) -> bool:
        """Take the look at a registry upon oneself, if it is due."""
        with self._database.writing() as connection:
            return Registrations(connection).claim_look(uri, now=now, until=until)

    def note_look(self, *, uri: str, failure: str, now: datetime, next_at: datetime) -> None:
        """Store how a look at a registry ended, and when the next one is due."""
        with self._database.writing() as connection:
            Registrations(connection).note_look(uri, failure=failure, now=now, next_at=next_at)

    def find_next_look(self, *, uri: str) -> datetime | None:
        """Return when a registry is looked at next; None if it never was."""
        with self._database.reading() as connection:
            return Registrations(connection).find_next_look(uri)


def _add(
    connection: Connection, uri: str, new: Sequence[RegisteredModel], *, now: datetime
) -> list[tuple[int, RegisteredModel]]:
    models = Models(connection)
    taken = set(models.list_names())
    drafts = []
    for registered in new:
        title = mask_secrets(registered.name)
        name = free_name(title, taken)
        taken.add(name)
        drafts.append(Model(0, name, title, Tier.NORMAL, Source.MLFLOW))
    ids = models.add_all(drafts, now=now)
    added = [(ids[draft.name], model) for draft, model in zip(drafts, new, strict=True)]
    Registrations(connection).add_all(uri, added)
    return added


def _update(
    connection: Connection, same: Sequence[tuple[Known, RegisteredModel]]
) -> tuple[list[tuple[int, Change]], int]:
    """Store what differs, and return it together with how many models have another name."""
    models = Models(connection)
    changed: list[tuple[int, RegisteredModel]] = []
    changes: list[tuple[int, Change]] = []
    renamed = 0
    present = {model.id: model for model in models.list_all()}
    for known, model in same:
        stored = present[known.model_id]
        if stored.is_gone:
            models.put(replace(stored, is_gone=False))
        if known.registered.name != model.name:
            _rename(models, stored, mask_secrets(model.name))
            renamed += 1
        found = list_changes(known.registered, model)
        changes += [(known.model_id, change) for change in found]
        if found or replace(model, trained_by="") != known.registered:
            changed.append((known.model_id, model))
    Registrations(connection).put_all(changed)
    return changes, renamed


def _rename(models: Models, stored: Model, title: str) -> None:
    """Give a model another name; it is still found by the one it had."""
    name = free_name(title, models.list_names() - {stored.name})
    models.put(replace(stored, name=name, title=title, is_gone=False))
    models.forget_name(name)
    if name != stored.name:
        models.note_name(stored.id, stored.name)


def _mark_gone(connection: Connection, gone: Sequence[Known]) -> int:
    models = Models(connection)
    newly = [stored for known in gone if not (stored := models.get(known.model_id)).is_gone]
    for stored in newly:
        models.put(replace(stored, is_gone=True))
    return len(newly)


def _suggest(connection: Connection, model_id: int, model: RegisteredModel) -> None:
    """Note who may own a model: whom its tag names, else who made its newest version."""
    tagged = model.find_tag(OWNER_TAG)
    words, origin = (tagged, Origin.TAG) if tagged else (model.trained_by, Origin.RUN)
    if words:
        Suggestions(connection).add(model_id, words[:_LONGEST_WORDS], origin)
