"""Ends items that no round will close any more, within the transaction of whoever finds out."""

from datetime import date, timedelta

from sqlalchemy import Connection

from bot.surveys.answer_storage import Answers
from bot.surveys.domain import WEEKS_OPEN
from bot.surveys.fears.storage import Fears
from bot.surveys.figures import Tally
from bot.surveys.item_storage import Items
from bot.surveys.parent_storage import ParentItems
from bot.surveys.respondents import Secrets
from bot.surveys.sealing import seal_tally
from bot.surveys.storage import Rounds


def keep_share(connection: Connection, secrets: Secrets, item_id: int, scores: Tally) -> None:
    """Keep what an item that closes brings to its parent, sealed, if it counts in one."""
    ParentItems(connection).keep_share(item_id, seal_tally(secrets, item_id, scores))


def erase_open_items(
    connection: Connection, secrets: Secrets, team_id: int, *, until: date | None = None
) -> int:
    """End a team's open items, and what it was asked about its models, unseen; return how many.

    Args:
        connection: the transaction.
        secrets: seal what an item brings to its parent: nothing.
        team_id: whose.
        until: the week that is asked next; items stay that can still stand on its sheets. None
            where no week will be.

    """
    items = Items(connection)
    over = [
        item
        for item in items.list_open(team_id, for_update=True)
        if until is None or until >= item.wave + timedelta(weeks=WEEKS_OPEN)
    ]
    for item in over:
        Answers(connection).erase(item.id)
        keep_share(connection, secrets, item.id, Tally(0, 0, 0))
        items.close(item.id, round_id=None, figure=None)
    return len(over) + _end_questions_of_fear(connection, team_id, until=until)


def _end_questions_of_fear(connection: Connection, team_id: int, *, until: date | None) -> int:
    fears = Fears(connection)
    over = [
        question
        for question in fears.list_open(team_id, for_update=True)
        if until is None or not question.stands_in(until)
    ]
    for question in over:
        fears.close(question.id, round_id=None)
    return len(over)


def end_what_waits_too_long(
    connection: Connection, secrets: Secrets, team_id: int, *, until: date
) -> int:
    """End what a pause would keep for longer than was promised; return how many items ended.

    While a round runs, nothing is: its close looks at the week that is asked next.
    """
    rounds = Rounds(connection)
    if rounds.list_open(team_id):
        return 0
    ended = erase_open_items(connection, secrets, team_id, until=until)
    last = rounds.find_last_closed(team_id)
    if ended and last is not None:
        rounds.mark_uncleared(last.id)
    return ended
