"""What goes wrong around a last day is told once, to people who are there, and leaves a way on."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import column, select, table

from bot.clock import MovableClock
from bot.delivery.domain import owed
from bot.delivery.service import DeliveryService
from bot.erasing import erase
from bot.handover import desk as desks
from bot.handover.handover_jobs import HandoverJobs
from bot.handover.handover_places import Key
from bot.handover.handover_rendering import HandoverRenderers
from bot.handover.reading.messages import card_page
from bot.handover.rules.states import CARETAKING, HandoverError, State
from bot.slack.people import Person
from bot.surveys.respondents import Secrets
from tests.handover.desk import LAST_DAY, LEAD, OWNER, SUCCESSOR, Desk

SOON = date(2026, 1, 16)


class Around:
    """A desk whose clock jobs are run by hand, and whose people come and go."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.gone: set[str] = set()

    def tick(self, *, days: int = 0) -> None:
        self.desk.now += timedelta(days=days)
        clock = MovableClock(self.desk.now, flows=False)
        together = desks.Desk(
            self.desk.database, self.desk.models, self.desk.teams, self.desk.people
        )
        deliveries = DeliveryService(self.desk.database)
        jobs = HandoverJobs(together, deliveries, clock, self.desk.people, self._look)
        for _ in range(2):
            jobs.follow()
            jobs.tell()

    def _look(self, user_ids: Sequence[str]) -> Mapping[str, Person]:
        return {
            user: Person(user, user, is_bot=False, is_active=user not in self.gone)
            for user in user_ids
        }

    def leave(self, user_id: str) -> None:
        self.gone.add(user_id)
        self.desk.deactivate(user_id)
        self.tick()

    def come_back(self, user_id: str) -> None:
        self.gone.remove(user_id)
        self.desk.watch.note_account(user_id=user_id, is_active=True, now=self.desk.now)
        self.tick()

    def told(self, user_id: str) -> list[str]:
        """What somebody would be sent now of all that is owed to them."""
        deliveries = table("delivery", column("key"), column("address"))
        with self.desk.database.reading() as connection:
            owing = select(deliveries.c.key).where(deliveries.c.address == user_id)
            keys = sorted(connection.scalars(owing))
        clock = MovableClock(self.desk.now, flows=False)
        renderers = HandoverRenderers(
            self.desk.handovers,
            self.desk.interviews,
            clock,
            lambda user: user not in self.gone,
        )
        parts = [owed(Key.load(key).dump(), to=user_id, at=self.desk.now) for key in keys]
        found = [renderers.render(part, is_posted=False) for part in parts]
        return [str(message.blocks) for message in found if message is not None]


@pytest.fixture
def around(desk: Desk) -> Around:
    return Around(desk)


def bring_to_the_drill(around: Around, *, last_day: date = LAST_DAY) -> None:
    desk = around.desk
    desk.set_last_day(last_day=last_day)
    desk.begin()
    desk.answer()
    desk.name_successor()
    around.tick()


def test_a_successor_is_told_once_that_they_are_named_and_without_the_day(around: Around) -> None:
    desk = around.desk
    desk.set_last_day()
    desk.name_successor()
    around.tick()
    said = around.told(SUCCESSOR)
    desk.begin()
    around.tick(days=1)

    assert len(said) == 1
    assert "You are named to run churn next" in said[0]
    assert "Read the card" in said[0]
    assert str(LAST_DAY) not in said[0]
    assert around.told(SUCCESSOR) == said
    desk.answer()
    around.tick()
    (now_asked,) = around.told(SUCCESSOR)
    assert "Explain it back" in now_asked


def test_a_day_that_is_moved_three_times_is_told_once_as_it_stands(around: Around) -> None:
    around.desk.set_last_day()
    around.tick()
    for days in (7, -3, 14):
        around.desk.set_last_day(last_day=LAST_DAY + timedelta(days=days))
        around.tick()

    for person in (OWNER, LEAD):
        plans = [text for text in around.told(person) if "2026-02-16" in text]
        assert len(plans) == 1
        assert not any("2026-02-02" in text for text in around.told(person))


