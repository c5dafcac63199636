"""Keeps beside a stored digest which file in Slack its picture was uploaded as."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select, update

from bot.database import Base
from bot.digests.content import Document
from bot.digests.kept import PictureFile

_PICTURE: Final = "picture"


def find_picture(content: Document) -> PictureFile | None:
    """Return the file of a digest's picture, if a workspace has asked for one."""
    document = content.get(_PICTURE)
    if document is None:
        return None
    return PictureFile(document["file_id"], datetime.fromisoformat(document["uploaded_at"]))


def set_picture(
    connection: Connection,
    digests: type[Base],
    digest_id: int,
    picture: PictureFile | None,
) -> None:
    """Store which file a digest's picture was uploaded as; what the digest says stays.

    Args:
        connection: the transaction.
        digests: the table that it stands in, with its document in `content`.
        digest_id: the digest; one that was deleted meanwhile is let be.
        picture: the file, or None where Slack does not know it any more.

    """
    columns = digests.__table__.c
    row = columns.id == digest_id
    document = connection.scalar(select(columns.content).where(row).with_for_update())
    if document is None:
        return
    said: dict[str, Any] = {key: value for key, value in document.items() if key != _PICTURE}
    file = {} if picture is None else {_PICTURE: _dump(picture)}
    connection.execute(update(digests).where(row).values(content={**said, **file}))


def _dump(picture: PictureFile) -> Document:
    return {"file_id": picture.file_id, "uploaded_at": picture.uploaded_at.isoformat()}
