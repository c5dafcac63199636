"""A team whose leads act, over each kind of database in turn."""

from datetime import UTC, date, datetime, timedelta

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.day_service import DayService
from bot.delivery.service import DeliveryService
from bot.digests.action_jobs import ActionJobs
from bot.digests.action_rendering import ActionRenderers
from bot.digests.action_service import ActionPlan, ActionService, Told
from bot.digests.actions import Action, ActionState
from bot.digests.win_service import WinService
from bot.people.service import PeopleService
from bot.resources import folder
from bot.surveys.bank.statement_bank import load_bank
from bot.teams.domain import Pulse, Role, Standing, TeamPlan
from bot.teams.service import TeamService

WEDNESDAY = datetime(2026, 3, 4, 12, tzinfo=UTC)
A_DAY = timedelta(days=1)
A_WEEK = timedelta(weeks=1)
LEAD, OTHER_LEAD, OWNER = "ULEAD", "ULEAD2", "U0"
MEMBERS = (OWNER, "U1", "U2")
CHANNEL = "CFRAUD"
PRACTICE = "shared-knowledge"
BANK = load_bank(folder("knowledge"))


def an_action(**fields: object) -> Action:
    """Return an action of the fourth of March."""
    values: dict[str, object] = {
        "id": 1,
        "team_id": 1,
        "practice": PRACTICE,
        "sentence": "Pair on every retraining.",
        "owner_id": OWNER,
        "set_by": LEAD,
        "declared_on": date(2026, 3, 4),
        "check_on": date(2026, 4, 20),
        "state": ActionState.OPEN,
    }
    return Action(**{**values, **fields})  # type: ignore[arg-type] # any field may be replaced


class Acting:
    """One team with what it takes to act, and short ways to do so."""

    def __init__(self, database: Database, *, is_private: bool = True) -> None:
        self.clock = MovableClock(WEDNESDAY, flows=False)
        self.teams = TeamService(database)
        self.actions = ActionService(database, self.teams, BANK)
        self.wins = WinService(database, self.teams)
        self.deliveries = DeliveryService(database)
        self.days = DayService(database, PeopleService(database))
        self.confidential = is_private
        self.jobs = ActionJobs(
            self.actions, self.wins, self.deliveries, self.clock, self._is_confidential
        )
        self.renderers = ActionRenderers(
            self.actions, self.wins, self.teams, self.deliveries, self._is_confidential
        )
        self.id = self.set_up("Fraud", CHANNEL, is_private=is_private)
        self.teams.name_lead(channel_id=CHANNEL, user_id=OTHER_LEAD, named_by=LEAD)
        self.teams.answer_naming(
            team_id=self.id, user_id=OTHER_LEAD, role=Role.LEAD, standing=Standing.ACTIVE
        )

    def _is_confidential(self, channel_id: str) -> bool:
        return self.confidential

    def set_up(self, name: str, channel: str, *, is_private: bool = True) -> int:
        plan = TeamPlan(
            name=name,
            channel_id=channel,
            is_private=is_private,
            pulse=Pulse(weekday=0, hour=9, zone="Europe/Berlin"),
            leads=(LEAD,),
            members=MEMBERS,
            planned_by=LEAD,
        )
        return self.teams.set_up_team(plan=plan, now=WEDNESDAY).team.id

    def declare(
        self, *, practice: str = PRACTICE, owner_id: str = OWNER, user_id: str = LEAD
    ) -> Told:
        plan = ActionPlan(practice, "Pair on every retraining.", owner_id)
        return self.actions.declare_action(
            team_id=self.id, user_id=user_id, plan=plan, now=self.clock.now()
        )

    def move_to(self, moment: datetime) -> None:
        """Move the clock and do what is due."""
        self.clock.move_to(moment)
        while self.jobs.turn():
            pass

    def leave(self, user_id: str) -> None:
        self.teams.leave_team(channel_id=CHANNEL, user_id=user_id)

    def is_owed(self, key: str) -> bool:
        return self.deliveries.find(key) is not None

    def shown(self, key: str, *, is_posted: bool = False) -> str | None:
        """What a delivery says if it is drawn now."""
        part = self.deliveries.find(key)
        assert part is not None
        render = self.renderers.renderers[key.partition(":")[0]]
        message = render(part, is_posted=is_posted)
        return None if message is None else str(message.blocks)
