"""Use cases of answering: the sheet, an answer, a comment."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from sqlalchemy import Connection

from bot.database import Database
from bot.surveys.answer_storage import Answers, AskedItem
from bot.surveys.comment_storage import Comments
from bot.surveys.domain import (
    AnswerError,
    Choice,
    Comment,
    Item,
    ItemReleasedError,
    NotAskedError,
    OwnAnswer,
    Round,
    Sheet,
    check_comment,
    check_open,
)
from bot.surveys.fear import OwnFear
from bot.surveys.fears.storage import Fears
from bot.surveys.item_storage import Items
from bot.surveys.parent_storage import ParentItems
from bot.surveys.respondents import ItemKey, Secrets
from bot.surveys.skip_storage import Skips
from bot.surveys.storage import Rounds
from bot.teams.domain import Roster
from bot.teams.service import TeamService
from bot.text.masking import mask_secrets

_NOT_ASKED: Final = (
    "That wasn't stored: this statement was put to a team in which you aren't asked."
)


class AnswerService:
    """What somebody who is asked can do; each public method commits at its end."""

    def __init__(self, database: Database, teams: TeamService, secrets: Secrets) -> None:
        self._database = database
        self._teams = teams
        self._secrets = secrets

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

    def record_comment(
        self, *, item_id: int, user_id: str, text: str, may_show: bool = False
    ) -> None:
        """Store a comment; committed when this returns. An empty one removes it.

        What looks like a key or a password is taken out before.

        Args:
            item_id: the item that it goes with.
            user_id: who wrote it.
            text: what they wrote.
            may_show: whether they allow that others read it, together with those of many.

        Raises:
            NotAskedError: the person is not among those asked.
            ItemReleasedError: the item is closed.
            AnswerError: the comment is too long.

        """
        # Its length is looked at before, since masking a book takes long, and after it has grown.
        masked = check_comment(mask_secrets(check_comment(text)))
        comment = Comment(masked, may_show=may_show)
        with self._database.writing() as connection:
            answers = Answers(connection)
            _, respondent = self._admit(answers.find_item(item_id, user_id=user_id), user_id)
            Comments(connection).put(item_id, respondent, comment)

    def correct_comment(self, *, item_id: int, user_id: str, correction: str | None) -> None:
        """Store what somebody's own comment shows; committed when this returns.

        Args:
            item_id: the item that it goes with.
            user_id: who wrote it.
            correction: an anti-pattern's id, `NO_ANTI_PATTERN`, or None to take one back.

        Raises:
            NotAskedError: the person is not among those asked.
            ItemReleasedError: the item is closed.
            AnswerError: there is no comment.

        """
        with self._database.writing() as connection:
            asked = Answers(connection).find_item(item_id, user_id=user_id)
            _, respondent = self._admit(asked, user_id)
            if not Comments(connection).correct(item_id, respondent, correction):
                raise AnswerError("That wasn't stored: you have no comment on this statement.")

    def get_own_answer(self, *, item_id: int, user_id: str) -> OwnAnswer:
        """Return what a person has stored with an open item.

        Raises:
            NotAskedError: the person is not among those asked.
            ItemReleasedError: the item is closed.

        """
        with self._database.reading() as connection:
            answers = Answers(connection)
            asked = answers.find_item(item_id, user_id=user_id)
            item, respondent = self._admit(asked, user_id)
            choice, comment = answers.list_own({item.id: respondent})[item.id]
            return _own_answer(item, choice, comment)

    def find_sheet(self, *, team_id: int, week: date, user_id: str) -> Sheet | None:
        """Return a person's items of a team's week with their own answers so far."""
        # Asked for first: it takes a connection of its own, and whoever holds one waits for none.
        roster = self._teams.get_roster(team_id=team_id)
        with self._database.reading() as connection:
            round_ = Rounds(connection).find_round(team_id, week)
            return None if round_ is None else self._sheet(connection, round_, user_id, roster)

    def skip_week(self, *, round_id: int, user_id: str, is_skipped: bool) -> None:
        """Store that somebody skips a week, or takes part in it after all.

        Raises:
            NotAskedError: the person is not among those asked.
            ItemReleasedError: the week is over.

        """
        with self._database.writing() as connection:
            rounds = Rounds(connection)
            # Held until the end, so that the week cannot close between the look and the row.
            if not rounds.lock_open_round(round_id):
                raise ItemReleasedError("That week is over, so nothing changed.")
            if rounds.find_counts(round_id, user_id) is None:
                raise NotAskedError(_NOT_ASKED)
            items = Items(connection).list_on_sheet(round_id)
            keys = Answers(connection).list_keys(rounds.get_round(round_id).team_id)
            respondent = _find_skipper(items, self._hide(user_id, items, keys))
            if respondent is None:
                raise ItemReleasedError("That week is over, so nothing changed.")
            skips = Skips(connection)
            (skips.add if is_skipped else skips.remove)(round_id, respondent)

    def _admit(self, asked: AskedItem | None, user_id: str) -> tuple[Item, bytes]:
        """Return the item and who the person is to it, or raise."""
        if asked is None or not asked.is_asked:
            raise NotAskedError(_NOT_ASKED)
        check_open(asked.item)
        if asked.key is None:
            raise ItemReleasedError("That wasn't stored: this statement is closed.")
        return asked.item, self._secrets.hide(user_id, asked.key)

    def _sheet(
        self, connection: Connection, round_: Round, user_id: str, roster: Roster
    ) -> Sheet | None:
        answers = Answers(connection)
        counts = Rounds(connection).find_counts(round_.id, user_id)
        if counts is None:
            return None
        keys = answers.list_keys(round_.team_id)
        items = Items(connection).list_on_sheet(round_.id)
        hidden = self._hide(user_id, items, keys)
        own = answers.list_own(hidden)
        skipper = _find_skipper(items, hidden)
        return Sheet(
            team_name=roster.team.name,
            channel_id=roster.team.channel_id,
            round=round_,
            user_id=user_id,
            counts=counts,
            answers=tuple(_own_answer(item, *own.get(item.id, (None, None))) for item in items),
            is_skipped=skipper is not None and Skips(connection).has(round_.id, skipper),
            has_left=all(person.user_id != user_id for person in roster.participants),
            counts_in_parent=ParentItems(connection).are_linked([item.id for item in items]),
            threshold=roster.team.threshold,
            fear=self._fear(connection, round_, user_id, counts=counts),
        )

    def _fear(
        self, connection: Connection, round_: Round, user_id: str, *, counts: bool
    ) -> OwnFear | None:
        fears = Fears(connection)
        found = fears.find_on_sheet(round_.id)
        if found is None:
            return None
        question, key = found
        if key is None or not counts:
            return OwnFear(question, None, counts=counts)
        choice = fears.find_choice(question.id, self._secrets.hide(user_id, key))
        return OwnFear(question, choice, counts=counts)

    def _hide(
        self, user_id: str, items: Sequence[Item], keys: Mapping[int, ItemKey]
    ) -> dict[int, bytes]:
        """Return who somebody is to each item that is open."""
        return {
            item.id: self._secrets.hide(user_id, keys[item.id]) for item in items if item.id in keys
        }


def _own_answer(item: Item, choice: Choice | None, comment: Comment | None) -> OwnAnswer:
    if comment is None:
        return OwnAnswer(item, choice, comment=None)
    return OwnAnswer(
        item, choice, comment.text, may_show=comment.may_show, correction=comment.correction
    )


def _find_skipper(items: Sequence[Item], hidden: Mapping[int, bytes]) -> bytes | None:
    """Return who somebody is to a week, as the key of its sheet's first item hides them."""
    return hidden.get(items[0].id) if items else None
