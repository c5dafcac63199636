"""How many took part, so coarse that it names nobody."""

from bot.digests.domain import Digest
from bot.digests.sections.section import Section, one_line
from bot.surveys.trend.domain import Basis


def participation(digest: Digest) -> Section | None:
    """Say how many of those asked gave a score in the last four weeks."""
    if digest.participation is None:
        return None
    where = ", in the teams large enough to say" if digest.is_of_parent else ""
    band = f"{digest.participation[0].upper()}{digest.participation[1:]} of those asked"
    text, brief = f"{band}, over the last four weeks{where}.", f"{band} in four weeks{where}."
    if digest.held:
        text += f" {waiting(digest)}."
        waits = "1 statement waits" if digest.held == 1 else f"{digest.held} statements wait"
        brief += f" {waits} for more scores."
    return one_line("Answers", text, shorter=(brief,))


def waiting(digest: Digest) -> str:
    """Say how many statements show nothing yet, and what they wait for."""
    waits = {0: "No statement waits", 1: "One statement waits"}
    which = waits.get(digest.held, f"{digest.held} statements wait")
    it = "them" if digest.held > 1 else "it"
    if not digest.held and digest.basis is not Basis.HELD:
        return "No statement waits for more scores"
    return f"{which} until {digest.threshold} members have scored {it}"
