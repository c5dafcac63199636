"""Use cases of gaps: what a model's card could not answer, for whoever owns it."""

from datetime import datetime
from typing import Final

from bot.database import Database
from bot.handover.cards.asking import OpenQuestion, find_section, subject_of
from bot.handover.cards.cues import CUES
from bot.handover.cards.question_storage import OpenQuestions
from bot.handover.storage import Models
from bot.text.masking import mask_secrets

_LONGEST_WORDING: Final = 500


class GapService:
    """Keeps what cards could not answer, beside what `/mlops ask` was asked in vain."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, *, model_id: int, wording: str, by: str, now: datetime) -> None:
        """Count a gap with the questions that it is alike to, or as the first of its kind."""
        with self._database.writing() as connection:
            subject = subject_of(wording, Models(connection).get(model_id))
            OpenQuestions(connection).note(
                model_id,
                wording=mask_secrets(wording)[:_LONGEST_WORDING],
                terms=subject,
                section=find_section(subject, CUES),
                by=by,
                on=now.date(),
            )

    def list_open(self, *, model_id: int, section_id: str) -> tuple[OpenQuestion, ...]:
        """Return what was asked of one section in vain, what most people asked first."""
        with self._database.reading() as connection:
            found = OpenQuestions(connection).list_open(model_id)
        return tuple(question for question in found if question.section == section_id)
