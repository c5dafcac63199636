from datetime import timedelta

from bot.handover.figures import Verdict
from bot.handover.handover_messages import plan_told
from bot.handover.lead_messages import lead_blocks
from bot.handover.lead_view import LeadViews
from tests.handover.desk import LAST_DAY, LEAD, MONDAY, OWNER, SUCCESSOR, Desk


def views(desk: Desk) -> LeadViews:
    return LeadViews(desk.handovers, desk.people)


def test_a_lead_reads_days_left_and_room_and_nobody_else_does(desk: Desk) -> None:
    desk.set_last_day()

    view = views(desk).find_view(viewer=LEAD, now=desk.now)

    assert view is not None
    assert [(line.verdict, line.days_left) for line in view.lines] == [(Verdict.LEAVING_UNSAFE, 21)]
    assert [outlook.last_day for outlook in view.outlooks] == [LAST_DAY]
    assert views(desk).find_view(viewer=SUCCESSOR, now=desk.now) is None
    assert views(desk).find_view(viewer=OWNER, now=desk.now) is None


def test_a_proven_model_is_one_head_with_its_critical_sections_documented(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer()
    desk.name_successor()
    desk.teach_back()
    desk.drill()

    view = views(desk).find_view(viewer=LEAD, now=desk.now)

    assert view is not None
    (line,) = view.lines
    assert (line.verdict, line.documented.accepted) == (Verdict.ONE_HEAD, 54)
    assert line.factor.proven == {SUCCESSOR}


def test_a_waived_model_is_an_accepted_risk_and_no_better_for_it(desk: Desk) -> None:
    desk.set_last_day()
    until = MONDAY.date() + timedelta(days=10)
    desk.handovers.waive(
        model_id=desk.model_id, by=LEAD, reason="Launch", expires_on=until, now=desk.now
    )

    view = views(desk).find_view(viewer=LEAD, now=desk.now)

    assert view is not None
    assert view.lines[0].verdict is Verdict.LEAVING_UNSAFE
    said = str(lead_blocks(view))
    assert f"signed by <@{LEAD}> until {until}: Launch" in said
    assert "documented 0%" in said


def test_the_plan_says_who_sees_the_date_and_that_scares_judge_nobody(desk: Desk) -> None:
    outlook = desk.set_last_day()

    said = str(plan_told(outlook, OWNER).blocks)

    assert f"The date is seen by <@{OWNER}> and <@{LEAD}>" in said
    assert "never used to judge a person" in said
    assert "rotation" not in said.lower()
