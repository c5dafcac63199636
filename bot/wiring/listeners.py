"""Whom every feature hears, and what can be typed."""

from collections.abc import Callable

from slack_bolt import App

from bot.antipatterns.listeners import AntipatternListeners
from bot.delivery.drawing import Drawing
from bot.digests.action_listeners import ActionListeners
from bot.digests.home_parts import DigestHome
from bot.digests.listeners import DigestListeners
from bot.digests.redrawing import DigestRedraws
from bot.digests.win_listeners import WinListeners
from bot.handover.absences.listeners import AbsenceListeners
from bot.handover.care.reply_listeners import ReplyListeners
from bot.handover.care.review_listeners import ReviewListeners
from bot.handover.co_owners.listeners import CoOwnerListeners
from bot.handover.handover_listeners import HandoverListeners
from bot.handover.home_parts import ModelHome
from bot.handover.interview.listeners import InterviewListeners
from bot.handover.late.listeners import LateListeners
from bot.handover.model_listeners import ModelListeners
from bot.handover.proof.listeners import ProofListeners
from bot.handover.proposals.listeners import ProposalListeners
from bot.handover.reading.listeners import ReadingListeners
from bot.people.listeners import PeopleListeners
from bot.playbook.answer_listeners import AnswerListeners
from bot.playbook.home_parts import AskHome
from bot.playbook.listeners import AskListeners
from bot.slack.commands import Commands
from bot.slack.home import Home
from bot.slack.redraw_queue import RedrawQueue
from bot.surveys.consents.listeners import ConsentListeners
from bot.surveys.correction_listeners import CorrectionListeners
from bot.surveys.exports.listeners import ExportListeners
from bot.surveys.fear_listeners import FearListeners
from bot.surveys.home_parts import SurveyHome
from bot.surveys.listeners import SurveyListeners
from bot.surveys.packs.listeners import PackListeners
from bot.surveys.redrawing import Redrawing
from bot.surveys.timetables.listeners import TimetableListeners
from bot.teams.channel_listeners import ChannelListeners
from bot.teams.family_listeners import FamilyListeners
from bot.teams.home_parts import TeamHome
from bot.teams.listeners import TeamListeners
from bot.teams.redrawing import Redraws
from bot.teams.role_listeners import RoleListeners
from bot.teams.threshold_listeners import ThresholdListeners
from bot.wiring.parts import Parts


def register_listeners(
    app: App,
    parts: Parts,
    *,
    drawing: Drawing,
    redraws: Redraws,
    redraw_queue: RedrawQueue,
    home: Home,
    wake: Callable[[], None],
) -> None:
    """Tell Bolt who listens, and `/mlops` what can be typed, in the order of its help."""
    services, clock, links = parts.services, parts.clock, parts.links
    own, desk = parts.own_comments, services.handover_desk
    changed = home.changed
    asking = AskHome(services.playbook, links, clock, changed, services.cards)
    people = PeopleListeners(services.people, services.days, clock, wake, changed)
    actions = ActionListeners(
        services.actions, services.wins, services.deliveries, drawing, clock, wake, changed
    )
    exports = ExportListeners(services.exports)
    standing = DigestRedraws(services.digests, services.deliveries, clock)
    sheets = Redrawing(services.surveys, services.days, drawing, redraw_queue)
    features = (
        TeamListeners(services.teams, services.people, drawing, redraws, clock, wake),
        AskListeners(
            services.playbook,
            services.deliveries,
            links,
            clock,
            services.teams.list_leads_in,
            services.cards,
        ),
        DigestListeners(
            services.digests,
            services.parent_digests,
            standing,
            clock,
            wake,
            parts.keepers,
            changed,
        ),
        TimetableListeners(services.timetables, services.people, redraws, clock, wake, changed),
        PackListeners(services.packs),
        exports,
        ConsentListeners(services.consents, services.deliveries, drawing, clock, wake),
        FamilyListeners(services.families, services.people, drawing, redraws, clock, wake),
        people,
        SurveyListeners(services.answers, services.plans, services.days, sheets, clock, own),
        AntipatternListeners(services.antipatterns, services.pages, links, clock, parts.keepers),
        RoleListeners(services.teams, services.people, redraws, clock, wake),
        ThresholdListeners(services.teams, redraws, wake),
        actions,
        WinListeners(services.wins, services.deliveries, standing, clock, wake),
        ModelListeners(
            services.models, services.suggestions, services.teams, drawing, clock, wake, desk
        ),
        HandoverListeners(desk.handovers, services.people, clock, wake),
    )
    typed = [subcommand for feature in features for subcommand in feature.subcommands]
    Commands(typed).register(app)
    for feature in features:
        feature.register(app)
    CorrectionListeners(services.answers, own, sheets).register(app)
    FearListeners(services.fear_answers, sheets, clock).register(app)
    AnswerListeners(services.playbook, services.shelf, links, clock).register(app)
    asking.register(app)
    shown_at_home = (
        TeamHome(services.teams, services.families),
        SurveyHome(services.overviews, services.days),
        DigestHome(services.digests, services.parent_digests),
        asking,
        people,
        actions,
        exports,
        ModelHome(desk),
    )
    home.register(app, [part for each in shown_at_home for part in each.home_parts])
    InterviewListeners(desk.interviews, desk.watch, clock, wake).register(app)
    CoOwnerListeners(desk.owners, desk.blinds, drawing, clock, wake).register(app)
    ProposalListeners(desk.proposals, desk.handovers, drawing, clock, wake).register(app)
    AbsenceListeners(desk.absences, services.models, drawing, clock, wake).register(app)
    LateListeners(desk.late, services.deliveries, clock, wake).register(app)
    ReviewListeners(desk.reviews, drawing, clock, wake).register(app)
    ReplyListeners(desk.replies, services.deliveries, clock, wake, changed).register(app)
    ReadingListeners(desk.readings, clock).register(app)
    ProofListeners(desk.proofs, desk.handovers, clock, wake).register(app)
    ChannelListeners(
        services.channels, services.people, clock, wake, also_concerns=desk.watch.heed_account
    ).register(app)
