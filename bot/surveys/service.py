"""Use cases of rounds: open, close and release, summarise."""

from datetime import datetime

from sqlalchemy import Connection

from bot.database import Database
from bot.surveys.answer_storage import TABLES, Answers
from bot.surveys.bank import StatementBank
from bot.surveys.calendar import choose_held, choose_statements, is_spent, week_of
from bot.surveys.domain import (
    Asked,
    ReleasedItem,
    Respondent,
    Round,
    RoundState,
    Summary,
    hide,
    mean_to_show,
)
from bot.surveys.item_storage import Items
from bot.surveys.storage import Rounds
from bot.teams.domain import Roster
from bot.teams.service import TeamService


class SurveyService:
    """What can be done with rounds; each public method commits at its end."""

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
        rounds, items, answers = Rounds(connection), Items(connection), Answers(connection)
        team_id = roster.team.id
        week = week_of(opens_at, roster.team.pulse.zone)
        state = RoundState.OPEN if closes_at > now else RoundState.MISSED
        round_id = rounds.add_round(
            team_id, week, opens_at=opens_at, closes_at=closes_at, state=state
        )
        if state is RoundState.MISSED:
            return
        rounds.add_asked(round_id, [Asked(p.user_id, p.counts) for p in roster.participants])
        held = choose_held(items.list_open(team_id), week=week)
        weakest = items.list_weakest(team_id)
        fresh = [
            items.add(team_id, week, statement)
            for statement in choose_statements(self._bank, week, weakest=weakest)
        ]
        for item_id in fresh:
            answers.add_key(item_id)
        items.set_sheet(round_id, [*fresh, *(item.id for item in held)])

    def close_due_rounds(self, *, now: datetime) -> int:
        """End every round whose week is over; return how many.

        What enough members have scored is released. The rest stays open for later weeks, and is
        erased when it has been open for as long as it may.
        """
        with self._database.reading() as connection:
            due = Rounds(connection).list_due_to_close(now=now)
        return sum(self._close(round_) for round_ in due)

    def _close(self, round_: Round) -> int:
        goes_on = self._teams.get_roster(team_id=round_.team_id).has_begun
        with self._database.writing() as connection:
            rounds, items, answers = Rounds(connection), Items(connection), Answers(connection)
            if not rounds.lock_open_round(round_.id):
                return 0
            keys = answers.list_keys(round_.team_id)
            for item in items.list_open(round_.team_id, for_update=True):
                respondents = [
                    Respondent(
                        hide(a.user_id, secret=self._secret, item_key=keys[item.id]), a.counts
                    )
                    for a in items.list_asked(item.id)
                ]
                tenths = mean_to_show(answers.list_held(item.id), respondents)
                if tenths is not None:
                    answers.unlink(item.id)
                elif goes_on and not is_spent(item, week=round_.week):
                    continue
                else:
                    answers.erase(item.id)
                items.close(item.id, round_id=round_.id, tenths=tenths)
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

    def _summary(self, connection: Connection, round_: Round) -> Summary:
        items = Items(connection)
        team = self._teams.get_roster(team_id=round_.team_id).team
        ended = items.list_closed(round_.id)
        still_open = items.list_open(round_.team_id)
        return Summary(
            round=round_,
            team_name=team.name,
            channel_id=team.channel_id,
            is_private=team.is_private,
            released=tuple(ReleasedItem(i, tenths) for i, tenths in ended if tenths is not None),
            held=tuple(item for item in still_open if item.wave <= round_.week),
            unshown=tuple(item for item, tenths in ended if tenths is None),
            asked=tuple(person.user_id for person in Rounds(connection).list_asked(round_.id)),
        )
