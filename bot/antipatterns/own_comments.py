"""Tells authors what their own comments show, and which pages help; surveys show it to them."""

from typing import Final

from bot.antipatterns.kinds import KindPage, Pages, list_kinds
from bot.antipatterns.reader import Reader, said
from bot.antipatterns.time_lost import find_level
from bot.playbook.messages.places import Links
from bot.surveys.comment_reading import NO_ANTI_PATTERN, Kind, ReadAs

_LONGEST_URL: Final = 500


class OwnComments:
    """Reads one comment at a time, in two milliseconds, and keeps nothing of it."""

    def __init__(self, reader: Reader, playbook: Pages, links: Links) -> None:
        self._reader = reader
        self._playbook = playbook
        self._links = links

    def list_kinds(self) -> tuple[Kind, ...]:
        """Return every anti-pattern that has a page, by name."""
        return tuple(map(self._kind, list_kinds(self._playbook.pages).values()))

    def read(self, text: str, correction: str | None) -> ReadAs | None:
        """Return what a comment shows, or None as long as the recogniser isn't there."""
        if correction is not None:
            found = said(correction)
        elif (recogniser := self._reader.find()) is not None:
            found = recogniser.read([text])[0]
        else:
            return None
        kinds = list_kinds(self._playbook.pages)
        if correction is not None and not {one.id for one in found} <= kinds.keys():
            return None  # Its page is gone; what the author said can't be named.
        return ReadAs(
            tuple(self._kind(kinds[one.id]) for one in found if one.id in kinds),
            is_corrected=correction is not None,
            hours=0
            if correction == NO_ANTI_PATTERN
            else find_level(text, is_about_harm=bool(found)),
        )

    def prepare(self) -> None:
        """Have the recogniser opened while somebody writes."""
        self._reader.prepare()

    def _kind(self, kind: KindPage) -> Kind:
        url = self._links.find_url(kind.page, kind.page.sections[0])
        # Two of them must fit into the paragraph of a statement.
        return Kind(kind.id, kind.name, url if url is None or len(url) <= _LONGEST_URL else None)
