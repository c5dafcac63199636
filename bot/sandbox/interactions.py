"""What people do to the app in a conversation: slash commands and presses on messages."""

import re

from bot.sandbox import elements
from bot.sandbox.app_link import AppLink, NotDeliveredError
from bot.sandbox.manifest import Command
from bot.sandbox.message_log import message_payload
from bot.sandbox.payloads import action_payload, channel_name, interaction_payload
from bot.sandbox.people import APP_ID, TEAM_DOMAIN, TEAM_ID
from bot.sandbox.plain import Json
from bot.sandbox.records import ConversationRecord, MessageRecord, UserRecord
from bot.sandbox.responses import ResponseError, answer_ack
from bot.sandbox.tickets import ResponseUrl
from bot.sandbox.workspace import Workspace

PRESS_WARNING = "The app didn't take this in time, so it may not have been done. Try again."
_MENTION = re.compile(r"(?<![\w<])([@#])([\w.-]*\w)")


class InteractionError(Exception):
    """What somebody did came to nothing; `code` is Slack's word, the text is for the person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Interactions:
    """Carries commands and presses to the app and waits for its ack."""

    def __init__(self, workspace: Workspace, link: AppLink, *, response_base: str) -> None:
        self._workspace = workspace
        self._link = link
        self._response_base = response_base

    async def command(self, user: UserRecord, conversation: ConversationRecord, line: str) -> None:
        """Give the app a slash command.

        Raises:
            InteractionError: the app has no such command or did not take it.

        """
        name, _, rest = line.strip().partition(" ")
        command = self._find_command(name)
        with self._workspace.lock:
            payload = self._command_payload(command, rest.strip(), user, conversation)
        try:
            ack = await self._link.deliver("slash_commands", payload, accepts_response_payload=True)
            if ack:
                response = ResponseUrl(user["id"], conversation["id"], None, None, 0.0)
                with self._workspace.lock:
                    answer_ack(self._workspace, response, ack)
        except NotDeliveredError as error:
            raise _command_failed(name, error.code) from error
        except ResponseError as error:
            raise _command_failed(name, error.code, error.detail) from error

    async def press(
        self,
        user: UserRecord,
        conversation: ConversationRecord,
        message: MessageRecord,
        *,
        block_id: str,
        action_id: str,
        value: object = None,
    ) -> None:
        """Give the app a press on a message.

        Raises:
            InteractionError: there is nothing to press, or the app did not take it.

        """
        found = elements.find(message["blocks"], block_id, action_id)
        if found is None:
            raise InteractionError("no_such_element", "This message has no such element.")
        where = (conversation["id"], message["ts"], user["id"])
        with self._workspace.lock:
            payload = self._press_payload(user, conversation, message, found, value)
            self._workspace.messages.warn(*where, None)
        try:
            await self._link.deliver("interactive", payload)
        except NotDeliveredError as error:
            with self._workspace.lock:
                self._workspace.messages.warn(*where, PRESS_WARNING)
            raise InteractionError(error.code, PRESS_WARNING) from error

    def _find_command(self, name: str) -> Command:
        for command in self._workspace.manifest.commands:
            if command.command == name:
                return command
        raise InteractionError("unknown_command", f"{name} is not a command that this app offers.")

    def _command_payload(
        self, command: Command, rest: str, user: UserRecord, conversation: ConversationRecord
    ) -> Json:
        tickets = self._workspace.tickets
        return {
            "token": "local",
            "team_id": TEAM_ID,
            "team_domain": TEAM_DOMAIN,
            "channel_id": conversation["id"],
            "channel_name": channel_name(conversation),
            "user_id": user["id"],
            "user_name": user["name"],
            "command": command.command,
            "text": self._escaped(rest) if command.should_escape else rest,
            "api_app_id": APP_ID,
            "is_enterprise_install": "false",
            "response_url": self._response_base
            + tickets.issue_response(user["id"], conversation["id"]),
            "trigger_id": tickets.issue_trigger(user["id"]),
        }

    def _escaped(self, line: str) -> str:
        people = {user["name"]: user["id"] for user in self._workspace.users()}
        channels = {
            channel["name"]: channel["id"]
            for channel in self._workspace.conversations()
            if channel["kind"] != "im"
        }

        def escape(found: re.Match[str]) -> str:
            sign, name = found.groups()
            known = people if sign == "@" else channels
            return f"<{sign}{known[name]}|{name}>" if name in known else found.group()

        plain = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return _MENTION.sub(escape, plain)

    def _press_payload(
        self,
        user: UserRecord,
        conversation: ConversationRecord,
        message: MessageRecord,
        found: tuple[Json, Json],
        value: object,
    ) -> Json:
        block, element = found
        state = changed_state(element, value)
        values = elements.initial_values(message["blocks"])
        if elements.holds_value(element):
            values[str(block["block_id"])][str(element["action_id"])] = state
        is_ephemeral = message["only_for"] is not None
        container: Json = {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": conversation["id"],
            "is_ephemeral": is_ephemeral,
        }
        if message["thread_ts"] is not None:
            container["thread_ts"] = message["thread_ts"]
        tickets = self._workspace.tickets
        payload: Json = {
            **interaction_payload("block_actions", user),
            "container": container,
            "trigger_id": tickets.issue_trigger(user["id"]),
            "channel": {"id": conversation["id"], "name": channel_name(conversation)},
            "state": {"values": values},
            "response_url": self._response_base
            + tickets.issue_response(
                user["id"],
                conversation["id"],
                message_ts=message["ts"],
                thread_ts=message["thread_ts"],
            ),
            "actions": [action_payload(block, element, state, ts=self._workspace.next_ts())],
        }
        if not is_ephemeral:
            # Slack leaves out a message that only one person sees.
            payload["message"] = message_payload(message, include_metadata=True)
        return payload


def changed_state(element: Json, value: object) -> Json:
    """Return what a press does to an element.

    Raises:
        InteractionError: the value is not one that the element offers.

    """
    if element.get("type") == "button":
        return {}
    try:
        return elements.set_value(element, value)
    except elements.UnknownOptionError as error:
        raise InteractionError("unknown_option", str(error)) from error


def _command_failed(name: str, code: str, detail: str = "") -> InteractionError:
    why = f" ({detail})" if detail else ""
    return InteractionError(code, f'{name} failed with the error "{code}"{why}')
