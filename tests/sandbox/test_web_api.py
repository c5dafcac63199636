import json
from collections.abc import Callable
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.server import SandboxServer
from tests.sandbox.conftest import StartServer
from tests.sandbox.driving import (
    AISHA,
    FRAUD,
    GENERAL,
    HANA,
    PLATFORM,
    RECOMMENDATIONS,
    SCOPES,
    Person,
    a_button,
    a_manifest,
    post,
)


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(SlackApiError) as refused:
        call()
    return str(refused.value.response["error"])


def test_it_knows_its_own_tokens_only(server: SandboxServer) -> None:
    url = server.api_url

    assert WebClient(server.bot_token, base_url=url).auth_test()["user_id"] == "U0BOT00001"
    assert refusal(WebClient(base_url=url).auth_test) == "not_authed"
    assert refusal(WebClient("xoxb-other", base_url=url).auth_test) == "invalid_auth"
    assert refusal(WebClient(server.app_token, base_url=url).users_list) == "not_allowed_token_type"


def test_a_missing_scope_is_named(start_server: StartServer) -> None:
    server = start_server(manifest=a_manifest(scopes=SCOPES - {"users:read"}))
    client = WebClient(server.bot_token, base_url=server.api_url)

    with pytest.raises(SlackApiError) as refused:
        client.users_info(user=AISHA)

    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "users:read"
    assert "users:read" not in refused.value.response["provided"]


def test_unknown_methods_and_arguments_are_refused(client: WebClient) -> None:
    assert refusal(lambda: client.api_call("chat.sing")) == "unknown_method"
    assert refusal(lambda: client.users_info(user=AISHA, shoe_size=43)) == "invalid_arguments"


def test_it_posts_only_where_the_app_is(client: WebClient) -> None:
    assert refusal(lambda: client.chat_postMessage(channel=PLATFORM, text="Hi")) == "not_in_channel"
    assert (
        refusal(lambda: client.chat_postMessage(channel="C404", text="Hi")) == "channel_not_found"
    )


def test_a_private_channel_does_not_exist_for_an_app_outside_it(
    server: SandboxServer, client: WebClient
) -> None:
    post(server, "remove-app", {"as": AISHA, "conversation": FRAUD})

    assert refusal(lambda: client.conversations_info(channel=FRAUD)) == "channel_not_found"


def test_with_write_public_it_posts_in_public_channels_from_outside(
    start_server: StartServer,
) -> None:
    server = start_server(manifest=a_manifest(scopes=SCOPES | {"chat:write.public"}))
    client = WebClient(server.bot_token, base_url=server.api_url)

    assert client.chat_postMessage(channel=PLATFORM, text="Hi")["ok"]


def test_a_message_to_a_person_opens_their_dm(server: SandboxServer, client: WebClient) -> None:
    posted = client.chat_postMessage(channel=AISHA, text="Good morning")
    opened = client.conversations_open(users=AISHA)

    assert opened["channel"]["id"] == posted["channel"]
    assert Person(server).conversations()[posted["channel"]]["unread"] == 1


def test_somebody_who_has_left_can_still_be_sent_to(
    server: SandboxServer, client: WebClient
) -> None:
    post(server, "deactivate", {"user": HANA})

    assert client.chat_postMessage(channel=HANA, text="Hello?")["ok"]
    assert client.users_info(user=HANA)["user"]["deleted"] is True


def test_a_broken_rule_is_named_with_its_place(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=GENERAL, text="Hi", blocks=[{"type": "divan"}])

    assert refused.value.response["error"] == "invalid_blocks"
    assert "/blocks/0" in refused.value.response["response_metadata"]["messages"][0]


def test_json_in_a_form_is_read(server: SandboxServer) -> None:
    form = {"channel": GENERAL, "text": "Hi", "blocks": json.dumps([a_button()])}
    connection = HTTPConnection(server.url.removeprefix("http://"))
    headers = {
        "Authorization": f"Bearer {server.bot_token}",
        "Content-Type": "application/x-www-form-urlencoded",
    }

    connection.request("POST", "/api/chat.postMessage", urlencode(form), headers)
    answer = json.load(connection.getresponse())
    connection.close()

    assert answer["message"]["blocks"][0]["block_id"] == "row"


