"""Reads what people chose in the forms of handovers, and says why it cannot be."""

from datetime import date

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.handover.rules.leaving import Reason
from bot.handover.rules.states import HandoverError
from bot.slack import people
from bot.slack.mrkdwn import mention
from bot.slack.people import Person
from bot.slack.values import read_fields

_LOOK_UP_SECONDS = 2.0


def check_person(person: Person) -> None:
    """Refuse an owner whom nobody could ask.

    Raises:
        HandoverError: an app, somebody of another workspace, or an account that is off.

    """
    if person.is_bot:
        raise HandoverError(
            f"{mention(person.user_id)} is an app, and hands nothing over. Name the person behind "
            "it."
        )
    if not person.is_active:
        raise HandoverError(
            f"{mention(person.user_id)}'s account is switched off already, so there is nobody to "
            "ask. Their models come to their leads by themselves."
        )
    if not person.can_take_part:
        raise HandoverError(
            f"{mention(person.user_id)} belongs to another workspace, where the bot can't write to "
            "them. Name somebody here who knows the models."
        )


def refuse_successor(client: WebClient, successor: str, owner_id: str | None) -> str | None:
    """Say why somebody cannot be the successor, or None where they can."""
    if successor == owner_id:
        return "The owner can't be their own successor. Choose somebody else."
    try:
        (person,) = people.look_up(client, [successor], seconds=_LOOK_UP_SECONDS)
    except (TimeoutError, SlackApiError):
        return "Slack didn't say in time who this is. Press again in a moment."
    return None if person.can_take_part else "Choose a person with an active account here."


def read_date(text: object) -> tuple[str, date, int | None]:
    """Return whose last day a form is about, the day, and the one model if it is of one.

    Raises:
        HandoverError: it says neither.

    """
    fields = read_fields(text, str, str, int)
    if fields is None:
        raise HandoverError("This form doesn't say whose last day it is, so nothing was stored.")
    try:
        return fields[0], date.fromisoformat(fields[1]), fields[2] or None
    except ValueError:
        raise HandoverError("This form holds no day, so nothing was stored.") from None


def read_reason(text: str) -> Reason:
    """Return the reason that was chosen; rotation where none was."""
    return Reason(text) if text in set(Reason) else Reason.ROTATION
