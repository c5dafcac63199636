"""Two teams of five with a parent, whose digests a test lives through and sends as it likes."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.domain import DeliveryState
from bot.delivery.service import DeliveryService
from bot.delivery.storage import Deliveries
from bot.digests.jobs import DigestJobs
from bot.digests.messages import digest_key
from bot.digests.parent_jobs import ParentDigestJobs
from bot.digests.parent_messages import PARENT_DIGEST, parent_digest_key
from bot.digests.parent_rendering import ParentDigestRenderers
from bot.digests.parent_service import ParentDigestService
from bot.digests.service import DigestService
from bot.digests.sources import Sources
from bot.digests.stand_ins import StandIns
from bot.people.service import PeopleService
from bot.surveys.messages.parent_summary import PARENT_SUMMARY
from bot.surveys.parent_jobs import ParentJobs
from bot.surveys.plan_service import PlanService
from bot.surveys.trend.domain import Trend
from bot.teams.domain import Pulse, Standing
from bot.teams.family import FamilyChange, ParentPlan
from tests.digests.making import FakePages, FakeTrends, a_trend
from tests.surveys.families import A_DAY, A_WEEK, BANK, MONDAY, THURSDAY, Families

HEAD, MEMBER = "UHEAD", "Ua"
FIRST_TUESDAY = MONDAY + A_WEEK + A_DAY


@dataclass
class FakeParentTrends:
    """Tells of every parent what a test has put in, up to the present week or to `until`."""

    trend: Trend = field(default_factory=a_trend)
    until: datetime | None = None

    def get_trend(self, *, parent_id: int, now: datetime) -> Trend:
        day = (self.until or now).date()
        assert self.trend.wave is not None
        later = day - day.weekday() * A_DAY - self.trend.wave
        moved = [replace(each, wave=each.wave + later) for each in self.trend.estimates]
        return replace(self.trend, estimates=tuple(moved))

    def count_fewest(self, *, parent_id: int, now: datetime) -> int:
        return 5


class OverTeams:
    """Teams asked on Mondays at nine, a parent that sums up on Tuesdays, and its head."""

    def __init__(self, database: Database) -> None:
        self.world = world = Families(database)
        self.one, self.other = world.add_pair("abcde", "hijkl")
        change = FamilyChange((HEAD,), frozenset((self.one, self.other)), "ULEAD")
        plan = ParentPlan("Group", "PGroup", Pulse(1, 9, "UTC"), change)
        self.family = world.families.set_up_parent(plan=plan, now=THURSDAY)
        self.answer_to_lead(Standing.ACTIVE)
        self.trends, self.over = FakeTrends(), FakeParentTrends()
        self.clock = MovableClock(THURSDAY, flows=False)
        self.deliveries = DeliveryService(database)
        sources = Sources(pages=FakePages(), trend=self.trends)
        self.digests = DigestService(database, world.teams, world.surveys, BANK, sources)
        self.parent_digests = ParentDigestService(
            database, world.teams, world.families, world.parents, self.over, BANK, sources
        )
        plans = PlanService(database, PeopleService(database), world.teams)
        self._jobs = (
            ParentJobs(world.parents, self.deliveries, self.clock, lambda _: None),
            DigestJobs(
                self.digests, world.surveys, plans, self.deliveries, self.clock, lambda _: True
            ),
            ParentDigestJobs(
                self.parent_digests,
                self.digests,
                world.parents,
                world.surveys,
                world.teams,
                self.deliveries,
                self.clock,
            ),
        )
        self.stand_ins = StandIns(self.parent_digests, self.clock, name=PARENT_DIGEST)
        self.renderers = ParentDigestRenderers(self.parent_digests, self.digests, self.stand_ins)
        world.begin()
        self.answer()

    def answer_to_lead(self, standing: Standing) -> None:
        self.world.families.answer_to_lead(
            parent_id=self.family.parent.id, user_id=HEAD, standing=standing, now=THURSDAY
        )

    def answer(self) -> None:
        """Have everybody score the first statement of the newest week."""
        waves = self.world.rows("SELECT max(wave) FROM survey_item")
        wave = datetime.fromisoformat(str(waves[0][0])).date()
        self.world.answer_in(self.one, "abcde", wave=wave)
        self.world.answer_in(self.other, "hijkl", wave=wave)

    def turn(self) -> None:
        for _ in range(2):
            for job in self._jobs:
                job.turn()

    def move_to(self, moment: datetime) -> None:
        self.clock.move_to(moment)
        self.world.turn(moment)
        self.turn()

    def live_weeks(self, *weeks: int) -> None:
        """Live through weeks, answering in each; everybody is sent at once what they are owed."""
        for week in weeks:
            for moment in (MONDAY + week * A_WEEK, FIRST_TUESDAY + (week - 1) * A_WEEK):
                self.move_to(moment)
                self.send_digests(self.one, self.other)
                self.send_summaries()
                self.turn()
            self.answer()

    def settle(self, keys: Iterable[str], state: DeliveryState = DeliveryState.SENT) -> None:
        with self.world.database.writing() as connection:
            Deliveries(connection).set_parts(list(keys), state=state)
        self.turn()

    def send_summaries(self) -> None:
        self.settle(str(row[0]) for row in self._keys(PARENT_SUMMARY))

    def send_digests(self, *team_ids: int, state: DeliveryState = DeliveryState.SENT) -> None:
        channels = {self.one: "COne", self.other: "CTwo"}
        last = {id_: self.digests.find_last(team_id=id_) for id_ in team_ids}
        self.settle(
            [digest_key(kept.id, channels[id_]) for id_, kept in last.items() if kept], state
        )

    def _keys(self, beginning: str) -> list[tuple[object, ...]]:
        return self.world.rows(f"SELECT key FROM delivery WHERE key LIKE '{beginning}:%'")  # noqa: S608 - ours

    @property
    def owed_to_head(self) -> list[int]:
        """The ids of the digests that the head is owed."""
        ids = self.world.rows("SELECT id FROM digest_parent ORDER BY id")
        found = [int(str(row[0])) for row in ids]
        return [id_ for id_ in found if self.deliveries.find(parent_digest_key(id_, HEAD))]

    def readable(self, user_id: str) -> list[int | None]:
        """Return the newest digest of each parent that somebody has to do with."""
        shown = self.parent_digests.list_shown(user_id=user_id)
        return [None if kept is None else kept.id for _, kept in shown]
