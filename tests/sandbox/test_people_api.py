from slack_sdk import WebClient

from bot.sandbox.people import CHANNELS, PEOPLE
from bot.sandbox.server import SandboxServer
from tests.sandbox.conftest import StartServer
from tests.sandbox.driving import (
    AISHA,
    FRAUD,
    GENERAL,
    HANA,
    MATEO,
    PLATFORM,
    Person,
    a_manifest,
    post,
)

BOT = "U0BOT00001"


def test_it_opens_with_twelve_people_and_four_channels(aisha: Person) -> None:
    assert len(PEOPLE) == 12
    assert {channel.name: len(channel.members) for channel in CHANNELS} == {
        "fraud-models": 8,
        "recommendations": 7,
        "general": 12,
        "ml-platform": 6,
    }
    assert aisha.conversations()[PLATFORM]["bot_is_member"] is False


def test_a_private_channel_is_seen_by_its_members_only(server: SandboxServer) -> None:
    assert FRAUD in Person(server, AISHA).conversations()
    assert FRAUD not in Person(server, HANA).conversations()


def test_unread_counts_what_others_said_until_one_looks(
    server: SandboxServer, aisha: Person
) -> None:
    aisha.act("message", conversation=FRAUD, text="Morning")
    mateo = Person(server, MATEO)

    before = mateo.conversations()[FRAUD]["unread"]
    mateo.messages(FRAUD)

    assert (before, mateo.conversations()[FRAUD]["unread"]) == (1, 0)
    assert aisha.conversations()[FRAUD]["unread"] == 0


def test_one_speaks_only_where_one_is(aisha: Person) -> None:
    assert aisha.act("message", conversation=PLATFORM, text="Hi")["error"] == "not_in_channel"

    aisha.act("join", conversation=PLATFORM)

    assert aisha.act("message", conversation=PLATFORM, text="Hi")["ok"] is True


def test_the_app_is_invited_and_removed(aisha: Person, client: WebClient) -> None:
    aisha.act("join", conversation=PLATFORM)

    aisha.act("invite-app", conversation=PLATFORM)
    invited = client.conversations_info(channel=PLATFORM)["channel"]["is_member"]
    aisha.act("remove-app", conversation=PLATFORM)
    removed = client.conversations_info(channel=PLATFORM)["channel"]["is_member"]

    assert (invited, removed) == (True, False)


def test_nobody_writes_to_an_app_whose_messages_tab_is_read_only(
    start_server: StartServer,
) -> None:
    aisha = Person(start_server(manifest=a_manifest(read_only=True)))
    opened = aisha.act("open-dm", **{"with": BOT})

    outcome = aisha.act("message", conversation=opened["conversation"], text="Hello?")

    assert outcome["message"] == "Sending messages to small-app has been turned off."


def test_somebody_who_has_left_cannot_act(server: SandboxServer) -> None:
    post(server, "deactivate", {"user": HANA})

    outcome = Person(server, HANA).act("message", conversation=GENERAL, text="I'm back")

    assert outcome["error"] == "user_not_found"
