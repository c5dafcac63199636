"""What people do in modals and the App Home: presses, submissions, closing."""

from bot.sandbox import elements
from bot.sandbox.app_link import AppLink, NotDeliveredError
from bot.sandbox.checks import Problem, check_view, check_view_errors
from bot.sandbox.field_errors import field_errors
from bot.sandbox.interactions import InteractionError, changed_state
from bot.sandbox.payloads import action_payload, interaction_payload
from bot.sandbox.plain import Json, mapping, text
from bot.sandbox.records import UserRecord, Values, ViewRecord
from bot.sandbox.views import ViewError, view_payload
from bot.sandbox.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


class Modals:
    """Carries what people do in views to the app, and does what its ack says."""

    def __init__(self, workspace: Workspace, link: AppLink) -> None:
        self._workspace = workspace
        self._link = link

    async def press(
        self,
        user: UserRecord,
        view: ViewRecord,
        *,
        block_id: str,
        action_id: str,
        value: object = None,
    ) -> None:
        """Set an element of a view, and tell the app if it wants to know at once.

        Raises:
            InteractionError: there is no such element, or the app did not take it.

        """
        found = elements.find(view["content"]["blocks"], block_id, action_id)
        if found is None:
            raise InteractionError("no_such_element", "This view has no such element.")
        block, element = found
        state = changed_state(element, value)
        with self._workspace.lock:
            if elements.holds_value(element):
                view["values"][block_id][action_id] = state
            if block.get("type") == "input" and block.get("dispatch_action") is not True:
                return
            payload: Json = {
                **interaction_payload("block_actions", user),
                "container": {"type": "view", "view_id": view["id"]},
                "trigger_id": self._workspace.tickets.issue_trigger(user["id"]),
                "view": view_payload(view),
                "actions": [action_payload(block, element, state, ts=self._workspace.next_ts())],
            }
        await self._deliver(payload)

    async def submit(self, user: UserRecord, view: ViewRecord, given: Json) -> dict[str, str]:
        """Send a form; the answer is what is wrong with it, by block id.

        Raises:
            InteractionError: the app did not take it, or answered with what cannot be shown.

        """
        with self._workspace.lock:
            _enter(view, given)
            errors = field_errors(view["content"], view["values"])
            if errors:
                return errors
            payload: Json = {
                **interaction_payload("view_submission", user),
                "trigger_id": self._workspace.tickets.issue_trigger(user["id"]),
                "view": view_payload(view),
                "response_urls": [],
            }
        ack = await self._deliver(payload, accepts_response_payload=True)
        with self._workspace.lock:
            return self._follow(view, ack)

    async def close(self, user: UserRecord, view: ViewRecord) -> None:
        """Close a modal, and tell the app if it asked to know."""
        with self._workspace.lock:
            is_cleared = view["content"].get("clear_on_close") is True
            self._workspace.views.close(user["id"], everything=is_cleared)
        if view["content"].get("notify_on_close") is True:
            payload: Json = {
                **interaction_payload("view_closed", user),
                "view": view_payload(view),
                "is_cleared": is_cleared,
            }
            await self._deliver(payload)

    async def _deliver(self, payload: Json, *, accepts_response_payload: bool = False) -> Json:
        try:
            return await self._link.deliver(
                "interactive", payload, accepts_response_payload=accepts_response_payload
            )
        except NotDeliveredError as error:
            raise InteractionError(error.code, TROUBLE) from error

    def _follow(self, view: ViewRecord, ack: Json) -> dict[str, str]:
        views, user = self._workspace.views, view["user"]
        try:
            match ack.get("response_action"):
                case None if not ack:
                    views.close(user)
                case "clear":
                    views.close(user, everything=True)
                case "errors":
                    _require_valid(check_view_errors(ack.get("errors"), view["content"]))
                    return {key: text(error) for key, error in mapping(ack["errors"]).items()}
                case "update":
                    views.update(view, _checked_view(ack))
                case "push":
                    views.push(user, _checked_view(ack))
                case _:
                    raise InteractionError("invalid_response_action", TROUBLE)
        except ViewError as error:
            raise InteractionError(error.code, TROUBLE) from error
        return {}


def _enter(view: ViewRecord, given: Json) -> None:
    """Put what a person has entered into the view's state."""
    for block_id, actions in given.items():
        for action_id, value in mapping(actions).items():
            found = elements.find(view["content"]["blocks"], block_id, action_id)
            if found is None or not elements.holds_value(found[1]):
                raise InteractionError("no_such_element", f"There is no {block_id}/{action_id}.")
            entered: Values = {block_id: {action_id: changed_state(found[1], value)}}
            view["values"][block_id] |= entered[block_id]


def _checked_view(ack: Json) -> Json:
    content = mapping(ack.get("view"))
    _require_valid(check_view(content))
    return content


def _require_valid(problems: list[Problem]) -> None:
    if problems:
        detail = "; ".join(f"{problem.pointer} {problem.message}" for problem in problems)
        raise InteractionError(problems[0].code, f"{TROUBLE} ({detail})")
