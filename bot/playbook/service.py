"""Use cases of the playbook: ask it, say whether it helped, and be told later."""

from dataclasses import replace
from datetime import datetime

from bot.database import Database
from bot.playbook.domain import Answer, Outcome
from bot.playbook.following import answer_in_turn
from bot.playbook.questions import (
    LONGEST_QUESTION,
    LONGEST_REASON,
    Asked,
    AskError,
    Question,
    is_question,
)
from bot.playbook.shelf import Shelf
from bot.playbook.storage import Questions
from bot.playbook.telling_storage import Tellings
from bot.text.words import terms


class PlaybookService:
    """What can be done with the playbook; each public method commits at its end."""

    def __init__(self, database: Database, shelf: Shelf) -> None:
        self._database = database
        self._shelf = shelf

    def ask(
        self, *, text: str, now: datetime, place: str | None = None, act: str | None = None
    ) -> Asked | None:
        """Return what the playbook says to a question, and store the question without the asker.

        Args:
            text: as it was typed, without markup.
            now: the present moment.
            place: the thread or direct message it was asked in, if it is one; what was asked there
                before is taken into account, and this is remembered in its turn.
            act: names what Slack may tell twice.

        Returns:
            The answer, or None where this act was answered before.

        """
        words, is_cut = text.strip()[:LONGEST_QUESTION], len(text.strip()) > LONGEST_QUESTION
        last = self._find_last(place, now=now)
        answer, is_following = self._answer(words, last)
        after = last.topic if last is not None else ""
        asked = Asked(words, answer, after=after if is_following else "", is_cut=is_cut)
        with self._database.writing() as connection:
            questions = Questions(connection)
            if act is not None and not questions.claim(act, now=now):
                return None
            if not is_question(words) or answer.outcome is Outcome.COMPANY_FACT:
                return asked
            question = questions.add(words, answer, after=asked.after, today=now.date())
            if answer.outcome is Outcome.NOT_COVERED:
                questions.put_into_gap(question.id, tuple(terms(words)))
            if place is not None:
                questions.put_last(place, question.id, now=now)
            return replace(asked, question=question)

    def ask_again(self, *, question_id: int) -> Asked:
        """Return what the playbook says to a stored question now.

        Raises:
            AskError: the question is not kept any more.

        """
        question = self.get_question(question_id=question_id)
        answer, _ = answer_in_turn(self._shelf.playbook, question.text, after=question.after)
        return Asked(question.text, answer, question, after=question.after)

    def get_question(self, *, question_id: int) -> Question:
        """Return a stored question.

        Raises:
            AskError: the question is not kept any more.

        """
        with self._database.reading() as connection:
            return _get(Questions(connection), question_id)

    def remember_place(self, *, question_id: int, place: str, now: datetime) -> None:
        """Have what is asked next in a thread or direct message follow on this question."""
        with self._database.writing() as connection:
            Questions(connection).put_last(place, question_id, now=now)

    def claim(self, *, act: str, now: datetime) -> bool:
        """Return whether this is to be done, rather than done already."""
        with self._database.writing() as connection:
            return Questions(connection).claim(act, now=now)

    def take_back(self, *, act: str) -> None:
        """Forget that something was done, since it was not."""
        with self._database.writing() as connection:
            Questions(connection).release(act)

    def vote(self, *, question_id: int, user_id: str, is_helped: bool, now: datetime) -> None:
        """Store whether an answer helped somebody.

        Raises:
            AskError: the question is not kept any more.

        """
        with self._database.writing() as connection:
            questions = Questions(connection)
            question = _get(questions, question_id)
            questions.vote(question.id, user_id, is_helped=is_helped, today=now.date())

    def give_reason(self, *, question_id: int, user_id: str, reason: str) -> None:
        """Store why an answer did not help."""
        with self._database.writing() as connection:
            Questions(connection).give_reason(question_id, user_id, reason.strip()[:LONGEST_REASON])

    def subscribe(self, *, question_id: int, user_id: str) -> None:
        """Have somebody told when a question is covered; the keepers then see it as a gap.

        Raises:
            AskError: the question is not kept any more.

        """
        # The pages may have changed since the answer: then this edition is still to be looked in.
        edition = self._shelf.edition
        is_covered = self.ask_again(question_id=question_id).answer.is_answered
        with self._database.writing() as connection:
            questions = Questions(connection)
            question = _get(questions, question_id)
            questions.put_into_gap(question.id, tuple(terms(question.text)))
            looked_in = "" if is_covered else edition
            Tellings(connection).subscribe(question.id, user_id, looked_in=looked_in)

    def _answer(self, words: str, last: Question | None) -> tuple[Answer, bool]:
        playbook = self._shelf.playbook
        if last is None:
            return answer_in_turn(playbook, words)
        return answer_in_turn(playbook, words, after=last.topic, page=last.page, anchor=last.anchor)

    def _find_last(self, place: str | None, *, now: datetime) -> Question | None:
        if place is None:
            return None
        with self._database.reading() as connection:
            return Questions(connection).find_last(place, now=now)


def _get(questions: Questions, question_id: int) -> Question:
    found = questions.find(question_id)
    if found is None:
        raise AskError("This question is too old to be kept. Ask it again with `/mlops ask`.")
    return found
