"""Use cases of telling: who waits for an answer, and what the keepers see of a week."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from bot.database import Database
from bot.playbook.following import answer_in_turn
from bot.playbook.questions import (
    Asked,
    Gap,
    Report,
    Subscription,
    last_report_day,
)
from bot.playbook.shelf import Shelf
from bot.playbook.storage import Questions
from bot.playbook.telling_storage import Tellings

MOST_AT_ONCE: Final = 50


@dataclass(frozen=True)
class Covered:
    """Somebody who asked to be told, and what the playbook says now."""

    subscription: Subscription
    asked: Asked


class TellingService:
    """Finds out whom to tell what; each public method commits at its end."""

    def __init__(self, database: Database, shelf: Shelf) -> None:
        self._database = database
        self._shelf = shelf
        self._known: tuple[str, dict[tuple[str, str], bool]] = "", {}

    def list_waiting(self) -> tuple[Subscription, ...]:
        """Return those for whom this edition of the playbook has not been looked in yet."""
        with self._database.reading() as connection:
            return Tellings(connection).list_waiting(
                other_than=self._shelf.edition, limit=MOST_AT_ONCE
            )

    def look_again(self, subscription: Subscription) -> Covered | None:
        """Return what the playbook says now, or None, and then wait for its next edition."""
        edition = self._shelf.edition
        covered = self._ask(subscription)
        if covered is None:
            with self._database.writing() as connection:
                Tellings(connection).put_off(subscription.token, looked_in=edition)
        return covered

    def mark_told(self, subscription: Subscription, *, now: datetime) -> None:
        """Store that the message is owed."""
        with self._database.writing() as connection:
            Tellings(connection).mark_told(subscription.token, today=now.date())

    def find_covered(self, *, token: str) -> Covered | None:
        """Return what is to be told under a token; None if forgotten or no longer covered."""
        with self._database.reading() as connection:
            subscription = Tellings(connection).find(token)
        return None if subscription is None else self._ask(subscription)

    def find_report_due(self, *, now: datetime) -> date | None:
        """Return the last day on which a report was due, unless it has been made."""
        day = last_report_day(now)
        with self._database.reading() as connection:
            return None if Tellings(connection).is_reported(day) else day

    def mark_reported(self, *, day: date) -> None:
        """Store that the report of a day has been made."""
        with self._database.writing() as connection:
            Tellings(connection).mark_reported(day)

    def get_report(self, *, until: date) -> Report:
        """Return the week before a day, without the gaps that are covered by now."""
        with self._database.reading() as connection:
            report = Tellings(connection).get_report(until)
        return replace(report, gaps=tuple(gap for gap in report.gaps if not self._covers(gap)))

    def list_forgettable(self, *, now: datetime) -> tuple[str, ...]:
        """Return the tokens of those who were told long ago."""
        with self._database.reading() as connection:
            return Tellings(connection).list_told(now=now)

    def forget(self, *, tokens: tuple[str, ...], now: datetime) -> None:
        """Delete who asked what as soon as it is not needed, and questions after a year."""
        with self._database.writing() as connection:
            tellings, questions = Tellings(connection), Questions(connection)
            tellings.forget(tokens)
            questions.forget_people(now=now)
            questions.forget_questions(tellings.list_wanted(), now=now)

    def _ask(self, subscription: Subscription) -> Covered | None:
        question = subscription.question
        answer, _ = answer_in_turn(self._shelf.playbook, question.text, after=question.after)
        if not answer.is_answered:
            return None
        return Covered(subscription, Asked(question.text, answer, question, after=question.after))

    def _covers(self, gap: Gap) -> bool:
        """Say whether a gap is closed; what an edition says to it is asked once.

        A report is drawn anew with every press on the message that it stands in.
        """
        edition = self._shelf.edition
        if edition != self._known[0]:
            self._known = edition, {}
        known, asked = self._known[1], (gap.wording, gap.after)
        if asked not in known:
            answer, _ = answer_in_turn(self._shelf.playbook, gap.wording, after=gap.after)
            known[asked] = answer.is_answered
        return known[asked]
