"""Use cases of anti-patterns: what is heard of a team, what leads say of it, reading anew."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from bot.antipatterns.counting import begins_on, period_of
from bot.antipatterns.domain import Heard, ShownBand
from bot.antipatterns.hearing import put_instead, version_of
from bot.antipatterns.kinds import KindPage, Pages, list_kinds
from bot.antipatterns.label_storage import Labels
from bot.antipatterns.listing import in_order, list_kinds_heard, list_themes_heard
from bot.antipatterns.reader import Reader, Recognises, said
from bot.antipatterns.storage import TABLES, Counts
from bot.antipatterns.theme_storage import Themes
from bot.antipatterns.time_lost import say_time_lost
from bot.database import Database
from bot.errors import UserFacingError
from bot.surveys.comment_service import CommentService
from bot.teams.domain import Roster
from bot.teams.service import TeamService

_AT_ONCE = 500
"""How many comments are read anew at one go, which takes a fifth of a second."""

_NOT_ALLOWED = "Only a lead of this team, or a keeper in it, can do that, so nothing changed."


class AntipatternError(UserFacingError):
    """Something about anti-patterns that can't be shown or changed; the text says why."""


@dataclass(frozen=True)
class Board:
    """What is heard of a team, the same for everybody in it.

    Attributes:
        heard: what enough people are behind in these twelve weeks.
        earlier: what they were behind in the twelve weeks before, and so far not in these.
        set_aside: what a lead set aside or has counted as something else: that, and the other.
        begins_on: the first day of these twelve weeks.
        ends_on: the first day of the next ones.
        time_lost: in words, what time people name as lost; None where fewer name any.
        words: how many comments the newest week with enough consenting authors has to read.

    """

    roster: Roster
    heard: tuple[Heard, ...]
    earlier: tuple[Heard, ...]
    set_aside: tuple[tuple[KindPage, KindPage | None], ...]
    begins_on: date
    ends_on: date
    words: int
    time_lost: str | None = None


