"""Short ways to bring a handover to where a test begins."""

from datetime import UTC, date, datetime, timedelta

from bot.handover.cards.sections import CRITICAL
from bot.handover.rules import state_machine
from bot.handover.rules.states import DrillResult, Handover, Mark, State, Waiver

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
LAST_DAY = date(2026, 2, 2)
OWNER, SUCCESSOR, OTHER, LEAD = "UOWNER", "UNEXT", "UOTHER", "ULEAD"


def days(count: int) -> timedelta:
    return timedelta(days=count)


def steady(**facts: object) -> Handover:
    return Handover(1, State.STEADY, NOW, **{"owner_id": OWNER, **facts})  # type: ignore[arg-type] # facts are the fields


def leaving(*, last_day: date = LAST_DAY) -> Handover:
    return state_machine.set_last_day(steady(), owner_id=OWNER, last_day=last_day, now=NOW)


def interviewing() -> Handover:
    return state_machine.begin(leaving(), now=NOW)


def answered(handover: Handover, *sections: str) -> Handover:
    for section in sections or CRITICAL:
        handover = state_machine.answer(handover, section, now=NOW)
    return handover


def drafted() -> Handover:
    return answered(interviewing())


def teach_back(handover: Handover | None = None) -> Handover:
    return state_machine.name_successor(handover or drafted(), user_id=SUCCESSOR, now=NOW)


def marked(handover: Handover, **marks: Mark) -> Handover:
    """Have everything explained back, and marked as right but for `marks`."""
    for section in CRITICAL:
        handover = state_machine.retell(handover, section, by=SUCCESSOR)
    for section in CRITICAL:
        mark = marks.get(section.replace("-", "_"), Mark.RIGHT)
        handover = state_machine.mark(handover, section, mark, by=OWNER, now=NOW)
    return handover


def drill() -> Handover:
    return marked(teach_back())


def drilled(
    handover: Handover,
    *,
    by: str = SUCCESSOR,
    has_rolled_back: bool = True,
    has_retrained: bool = True,
) -> Handover:
    result = DrillResult(by, has_rolled_back, has_retrained)
    return state_machine.record_drill(handover, result, now=NOW)


def waiver(*, expires_on: date = LAST_DAY, reason: str = "Launch first") -> Waiver:
    return Waiver(LEAD, reason, expires_on)
