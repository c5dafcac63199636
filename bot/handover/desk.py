"""The services of handovers together, since whoever needs one of them mostly needs them all."""

from bot.database import Database
from bot.handover.absences.service import AbsenceService
from bot.handover.care.reply_service import ReplyService
from bot.handover.care.review_service import ReviewService
from bot.handover.cases import Cases
from bot.handover.co_owners.blind_service import BlindService
from bot.handover.co_owners.service import CoOwnerService
from bot.handover.dig_service import DigService
from bot.handover.feared import FearSource
from bot.handover.handover_service import HandoverService
from bot.handover.history_service import HistoryService
from bot.handover.interview.service import InterviewService
from bot.handover.late.service import LateService
from bot.handover.lead_view import LeadViews
from bot.handover.proof.service import ProofService
from bot.handover.proposals.service import ProposalService
from bot.handover.reading.service import ReadingService
from bot.handover.service import ModelService
from bot.handover.team_models import TeamModels
from bot.handover.trace_service import TraceService
from bot.handover.watch_service import WatchService
from bot.people.service import PeopleService
from bot.teams.service import TeamService


class Desk:
    """Everything that can be done about handovers, over one database."""

    def __init__(
        self,
        database: Database,
        models: ModelService,
        teams: TeamService,
        people: PeopleService,
        fears: FearSource | None = None,
    ) -> None:
        self.histories = HistoryService(database)
        self.cases = cases = Cases(database, models, teams, self.histories)
        self.handovers = HandoverService(database, cases, people)
        self.interviews = InterviewService(database, cases)
        self.proofs = ProofService(database, cases, models)
        self.watch = WatchService(database, cases, models)
        self.owners = CoOwnerService(database, models)
        self.blinds = BlindService(database, cases)
        self.readings = ReadingService(cases, models, teams, self.blinds)
        self.digs = DigService(database, teams)
        self.proposals = ProposalService(database, cases, people, teams)
        self.absences = AbsenceService(database, cases, people)
        self.reviews = ReviewService(database, cases, models)
        self.replies = ReplyService(database, cases)
        self.traces = TraceService(database)
        self.late = LateService(database, self.handovers, people)
        self.team_models = TeamModels(cases)
        self.lead_views = LeadViews(self.handovers, people, fears)
