from http.client import HTTPConnection

import pytest

from bot.sandbox.server import SandboxServer


def status(server: SandboxServer, method: str, path: str, headers: dict[str, str]) -> int:
    connection = HTTPConnection(server.url.removeprefix("http://"))
    connection.request(method, path, b"{}" if method == "POST" else None, headers)
    answer = connection.getresponse().status
    connection.close()
    return answer


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "10.0.0.1"])
def test_a_foreign_host_header_is_refused(server: SandboxServer, host: str) -> None:
    assert status(server, "GET", "/sandbox/state", {"Host": host}) == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8080", "[::1]:8080"])
def test_this_machines_own_names_are_welcome(server: SandboxServer, host: str) -> None:
    assert status(server, "GET", "/sandbox/state", {"Host": host}) == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_a_page_from_elsewhere_cannot_act(server: SandboxServer, origin: str) -> None:
    assert status(server, "POST", "/sandbox/join", {"Origin": origin}) == 403


def test_the_workspaces_own_page_can_act(server: SandboxServer) -> None:
    assert status(server, "POST", "/sandbox/clock/move", {"Origin": server.url}) == 400
