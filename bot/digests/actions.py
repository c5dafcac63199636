"""What a lead set out to improve: the promise, when it is asked after, and what became of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from html import escape
from typing import Final

from bot.errors import UserFacingError
from bot.surveys.trend.domain import Estimate, Scope, Trend, Verdict
from bot.teams.domain import Pulse, Roster
from bot.zones import read_zone

LONGEST_SENTENCE: Final = 300
LONGEST_WORDS: Final = 300

FIRST_ASKED_AFTER: Final = timedelta(weeks=4)
SILENT_AFTER: Final = timedelta(weeks=8)
"""An action of which nobody has said a word for so long is counted in the digest."""

SMALLEST_CHANGE: Final = 0.15
"""A difference below this is never called one, however sure it is."""

_A_DAY: Final = timedelta(days=1)


class ActionError(UserFacingError):
    """An action that cannot be set or answered; the text says why."""


class ActionFieldError(ActionError):
    """One field of the form needs another value; `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class ActionState(StrEnum):
    """Where an action stands; *still on it* leaves it open."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Reply(StrEnum):
    """What its owner can say of an action."""

    DONE = "done"
    STILL = "still"
    DROPPED = "dropped"

    @property
    def state(self) -> ActionState:
        """Where the action stands then."""
        return ActionState.OPEN if self is Reply.STILL else ActionState(self.value)


@dataclass(frozen=True)
class Action:
    """What a lead set out to do about a practice.

    Attributes:
        practice: the practice it is to improve, by its id.
        sentence: what is to be done, in the lead's words.
        owner_id: who sees to it; a lead, once the one who was named has left the team.
        set_by: the lead who set it.
        declared_on: the day on which it was set, as the team's zone has it.
        check_on: the Monday of the week in which the practice is asked about again.
        words: what its owner added, if anything.
        said_on: the day on which its owner last answered; None while nobody has said a word.

    """

    id: int
    team_id: int
    practice: str
    sentence: str
    owner_id: str
    set_by: str
    declared_on: date
    check_on: date
    state: ActionState = ActionState.OPEN
    words: str | None = None
    said_on: date | None = None

    @property
    def reply(self) -> Reply | None:
        """What its owner said last, or None before they said anything."""
        if self.said_on is None:
            return None
        return Reply.STILL if self.state is ActionState.OPEN else Reply(self.state.value)

    def is_silent(self, *, today: date) -> bool:
        """Whether eight weeks have passed without a word from its owner."""
        return self.said_on is None and today >= self.declared_on + SILENT_AFTER

    def list_askings(self, pulse: Pulse) -> tuple[datetime, ...]:
        """Return when its owner is asked about it: after four weeks, and at the check."""
        first = at_hour(pulse, self.declared_on + FIRST_ASKED_AFTER)
        return (first, pulse.begins(self.check_on))


def at_hour(pulse: Pulse, day: date) -> datetime:
    """Return the team's hour of a day, in UTC."""
    local = datetime.combine(day, time(pulse.hour), read_zone(pulse.zone))
    return local.astimezone(UTC)


def day_of(pulse: Pulse, moment: datetime) -> date:
    """Return the day that it is in the team's own zone."""
    return moment.astimezone(read_zone(pulse.zone)).date()


def next_hour(pulse: Pulse, now: datetime) -> datetime:
    """Return the team's next hour on a day from Monday to Friday, in UTC."""
    day = day_of(pulse, now)
    while (moment := at_hour(pulse, day)) <= now or day.weekday() > 4:
        day += _A_DAY
    return moment


def check_sentence(text: str, *, field: str = "sentence") -> str:
    """Return a sentence as it is stored, in one line.

    Raises:
        ActionFieldError: there is none, or it is too long.

    """
    # Half of a character pair cannot be stored; it becomes a question mark.
    sentence = " ".join(text.split()).encode("utf-8", "replace").decode()
    if not sentence:
        raise ActionFieldError(field, "Write a sentence.")
    if len(sentence) > LONGEST_SENTENCE:
        raise ActionFieldError(field, f"Keep it within {LONGEST_SENTENCE} characters.")
    return sentence


def check_owner(roster: Roster, owner_id: str) -> None:
    """Raise unless somebody takes part in the team.

    Raises:
        ActionFieldError: they do not.

    """
    if owner_id not in {person.user_id for person in roster.participants}:
        raise ActionFieldError("owner", "Choose somebody who takes part in this team.")


def find_heir(action: Action, roster: Roster) -> str | None:
    """Return who takes over an action whose owner has left the team; None while it has its owner.

    The lead who set it comes first, then whoever leads the team; without a lead it waits for one.
    """
    if action.owner_id in {person.user_id for person in roster.participants}:
        return None
    if action.set_by in roster.leads:
        return action.set_by
    return min(roster.leads, default=None)


def became(action: Action, trend: Trend, *, name: str = "") -> str:
    """Say what became of the practice since an action was declared, in Slack's markup.

    A change is called likely real only where the published verdict says so, the practice has moved
    that way since the declaration by enough to be called a change, and where it stood then lies
    outside the interval of where it stands now. The verdict alone looks back twelve weeks, and so
    at what happened before the declaration too.

    Args:
        action: what was declared.
        trend: the team's trend as released.
        name: what people call the practice; its id otherwise.

    """
    own = [e for e in trend.estimates if e.scope is Scope.PRACTICE and e.id == action.practice]
    declared_in = action.declared_on - action.declared_on.weekday() * _A_DAY
    before = next((e for e in reversed(own) if e.wave <= declared_in), None)
    practice = escape(name or action.practice, quote=False)
    return f"{_set_out(action)}; {_moved(practice, before, own[-1] if own else None)}."


def _set_out(action: Action) -> str:
    sentence = escape(action.sentence.rstrip("."), quote=False)
    return f"You set out to do this in {action.declared_on:%B}: “{sentence}”"


def _moved(practice: str, before: Estimate | None, now: Estimate | None) -> str:
    if before is None:
        return f"there was no figure of {practice} then to compare with"
    if now is None or now.wave <= before.wave:
        return f"nothing has been shown of {practice} since"
    if now.verdict in (Verdict.BASELINE, Verdict.NOT_ENOUGH_ANSWERS):
        why = "too early" if now.verdict is Verdict.BASELINE else "too few answers"
        return f"{practice} went {_from_to(before, now)}, {why} to call it a change"
    change = now.value - before.value
    if now.verdict is Verdict.IMPROVED and change >= SMALLEST_CHANGE and before.value < now.low:
        return f"{practice} rose {_from_to(before, now)}, likely real"
    if now.verdict is Verdict.DECLINED and -change >= SMALLEST_CHANGE and before.value > now.high:
        return f"{practice} fell {_from_to(before, now)}, likely real"
    return f"no clear change in {practice} ({before.value:.1f} then, {now.value:.1f} now)"


def _from_to(before: Estimate, now: Estimate) -> str:
    return f"from {before.value:.1f} to {now.value:.1f}"
