from concurrent.futures import ThreadPoolExecutor
from urllib.request import urlopen

import pytest

from bot.clock import MovableClock
from bot.errors import UserFacingError
from bot.sandbox.server import SandboxServer
from tests.sandbox.conftest import StartServer
from tests.sandbox.driving import FRAUD, MONDAY, Json, Person, a_manifest, post


def test_it_stops_at_once_with_a_page_and_a_bot_waiting(start_server: StartServer) -> None:
    server = start_server()
    page = urlopen(f"{server.url}/sandbox/events?as=U0000000A1")  # noqa: S310 - our own address
    page.readline()
    asked: Json = {"participant": "bot", "at": MONDAY.isoformat(), "next_due": None}
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(post, server, "clock/settled", asked)
        while not server.moves.remote.names():
            pass

        server.stop()

        assert page.read().strip() == b""
        assert waiting.exception(timeout=1) is None or waiting.done()
    page.close()


def test_a_taken_port_is_refused_with_a_remedy(server: SandboxServer) -> None:
    port = int(server.url.rpartition(":")[2])
    second = SandboxServer(
        clock=MovableClock(MONDAY, flows=False), manifest=a_manifest(), port=port
    )

    with pytest.raises(UserFacingError, match="choose another with --port"):
        second.start()


def test_the_page_hears_of_a_new_message(server: SandboxServer, aisha: Person) -> None:
    with urlopen(f"{server.url}/sandbox/events?as=U0000000A2") as page:  # noqa: S310
        page.readline()
        page.readline()

        aisha.act("message", conversation=FRAUD, text="Morning")

        assert page.readline() == b'data: {"kind": "message", "conversation": "C0FRAUDMOD"}\n'
