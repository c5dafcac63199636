"""Chooses what a team is asked in a week, by the calendar and by what is stored of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from bot.surveys.answer_storage import Answers
from bot.surveys.bank.domain import TRUST, Statement, StatementBank
from bot.surveys.calendar import (
    Check,
    Checks,
    choose_from_packs,
    choose_held,
    choose_statements,
    has_fallen,
    recent_since,
    shorten,
)
from bot.surveys.domain import Round
from bot.surveys.fear import LiveModel, LiveModels, NoModels
from bot.surveys.item_storage import Items
from bot.surveys.packs.storage import Packs
from bot.surveys.respondents import Secrets


@dataclass(frozen=True)
class Wanted:
    """What other features want a team asked in a week: practices again, and models it may fear."""

    checks: Sequence[Check] = ()
    models: Sequence[LiveModel] = ()


@dataclass(frozen=True)
class Wishes:
    """Who knows what else teams are to be asked."""

    checks: Checks | None = None
    models: LiveModels = field(default_factory=NoModels)

    def list_checks(self, team_id: int) -> Sequence[Check]:
        """Return the practices that a team is to be asked about again."""
        return () if self.checks is None else self.checks.list_checks(team_id)


def choose(
    connection: Connection,
    bank: StatementBank,
    team_id: int,
    week: date,
    checks: Sequence[Check],
) -> tuple[Statement, ...]:
    """Return a week's statements for a team: five, one of its packs, or fewer where trust fell.

    What is to be asked again, and once a month whether anything will come of the answers, is asked
    in slots that are left over.
    """
    items = Items(connection)
    weakest = items.list_weakest(team_id)
    recent = items.list_recent(team_id, since=recent_since(week))
    packs = bank.list_packs(Packs(connection).list_chosen(team_id))
    again = [
        check.practice_id
        for check in checks
        if check.is_due(week)
        and check.practice_id not in items.list_practices(team_id, since=check.since)
    ]
    asked_this_month = items.list_practices(team_id, since=week.replace(day=1))
    trust = None if TRUST in asked_this_month else bank.trust
    chosen = choose_statements(bank, week, weakest=weakest, recent=recent, again=again, trust=trust)
    if has_fallen(items.list_tenths(team_id, TRUST)):
        chosen = shorten(chosen, week, keep=(*again, TRUST))
    return (*chosen, *choose_from_packs(packs, week, recent=recent))


def put_on_sheet(
    connection: Connection, secrets: Secrets, round_: Round, statements: Sequence[Statement]
) -> list[int]:
    """Put a round's statements, and what earlier weeks left open; return the new items."""
    items, answers, team_id = Items(connection), Answers(connection), round_.team_id
    asked = {statement.id for statement in statements}
    held = choose_held(items.list_open(team_id), week=round_.week, asked=asked)
    fresh = [items.add(team_id, round_.week, put, is_open=round_.is_open) for put in statements]
    for item_id in fresh:
        answers.add_key(item_id, secrets.new_key())
    items.set_sheet(round_.id, [*fresh, *(item.id for item in held)])
    return fresh
