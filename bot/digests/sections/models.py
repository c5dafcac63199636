"""What the register says of the team's models: never a date, never that somebody leaves."""

from functools import partial
from typing import Final

from bot.digests.domain import Digest, Models
from bot.digests.sections.brief import longest_that_fits
from bot.digests.sections.section import Section, listed, one_line, shorten

_LEAD: Final = "Models"
_NAMED: Final = 3
_LONGEST_NAME: Final = 40


def models(digest: Digest) -> Section | None:
    """Say how many models are documented, which of them one person knows, and which are feared."""
    told = digest.models
    if told is None or told.count == 0:
        return None
    text = f"{told.documented_percent}% of {told.count} documented."
    if told.one_head:
        text += f" Only one person knows {_names(told.one_head)}."
    if told.feared:
        text += f" The team would least like to be paged for {listed(told.feared)}."
    brief = longest_that_fits(_LEAD, partial(_in_brief, told), most=_LONGEST_NAME)
    return one_line(_LEAD, text, shorter=(brief,))


def _in_brief(told: Models, most: int) -> str:
    """Say the same in one line, with one name of each kind, cut at so many characters."""
    said = [f"{told.documented_percent}% of {told.count} documented"]
    if told.one_head:
        rest = len(told.one_head) - 1
        more = f" and {rest} more" if rest else ""
        said.append(f"one head: {shorten(told.one_head[0], most)}{more}")
    if told.feared:
        # How many people can run it stands behind its name.
        name = told.feared[0].rpartition(" (")[0] or told.feared[0]
        said.append(f"feared: {shorten(name, most)}")
    return f"{'; '.join(said)}."


def _names(names: tuple[str, ...]) -> str:
    shown = tuple(shorten(name, _LONGEST_NAME) for name in names[:_NAMED])
    rest = len(names) - len(shown)
    return listed((*shown, f"{rest} more")) if rest else listed(shown)
