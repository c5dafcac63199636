"""From a resignation on a Monday to a model that its successor runs; and the side paths."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.handover.cards.section import Written
from bot.handover.cards.sections import CRITICAL, SECTIONS, find_section
from bot.handover.domain import ModelDraft, Tier
from bot.handover.rules.sessions import Question
from bot.handover.rules.states import State
from tests.journeys.acting import A_DAY, LEAD, MEMBERS, PRIVATE, Actor, Json, World, replied, words
from tests.sandbox.driving import post

MONDAY = datetime(2026, 1, 5, 10, tzinfo=UTC)
LAST_DAY = date(2026, 1, 20)
OWNER, SUCCESSOR = MEMBERS[0], MEMBERS[1]


class Desk:
    """A team with one model, and its people at their screens."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.set_up_team(members=(OWNER, SUCCESSOR))
        assert world.bot is not None
        self.services = world.bot.services
        draft = ModelDraft(title="churn", tier=Tier.CRITICAL, team_id=1)
        models = self.services.models
        self.model_id = models.add_model(draft=draft, added_by=LEAD, now=MONDAY).id
        models.claim_model(model_id=self.model_id, user_id=OWNER, now=MONDAY)
        world.move_to(MONDAY)

    @property
    def lead(self) -> Actor:
        return self.world.person(LEAD)

    @property
    def owner(self) -> Actor:
        return self.world.person(OWNER)

    @property
    def successor(self) -> Actor:
        return self.world.person(SUCCESSOR)

    def state(self) -> State:
        now = self.world.clock.now()
        case = self.services.handover_desk.handovers.get_case(model_id=self.model_id, now=now)
        return case.handover.state

    def set_last_day(self, *, successor: str | None = SUCCESSOR, day: date = LAST_DAY) -> str:
        """Set the date as the lead, and return what the form says first."""
        assert self.lead.say(PRIVATE, f"/mlops handover @mateo {day}") == {"ok": True}
        self.wait_for(self.lead, "handover.dated")
        said = words(self.lead.modal() or {})
        chosen = {} if successor is None else {"successor": {"successor": successor}}
        assert self.lead.submit(**chosen) == {"ok": True}
        assert "Stored." in words(self.lead.modal() or {})
        self.close(self.lead)
        self.world.settle()
        return said

    def wait_for(self, actor: Actor, callback_id: str) -> None:
        self.world.wait_until(lambda: (actor.modal() or {}).get("callback_id") == callback_id)

    def close(self, actor: Actor) -> None:
        actor.person.act("modal/close", view_id=(actor.modal() or {})["id"])

    def pass_day(self) -> None:
        self.world.move_to(self.world.clock.now() + A_DAY)

    def answer_all(self, actor: Actor, *, first: str = "") -> int:
        """Answer every question of the newest session, and return how many there were."""
        actor.press_button("Answer")
        self.world.wait_until(lambda: actor.modal() is not None)
        count = 0
        while "All" not in (said := words(actor.modal() or {})) and "That is all" not in said:
            assert actor.submit(**_filled(actor.modal() or {}, first)) == {"ok": True}
            count += (actor.modal() or {}).get("callback_id") != "handover.followed"
        self.close(actor)
        self.world.settle()
        return count

    def read_card(self) -> str:
        """Open the card from the successor's message, and return what stands on it."""
        self.successor.press_button("Read the card")
        self.world.wait_until(lambda: self.successor.modal() is not None)
        said = words(self.successor.modal() or {})
        self.close(self.successor)
        return said

    def explain_back(self) -> None:
        self.successor.press_button("Explain it back")
        self.wait_for(self.successor, "handover.retold")
        for section in CRITICAL:
            held = {f"{section}.words": {"words": f"I would do it so: {section}"}}
            assert self.successor.submit(**held) == {"ok": True}
        assert "All of it is explained" in words(self.successor.modal() or {})
        self.close(self.successor)
        self.world.settle()

    def mark_all(self) -> None:
        self.owner.press_button("Read and mark")
        self.wait_for(self.owner, "handover.marked")
        for section in CRITICAL:
            assert self.owner.submit(**{f"{section}.mark": {"mark": "right"}}) == {"ok": True}
        self.close(self.owner)
        self.world.settle()

    def drill(self) -> str:
        self.successor.press_button("Record the drill")
        self.wait_for(self.successor, "handover.drilled")
        done = self.successor.submit(
            rollback={"rollback": "worked"},
            rollback_minutes={"minutes": "12"},
            retrain={"retrain": "worked"},
            retrain_minutes={"minutes": "95"},
            missing={"missing": "Which cluster the job runs on"},
        )
        assert done == {"ok": True}
        return words(self.successor.modal() or {})


