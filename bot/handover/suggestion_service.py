"""Use cases of suggestions: who may own which model, and what they say to it."""

from bot.database import Database
from bot.handover.domain import Model, ModelError, Suggestion, SuggestionStanding
from bot.handover.storage import Models, Suggestions


class SuggestionService:
    """Keeps who may own which model, until they say so or not; each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_suggestions(self) -> tuple[Suggestion, ...]:
        """Return who may own which model, as far as that is open."""
        with self._database.reading() as connection:
            return Suggestions(connection).list_open()

    def list_unmatched(self) -> tuple[Suggestion, ...]:
        """Return the suggestions of which it is not known yet which person they mean."""
        with self._database.reading() as connection:
            return Suggestions(connection).list_standing(SuggestionStanding.NEW)

    def list_unasked(self) -> tuple[Suggestion, ...]:
        """Return the suggestions whose person is still to be asked."""
        with self._database.reading() as connection:
            return Suggestions(connection).list_standing(SuggestionStanding.FOUND)

    def find_suggestion(self, *, suggestion_id: int) -> tuple[Suggestion, Model] | None:
        """Return a suggestion and its model."""
        with self._database.reading() as connection:
            found = Suggestions(connection).find(suggestion_id)
            return None if found is None else (found, Models(connection).get(found.model_id))

    def put_suggestion(
        self, *, suggestion_id: int, standing: SuggestionStanding, user_id: str | None
    ) -> None:
        """Store what became of a suggestion, and whom it means."""
        with self._database.writing() as connection:
            Suggestions(connection).put(suggestion_id, standing, user_id=user_id)

    def decline_suggestion(self, *, suggestion_id: int, user_id: str) -> Model:
        """Store that a model is not somebody's; they are not asked about it again.

        Raises:
            ModelError: it wasn't they who were asked.

        """
        with self._database.writing() as connection:
            suggestions = Suggestions(connection)
            found = suggestions.find(suggestion_id)
            if found is None or found.user_id != user_id:
                raise ModelError("This asks about another person by now, so nothing changed.")
            suggestions.put(suggestion_id, SuggestionStanding.DECLINED, user_id=user_id)
            return Models(connection).get(found.model_id)
