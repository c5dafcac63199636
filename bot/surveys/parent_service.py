"""Use cases of parents' figures: decide each once, and sum up at the parent's hour."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Connection

from bot.database import Database
from bot.surveys.domain import Round
from bot.surveys.item_storage import Items
from bot.surveys.parent_storage import TABLE, ParentItems
from bot.surveys.parent_summary_storage import ParentSummaries
from bot.surveys.parents import NEVER, Linked, OwedSummary, ParentSummary, Share, decide
from bot.surveys.release_storage import Releases
from bot.surveys.respondents import Secrets
from bot.surveys.sealing import unseal_tally
from bot.surveys.storage import Rounds
from bot.teams.domain import Roster
from bot.teams.family import Family
from bot.teams.family_service import FamilyService
from bot.teams.service import TeamService


class ParentService:
    """What is shown over several teams; each public method commits at its end."""

    def __init__(
        self, database: Database, teams: TeamService, families: FamilyService, secrets: Secrets
    ) -> None:
        self._database = database
        self._teams = teams
        self._families = families
        self._secrets = secrets

    def decide_due(self) -> int:
        """Decide the figures of which every team's item has closed; return how many."""
        families = {family.parent.id: family for family in self._families.list_families()}
        with self._database.reading() as connection:
            if not families or not _list_ready(connection, families):
                return 0
        rosters = {roster.team.id: roster for roster in self._teams.list_rosters()}
        with self._database.writing() as connection:
            ready = [
                together
                for together in _list_ready(connection, families, for_update=True)
                if all(item.team_id in rosters for item in together)
            ]
            for together in ready:
                family = families[together[0].parent_id]
                self._settle(connection, together, family, rosters)
            return len(ready)

    def _settle(
        self,
        connection: Connection,
        together: tuple[Linked, ...],
        family: Family,
        rosters: Mapping[int, Roster],
    ) -> None:
        """Decide one figure; what came too late for one that was decided is let go."""
        items, ids = ParentItems(connection), [item.item_id for item in together]
        figure = together[0].figure
        if items.is_decided(figure):
            items.unlink(ids)
            return
        threshold = max(rosters[item.team_id].team.threshold for item in together)
        decision = NEVER
        if (shares := self._list_shares(connection, together)) is not None:
            teams = {*family.team_ids, *(item.team_id for item in together)}
            leads = {user_id for team_id in teams for user_id in rosters[team_id].leads}
            elsewhere = items.list_asked_elsewhere(together[0], ids)
            uncounted = {*leads, *family.leads, *elsewhere}
            decision = decide(shares, uncounted=uncounted, threshold=threshold)
        items.add_figure(figure, ids, decision)
        Releases(connection).add_of_parent(figure, ids, decision=decision, threshold=threshold)

    def _list_shares(
        self, connection: Connection, together: tuple[Linked, ...]
    ) -> tuple[Share, ...] | None:
        """Return what each team brings; None where of one that cannot be told any more."""
        items = ParentItems(connection)
        shares = []
        for item in together:
            sealed = items.find_share(item.item_id)
            scores = unseal_tally(self._secrets, item.item_id, sealed)
            if scores is None:
                return None
            asked = Items(connection).list_asked(item.item_id)
            shares.append(Share(item.is_shown, scores, asked))
        return tuple(shares)

    def summarise_due(self, *, now: datetime) -> int:
        """Sum up what was decided, for each parent whose hour has come; return how many moved on.

        Where nothing was decided, nothing is said.
        """
        families = self._families.list_families()
        with self._database.reading() as connection:
            schedule = ParentSummaries(connection).list_schedule()
        return sum(
            self._summarise(family, now=now)
            for family in families
            if _moves_on(family, schedule.get(family.parent.id), now=now)
        )

    def _summarise(self, family: Family, *, now: datetime) -> int:
        parent = family.parent
        with self._database.writing() as connection:
            summaries = ParentSummaries(connection)
            due_at = summaries.find_next(parent.id)
            if not _moves_on(family, due_at, now=now):
                return 0
            summaries.set_next(parent.id, parent.pulse.next_after(now))
            if due_at is not None and due_at <= now:
                summaries.add(parent.id, due_at=due_at)
            return 1

    def list_unowed_summaries(self) -> tuple[ParentSummary, ...]:
        """Return the summaries that nobody has been sent yet."""
        with self._database.reading() as connection:
            unowed = ParentSummaries(connection).list_unowed()
        return tuple(self._summary(id_, parent_id) for id_, parent_id in unowed)

    def _summary(self, summary_id: int, parent_id: int) -> ParentSummary:
        family = self._families.get_family(parent_id=parent_id)
        with self._database.reading() as connection:
            summaries = ParentSummaries(connection)
            asked = summaries.list_asked(summary_id)
            released = summaries.list_released(summary_id)
            hidden = summaries.count_hidden(summary_id)
        present = {
            (roster.team.id, person.user_id)
            for roster in self._teams.list_rosters()
            for person in roster.participants
        }
        audience = {user_id for team_id, user_id in asked if (team_id, user_id) in present}
        return ParentSummary(
            id=summary_id,
            parent=family.parent,
            released=released,
            hidden=hidden,
            audience=tuple(sorted({*audience, *family.leads})),
        )

    def get_summary(self, *, summary_id: int, parent_id: int) -> ParentSummary:
        """Return a summary, with those whom it is still for."""
        return self._summary(summary_id, parent_id)

    def list_last_owed(self) -> dict[int, OwedSummary]:
        """Return of each parent the newest summary that people are owed."""
        with self._database.reading() as connection:
            return ParentSummaries(connection).list_last_owed()

    def list_running(self, *, team_ids: Iterable[int]) -> dict[int, Round]:
        """Return the open rounds of some teams; what a paused one has is none."""
        with self._database.reading() as connection:
            rounds = Rounds(connection)
            return {id_: one for id_ in team_ids for one in rounds.list_open(id_)}

    def mark_summary_owed(self, *, summary: ParentSummary) -> None:
        """Store that a summary is owed."""
        with self._database.writing() as connection:
            ParentSummaries(connection).mark_owed(summary.id)

    def clear_traces(self) -> int:
        """Make what decided figures were made of unreadable in the database's files."""
        with self._database.reading() as connection:
            uncleared = ParentSummaries(connection).list_uncleared()
        if not uncleared or not self._database.clear_deleted_bytes(TABLE):
            return 0
        with self._database.writing() as connection:
            ParentSummaries(connection).mark_cleared(uncleared)
        return len(uncleared)

    def find_next_due(self) -> datetime | None:
        """Return when the next summary is due."""
        with self._database.reading() as connection:
            return min(ParentSummaries(connection).list_schedule().values(), default=None)


def _list_ready(
    connection: Connection, families: Mapping[int, Family], *, for_update: bool = False
) -> list[tuple[Linked, ...]]:
    """Return what counts in each figure of which no team is to be asked any more."""
    items = ParentItems(connection)
    # First the weeks, then the items: what is put in between is of a week still to come.
    next_weeks = items.list_next_weeks()
    linked = sorted(items.list_linked(for_update=for_update), key=attrgetter("figure", "item_id"))
    ready = []
    for (parent_id, _, wave), group in groupby(linked, key=attrgetter("figure")):
        together = tuple(group)
        if parent_id not in families:
            continue  # Set up since the families were read; it is not missed the next time.
        to_come = [next_weeks.get(team_id) for team_id in families[parent_id].team_ids]
        is_over = all(week is None or week > wave for week in to_come)
        if is_over and not any(item.is_open for item in together):
            ready.append(together)
    return ready


def _moves_on(family: Family, next_at: datetime | None, *, now: datetime) -> bool:
    """Whether a parent's hour has come, or is not known, or was stored by a wrong clock."""
    return next_at is None or next_at <= now or next_at > family.parent.pulse.next_after(now)
