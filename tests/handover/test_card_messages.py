"""What `/mlops model NAME` shows of a card, and to whom."""

from bot.handover.card_messages import card
from bot.handover.standings import stand
from tests.handover.desk import LEAD, OWNER, STRANGER, SUCCESSOR, Desk


def shown_to(desk: Desk, viewer: str) -> str:
    case = desk.case()
    return str(card(case, stand(case, now=desk.now), viewer=viewer))


def test_a_card_says_what_is_accepted_what_is_unread_and_what_is_open(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer()
    desk.name_successor()
    desk.teach_back()
    desk.answer("decisions")

    said = shown_to(desk, STRANGER)

    assert "*Accepted:* Scares, Chores by hand, Retraining" in said
    assert "*Answered, unread:* Decisions" in said
    assert "*Open:* Access, Purpose" in said
    assert f"To ask: <@{OWNER}>" in said


def test_only_leads_and_the_owner_read_what_may_tell_of_a_handover(desk: Desk) -> None:
    before = shown_to(desk, STRANGER)
    desk.set_last_day()

    told = {viewer: shown_to(desk, viewer) for viewer in (STRANGER, SUCCESSOR, OWNER, LEAD)}

    assert told[STRANGER] == told[SUCCESSOR] == before
    assert "One head" in before
    assert "Being handed over" in told[OWNER]
    assert "documented 0%" in told[LEAD]


def test_where_nobody_runs_it_its_leads_can_be_asked(desk: Desk) -> None:
    desk.deactivate(OWNER)

    said = shown_to(desk, STRANGER)

    assert f"Nobody runs it. To ask: <@{LEAD}>" in said
