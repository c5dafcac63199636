"""What a card could not answer goes to its owner while there is one, and nobody is asked twice."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import event

from bot.database import DatabaseBusyError
from bot.handover.ask_source import AskSource
from bot.handover.cards.section import Written
from bot.handover.cards.sections import find_section
from bot.handover.cards.storage import Sections
from bot.handover.care.reply_messages import Mending, mend_form, to_mend
from bot.handover.domain import ModelError, SectionText
from bot.handover.lead_view import LeadViews
from bot.handover.rules.sessions import Question
from tests.handover.desk import LEAD, OWNER, STRANGER, SUCCESSOR, Desk


def ask(desk: Desk, question: str, *askers: str) -> None:
    source = AskSource(desk.database, desk.teams)
    for asker in askers:
        source.note(question, asker=asker, now=desk.now)


def lacks(desk: Desk) -> list[str]:
    found = desk.replies.list_lacks(owner_id=OWNER, now=desk.now)
    return [lack.question.wording for lack in found if lack.question]


def reply(desk: Desk, text: str, *, by: str = OWNER) -> SectionText:
    (first, *_) = desk.replies.list_lacks(owner_id=OWNER, now=desk.now)
    assert first.question is not None
    return desk.replies.reply(
        model_id=desk.model_id,
        section_id="rollback",
        question_id=first.question.id,
        text=text,
        by=by,
        now=desk.now,
    )


def add(desk: Desk, text: str) -> None:
    """Add a line, and press again where the database was busy."""
    with suppress(DatabaseBusyError):
        desk.replies.reply(
            model_id=desk.model_id,
            section_id="rollback",
            question_id=0,
            text=text,
            by=OWNER,
            now=desk.now,
        )
        return
    add(desk, text)


def test_what_most_people_asked_comes_first(desk: Desk) -> None:
    ask(desk, "which colour is the churn dashboard", "UA")
    ask(desk, "how do I roll back churn", "UA", "UB", "UC")

    assert lacks(desk) == ["how do I roll back churn", "which colour is the churn dashboard"]
    found = desk.replies.list_lacks(owner_id=OWNER, now=desk.now)
    assert "3 people asked" in str(to_mend(found).blocks)


def test_a_reply_stands_on_the_card_and_is_asked_no_more_before_it_is_read(desk: Desk) -> None:
    ask(desk, "how do I roll back churn", "UA")
    desk.reviews.name_reviewer(model_id=desk.model_id, user_id=STRANGER, by=LEAD, now=desk.now)

    stored = reply(desk, "Point the alias at version 6.")

    assert (stored.text, stored.author_id) == ("Point the alias at version 6.", OWNER)
    assert lacks(desk) == []


def test_a_reply_is_added_below_what_stands_there(desk: Desk) -> None:
    desk.models.record_section(
        model_id=desk.model_id, section="rollback", text="First.", author_id=OWNER, now=desk.now
    )
    ask(desk, "how do I roll back churn", "UA")

    assert reply(desk, "Then page Ben.").text == "First.\n\nThen page Ben."


def test_only_the_owner_replies(desk: Desk) -> None:
    ask(desk, "how do I roll back churn", "UA")

    with pytest.raises(ModelError, match="Only this model's owner"):
        reply(desk, "So.", by=SUCCESSOR)


def test_the_form_offers_where_it_belongs_and_a_forged_one_is_refused(desk: Desk) -> None:
    ask(desk, "how do I roll back churn", "UA")
    (lack,) = desk.replies.list_lacks(owner_id=OWNER, now=desk.now)

    form = mend_form(lack)

    assert "how do I roll back churn" in str(form)
    assert Mending.load(form["private_metadata"]).section_id == "rollback"
    with pytest.raises(ModelError, match="which model"):
        Mending.load("[]")


def test_when_its_owner_is_gone_questions_count_as_loss_to_the_lead(desk: Desk) -> None:
    ask(desk, "how do I roll back churn", "UA", "UB")
    views = LeadViews(desk.handovers, desk.people)
    before = views.find_view(viewer=LEAD, now=desk.now)
    desk.deactivate(OWNER)

    after = views.find_view(viewer=LEAD, now=desk.now)

    assert before is not None
    assert after is not None
    assert before.losses == ()
    assert [(loss.name, loss.questions, loss.askers) for loss in after.losses] == [("churn", 1, 2)]
    assert desk.replies.list_lacks(owner_id=OWNER, now=desk.now) == ()


def test_an_answer_and_its_state_are_stored_together_or_not_at_all(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    section = find_section("scares")
    assert section is not None

    def die(*said: object) -> None:
        if str(said[2]).startswith("UPDATE handover "):
            raise RuntimeError

    event.listen(desk.database.engine, "before_cursor_execute", die)
    with pytest.raises(RuntimeError):
        desk.interviews.record_answer(
            question=Question(desk.model_id, "scares"),
            by=OWNER,
            written=Written(section, {section.fields[0].id: "It broke."}),
            now=desk.now,
        )
    event.remove(desk.database.engine, "before_cursor_execute", die)

    with desk.database.reading() as connection:
        assert Sections(connection).list_newest(desk.model_id) == ()
    assert "scares" in desk.case().list_open(now=desk.now + timedelta(minutes=1))


def test_what_is_added_at_once_from_two_screens_all_stays(desk: Desk) -> None:
    lines = [f"Line {number}" for number in range(4)]

    with ThreadPoolExecutor(4) as screens:
        list(screens.map(partial(add, desk), lines))

    said = desk.case().texts["rollback"].text
    assert sorted(said.split("\n\n")) == sorted(lines)
