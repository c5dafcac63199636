"""A team of eight with its lead, and digests of a trend that a test sets."""

from datetime import datetime, timedelta

from bot.database import Database
from bot.digests.service import DigestService
from bot.digests.sources import Sources
from tests.digests.making import BANK, FakePages, FakeTrends
from tests.surveys.conftest import MONDAY, Pulses

A_WEEK = timedelta(weeks=1)


class Digesting:
    """A team of eight with its lead, and digests of a trend that a test sets."""

    def __init__(self, database: Database) -> None:
        self.pulses = Pulses(database)
        self.trends = FakeTrends()
        self.sources = Sources(pages=FakePages(), trend=self.trends)
        self.digests = self.gathering(self.sources)

    def gathering(self, sources: Sources) -> DigestService:
        """Return what makes digests from other sources."""
        return DigestService(
            self.pulses.database, self.pulses.teams, self.pulses.surveys, BANK, sources
        )

    def live_through(self, *, until: datetime, since: datetime = MONDAY) -> None:
        """Open and close rounds week by week, and make what is due after each."""
        now = since
        while now <= until:
            self.pulses.end(now=now)
            self.pulses.tick(now=now)
            self.make(now=now)
            now += A_WEEK

    def make(self, *, now: datetime) -> None:
        for roster, round_ in self.digests.list_due():
            self.digests.make_if_due(roster, round_, now=now)
