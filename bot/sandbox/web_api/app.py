"""The methods about the app itself and its workspace."""

from bot.sandbox.people import APP_ID, BOT_ID, BOT_USER_ID, TEAM_DOMAIN, TEAM_ID, TEAM_NAME
from bot.sandbox.plain import Json
from bot.sandbox.web_api.call import Call, Method, names
from bot.sandbox.web_api.errors import ApiError


def auth_test(call: Call) -> Json:
    """Say whose token this is."""
    return {
        "url": f"https://{TEAM_DOMAIN}.slack.com/",
        "team": TEAM_NAME,
        "user": call.workspace.manifest.bot_name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "app_id": APP_ID,
        "is_enterprise_install": False,
    }


def api_test(call: Call) -> Json:
    """Say that the workspace is there."""
    if "error" in call.arguments:
        raise ApiError(call.arguments.text("error"))
    return {}


def open_connection(call: Call) -> Json:
    """Give the address of a new Socket Mode connection."""
    if not call.workspace.manifest.uses_socket_mode:
        raise ApiError("forbidden_team")
    return {"url": call.new_socket_url()}


def team_info(_: Call) -> Json:
    """Describe the workspace."""
    return {
        "team": {
            "id": TEAM_ID,
            "name": TEAM_NAME,
            "domain": TEAM_DOMAIN,
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


def bots_info(call: Call) -> Json:
    """Describe the app's bot."""
    if call.arguments.text("bot") not in ("", BOT_ID):
        raise ApiError("bot_not_found")
    return {
        "bot": {
            "id": BOT_ID,
            "app_id": APP_ID,
            "user_id": BOT_USER_ID,
            "name": call.workspace.manifest.bot_name,
            "deleted": False,
        }
    }


METHODS = (
    Method("api.test", api_test, names("error foo"), caller="anyone"),
    Method("auth.test", auth_test, caller="bot or app"),
    Method("apps.connections.open", open_connection, caller="app"),
    Method("team.info", team_info, names("team domain"), ("team:read",)),
    Method("bots.info", bots_info, names("bot"), ("users:read",)),
)
