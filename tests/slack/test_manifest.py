"""The manifest that README tells people to paste fits the code."""

import re
from pathlib import Path

import yaml

import bot
from bot.resources import manifest_file
from bot.sandbox.manifest import read_manifest
from bot.slack.commands import COMMAND

SOURCES = [p for p in Path(bot.__file__).parent.rglob("*.py") if "sandbox" not in p.parts]

SCOPES = {  # By Slack's method pages, for a bot token, read 2026-11-21.
    "chat_delete": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_members": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "conversations_replies": {"channels:history", "groups:history", "im:history"},
    "files_upload_v2": {"files:write"},
    "users_info": {"users:read"},
    "users_list": {"users:read"},
    "auth_test": set(),
    "views_open": set(),
    "views_publish": set(),
    "views_update": set(),
}


EVENT_SCOPES = {  # By Slack's event pages, read 2026-11-21; those left out need a scope above.
    "app_mention": {"app_mentions:read"},
    "message.im": {"im:history"},
}


def methods_called() -> set[str]:
    families = r"\.((?:api|auth|bots|chat|conversations|files|team|users|views)_\w+)\("
    return {name for file in SOURCES for name in re.findall(families, file.read_text("utf-8"))}


def test_the_manifest_asks_for_the_scopes_that_are_used_and_no_more() -> None:
    manifest = read_manifest(manifest_file())

    needed = set().union(*(SCOPES[method] for method in methods_called())) | {"commands"}
    needed |= set().union(*(EVENT_SCOPES.get(event, set()) for event in manifest.events))

    assert manifest.scopes == needed


def test_the_manifest_has_the_command_that_the_code_listens_to() -> None:
    (command,) = read_manifest(manifest_file()).commands

    assert command.command == COMMAND


def test_the_manifest_hints_at_everything_that_can_be_typed() -> None:
    (command,) = yaml.safe_load(manifest_file().read_text("utf-8"))["features"]["slash_commands"]
    names = {
        name
        for file in SOURCES
        for name in re.findall(r"Subcommand\(\s*\"(\w+)\"", file.read_text("utf-8"))
    }

    assert len(names) > 2
    assert set(command["usage_hint"].split(" | ")) == names


def test_the_manifest_subscribes_to_no_event_that_nobody_listens_to() -> None:
    listened = {
        name
        for file in SOURCES
        for name in re.findall(r"app\.event\(\"(\w+)\"", file.read_text("utf-8"))
    }

    subscribed = {event.partition(".")[0] for event in read_manifest(manifest_file()).events}
    assert subscribed == listened


def test_people_can_write_to_the_bot() -> None:
    manifest = read_manifest(manifest_file())

    assert manifest.has_messages_tab
    assert not manifest.messages_tab_is_read_only
    assert {event for event in manifest.events if "message." in event} == {"message.im"}


def test_the_manifest_is_one_slack_takes() -> None:
    manifest = yaml.safe_load(manifest_file().read_text("utf-8"))

    assert len(manifest["display_information"]["name"]) <= 35
    assert len(manifest["display_information"]["description"]) <= 140
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["settings"]["interactivity"]["is_enabled"] is True
