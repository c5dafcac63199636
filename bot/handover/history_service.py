"""What happened around models' cards: new versions in the registry, and questions left open."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.database import Database
from bot.handover.cards.asking import OpenQuestion
from bot.handover.cards.question_storage import OpenQuestions
from bot.handover.cards.staleness import Event, Occurrence
from bot.handover.cards.storage import Sections
from bot.handover.registries.domain import LIVE, Change, RegisteredModel
from bot.handover.registries.storage import Registrations


@dataclass(frozen=True)
class History:
    """What happened around one card.

    Attributes:
        events: what makes it doubtful.
        questions: what it could not answer, what most people asked first.
        registered: what its registry says of it.
        accepted: the sections that somebody confirmed once, whatever they say by now.

    """

    events: tuple[Event, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    accepted: frozenset[str] = frozenset()
    registered: RegisteredModel | None = None


class HistoryService:
    """Reads what happened around cards, for any number of models in one go."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_histories(self, *, model_ids: Collection[int]) -> dict[int, History]:
        """Return the histories of models; one without any is left out."""
        with self._database.reading() as connection:
            registrations = Registrations(connection)
            changes = registrations.list_versions_changed(model_ids)
            questions = OpenQuestions(connection).list_open_of(model_ids)
            registered = registrations.list_registered_of(model_ids)
            accepted = Sections(connection).list_ever_accepted(model_ids)
        return {
            model_id: History(
                list_new_versions(changes.get(model_id, ())),
                questions.get(model_id, ()),
                accepted.get(model_id, frozenset()),
                registered.get(model_id),
            )
            for model_id in changes.keys() | questions.keys() | accepted.keys() | registered.keys()
        }


def list_new_versions(changes: Iterable[tuple[Change, datetime]]) -> tuple[Event, ...]:
    """Return when another version came into use.

    That is an alias of those that mean so; a model that has none of them uses its newest version.
    """
    found = [(change, at) for change, at in changes if change.after]
    live = [(c, at) for c, at in found if c.kind == "alias" and c.what.casefold() in LIVE]
    counted = live or [(c, at) for c, at in found if c.kind == "version"]
    return tuple(
        Event(Occurrence.NEW_VERSION, at.date(), version=change.after) for change, at in counted
    )
