"""Asks those whom something suggests as owners, a few models at a time."""

from collections import Counter
from collections.abc import Callable
from http.client import HTTPException
from typing import Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.delivery.service import DeliveryService
from bot.handover.domain import Suggestion, SuggestionStanding
from bot.handover.matching import find_person
from bot.handover.owner_messages import suggested_key
from bot.handover.suggestion_service import SuggestionService
from bot.logs import get_logger
from bot.scheduler import Job
from bot.slack import people

_log = get_logger(__name__)

MOST_ASKED: Final = 5
"""About how many models somebody is asked at a time; the others come when these are answered."""


class OwnerJobs:
    """What is due of people and models as time passes.

    Args:
        suggestions: who may own what.
        deliveries: owes the question to them.
        client: Slack, which knows who people are.
        clock: tells the time.
        forget_askers: deletes who asked cards what, where that is not needed any more.

    """

    def __init__(
        self,
        suggestions: SuggestionService,
        deliveries: DeliveryService,
        client: WebClient,
        clock: Clock,
        forget_askers: Callable[..., int],
    ) -> None:
        self._suggestions = suggestions
        self._deliveries = deliveries
        self._client = client
        self._clock = clock
        self._forget_askers = forget_askers

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of this feature."""
        return (
            Job(id="models.owners", run=self.ask_owners),
            Job(id="models.forget", run=self.forget),
        )

    def forget(self) -> int:
        """Delete who asked about models, a week after."""
        return self._forget_askers(now=self._clock.now())

    def ask_owners(self) -> int:
        """Find whom suggestions mean, and owe the question to as many as can be asked now."""
        return self._find_people() + self._owe_questions()

    def _find_people(self) -> int:
        unmatched = self._suggestions.list_unmatched()
        if not unmatched:
            return 0
        try:
            everybody = people.list_everybody(self._client, people.find_home(self._client))
        except (SlackApiError, OSError, HTTPException) as error:
            _log.warning("owners_not_looked_up", reason=type(error).__name__)
            return 0
        for suggestion in unmatched:
            person = find_person(suggestion.words, everybody)
            can_be_asked = person is not None and person.can_take_part
            self._suggestions.put_suggestion(
                suggestion_id=suggestion.id,
                standing=SuggestionStanding.FOUND if can_be_asked else SuggestionStanding.NOBODY,
                user_id=None if person is None else person.user_id,
            )
        return len(unmatched)

    def _owe_questions(self) -> int:
        unasked = self._suggestions.list_unasked()
        if not unasked:
            return 0
        asked = Counter(
            s.user_id
            for s in self._suggestions.list_suggestions()
            if s.standing is SuggestionStanding.ASKED
        )
        owed = 0
        for suggestion in unasked:
            user_id = suggestion.user_id
            if user_id is None or asked[user_id] >= MOST_ASKED:
                continue
            asked[user_id] += 1
            owed += 1
            self._owe(suggestion, user_id)
        return owed

    def _owe(self, suggestion: Suggestion, user_id: str) -> None:
        self._deliveries.owe(suggested_key(suggestion, user_id), to=user_id, at=self._clock.now())
        self._suggestions.put_suggestion(
            suggestion_id=suggestion.id, standing=SuggestionStanding.ASKED, user_id=user_id
        )
