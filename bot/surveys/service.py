"""Use cases of rounds: open, close and release, summarise."""

from datetime import datetime

from sqlalchemy import Connection

from bot.database import Database
from bot.people.service import PeopleService
from bot.surveys.answer_storage import TABLES, Answers
from bot.surveys.bank import StatementBank
from bot.surveys.calendar import choose_held, is_spent
from bot.surveys.choosing import Wanted, Wishes, choose
from bot.surveys.comment_reading import Hearing, NoHearing, ReleasedComment, may_show_words
from bot.surveys.comment_storage import Comments, with_authors
from bot.surveys.consent_storage import Consents
from bot.surveys.counted import list_respondents
from bot.surveys.domain import ReleasedItem, Round, RoundState, Summary
from bot.surveys.fear_rounds import FearRounds
from bot.surveys.fear_storage import TABLES as FEAR_TABLES
from bot.surveys.fear_storage import Fears
from bot.surveys.figures import Tally, tally
from bot.surveys.item_storage import Items
from bot.surveys.open_rounds import figure_to_show
from bot.surveys.parent_storage import ParentItems
from bot.surveys.release_storage import Releases
from bot.surveys.respondents import Secrets
from bot.surveys.sealing import seal_tally
from bot.surveys.skip_storage import TABLE as SKIP_TABLE
from bot.surveys.skip_storage import Skips
from bot.surveys.storage import Rounds
from bot.surveys.timing import (
    Beginning,
    begin_after,
    begin_following,
    find_last_week_over,
    moves_on,
)
from bot.teams.domain import Roster
from bot.teams.service import TeamService


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
            schedules = Rounds(connection).list_schedules()
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
        pulse = roster.team.pulse
        zones = self._people.list_zones([person.user_id for person in roster.participants])
        models = self._fears.list_models(roster, now=now)
        wanted = Wanted(self._wishes.list_checks(roster.team.id), models)
        with self._database.writing() as connection:
            rounds = Rounds(connection)
            next_one = rounds.find_schedule(roster.team.id)
            if not moves_on(roster, next_one, now=now):
                return 0
            running = rounds.list_open(roster.team.id)
            if any(round_.closes_at <= now for round_ in running):
                return 0  # Its week is over and it could not be closed; that comes first.
            if not roster.has_begun:
                rounds.set_schedule(roster.team.id, None)
                if not running:
                    self._erase_open_items(connection, roster.team.id)
                return 1
            if next_one is None or next_one.opens_at > now:
                rounds.set_schedule(roster.team.id, begin_after(pulse, zones, now))
                return 1
            while next_one.opens_at <= now:
                following = begin_following(pulse, zones, next_one)
                self._add_round(connection, roster, next_one, following.opens_at, wanted, now=now)
                next_one = following
            rounds.set_schedule(roster.team.id, next_one)
            return 1

    def _fix_threshold(self, roster: Roster, *, now: datetime) -> Roster:
        """Have a team's threshold stay as it is before anybody is asked under it."""
        if roster.team.is_threshold_fixed:
            return roster
        with self._database.reading() as connection:
            first = Rounds(connection).list_schedules().get(roster.team.id)
        if first is None or first.opens_at > now or not roster.has_begun:
            return roster
        return self._teams.fix_threshold(team_id=roster.team.id)

    def _add_round(
        self,
        connection: Connection,
        roster: Roster,
        beginning: Beginning,
        closes_at: datetime,
        wanted: Wanted,
        *,
        now: datetime,
    ) -> None:
        rounds, items, answers = Rounds(connection), Items(connection), Answers(connection)
        team_id, week = roster.team.id, beginning.week
        if rounds.find_round(team_id, week) is not None:
            return  # A clock that was wrong has been there before.
        state = RoundState.OPEN if closes_at > now else RoundState.MISSED
        is_open = Consents(connection).allow_open_round(roster)
        opens_at = beginning.opens_at
        round_id = rounds.add_round(
            team_id, week, opens_at=opens_at, closes_at=closes_at, state=state, is_open=is_open
        )
        rounds.add_asked(round_id, roster.participants)
        if state is RoundState.MISSED:
            return
        statements = choose(connection, self._bank, team_id, week, wanted.checks)
        asked = {statement.id for statement in statements}
        held = choose_held(items.list_open(team_id), week=week, asked=asked)
        fresh = [items.add(team_id, week, put, is_open=is_open) for put in statements]
        for item_id in fresh:
            answers.add_key(item_id, self._secrets.new_key())
        items.set_sheet(round_id, [*fresh, *(item.id for item in held)])
        if not is_open:
            ParentItems(connection).link(roster.team.parent_id, fresh)
        opened = rounds.get_round(round_id)
        self._fears.open(connection, roster, opened, statements, wanted.models)

    def _erase_open_items(self, connection: Connection, team_id: int) -> None:
        """End what no round will close any more, since the team is not asked."""
        for item in Items(connection).list_open(team_id, for_update=True):
            Answers(connection).erase(item.id)
            self._keep_share(connection, item.id, Tally(0, 0, 0))
            Items(connection).close(item.id, round_id=None, figure=None)
        self._fears.end(connection, team_id)

    def _keep_share(self, connection: Connection, item_id: int, scores: Tally) -> None:
        sealed = seal_tally(self._secrets, item_id, scores)
        ParentItems(connection).keep_share(item_id, sealed)

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
        week = find_last_week_over(round_.week, roster.team.pulse, now=now)
        self._prepare_to_hear(round_.team_id)
        standing = self._fears.list_standing(round_.team_id, now=now)
        released: list[ReleasedComment] = []
        with self._database.writing() as connection:
            rounds, items, answers = Rounds(connection), Items(connection), Answers(connection)
            if not rounds.lock_open_round(round_.id):
                return 0
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
                self._keep_share(connection, item.id, scores)
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
            return tuple(self._summary(connection, round_) for round_ in unsummarised)

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
            return self._summary(connection, round_)

    def mark_summary_owed(self, *, summary: Summary) -> None:
        """Store that a round's summary, and the rewriting of its sheets, is owed."""
        with self._database.writing() as connection:
            Rounds(connection).mark_summary_owed(summary.round.id)

    def find_next_due(self) -> datetime | None:
        """Return when the next round opens or closes."""
        with self._database.reading() as connection:
            rounds = Rounds(connection)
            opening = [beginning.opens_at for beginning in rounds.list_schedules().values()]
            moments = [*opening, rounds.find_next_closing()]
        return min((moment for moment in moments if moment is not None), default=None)

    def _summary(self, connection: Connection, round_: Round) -> Summary:
        items = Items(connection)
        team = self._teams.get_roster(team_id=round_.team_id).team
        ended = items.list_closed(round_.id)
        asked = Rounds(connection).list_asked(round_.id)
        return Summary(
            round=round_,
            team_name=team.name,
            channel_id=team.channel_id,
            is_private=team.is_private,
            released=tuple(ReleasedItem(i, f.tenths, f.count) for i, f in ended if f is not None),
            held=tuple(i for i in items.list_open(round_.team_id) if i.wave <= round_.week),
            unshown=tuple(item for item, figure in ended if figure is None),
            counts_in_parent=ParentItems(connection).are_linked([i.id for i, _ in ended]),
            asked=tuple(person.user_id for person in asked),
            members=sum(person.counts for person in asked),
            threshold=team.threshold,
            feared=Fears(connection).find_shown_by(round_.id),
        )
