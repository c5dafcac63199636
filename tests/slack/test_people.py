"""What the bot learns of people, asked of the local workspace over its sockets."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.faults import Fault
from bot.sandbox.people import BOT_USER_ID, PEOPLE
from bot.sandbox.server import SandboxServer
from bot.slack import people
from tests.sandbox.driving import AISHA, HANA, MATEO, post


def test_a_colleague_has_a_name_and_a_zone_and_can_be_invited(client: WebClient) -> None:
    hana = people.look_up_one(client, HANA)

    assert (hana.name, hana.zone) == ("Hana Sugitani", "Asia/Tokyo")
    assert hana.can_take_part
    assert hana.can_be_invited


@pytest.mark.parametrize("user_id", [BOT_USER_ID, "USLACKBOT"])
def test_an_app_cannot_take_part(user_id: str) -> None:
    home = people.Home(BOT_USER_ID, "T1", None)

    app = people.read_person({"id": user_id, "is_bot": user_id == BOT_USER_ID}, home)

    assert app.is_bot
    assert not app.can_take_part


def test_a_guest_can_take_part_and_is_not_invited(server: SandboxServer, client: WebClient) -> None:
    post(server, "set-guest", {"user": HANA})

    hana = people.look_up_one(client, HANA)

    assert hana.is_guest
    assert hana.can_take_part
    assert not hana.can_be_invited


def test_somebody_of_another_workspace_cannot_take_part(
    server: SandboxServer, client: WebClient
) -> None:
    post(server, "set-stranger", {"user": HANA})

    hana = people.look_up_one(client, HANA)

    assert hana.is_stranger
    assert not hana.can_take_part


def test_somebody_of_another_workspace_of_the_same_organisation_can_take_part() -> None:
    home = people.Home(BOT_USER_ID, "T1", "E1")
    colleague = {"id": HANA, "team_id": "T2", "enterprise_user": {"enterprise_id": "E1"}}
    other = {"id": MATEO, "team_id": "T3", "enterprise_user": {"enterprise_id": "E2"}}
    hidden = {"id": MATEO, "is_stranger": True}

    assert not people.read_person(colleague, home).is_stranger
    assert people.read_person(other, home).is_stranger
    assert people.read_person(hidden, home).is_stranger


def test_the_deactivated_and_the_unknown_are_not_active(
    server: SandboxServer, client: WebClient
) -> None:
    post(server, "deactivate", {"user": HANA})

    hana, nobody = people.look_up(client, [HANA, "U0NOBODY00"])

    assert not hana.is_active
    assert not nobody.is_active


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ({"tz": "asia/TOKYO"}, "Asia/Tokyo"),
        ({"tz": "Narnia/Cair", "tz_offset": 20700}, "UTC+05:45"),
        ({"tz": "", "tz_offset": 7200}, "Etc/GMT-2"),
        ({}, None),
    ],
)
def test_a_zone_is_as_slack_means_it_or_unknown(
    server: SandboxServer, client: WebClient, said: dict[str, object], zone: str | None
) -> None:
    post(server, "set-zone", {"user": HANA, **said})

    assert people.look_up_one(client, HANA).zone == zone


def test_everybody_is_listed_page_by_page(client: WebClient) -> None:
    home = people.find_home(client)

    everybody = people.list_everybody(client, home, page=5)

    assert {person.user_id for person in everybody} == {
        *(person.id for person in PEOPLE),
        BOT_USER_ID,
    }
    assert len(everybody) == len(PEOPLE) + 1


def test_when_a_page_is_refused_nobody_is_listed(server: SandboxServer, client: WebClient) -> None:
    home = people.find_home(client)
    server.faults.add(Fault("rate_limited", method="users.list"))

    with pytest.raises(SlackApiError):
        people.list_everybody(client, home)


def test_about_nobody_slack_is_not_asked(client: WebClient, server: SandboxServer) -> None:
    server.stop()

    assert people.look_up(client, []) == ()


def test_a_failed_look_up_fails_for_all(server: SandboxServer, client: WebClient) -> None:
    server.faults.add(Fault("rate_limited", method="users.info"))

    with pytest.raises(SlackApiError):
        people.look_up(client, [AISHA, HANA])
