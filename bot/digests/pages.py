"""The playbook's pages, as a digest needs them."""

from urllib.parse import quote

from bot.playbook.domain import Page
from bot.playbook.shelf import Shelf


class PlaybookPages:
    """Finds pages of the playbook in use; `base` is where they can be read, if anywhere."""

    def __init__(self, shelf: Shelf, base: str | None = None) -> None:
        self._shelf = shelf
        self._base = base

    def find_page(self, path: str) -> Page | None:
        """Return a page by its path, or None where there is none (any more)."""
        return next((page for page in self._shelf.playbook.pages if page.path == path), None)

    def find_url(self, page: Page) -> str | None:
        """Return where a page can be read in a browser, if anywhere."""
        return None if self._base is None else f"{self._base}{quote(page.path)}"
