"""What became of what leads last set out to do."""

from typing import Final

from bot.digests.domain import Digest, LastAction
from bot.digests.sections.brief import longest_that_fits
from bot.digests.sections.section import Section, one_line, shorten

_LEAD: Final = "What was promised"
_LONGEST: Final = 300
_SENTENCES: Final = (60, 25)
"""To how many characters a lead's sentence is cut where there is less room."""

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
    """Return the same in fewer words; what a practice came to is cut last, in two lines."""
    less = [_LESS_IN_BRIEF] if digest.has_lost_trust else []
    if (action := digest.last_action) is None:
        return (" ".join([*(silent or ["Nothing yet."]), *less]),)
    quoted = [" ".join([_quote_less(action, most), *silent, *less]) for most in _SENTENCES]
    came = action.outcome.rpartition("”; ")[2]

    def say(most: int) -> str:
        return " ".join([shorten(came, most), *silent, *less])

    return (*quoted, longest_that_fits(_LEAD, say, most=len(came), lines=2))


def _quote_less(action: LastAction, most: int) -> str:
    sentence = action.sentence.rstrip(".")
    return action.outcome.replace(sentence, shorten(sentence, most))
