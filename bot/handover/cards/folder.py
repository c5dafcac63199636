"""Writes cards into a folder, such as a git repository: only what has changed, and whole."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.handover.cards.card import Card
from bot.handover.cards.file import CardError, is_as_written, read_card, write_card

_SUFFIX = ".md"


@dataclass(frozen=True)
class Exported:
    """What came of it: the files that were written, removed, and left as they were."""

    written: tuple[Path, ...]
    removed: tuple[Path, ...]
    same: int


def export_cards(cards: Sequence[Card], folder: Path, *, may_overwrite: bool = False) -> Exported:
    """Bring a folder's cards up to date.

    Every file is looked at before the first is written. Other files are left alone; a card of ours
    whose model is gone from the register, or has another name, is removed.

    Args:
        cards: every card of the register.
        folder: where they go; made if it is not there.
        may_overwrite: whether sections that somebody edited in the folder are replaced.

    Raises:
        CardError: a card in the folder can't be read or was edited, or a file can't be written.

    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        texts = {
            folder / f"{card.name}{_SUFFIX}": _text(card, folder, may_overwrite=may_overwrite)
            for card in cards
        }
        stale = tuple(file for file in _list_ours(folder) if file not in texts)
        changed = [file for file, text in texts.items() if _content(file) != text]
        for file in changed:
            _replace(file, texts[file])
        for file in stale:
            file.unlink()
    except OSError as error:
        raise CardError(
            f"{error.filename or folder}: The cards can't be written ({error.strerror}). Check the "
            "folder and its permissions."
        ) from error
    return Exported(tuple(changed), stale, len(texts) - len(changed))


def _text(card: Card, folder: Path, *, may_overwrite: bool) -> str:
    """Return a card's file, with what people added to the front matter of the one that is there."""
    file = folder / f"{card.name}{_SUFFIX}"
    present = _content(file)
    if present is None:
        return write_card(card)
    if not may_overwrite and not is_as_written(present, file=file):
        raise CardError(
            f"{file}:1: Somebody edited the sections of this card here. Bring the change into "
            "Slack, where its owner answers, then export with --overwrite. Nothing was written."
        )
    return write_card(replace(card, extra=_extra(present, file, may_overwrite=may_overwrite)))


def _extra(present: str, file: Path, *, may_overwrite: bool) -> dict[str, object]:
    try:
        return dict(read_card(present, file=file).extra)
    except CardError:
        if may_overwrite:
            return {}
        raise


def _list_ours(folder: Path) -> Iterator[Path]:
    """Yield the cards in a folder that the bot wrote and nobody has edited since."""
    for file in sorted(folder.glob(f"*{_SUFFIX}")):
        with suppress(CardError):
            text = _content(file) or ""
            card = read_card(text, file=file)
            if card.name == file.stem and is_as_written(text, file=file):
                yield file


def _content(file: Path) -> str | None:
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise CardError(
            f"{file}:1: This is not UTF-8. Save it as UTF-8, or move it away."
        ) from error


def _replace(file: Path, text: str) -> None:
    """Write a file whole or not at all, readable as the folder's other files are."""
    with NamedTemporaryFile("wb", dir=file.parent, prefix=".card-", delete=False) as new:
        try:
            new.write(text.encode())
            new.flush()
            os.fsync(new.fileno())
            Path(new.name).chmod(0o644)
            Path(new.name).replace(file)
        except BaseException:
            Path(new.name).unlink(missing_ok=True)
            raise
