"""What every feature does as time passes, in order."""

from functools import partial

from bot.antipatterns.jobs import AntipatternJobs
from bot.antipatterns.theme_jobs import ThemeJobs
from bot.delivery.drawing import Drawing
from bot.delivery.jobs import DeliveryJobs
from bot.delivery.sender import Sender
from bot.digests.action_jobs import ActionJobs
from bot.digests.jobs import DigestJobs
from bot.digests.parent_jobs import ParentDigestJobs
from bot.handover.before_jobs import BeforeJobs
from bot.handover.care_jobs import CareJobs
from bot.handover.handover_jobs import HandoverJobs
from bot.handover.owner_jobs import OwnerJobs
from bot.handover.registries.jobs import RegistryJobs
from bot.handover.registry_writing import RegistryWriter
from bot.playbook.jobs import PlaybookJobs
from bot.scheduler import Job
from bot.slack.channels import is_confidential, list_readers
from bot.slack.people import look_up_accounts
from bot.surveys.consents.jobs import ConsentJobs
from bot.surveys.jobs import SurveyJobs
from bot.surveys.parent_jobs import ParentJobs
from bot.surveys.timetables.jobs import TimetableJobs
from bot.teams.channel_jobs import ChannelJobs
from bot.teams.family_jobs import FamilyJobs
from bot.teams.jobs import TeamJobs
from bot.teams.redrawing import Redraws
from bot.wiring.parts import Parts


def list_jobs(parts: Parts, drawing: Drawing, redraws: Redraws) -> tuple[Job, ...]:
    """Return the features' jobs in the order in which each tick runs them."""
    services, clock, client = parts.services, parts.clock, parts.client
    owing = services.deliveries
    channels = ChannelJobs(
        services.channels, services.people, owing, services.days, redraws, client, clock
    )
    surveys = SurveyJobs(
        services.surveys,
        services.plans,
        owing,
        clock,
        is_confidential=partial(is_confidential, client),
        fears=services.fears,
    )
    parents = ParentJobs(services.parents, owing, clock, partial(list_readers, client))
    digests = DigestJobs(
        services.digests,
        services.surveys,
        services.plans,
        owing,
        clock,
        is_confidential=partial(is_confidential, client),
    )
    parent_digests = ParentDigestJobs(
        services.parent_digests,
        services.digests,
        services.parents,
        services.surveys,
        services.teams,
        owing,
        clock,
    )
    actions = ActionJobs(
        services.actions, services.wins, owing, clock, partial(is_confidential, client)
    )
    playbook = PlaybookJobs(
        services.shelf,
        services.tellings,
        owing,
        clock,
        keepers=parts.keepers,
        menders=tuple(dict.fromkeys((*parts.admins, *parts.keepers))),
    )
    antipatterns = AntipatternJobs(
        services.antipatterns,
        services.comments,
        services.reader,
        clock,
        services.surveys.find_next_due,
    )
    owners = OwnerJobs(services.suggestions, owing, client, clock, services.cards.forget_askers)
    desk = services.handover_desk
    handovers = HandoverJobs(desk, owing, clock, services.people, partial(look_up_accounts, client))
    care = CareJobs(desk, owing, services.days, clock, services.people)
    sender = Sender(owing, services.days, drawing, client, clock)
    return (
        # Who has left is known before anybody is told or asked something.
        *channels.jobs,
        *TeamJobs(services.teams, owing, clock).jobs,
        # What open rounds ended by those who came or left is known before a round opens.
        *ConsentJobs(services.consents, owing, clock).jobs,
        *FamilyJobs(services.families, owing, clock).jobs,
        *TimetableJobs(services.timetables, owing, clock).jobs,
        *surveys.jobs,
        *parents.jobs,
        # What a week's comments have in common is known before a digest is made of it.
        *ThemeJobs(services.themes, clock).jobs,
        *digests.jobs,
        # After the teams' own, for which it waits.
        *parent_digests.jobs,
        *playbook.jobs,
        *antipatterns.jobs,
        *actions.jobs,
        *_list_registry_jobs(parts),
        *owners.jobs,
        *handovers.jobs,
        *BeforeJobs(desk, owing, clock).jobs,
        *care.jobs,
        # Last, so that all that a day brings is owed before its message is made.
        *DeliveryJobs(sender, owing, services.days, clock, services.plans).jobs,
    )


def _list_registry_jobs(parts: Parts) -> tuple[Job, ...]:
    """Have the registry looked at if there is one, and written to where that is allowed."""
    services, registry = parts.services, parts.registry
    if registry is None:
        return ()
    if not parts.may_write_to_registry:
        return RegistryJobs(registry, services.registries, parts.clock).jobs
    writer = RegistryWriter(registry, services.registries, services.models, parts.cards_base)
    return RegistryJobs(registry, services.registries, parts.clock, writer.write).jobs
