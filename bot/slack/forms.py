"""Opens a form at once, since its trigger lives three seconds, and fills it after."""

from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Protocol, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.errors import UserFacingError
from bot.logs import get_logger, new_reference
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.bolt import put_into_words
from bot.slack.commands import COMMAND

_log = get_logger(__name__)


class Opener(Protocol):
    """What somebody did that opens a form."""

    @property
    def user_id(self) -> str:
        """Who did it."""

    @property
    def trigger_id(self) -> str:
        """Opens one form, within three seconds."""

    @property
    def client(self) -> WebClient:
        """Slack."""


@dataclass(frozen=True)
class Press:
    """A press that opens a form, as typing a command does."""

    user_id: str
    trigger_id: str
    client: WebClient


Did = TypeVar("Did", bound=Opener)


def open_form(
    invocation: Did,
    fill: Callable[[Did], Block],
    *,
    title: str,
    name: str,
    about: str = "this channel",
) -> None:
    """Show that something is looked up, then the form, or in its place why there is none.

    Args:
        invocation: what was typed or pressed.
        fill: asks Slack and the database what the form is to show, and returns it.
        title: what stands above it meanwhile, and above why there is none.
        name: what the command is called.
        about: what is looked up.

    """
    client, opening = invocation.client, said(title, f"Looking up {about}…")
    opened = client.views_open(trigger_id=invocation.trigger_id, view=opening)
    try:
        view = fill(invocation)
    except UserFacingError as error:
        view = said(title, put_into_words(error))
    except (SlackApiError, OSError, HTTPException) as error:
        reference = new_reference()
        _log.error("look_up_failed", ref=reference, exc_info=error)
        text = (
            f"Slack didn't tell the bot about {about}, so there is nothing to fill in yet. "
            f"Close this and type `{COMMAND} {name}` again in a minute. (ref {reference})"
        )
        view = said(title, text)
    client.views_update(view_id=opened["view"]["id"], view=view)


def said(title: str, text: str) -> Block:
    """Return the modal that says something and asks nothing."""
    return blocks.modal(title, [blocks.section(text)])
