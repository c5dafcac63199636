"""What every feature's messages show."""

from functools import partial

from bot.delivery.drawing import Drawing
from bot.digests.action_rendering import ActionRenderers
from bot.digests.parent_messages import PARENT_DIGEST
from bot.digests.parent_rendering import ParentDigestRenderers
from bot.digests.rendering import DigestRenderers
from bot.digests.stand_ins import StandIns
from bot.handover.before_rendering import BeforeRenderers
from bot.handover.care.rendering import CareRenderers
from bot.handover.handover_rendering import HandoverRenderers
from bot.handover.model_rendering import ModelRenderers
from bot.playbook.rendering import PlaybookRenderers
from bot.slack.channels import is_confidential
from bot.slack.people import is_active
from bot.surveys.closing import ClosingWatch
from bot.surveys.consents.rendering import ConsentRenderers
from bot.surveys.parent_rendering import ParentRenderers
from bot.surveys.rendering import SurveyRenderers
from bot.teams.family_rendering import FamilyRenderers
from bot.teams.rendering import TeamRenderers
from bot.wiring.parts import Parts


def build_drawing(parts: Parts) -> Drawing:
    """Have every feature say what its messages show."""
    services, clock = parts.services, parts.clock
    ask_if_confidential = partial(is_confidential, parts.client)
    renderers = {
        **TeamRenderers(services.teams, services.channels, clock).renderers,
        **FamilyRenderers(services.families).renderers,
        **SurveyRenderers(
            services.answers,
            services.teams,
            services.deliveries,
            ask_if_confidential,
            parts.own_comments,
        ).renderers,
        **ConsentRenderers(services.consents).renderers,
        **ParentRenderers(services.parents, services.deliveries, ask_if_confidential).renderers,
        **PlaybookRenderers(services.tellings, parts.links).renderers,
        **DigestRenderers(
            services.digests,
            services.teams,
            services.deliveries,
            ask_if_confidential,
            StandIns(services.digests, clock),
        ).renderers,
        **ParentDigestRenderers(
            services.parent_digests,
            services.digests,
            StandIns(services.parent_digests, clock, name=PARENT_DIGEST),
        ).renderers,
        **ActionRenderers(
            services.actions,
            services.wins,
            services.teams,
            services.deliveries,
            ask_if_confidential,
        ).renderers,
        **ModelRenderers(services.suggestions, partial(is_active, parts.client)).renderers,
        **CareRenderers(
            services.handover_desk.reviews,
            services.handover_desk.replies,
            clock,
            partial(is_active, parts.client),
        ).renderers,
        **HandoverRenderers(
            services.handover_desk.handovers,
            services.handover_desk.interviews,
            clock,
            partial(is_active, parts.client),
        ).renderers,
        **BeforeRenderers(
            services.handover_desk, clock, partial(is_active, parts.client)
        ).renderers,
    }
    watch = ClosingWatch(services.surveys, services.plans, services.deliveries, clock)
    return Drawing(services.days, renderers, watch)
