"""Files are uploaded in Slack's three steps, and shown by blocks once Slack is done with them."""

from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import MovableClock
from bot.sandbox.files import WORKED_ON
from bot.sandbox.server import SandboxServer
from tests.sandbox.conftest import StartServer
from tests.sandbox.driving import GENERAL, MONDAY, a_manifest, post

PNG = b"\x89PNG\r\n\x1a\n and so on"


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(MONDAY, flows=False)


@pytest.fixture
def server(start_server: StartServer, clock: MovableClock) -> SandboxServer:
    return start_server(
        clock=clock, manifest=a_manifest(scopes=frozenset({"chat:write", "files:write"}))
    )


def upload(client: WebClient, content: bytes = PNG) -> str:
    uploaded = client.files_upload_v2(filename="a.png", content=content, alt_txt="A line")
    return str(uploaded["files"][0]["id"])


def an_image(file_id: str, **changes: Any) -> dict[str, Any]:
    image = {"type": "image", "slack_file": {"id": file_id}, "alt_text": "A line", **changes}
    return {key: value for key, value in image.items() if value is not None}


def send(client: WebClient, *blocks: dict[str, Any]) -> None:
    client.chat_postMessage(channel=GENERAL, text="Hi", blocks=list(blocks))


def refusal(client: WebClient, *blocks: dict[str, Any]) -> tuple[str, str]:
    with pytest.raises(SlackApiError) as refused:
        send(client, *blocks)
    answer = refused.value.response
    return answer["error"], answer["response_metadata"]["messages"][0]


def test_a_block_shows_a_picture_once_slack_is_done_with_it(
    client: WebClient, clock: MovableClock, server: SandboxServer
) -> None:
    file_id = upload(client)

    early = refusal(client, an_image(file_id))
    clock.move_to(clock.now() + WORKED_ON)
    send(client, an_image(file_id))

    said = "[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]"
    assert early == ("invalid_blocks", said)
    with urlopen(f"{server.url}/sandbox/files/{file_id}") as shown:  # noqa: S310 - loopback
        assert (shown.headers["Content-Type"], shown.read()) == ("image/png", PNG)


def test_what_is_no_picture_or_unknown_or_without_words_is_refused(
    client: WebClient, clock: MovableClock
) -> None:
    page, picture = upload(client, b"<html></html>"), upload(client)
    clock.move_to(clock.now() + WORKED_ON)

    assert "invalid slack file" in refusal(client, an_image(page))[1]
    assert "invalid slack file" in refusal(client, an_image("F0NOWHERE00"))[1]
    assert "alt_text" in refusal(client, an_image(picture, alt_text=None))[1]
    assert (
        "/blocks/0/elements/0/slack_file"
        in (refusal(client, {"type": "context", "elements": [an_image(page)]})[1])
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"filename": "a.png", "length": 0}, "missing_argument"),
        ({"filename": "", "length": 3}, "invalid_arguments"),
        ({"filename": "a.png", "length": 3, "alt_txt": "x" * 1_001}, "alt_txt_too_large"),
    ],
)
def test_a_place_for_a_file_is_refused_in_slacks_words(
    client: WebClient, arguments: dict[str, Any], code: str
) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.files_getUploadURLExternal(**arguments)

    assert refused.value.response["error"] == code


def test_a_file_is_completed_once_and_only_when_its_bytes_have_come(client: WebClient) -> None:
    begun = client.files_getUploadURLExternal(filename="a.png", length=len(PNG))
    request = Request(begun["upload_url"], data=PNG, method="POST")  # noqa: S310 - loopback
    codes = []

    for step in ("early", "right", "again"):
        if step == "right":
            urlopen(request).close()  # noqa: S310 - loopback
        try:
            codes.append(
                client.files_completeUploadExternal(files=[{"id": begun["file_id"]}])["ok"]
            )
        except SlackApiError as error:
            codes.append(error.response["error"])

    assert codes == ["file_not_found", True, "file_not_found"]


def test_bytes_of_another_length_are_refused(client: WebClient) -> None:
    begun = client.files_getUploadURLExternal(filename="a.png", length=5)
    request = Request(begun["upload_url"], data=PNG, method="POST")  # noqa: S310 - loopback

    with pytest.raises(HTTPError) as refused:
        urlopen(request)  # noqa: S310 - loopback
    refused.value.close()

    assert refused.value.code == 400


def test_uploading_takes_the_scope(start_server: StartServer) -> None:
    server = start_server(manifest=a_manifest(scopes=frozenset({"chat:write"})))
    client = WebClient(server.bot_token, base_url=server.api_url)

    with pytest.raises(SlackApiError) as refused:
        upload(client)

    assert refused.value.response["error"] == "missing_scope"


def test_charts_are_refused_until_the_fault_is_cleared(
    server: SandboxServer, client: WebClient
) -> None:
    pie = {"type": "pie", "segments": [{"label": "a", "value": 1}]}
    chart = {"type": "data_visualization", "title": "Pie", "chart": pie}
    post(server, "faults", {"kind": "charts_refused"})

    code, said = refusal(client, chart)
    server.faults.clear()
    server.workspace.takes_charts = True
    send(client, chart)

    assert code == "invalid_blocks"
    assert "unsupported type: data_visualization" in said
