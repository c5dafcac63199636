"""One named person says of one section that it is right, so that a card can reach 100 %."""

from datetime import timedelta

import pytest

from bot.handover.cards.sections import CRITICAL, SECTIONS
from bot.handover.care.review_messages import to_read, whole
from bot.handover.care.review_service import Waiting, list_waiting
from bot.handover.domain import ModelError
from bot.handover.registries.domain import Change
from bot.handover.registries.storage import Registrations
from bot.handover.reviews import MOST_AT_ONCE, Said
from bot.handover.standings import stand
from tests.handover.desk import LEAD, OWNER, STRANGER, SUCCESSOR, Desk

OTHERS = tuple(section.id for section in SECTIONS if not section.is_critical)


def waiting_for(desk: Desk, user_id: str) -> list[Waiting]:
    return [each for each in list_waiting(desk.case(), now=desk.now) if each.user_id == user_id]


def read_all(desk: Desk, user_id: str) -> int:
    """Say that everything is right, a few sections a day, and return how many days that took."""
    days = 0
    while waiting := waiting_for(desk, user_id):
        day = desk.now.date()
        assert 0 < desk.reviews.ask(user_id=user_id, waiting=waiting, day=day) <= MOST_AT_ONCE
        for asked in desk.reviews.list_asked(user_id=user_id, day=day, now=desk.now):
            desk.reviews.say(review_id=asked.review.id, by=user_id, said=Said.RIGHT, now=desk.now)
        desk.now += timedelta(days=1)
        days += 1
    return days


