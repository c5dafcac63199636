"""Somebody answered a question about a model, put it off, or said that they don't know."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.clock import Clock
from bot.handover import handover_places as places
from bot.handover.cards.lints import find_secret, has_secret, list_mentioned
from bot.handover.cards.section import Section, Written
from bot.handover.cards.sections import find_section
from bot.handover.handover_places import Asking
from bot.handover.interview import messages
from bot.handover.interview.service import InterviewService, Next
from bot.handover.rules.sessions import Question
from bot.handover.rules.states import HandoverError
from bot.handover.watch_service import WatchService
from bot.slack.blocks import Block

Body = dict[str, Any]


class InterviewListeners:
    """What people do in an interview; each answer is stored before the next question is shown.

    Slack's own list of people offers no deactivated ones, so who is known to be gone is what the
    bot remembers; it asks nobody while somebody waits for a form.
    """

    def __init__(
        self,
        interviews: InterviewService,
        watch: WatchService,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._interviews = interviews
        self._watch = watch
        self._clock = clock
        self._wake = wake

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(places.ANSWER)(self.answer_pressed)
        app.action(places.DIG)(self.dig_pressed)
        app.view(places.ANSWERED)(self.answer_submitted)
        app.view(places.FOLLOWED)(self.follow_up_submitted)

    def answer_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Show the next question of a session; it goes on where it was left."""
        leaving_id, number = places.read_session(action.get("value"))
        view = self._show_next(leaving_id, number, by=body["user"]["id"])
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def dig_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Show a question about a model that has no owner any more."""
        model_id = places.read_model(action.get("value"))
        view = self._show_next_to_dig(model_id, body["user"]["id"])
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def answer_submitted(self, ack: Ack, view: Body, body: Body) -> None:
        """Store an answer; then one question more about it, or the next."""
        asking, section = _read(view)
        values, by = view["state"]["values"], body["user"]["id"]
        instead = messages.read_instead(section, values)
        if instead == messages.LATER and not asking.leaving_id:
            ack(response_action="update", view=messages.done("It stays for later."))
            return
        if instead:
            self._store_instead(asking.question, by, instead)
            ack(response_action="update", view=self._go_on(asking, by))
            self._wake()
            return
        written = messages.read_answer(section, values)
        errors = messages.missing(written)
        if (secret := find_secret(written)) is not None:
            errors = messages.secret(section, secret)
        if errors:
            ack(response_action="errors", errors=errors)
            return
        self._record(asking.question, by, written)
        gone = frozenset(
            user for user in list_mentioned(written) if self._watch.is_known_gone(user_id=user)
        )
        follow_up = self._interviews.choose_follow_up(written=written, inactive=gone)
        shown = (
            self._go_on(asking, by)
            if follow_up is None
            else messages.follow_up_form(follow_up, asking)
        )
        ack(response_action="update", view=shown)
        self._wake()

    def follow_up_submitted(self, ack: Ack, view: Body, body: Body) -> None:
        """Add a line to the answer that is stored, then show the next question."""
        (asking, _), by = _read(view), body["user"]["id"]
        extra = messages.read_extra(view["state"]["values"])
        if has_secret(extra):
            ack(response_action="errors", errors=messages.extra_secret())
            return
        if extra:
            self._interviews.add_line(
                question=asking.question, by=by, line=extra, now=self._clock.now()
            )
        ack(response_action="update", view=self._go_on(asking, by))
        self._wake()

    def _store_instead(self, question: Question, by: str, instead: str) -> None:
        if instead == messages.LATER:
            self._interviews.skip(question=question, by=by, now=self._clock.now())
        else:
            self._record(question, by, None)

    def _record(self, question: Question, by: str, written: Written | None) -> None:
        self._interviews.record_answer(
            question=question, by=by, written=written, now=self._clock.now()
        )

    def _go_on(self, asking: Asking, by: str) -> Block:
        if asking.leaving_id:
            return self._show_next(asking.leaving_id, asking.number, by=by)
        return self._show_next_to_dig(asking.question.model_id, by)

    def _show_next(self, leaving_id: int, number: int, *, by: str) -> Block:
        found = self._interviews.find_next(
            leaving_id=leaving_id, number=number, by=by, now=self._clock.now()
        )
        return _show(found, leaving_id, number)

    def _show_next_to_dig(self, model_id: int, by: str) -> Block:
        found = self._interviews.find_next_to_dig(model_id=model_id, by=by, now=self._clock.now())
        return _show(found, 0, 0)


def _show(found: Next | None, leaving_id: int, number: int) -> Block:
    if found is None:
        return messages.done()
    question = Question(found.case.model.id, found.section.id)
    return messages.question_form(found, Asking(question, leaving_id, number))


def _read(view: Body) -> tuple[Asking, Section]:
    """Return what a form asked.

    Raises:
        HandoverError: it asked nothing that this version knows.

    """
    asking = Asking.load(view["private_metadata"])
    section = find_section(asking.question.section_id)
    if section is None:
        raise HandoverError("This version of the bot asks no such question.")
    return asking, section
