"""Use cases of rounds: open, close and release, summarise."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.database import Database
from bot.surveys.answer_storage import TABLES, Answers
from bot.surveys.bank import StatementBank
from bot.surveys.calendar import choose_held, choose_statements, is_spent, week_of
from bot.surveys.domain import (
    ReleasedItem,
    Respondent,
    Round,
    RoundState,
    Summary,
    mean_to_show,
)
from bot.surveys.item_storage import Items
from bot.surveys.respondents import SecretLostError, Secrets
from bot.surveys.storage import Rounds
from bot.teams.domain import Roster
from bot.teams.service import TeamService

_LONGEST_WEEK: Final = timedelta(days=8)
"""A week with its clock changes is shorter; a schedule beyond it was made by a wrong clock."""


class SurveyService:
    """What can be done with rounds; each public method commits at its end."""

    def __init__(
        self, database: Database, teams: TeamService, bank: StatementBank, secrets: Secrets
    ) -> None:
        self._database = database
        self._teams = teams
        self._bank = bank
        self._secrets = secrets

    def list_due_to_open(self, *, now: datetime) -> tuple[Roster, ...]:
        """Return the teams that move on: those whose week begins, and who began or ended."""
        with self._database.reading() as connection:
            schedules = Rounds(connection).list_schedules()
        return tuple(
            roster
            for roster in self._teams.list_rosters()
            if _moves_on(roster, schedules.get(roster.team.id), now=now)
        )

    def open_round(self, roster: Roster, *, now: datetime) -> int:
        """Open a team's round if its week has begun; return 1 if the team moved on.

        A team is first given a beginning after `now` once it has a lead. Weeks that went by
        while nobody was running the bot are stored as missed, and the present one still opens.
        """
        with self._database.writing() as connection:
            rounds = Rounds(connection)
            opens_at = rounds.find_schedule(roster.team.id)
            if not _moves_on(roster, opens_at, now=now):
                return 0
            running = rounds.list_open(roster.team.id)
            if any(round_.closes_at <= now for round_ in running):
                return 0  # Its week is over and it could not be closed; that comes first.
            if not roster.has_begun:
                rounds.set_schedule(roster.team.id, None)
                if not running:
                    self._erase_open_items(connection, roster.team.id)
                return 1
            next_after = roster.team.pulse.next_after
            if opens_at is None or opens_at > now:
                rounds.set_schedule(roster.team.id, next_after(now))
                return 1
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
        if rounds.has_week(team_id, week):
            return  # A clock that was wrong has been there before.
        state = RoundState.OPEN if closes_at > now else RoundState.MISSED
        round_id = rounds.add_round(
            team_id, week, opens_at=opens_at, closes_at=closes_at, state=state
        )
        if state is RoundState.MISSED:
            return
        rounds.add_asked(round_id, roster.participants)
        held = choose_held(items.list_open(team_id), week=week)
        weakest = items.list_weakest(team_id)
        fresh = [
            items.add(team_id, week, statement)
            for statement in choose_statements(self._bank, week, weakest=weakest)
        ]
        for item_id in fresh:
            answers.add_key(item_id, self._secrets.new_key())
        items.set_sheet(round_id, [*fresh, *(item.id for item in held)])

    def _erase_open_items(self, connection: Connection, team_id: int) -> None:
        """End what no round will close any more, since the team is not asked."""
        for item in Items(connection).list_open(team_id, for_update=True):
            Answers(connection).erase(item.id)
            Items(connection).close(item.id, round_id=None, tenths=None)

    def list_due_to_close(self, *, now: datetime) -> tuple[Round, ...]:
        """Return the open rounds whose week is over."""
        with self._database.reading() as connection:
            return Rounds(connection).list_due_to_close(now=now)

    def close_round(self, round_: Round, *, now: datetime) -> int:
        """End a round whose week is over; return 1 unless somebody else did.

        What enough members have scored is released. The rest stays open for later weeks, and is
        erased when it has been open for as long as it may. Somebody who leads the team by now
        does not count: taking out their own score, they would see the mean of four.
        """
        roster = self._teams.get_roster(team_id=round_.team_id)
        leads = set(roster.leads)
        # Closed late, after an outage, it is as if the weeks between had closed with it.
        last_week = week_of(now, roster.team.pulse.zone) - timedelta(weeks=1)
        week = max(round_.week, last_week)
        with self._database.writing() as connection:
            rounds, items, answers = Rounds(connection), Items(connection), Answers(connection)
            if not rounds.lock_open_round(round_.id):
                return 0
            keys = answers.list_keys(round_.team_id)
            for item in items.list_open(round_.team_id, for_update=True):
                if item.wave > round_.week:
                    continue
                respondents = [
                    Respondent(
                        self._secrets.hide(person.user_id, keys[item.id]),
                        counts=person.counts and person.user_id not in leads,
                    )
                    for person in items.list_asked(item.id)
                ]
                tenths = mean_to_show(answers.list_held(item.id), respondents)
                if tenths is not None:
                    answers.unlink(item.id)
                elif roster.has_begun and not is_spent(item, week=week):
                    continue
                else:
                    answers.erase(item.id)
                items.close(item.id, round_id=round_.id, tenths=tenths)
            rounds.close_round(round_.id)
        return 1

    def check_secrets(self) -> None:
        """Refuse to go on without a secret under which open items were asked.

        Raises:
            SecretLostError: answers to open items can no longer be told apart.

        """
        if lost := self._list_lost():
            raise SecretLostError(
                f"{len(lost)} open statements were asked under another secret. Put it back "
                "(secret.key in the data folder, or MLOPS_SECRET_KEY, which takes the new secret "
                "and the old one with a space between). If it is gone for good, this deletes "
                "their answers: mlops-bot db forget-open"
            )

    def forget_lost_items(self) -> int:
        """Erase the open items whose secret is gone; return how many those were."""
        lost = self._list_lost()
        with self._database.writing() as connection:
            for item_id in lost:
                Answers(connection).erase(item_id)
                Items(connection).close(item_id, round_id=None, tenths=None)
        self._database.clear_deleted_bytes(*TABLES)
        return len(lost)

    def count_lost_items(self) -> int:
        """Return how many open items are without their secret."""
        return len(self._list_lost())

    def _list_lost(self) -> list[int]:
        with self._database.reading() as connection:
            marks = Answers(connection).list_marks()
        return [item_id for item_id, mark in marks.items() if not self._secrets.knows(mark)]

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


def _moves_on(roster: Roster, opens_at: datetime | None, *, now: datetime) -> bool:
    """Whether a team begins, ends or opens, or was scheduled by a clock that was wrong."""
    if not roster.has_begun or opens_at is None:
        return roster.has_begun != (opens_at is not None)
    return opens_at <= now or opens_at > now + _LONGEST_WEEK
