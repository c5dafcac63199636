"""Says what messages about handovers show at the moment, and nothing to those who are gone."""

from collections.abc import Callable

from bot.clock import Clock
from bot.delivery.domain import Delivery, Message
from bot.delivery.drawing import Renderer
from bot.handover import dig_messages, handover_messages
from bot.handover import handover_places as places
from bot.handover.cards.sections import CRITICAL
from bot.handover.cases import Case
from bot.handover.handover_places import Key
from bot.handover.handover_service import HandoverService
from bot.handover.interview import messages as interview_messages
from bot.handover.interview.service import InterviewService
from bot.handover.late import messages as late_messages
from bot.handover.outlooks import Outlook
from bot.handover.proof import messages as proof_messages
from bot.handover.rules.leaving import may_see
from bot.handover.rules.states import UNDER_WAY, State
from bot.slack.mrkdwn import mention

_TO_LEADS = {
    State.ORPHANED: "has lost its owner. What they were asked comes to you now.",
    State.ARCHAEOLOGY: (
        "has lost its owner: their account is off, or their last day has passed. Nothing is "
        "asked of them any more; it is asked of you, and of those who may know."
    ),
    State.RECONSTRUCTED: (
        "is pieced together without its owner, so all of it is inferred. Choose who tries the "
        "card: they roll back first, then retrain."
    ),
    State.CARETAKER: (
        "has nobody to run it. {who} after it for thirty days: choose a successor, freeze it, or "
        "retire it. Until then leads are shown it as at risk."
    ),
    State.DRAFTED: "has its critical sections answered, and no successor to explain them back.",
}


