"""The use case of looking back: whether all that was ever shown keeps what was promised."""

from collections import Counter

from bot.database import Database
from bot.findings import Checked, Report
from bot.surveys.release_storage import Releases
from bot.surveys.releases import Ledger, Source
from bot.surveys.replaying import RULES
from bot.teams.family_service import FamilyService
from bot.teams.service import TeamService


class ReleaseService:
    """Reads the ledger of releases; it changes nothing."""

    def __init__(self, database: Database, teams: TeamService, families: FamilyService) -> None:
        self._database = database
        self._teams = teams
        self._families = families

    def replay(self) -> Report:
        """Check every release ever made, by team and parent."""
        rosters, families = self._teams.list_rosters(), self._families.list_families()
        teams = {Source(r.team.id, is_parent=False): r.team.name for r in rosters}
        parents = {Source(f.parent.id, is_parent=True): f.parent.name for f in families}
        with self._database.snapshot() as connection:
            releases = Releases(connection)
            ledger = Ledger(
                releases=releases.list_all(),
                parts=releases.list_parts(),
                standing=releases.list_standing(),
                names=teams | parents,
                thresholds={roster.team.id: roster.team.threshold for roster in rosters},
            )
        findings = tuple(finding for rule in RULES for finding in rule(ledger))
        return Report(_count(ledger), findings)


def _count(ledger: Ledger) -> tuple[Checked, ...]:
    checked = Counter(r.source for r in ledger.releases if not r.is_open)
    left_aside = Counter(r.source for r in ledger.releases if r.is_open)
    sources = {*ledger.names, *checked, *left_aside}
    return tuple(
        Checked(
            of=ledger.name(source),
            kind="parent" if source.is_parent else "team",
            count=checked[source],
            left_aside=left_aside[source],
        )
        for source in sorted(sources, key=lambda source: (source.is_parent, source.id))
    )
