"""Answers `/mlops ask` from cards, and notes for a model's owner what its card leaves open."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.database import Database
from bot.handover.asking import (
    OpenQuestion,
    asks_for_owner,
    find_answers,
    find_named,
    find_section,
    subject_of,
)
from bot.handover.card import HEADINGS, Heading
from bot.handover.cues import CUES
from bot.handover.domain import Model, SectionText
from bot.handover.question_storage import OpenQuestions
from bot.handover.section_storage import Sections
from bot.handover.storage import Models
from bot.playbook.cards import CardAnswer, CardFindings
from bot.teams.domain import Role, Standing
from bot.teams.service import TeamService
from bot.text.masking import mask_secrets

_LONGEST_WORDING = 500


class AskSource:
    """What cards say to questions; `bot.playbook` is handed it as its source of cards.

    Args:
        database: where the register is.
        teams: who belongs to which team.
        headings: what stands above a section.
        cues: the words by which a question tells which section it is about.

    """

    def __init__(
        self,
        database: Database,
        teams: TeamService,
        *,
        headings: Sequence[Heading] = HEADINGS,
        cues: Mapping[str, frozenset[str]] = CUES,
    ) -> None:
        self._database = database
        self._teams = teams
        self._titles = {heading.id: heading.title for heading in headings}
        self._cues = cues

    def search(
        self, question: str, *, asker: str, is_public: bool, now: datetime
    ) -> CardFindings | None:
        """Return what a model's card says to a question, or None where it names no model.

        What the card leaves open is counted, for the model's owner. Where others see the answer, a
        card that is for its team only is withheld whoever asks.
        """
        with self._database.reading() as connection:
            model = find_named(question, Models(connection).list_all())
            if model is None:
                return None
            accepted = Sections(connection).list_accepted(model.id)
            restricted = Models(connection).list_restricted()
        if asks_for_owner(question):
            return _found(model, is_about_owner=True)
        subject = subject_of(question, model)
        may_read = model.team_id not in restricted or (
            not is_public and self._belongs(asker, model)
        )
        answers = find_answers(subject, accepted, self._cues)
        if answers and may_read:
            return _found(model, answers=[self._answer(text) for text in answers])
        if not subject:
            return None  # It says no more than the model's name.
        if answers:
            return _found(model, is_withheld=True)
        self._note(model, question, subject, asker=asker, now=now)
        return _found(model, is_noted=True)

    def list_open(self, *, model_id: int) -> tuple[OpenQuestion, ...]:
        """Return what a model's card leaves open, what most people asked first."""
        with self._database.reading() as connection:
            return OpenQuestions(connection).list_open(model_id)

    def forget_askers(self, *, now: datetime) -> int:
        """Delete who asked, once it is not needed to count each person once; return how many."""
        with self._database.writing() as connection:
            return OpenQuestions(connection).forget_askers(today=now.date())

    def _note(
        self,
        model: Model,
        question: str,
        subject: tuple[str, ...],
        *,
        asker: str,
        now: datetime,
    ) -> None:
        with self._database.writing() as connection:
            OpenQuestions(connection).note(
                model.id,
                wording=mask_secrets(question)[:_LONGEST_WORDING],
                terms=subject,
                section=find_section(subject, self._cues),
                by=asker,
                on=now.date(),
            )

    def _belongs(self, user_id: str, model: Model) -> bool:
        if user_id == model.owner_id:
            return True
        if model.team_id is None:
            return False
        roster = self._teams.get_roster(team_id=model.team_id)
        return any(roster.find_standing(user_id, role) is Standing.ACTIVE for role in Role)

    def _answer(self, text: SectionText) -> CardAnswer:
        return CardAnswer(
            heading=self._titles.get(text.section, text.section),
            text=text.text,
            author_id=text.author_id,
            confirmed_by=text.confirmed_by,
            confirmed_on=None if text.confirmed_at is None else text.confirmed_at.date(),
        )


def _found(
    model: Model,
    *,
    answers: Sequence[CardAnswer] = (),
    is_about_owner: bool = False,
    is_noted: bool = False,
    is_withheld: bool = False,
) -> CardFindings:
    return CardFindings(
        model=model.title,
        name=model.name,
        answers=answers,
        owner_id=model.owner_id,
        is_about_owner=is_about_owner,
        is_noted=is_noted,
        is_withheld=is_withheld,
    )
