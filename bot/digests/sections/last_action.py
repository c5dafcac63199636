"""What became of what leads last set out to do."""

from typing import Final

from bot.digests.domain import Digest
from bot.digests.sections.brief import fits, longest_that_fits
from bot.digests.sections.section import Section, one_line, shorten

_LEAD: Final = "What was promised"
_LONGEST: Final = 300
_SHORTEST: Final = 20
"""A lead's sentence that has room for fewer characters is left out."""

_LESS_IS_ASKED: Final = (
    "You expect less to come of your answers than the last time you were asked. So this stands "
    "first, and until you are asked again, a week has three statements and not five."
)
_LESS_IN_BRIEF: Final = "You expect less of this, so three statements a week, not five."


def last_action(digest: Digest) -> Section | None:
    """Say what became of the last action, and how many have had no word for eight weeks.

    Where trust fell, say also why less is asked, and where nothing was promised that too.
    """
    action, silent = digest.last_action, _silent(digest.silent_actions)
    said = [] if action is None else [shorten(action.outcome, _LONGEST)]
    said += silent
    if digest.has_lost_trust:
        said = [*(said or ["Nothing yet."]), _LESS_IS_ASKED]
    if not said:
        return None
    return one_line(_LEAD, " ".join(said), shorter=_shorter(digest, silent))


def _silent(count: int) -> list[str]:
    which = "One action has" if count == 1 else f"{count} actions have"
    return [f"{which} had no word for eight weeks."] if count > 0 else []


def _shorter(digest: Digest, silent: list[str]) -> tuple[str, ...]:
    """Return the same in two lines: with as much of the sentence as they hold, then without."""
    less = [_LESS_IN_BRIEF] if digest.has_lost_trust else []
    if (action := digest.last_action) is None:
        return (" ".join([*(silent or ["Nothing yet."]), *less]),)
    came = action.outcome.rpartition("”; ")[2]

    def quote(most: int) -> str:
        sentence = action.sentence.rstrip(".")
        said = action.outcome.replace(sentence, shorten(sentence, most))
        return " ".join([said, *silent, *less])

    def leave_out(most: int) -> str:
        return " ".join([shorten(came, most), *silent, *less])

    quoted = longest_that_fits(_LEAD, quote, most=len(action.sentence), lines=2)
    is_quoted = fits(_LEAD, quote(_SHORTEST), lines=2)
    without = longest_that_fits(_LEAD, leave_out, most=len(came), lines=2)
    return (quoted, without) if is_quoted else (without,)