def test_metadata_is_shown_only_when_asked_for_and_lost_in_an_update(client: WebClient) -> None:
    metadata = {"event_type": "delivery", "event_payload": {"key": "k1"}}
    posted = client.chat_postMessage(channel=GENERAL, text="Hi", metadata=metadata)

    plain = client.conversations_history(channel=GENERAL)["messages"][0]
    full = client.conversations_history(channel=GENERAL, include_all_metadata=True)["messages"][0]
    client.chat_update(channel=GENERAL, ts=posted["ts"], text="Hello")
    after = client.conversations_history(channel=GENERAL, include_all_metadata=True)["messages"][0]

    assert "metadata" not in plain
    assert full["metadata"] == metadata
    assert "metadata" not in after


def test_an_update_with_text_alone_takes_the_blocks_away(client: WebClient) -> None:
    posted = client.chat_postMessage(channel=GENERAL, text="Hi", blocks=[a_button()])

    updated = client.chat_update(channel=GENERAL, ts=posted["ts"], text="Hello")

    assert "blocks" not in updated["message"]


def test_it_changes_only_messages_of_its_own(server: SandboxServer, client: WebClient) -> None:
    said = Person(server).act("message", conversation=GENERAL, text="Morning all")
    ts = str(said["ts"])

    assert (
        refusal(lambda: client.chat_update(channel=GENERAL, ts=ts, text="Evening"))
        == "cant_update_message"
    )
    assert (
        refusal(lambda: client.chat_update(channel=GENERAL, ts="1.000000", text="Evening"))
        == "message_not_found"
    )


def test_history_is_cut_by_moments_and_into_pages(client: WebClient) -> None:
    sent = [client.chat_postMessage(channel=GENERAL, text=f"No. {n}")["ts"] for n in range(5)]

    inside = client.conversations_history(channel=GENERAL, oldest=sent[0], latest=sent[3])
    with_ends = client.conversations_history(
        channel=GENERAL, oldest=sent[0], latest=sent[3], inclusive=True
    )
    pages = [page["messages"] for page in client.conversations_history(channel=GENERAL, limit=2)]

    assert [message["ts"] for message in inside["messages"]] == [sent[2], sent[1]]
    assert [message["ts"] for message in with_ends["messages"]] == sent[3::-1]
    assert [message["ts"] for page in pages for message in page] == sent[::-1]
    assert [len(page) for page in pages] == [2, 2, 1]


def test_replies_stay_in_their_thread(client: WebClient) -> None:
    parent = client.chat_postMessage(channel=GENERAL, text="Question")["ts"]
    reply = client.chat_postMessage(channel=GENERAL, text="Answer", thread_ts=parent)["ts"]

    history = client.conversations_history(channel=GENERAL)["messages"]
    thread = client.conversations_replies(channel=GENERAL, ts=parent)["messages"]

    assert [message["ts"] for message in history] == [parent]
    assert [message["ts"] for message in thread] == [parent, reply]


def test_members_come_in_pages(client: WebClient) -> None:
    pages = client.conversations_members(channel=RECOMMENDATIONS, limit=3)

    assert [len(page["members"]) for page in pages] == [3, 3, 2]


def test_a_person_is_described_as_slack_does(client: WebClient) -> None:
    user = client.users_info(user=AISHA)["user"]

    assert user["tz"] == "Europe/London"
    assert user["tz_offset"] == 0
    assert user["profile"]["display_name"] == "aisha"
    assert (user["is_bot"], user["deleted"], user["is_restricted"]) == (False, False, False)


def test_an_ephemeral_message_needs_its_reader_in_the_channel(
    server: SandboxServer, client: WebClient
) -> None:
    client.chat_postEphemeral(channel=FRAUD, user=AISHA, text="Only you")

    assert Person(server).texts(FRAUD) == ["Only you"]
    assert (
        refusal(lambda: client.chat_postEphemeral(channel=FRAUD, user=HANA, text="Hi"))
        == "user_not_in_channel"
    )
