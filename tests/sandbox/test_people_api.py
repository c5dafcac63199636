from collections.abc import Callable
from queue import Queue
from typing import cast

import pytest
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
    SmallApp,
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


def test_a_person_can_be_made_a_guest_or_somebody_from_elsewhere(
    server: SandboxServer, client: WebClient
) -> None:
    post(server, "set-guest", {"user": HANA})
    post(server, "set-stranger", {"user": MATEO})
    guest, stranger = (client.users_info(user=each)["user"] for each in (HANA, MATEO))

    post(server, "set-guest", {"user": HANA, "is": False})
    post(server, "set-stranger", {"user": MATEO, "is": False})
    again = [client.users_info(user=each)["user"] for each in (HANA, MATEO)]

    assert (guest["is_restricted"], stranger["team_id"]) == (True, "T0SANDBOX2")
    assert (again[0]["is_restricted"], again[1]["team_id"]) == (False, "T0SANDBOX1")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"tz": "Asia/Kathmandu"}, {"tz": "Asia/Kathmandu", "tz_offset": 20700}),
        ({"tz": "Odd/Zone", "tz_offset": 3600}, {"tz": "Odd/Zone", "tz_offset": 3600}),
        ({"tz": "Odd/Zone"}, {"tz": "Odd/Zone"}),
        ({}, {}),
    ],
)
def test_a_zone_is_told_as_it_was_set_and_the_page_shows_one_it_knows(
    server: SandboxServer, client: WebClient, asked: dict[str, object], said: dict[str, object]
) -> None:
    post(server, "set-zone", {"user": HANA, **asked})

    user = client.users_info(user=HANA)["user"]
    (shown,) = [p for p in people_shown(server) if p["id"] == HANA]

    assert {name: user[name] for name in ("tz", "tz_offset") if name in user} == said
    assert shown["tz"] == (said["tz"] if said.get("tz") == "Asia/Kathmandu" else "UTC")


def people_shown(server: SandboxServer) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", Person(server, AISHA).state()["people"])


def test_what_happens_to_a_channel_is_told_once_to_an_app_in_it(
    start_server: StartServer, connect: Callable[[SandboxServer], SmallApp]
) -> None:
    kinds = ("group_archive", "group_unarchive", "channel_shared", "channel_unshared")
    joined = "member_joined_channel"
    server = start_server(manifest=a_manifest(events=frozenset({*kinds, joined})))
    app, heard = connect(server), Heard()
    for kind in (*kinds, joined):
        app.app.event(kind)(heard.note)
    app.connect()
    aisha = Person(server, AISHA)

    for act in ("archive", "archive", "unarchive", "share", "unshare"):
        assert aisha.act(act, conversation=FRAUD) == {"ok": True}
    aisha.act("invite", conversation=FRAUD, user=HANA)

    assert sorted(heard.wait_for(5)) == sorted([*kinds, joined])


class Heard:
    """What an app has heard of, in no order: listeners run beside each other."""

    def __init__(self) -> None:
        self._queue: Queue[str] = Queue()

    def note(self, event: dict[str, object]) -> None:
        self._queue.put(str(event["type"]))

    def wait_for(self, count: int) -> list[str]:
        found = [self._queue.get(timeout=10) for _ in range(count)]
        assert self._queue.empty()
        return found


def test_only_members_change_a_channel(aisha: Person) -> None:
    for act in ("archive", "share", "invite"):
        outcome = aisha.act(act, conversation=PLATFORM, user=HANA)

        assert outcome["error"] == "not_in_channel"


def test_in_an_archived_channel_nobody_says_anything(aisha: Person) -> None:
    aisha.act("archive", conversation=FRAUD)
    refused = [
        aisha.act("message", conversation=FRAUD, text="Hi"),
        aisha.act("command", conversation=FRAUD, text="/mlops help"),
    ]

    aisha.act("unarchive", conversation=FRAUD)

    assert [outcome["error"] for outcome in refused] == ["is_archived"] * 2
    assert aisha.act("message", conversation=FRAUD, text="Hi")["ok"] is True
