from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from bot.database import Database
from bot.handover.absences.service import AbsenceService
from bot.handover.cards.section import Value, Written
from bot.handover.cards.sections import CRITICAL, find_section
from bot.handover.care.reply_service import ReplyService
from bot.handover.care.review_service import ReviewService
from bot.handover.cases import Case, Cases
from bot.handover.co_owners.blind_service import BlindService
from bot.handover.dig_service import DigService
from bot.handover.domain import ModelDraft, Tier
from bot.handover.handover_service import HandoverService
from bot.handover.history_service import HistoryService
from bot.handover.interview.service import InterviewService
from bot.handover.outlooks import Outlook
from bot.handover.proof.service import ProofService
from bot.handover.proposals.service import ProposalService
from bot.handover.rules.leaving import Asked, DrillReport
from bot.handover.rules.sessions import Question
from bot.handover.rules.states import Handover, Mark, State
from bot.handover.service import ModelService
from bot.handover.watch_service import WatchService
from bot.people.service import PeopleService
from bot.teams.domain import Pulse, TeamPlan
from bot.teams.service import TeamService

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
LAST_DAY = date(2026, 2, 2)
OWNER, SUCCESSOR, LEAD, STRANGER = "UOWNER", "UNEXT", "ULEAD", "USTRANGER"


class Desk:
    """A team with one model, and short ways to hand it over."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = MONDAY
        self.teams = TeamService(database)
        self.people = PeopleService(database)
        self.models = ModelService(database, self.teams)
        self.cases = Cases(database, self.models, self.teams, HistoryService(database))
        self.handovers = HandoverService(database, self.cases, self.people)
        self.interviews = InterviewService(database, self.cases)
        self.proofs = ProofService(database, self.cases, self.models)
        self.reviews = ReviewService(database, self.cases, self.models)
        self.replies = ReplyService(database, self.cases)
        self.watch = WatchService(database, self.cases, self.models)
        self.blinds = BlindService(database, self.cases)
        self.digs = DigService(database, self.teams)
        self.proposals = ProposalService(database, self.cases, self.people, self.teams)
        self.absences = AbsenceService(database, self.cases, self.people)
        plan = TeamPlan(
            name="Fraud",
            channel_id="CFRAUD",
            is_private=True,
            pulse=Pulse(weekday=0, hour=9, zone="Europe/Berlin"),
            leads=(LEAD,),
            members=(OWNER, SUCCESSOR, "UOTHER"),
            planned_by=LEAD,
        )
        self.team = self.teams.set_up_team(plan=plan, now=MONDAY).team
        self.model_id = self.add_model("churn")

    def add_model(self, title: str, *, tier: Tier = Tier.NORMAL, owner: str = OWNER) -> int:
        draft = ModelDraft(title=title, tier=tier, team_id=self.team.id)
        model = self.models.add_model(draft=draft, added_by=LEAD, now=MONDAY)
        self.models.claim_model(model_id=model.id, user_id=owner, now=MONDAY)
        return model.id

    def set_last_day(self, *, last_day: date = LAST_DAY, by: str = LEAD) -> Outlook:
        return self.handovers.set_last_day(owner_id=OWNER, last_day=last_day, by=by, now=self.now)

    def case(self) -> Case:
        return self.cases.get(self.model_id, now=self.now)

    def state(self) -> State:
        return self.case().handover.state

    def begin(self, *, number: int = 1, sections: Sequence[str] = CRITICAL) -> None:
        outlook = self.handovers.find_outlook(owner_id=OWNER, now=self.now)
        assert outlook is not None
        assert outlook.leaving is not None
        questions = tuple(Question(self.model_id, section) for section in sections)
        asked = Asked(outlook.leaving.id, number, self.now.date(), questions)
        self.interviews.begin_session(asked=asked, now=self.now)

    def answer(self, *sections: str, by: str = OWNER, **values: Value) -> None:
        for name in sections or CRITICAL:
            section = find_section(name)
            assert section is not None
            held = values or {section.fields[0].id: f"What there is to say of {name}"}
            self.interviews.record_answer(
                question=Question(self.model_id, name),
                by=by,
                written=Written(section, held),
                now=self.now,
            )

    def name_successor(self, user_id: str = SUCCESSOR) -> Handover:
        return self.handovers.name_successor(
            model_id=self.model_id, user_id=user_id, by=LEAD, now=self.now
        )

    def teach_back(self, **marks: Mark) -> None:
        for section in CRITICAL:
            self.proofs.retell(
                model_id=self.model_id,
                section_id=section,
                by=SUCCESSOR,
                words=f"As I understand {section}",
                now=self.now,
            )
        for section in CRITICAL:
            self.proofs.mark(
                model_id=self.model_id,
                section_id=section,
                mark=marks.get(section, Mark.RIGHT),
                by=OWNER,
                now=self.now,
            )

    def drill(self, *, has_worked: bool = True, missing: str = "", run_url: str = "") -> Handover:
        report = DrillReport(has_worked, 12, has_worked, 90, missing, run_url)
        return self.proofs.record_drill(
            model_id=self.model_id, by=SUCCESSOR, report=report, now=self.now
        )

    def owner(self) -> str | None:
        return self.models.get_model(model_id=self.model_id).owner_id

    def deactivate(self, user_id: str) -> int:
        self.watch.note_concerned(now=self.now)
        return self.watch.note_account(user_id=user_id, is_active=False, now=self.now)

    def pass_days(self, count: int) -> None:
        self.now += timedelta(days=count)
        self.watch.run_out_all(now=self.now)
