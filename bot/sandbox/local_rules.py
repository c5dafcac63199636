"""What this workspace refuses though it is well formed: unknown pictures, and charts if it must."""

from collections.abc import Iterator, Mapping

from bot.sandbox.checks.problem import Place, Problem
from bot.sandbox.workspace import Workspace


def check_message_here(workspace: Workspace, payload: Mapping[str, object]) -> list[Problem]:
    """Say what of a message this workspace cannot show."""
    at = Place("message", code="invalid_blocks")
    shown = {key: payload[key] for key in ("blocks", "attachments") if key in payload}
    return list(_check(workspace, shown, at))


def check_view_here(workspace: Workspace, view: Mapping[str, object]) -> list[Problem]:
    """Say what of a modal or a Home this workspace cannot show."""
    at = Place("home" if view.get("type") == "home" else "modal", code="invalid_arguments")
    return list(_check(workspace, {"blocks": view.get("blocks")}, at.into("view")))


def _check(workspace: Workspace, value: object, at: Place) -> Iterator[Problem]:
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _check(workspace, inner, at.into(index))
    if not isinstance(value, Mapping):
        return
    if value.get("type") == "data_visualization" and not workspace.takes_charts:
        yield at.problem("unsupported type: data_visualization")
    if value.get("type") == "image" and not _is_known(workspace, value.get("slack_file")):
        yield at.into("slack_file").problem("invalid slack file")
    for key, inner in value.items():
        yield from _check(workspace, inner, at.into(str(key)))


def _is_known(workspace: Workspace, file: object) -> bool:
    """Whether a block can show a file; those named by an address are not kept here."""
    if not isinstance(file, Mapping):
        return file is None
    file_id = file.get("id")
    return isinstance(file_id, str) and workspace.files.can_be_shown(file_id)
