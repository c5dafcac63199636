"""The views methods: modals and the App Home."""

from collections.abc import Callable

from bot.sandbox.checks import check_view
from bot.sandbox.local_rules import check_view_here
from bot.sandbox.plain import Json
from bot.sandbox.records import ViewRecord
from bot.sandbox.tickets import TicketError
from bot.sandbox.views import ViewError, view_payload
from bot.sandbox.web_api.call import Call, Method, names
from bot.sandbox.web_api.errors import ApiError, refuse


def open_(call: Call) -> Json:
    """Open a modal for the person who just did something."""
    return _shown(call, call.workspace.views.open)


def push(call: Call) -> Json:
    """Open a modal on top of the one this person is looking at."""
    return _shown(call, call.workspace.views.push)


def update(call: Call) -> Json:
    """Change an open view."""
    content = _checked(call, "modal", "home")
    view = _named(call)
    try:
        call.workspace.views.update(
            view, content, expected_hash=call.arguments.text("hash") or None
        )
    except ViewError as error:
        raise ApiError(error.code) from error
    return {"view": view_payload(view)}


def publish(call: Call) -> Json:
    """Show a person's App Home."""
    if not call.workspace.manifest.has_home_tab:
        raise ApiError("not_enabled")
    user = call.user(call.arguments.required("user_id"))
    content = _checked(call, "home")
    try:
        view = call.workspace.views.publish(
            user["id"], content, expected_hash=call.arguments.text("hash") or None
        )
    except ViewError as error:
        raise ApiError(error.code) from error
    return {"view": view_payload(view)}


def _shown(call: Call, show: Callable[[str, Json], ViewRecord]) -> Json:
    content = _checked(call, "modal")
    try:
        user = call.workspace.tickets.exchange_trigger(call.arguments.required("trigger_id"))
        return {"view": view_payload(show(user, content))}
    except (TicketError, ViewError) as error:
        raise ApiError(error.code) from error


def _checked(call: Call, *types: str) -> Json:
    content = call.arguments.json_object("view")
    if content.get("type") not in types:
        raise ApiError("invalid_arguments")
    refuse([*check_view(content), *check_view_here(call.workspace, content)])
    return content


def _named(call: Call) -> ViewRecord:
    view_id, external_id = call.arguments.text("view_id"), call.arguments.text("external_id")
    if bool(view_id) == bool(external_id):
        raise ApiError("invalid_arguments")
    views = call.workspace.views
    view = views.find(view_id) if view_id else views.find_external(external_id)
    if view is None:
        raise ApiError("not_found")
    return view


METHODS = (
    Method("views.open", open_, names("trigger_id view")),
    Method("views.push", push, names("trigger_id view")),
    Method("views.update", update, names("view_id external_id view hash")),
    Method("views.publish", publish, names("user_id view hash")),
)
