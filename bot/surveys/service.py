"""Use cases of the pulse: open a round, take an answer, close and release, summarise."""

from datetime import datetime

from sqlalchemy import Connection

from bot.database import Database
from bot.surveys.answer_storage import TABLES, Answers, AskedItem
from bot.surveys.bank import StatementBank
from bot.surveys.domain import (
    Asked,
    Choice,
    Item,
    ItemReleasedError,
    NotAskedError,
    OwnAnswer,
    ReleasedItem,
    Respondent,
    Round,
    RoundState,
    Sheet,
    Summary,
    check_comment,
    check_open,
    choose_statements,
    hide,
    mean_to_show,
    week_of,
)
from bot.surveys.storage import Rounds
from bot.teams.domain import Roster
from bot.teams.service import TeamService


class SurveyService:
    """What can be done with rounds and answers; each public method commits at its end."""

    def __init__(
        self, database: Database, teams: TeamService, bank: StatementBank, secret: bytes
    ) -> None:
        self._database = database
        self._teams = teams
        self._bank = bank
        self._secret = secret

    def open_due_rounds(self, *, now: datetime) -> int:
        """Open the round of every team whose week begins; return how many teams moved on.

        A team is first given a beginning after `now` once it has a lead. Weeks that went by
        while nobody was running the bot are stored as missed, and the present one still opens.
        """
        with self._database.reading() as connection:
            schedules = Rounds(connection).list_schedules()
        moved = 0
        for roster in self._teams.list_rosters():
            next_opens_at = schedules.get(roster.team.id)
            if roster.has_begun != (next_opens_at is not None) or (
                next_opens_at is not None and next_opens_at <= now
            ):
                moved += self._move_on(roster, now=now)
        return moved

    def _move_on(self, roster: Roster, *, now: datetime) -> int:
        with self._database.writing() as connection:
            rounds = Rounds(connection)
            opens_at = rounds.find_schedule(roster.team.id)
            if not roster.has_begun:
                rounds.set_schedule(roster.team.id, None)
                return 0
            next_after = roster.team.pulse.next_after
            if opens_at is None:
                rounds.set_schedule(roster.team.id, next_after(now))
                return 1
            if opens_at > now:
                return 0
            while opens_at <= now:
                closes_at = next_after(opens_at)
                self._add_round(connection, roster, opens_at, closes_at, now=now)
                opens_at = closes_at
            rounds.set_schedule(roster.team.id, opens_at)
            return 1

    def _add_round(
        self,
        connection: Connection,
        roster: Roster,
        opens_at: datetime,
        closes_at: datetime,
        *,
        now: datetime,
    ) -> None:
        rounds, answers = Rounds(connection), Answers(connection)
        week = week_of(opens_at, roster.team.pulse.zone)
        state = RoundState.OPEN if closes_at > now else RoundState.MISSED
        round_id = rounds.add_round(
            roster.team.id, week, opens_at=opens_at, closes_at=closes_at, state=state
        )
        if state is RoundState.MISSED:
            return
        rounds.add_asked(round_id, [Asked(p.user_id, p.counts) for p in roster.participants])
        for position, statement in enumerate(choose_statements(self._bank, week)):
            answers.add_key(rounds.add_item(round_id, position, statement))

    def list_unowed_sheets(self) -> tuple[Sheet, ...]:
        """Return the sheets that nobody has been sent yet."""
        with self._database.reading() as connection:
            return tuple(
                self._sheet(connection, round_id, user_id)
                for round_id, user_id in Rounds(connection).list_unowed()
            )

    def mark_sheet_owed(self, *, sheet: Sheet) -> None:
        """Store that a sheet's message is owed."""
        with self._database.writing() as connection:
            Rounds(connection).mark_owed(sheet.round.id, sheet.user_id)

    def record_answer(self, *, item_id: int, user_id: str, choice: Choice) -> Item:
        """Store an answer; committed when this returns. A second one replaces the first.

        Raises:
            NotAskedError: the person is not among those asked.
            ItemReleasedError: the item's week is over.

        """
        with self._database.writing() as connection:
            answers = Answers(connection)
            item, respondent = self._admit(answers.find_item(item_id, user_id=user_id), user_id)
            answers.put_answer(item_id, respondent, choice)
            return item

    def record_comment(self, *, item_id: int, user_id: str, text: str) -> Item:
        """Store a comment; committed when this returns. An empty one removes it.

        Raises:
            NotAskedError: the person is not among those asked.
            ItemReleasedError: the item's week is over.
            AnswerError: the comment is too long.

        """
        words = check_comment(text)
        with self._database.writing() as connection:
            answers = Answers(connection)
            item, respondent = self._admit(answers.find_item(item_id, user_id=user_id), user_id)
            answers.put_comment(item_id, respondent, words)
            return item

    def get_own_answer(self, *, item_id: int, user_id: str) -> OwnAnswer:
        """Return what a person has stored with an open item.

        Raises:
            NotAskedError: the person is not among those asked.
            ItemReleasedError: the item's week is over.

        """
        with self._database.reading() as connection:
            answers = Answers(connection)
            item, respondent = self._admit(answers.find_item(item_id, user_id=user_id), user_id)
            return _own_answer(answers, item, respondent)

    def get_sheet(self, *, round_id: int, user_id: str) -> Sheet:
        """Return a person's items of a round with their own answers so far."""
        with self._database.reading() as connection:
            return self._sheet(connection, round_id, user_id)

    def close_due_rounds(self, *, now: datetime) -> int:
        """Release what can be shown of every round whose week is over; return how many."""
        with self._database.reading() as connection:
            due = Rounds(connection).list_due_to_close(now=now)
        return sum(self._close(round_) for round_ in due)

    def _close(self, round_: Round) -> int:
        with self._database.writing() as connection:
            rounds, answers = Rounds(connection), Answers(connection)
            if not rounds.lock_open_round(round_.id):
                return 0
            asked = rounds.list_asked(round_.id)
            keys = answers.list_keys(round_.id)
            for item in rounds.list_items(round_.id, for_update=True):
                key = keys[item.id]
                respondents = [
                    Respondent(hide(a.user_id, secret=self._secret, item_key=key), a.counts)
                    for a in asked
                ]
                tenths = mean_to_show(answers.list_held(item.id), respondents)
                if tenths is None:
                    answers.erase(item.id)
                else:
                    answers.unlink(item.id)
                rounds.close_item(item.id, tenths=tenths)
            rounds.close_round(round_.id)
        return 1

    def clear_traces(self) -> int:
        """Make what closed rounds deleted unreadable in the database's files.

        Returns how many rounds were cleared; a busy database leaves them for the next time.
        """
        with self._database.reading() as connection:
            uncleared = Rounds(connection).list_uncleared()
        if not uncleared or not self._database.clear_deleted_bytes(*TABLES):
            return 0
        with self._database.writing() as connection:
            for round_ in uncleared:
                Rounds(connection).mark_cleared(round_.id)
        return len(uncleared)

    def list_unowed_summaries(self) -> tuple[Summary, ...]:
        """Return the summaries of closed rounds that nobody has been sent yet."""
        with self._database.reading() as connection:
            unsummarised = Rounds(connection).list_unsummarised()
            return tuple(self._summary(connection, round_) for round_ in unsummarised)

    def find_summary(self, *, round_id: int) -> Summary | None:
        """Return what a round showed, or None while it is open."""
        with self._database.reading() as connection:
            round_ = Rounds(connection).get_round(round_id)
            if round_.state is RoundState.OPEN:
                return None
            return self._summary(connection, round_)

    def mark_summary_owed(self, *, summary: Summary) -> None:
        """Store that a round's summary, and the rewriting of its sheets, is owed."""
        with self._database.writing() as connection:
            Rounds(connection).mark_summary_owed(summary.round.id)

    def find_next_due(self) -> datetime | None:
        """Return when the next round opens or closes."""
        with self._database.reading() as connection:
            rounds = Rounds(connection)
            moments = [*rounds.list_schedules().values(), rounds.find_next_closing()]
        return min((moment for moment in moments if moment is not None), default=None)

    def _admit(self, asked: AskedItem | None, user_id: str) -> tuple[Item, bytes]:
        """Return the item and who the person is to it, or raise."""
        if asked is None or not asked.is_asked:
            raise NotAskedError(
                "That wasn't stored: this statement was put to a team in which you aren't asked."
            )
        check_open(asked.item)
        if asked.key is None:
            raise ItemReleasedError("That wasn't stored: this week is over.")
        return asked.item, hide(user_id, secret=self._secret, item_key=asked.key)

    def _sheet(self, connection: Connection, round_id: int, user_id: str) -> Sheet:
        rounds, answers = Rounds(connection), Answers(connection)
        round_ = rounds.get_round(round_id)
        keys = answers.list_keys(round_id)
        own = []
        for item in rounds.list_items(round_id):
            key = keys.get(item.id)
            if key is None:
                own.append(OwnAnswer(item, choice=None, comment=None))
                continue
            respondent = hide(user_id, secret=self._secret, item_key=key)
            own.append(_own_answer(answers, item, respondent))
        return Sheet(
            team_name=self._teams.get_roster(team_id=round_.team_id).team.name,
            round=round_,
            user_id=user_id,
            counts=any(a.counts for a in rounds.list_asked(round_id) if a.user_id == user_id),
            answers=tuple(own),
        )

    def _summary(self, connection: Connection, round_: Round) -> Summary:
        rounds = Rounds(connection)
        team = self._teams.get_roster(team_id=round_.team_id).team
        items = rounds.list_items(round_.id)
        figures = rounds.list_figures(round_.id)
        return Summary(
            round=round_,
            team_name=team.name,
            channel_id=team.channel_id,
            is_private=team.is_private,
            released=tuple(ReleasedItem(i, figures[i.id]) for i in items if i.id in figures),
            unshown=tuple(item for item in items if item.id not in figures),
            asked=tuple(a.user_id for a in rounds.list_asked(round_.id)),
        )


def _own_answer(answers: Answers, item: Item, respondent: bytes) -> OwnAnswer:
    return OwnAnswer(
        item,
        choice=answers.find_answer(item.id, respondent),
        comment=answers.find_comment(item.id, respondent),
    )
