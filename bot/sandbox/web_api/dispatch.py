"""Takes a Web API call: token, scopes and argument names first, then the method."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from secrets import token_hex

from bot.sandbox.people import TEAM_ID
from bot.sandbox.plain import Json
from bot.sandbox.web_api import app, chat, conversations, files, users, views
from bot.sandbox.web_api.arguments import Arguments
from bot.sandbox.web_api.call import Call, Method
from bot.sandbox.web_api.errors import ApiError
from bot.sandbox.workspace import Workspace

METHODS = {
    method.name: method
    for method in (
        *app.METHODS,
        *chat.METHODS,
        *conversations.METHODS,
        *files.METHODS,
        *users.METHODS,
        *views.METHODS,
    )
}


@dataclass(frozen=True)
class Tokens:
    """What the app shows to be let in: one token for the Web API, one for Socket Mode."""

    bot: str
    app: str


def new_tokens() -> Tokens:
    """Return tokens that no other workspace has."""
    return Tokens(bot=f"xoxb-local-{token_hex(12)}", app=f"xapp-local-{token_hex(12)}")


class WebApi:
    """Answers Web API calls, one at a time."""

    def __init__(
        self,
        workspace: Workspace,
        tokens: Tokens,
        *,
        announce: Callable[[Json], None],
        new_socket_url: Callable[[], str],
        upload_url: Callable[[str], str],
    ) -> None:
        self._workspace = workspace
        self._tokens = tokens
        self._announce = announce
        self._new_socket_url = new_socket_url
        self._upload_url = upload_url

    def answer(self, name: str, values: Mapping[str, object], bearer: str) -> Json:
        """Return the method's answer, or why it was refused."""
        try:
            with self._workspace.lock:
                return {"ok": True, **self._run(name, dict(values), bearer)}
        except ApiError as error:
            return error.payload()

    def headers(self, name: str) -> dict[str, str]:
        """Return the headers with which Slack tells an app its scopes."""
        method = METHODS.get(name)
        return {
            "x-oauth-scopes": ",".join(sorted(self._workspace.manifest.scopes)),
            "x-accepted-oauth-scopes": ",".join(method.scopes) if method else "",
            "x-slack-req-id": token_hex(16),
        }

    def _run(self, name: str, values: Json, bearer: str) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise ApiError("unknown_method", req_method=name)
        token = bearer or str(values.get("token", ""))
        values.pop("token", None)
        self._require_token(method, token)
        # Bolt names the team in every call.
        if values.pop("team_id", None) not in (None, TEAM_ID):
            raise ApiError("team_access_not_granted")
        arguments = Arguments(values)
        call = Call(
            arguments,
            self._workspace,
            self._announce,
            self._new_socket_url,
            self._upload_url,
        )
        call.require_scope(*method.scopes)
        arguments.require_known(method.arguments)
        return method.run(call)

    def _require_token(self, method: Method, token: str) -> None:
        if method.caller == "anyone":
            return
        if not token:
            raise ApiError("not_authed")
        if token not in (self._tokens.bot, self._tokens.app):
            raise ApiError("invalid_auth")
        caller = "bot" if token == self._tokens.bot else "app"
        if caller not in method.caller.split():
            raise ApiError("not_allowed_token_type")
