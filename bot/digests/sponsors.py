"""The digest for those who decide about money: its worth, the cost of waiting, one request."""

from bot.digests.domain import Digest
from bot.digests.sections.footer import footer
from bot.digests.sections.headline import headline
from bot.digests.sections.mover import mover
from bot.digests.sections.section import Line, Section, one_line, shorten

_WORTH = "What the models earn or save"
_LOST = "What is lost by not acting"


def compose_for_sponsors(digest: Digest) -> tuple[Section, ...]:
    """Return what sponsors are told; what is not known is said to be so, and nothing is guessed."""
    said = (headline(digest), mover(digest), _worth(digest), _lost(digest), _request(digest))
    return (*said, footer(digest))


def _worth(digest: Digest) -> Section:
    if digest.is_of_parent:
        return one_line(_WORTH, "Told by team: each team's own page says it.")
    lines = digest.models.worth if digest.models is not None else ()
    if not lines:
        return one_line(_WORTH, "Not known: no model card of this team says it yet.")
    return Section(tuple(Line(_WORTH if n == 0 else "", line) for n, line in enumerate(lines)))


def _lost(digest: Digest) -> Section:
    if digest.is_of_parent:
        return one_line(_LOST, "Told by team: each team's own page says it.")
    unknown = (
        "Not known in money or hours. Lost time is told only where comments name it, and then in "
        f"bands of {digest.threshold} people or more."
    )
    return one_line(_LOST, digest.time_lost or unknown)


def _request(digest: Digest) -> Section:
    if (play := digest.play) is None:
        return one_line("One request", "None this time.")
    summary = f" {shorten(play.summary, 200)}" if play.summary else ""
    return one_line(
        "One request",
        f"Give {digest.team_name} the time for “{shorten(play.title, 80)}” before the next "
        f"digest.{summary}",
    )
