from slack_bolt import Ack, Respond

from bot.sandbox.interactions import PRESS_WARNING
from bot.sandbox.server import SandboxServer
from tests.sandbox.conftest import StartServer
from tests.sandbox.driving import FRAUD, MATEO, Json, Person, RealTime, SmallApp, a_button, a_socket


def test_a_command_reaches_the_app_and_its_answer_only_the_asker(
    server: SandboxServer, small_app: SmallApp, aisha: Person
) -> None:
    heard: list[Json] = []

    def asked(ack: Ack, respond: Respond, body: Json) -> None:
        heard.append(body)
        respond("Here is help.")
        ack()

    small_app.app.command("/mlops")(asked)
    small_app.connect()

    outcome = aisha.act("command", conversation=FRAUD, text="/mlops add @kofi to #fraud-models")

    assert outcome == {"ok": True}
    assert heard[0]["text"] == "add <@U0000000A7|kofi> to <#C0FRAUDMOD|fraud-models>"
    assert heard[0]["channel_name"] == "privategroup"
    assert aisha.texts(FRAUD) == ["Here is help."]
    assert Person(server, MATEO).texts(FRAUD) == []


def test_an_ack_may_carry_the_answer_to_a_command(small_app: SmallApp, aisha: Person) -> None:
    small_app.app.command("/mlops")(lambda ack: ack("Here is help."))
    small_app.connect()

    aisha.act("command", conversation=FRAUD, text="/mlops")

    [message] = aisha.messages(FRAUD)
    assert (message["text"], message["ephemeral"]) == ("Here is help.", True)


def test_a_command_without_a_connected_app_fails_in_slacks_words(aisha: Person) -> None:
    outcome = aisha.act("command", conversation=FRAUD, text="/mlops")

    assert outcome["error"] == "dispatch_failed"
    assert outcome["message"] == '/mlops failed with the error "dispatch_failed"'


def test_a_command_that_nobody_acknowledges_times_out(
    start_server: StartServer,
) -> None:
    server = start_server(ack_seconds=0.05)
    with a_socket(server):
        outcome = Person(server).act("command", conversation=FRAUD, text="/mlops")

    assert outcome["message"] == '/mlops failed with the error "operation_timeout"'


def test_a_press_changes_the_message_it_stands_on(small_app: SmallApp, aisha: Person) -> None:
    heard: list[Json] = []

    def pressed(ack: Ack, respond: Respond, body: Json) -> None:
        heard.append(body)
        respond("You said 4.", replace_original=True)
        ack()

    small_app.app.action("pulse.score")(pressed)
    small_app.connect()
    posted = small_app.app.client.chat_postMessage(
        channel=FRAUD, text="How was it?", blocks=[a_button()]
    )

    outcome = aisha.act(
        "press", conversation=FRAUD, ts=posted["ts"], block_id="row", action_id="pulse.score"
    )

    assert outcome == {"ok": True}
    [message] = aisha.messages(FRAUD)
    assert message["text"] == "You said 4."
    assert "blocks" not in message
    assert heard[0]["container"] == {
        "type": "message",
        "message_ts": posted["ts"],
        "channel_id": FRAUD,
        "is_ephemeral": False,
    }


def test_a_press_that_nobody_acknowledges_leaves_a_warning_for_the_presser(
    start_server: StartServer,
) -> None:
    server = start_server()
    aisha = Person(server)
    app = SmallApp(server)
    posted = app.app.client.chat_postMessage(channel=FRAUD, text="How?", blocks=[a_button()])

    outcome = aisha.act(
        "press", conversation=FRAUD, ts=posted["ts"], block_id="row", action_id="pulse.score"
    )

    assert outcome["ok"] is False
    assert aisha.messages(FRAUD)[0]["warning"] == PRESS_WARNING
    assert "warning" not in Person(server, MATEO).messages(FRAUD)[0]


def test_a_response_url_answers_five_times_and_for_half_an_hour(
    small_app: SmallApp, aisha: Person, real_time: RealTime
) -> None:
    responds: list[Respond] = []

    def asked(ack: Ack, respond: Respond) -> None:
        responds.append(respond)
        ack()

    small_app.app.command("/mlops")(asked)
    small_app.connect()
    aisha.act("command", conversation=FRAUD, text="/mlops")
    aisha.act("command", conversation=FRAUD, text="/mlops")

    statuses = [responds[0](f"Answer {number}").status_code for number in range(6)]
    real_time.seconds += 30 * 60 + 1
    late = responds[1]("Too late")

    assert statuses == [200] * 5 + [404]
    assert late.status_code == 404
    assert len(aisha.texts(FRAUD)) == 5


def test_a_wrong_payload_at_a_response_url_is_refused(small_app: SmallApp, aisha: Person) -> None:
    statuses: list[int] = []

    def asked(ack: Ack, respond: Respond) -> None:
        statuses.append(respond("Text", blocks=[{"type": "divan"}]).status_code)
        ack()

    small_app.app.command("/mlops")(asked)
    small_app.connect()

    aisha.act("command", conversation=FRAUD, text="/mlops")

    assert statuses == [400]
    assert aisha.texts(FRAUD) == []
