"""The rule of confirming an answer: somebody else, who has read the words that stand there."""

from datetime import datetime

from sqlalchemy import Connection

from bot.handover.domain import ModelError, SectionText
from bot.handover.question_storage import OpenQuestions
from bot.handover.section_storage import Sections
from bot.handover.storage import Models


def accept_answer(
    connection: Connection,
    model_id: int,
    section: str,
    *,
    version: int,
    confirmed_by: str,
    now: datetime,
) -> SectionText:
    """Store that an answer is confirmed, together with what else a transaction stores.

    Raises:
        ModelError: it was answered anew since, is a gap, or they wrote it themselves.

    """
    if Models(connection).find(model_id, for_update=True) is None:
        raise ModelError("This model is not in the register any more, so nothing changed.")
    sections = Sections(connection)
    answer = sections.find(model_id, section)
    if answer is None or answer.version != version:
        raise ModelError("This was answered anew since you read it. Read it again first.")
    if answer.is_gap:
        raise ModelError("This says that nobody knows, so there is nothing to confirm.")
    if answer.author_id == confirmed_by:
        raise ModelError("You wrote this yourself, so somebody else has to confirm it.")
    if not answer.is_accepted:
        sections.accept(answer, by=confirmed_by, now=now)
        OpenQuestions(connection).close(model_id, section)
    return sections.find(model_id, section) or answer
