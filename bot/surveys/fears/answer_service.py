"""The use case of answering the fear question."""

from datetime import datetime

from bot.database import Database
from bot.surveys.domain import NotAskedError
from bot.surveys.fear import FearError, LiveModels, check_choice
from bot.surveys.fears.storage import Fears
from bot.surveys.respondents import Secrets


class FearAnswerService:
    """What members do with the fear question; each public method commits at its end."""

    def __init__(self, database: Database, secrets: Secrets, models: LiveModels) -> None:
        self._database = database
        self._secrets = secrets
        self._models = models

    def record_choice(self, *, question_id: int, user_id: str, choice: str, now: datetime) -> None:
        """Store a choice; committed when this returns. A second one replaces the first.

        Raises:
            NotAskedError: the person is not among the members who are asked.
            FearError: the question is closed, or has no such choice any more.

        """
        live = self._list_live(question_id, now=now)
        with self._database.writing() as connection:
            fears = Fears(connection)
            asked = fears.find_asked(question_id, user_id=user_id)
            if asked is None or not asked.counts:
                raise NotAskedError(
                    "That wasn't stored: this question is put to the members of a team in which "
                    "you aren't one. Leads read what comes of it."
                )
            stored = check_choice(asked.question, choice, live=live)
            if asked.key is None:
                raise FearError("That wasn't stored: this question is closed.")
            fears.put_choice(question_id, self._secrets.hide(user_id, asked.key), stored)

    def _list_live(self, question_id: int, *, now: datetime) -> frozenset[int]:
        """Return the team's models of now; asked for first, since it takes its own connection."""
        with self._database.reading() as connection:
            team_id = Fears(connection).find_team(question_id)
        if team_id is None:
            return frozenset()
        return frozenset(model.id for model in self._models.list_live(team_id=team_id, now=now))