def test_an_outage_across_the_last_day_tells_nothing_of_days_that_have_passed(
    around: Around,
) -> None:
    around.desk.set_last_day(last_day=SOON)
    around.desk.name_successor()
    around.tick(days=1)

    around.tick(days=22)
    said = around.told(LEAD)
    state, since = around.desk.state(), around.desk.case().handover.since
    around.tick(days=CARETAKING.days)

    assert (state, since) == (State.ARCHAEOLOGY, around.desk.now - CARETAKING)
    assert not any("last five working days" in text for text in said)
    assert not any("questions before your models" in text for text in around.told(OWNER))
    assert around.desk.state() is State.CARETAKER
    assert around.desk.case().handover.caretaker_id == LEAD
    assert any("You look after it for thirty days" in text for text in around.told(LEAD))


def test_who_stays_after_their_last_day_is_not_told_that_they_are_back(around: Around) -> None:
    around.desk.set_last_day(last_day=SOON)
    around.tick()

    around.tick(days=14)

    (told,) = (text for text in around.told(OWNER) if "It is mine again" in text)
    assert "You are back" not in told
    assert "Nothing of it is asked of you any more" in told


def test_an_owner_who_is_back_while_a_drill_goes_on_can_take_the_model_back(
    around: Around,
) -> None:
    bring_to_the_drill(around, last_day=SOON)
    around.leave(OWNER)
    assert around.desk.state() is State.DRILL
    assert around.told(OWNER) == []

    around.come_back(OWNER)

    assert any("It is mine again" in text for text in around.told(OWNER))
    around.desk.handovers.reclaim(model_id=around.desk.model_id, by=OWNER, now=around.desk.now)
    assert around.desk.state() is State.STEADY
    with pytest.raises(HandoverError):
        around.desk.drill()


def test_an_owner_who_never_left_takes_nothing_back_from_under_a_drill(around: Around) -> None:
    bring_to_the_drill(around)
    around.desk.teach_back()

    with pytest.raises(HandoverError, match="moved on"):
        around.desk.handovers.reclaim(model_id=around.desk.model_id, by=OWNER, now=around.desk.now)


def test_a_successor_who_goes_in_the_drill_is_told_nothing_and_the_lead_is(
    around: Around,
) -> None:
    bring_to_the_drill(around)
    around.desk.teach_back()
    around.tick(days=1)

    around.leave(SUCCESSOR)

    assert around.desk.state() is State.DRAFTED
    assert around.told(SUCCESSOR) == []
    assert any("no successor to explain them back" in text for text in around.told(LEAD))


def test_an_owner_who_left_half_way_is_erased_and_the_handover_goes_on(around: Around) -> None:
    desk, leaver = around.desk, "U0LEAVING"
    desk.models.give_model(model_id=desk.model_id, owner_id=leaver, now=desk.now)
    desk.handovers.set_last_day(owner_id=leaver, last_day=SOON, by=LEAD, now=desk.now)
    desk.answer(by=leaver)
    desk.name_successor()
    around.tick()
    around.leave(leaver)

    erase(desk.database, leaver, Secrets([b"a secret of thirty-two bytes...."]), is_dry=False)
    around.tick(days=1)
    read = desks.Desk(desk.database, desk.models, desk.teams, desk.people).readings
    card = str(card_page(read.read(model_id=desk.model_id, by=SUCCESSOR, now=desk.now)))
    done = desk.drill()

    assert done.state is State.ACCEPTED
    assert "somebody who was erased" in card
    assert not any(leaver in text for text in [card, *around.told(LEAD), *around.told(SUCCESSOR)])


def test_each_is_told_in_their_own_words_that_a_model_has_changed_hands(around: Around) -> None:
    bring_to_the_drill(around)
    around.desk.teach_back()
    around.desk.drill()
    around.tick()

    said = {person: around.told(person)[-1] for person in (OWNER, SUCCESSOR, LEAD)}

    assert "is yours now.* You rolled it back" in said[SUCCESSOR]
    assert "from your card. Nothing of it is asked of you any more" in said[OWNER]
    assert f"<@{SUCCESSOR}>'s now" in said[LEAD]
