"""Answers `/mlops ask` from cards, and notes for a model's owner what its card leaves open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.database import Database
from bot.handover.card_readers import reads_restricted
from bot.handover.cards.asking import (
    Named,
    OpenQuestion,
    asks_for_owner,
    find_answers,
    find_named,
    find_section,
    subject_of,
)
from bot.handover.cards.card import HEADINGS, Heading
from bot.handover.cards.cues import CUES
from bot.handover.cards.lints import list_mentions_in
from bot.handover.cards.question_storage import OpenQuestions
from bot.handover.cards.storage import Sections
from bot.handover.domain import Model, SectionText
from bot.handover.handover_storage import Handovers
from bot.handover.owner_storage import Owners
from bot.handover.owners import list_owners
from bot.handover.proof_storage import Known
from bot.handover.review_storage import Reviews
from bot.handover.reviews import list_still_changed
from bot.handover.storage import Models
from bot.playbook.cards import CardAnswer, CardFindings
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

    def search(self, question: str, *, asker: str, is_public: bool) -> CardFindings | None:
        """Return what a model's card says to a question, or None where it names no model.

        Where others see the answer, a card that is for its team only is withheld whoever asks.
        """
        with self._database.reading() as connection:
            named = find_named(question, Models(connection).list_all())
            if named is None:
                return None
            model = named.model
            accepted = Sections(connection).list_accepted(model.id)
            restricted = Models(connection).list_restricted()
        found = _found(named)
        if asks_for_owner(question):
            return replace(found, is_about_owner=True)
        subject = subject_of(question, model)
        may_read = model.team_id not in restricted or (
            not is_public and self._may_read(asker, model)
        )
        answers = find_answers(subject, accepted, self._cues)
        if answers and may_read:
            return replace(found, answers=self._list_answers(model, answers))
        if not subject:
            return None  # It says no more than the model's name.
        return replace(found, is_withheld=True) if answers else replace(found, is_open=True)

    def note(self, question: str, *, asker: str, now: datetime) -> None:
        """Count a question that a card leaves open, for the model's owner."""
        with self._database.reading() as connection:
            named = find_named(question, Models(connection).list_all())
        if named is not None:
            subject = subject_of(question, named.model)
            self._note(named.model, question, subject, asker=asker, now=now)

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

    def _may_read(self, user_id: str, model: Model) -> bool:
        """Whether a restricted card is for somebody: its team's people, and who works on it."""
        with self._database.reading() as connection:
            handover = Handovers(connection).find(model.id)
            owners = list_owners(Owners(connection).list_of(model.id))
            reviewer = Reviews(connection).list_reviewers([model.id]).get(model.id)
        successor = None if handover is None else handover.successor_id
        team_id = model.team_id
        return reads_restricted(
            user_id,
            working_on_it=(model.owner_id, *owners, successor, reviewer),
            roster=None if team_id is None else self._teams.get_roster(team_id=team_id),
        )

    def _list_answers(self, model: Model, texts: Sequence[SectionText]) -> tuple[CardAnswer, ...]:
        with self._database.reading() as connection:
            said = Reviews(connection).list_changed([model.id])
            newest = {text.section: text for text in Sections(connection).list_newest(model.id)}
            inactive = Known(connection).list_inactive()
        changed = {review.section: review for review in list_still_changed(said, texts)}
        return tuple(
            CardAnswer(
                heading=self._titles.get(text.section, text.section),
                text=text.text,
                author_id=text.author_id,
                confirmed_by=text.confirmed_by,
                confirmed_on=_day_of(text.confirmed_at),
                doubted_by=None if doubt is None else doubt.user_id,
                doubted_on=None if doubt is None else _day_of(doubt.said_at),
                is_rewritten=newest[text.section].version > text.version,
                gone=tuple(user for user in list_mentions_in(text.text) if user in inactive),
            )
            for text in texts
            for doubt in (changed.get(text.section),)
        )


def _day_of(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def _found(named: Named) -> CardFindings:
    model = named.model
    return CardFindings(
        model=model.title,
        name=model.name,
        owner_id=model.owner_id,
        is_pointed=named.is_pointed,
    )
