"""Use cases of parents' digests: make one when it is due, let it out, and say who may read it."""

from datetime import date, datetime

from bot.database import Database
from bot.digests.building import trend_of
from bot.digests.domain import Digest, DigestError, Occasion
from bot.digests.gathering import crosses, is_ripe, month_of
from bot.digests.kept import ParentKept, PictureFile
from bot.digests.parent_building import ParentBuilder, Responding
from bot.digests.parent_storage import ParentDigestRow, ParentDigests
from bot.digests.picture_files import set_picture
from bot.digests.sources import ParentTrendSource, Sources
from bot.surveys.bank.domain import StatementBank
from bot.surveys.parent_service import ParentService
from bot.surveys.parents import OwedSummary
from bot.teams.family import FEWEST_CHILDREN, Family, Parent
from bot.teams.family_service import FamilyService
from bot.teams.service import TeamService
from bot.zones import read_zone


class ParentDigestService:
    """What can be done with parents' digests; each public method commits at its end.

    They are made of what parents' summaries have shown to everybody in their teams, and of nothing
    else but how many took part, in a band over all of them.
    """

    def __init__(
        self,
        database: Database,
        teams: TeamService,
        families: FamilyService,
        parents: ParentService,
        trends: ParentTrendSource,
        bank: StatementBank,
        sources: Sources,
    ) -> None:
        self._database = database
        self._teams = teams
        self._families = families
        self._parents = parents
        self._trends = trends
        self._sources = sources
        self._builder = ParentBuilder(bank, sources.pages)

    def list_due(self) -> tuple[tuple[Family, OwedSummary], ...]:
        """Return the parents with a summary after which no digest was thought of."""
        with self._database.reading() as connection:
            looks = ParentDigests(connection).list_looks()
        owed = self._parents.list_last_owed()
        return tuple(
            (family, owed[family.parent.id])
            for family in self._families.list_families()
            if family.parent.id in owed and looks.get(family.parent.id) != owed[family.parent.id].id
        )

    def make_if_due(self, family: Family, summary: OwedSummary, *, now: datetime) -> int:
        """Make a parent's digest after a summary, if it brings one; return 1, as it was looked at.

        That is by the rule of teams: with the first summary of a month, once every practice has had
        its turn, and with each after which a dimension is said to have changed. One that shows no
        newer week than the last digest did, since a team is paused, brings none.
        """
        parent = family.parent
        month = month_of(_day_of(parent, summary.due_at))
        with self._database.reading() as connection:
            has_month = ParentDigests(connection).has_month(parent.id, month)
            last = ParentDigests(connection).find_last(parent.id)
        occasion = Occasion.VERDICT if has_month else Occasion.MONTH
        digest = self._build(family, occasion=occasion, now=now) if _counts(family) else None
        is_due = (
            digest is not None
            and is_ripe(digest.dimensions)
            and (last is None or digest.wave > last.digest.wave)
            and (
                not has_month
                or (last is not None and crosses(last.digest.verdicts, digest.verdicts))
            )
        )
        with self._database.writing() as connection:
            digests = ParentDigests(connection)
            if digest is not None and is_due:
                digests.add(
                    digest,
                    parent_id=parent.id,
                    summary_id=summary.id,
                    month=None if has_month else month,
                    team_ids=family.team_ids,
                    made_at=now,
                )
            digests.set_look(parent.id, summary.id)
        return 1

    def build(self, *, parent_id: int, now: datetime) -> Digest | None:
        """Return what a parent's digest says as of now, or None where nothing was shown yet."""
        family = self._families.get_family(parent_id=parent_id)
        return self._build(family, occasion=Occasion.PREVIEW, now=now)

    def _build(self, family: Family, *, occasion: Occasion, now: datetime) -> Digest | None:
        parent = family.parent
        return self._builder.build(
            parent.name,
            self._trends.get_trend(parent_id=parent.id, now=now),
            today=_day_of(parent, now),
            occasion=occasion,
            fewest=self._trends.count_fewest(parent_id=parent.id, now=now),
            teams=self._list_responding(family, now=now),
        )

    def _list_responding(self, family: Family, *, now: datetime) -> tuple[Responding, ...]:
        if self._sources.trend is None:
            return ()
        found = []
        for team_id in sorted(family.team_ids):
            trend = trend_of(team_id, self._sources.trend, self._sources.actions, now=now)
            roster = self._teams.get_roster(team_id=team_id)
            asked, threshold = len(roster.participants), roster.team.threshold
            found.append(Responding(asked, trend.response, trend.wave, threshold))
        return tuple(found)

    def list_waiting(self) -> tuple[tuple[ParentKept, Family], ...]:
        """Return of each parent the newest digest, where nobody may read it yet."""
        with self._database.reading() as connection:
            waiting = ParentDigests(connection).list_waiting()
        return self._with_families(tuple({each.parent_id: each for each in waiting}.values()))

    def let_out(self, *, digest_id: int) -> None:
        """Store that a digest may be read, by its parent's leads and its teams alike."""
        self._change(digest_id, is_out=True)

    def remove(self, *, digest_id: int) -> None:
        """Delete a digest that nobody was shown, as too few teams are left to show it of."""
        with self._database.writing() as connection:
            ParentDigests(connection).remove(digest_id)

    def list_unowed(self) -> tuple[tuple[ParentKept, Family], ...]:
        """Return the digests that may be read and that the leads are not owed yet."""
        with self._database.reading() as connection:
            unowed = ParentDigests(connection).list_unowed()
        return self._with_families(unowed)

    def mark_owed(self, *, digest_id: int) -> None:
        """Store that the leads are owed their copies."""
        self._change(digest_id, is_owed=True)

    def keep_picture(self, *, digest_id: int, file_id: str | None, now: datetime) -> None:
        """Store which file a digest's picture was uploaded as, or with None that it is gone."""
        picture = None if file_id is None else PictureFile(file_id, now)
        with self._database.writing() as connection:
            set_picture(connection, ParentDigestRow, digest_id, picture)

    def _change(self, digest_id: int, **values: bool) -> None:
        with self._database.writing() as connection:
            ParentDigests(connection).change(digest_id, **values)

    def _with_families(
        self, found: tuple[ParentKept, ...]
    ) -> tuple[tuple[ParentKept, Family], ...]:
        families = {family.parent.id: family for family in self._families.list_families()}
        return tuple((each, families[each.parent_id]) for each in found)

    def find_for_lead(self, *, digest_id: int, user_id: str) -> ParentKept | None:
        """Return a digest to somebody who leads its parent; None where it is not for them by now.

        Nor is it where fewer than two teams are left: it would be one team's under another name.
        """
        with self._database.reading() as connection:
            kept = ParentDigests(connection).find(digest_id)
        if kept is None or not kept.is_out:
            return None
        family = self._families.get_family(parent_id=kept.parent_id)
        return kept if user_id in family.leads and _counts(family) else None

    def list_shown(self, *, user_id: str) -> tuple[tuple[Family, ParentKept | None], ...]:
        """Return the parents that somebody has to do with, each with its newest digest.

        That is whoever leads one or is in one of its teams, and whoever may read what was made when
        their team still counted. It is none where nothing is out that they may read.
        """
        own = self._list_teams_of(user_id)
        shown: list[tuple[Family, ParentKept | None]] = []
        for family in self._families.list_families():
            with self._database.reading() as connection:
                kept = ParentDigests(connection).find_last(family.parent.id, only_out=True)
            if kept is not None and _may_read(kept, family, user_id, own):
                shown.append((family, kept))
            elif user_id in family.leads or not own.isdisjoint(family.team_ids):
                shown.append((family, None))
        return tuple(shown)

    def get_for(self, *, digest_id: int, user_id: str) -> ParentKept:
        """Return a digest to somebody who may read it.

        Raises:
            DigestError: there is none, or it is of teams that they have nothing to do with.

        """
        with self._database.reading() as connection:
            kept = ParentDigests(connection).find(digest_id)
        if kept is None or not kept.is_out:
            raise DigestError("This digest isn't kept any more. `/mlops digest` shows the newest.")
        family = self._families.get_family(parent_id=kept.parent_id)
        if not _may_read(kept, family, user_id, self._list_teams_of(user_id)):
            raise DigestError(
                "This is the digest of teams that you don't take part in, and of a parent that you "
                "don't lead."
            )
        return kept

    def _list_teams_of(self, user_id: str) -> frozenset[int]:
        return frozenset(
            roster.team.id
            for roster in self._teams.list_rosters()
            if user_id in {person.user_id for person in roster.participants}
        )


def _may_read(kept: ParentKept, family: Family, user_id: str, own: frozenset[int]) -> bool:
    """Whether somebody leads the parent, or is in a team whose answers the digest is made of.

    A team that was taken out since may go on reading what was made of its own.
    """
    return user_id in family.leads or not own.isdisjoint(kept.team_ids)


def _counts(family: Family) -> bool:
    return len(family.team_ids) >= FEWEST_CHILDREN


def _day_of(parent: Parent, moment: datetime) -> date:
    return moment.astimezone(read_zone(parent.pulse.zone)).date()