class HandoverRenderers:
    """Draws messages about handovers.

    `is_active` asks Slack itself: Slack takes messages to deactivated people without an error.
    """

    def __init__(
        self,
        handovers: HandoverService,
        interviews: InterviewService,
        clock: Clock,
        is_active: Callable[[str], bool],
    ) -> None:
        self._handovers = handovers
        self._interviews = interviews
        self._clock = clock
        self._is_active = is_active

    @property
    def renderers(self) -> dict[str, Renderer]:
        """The renderers by the beginning of their keys."""
        return {places.PREFIX: self.render}

    def render(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return what somebody is told; nothing is sent that is over, or to somebody gone."""
        key = Key.load(part.key)
        if not is_posted and not self._is_active(part.address):
            return None
        if key.kind == places.STATE:
            return self._state(key, is_posted=is_posted)
        if key.kind == places.NAMED:
            return self._named(key, is_posted=is_posted)
        if key.kind == places.REMIND:
            return self._reminder(key, is_posted=is_posted)
        return self._of_last_day(key, is_posted=is_posted)

    def _of_last_day(self, key: Key, *, is_posted: bool) -> Message | None:
        leaving = self._handovers.find_leaving(leaving_id=key.id)
        now = self._clock.now()
        outlook = (
            None
            if leaving is None
            else self._handovers.find_outlook(owner_id=leaving.owner_id, now=now)
        )
        if outlook is None or outlook.leaving is None:
            return handover_messages.cancelled() if is_posted else None
        if key.kind == places.SESSION:
            return self._session(key, outlook, is_posted=is_posted)
        if key.kind == places.PAIR:
            return self._call(key, outlook)
        if not may_see(outlook.leaving, key.user_id, leads=outlook.leads):
            return None
        if not is_posted and key.turn != outlook.leaving.number:
            return None  # The day was moved since; what is owed of the newer one says it once.
        is_plan = key.kind == places.PLAN
        return (
            handover_messages.plan_told(outlook, key.user_id)
            if is_plan
            else self._late(key, outlook)
        )

    def _call(self, key: Key, outlook: Outlook) -> Message | None:
        both = tuple(
            case
            for case in outlook.cases
            if key.user_id in (case.handover.owner_id, case.handover.successor_id)
            and case.handover.successor_id is not None
            and case.handover.state in UNDER_WAY
        )
        return late_messages.call_suggested(both, key.user_id) if both else None

    def _session(self, key: Key, outlook: Outlook, *, is_posted: bool) -> Message | None:
        cases = {case.model.id: case for case in outlook.cases}
        sessions = self._interviews.list_sessions(leaving_id=key.id)
        asked = next((each for each in sessions if each.number == key.turn), None)
        is_on = any(case.handover.state in UNDER_WAY for case in outlook.cases)
        if asked is None or (not is_posted and not is_on):
            return None
        return interview_messages.session(asked, cases)

    def _late(self, key: Key, outlook: Outlook) -> Message | None:
        concerned = tuple(
            case
            for case in outlook.cases
            if key.user_id in case.leads and case.handover.state in UNDER_WAY
        )
        return late_messages.late(key.kind, outlook, concerned) if concerned else None

    def _state(self, key: Key, *, is_posted: bool) -> Message | None:
        case = self._handovers.get_case(model_id=key.id, now=self._clock.now())
        if not is_posted and key.turn != self._handovers.get_turn(model_id=key.id):
            return None  # A newer turn says how it stands; the older one would say it twice.
        message = say(case, key.user_id)
        if message is not None and case.handover.state is State.ARCHAEOLOGY:
            evidence = self._interviews.gather_evidence(model_id=key.id)
            return dig_messages.with_evidence(message, evidence)
        if message is None and is_posted:
            return proof_messages.told(case, "has moved on since.")
        return message

    def _named(self, key: Key, *, is_posted: bool) -> Message | None:
        """Return what a successor reads before anything is asked of them."""
        case = self._handovers.get_case(model_id=key.id, now=self._clock.now())
        if key.user_id == case.handover.successor_id and is_named_early(case):
            return proof_messages.named(case)
        return proof_messages.told(case, "has moved on since.") if is_posted else None

    def _reminder(self, key: Key, *, is_posted: bool) -> Message | None:
        """Return what still waits for somebody's proof; nothing, if they have given it since."""
        case = self._handovers.get_case(model_id=key.id, now=self._clock.now())
        waits = case.handover.state in (State.TEACH_BACK, State.DRILL)
        message = say(case, key.user_id) if waits else None
        if message is None and is_posted:
            return proof_messages.told(case, "has moved on since.")
        return message


def is_named_early(case: Case) -> bool:
    """Whether a successor waits until the owner has answered, and so hears of it by this alone."""
    waits = case.handover.state in (State.LEAVING, State.INTERVIEWING)
    return waits and case.handover.successor_id is not None


def say(case: Case, user_id: str) -> Message | None:
    """Return what one person is to know of a model as it stands."""
    handover = case.handover
    if user_id == handover.successor_id and (message := _to_successor(case)) is not None:
        return message
    if user_id == handover.owner_id and (message := _to_owner(case)) is not None:
        return message
    if user_id in case.leads and handover.state is State.ARCHAEOLOGY:
        return dig_messages.to_lead(case, _TO_LEADS[handover.state], user_id)
    if user_id in case.leads and handover.state in _TO_LEADS:
        words = _TO_LEADS[handover.state].format(who=_who_looks(case, user_id))
        return handover_messages.to_decide(case, words)
    if handover.state is State.ARCHAEOLOGY:
        return dig_messages.dig(case, user_id) if user_id in case.asked else None
    return proof_messages.accepted(case, user_id) if handover.state is State.ACCEPTED else None


def _who_looks(case: Case, user_id: str) -> str:
    caretaker = case.handover.caretaker_id
    if caretaker in (None, user_id):
        return "You look" if caretaker else "Its leads look"
    return f"{mention(caretaker)} looks"


def _to_successor(case: Case) -> Message | None:
    handover = case.handover
    if handover.state is State.TEACH_BACK and set(CRITICAL) - handover.retold:
        return proof_messages.to_retell(case)
    return proof_messages.to_drill(case) if handover.state is State.DRILL else None


def _to_owner(case: Case) -> Message | None:
    handover = case.handover
    if not handover.is_owner_here:
        return proof_messages.to_reclaim(case) if handover.can_be_reclaimed else None
    if handover.state is State.TEACH_BACK and not set(CRITICAL) - handover.retold:
        return proof_messages.to_mark(case)
    return None
