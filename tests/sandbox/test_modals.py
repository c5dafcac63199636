from collections.abc import Callable

import pytest
from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.field_errors import REQUIRED
from bot.sandbox.plain import mapping, text
from bot.sandbox.server import SandboxServer
from tests.sandbox.driving import AISHA, FRAUD, Json, Person, RealTime, SmallApp, a_modal, plain

Submitted = Callable[[Ack, Json], None]


def an_app_that_opens(app: SmallApp, submitted: Submitted) -> None:
    def asked(ack: Ack, body: Json, client: WebClient) -> None:
        client.views_open(trigger_id=text(body["trigger_id"]), view=a_modal())
        ack()

    app.app.command("/mlops")(asked)
    app.app.view("setup")(submitted)
    app.connect()


def open_modal(person: Person) -> str:
    assert person.act("command", conversation=FRAUD, text="/mlops setup") == {"ok": True}
    return text(mapping(person.state()["modal"])["id"])


def test_a_submitted_modal_carries_what_was_entered_and_closes(
    small_app: SmallApp, aisha: Person
) -> None:
    entered: list[object] = []

    def submitted(ack: Ack, view: Json) -> None:
        entered.append(mapping(view["state"])["values"])
        ack()

    an_app_that_opens(small_app, submitted)
    view_id = open_modal(aisha)

    outcome = aisha.act("modal/submit", view_id=view_id, values={"name": {"text": "Fraud"}})

    assert outcome == {"ok": True}
    assert entered == [{"name": {"text": {"type": "plain_text_input", "value": "Fraud"}}}]
    assert aisha.state()["modal"] is None


def test_errors_in_the_ack_come_back_to_their_fields_and_the_modal_stays(
    small_app: SmallApp, aisha: Person
) -> None:
    def submitted(ack: Ack, view: Json) -> None:
        ack(response_action="errors", errors={"name": "That name is taken."})

    an_app_that_opens(small_app, submitted)
    view_id = open_modal(aisha)

    outcome = aisha.act("modal/submit", view_id=view_id, values={"name": {"text": "Fraud"}})

    assert outcome == {"ok": False, "errors": {"name": "That name is taken."}}
    assert aisha.state()["modal"] is not None


def test_errors_that_name_no_field_of_the_view_are_shown_as_trouble(
    small_app: SmallApp, aisha: Person
) -> None:
    def submitted(ack: Ack, view: Json) -> None:
        ack(response_action="errors", errors={"nome": "That name is taken."})

    an_app_that_opens(small_app, submitted)
    view_id = open_modal(aisha)

    outcome = aisha.act("modal/submit", view_id=view_id, values={"name": {"text": "Fraud"}})

    assert text(outcome["message"]).startswith("We had some trouble connecting.")


def test_an_empty_required_field_never_reaches_the_app(small_app: SmallApp, aisha: Person) -> None:
    reached: list[Json] = []

    def submitted(ack: Ack, view: Json) -> None:
        reached.append(view)
        ack()

    an_app_that_opens(small_app, submitted)
    view_id = open_modal(aisha)

    outcome = aisha.act("modal/submit", view_id=view_id, values={"name": {"text": ""}})

    assert outcome == {"ok": False, "errors": {"name": REQUIRED}}
    assert reached == []


def test_an_ack_may_update_the_modal_or_push_another(small_app: SmallApp, aisha: Person) -> None:
    steps = iter(["update", "push"])

    def submitted(ack: Ack, view: Json) -> None:
        step = next(steps)
        ack(response_action=step, view=a_modal(title=f"After {step}"))

    an_app_that_opens(small_app, submitted)
    first = open_modal(aisha)
    values = {"name": {"text": "Fraud"}}

    aisha.act("modal/submit", view_id=first, values=values)
    updated = mapping(aisha.state()["modal"])
    aisha.act("modal/submit", view_id=first, values=values)
    pushed = mapping(aisha.state()["modal"])

    assert (updated["id"], updated["title"]) == (first, plain("After update"))
    assert (pushed["previous_view_id"], pushed["title"]) == (first, plain("After push"))


def test_a_trigger_opens_one_modal_only(server: SandboxServer, client: WebClient) -> None:
    trigger_id = server.workspace.tickets.issue_trigger(AISHA)
    client.views_open(trigger_id=trigger_id, view=a_modal())

    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        client.views_open(trigger_id=trigger_id, view=a_modal())


def test_a_trigger_runs_out_after_three_real_seconds(
    server: SandboxServer, client: WebClient, real_time: RealTime
) -> None:
    trigger_id = server.workspace.tickets.issue_trigger(AISHA)
    real_time.seconds += 3.1

    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        client.views_open(trigger_id=trigger_id, view=a_modal())


def test_an_update_with_an_old_hash_is_refused(server: SandboxServer, client: WebClient) -> None:
    trigger_id = server.workspace.tickets.issue_trigger(AISHA)
    view = client.views_open(trigger_id=trigger_id, view=a_modal())["view"]
    client.views_update(view_id=view["id"], hash=view["hash"], view=a_modal(title="Second"))

    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_update(view_id=view["id"], hash=view["hash"], view=a_modal(title="Third"))


def test_an_update_keeps_what_was_entered(server: SandboxServer, client: WebClient) -> None:
    trigger_id = server.workspace.tickets.issue_trigger(AISHA)
    view = client.views_open(trigger_id=trigger_id, view=a_modal())["view"]
    Person(server).act(
        "modal/press", view_id=view["id"], block_id="name", action_id="text", value="Fraud"
    )

    updated = client.views_update(view_id=view["id"], view=a_modal(title="Second"))["view"]

    assert updated["state"]["values"]["name"]["text"]["value"] == "Fraud"


def test_a_home_is_shown_to_its_person(server: SandboxServer, client: WebClient) -> None:
    section = {"type": "section", "text": plain("Nothing is due.")}

    client.views_publish(user_id=AISHA, view={"type": "home", "blocks": [section]})

    assert mapping(Person(server).state()["home"])["type"] == "home"
