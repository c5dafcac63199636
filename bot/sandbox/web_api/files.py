"""The files methods: uploading what is then shown in a message.

Files are shared by the blocks that show them: arguments that share one into a channel are refused
as unknown.
"""

from typing import Final

from bot.sandbox.people import BOT_USER_ID, TEAM_DOMAIN, TEAM_ID
from bot.sandbox.plain import Json, text
from bot.sandbox.records import FileRecord
from bot.sandbox.web_api.call import Call, Method, names
from bot.sandbox.web_api.errors import ApiError

_ALT_TEXT: Final = 1_000
"""The longest description of an image (docs: files.getUploadURLExternal, 2026-11)."""


def get_upload_url(call: Call) -> Json:
    """Give an address for the bytes of a file."""
    name, alt_text = call.arguments.required("filename"), call.arguments.text("alt_txt")
    length = call.arguments.number("length", 0)
    if length < 1:
        raise ApiError("missing_argument")
    if len(alt_text) > _ALT_TEXT:
        raise ApiError("alt_txt_too_large")
    secret, file_id = call.workspace.files.begin(name=name, alt_text=alt_text, length=length)
    return {"upload_url": call.upload_url(secret), "file_id": file_id}


def complete_upload(call: Call) -> Json:
    """Make files of what was uploaded; nobody but the app has them until a message shows them."""
    wanted = call.arguments.json_objects("files")
    if not wanted:
        raise ApiError("invalid_arguments")
    made = []
    for each in wanted:
        file = call.workspace.files.complete(text(each.get("id")), title=text(each.get("title")))
        if file is None:
            raise ApiError("file_not_found")
        made.append(_file_payload(file))
    return {"files": made}


def _file_payload(file: FileRecord) -> Json:
    """Return a file as Slack shows it before it has looked at it: of no type yet."""
    place = f"{TEAM_ID}-{file['id']}/{file['name']}"
    return {
        "id": file["id"],
        "created": int(file["created"]),
        "name": file["name"],
        "title": file["title"],
        "mimetype": "",
        "filetype": "",
        "user": BOT_USER_ID,
        "mode": "hosted",
        "is_public": False,
        "alt_txt": file["alt_text"],
        "url_private": f"https://files.slack.com/files-pri/{place}",
        "permalink": f"https://{TEAM_DOMAIN}.slack.com/files/{place}",
        "channels": [],
        "groups": [],
        "ims": [],
        "shares": {},
    }


METHODS = (
    Method(
        "files.getUploadURLExternal",
        get_upload_url,
        names("filename length alt_txt snippet_type"),
        ("files:write",),
    ),
    Method("files.completeUploadExternal", complete_upload, names("files"), ("files:write",)),
)
