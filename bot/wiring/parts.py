"""What every feature is joined with: the services, Slack, the clock and what the operator set."""

from dataclasses import dataclass

from slack_sdk import WebClient

from bot.antipatterns.own_comments import OwnComments
from bot.clock import Clock
from bot.handover.registries.mlflow import MlflowRegistry
from bot.playbook.messages.places import Links
from bot.services import Services
from bot.settings import Settings


@dataclass(frozen=True)
class Parts:
    """What features are built from, each made once."""

    services: Services
    clock: Clock
    client: WebClient
    links: Links
    own_comments: OwnComments
    keepers: tuple[str, ...]
    admins: tuple[str, ...]
    registry: MlflowRegistry | None
    may_write_to_registry: bool
    cards_base: str | None


def gather_parts(services: Services, clock: Clock, client: WebClient, settings: Settings) -> Parts:
    """Return the parts of one installation."""
    links, uri = Links(settings.playbook_base), settings.mlflow_uri
    return Parts(
        services=services,
        clock=clock,
        client=client,
        links=links,
        own_comments=OwnComments(services.reader, services.pages, links),
        keepers=settings.keeper_ids,
        admins=settings.admin_ids,
        registry=None if uri is None else MlflowRegistry(uri.get_secret_value()),
        may_write_to_registry=settings.mlflow_writes,
        cards_base=settings.cards_base,
    )
