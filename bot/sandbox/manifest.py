"""Reads the Slack app manifest: what the app may do and asks to be told."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.errors import UserFacingError
from bot.sandbox.plain import Json, mapping, objects, text


@dataclass(frozen=True)
class Command:
    """A slash command that the app offers."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True)
class Manifest:
    """The parts of an app manifest that the workspace enforces."""

    name: str
    bot_name: str
    scopes: frozenset[str]
    commands: tuple[Command, ...]
    events: frozenset[str]
    has_home_tab: bool
    has_messages_tab: bool
    messages_tab_is_read_only: bool
    is_interactive: bool
    uses_socket_mode: bool


def read_manifest(path: Path) -> Manifest:
    """Return the manifest in this YAML file.

    Raises:
        UserFacingError: the file is missing, is not YAML or names no app.

    """
    try:
        loaded: object = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserFacingError(f"{path}: cannot be read; an app manifest is needed here.") from error
    except yaml.YAMLError as error:
        raise UserFacingError(f"{path}: is not valid YAML: {error}") from error
    return _manifest(mapping(loaded), path)


def _manifest(loaded: Json, path: Path) -> Manifest:
    name = text(mapping(loaded.get("display_information")).get("name"))
    if not name:
        raise UserFacingError(f"{path}: add display_information.name, the app's name.")
    features = mapping(loaded.get("features"))
    settings = mapping(loaded.get("settings"))
    home = mapping(features.get("app_home"))
    bot_user = mapping(features.get("bot_user"))
    scopes = mapping(mapping(loaded.get("oauth_config")).get("scopes"))
    events = mapping(settings.get("event_subscriptions"))
    return Manifest(
        name=name,
        bot_name=text(bot_user.get("display_name")) or name,
        scopes=_names(scopes.get("bot")),
        commands=tuple(_command(entry) for entry in objects(features.get("slash_commands"))),
        events=_names(events.get("bot_events")),
        has_home_tab=home.get("home_tab_enabled") is True,
        has_messages_tab=home.get("messages_tab_enabled") is True,
        messages_tab_is_read_only=home.get("messages_tab_read_only_enabled") is True,
        is_interactive=mapping(settings.get("interactivity")).get("is_enabled") is True,
        uses_socket_mode=settings.get("socket_mode_enabled") is True,
    )


def _command(entry: Json) -> Command:
    return Command(
        command=text(entry.get("command")),
        description=text(entry.get("description")),
        usage_hint=text(entry.get("usage_hint")),
        should_escape=entry.get("should_escape") is True,
    )


def _names(value: object) -> frozenset[str]:
    return (
        frozenset(name for name in value if isinstance(name, str))
        if isinstance(value, list)
        else frozenset()
    )
