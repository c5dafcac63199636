"""What people are told when a listener fails, does not come to an end, or does not exist."""

from threading import Event
from time import monotonic
from typing import Any
from unittest.mock import Mock

import pytest
from slack_bolt import Ack, BoltContext, BoltRequest, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient

from bot.database_errors import DatabaseBusyError
from bot.errors import OurFaultError, UserFacingError
from bot.sandbox.server import SandboxServer
from bot.slack import blocks, bolt

WRITTEN = blocks.field("Comment", blocks.text_input("text"), block_id="text")


def a_submission(*shown: dict[str, Any]) -> dict[str, Any]:
    view = {"type": "modal", "callback_id": "form", "blocks": list(shown)}
    return {"type": "view_submission", "user": {"id": "U1"}, "view": view}


def submit(server: SandboxServer, error: Exception | None, *shown: dict[str, Any]) -> str:
    """Send a form whose listener fails, or to which nobody listens, and return the answer."""
    app = bolt.build_app(WebClient(server.bot_token, base_url=server.api_url))

    def fail() -> None:
        assert error is not None
        raise error

    if error is not None:
        app.view("form")(fail)
    response = app.dispatch(BoltRequest(mode="socket_mode", body=a_submission(*shown)))
    return str(response.body)


@pytest.fixture
def client() -> Mock:
    return Mock(spec=WebClient)


def test_what_was_acknowledged_stays_so_though_its_listener_fails_right_after(
    server: SandboxServer,
) -> None:
    app = bolt.build_app(WebClient(server.bot_token, base_url=server.api_url))

    def acknowledge_and_fail(ack: Ack) -> None:
        ack()
        raise UserFacingError("This week is over.")

    app.view("form")(acknowledge_and_fail)
    # With nobody to tell it to, the failure follows before Bolt has looked.
    body = a_submission(WRITTEN) | {"user": {}}

    response = app.dispatch(BoltRequest(mode="socket_mode", body=body))

    assert (response.status, response.body) == (200, "")


def test_it_is_acknowledged_before_the_person_is_told_however_long_that_takes(
    server: SandboxServer, client: Mock
) -> None:
    app = bolt.build_app(WebClient(server.bot_token, base_url=server.api_url))
    is_answered, told = Event(), Event()

    def tell_slowly(**_: object) -> None:
        assert is_answered.wait(timeout=10)
        told.set()

    def speak_slowly(context: BoltContext, next: Any) -> None:  # noqa: A002 - Bolt's name
        client.chat_postMessage.side_effect = tell_slowly
        context["client"] = client
        next()

    def press() -> None:
        raise DatabaseBusyError("That wasn't stored.")

    app.use(speak_slowly)
    app.action("score")(press)
    body = {"type": "block_actions", "user": {"id": "U1"}, "actions": [{"action_id": "score"}]}

    began = monotonic()
    response = app.dispatch(BoltRequest(mode="socket_mode", body=body))
    seconds = monotonic() - began
    is_answered.set()

    assert seconds < 2.5, "Bolt itself gives up after three, as Slack does."
    assert (response.status, response.body) == (200, "")
    assert told.wait(timeout=10)


@pytest.mark.parametrize("error", [OurFaultError("That wasn't stored."), KeyError("x")])
def test_what_was_typed_stays_when_we_fail(server: SandboxServer, error: Exception) -> None:
    response = submit(server, error, blocks.section("Read this."), WRITTEN)

    assert '"response_action": "errors"' in response
    assert '"text": "That' in response
    assert "(ref " in response


def test_a_form_without_a_field_is_replaced_by_the_words(server: SandboxServer) -> None:
    response = submit(server, KeyError("x"), blocks.section("Read this."))

    assert '"response_action": "update"' in response
    assert "a fault on our side" in response


def test_what_pressing_again_cannot_mend_replaces_the_form(server: SandboxServer) -> None:
    response = submit(server, UserFacingError("This week is over."), WRITTEN)

    assert '"response_action": "update"' in response
    assert "This week is over." in response


def test_a_form_that_nobody_listens_to_did_nothing(server: SandboxServer) -> None:
    response = submit(server, None, WRITTEN)

    assert "so nothing happened" in response


def test_what_was_not_acknowledged_in_time_may_have_been_stored(client: Mock) -> None:
    request = BoltRequest(mode="socket_mode", body=a_submission(WRITTEN))
    request.context["arrived"] = monotonic() - 3.0
    late = BoltUnhandledRequestError(request=request, current_response=None)

    response = bolt._explain(late, request.body, client, BoltResponse(status=404), Ack())

    assert response is not None
    assert "it may have been stored" in response.body
    assert "nothing happened" not in response.body
    told = client.chat_postMessage.call_args.kwargs
    assert told["channel"] == "U1"
    assert "Look again in a moment" in told["text"]


def test_a_failure_after_the_acknowledgement_is_told_in_a_message(client: Mock) -> None:
    assert bolt._explain(KeyError("x"), a_submission(WRITTEN), client, None, Ack()) is None

    assert "a fault on our side" in client.chat_postMessage.call_args.kwargs["text"]
