"""What stands on a card for whom, and how much of it Slack shows at once."""

from collections.abc import Mapping

import pytest

from bot.handover.cards.sections import SECTIONS, find_section
from bot.handover.co_owners.service import CoOwnerService
from bot.handover.domain import ModelError
from bot.handover.reading.messages import card_page, section_page
from bot.handover.reading.service import Reading, ReadingService
from bot.handover.rules.sessions import Question
from tests.handover.desk import LEAD, OWNER, STRANGER, SUCCESSOR, Desk


def read(desk: Desk, by: str) -> Reading:
    readings = ReadingService(desk.cases, desk.models, desk.teams, desk.blinds)
    return readings.read(model_id=desk.model_id, by=by, now=desk.now)


def page(desk: Desk, by: str) -> str:
    return str(card_page(read(desk, by)))


def begin(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.name_successor()


def test_a_successor_reads_all_of_a_card_with_what_nobody_confirmed_marked(desk: Desk) -> None:
    begin(desk)
    desk.answer("scares", "retrain")
    desk.interviews.record_answer(
        question=Question(desk.model_id, "people"), by=OWNER, written=None, now=desk.now
    )

    shown = page(desk, SUCCESSOR)

    assert "What there is to say of scares" in shown
    assert f"Not confirmed. Written by <@{OWNER}> on 05 Jan 2026." in shown
    assert "_Nobody knows._" in shown
    assert f"A known gap: <@{OWNER}> said so" in shown
    assert "*Nobody has answered:* Chores by hand, Rolling back, Decisions" in shown


@pytest.mark.parametrize("reader", [OWNER, LEAD])
def test_owner_and_lead_read_it_too_and_others_what_is_confirmed(desk: Desk, reader: str) -> None:
    begin(desk)
    desk.answer()
    unread = page(desk, STRANGER)

    desk.teach_back()
    desk.answer("access")

    assert "What there is to say" not in unread
    assert "*Nothing is confirmed of:* Scares" in unread
    assert "What there is to say of access" in page(desk, reader)
    shown = page(desk, STRANGER)
    assert "What there is to say of retrain" in shown
    assert f"confirmed by <@{SUCCESSOR}>" in shown
    assert "access" not in shown
    assert "2026-02-02" not in shown


def test_a_card_for_its_team_only_is_opened_by_nobody_else(desk: Desk) -> None:
    begin(desk)
    desk.answer()
    desk.models.restrict_cards(channel_id="CFRAUD", user_id=LEAD, is_restricted=True)

    with pytest.raises(ModelError, match="for its own people only"):
        read(desk, STRANGER)
    assert read(desk, "UOTHER").texts == ()
    assert len(read(desk, SUCCESSOR).texts) == 6


def test_an_owner_who_is_asked_apart_is_not_shown_what_the_first_one_says(desk: Desk) -> None:
    owners = CoOwnerService(desk.database, desk.models)
    claim = owners.claim_too(model_id=desk.model_id, user_id="UOTHER", now=desk.now)
    owners.decide(claim_id=claim.id, by=LEAD, is_theirs=True, now=desk.now)
    begin(desk)
    desk.answer()

    assert "What there is to say" not in page(desk, "UOTHER")


def test_a_card_with_all_that_people_write_stays_within_a_modal(desk: Desk) -> None:
    begin(desk)
    for section in SECTIONS:
        desk.models.record_section(
            model_id=desk.model_id,
            section=section.id,
            text="<&>" * 13_000,
            author_id=OWNER,
            now=desk.now,
        )
    reading = read(desk, OWNER)
    retrain = find_section("retrain")
    assert retrain is not None

    views = [card_page(reading), section_page(reading, retrain)]

    for view in views:
        assert len(view["blocks"]) <= 100
        assert all(len(text) <= 3_000 for block in view["blocks"] for text in _texts(block))
    assert "Read all of it" in str(views[0])
    assert "".join(_texts(block)[0] for block in views[1]["blocks"]) == "&lt;&amp;&gt;" * 13_000


def _texts(block: Mapping[str, object]) -> list[str]:
    text = block.get("text")
    return [str(text["text"])] if isinstance(text, dict) else []
