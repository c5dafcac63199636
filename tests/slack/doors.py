"""Knocks at the bot's HTTP door as Slack does, or as somebody else would."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection

from slack_bolt import Ack
from slack_sdk.signature import SignatureVerifier

from bot.clock import SystemClock
from bot.slack.http import PATH, SignedHttp

SECRET = "0123456789abcdef0123456789abcdef"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
COMMAND = b"command=%2Fmlops&text=help&user_id=U0000000A1"


Headers = Mapping[str, str | None]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    said: bytes


@dataclass
class Door:
    """The way in, and an app behind it whose one command does what the test says."""

    way_in: SignedHttp
    heard: list[str] = field(default_factory=list)
    work: Callable[[Ack], object] = lambda ack: ack()

    def listen(self, ack: Ack, command: dict[str, str]) -> None:
        """The app's listener."""
        self.heard.append(command["text"])
        self.work(ack)

    def knock(self, body: bytes = COMMAND, headers: Headers | None = None) -> Answer:
        """Send a signed form; what is given replaces a header, and None leaves it out."""
        merged = {"content-type": FORM, **signature(body), **(headers or {})}
        return self.send(body, {name: text for name, text in merged.items() if text is not None})

    def send(self, body: bytes, headers: dict[str, str], *, path: str = PATH) -> Answer:
        """Post as it is."""
        return ask(self.way_in.port, "POST", path, body, headers)


def ask(
    port: int, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> Answer:
    """Make a request to this machine."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        return Answer(response.status, response.read())
    finally:
        connection.close()


def signature(
    body: bytes, *, age: timedelta = timedelta(), secret: str = SECRET
) -> dict[str, str | None]:
    """Return the headers with which Slack signs."""
    timestamp = str(int((SystemClock().now() - age).timestamp()))
    made = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return {"x-slack-request-timestamp": timestamp, "x-slack-signature": made}
