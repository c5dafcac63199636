"""Use cases of digests: make one when it is due, keep it as it was sent, and act on it."""

from datetime import datetime

from bot.database import Database
from bot.digests.building import Builder, day_of
from bot.digests.domain import Digest, DigestError, Occasion, Play, WinLine
from bot.digests.gathering import crosses, is_ripe, month_of
from bot.digests.kept import Course, Kept, PictureFile
from bot.digests.picture_files import set_picture
from bot.digests.sources import Sources
from bot.digests.storage import DigestRow, Digests
from bot.playbook.domain import Page
from bot.surveys.bank.domain import StatementBank
from bot.surveys.domain import Round
from bot.surveys.service import SurveyService
from bot.teams.domain import Roster
from bot.teams.service import TeamService


class DigestService:
    """What can be done with digests; each public method commits at its end."""

    def __init__(
        self,
        database: Database,
        teams: TeamService,
        surveys: SurveyService,
        bank: StatementBank,
        sources: Sources,
    ) -> None:
        self._database = database
        self._teams = teams
        self._surveys = surveys
        self._sources = sources
        self._builder = Builder(bank, sources)

    def list_due(self) -> tuple[tuple[Roster, Round], ...]:
        """Return the teams of which a round closed that no digest was thought of after."""
        if self._sources.trend is None:
            return ()
        with self._database.reading() as connection:
            looks = Digests(connection).list_looks()
        closed = self._surveys.list_last_closed()
        return tuple(
            (roster, closed[roster.team.id])
            for roster in self._teams.list_rosters()
            if roster.team.id in closed and looks.get(roster.team.id) != closed[roster.team.id].id
        )

    def make_if_due(self, roster: Roster, round_: Round, *, now: datetime) -> int:
        """Make a team's digest after a round, if it brings one; return 1, since it was looked at.

        That is with the first round that closes in a month, once every practice has had its turn,
        and with each after which a dimension is said to have changed.
        """
        month = month_of(day_of(roster, round_.closes_at))
        with self._database.reading() as connection:
            has_month = Digests(connection).has_month(roster.team.id, month)
            last = Digests(connection).find_last(roster.team.id)
        occasion = Occasion.VERDICT if has_month else Occasion.MONTH
        digest = self.build(team_id=roster.team.id, now=now, occasion=occasion)
        is_due = (
            digest is not None
            and is_ripe(digest.dimensions)
            and (
                not has_month
                or (last is not None and crosses(last.digest.verdicts, digest.verdicts))
            )
        )
        with self._database.writing() as connection:
            digests = Digests(connection)
            if digest is not None and is_due:
                own = None if has_month else month
                digests.add(digest, round_id=round_.id, month=own, made_at=now)
            digests.set_look(roster.team.id, round_.id)
        return 1

    def build(
        self, *, team_id: int, now: datetime, occasion: Occasion = Occasion.PREVIEW
    ) -> Digest | None:
        """Return what a team's digest says as of now, or None where there is no figure yet."""
        roster = self._teams.get_roster(team_id=team_id)
        with self._database.reading() as connection:
            last = Digests(connection).find_last(team_id)
        return self._builder.build(
            roster,
            occasion=occasion,
            last_on=None if last is None else last.digest.made_on,
            now=now,
        )

    def find_last(self, *, team_id: int) -> Kept | None:
        """Return a team's newest digest, whether or not it was shown it yet."""
        with self._database.reading() as connection:
            return Digests(connection).find_last(team_id)

    def list_unowed(self) -> tuple[tuple[Course, Roster], ...]:
        """Return the digests that nobody is owed yet, each with its team."""
        with self._database.reading() as connection:
            unowed = Digests(connection).list_unowed()
        return self._with_rosters(unowed)

    def list_underway(self) -> tuple[tuple[Course, Roster], ...]:
        """Return the digests that the team was not shown yet, or its leads are not owed.

        Of each team only the newest: once there is another, nobody waits for an older one.
        """
        with self._database.reading() as connection:
            underway = Digests(connection).list_underway()
        newest = {course.team_id: course for course in underway}
        return self._with_rosters(tuple(newest.values()))

    def _with_rosters(self, courses: tuple[Course, ...]) -> tuple[tuple[Course, Roster], ...]:
        return tuple((each, self._teams.get_roster(team_id=each.team_id)) for each in courses)

    def mark_owed(self, *, digest_id: int, leads_wait: bool) -> None:
        """Store that a digest is owed to the channel, or to members with the leads to follow."""
        self._change(digest_id, is_owed=True, leads_wait=leads_wait)

    def have_leads_wait(self, *, digest_id: int) -> None:
        """Store that it goes to members after all, and to the leads after the first of them."""
        self._change(digest_id, leads_wait=True)

    def mark_leads_owed(self, *, digest_id: int) -> None:
        """Store that the leads are owed their copies."""
        self._change(digest_id, leads_wait=False)

    def mark_out(self, *, digest_id: int) -> None:
        """Store that the team has been shown a digest, so that whoever asks may be."""
        self._change(digest_id, is_out=True)

    def _change(self, digest_id: int, **values: bool) -> None:
        with self._database.writing() as connection:
            Digests(connection).change(digest_id, **values)

    def find(self, *, digest_id: int) -> Kept | None:
        """Return a digest as it was sent, less wins taken back since; None where there is none."""
        with self._database.reading() as connection:
            kept = Digests(connection).find(digest_id)
        return self._as_told(kept)

    def list_telling(self, *, team_id: int, win: WinLine) -> tuple[tuple[Kept, Roster], ...]:
        """Return the digests that told a win when they were stored, each with its team."""
        with self._database.reading() as connection:
            made = Digests(connection).list_of(team_id)
        roster = self._teams.get_roster(team_id=team_id)
        return tuple((kept, roster) for kept in made if win in kept.digest.wins)

    def _as_told(self, kept: Kept | None) -> Kept | None:
        """Leave out of a digest what whoever told it has taken back since it was stored."""
        if kept is None or not kept.digest.wins or self._sources.wins is None:
            return kept
        said = kept.digest.wins
        still = self._sources.wins.list_wins(kept.digest.team_id, min(win.told_on for win in said))
        known = {WinLine(win.sentence, win.told_on) for win in still}
        return kept.without_wins(win for win in said if win not in known)

    def keep_picture(self, *, digest_id: int, file_id: str | None, now: datetime) -> None:
        """Store which file a digest's picture was uploaded as, or with None that it is gone."""
        picture = None if file_id is None else PictureFile(file_id, now)
        with self._database.writing() as connection:
            set_picture(connection, DigestRow, digest_id, picture)

    def list_shown(self, *, user_id: str) -> tuple[tuple[Roster, Kept | None], ...]:
        """Return the teams that somebody takes part in, each with the last digest it was shown."""
        own = [
            roster
            for roster in self._teams.list_rosters()
            if user_id in {person.user_id for person in roster.participants}
        ]
        with self._database.reading() as connection:
            digests = Digests(connection)
            last = [digests.find_last(roster.team.id, only_out=True) for roster in own]
        return tuple((roster, self._as_told(kept)) for roster, kept in zip(own, last, strict=True))

    def get_for(self, *, digest_id: int, user_id: str, channel_id: str = "") -> tuple[Kept, Roster]:
        """Return a digest to somebody who may see it: of the team, or in its channel.

        Raises:
            DigestError: there is none, or it is another team's.

        """
        kept = self.find(digest_id=digest_id)
        if kept is None:
            raise DigestError("This digest isn't kept any more. `/mlops digest` shows the newest.")
        roster = self._teams.get_roster(team_id=kept.digest.team_id)
        is_here = roster.team.is_private and channel_id == roster.team.channel_id
        if not is_here and user_id not in {person.user_id for person in roster.participants}:
            raise DigestError("This is the digest of a team that you don't take part in.")
        return kept, roster

    def keep_watching(self, *, digest_id: int, user_id: str, now: datetime) -> Kept:
        """Store that a lead keeps watching until the next digest; the first to say so stays.

        Raises:
            DigestError: there is no such digest.

        """
        kept, roster = self.get_for(digest_id=digest_id, user_id=user_id)
        with self._database.writing() as connection:
            Digests(connection).decide(kept.id, user_id, today=day_of(roster, now))
            decided = Digests(connection).find(kept.id)
        return self._as_told(decided) or kept

    def find_play_page(self, play: Play) -> Page | None:
        """Return the page that a digest suggests, if the playbook still has it."""
        return self._sources.pages.find_page(play.page)