class AntipatternService:
    """What can be done with anti-patterns; each public method commits at its end."""

    def __init__(
        self,
        database: Database,
        teams: TeamService,
        comments: CommentService,
        reader: Reader,
        playbook: Pages,
    ) -> None:
        self._database = database
        self._teams = teams
        self._comments = comments
        self._reader = reader
        self._playbook = playbook

    def list_heard(self, *, team_id: int, now: datetime) -> tuple[Heard, ...]:
        """Return what as many people of a team are behind as its threshold asks for.

        Most people come first. Where two have the same band, the one that was recognised more
        surely does, and an anti-pattern before a theme.
        """
        heard, _ = self._list_heard(team_id, period_of(now))
        return heard

    def find_time_lost(self, *, team_id: int, now: datetime) -> str | None:
        """Return in words what time people of a team name as lost, if enough of them name any."""
        period = period_of(now)
        with self._database.reading() as connection:
            counts = Counts(connection)
            shown, before = (counts.list_shown(team_id, each) for each in (period, period - 1))
        return say_time_lost(shown, before)

    def list_every_shown(self) -> tuple[ShownBand, ...]:
        """Return all bands that were ever shown, for whoever checks that none moved too soon."""
        with self._database.reading() as connection:
            return Counts(connection).list_every_shown()

    def get_board(self, *, team_id: int, user_id: str, now: datetime) -> Board:
        """Return what is heard of a team, for somebody in it.

        Raises:
            AntipatternError: they are not in it.

        """
        roster = self._teams.get_roster(team_id=team_id)
        if all(person.user_id != user_id for person in roster.participants):
            raise AntipatternError(
                "Only those who are asked in this team see that, so nothing is shown."
            )
        period = period_of(now)
        heard, earlier = self._list_heard(team_id, period)
        kinds = list_kinds(self._playbook.pages)
        with self._database.reading() as connection:
            corrections = Labels(connection).list_corrections(team_id)
        return Board(
            roster=roster,
            heard=heard,
            earlier=earlier,
            set_aside=tuple(
                (kinds[label], None if instead is None else kinds.get(instead))
                for label, instead in corrections.items()
                if label in kinds
            ),
            begins_on=begins_on(period),
            ends_on=begins_on(period + 1),
            words=len(self._list_words(team_id, now)),
            time_lost=self.find_time_lost(team_id=team_id, now=now),
        )

    def list_teams(self, *, user_id: str) -> tuple[Roster, ...]:
        """Return the teams that ask somebody, or that they lead."""
        return tuple(
            roster
            for roster in self._teams.list_rosters()
            if any(person.user_id == user_id for person in roster.participants)
        )

    def list_words(self, *, team_id: int, user_id: str, now: datetime) -> tuple[str, ...]:
        """Return the words that a team may read: of one week, of ten people or more.

        Raises:
            AntipatternError: the person is not in the team.

        """
        self.get_board(team_id=team_id, user_id=user_id, now=now)
        return self._list_words(team_id, now)

    def correct_kind(
        self,
        *,
        team_id: int,
        user_id: str,
        label: str,
        instead: str | None,
        is_keeper: bool,
        now: datetime,
    ) -> Roster:
        """Store what a kind of label counts for in a team; no comment is seen for that.

        Args:
            team_id: the team; other teams go on as before.
            user_id: who says so.
            label: the kind.
            instead: another kind, which its comments count for from now on; the same, to take back
                what was said; or None, not to have it shown.
            is_keeper: whether they keep the playbook.
            now: the present moment.

        Raises:
            AntipatternError: they are neither a lead nor a keeper in the team, or there is no such
                kind.

        """
        roster = self._teams.get_roster(team_id=team_id)
        is_in_it = any(person.user_id == user_id for person in roster.participants)
        if user_id not in roster.leads and not (is_keeper and is_in_it):
            raise AntipatternError(_NOT_ALLOWED)
        if not {label, instead or label} <= list_kinds(self._playbook.pages).keys():
            raise AntipatternError("There is no such anti-pattern any more, so nothing changed.")
        with self._database.writing() as connection:
            Labels(connection).add_correction(team_id, label, instead, on=now.date())
        return roster

    def relabel(self, reading: Recognises, first: bytes, last: bytes) -> int:
        """Read the released comments of a range of ids anew; return how many there were.

        The same again changes nothing, and no count moves by it: whoever is behind a label was
        counted when the comment was released.
        """
        comments = self._comments.list_between(first, last)
        read = reading.read([comment.text for comment in comments])
        with self._database.writing() as connection:
            labels = Labels(connection)
            instead = {c.team_id: labels.list_corrections(c.team_id) for c in comments}
            labels.put(
                {
                    comment.id: said(comment.correction)
                    if comment.correction is not None
                    else put_instead(found, instead[comment.team_id])
                    for comment, found in zip(comments, read, strict=True)
                },
                version=version_of(reading.version, labels.get_version()),
            )
        return len(comments)

    def relabel_next(self) -> int:
        """Read the next range anew where the version has changed; return how many comments."""
        reading = self._reader.find() if self._comments.has_any() else None
        if reading is None:
            return 0
        with self._database.reading() as connection:
            labels = Labels(connection)
            version = version_of(reading.version, labels.get_version())
            done_until = labels.find_done_until(version)
        if done_until is None:
            return 0
        batch = self._comments.list_after(done_until, limit=_AT_ONCE)
        if batch:
            done_until = batch[-1].id
            self.relabel(reading, batch[0].id, done_until)
        with self._database.writing() as connection:
            is_done = len(batch) < _AT_ONCE
            Labels(connection).put_done_until(version, done_until, is_done=is_done)
        return len(batch)

    def end_periods(self, *, now: datetime) -> int:
        """Delete keys and tokens of the twelve weeks that are over; return how many ended."""
        period = period_of(now)
        with self._database.reading() as connection:
            ended = Counts(connection).list_before(period)
            has_uncleared = Counts(connection).has_uncleared()
        if ended:
            with self._database.writing() as connection:
                for each in ended:
                    Counts(connection).end(each)
        if (ended or has_uncleared) and self._database.clear_deleted_bytes(*TABLES):
            with self._database.writing() as connection:
                Counts(connection).mark_cleared()
        return len(ended)

    def find_next_end(self, *, now: datetime) -> datetime | None:
        """Return when the next twelve weeks end in which somebody is counted."""
        with self._database.reading() as connection:
            if Counts(connection).find_key(period_of(now)) is None:
                return None
        return datetime.combine(begins_on(period_of(now) + 1), time(), UTC)

    def _list_words(self, team_id: int, now: datetime) -> tuple[str, ...]:
        since = datetime.combine(begins_on(period_of(now) - 1), time(), UTC)
        return self._comments.list_words(team_id=team_id, since=since)

    def _list_heard(self, team_id: int, period: int) -> tuple[tuple[Heard, ...], tuple[Heard, ...]]:
        """Return what is heard in a period, and what was in the one before and is not yet in it."""
        kinds = list_kinds(self._playbook.pages)
        with self._database.reading() as connection:
            counts = Counts(connection)
            shown, before = (counts.list_shown(team_id, each) for each in (period, period - 1))
            corrections = Labels(connection).list_corrections(team_id)
            themes = Themes(connection).list_themes(team_id)
        heard = (
            *list_kinds_heard(kinds, corrections, shown, before),
            *list_themes_heard(themes, shown, before),
        )
        return in_order([one for one in heard if one.heard.band]), in_order(
            [one for one in heard if not one.heard.band]
        )
