"""Puts the fear question to a team as its rounds open, and decides what it shows as they close."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from bot.database import Database
from bot.surveys.bank.domain import TRUST, Statement
from bot.surveys.calendar import has_fallen
from bot.surveys.domain import Round
from bot.surveys.fear import (
    ASKED_EVERY,
    MOST_MODELS,
    Band,
    Feared,
    FearQuestion,
    LiveModel,
    LiveModels,
    NamedModel,
    decide,
    find_members,
    is_wanted,
)
from bot.surveys.fears.release_storage import FearReleases
from bot.surveys.fears.storage import Fears
from bot.surveys.item_storage import Items
from bot.surveys.respondents import ItemKey, Secrets
from bot.teams.domain import Roster


class FearRounds:
    """What a round does about the fear question, within the round's own transactions.

    What the register says is asked before those, since it takes connections of its own.
    """

    def __init__(self, database: Database, secrets: Secrets, models: LiveModels) -> None:
        self._database = database
        self._secrets = secrets
        self._models = models

    def list_models(self, roster: Roster, *, now: datetime) -> tuple[LiveModel, ...]:
        """Return what a team could be asked about, or nothing where it was asked lately."""
        with self._database.reading() as connection:
            first, last = Fears(connection).find_weeks(roster.team.id)
        was_lately = last is not None and now.date() < last + ASKED_EVERY
        if first is None or was_lately:
            return ()
        return tuple(self._models.list_live(team_id=roster.team.id, now=now))[:MOST_MODELS]

    def list_standing(self, team_id: int, *, now: datetime) -> dict[int, LiveModel]:
        """Return the models that a team runs by now, if a question to it is open."""
        with self._database.reading() as connection:
            if not Fears(connection).list_open(team_id):
                return {}
        return {model.id: model for model in self._models.list_live(team_id=team_id, now=now)}

    def open(
        self,
        connection: Connection,
        roster: Roster,
        round_: Round,
        statements: Sequence[Statement],
        models: Sequence[LiveModel],
    ) -> None:
        """Put the question on the sheets of a round that opens, if it is wanted or still open."""
        fears = Fears(connection)
        for held in fears.list_open(roster.team.id):
            if held.stands_in(round_.week):
                fears.set_on_sheets(held.id, round_.id)
                return
        if self._is_wanted(connection, roster, round_, statements, len(models)):
            options = [(model.id, model.title) for model in models]
            key = self._secrets.new_key()
            fear_id = fears.add(roster.team.id, round_.week, options, key)
            fears.set_on_sheets(fear_id, round_.id)

    def _is_wanted(
        self,
        connection: Connection,
        roster: Roster,
        round_: Round,
        statements: Sequence[Statement],
        models: int,
    ) -> bool:
        """Whether a week has room for it: not beside trust, nor where that has fallen."""
        if round_.is_open or TRUST in {statement.practice_id for statement in statements}:
            return False
        first, last = Fears(connection).find_weeks(roster.team.id)
        return is_wanted(
            round_.week,
            first_week=first,
            last_asked=last,
            models=models,
            members=sum(person.counts for person in roster.participants),
            threshold=roster.team.threshold,
        ) and not has_fallen(Items(connection).list_tenths(roster.team.id, TRUST))

    def close(
        self,
        connection: Connection,
        roster: Roster,
        round_: Round,
        week: date,
        standing: Mapping[int, LiveModel],
    ) -> None:
        """Show what enough members have chosen, hold it for another week, or delete it unseen.

        It is held as statements are, but only while all its models are still the team's: whoever
        answers later would choose from another list.

        Args:
            connection: the transaction in which the round closes.
            roster: the team.
            round_: the round.
            week: the last week that is over; after an outage a later one than the round's.
            standing: the models that the team runs by now.

        """
        fears = Fears(connection)
        for question in fears.list_open(roster.team.id, for_update=True):
            if question.wave > round_.week:
                continue
            if (key := fears.find_key(question.id)) is None:
                # It came back from a backup, and nobody's choice can be told from another's.
                fears.close(question.id, round_id=round_.id)
                continue
            choices = self._count(fears, question, key, roster)
            shown = decide(list(choices.elements()), threshold=roster.team.threshold)
            if shown is not None:
                feared = _tell(question, shown, standing, threshold=roster.team.threshold)
                FearReleases(connection).add(feared, choices)
                fears.close(question.id, round_id=round_.id, feared=feared)
            elif (
                not roster.has_begun
                or question.is_spent(week)
                or not question.model_ids <= standing.keys()
            ):
                fears.close(question.id, round_id=round_.id)

    def _count(
        self, fears: Fears, question: FearQuestion, key: ItemKey, roster: Roster
    ) -> Counter[str]:
        """Return how many members chose what."""
        held = fears.list_choices(question.id)
        members = find_members(fears.list_asked(question.id), leads=roster.leads)
        tokens = [self._secrets.hide(user_id, key) for user_id in members]
        return Counter(held[token] for token in tokens if token in held)


def _tell(
    question: FearQuestion,
    shown: Mapping[int, Band],
    standing: Mapping[int, LiveModel],
    *,
    threshold: int,
) -> Feared:
    """Return what is shown, by name and not by number; a model that the team lost is left out."""
    models = [model for model in standing.values() if model.id in shown]
    named = [
        NamedModel(model.id, model.title, model.name, shown[model.id], model.proven)
        for model in sorted(models, key=lambda model: model.title)
    ]
    return Feared(question.id, question.team_id, question.wave, threshold, tuple(named))
