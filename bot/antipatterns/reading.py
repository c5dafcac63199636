"""Opens the recogniser as the bot uses it: taught, besides, by what authors corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.antipatterns.opening import open_taught
from bot.antipatterns.reader import Found, said
from bot.surveys.comment_service import StoredComment
from bot.text.labels import Recogniser
from bot.text.training import Example


@dataclass(frozen=True)
class Reading:
    """A recogniser and what it was learned from."""

    recogniser: Recogniser
    version: str

    def read(self, texts: Sequence[str]) -> list[tuple[Found, ...]]:
        """Return what each comment shows; nothing is an answer."""
        return [
            tuple(Found(label.id, label.confidence, label.evidence) for label in one.labels)
            for one in self.recogniser.recognise(texts)
        ]


def open_reading(
    *knowledge: Path, kept_in: Path, corrected: Sequence[StoredComment] = ()
) -> Reading:
    """Return the recogniser for knowledge folders, each laid over the ones before it.

    Args:
        knowledge: the folders.
        kept_in: the data folder, where what was learned is kept.
        corrected: released comments with what their authors say; they go nowhere else.

    Raises:
        KnowledgeError: pages, comments or concepts need mending; all faults are told.

    """
    taught = [
        Example(comment.text, shows=tuple(one.id for one in said(comment.correction or "none")))
        for comment in corrected
    ]
    return Reading(*open_taught(*knowledge, kept_in=kept_in, taught=taught))