def _filled(modal: Json, first: str) -> dict[str, Json]:
    """Fill the required fields of whichever question stands open."""
    if modal["callback_id"] == "handover.followed":
        return {}
    block = next(b for b in modal["blocks"] if b["type"] == "input")
    section = find_section(str(block["block_id"]).partition(".")[0])
    assert section is not None
    held: dict[str, Json] = {}
    for field in section.fields:
        if field.is_required:
            text = first if first and field is section.fields[0] else "12"
            value = [SUCCESSOR] if field.kind == "people" else text
            held[f"{section.id}.{field.id}"] = {field.id: value}
    return held


def texts_in(desk: Desk, channel: str) -> list[str]:
    """What stands in somebody's conversation with the bot, also if they can't look any more."""
    assert desk.world.bot is not None
    history = desk.world.bot.app.client.conversations_history(channel=channel)
    return [message["text"] for message in history["messages"]]


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def test_a_resignation_on_a_monday_ends_in_a_model_that_its_successor_runs(desk: Desk) -> None:
    said = desk.set_last_day()
    desk.pass_day()
    told = desk.owner.received()[-1]

    asked = 0
    while desk.state() in (State.LEAVING, State.INTERVIEWING):
        before = len(desk.owner.received())
        desk.pass_day()
        new = desk.owner.messages()[before:]
        if any("before your models change hands" in words(message) for message in new):
            asked += desk.answer_all(desk.owner, first="make retrain ENV=prod")
    taught = desk.state()
    while not any("is to be yours" in words(m) for m in desk.successor.messages()):
        desk.pass_day()
    card = desk.read_card()
    desk.explain_back()
    while not any("explained" in words(m) for m in desk.owner.messages()):
        desk.pass_day()
    desk.mark_all()
    while not any("from its card alone" in words(m) for m in desk.successor.messages()):
        desk.pass_day()
    done = desk.drill()

    assert f"<@{OWNER}> hands over until {LAST_DAY}" in said
    assert "The date is seen by" in said
    assert "A handover is planned" in told
    assert asked >= len(CRITICAL)
    assert taught is State.TEACH_BACK
    assert "make retrain ENV=prod" in card
    assert f"Not confirmed. Written by <@{OWNER}>" in card
    assert "is yours now" in done
    assert desk.state() is State.ACCEPTED
    assert desk.services.models.get_model(model_id=desk.model_id).owner_id == SUCCESSOR
    assert desk.world.clock.now().date() < LAST_DAY
    posts = desk.lead.person.messages(PRIVATE)
    assert not [m for m in posts if str(LAST_DAY) in words(m) and not m["ephemeral"]]


def test_a_secret_is_refused_and_what_would_die_with_an_account_is_asked_about(desk: Desk) -> None:
    desk.set_last_day(day=date(2026, 1, 12))
    desk.pass_day()
    desk.owner.press_button("Answer")
    desk.wait_for(desk.owner, "handover.answered")

    secret = {"scares.incident": {"incident": "export TOKEN=ghp_abcdefghijklmnopqrstuvwxyz0123"}}
    refused = desk.owner.submit(**secret)
    mortal = {"scares.incident": {"incident": "It broke; the fix is in /home/mateo/fix.sh"}}
    desk.owner.submit(**mortal)

    assert "password, key or token" in str(refused)
    asked = desk.owner.modal() or {}
    assert asked["callback_id"] == "handover.followed"
    assert "/home/mateo" in words(asked)
    desk.owner.submit(extra={"extra": "It is in the team's repository, too."})
    (text,) = desk.services.models.list_sections(model_id=desk.model_id)
    assert text.text.endswith("It is in the team's repository, too.")
    assert "ghp_" not in text.text
    assert "Chores by hand" in words(desk.owner.modal() or {})


def test_a_successor_is_reminded_once_a_day_and_reads_the_rest_a_press_each(desk: Desk) -> None:
    desk.set_last_day()
    handed = desk.services.handover_desk
    desk.world.move_to(MONDAY + timedelta(hours=34))  # In the evening, so it is told tomorrow.
    now = desk.world.clock.now()
    for section in SECTIONS:
        written = Written(section, {section.fields[0].id: f"All of {section.id}"})
        handed.interviews.record_answer(
            question=Question(desk.model_id, section.id), by=OWNER, written=written, now=now
        )
    desk.world.settle()
    before = len(desk.successor.messages())

    desk.world.move_to(now + timedelta(days=3))

    came = desk.successor.messages()[before:]
    told = [m for m in came if "is to be yours" in words(m)]
    assert len(came) == len(told) == 3
    assert all(words(m).count("is to be yours") == 1 for m in told)
    assert "All of decisions" in words(came[0])
    assert not any(str(LAST_DAY) in words(m) for m in came)
    assert desk.successor.press_button("Right") == {"ok": True}
    desk.world.settle()
    texts = desk.services.models.list_sections(model_id=desk.model_id)
    assert [text.confirmed_by for text in texts if text.is_accepted] == [SUCCESSOR]


