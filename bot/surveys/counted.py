"""Says whose answers count as a round closes, while the items' keys can still tell."""

from collections.abc import Collection, Sequence

from bot.surveys.domain import HeldAnswer, Respondent
from bot.surveys.figures import assume_respondents
from bot.surveys.respondents import ItemKey, Secrets
from bot.teams.domain import Participant


def list_respondents(
    secrets: Secrets,
    asked: Collection[Participant],
    key: ItemKey | None,
    held: Sequence[HeldAnswer],
    leads: Collection[str],
) -> Sequence[Respondent]:
    """Return those who were asked an item as its key hides them; no lead of now counts."""
    counts = {p.user_id: p.counts and p.user_id not in leads for p in asked}
    if key is None:  # It came back from a backup.
        return assume_respondents(held, uncounted=list(counts.values()).count(False))
    return [Respondent(secrets.hide(who, key), c, who) for who, c in counts.items()]
