"""The tables of what a registry says of models, so that a change is noticed by its value."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    ForeignKey,
    Row,
    String,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime
from bot.handover.domain import Version
from bot.handover.registries.domain import Change, Known, RegisteredModel


class RegistryRow(Base):
    """A registry that is looked at; `failure` is what went wrong the last time, or empty."""

    __tablename__ = "model_registry"

    uri: Mapped[str] = mapped_column(String(500), primary_key=True)
    next_look_at: Mapped[datetime] = mapped_column(UtcDateTime)
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failure: Mapped[str] = mapped_column(Text)


class RegistrationRow(Base):
    """A model as its registry had it at the last look; tags and aliases are JSON, in order."""

    __tablename__ = "model_registration"

    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), primary_key=True)
    uri: Mapped[str] = mapped_column(String(500), index=True)
    registered_name: Mapped[str] = mapped_column(Text)
    created_ms: Mapped[int] = mapped_column(BigInteger)
    description: Mapped[str] = mapped_column(Text)
    tags: Mapped[str] = mapped_column(Text)
    aliases: Mapped[str] = mapped_column(Text)


class VersionRow(Base):
    """A version that a registry has of a model."""

    __tablename__ = "model_version"

    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), primary_key=True)
    version: Mapped[str] = mapped_column(String(100), primary_key=True)
    run_id: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ChangeRow(Base):
    """Something that changed in a registry: an alias, a tag, a version, a name."""

    __tablename__ = "model_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    what: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    noticed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Registrations:
    """What registries say, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_known(self, uri: str) -> tuple[Known, ...]:
        """Return every model that a registry had at the last look."""
        versions: dict[int, list[Version]] = {}
        for row in self._connection.execute(
            select(VersionRow.__table__)
            .join(RegistrationRow, RegistrationRow.model_id == VersionRow.model_id)
            .where(RegistrationRow.uri == uri)
        ):
            versions.setdefault(row.model_id, []).append(
                Version(row.version, row.run_id, row.created_at)
            )
        rows = self._connection.execute(
            select(RegistrationRow.__table__)
            .where(RegistrationRow.uri == uri)
            .order_by(RegistrationRow.model_id)
        )
        return tuple(
            Known(row.model_id, _registered(row, versions.get(row.model_id, []))) for row in rows
        )

    def add_all(self, uri: str, found: list[tuple[int, RegisteredModel]]) -> None:
        """Store models that the registry did not have before, with their versions."""
        if not found:
            return
        self._connection.execute(
            insert(RegistrationRow),
            [{"model_id": id_, "uri": uri, **_values(model)} for id_, model in found],
        )
        self._put_versions(found)

    def put_all(self, found: list[tuple[int, RegisteredModel]]) -> None:
        """Store what a registry says of models now, in place of what it said before."""
        for model_id, model in found:
            self._connection.execute(
                update(RegistrationRow)
                .where(RegistrationRow.model_id == model_id)
                .values(**_values(model))
            )
            self._connection.execute(delete(VersionRow).where(VersionRow.model_id == model_id))
        self._put_versions(found)

    def note_changes(self, changes: list[tuple[int, Change]], *, now: datetime) -> None:
        """Keep what changed, for whoever asks what has happened since."""
        if changes:
            self._connection.execute(
                insert(ChangeRow),
                [
                    {
                        "model_id": model_id,
                        "kind": change.kind,
                        "what": change.what,
                        "before": change.before,
                        "after": change.after,
                        "noticed_at": now,
                    }
                    for model_id, change in changes
                ],
            )

    def list_changes(self, model_id: int) -> tuple[tuple[Change, datetime], ...]:
        """Return what changed of a model, the oldest first."""
        rows = self._connection.execute(
            select(ChangeRow.__table__).where(ChangeRow.model_id == model_id).order_by(ChangeRow.id)
        )
        return tuple(
            (Change(row.kind, row.what, row.before, row.after), row.noticed_at) for row in rows
        )

    def list_versions_changed(
        self, model_ids: Collection[int]
    ) -> dict[int, tuple[tuple[Change, datetime], ...]]:
        """Return which versions came or were named anew, by model, the oldest first."""
        rows = self._connection.execute(
            select(ChangeRow.__table__)
            .where(ChangeRow.kind.in_(("alias", "version")), ChangeRow.model_id.in_(model_ids))
            .order_by(ChangeRow.id)
        )
        found: dict[int, list[tuple[Change, datetime]]] = {}
        for row in rows:
            change = Change(row.kind, row.what, row.before, row.after)
            found.setdefault(row.model_id, []).append((change, row.noticed_at))
        return {model_id: tuple(changes) for model_id, changes in found.items()}

    def list_registered_of(self, model_ids: Collection[int]) -> dict[int, RegisteredModel]:
        """Return what registries say of models, by model."""
        versions = self._versions(VersionRow.model_id.in_(model_ids))
        rows = self._connection.execute(
            select(RegistrationRow.__table__).where(RegistrationRow.model_id.in_(model_ids))
        )
        return {row.model_id: _registered(row, versions.get(row.model_id, [])) for row in rows}

    def _versions(self, condition: Any) -> dict[int, list[Version]]:
        found: dict[int, list[Version]] = {}
        for row in self._connection.execute(select(VersionRow.__table__).where(condition)):
            found.setdefault(row.model_id, []).append(
                Version(row.version, row.run_id, row.created_at)
            )
        return found

    def find_registered(self, model_id: int) -> RegisteredModel | None:
        """Return what its registry says of a model."""
        row = self._connection.execute(
            select(RegistrationRow.__table__).where(RegistrationRow.model_id == model_id)
        ).one_or_none()
        return None if row is None else _registered(row, list(self.list_versions(model_id)))

    def list_versions(self, model_id: int) -> tuple[Version, ...]:
        """Return the versions that a registry has of a model."""
        rows = self._connection.execute(
            select(VersionRow.__table__).where(VersionRow.model_id == model_id)
        )
        return tuple(Version(row.version, row.run_id, row.created_at) for row in rows)

    def claim_look(self, uri: str, *, now: datetime, until: datetime) -> bool:
        """Take the look at a registry upon oneself, if it is due; others find it put off."""
        known = self._connection.scalar(
            select(RegistryRow.next_look_at).where(RegistryRow.uri == uri).with_for_update()
        )
        if known is None:
            self._connection.execute(
                insert(RegistryRow).values(uri=uri, next_look_at=until, failure="")
            )
            return True
        if known > now:
            return False
        self._connection.execute(
            update(RegistryRow).where(RegistryRow.uri == uri).values(next_look_at=until)
        )
        return True

    def note_look(self, uri: str, *, failure: str, now: datetime, next_at: datetime) -> None:
        """Store how a look at a registry ended."""
        values = {"failure": failure, "next_look_at": next_at}
        if not failure:
            values["looked_at"] = now
        self._connection.execute(update(RegistryRow).where(RegistryRow.uri == uri).values(**values))

    def find_next_look(self, uri: str) -> datetime | None:
        """Return when a registry is looked at next, or None if it never was."""
        return self._connection.scalar(
            select(RegistryRow.next_look_at).where(RegistryRow.uri == uri)
        )

    def _put_versions(self, found: list[tuple[int, RegisteredModel]]) -> None:
        rows = [
            {
                "model_id": model_id,
                "version": version.version,
                "run_id": version.run_id,
                "created_at": version.created_at,
            }
            for model_id, model in found
            for version in model.versions
        ]
        if rows:
            self._connection.execute(insert(VersionRow), rows)


def _values(model: RegisteredModel) -> dict[str, Any]:
    return {
        "registered_name": model.name,
        "created_ms": model.created_ms,
        "description": model.description,
        "tags": _dump(model.tags),
        "aliases": _dump(model.aliases),
    }


def _dump(pairs: tuple[tuple[str, str], ...]) -> str:
    return json.dumps(sorted(pairs), ensure_ascii=False)


def _registered(row: Row[Any], versions: list[Version]) -> RegisteredModel:
    return RegisteredModel(
        name=row.registered_name,
        created_ms=row.created_ms,
        description=row.description,
        tags=tuple((key, value) for key, value in json.loads(row.tags)),
        aliases=tuple((key, value) for key, value in json.loads(row.aliases)),
        versions=tuple(sorted(versions, key=lambda v: (len(v.version), v.version))),
    )