def test_what_a_card_could_not_answer_comes_to_its_owner_who_mends_it(desk: Desk) -> None:
    for asker in (LEAD, SUCCESSOR):
        desk.services.cards.note("how do I roll back churn", asker=asker, now=MONDAY)
    before = len(desk.owner.messages())
    desk.world.move_to(MONDAY + timedelta(days=13))

    came = [m for m in desk.owner.messages()[before:] if "cards lack" in words(m)]
    button = next(
        block for block in came[0]["blocks"] if "accessory" in block and "churn" in str(block)
    )
    desk.owner.person.act(
        "press",
        conversation=desk.owner.dm,
        ts=came[0]["ts"],
        block_id=button["block_id"],
        action_id="reply.mend",
    )
    desk.wait_for(desk.owner, "reply.mended")
    assert "how do I roll back churn" in words(desk.owner.modal() or {})
    secret = desk.owner.submit(words={"words": "TOKEN=ghp_abcdefghijklmnopqrstuvwxyz0123"})
    stored = desk.owner.submit(words={"words": "Point the alias at version 6."})

    assert len(came) == 1
    assert "2 people asked" in words(came[0])
    assert "password, key or token" in str(secret)
    assert stored == {"ok": True}
    (text,) = desk.services.models.list_sections(model_id=desk.model_id)
    assert (text.section, text.text) == ("rollback", "Point the alias at version 6.")
    desk.world.settle()
    (stands,) = [m for m in desk.owner.messages() if m["ts"] == came[0]["ts"]]
    assert "how do I roll back churn" not in words(stands)
    assert "what was asked here is answered" in words(stands)


def test_leads_read_verdicts_and_days_in_models_and_others_the_list_alone(desk: Desk) -> None:
    desk.set_last_day()

    of_lead = replied(desk.world, LEAD, "models")
    of_member = replied(desk.world, SUCCESSOR, "models")
    model_of_member = replied(desk.world, SUCCESSOR, "model churn")

    assert "For leads, worst first" in of_lead
    assert f"until {LAST_DAY}" in of_lead
    assert "being handed over, nobody proven" in of_lead
    assert "For leads" not in of_member
    assert "churn" in of_member
    assert "*Open:* Scares" in model_of_member
    assert str(LAST_DAY) not in of_member + model_of_member


def test_a_cancelled_date_ends_the_questions(desk: Desk) -> None:
    desk.set_last_day()
    desk.lead.say(PRIVATE, "/mlops handover cancel @mateo")
    desk.world.wait_until(lambda: desk.state() is State.STEADY)
    before = len(desk.owner.received())

    desk.world.move_to(desk.world.clock.now() + timedelta(days=3))

    assert not any("change hands" in text for text in desk.owner.received()[before:])


def test_an_owner_who_is_gone_is_written_to_no_more_and_their_lead_decides(desk: Desk) -> None:
    desk.set_last_day(successor=None)
    desk.pass_day()
    channel = desk.owner.dm
    before = texts_in(desk, channel)
    post(desk.world.server, "deactivate", {"user": OWNER})
    desk.world.wait_until_heard()

    desk.world.move_to(desk.world.clock.now() + timedelta(days=4))

    assert len(texts_in(desk, channel)) == len(before)
    assert desk.state() is State.ARCHAEOLOGY
    assert any("has lost its owner" in words(m) for m in desk.lead.messages())
    desk.lead.press_button("Choose a successor")
    desk.wait_for(desk.lead, "handover.succeeded")
    desk.lead.submit(successor={"successor": SUCCESSOR})
    assert "is to run" in words(desk.lead.modal() or {})


def test_who_owned_a_model_before_is_asked_two_things_once_its_owner_is_gone(desk: Desk) -> None:
    models, now = desk.services.models, desk.world.clock.now()
    models.give_model(model_id=desk.model_id, owner_id=SUCCESSOR, now=now)
    models.give_model(model_id=desk.model_id, owner_id=OWNER, now=now)
    desk.world.settle()
    post(desk.world.server, "deactivate", {"user": OWNER})
    desk.world.wait_until_heard()

    while not any("Nobody owns churn any more" in words(m) for m in desk.successor.messages()):
        desk.pass_day()
    asked = next(m for m in desk.successor.messages() if "Nobody owns churn" in words(m))
    count = desk.answer_all(desk.successor)

    assert count == 2
    texts = desk.services.models.list_sections(model_id=desk.model_id)
    assert {(t.section, t.basis, t.author_id) for t in texts} == {
        ("rollback", "inferred", SUCCESSOR),
        ("retrain", "inferred", SUCCESSOR),
    }
    assert "What is left" in words(asked)
    assert any("Answer what is left (4)" in words(m) for m in desk.lead.messages())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("@mateo 2026-01-02", "is over"),
        ("@mlops-bot 2026-02-02", "is an app"),
        ("@elif 2026-02-02", "nothing to hand over"),
    ],
)
def test_what_cannot_be_handed_over_gets_a_sentence(desk: Desk, typed: str, said: str) -> None:
    desk.lead.say(PRIVATE, f"/mlops handover {typed}")

    desk.world.wait_until(
        lambda: (
            said in words(desk.lead.modal() or {})
            or any(said in words(m) for m in desk.lead.person.messages(PRIVATE))
        )
    )
