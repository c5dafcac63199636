"""Two bots on one database at the same moment: nobody is asked twice, and nothing is lost."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

from sqlalchemy import select

from bot.clock import MovableClock
from bot.database import DatabaseBusyError
from bot.delivery.day_service import DayService
from bot.delivery.service import DeliveryService
from bot.handover import desk as desks
from bot.handover.before_jobs import BeforeJobs
from bot.handover.cards.sections import CRITICAL
from bot.handover.care_jobs import CareJobs
from bot.handover.domain import Tier
from bot.handover.handover_jobs import HandoverJobs
from bot.scheduler import Job
from bot.tables import metadata
from tests.handover.desk import LEAD, OWNER, SUCCESSOR, Desk
from tests.handover.test_handover_jobs import everybody

PROCESSES = 3


def jobs_of_a_process(desk: Desk) -> tuple[Job, ...]:
    clock = MovableClock(desk.now, flows=False)
    own = desks.Desk(desk.database, desk.models, desk.teams, desk.people)
    deliveries, days = DeliveryService(desk.database), DayService(desk.database, desk.people)
    return (
        *HandoverJobs(own, deliveries, clock, desk.people, everybody).jobs,
        *BeforeJobs(own, deliveries, clock).jobs,
        *CareJobs(own, deliveries, days, clock, desk.people).jobs,
    )


def run_at_once(calls: Sequence[Callable[[], object]]) -> list[BaseException]:
    """Begin all at the same moment, and return what went wrong in any."""
    together = Barrier(len(calls))

    def run(call: Callable[[], object]) -> BaseException | None:
        together.wait()
        try:
            while True:
                with suppress(DatabaseBusyError):  # As a tick or a person does, it tries again.
                    call()
                    return None
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells
            return error

    with ThreadPoolExecutor(len(calls)) as threads:
        return [error for error in threads.map(run, calls) if error is not None]


def tick_at_once(desk: Desk) -> list[BaseException]:
    """Have several processes do each of their jobs at the same moment."""
    processes = [jobs_of_a_process(desk) for _ in range(PROCESSES)]
    wrong = []
    for same in zip(*processes, strict=True):
        wrong += run_at_once([job.run for job in same])
    return wrong


def count(desk: Desk, table: str) -> int:
    with desk.database.reading() as connection:
        return len(connection.execute(select(metadata().tables[table])).all())


def owed(desk: Desk, beginning: str) -> list[tuple[str, str]]:
    """Return key and addressee of what is owed, without the rows' own numbers."""
    table = metadata().tables["delivery"]
    with desk.database.reading() as connection:
        rows = connection.execute(select(table.c.key, table.c.address)).all()
    return sorted((key, address) for key, address in rows if key.startswith(beginning))


def add_models(desk: Desk, number: int) -> None:
    for each in range(number):
        desk.add_model(f"model-{each}", tier=Tier.CRITICAL)


def test_a_pause_is_noted_once_for_each_model_and_its_deputy_is_asked_once(desk: Desk) -> None:
    add_models(desk, 6)
    until = desk.now.date() + timedelta(days=7)
    desk.people.pause(user_id=OWNER, words=until.isoformat(), now=desk.now)

    wrong = tick_at_once(desk)

    assert wrong == []
    assert count(desk, "handover_absence") == 7


def test_a_handovers_plan_and_first_session_are_owed_once(desk: Desk) -> None:
    add_models(desk, 3)
    desk.set_last_day()
    wrong = tick_at_once(desk)
    for _ in range(3):
        desk.now += timedelta(days=1)
        wrong += tick_at_once(desk)

    assert wrong == []
    plans = owed(desk, "handover:plan:")
    assert [address for _, address in plans] == [LEAD, OWNER]
    sessions = owed(desk, "handover:session:")
    assert len(sessions) == count(desk, "handover_session") >= 1
    assert len({key.split(":")[3] for key, _ in sessions}) == len(sessions)


def test_a_reader_is_asked_about_a_section_once(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer(*CRITICAL)
    desk.answer("monitoring", "serving")
    desk.name_successor()
    desk.now += timedelta(days=1)

    wrong = tick_at_once(desk)

    assert wrong == []
    assert count(desk, "model_review") == 2
    assert len(owed(desk, "modelreview:")) == 1


def test_of_two_presses_at_once_one_drill_decides_and_the_model_changes_hands_once(
    desk: Desk,
) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer()
    desk.name_successor()
    desk.teach_back()

    wrong = run_at_once([desk.drill] * 2)

    assert len(wrong) == 1
    assert "moved on" in str(wrong[0])
    assert desk.owner() == SUCCESSOR
    assert count(desk, "handover_drill") == 1


def test_of_two_who_say_mine_at_once_one_owns_it(desk: Desk) -> None:
    model_id = desk.add_model("free")
    desk.models.give_model(model_id=model_id, owner_id=None, now=desk.now)

    def claim(user_id: str) -> Callable[[], object]:
        return lambda: desk.models.claim_model(model_id=model_id, user_id=user_id, now=desk.now)

    wrong = run_at_once([claim(OWNER), claim(SUCCESSOR), claim(LEAD)])

    assert len(wrong) == 2
    assert all("owns this model" in str(each) for each in wrong)


def test_answers_to_several_questions_at_once_are_all_kept(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()

    wrong = run_at_once([lambda name=name: desk.answer(name) for name in CRITICAL])  # type: ignore[misc]

    assert wrong == []
    assert desk.case().handover.answered == frozenset(CRITICAL)
    assert {section for section in CRITICAL if section in desk.case().texts} == set(CRITICAL)
