"""Somebody adds a model, its owner says that it is theirs, and a card answers a question."""

from bot.handover.domain import Model
from tests.journeys.acting import (
    LEAD,
    MEMBERS,
    MONDAY,
    PRIVATE,
    Actor,
    Json,
    World,
    replied,
    words,
)
from tests.journeys.asking import button, everything, markdown

ANNA, BEN, ASKER = MEMBERS[0], MEMBERS[1], MEMBERS[2]
BOT = "U0BOT00001"


def open_form(somebody: Actor) -> None:
    assert somebody.say(PRIVATE, "/mlops model add") == {"ok": True}
    somebody.world.wait_until(lambda: (somebody.modal() or {}).get("callback_id") == "model.added")


def add_model(somebody: Actor, *, name: str, owner: tuple[str, ...] = ()) -> Json:
    open_form(somebody)
    return fill(somebody, name=name, owner=owner)


def fill(somebody: Actor, *, name: str, owner: tuple[str, ...] = ()) -> Json:
    return somebody.submit(
        name={"name": name},
        tier={"tier": "1"},
        link={"link": "https://git.example.com/churn"},
        owner={"owner": list(owner)},
    )


def the_model(world: World) -> Model:
    assert world.bot is not None
    (model,) = world.bot.services.models.list_models()
    return model


def press_below(somebody: Actor, channel: str, message: Json, label: str) -> Json:
    block, element = button(message, label)
    return somebody.person.act(
        "press",
        conversation=channel,
        ts=message["ts"],
        block_id=block["block_id"],
        action_id=element["action_id"],
    )


def test_a_model_is_added_and_its_supposed_owner_says_that_it_is_theirs(world: World) -> None:
    world.set_up_team()
    lead, anna = world.person(LEAD), world.person(ANNA)

    assert add_model(lead, name="Churn model (EU)", owner=(ANNA,)) == {"ok": True}
    stored = words(lead.modal() or {})
    before = the_model(world)
    world.move_to(MONDAY)
    asked = "\n".join(words(message) for message in anna.messages())
    assert anna.press_button("Mine") == {"ok": True}
    listed = replied(world, LEAD, "models")

    assert "Stored. *Churn model (EU)* is `churn-model-eu` in commands." in stored
    assert before.owner_id is None
    assert "Is the model *Churn model (EU)* yours?" in asked
    assert the_model(world).owner_id == ANNA
    assert f"(`churn-model-eu`): critical, Fraud models, owned by <@{ANNA}>; by hand" in listed
    shown = "\n".join(words(message) for message in anna.messages())
    assert "You own the model *Churn model (EU)*" in shown


def test_what_cannot_be_a_model_or_an_owner_is_said_on_the_form(world: World) -> None:
    lead = world.person(LEAD)
    open_form(lead)

    slash = fill(lead, name="fraud/churn")
    app = fill(lead, name="churn", owner=(BOT,))

    assert "`fraud-churn` would do." in slash["errors"]["name"]
    assert "is an app" in app["errors"]["owner"]
    assert world.bot is not None
    assert world.bot.services.models.list_models() == ()


def test_a_model_without_an_owner_is_taken_by_a_press_and_then_answers_from_its_card(
    world: World,
) -> None:
    world.set_up_team()
    assert add_model(world.person(LEAD), name="churn") == {"ok": True}
    anna, asker = world.person(ANNA), world.person(ASKER)
    replied(world, ANNA, "model churn")
    shown = anna.person.messages(PRIVATE)[-1]
    before = len(anna.person.messages(PRIVATE))

    assert press_below(anna, PRIVATE, shown, "Mine") == {"ok": True}
    world.wait_until(lambda: len(anna.person.messages(PRIVATE)) > before)
    assert f"owned by <@{ANNA}>" in words(anna.person.messages(PRIVATE)[-1])

    noted = replied(world, ASKER, "ask how do I retrain churn")
    accept_retraining(world)
    seen = len(asker.person.messages(PRIVATE))
    asker.say(PRIVATE, "/mlops ask how do I retrain churn")
    world.wait_until(lambda: len(asker.person.messages(PRIVATE)) > seen)
    answer = asker.person.messages(PRIVATE)[-1]

    assert "The card of *churn* doesn't answer this yet. The question is noted, without your " in (
        noted
    )
    assert f"for <@{ANNA}>" in noted
    assert markdown(answer) == "Run `make retrain`."
    assert f"written by <@{ANNA}>, confirmed by <@{BEN}>" in everything(answer)


def accept_retraining(world: World) -> None:
    assert world.bot is not None
    models, now = world.bot.services.models, world.clock.now()
    model_id = the_model(world).id
    stored = models.record_section(
        model_id=model_id, section="retrain", text="Run `make retrain`.", author_id=ANNA, now=now
    )
    models.accept_section(
        model_id=model_id,
        section="retrain",
        version=stored.version,
        confirmed_by=BEN,
        now=now,
    )
    assert world.bot.services.cards.list_open(model_id=model_id) == ()
