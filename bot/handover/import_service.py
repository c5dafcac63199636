"""The use case of a table: bring the register up to what it says, all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.database import Database
from bot.handover.csv_models import CsvModel
from bot.handover.domain import Model, Origin, Source, Tier
from bot.handover.storage import Models, Suggestions


@dataclass(frozen=True)
class Imported:
    """What came of a table: how many models are new, changed, or as they were."""

    added: int
    changed: int
    same: int


class ImportService:
    """Takes models from a table; a public method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def import_models(self, *, rows: Sequence[CsvModel], now: datetime) -> Imported:
        """Store the models of a table.

        One that the register has keeps what the table leaves empty, and its owner in any case: an
        owner in the table is asked first.
        """
        added = changed = 0
        with self._database.writing() as connection:
            models, suggestions = Models(connection), Suggestions(connection)
            for row in rows:
                present = models.find_named(row.name)
                if present is None:
                    stored = models.add(_new(row), added_by=None, now=now)
                    added += 1
                else:
                    stored = _updated(present, row)
                    changed += stored != present
                    models.put(stored)
                if row.draft.owner and stored.owner_id is None:
                    suggestions.add(stored.id, row.draft.owner, Origin.CSV)
        return Imported(added, changed, len(rows) - added - changed)


def _new(row: CsvModel) -> Model:
    draft = row.draft
    return Model(
        id=0,
        name=row.name,
        title=draft.title,
        tier=draft.tier or Tier.NORMAL,
        source=Source.CSV,
        link=draft.link or "",
        team_id=draft.team_id,
    )


def _updated(present: Model, row: CsvModel) -> Model:
    draft = row.draft
    return replace(
        present,
        tier=draft.tier or present.tier,
        link=draft.link or present.link,
        team_id=draft.team_id or present.team_id,
    )
