"""Reads what a round that is over showed, within the transaction of whoever asks."""

from sqlalchemy import Connection

from bot.surveys.domain import ReleasedItem, Round, Summary
from bot.surveys.fears.storage import Fears
from bot.surveys.item_storage import Items
from bot.surveys.parent_storage import ParentItems
from bot.surveys.storage import Rounds
from bot.teams.domain import Team


def sum_up(connection: Connection, round_: Round, team: Team) -> Summary:
    """Return what a round showed, the same for the team and its leads."""
    items = Items(connection)
    ended = items.list_closed(round_.id)
    asked = Rounds(connection).list_asked(round_.id)
    return Summary(
        round=round_,
        team_name=team.name,
        channel_id=team.channel_id,
        is_private=team.is_private,
        released=tuple(ReleasedItem(i, f.tenths, f.count) for i, f in ended if f is not None),
        held=tuple(i for i in items.list_open(round_.team_id) if i.wave <= round_.week),
        unshown=tuple(item for item, figure in ended if figure is None),
        counts_in_parent=ParentItems(connection).are_linked([i.id for i, _ in ended]),
        asked=tuple(person.user_id for person in asked),
        members=sum(person.counts for person in asked),
        threshold=team.threshold,
        feared=Fears(connection).find_shown_by(round_.id),
    )
