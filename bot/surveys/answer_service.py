"""Use cases of answering: the sheet, an answer, a comment."""

from typing import Final

from sqlalchemy import Connection

from bot.database import Database
from bot.surveys.answer_storage import Answers, AskedItem
from bot.surveys.domain import (
    Choice,
    Item,
    ItemReleasedError,
    NotAskedError,
    OwnAnswer,
    Sheet,
    check_comment,
    check_open,
)
from bot.surveys.item_storage import Items
from bot.surveys.respondents import ItemKey, Secrets
from bot.surveys.storage import Rounds
from bot.teams.service import TeamService

_NOT_ASKED: Final = (
    "That wasn't stored: this statement was put to a team in which you aren't asked."
)


class AnswerService:
    """What somebody who is asked can do; each public method commits at its end."""

    def __init__(self, database: Database, teams: TeamService, secrets: Secrets) -> None:
        self._database = database
        self._teams = teams
        self._secrets = secrets

    def list_unowed_sheets(self) -> tuple[Sheet, ...]:
        """Return the sheets that nobody has been sent yet, without what is stored with them.

        What is owed is written down with the person's id, so no answer may stand on it.
        """
        with self._database.reading() as connection:
            return tuple(
                self._sheet(connection, round_id, user_id, is_blank=True)
                for round_id, user_id in Rounds(connection).list_unowed()
            )

    def mark_sheet_owed(self, *, sheet: Sheet) -> None:
        """Store that a sheet's message is owed."""
        with self._database.writing() as connection:
            Rounds(connection).mark_owed(sheet.round.id, sheet.user_id)

    def record_answer(self, *, item_id: int, user_id: str, choice: Choice) -> None:
        """Store an answer; committed when this returns. A second one replaces the first.

        Raises:
            NotAskedError: the person is not among those asked.
            ItemReleasedError: the item is closed.

        """
        with self._database.writing() as connection:
            answers = Answers(connection)
            _, respondent = self._admit(answers.find_item(item_id, user_id=user_id), user_id)
            answers.put_answer(item_id, respondent, choice)

    def record_comment(self, *, item_id: int, user_id: str, text: str) -> None:
        """Store a comment; committed when this returns. An empty one removes it.

        Raises:
            NotAskedError: the person is not among those asked.
            ItemReleasedError: the item is closed.
            AnswerError: the comment is too long.

        """
        words = check_comment(text)
        with self._database.writing() as connection:
            answers = Answers(connection)
            _, respondent = self._admit(answers.find_item(item_id, user_id=user_id), user_id)
            answers.put_comment(item_id, respondent, words)

    def get_own_answer(self, *, item_id: int, user_id: str) -> OwnAnswer:
        """Return what a person has stored with an open item.

        Raises:
            NotAskedError: the person is not among those asked.
            ItemReleasedError: the item is closed.

        """
        with self._database.reading() as connection:
            answers = Answers(connection)
            asked = answers.find_item(item_id, user_id=user_id)
            item, _ = self._admit(asked, user_id)
            return self._own_answer(answers, item, asked.key if asked else None, user_id)

    def get_sheet(self, *, round_id: int, user_id: str) -> Sheet:
        """Return a person's items of a round with their own answers so far.

        Raises:
            NotAskedError: the person is not among those asked.

        """
        with self._database.reading() as connection:
            return self._sheet(connection, round_id, user_id)

    def _admit(self, asked: AskedItem | None, user_id: str) -> tuple[Item, bytes]:
        """Return the item and who the person is to it, or raise."""
        if asked is None or not asked.is_asked:
            raise NotAskedError(_NOT_ASKED)
        check_open(asked.item)
        if asked.key is None:
            raise ItemReleasedError("That wasn't stored: this statement is closed.")
        return asked.item, self._secrets.hide(user_id, asked.key)

    def _sheet(
        self, connection: Connection, round_id: int, user_id: str, *, is_blank: bool = False
    ) -> Sheet:
        rounds, answers = Rounds(connection), Answers(connection)
        round_ = rounds.get_round(round_id)
        asked = {person.user_id: person for person in rounds.list_asked(round_id)}
        if user_id not in asked:
            raise NotAskedError(_NOT_ASKED)
        keys = {} if is_blank else answers.list_keys(round_.team_id)
        return Sheet(
            team_name=self._teams.get_roster(team_id=round_.team_id).team.name,
            round=round_,
            user_id=user_id,
            counts=asked[user_id].counts,
            answers=tuple(
                self._own_answer(answers, item, keys.get(item.id), user_id)
                for item in Items(connection).list_on_sheet(round_id)
            ),
        )

    def _own_answer(
        self, answers: Answers, item: Item, item_key: ItemKey | None, user_id: str
    ) -> OwnAnswer:
        if item_key is None:
            return OwnAnswer(item, choice=None, comment=None)
        respondent = self._secrets.hide(user_id, item_key)
        return OwnAnswer(
            item,
            choice=answers.find_answer(item.id, respondent),
            comment=answers.find_comment(item.id, respondent),
        )
