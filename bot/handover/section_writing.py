"""Writes what cards say within somebody else's transaction, so that nothing is half-stored."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.handover.cards.question_storage import OpenQuestions
from bot.handover.cards.storage import Sections
from bot.handover.domain import (
    LONGEST_TEXT,
    ModelError,
    SectionText,
    tidy_text,
)
from bot.handover.registries.storage import Registrations
from bot.handover.storage import Models

GONE = "This model isn't in the register any more, so nothing changed."


def write_section(connection: Connection, answer: SectionText) -> SectionText:
    """Store an answer as the newest of its section; one that was accepted stays until then.

    Its number, and the version of the model that it is about, are found out here.

    Raises:
        ModelError: there is nothing in it, it is too long, or the model is not there.

    """
    words = tidy_text(answer.text)
    if not words and not answer.is_gap:
        raise ModelError("There is nothing in this answer yet. Write it, or say you don't know.")
    if len(words) > LONGEST_TEXT:
        raise ModelError(
            f"This answer is longer than {LONGEST_TEXT:,} characters. Keep what a colleague "
            "needs at 3 a.m., and link to the rest."
        )
    _lock(connection, answer.model_id)
    versions = Registrations(connection).list_versions(answer.model_id)
    newest = max(versions, key=lambda v: (len(v.version), v.version), default=None)
    return Sections(connection).add(
        replace(answer, text=words, model_version=newest.version if newest else "")
    )


def add_to_section(connection: Connection, answer: SectionText) -> SectionText:
    """Store an answer below what its section says, which is read here: two added at once both stay.

    Raises:
        ModelError: there is nothing in it, it is too long, or the model is not there.

    """
    _lock(connection, answer.model_id)
    before = Sections(connection).find(answer.model_id, answer.section)
    if before is None or before.is_gap or not before.text:
        return write_section(connection, answer)
    return write_section(connection, replace(answer, text=f"{before.text}\n\n{answer.text}"))


def confirm_section(
    connection: Connection,
    *,
    model_id: int,
    section: str,
    version: int,
    confirmed_by: str,
    now: datetime,
    is_renewed: bool = False,
) -> SectionText:
    """Store that somebody other than its author has confirmed an answer that they read.

    One that is confirmed already keeps its day, unless `is_renewed`.

    Raises:
        ModelError: it was answered anew since, is a gap, or they wrote it themselves.

    """
    _lock(connection, model_id)
    sections = Sections(connection)
    answer = sections.find(model_id, section)
    if answer is None or answer.version != version:
        raise ModelError("This was answered anew since you read it. Read it again first.")
    if answer.is_gap:
        raise ModelError("This says that nobody knows, so there is nothing to confirm.")
    if answer.author_id == confirmed_by:
        raise ModelError("You wrote this yourself, so somebody else has to confirm it.")
    if is_renewed or not answer.is_accepted:
        sections.accept(answer, by=confirmed_by, now=now)
        OpenQuestions(connection).close(model_id, section)
    return sections.find(model_id, section) or answer


def _lock(connection: Connection, model_id: int) -> None:
    if Models(connection).find(model_id, for_update=True) is None:
        raise ModelError(GONE)
