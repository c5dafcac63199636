"""Drafts an anti-pattern of an installation's own from a theme: its words, and nobody's comment."""

from pathlib import Path
from typing import Final

import yaml

from bot.antipatterns.comment_files import FOLDER as COMMENTS
from bot.antipatterns.comment_files import Style
from bot.antipatterns.theme_domain import TeamTheme
from bot.errors import UserFacingError
from bot.knowledge.files import MAX_SLUG, SLUG
from bot.playbook.checking import NOT_WRITTEN
from bot.playbook.opening import FOLDER as PLAYBOOK

_PAGES: Final = "antipatterns"
_TO_NAME: Final = "a-page-that-helps-too.md"
"""A link to nowhere, so that the check asks for a page that there is."""
_HEADINGS: Final = ("What it is", "Signs", "What it is not", "What to do first")


class PromotionError(UserFacingError):
    """A draft that can't be written; the text says why."""


def promote(theme: TeamTheme, *, kind: str, folder: Path, shipped: Path) -> tuple[Path, Path]:
    """Write a page and a file of comments for a theme, for somebody to fill in; return both.

    Both can be read as they are, so that a bot that looks at the folder meanwhile goes on.
    `knowledge check` names what is missing until it is written.

    Args:
        theme: the theme; no more of it is written than the words that may be shown.
        kind: the id of the anti-pattern to be.
        folder: the installation's knowledge folder.
        shipped: the folder that it is laid over.

    Raises:
        PromotionError: the id can't be one, is taken, or the folder can't be written.

    """
    if len(kind) > MAX_SLUG or not SLUG.fullmatch(kind):
        raise PromotionError(
            f"“{kind}” can't be an id; write it like `two-words`, in small letters."
        )
    page = Path(PLAYBOOK) / _PAGES / f"{kind}.md"
    comments = Path(COMMENTS) / f"{kind}.yaml"
    for taken in (where / file for where in (shipped, folder) for file in (page, comments)):
        if taken.exists():
            raise PromotionError(f"{taken} is there already; choose another id.")
    try:
        _write(folder / page, _page(theme))
        _write(folder / comments, _comments())
    except OSError as error:
        raise PromotionError(f"{folder} can't be written ({error.strerror}).") from error
    return folder / page, folder / comments


def _page(theme: TeamTheme) -> str:
    front = {
        "title": theme.name.capitalize(),
        "summary": f"{NOT_WRITTEN}; several people wrote of {', '.join(theme.words)}.",
        "covers": [],
        "practices": [],
        "questions": [" ".join(theme.words)],
        "related": [_TO_NAME],
        "examples": [],
        "counterexamples": [],
    }
    written = yaml.safe_dump(front, sort_keys=False, allow_unicode=True, width=1_000)
    body = "".join(f"\n## {heading}\n\n{NOT_WRITTEN}.\n" for heading in _HEADINGS)
    return f"---\n{written}---\n{body}"


def _comments() -> str:
    return yaml.safe_dump({"comments": {style.value: [] for style in Style}}, sort_keys=False)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8") as stream:
        stream.write(text)
