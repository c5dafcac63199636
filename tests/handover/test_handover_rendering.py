from collections.abc import Callable
from datetime import timedelta

from bot.clock import MovableClock
from bot.delivery.domain import Message, owed
from bot.handover.handover_places import ONE_LEFT, PLAN, SESSION, STATE, Key
from bot.handover.handover_rendering import HandoverRenderers
from bot.handover.rules.leaving import may_see
from tests.handover.desk import LEAD, OWNER, STRANGER, SUCCESSOR, Desk


def everybody(user_id: str) -> bool:
    return True


def nobody(user_id: str) -> bool:
    return False


def render(
    desk: Desk,
    key: Key,
    *,
    is_active: Callable[[str], bool] = everybody,
    is_posted: bool = False,
) -> Message | None:
    clock = MovableClock(desk.now, flows=False)
    renderers = HandoverRenderers(desk.handovers, desk.interviews, clock, is_active)
    part = owed(key.dump(), to=key.user_id, at=desk.now)
    return renderers.render(part, is_posted=is_posted)


def turn(desk: Desk) -> int:
    return desk.handovers.get_turn(model_id=desk.model_id)


def test_nothing_is_sent_to_somebody_whose_account_is_off_by_then(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()

    for kind in (PLAN, SESSION):
        assert render(desk, Key(kind, 1, 1, OWNER)) is not None
        assert render(desk, Key(kind, 1, 1, OWNER), is_active=nobody) is None


def test_a_plan_is_shown_to_owner_and_leads_and_to_nobody_else(desk: Desk) -> None:
    desk.set_last_day()

    shown = [user for user in (OWNER, LEAD, SUCCESSOR, STRANGER) if _plan(desk, user)]

    assert shown == [OWNER, LEAD]


def _plan(desk: Desk, user_id: str) -> Message | None:
    return render(desk, Key(PLAN, 1, 1, user_id))


def test_whom_the_form_names_may_see_it_too(desk: Desk) -> None:
    outlook = desk.handovers.set_last_day(
        owner_id=OWNER,
        last_day=desk.now.date() + timedelta(days=28),
        by=LEAD,
        now=desk.now,
        named=(STRANGER,),
    )

    assert outlook.leaving is not None
    assert _plan(desk, STRANGER) is not None


def test_what_is_over_before_it_is_sent_is_not_sent(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.handovers.cancel(owner_id=OWNER, by=LEAD, now=desk.now)

    assert render(desk, Key(SESSION, 1, 1, OWNER)) is None
    posted = render(desk, Key(SESSION, 1, 1, OWNER), is_posted=True)
    assert posted is not None
    assert "over" in posted.text


def test_only_the_newest_turn_says_how_a_model_stands(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer()
    older = turn(desk)
    desk.name_successor()

    assert render(desk, Key(STATE, desk.model_id, older, SUCCESSOR)) is None
    newest = render(desk, Key(STATE, desk.model_id, turn(desk), SUCCESSOR))
    assert newest is not None
    assert "Explain" in newest.text


def test_the_owner_is_asked_to_mark_once_all_is_explained(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer()
    desk.name_successor()
    before = render(desk, Key(STATE, desk.model_id, turn(desk), OWNER))
    for section in ("scares", "chores", "retrain", "rollback", "people", "data-sources"):
        desk.proofs.retell(
            model_id=desk.model_id, section_id=section, by=SUCCESSOR, words="So", now=desk.now
        )

    after = render(desk, Key(STATE, desk.model_id, turn(desk), OWNER))

    assert before is None
    assert after is not None
    assert "explained" in after.text


def test_leads_decide_about_a_model_whose_owner_is_gone_who_hears_no_more(desk: Desk) -> None:
    desk.deactivate(OWNER)
    desk.pass_days(0)

    said = render(desk, Key(STATE, desk.model_id, turn(desk), LEAD))

    assert said is not None
    assert "it is asked of you, and of those who may know" in str(said.blocks)
    gone = {OWNER}.__contains__
    key = Key(STATE, desk.model_id, turn(desk), OWNER)
    assert render(desk, key, is_active=lambda user_id: not gone(user_id)) is None


def test_a_lead_is_told_that_one_day_is_left_and_a_stranger_is_not(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()

    said = render(desk, Key(ONE_LEFT, 1, 1, LEAD))

    assert said is not None
    assert "6 critical sections are open" in str(said.blocks)
    assert render(desk, Key(ONE_LEFT, 1, 1, SUCCESSOR)) is None


def test_whoever_set_the_date_and_leads_none_of_their_teams_any_more_sees_it_no_more(
    desk: Desk,
) -> None:
    leaving = desk.set_last_day().leaving
    assert leaving is not None

    assert may_see(leaving, LEAD, leads=(LEAD,))
    assert not may_see(leaving, LEAD, leads=("UNEWLEAD",))
