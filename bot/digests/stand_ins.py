"""What stands in for a digest's chart where a workspace does not take charts: its picture."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol

from bot.clock import Clock
from bot.delivery.domain import Picture, Upload
from bot.digests.domain import Digest
from bot.digests.kept import Kept, ParentKept
from bot.digests.pictures import all_told

_STAYS_FRESH: Final = timedelta(minutes=1)
"""Slack works on a new file for a second or two; one that it doesn't know after this is gone."""


class KeepsPictures(Protocol):
    """Remembers which file a digest's picture was uploaded as."""

    def keep_picture(self, *, digest_id: int, file_id: str | None, now: datetime) -> None:
        """Store it, or with None that it is gone."""


class StandIns:
    """Pictures of digests, each uploaded once to the workspace and remembered.

    Args:
        digests: remembers them.
        clock: says when one was uploaded.
        name: what kind of digests they are of; those of one message may have the same numbers.

    """

    def __init__(self, digests: KeepsPictures, clock: Clock, *, name: str = "digest") -> None:
        self._digests = digests
        self._clock = clock
        self._name = name

    def picture(self, kept: Kept | ParentKept) -> Picture:
        """Return the picture of a digest; it is drawn only if it has to be uploaded."""
        return Picture(
            chart=f"{self._name}.chart.{kept.id}",
            name=f"trend-{kept.digest.wave}.png",
            title=_title(kept.digest),
            alt_text=all_told(kept.digest),
            draw=partial(_draw, kept.digest),
            keep=self._keeper(kept.id),
            upload=_upload(kept, self._clock.now()),
        )

    def _keeper(self, digest_id: int) -> Callable[[str | None], None]:
        def keep(file_id: str | None) -> None:
            now = self._clock.now()
            self._digests.keep_picture(digest_id=digest_id, file_id=file_id, now=now)

        return keep


def _draw(digest: Digest) -> bytes:
    from bot.digests.png import draw  # noqa: PLC0415 - most workspaces take charts: no need to load

    return draw(digest)


def _title(digest: Digest) -> str:
    weeks = max(len(row.points) for row in digest.dimensions)
    return f"{digest.team_name} over {weeks} weeks, with 90% ranges"


def _upload(kept: Kept | ParentKept, now: datetime) -> Upload | None:
    if kept.picture is None:
        return None
    return Upload(kept.picture.file_id, is_fresh=now - kept.picture.uploaded_at < _STAYS_FRESH)
