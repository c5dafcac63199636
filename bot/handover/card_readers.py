"""Who reads a card that is for its team only."""

from collections.abc import Collection

from bot.teams.domain import Roster


def reads_restricted(
    user_id: str, *, working_on_it: Collection[str | None], roster: Roster | None
) -> bool:
    """Whether it is for somebody: whoever works on the model from elsewhere, or is of its team."""
    if user_id in working_on_it:
        return True
    return roster is not None and user_id in {person.user_id for person in roster.participants}
