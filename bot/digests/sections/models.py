"""What the register says of the team's models: never a date, never that somebody leaves."""

from typing import Final

from bot.digests.domain import Digest
from bot.digests.sections.section import Section, listed, one_line, shorten

_NAMED: Final = 3


def models(digest: Digest) -> Section | None:
    """Say how many models are documented, and which of them one person alone knows."""
    if digest.models is None or digest.models.count == 0:
        return None
    text = f"{digest.models.documented_percent}% of {digest.models.count} documented."
    if digest.models.one_head:
        text += f" Only one person knows {_names(digest.models.one_head)}."
    if digest.models.feared:
        text += f" Least liked to be paged for: {listed(digest.models.feared)}."
    return one_line("Models", text)


def _names(names: tuple[str, ...]) -> str:
    shown = tuple(shorten(name, 40) for name in names[:_NAMED])
    rest = len(names) - len(shown)
    return listed((*shown, f"{rest} more")) if rest else listed(shown)
