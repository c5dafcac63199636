"""Use cases of rounds: open, close and release, summarise."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.database import Database
from bot.people.service import PeopleService
from bot.surveys.answer_storage import TABLES, Answers
from bot.surveys.bank.domain import StatementBank
from bot.surveys.calendar import is_spent
from bot.surveys.choosing import Wanted, Wishes, choose, put_on_sheet
from bot.surveys.comment_reading import Hearing, NoHearing, ReleasedComment, may_show_words
from bot.surveys.comment_storage import Comments, with_authors
from bot.surveys.consents.storage import Consents
from bot.surveys.counted import list_respondents
from bot.surveys.domain import Round, RoundState, Summary
from bot.surveys.ending import erase_open_items, keep_share
from bot.surveys.fears.rounds import FearRounds
from bot.surveys.fears.storage import TABLES as FEAR_TABLES
from bot.surveys.figures import tally
from bot.surveys.item_storage import Items
from bot.surveys.open_rounds import figure_to_show
from bot.surveys.parent_storage import ParentItems
from bot.surveys.release_storage import Releases
from bot.surveys.respondents import Secrets
from bot.surveys.schedule_storage import Schedules
from bot.surveys.skip_storage import TABLE as SKIP_TABLE
from bot.surveys.skip_storage import Skips
from bot.surveys.storage import Rounds
from bot.surveys.summing_up import sum_up
from bot.surveys.timing import (
    Beginning,
    Course,
    begin_afresh,
    find_course,
    find_last_week_over,
    moves_on,
)
from bot.teams.domain import Roster
from bot.teams.service import TeamService
from bot.teams.timetable_storage import Timetables

_A_WEEK: Final = timedelta(weeks=1)


class SurveyService:
    """What can be done with rounds; each public method commits at its end."""

    def __init__(
        self,
        database: Database,
        people: PeopleService,
        teams: TeamService,
        bank: StatementBank,
        secrets: Secrets,
        hearing: Hearing | None = None,
        wishes: Wishes | None = None,
    ) -> None:
        self._wishes = wishes or Wishes()
        self._fears = FearRounds(database, secrets, self._wishes.models)
        self._database = database
        self._people = people
        self._teams = teams
        self._bank = bank
        self._secrets = secrets
        self._hearing = hearing or NoHearing()

    def list_due_to_open(self, *, now: datetime) -> tuple[Roster, ...]:
        """Return the teams that move on: those whose week begins, and who began or ended."""
        with self._database.reading() as connection:
            schedules = Schedules(connection).list_all()
        return tuple(
            roster
            for roster in self._teams.list_rosters()
            if moves_on(roster, schedules.get(roster.team.id), now=now)
        )

    def open_round(self, roster: Roster, *, now: datetime) -> int:
        """Open a team's round if its week has begun; return 1 if the team moved on.

        A team is first given a beginning after `now` once it has a lead. Weeks that went by
        while nobody was running the bot are stored as missed, and the present one still opens.
        """
        roster = self._fix_threshold(roster, now=now)
        zones = self._people.list_zones([person.user_id for person in roster.participants])
        models = self._fears.list_models(roster, now=now)
        wanted = Wanted(self._wishes.list_checks(roster.team.id), models)
        with self._database.writing() as connection:
            # As the team is now: a lead may have paused it, or changed its hour, just before.
            timetables, schedules = Timetables(connection), Schedules(connection)
            roster = timetables.hold(roster.team.id)
            team, pulse = roster.team, roster.team.pulse
            next_one = schedules.find(team.id)
            if not moves_on(roster, next_one, now=now):
                return 0
            running = Rounds(connection).list_open(team.id)
            if any(round_.closes_at <= now for round_ in running):
                return 0  # Its week is over and it could not be closed; that comes first.
            if not roster.has_begun:
                schedules.set(team.id, None)
                if not running:
                    erase_open_items(connection, self._secrets, team.id)
                return 1
            if next_one is None or next_one.opens_at > now:
                first = begin_afresh(team, zones, running, now=now)
                schedules.set(team.id, first)
                since = first.since
                is_resting = team.is_paused and since is not None and since.at == first.opens_at
                timetables.follow(team, first.at(pulse).day, is_paused=is_resting)
                return 1
            while next_one.opens_at <= now:
                course = find_course(pulse, zones, next_one)
                self._add_round(connection, roster, next_one, course, wanted, now=now)
                next_one = course.following
            schedules.set(team.id, next_one)
            timetables.follow(team, next_one.at(pulse).day, is_paused=False)
            return 1

    def _fix_threshold(self, roster: Roster, *, now: datetime) -> Roster:
        """Have a team's threshold stay as it is before anybody is asked under it."""
        if roster.team.is_threshold_fixed:
            return roster
        with self._database.reading() as connection:
            first = Schedules(connection).list_all().get(roster.team.id)
        if first is None or first.opens_at > now or not roster.has_begun:
            return roster
        return self._teams.fix_threshold(team_id=roster.team.id)

    def _add_round(
        self,
        connection: Connection,
        roster: Roster,
        beginning: Beginning,
        course: Course,
        wanted: Wanted,
        *,
        now: datetime,
    ) -> None:
        rounds, team = Rounds(connection), roster.team
        if rounds.find_round(team.id, beginning.week) is not None:
            return  # A clock that was wrong has been there before.
        round_ = Round(
            id=0,
            team_id=team.id,
            week=beginning.week,
            opens_at=beginning.opens_at,
            closes_at=course.closes.at,
            state=RoundState.OPEN if course.closes.at > now else RoundState.MISSED,
            is_open=Consents(connection).allow_open_round(roster),
            asked=beginning.at(team.pulse),
            ends=course.closes.on,
        )
        round_ = replace(round_, id=rounds.add(round_))
        rounds.add_asked(round_.id, roster.participants)
        if round_.state is RoundState.MISSED:
            return
        statements = choose(connection, self._bank, team.id, round_.week, wanted.checks)
        fresh = put_on_sheet(connection, self._secrets, round_, statements)
        if not round_.is_open:
            ParentItems(connection).link(team.parent_id, fresh)
        self._fears.open(connection, roster, round_, statements, wanted.models)

    def list_due_to_close(self, *, now: datetime) -> tuple[Round, ...]:
        """Return the open rounds whose week is over."""
        with self._database.reading() as connection:
            return Rounds(connection).list_due_to_close(now=now)

    def close_round(self, round_: Round, *, now: datetime) -> int:
        """End a round whose week is over; return 1 unless somebody else did.

        What enough members have scored is released. The rest stays open for later weeks, and is
        erased when it has been open for as long as it may. Somebody who leads the team by now
        does not count: taking out their own score, they would see the mean of four. Items of an
        open round end with it; if not everybody still agrees, they are ordinary ones from now on.
        """
        roster = self._teams.get_roster(team_id=round_.team_id)
        # Closed late, after an outage, it is as if the weeks between had closed with it.
        over = find_last_week_over(round_.week, roster.team.pulse, now=now)
        self._prepare_to_hear(round_.team_id)
        standing = self._fears.list_standing(round_.team_id, now=now)
        released: list[ReleasedComment] = []
        with self._database.writing() as connection:
            rounds, items, answers = Rounds(connection), Items(connection), Answers(connection)
            Timetables(connection).hold(round_.team_id)
            if not rounds.lock_open_round(round_.id):
                return 0
            # Where none is asked until then, what cannot wait so long does not wait at all.
            next_one = Schedules(connection).find(round_.team_id)
            week = over if next_one is None else max(over, next_one.week - _A_WEEK)
            asked = rounds.list_asked(round_.id)
            shows_open = Consents(connection).allow_showing(round_, roster, asked)
            keys = answers.list_keys(round_.team_id)
            for item in items.list_open(round_.team_id, for_update=True):
                if item.wave > round_.week:
                    continue
                people = items.list_asked(item.id)
                held = answers.list_held(item.id)
                key = keys.get(item.id)
                respondents = list_respondents(self._secrets, people, key, held, roster.leads)
                is_open = item.is_open and item.wave == round_.week and shows_open
                if item.is_open and not is_open:
                    items.make_ordinary(item.id)
                scores, threshold = tally(held, respondents), roster.team.threshold
                figure = figure_to_show(held, respondents, is_open=is_open, threshold=threshold)
                if figure is not None:
                    released += with_authors(answers.unlink(item.id), respondents)
                    Releases(connection).add_of_team(
                        item.id, figure=figure, scores=scores, threshold=threshold, is_open=is_open
                    )
                elif roster.has_begun and not is_open and not is_spent(item, week=week):
                    continue
                else:
                    answers.erase(item.id)
                keep_share(connection, self._secrets, item.id, scores)
                items.close(item.id, round_id=round_.id, figure=figure)
            self._fears.close(connection, roster, round_, week, standing)
            Skips(connection).erase(round_.id)
            # In one transaction with the release, since afterwards nobody knows the authors, and
            # whatever ends the process leaves either both undone or both done.
            self._hearing.hear(connection, released, team=roster.team, now=now)
            rounds.close_round(round_.id, shows_words=may_show_words(released))
        return 1

    def _prepare_to_hear(self, team_id: int) -> None:
        """Have whoever reads comments ready before others wait for the database."""
        with self._database.reading() as connection:
            has_comments = Comments(connection).are_open_in(team_id)
        if has_comments:
            self._hearing.prepare()

    def clear_traces(self) -> int:
        """Make what closed rounds deleted unreadable in the database's files.

        Returns how many rounds were cleared; a busy database leaves them for the next time.
        """
        with self._database.reading() as connection:
            uncleared = Rounds(connection).list_uncleared()
        tables = (*TABLES, *FEAR_TABLES, SKIP_TABLE, *self._hearing.tables)
        if not uncleared or not self._database.clear_deleted_bytes(*tables):
            return 0
        with self._database.writing() as connection:
            for round_ in uncleared:
                Rounds(connection).mark_cleared(round_.id)
        return len(uncleared)

    def list_unowed_summaries(self) -> tuple[Summary, ...]:
        """Return the summaries of closed rounds that nobody has been sent yet."""
        with self._database.reading() as connection:
            unsummarised = Rounds(connection).list_unsummarised()
            return tuple(self._sum_up(connection, round_) for round_ in unsummarised)

    def get_round(self, *, round_id: int) -> Round:
        """Return a round."""
        with self._database.reading() as connection:
            return Rounds(connection).get_round(round_id)

    def list_last_closed(self) -> dict[int, Round]:
        """Return each team's newest round that was closed."""
        with self._database.reading() as connection:
            return {round_.team_id: round_ for round_ in Rounds(connection).list_last_closed()}

    def find_summary(self, *, round_id: int) -> Summary | None:
        """Return what a round showed, or None while it is open."""
        with self._database.reading() as connection:
            round_ = Rounds(connection).get_round(round_id)
            if round_.state is RoundState.OPEN:
                return None
            return self._sum_up(connection, round_)

    def mark_summary_owed(self, *, summary: Summary) -> None:
        """Store that a round's summary, and the rewriting of its sheets, is owed."""
        with self._database.writing() as connection:
            Rounds(connection).mark_summary_owed(summary.round.id)

    def find_next_due(self) -> datetime | None:
        """Return when the next round opens or closes."""
        with self._database.reading() as connection:
            rounds = Rounds(connection)
            opening = [
                beginning.opens_at for beginning in Schedules(connection).list_all().values()
            ]
            moments = [*opening, rounds.find_next_closing()]
        return min((moment for moment in moments if moment is not None), default=None)

    def _sum_up(self, connection: Connection, round_: Round) -> Summary:
        return sum_up(connection, round_, self._teams.get_roster(team_id=round_.team_id).team)
