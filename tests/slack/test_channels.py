"""Which channels are read by their members alone, asked of the local workspace."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.faults import Fault
from bot.sandbox.records import ConversationRecord
from bot.sandbox.server import SandboxServer
from bot.slack.channels import is_confidential, is_for_members_only, list_members
from tests.sandbox.driving import FRAUD, GENERAL, PLATFORM


def channel(server: SandboxServer) -> ConversationRecord:
    found = server.workspace.find_conversation(FRAUD)
    assert found is not None
    return found


def test_a_private_channel_of_this_workspace_is_confidential(client: WebClient) -> None:
    assert is_confidential(client, FRAUD)


@pytest.mark.parametrize("channel_id", [GENERAL, PLATFORM, "C0NOWHERE0"])
def test_public_and_unknown_channels_are_not(client: WebClient, channel_id: str) -> None:
    assert not is_confidential(client, channel_id)


def test_a_private_channel_shared_with_another_company_is_not(
    server: SandboxServer, client: WebClient
) -> None:
    channel(server)["is_ext_shared"] = True

    assert not is_confidential(client, FRAUD)


def test_an_archived_private_channel_is_not(server: SandboxServer, client: WebClient) -> None:
    channel(server)["is_archived"] = True

    assert not is_confidential(client, FRAUD)


def test_when_slack_does_not_say_nothing_is_assumed(
    server: SandboxServer, client: WebClient
) -> None:
    server.faults.add(Fault("rate_limited", method="conversations.info"))

    with pytest.raises(SlackApiError):
        is_confidential(client, FRAUD)


@pytest.mark.parametrize(
    "sign", ["is_shared", "is_ext_shared", "is_org_shared", "is_pending_ext_shared"]
)
def test_each_kind_of_sharing_counts(sign: str) -> None:
    assert is_for_members_only({"is_private": True})
    assert not is_for_members_only({"is_private": True, sign: True})


def test_members_beyond_the_limit_are_not_listed_in_part(client: WebClient) -> None:
    everybody = list_members(client, FRAUD, most=1000)

    assert everybody is not None
    assert list_members(client, FRAUD, most=len(everybody)) == everybody
    assert list_members(client, FRAUD, most=len(everybody) - 1) is None