def hand_over(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer(*CRITICAL)
    desk.answer(*OTHERS)
    desk.name_successor()
    desk.teach_back()


def percent(desk: Desk) -> int:
    return stand(desk.case(), now=desk.now).documented.accepted


def test_a_model_that_is_handed_over_reaches_a_hundred_percent(desk: Desk) -> None:
    hand_over(desk)
    before = percent(desk)

    days = read_all(desk, SUCCESSOR)
    desk.drill()

    assert (before, percent(desk)) == (54, 100)
    assert days == 4  # Ten sections, three a day.


def test_a_critical_section_is_explained_back_and_never_tapped(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer(*CRITICAL)
    desk.name_successor()

    assert waiting_for(desk, SUCCESSOR) == []


def test_without_a_successor_the_named_reader_is_asked_and_nobody_else(desk: Desk) -> None:
    desk.models.record_section(
        model_id=desk.model_id, section="purpose", text="Offers.", author_id=OWNER, now=desk.now
    )
    nobody = list_waiting(desk.case(), now=desk.now)
    desk.reviews.name_reviewer(model_id=desk.model_id, user_id=STRANGER, by=LEAD, now=desk.now)

    (waiting,) = list_waiting(desk.case(), now=desk.now)

    assert nobody == ()
    assert (waiting.user_id, waiting.section.id) == (STRANGER, "purpose")


def test_a_reader_whose_account_is_off_is_asked_no_more(desk: Desk) -> None:
    desk.models.record_section(
        model_id=desk.model_id, section="purpose", text="Offers.", author_id=OWNER, now=desk.now
    )
    desk.reviews.name_reviewer(model_id=desk.model_id, user_id=STRANGER, by=LEAD, now=desk.now)

    desk.deactivate(STRANGER)

    assert list_waiting(desk.case(), now=desk.now) == ()


def test_only_owner_and_leads_name_a_reader_and_it_is_not_the_owner(desk: Desk) -> None:
    with pytest.raises(ModelError, match="owner or a lead"):
        desk.reviews.name_reviewer(
            model_id=desk.model_id, user_id=SUCCESSOR, by=STRANGER, now=desk.now
        )
    with pytest.raises(ModelError, match="somebody else has to read"):
        desk.reviews.name_reviewer(model_id=desk.model_id, user_id=OWNER, by=LEAD, now=desk.now)


def test_nobody_presses_for_somebody_else_or_for_words_they_have_not_read(desk: Desk) -> None:
    hand_over(desk)
    day = desk.now.date()
    desk.reviews.ask(user_id=SUCCESSOR, waiting=waiting_for(desk, SUCCESSOR), day=day)
    (first, *_) = desk.reviews.list_asked(user_id=SUCCESSOR, day=day, now=desk.now)

    with pytest.raises(ModelError, match="isn't asked of you"):
        desk.reviews.say(review_id=first.review.id, by=LEAD, said=Said.RIGHT, now=desk.now)
    desk.answer(first.section.id)
    with pytest.raises(ModelError, match="answered anew"):
        desk.reviews.say(review_id=first.review.id, by=SUCCESSOR, said=Said.RIGHT, now=desk.now)

    assert percent(desk) == 54


def test_each_section_has_its_own_buttons_and_there_is_none_for_all(desk: Desk) -> None:
    hand_over(desk)
    day = desk.now.date()
    desk.reviews.ask(user_id=SUCCESSOR, waiting=waiting_for(desk, SUCCESSOR), day=day)

    message = to_read(desk.reviews.list_asked(user_id=SUCCESSOR, day=day, now=desk.now))

    buttons = [b for block in message.blocks for b in block.get("elements", []) if "value" in b]
    assert len(buttons) == 2 * MOST_AT_ONCE
    assert len({button["value"] for button in buttons}) == MOST_AT_ONCE


def test_a_section_too_long_for_a_message_can_be_read_to_its_end(desk: Desk) -> None:
    long = "a step " * 900 + "and the last one"
    desk.models.record_section(
        model_id=desk.model_id, section="purpose", text=long, author_id=OWNER, now=desk.now
    )
    desk.reviews.name_reviewer(model_id=desk.model_id, user_id=STRANGER, by=LEAD, now=desk.now)
    day = desk.now.date()
    desk.reviews.ask(user_id=STRANGER, waiting=waiting_for(desk, STRANGER), day=day)
    (asked,) = desk.reviews.list_asked(user_id=STRANGER, day=day, now=desk.now)

    message, modal = str(to_read([asked]).blocks), str(whole(asked))

    assert "Read all of it" in message
    assert "and the last one" not in message
    assert "and the last one" in modal


def test_what_has_changed_counts_no_more_until_it_is_written_anew_and_read(desk: Desk) -> None:
    hand_over(desk)
    read_all(desk, SUCCESSOR)
    desk.drill()
    desk.now += timedelta(days=400)
    day = desk.now.date()
    desk.reviews.ask(user_id=SUCCESSOR, waiting=waiting_for(desk, SUCCESSOR), day=day)
    (first, *_) = desk.reviews.list_asked(user_id=SUCCESSOR, day=day, now=desk.now)
    still = percent(desk)

    desk.reviews.say(review_id=first.review.id, by=SUCCESSOR, said=Said.CHANGED, now=desk.now)

    assert percent(desk) < still
    (lack,) = desk.replies.list_lacks(owner_id=SUCCESSOR, now=desk.now)
    assert (lack.section, lack.said_by) == (first.section, SUCCESSOR)


def test_a_new_production_version_makes_three_sections_doubtful_at_once(desk: Desk) -> None:
    hand_over(desk)
    read_all(desk, SUCCESSOR)
    desk.drill()
    before = percent(desk)
    desk.now += timedelta(days=1)
    with desk.database.writing() as connection:
        changes = [
            (desk.model_id, Change("alias", "champion", "7", "8")),
            (desk.model_id, Change("alias", "challenger", "8", "9")),
        ]
        Registrations(connection).note_changes(changes, now=desk.now)

    waiting = waiting_for(desk, SUCCESSOR)

    assert {each.section.id for each in waiting} == {"retrain", "training", "evaluation"}
    assert {each.because for each in waiting} == {"Unconfirmed since v8"}
    assert percent(desk) < before == 100
    desk.now += timedelta(days=8)  # Outside a handover somebody is asked once a week.
    assert read_all(desk, SUCCESSOR) == 1
    assert percent(desk) == 100
