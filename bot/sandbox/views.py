"""Modals and App Homes: who has which open, and what they have entered."""

from secrets import token_hex

from bot.sandbox.changes import Changes
from bot.sandbox.elements import kept_values
from bot.sandbox.message_log import with_ids
from bot.sandbox.people import APP_ID, BOT_ID, TEAM_ID
from bot.sandbox.plain import Json, objects
from bot.sandbox.records import State, ViewRecord

MOST_IN_STACK = 3


class ViewError(Exception):
    """A view cannot be shown; `code` is Slack's word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Views:
    """Keeps each person's stack of modals and their App Home; the workspace's lock guards it.

    Homes outlive a restart. Modals do not, as they do not outlive a closed window.
    """

    def __init__(self, state: State, *, changes: Changes) -> None:
        self._homes = state["homes"]
        self._stacks: dict[str, list[ViewRecord]] = {}
        self._changes = changes

    def open(self, user: str, content: Json) -> ViewRecord:
        """Show a modal in place of whatever this person had open."""
        self._require_new_external_id(content, replaced=self._stacks.get(user, []))
        view = _new(user, content, previous=None)
        self._stacks[user] = [view]
        self._tell(view)
        return view

    def push(self, user: str, content: Json) -> ViewRecord:
        """Show a modal on top of the one this person has open.

        Raises:
            ViewError: nothing is open, or three are already.

        """
        stack = self._stacks.get(user, [])
        if not stack:
            raise ViewError("not_found")
        if len(stack) >= MOST_IN_STACK:
            raise ViewError("push_limit_reached")
        self._require_new_external_id(content, replaced=[])
        view = _new(user, content, previous=stack[-1])
        stack.append(view)
        self._tell(view)
        return view

    def update(self, view: ViewRecord, content: Json, *, expected_hash: str | None = None) -> None:
        """Replace what a view shows; entries stay where the ids are the same.

        Raises:
            ViewError: the view has changed since the app last saw it, or is of another type.

        """
        if expected_hash not in (None, view["hash"]):
            raise ViewError("hash_conflict")
        if content.get("type") != view["content"].get("type"):
            raise ViewError("invalid_arguments")
        self._require_new_external_id(content, replaced=[view])
        view["content"] = _filled(content)
        view["values"] = kept_values(view["content"]["blocks"], view["values"])
        view["hash"] = _new_hash()
        self._tell(view)

    def publish(self, user: str, content: Json, *, expected_hash: str | None = None) -> ViewRecord:
        """Show a person's App Home.

        Raises:
            ViewError: the home has changed since the app last saw it.

        """
        home = self._homes.get(user)
        if home is not None:
            self.update(home, content, expected_hash=expected_hash)
            return home
        self._homes[user] = _new(user, content, previous=None)
        self._tell(self._homes[user])
        return self._homes[user]

    def close(self, user: str, *, everything: bool = False) -> None:
        """Take away the top modal of this person, or all of them."""
        stack = self._stacks.get(user, [])
        del stack[0 if everything else -1 :]
        self._changes.publish("modal", only_for=user)

    def top(self, user: str) -> ViewRecord | None:
        """Return the modal that this person sees."""
        stack = self._stacks.get(user, [])
        return stack[-1] if stack else None

    def home(self, user: str) -> ViewRecord | None:
        """Return this person's App Home, once the app has published one."""
        return self._homes.get(user)

    def find(self, view_id: str) -> ViewRecord | None:
        """Return an open modal or a home by its id."""
        return next((view for view in self._all() if view["id"] == view_id), None)

    def find_external(self, external_id: str) -> ViewRecord | None:
        """Return an open modal or a home by the id that the app gave it."""
        named = (view for view in self._all() if view["content"].get("external_id") == external_id)
        return next(named, None)

    def _all(self) -> list[ViewRecord]:
        modals = [view for stack in self._stacks.values() for view in stack]
        return modals + list(self._homes.values())

    def _require_new_external_id(self, content: Json, *, replaced: list[ViewRecord]) -> None:
        external_id = content.get("external_id")
        if not isinstance(external_id, str) or not external_id:
            return
        holder = self.find_external(external_id)
        if holder is not None and holder not in replaced:
            raise ViewError("duplicate_external_id")

    def _tell(self, view: ViewRecord) -> None:
        kind = view["content"].get("type")
        self._changes.publish("home" if kind == "home" else "modal", only_for=view["user"])


def view_payload(view: ViewRecord) -> Json:
    """Return a view as Slack shows it to an app."""
    return {
        "id": view["id"],
        "team_id": TEAM_ID,
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "title": None,
        "close": None,
        "submit": None,
        **view["content"],
        "state": {"values": view["values"]},
        "hash": view["hash"],
        "root_view_id": view["root_id"],
        "previous_view_id": view["previous_id"],
        "app_id": APP_ID,
        "app_installed_team_id": TEAM_ID,
        "bot_id": BOT_ID,
    }


def _new(user: str, content: Json, *, previous: ViewRecord | None) -> ViewRecord:
    view_id = f"V{token_hex(5).upper()}"
    filled = _filled(content)
    return {
        "id": view_id,
        "user": user,
        "root_id": view_id if previous is None else previous["root_id"],
        "previous_id": None if previous is None else previous["id"],
        "hash": _new_hash(),
        "content": filled,
        "values": kept_values(filled["blocks"], {}),
    }


def _filled(content: Json) -> Json:
    return {**content, "blocks": with_ids(objects(content.get("blocks")))}


def _new_hash() -> str:
    return f"{token_hex(5)}.{token_hex(4)}"
