"""Use cases of models: add one, say whose it is, and keep what its card says."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.database import Database
from bot.handover.cards.storage import Sections
from bot.handover.claiming import may_claim, require_claim
from bot.handover.domain import (
    Basis,
    Model,
    ModelDraft,
    ModelError,
    ModelFieldError,
    Origin,
    SectionText,
    Source,
    Tier,
    check_link,
)
from bot.handover.names import check_title, name_of
from bot.handover.owner_storage import Owners
from bot.handover.owners import list_owners
from bot.handover.section_writing import GONE, confirm_section, write_section
from bot.handover.storage import Models, Suggestions
from bot.teams.domain import Roster
from bot.teams.service import TeamService


class ModelService:
    """What can be done with models; each public method is one transaction."""

    def __init__(self, database: Database, teams: TeamService) -> None:
        self._database = database
        self._teams = teams

    def add_model(
        self, *, draft: ModelDraft, added_by: str, now: datetime, source: Source = Source.HAND
    ) -> Model:
        """Store a new model; a supposed owner is asked first, and owns nothing until then.

        Raises:
            ModelFieldError: a field needs another value.

        """
        name = check_title(draft.title)
        with self._database.writing() as connection:
            models = Models(connection)
            if (present := models.find_named(name)) is not None:
                raise ModelFieldError("name", _taken(present, name))
            model = Model(
                id=0,
                name=name,
                title=draft.title.strip(),
                tier=draft.tier or Tier.NORMAL,
                source=source,
                link=check_link(draft.link or ""),
                team_id=draft.team_id,
            )
            stored = models.add(model, added_by=added_by, now=now)
            if draft.owner:
                Suggestions(connection).add(stored.id, draft.owner, Origin.PERSON)
            return stored

    def get_model(self, *, model_id: int) -> Model:
        """Return a model.

        Raises:
            ModelError: there is no such model.

        """
        with self._database.reading() as connection:
            return _get(connection, model_id)

    def find_model(self, *, name: str) -> Model | None:
        """Return the model that is called so, or was, whatever form the name is typed in."""
        with self._database.reading() as connection:
            return Models(connection).find_named(name_of(name))

    def list_models(self) -> tuple[Model, ...]:
        """Return every model, by name."""
        with self._database.reading() as connection:
            return Models(connection).list_all()

    def may_claim(self, *, model_id: int, user_id: str) -> bool:
        """Return whether somebody's own word makes them the owner of a model that has none."""
        roster = self._find_roster(self.get_model(model_id=model_id))
        with self._database.reading() as connection:
            return may_claim(connection, _get(connection, model_id), user_id, roster=roster)

    def claim_model(self, *, model_id: int, user_id: str, now: datetime) -> Model:
        """Make somebody the owner of a model that has none, since they say that it is theirs.

        Raises:
            ModelError: somebody else owns it, a lead has to say so, or it is not there any more.

        """
        roster = self._find_roster(self.get_model(model_id=model_id))
        with self._database.writing() as connection:
            model = _get(connection, model_id)
            if model.owner_id == user_id:
                return model
            if model.owner_id is None:
                require_claim(connection, model, user_id, roster=roster)
            if not Models(connection).claim(model_id, user_id, now=now):
                raise ModelError(
                    f"<@{Models(connection).get(model_id).owner_id}> owns this model, so nothing "
                    "changed. It changes hands by a handover: `/mlops handover`."
                )
            Owners(connection).forget(model_id, user_id)
            Suggestions(connection).end_all(model_id)
            return Models(connection).get(model_id)

    def give_model(self, *, model_id: int, owner_id: str | None, now: datetime) -> Model:
        """Store whose a model is from now on, after a handover; None leaves it without an owner.

        Raises:
            ModelError: it is not there any more.

        """
        with self._database.writing() as connection:
            before = _get(connection, model_id).owner_id
            Models(connection).set_owner(model_id, owner_id, now=now)
            Owners(connection).note_change(model_id, before=before, after=owner_id, now=now)
            if owner_id is not None:
                Suggestions(connection).end_all(model_id)
            return Models(connection).get(model_id)

    def set_tier(self, *, model_id: int, tier: Tier, user_id: str) -> Model:
        """Store how much hangs on a model, as its owner or a lead says.

        Raises:
            ModelError: the person is neither.

        """
        return self._change(
            model_id, user_id, lambda model: replace(model, tier=tier), "say how critical it is"
        )

    def set_team(self, *, model_id: int, team_id: int | None, user_id: str) -> Model:
        """Store which team runs a model, as its owner or a lead says.

        Raises:
            ModelError: the person is neither.

        """
        return self._change(
            model_id, user_id, lambda model: replace(model, team_id=team_id), "say who runs it"
        )

    def may_change(self, *, model: Model, user_id: str) -> bool:
        """Return whether somebody owns a model or leads its team, or any if it has none."""
        with self._database.reading() as connection:
            others = list_owners(Owners(connection).list_of(model.id))
        return user_id in (model.owner_id, *others, *self.list_leads(model=model))

    def list_leads(self, *, model: Model) -> tuple[str, ...]:
        """Return who leads the team that runs a model, or every lead if none does."""
        rosters = self._teams.list_rosters()
        return tuple(
            dict.fromkeys(
                lead
                for roster in rosters
                if model.team_id in (None, roster.team.id)
                for lead in roster.leads
            )
        )

    def restrict_cards(self, *, channel_id: str, user_id: str, is_restricted: bool) -> Roster:
        """Store whether only a team's own people read its models' cards, as a lead says.

        Raises:
            ModelError: the channel has no team, or the person doesn't lead it.

        """
        team = self._teams.find_team_in(channel_id=channel_id)
        if team is None:
            raise ModelError("This channel has no team yet. `/mlops setup` sets one up.")
        roster = self._teams.get_roster(team_id=team.id)
        if user_id not in roster.leads:
            raise ModelError("Only a lead of this team can say who reads its cards.")
        with self._database.writing() as connection:
            Models(connection).restrict(team.id, is_restricted=is_restricted)
        return roster

    def list_restricted(self) -> frozenset[int]:
        """Return the teams whose cards only their own people read."""
        with self._database.reading() as connection:
            return Models(connection).list_restricted()

    def record_section(
        self,
        *,
        model_id: int,
        section: str,
        text: str,
        author_id: str,
        now: datetime,
        basis: Basis = Basis.OWNER,
        is_gap: bool = False,
    ) -> SectionText:
        """Store an answer as the newest of a section; one that was accepted stays until then.

        Args:
            model_id: which model.
            section: the section's id.
            text: in markdown; may be empty for a gap only.
            author_id: who answered.
            now: the present moment.
            basis: what it rests on.
            is_gap: the answer is that they don't know.

        Raises:
            ModelError: there is nothing in it, it is too long, or the model is not there.

        """
        with self._database.writing() as connection:
            answer = SectionText(
                model_id, section, text, author_id, now, basis=basis, is_gap=is_gap
            )
            return write_section(connection, answer)

    def accept_section(
        self, *, model_id: int, section: str, version: int, confirmed_by: str, now: datetime
    ) -> SectionText:
        """Store that somebody other than its author has confirmed an answer that they read.

        Raises:
            ModelError: it was answered anew since, is a gap, or they wrote it themselves.

        """
        with self._database.writing() as connection:
            return confirm_section(
                connection,
                model_id=model_id,
                section=section,
                version=version,
                confirmed_by=confirmed_by,
                now=now,
            )

    def list_sections(self, *, model_id: int) -> tuple[SectionText, ...]:
        """Return the newest answer to each section of a model that has one."""
        with self._database.reading() as connection:
            return Sections(connection).list_newest(model_id)

    def list_sections_of(self, *, model_ids: Collection[int]) -> dict[int, tuple[SectionText, ...]]:
        """Return the newest answer to each section of several models, by model, in one go."""
        with self._database.reading() as connection:
            return _by_model(Sections(connection).list_newest_of(model_ids))

    def list_all_sections(self) -> dict[int, tuple[SectionText, ...]]:
        """Return the newest answer to each section of every model, by model."""
        with self._database.reading() as connection:
            return _by_model(Sections(connection).list_all_newest())

    def list_accepted(self, *, model_id: int) -> tuple[SectionText, ...]:
        """Return the newest accepted answer to each section of a model that has one."""
        with self._database.reading() as connection:
            return Sections(connection).list_accepted(model_id)

    def _find_roster(self, model: Model) -> Roster | None:
        if model.team_id is None:
            return None
        return self._teams.get_roster(team_id=model.team_id)

    def _change(
        self, model_id: int, user_id: str, change: Callable[[Model], Model], what: str
    ) -> Model:
        before = self.get_model(model_id=model_id)
        if not self.may_change(model=before, user_id=user_id):
            raise ModelError(f"Only this model's owner or a lead can {what}, so nothing changed.")
        with self._database.writing() as connection:
            model = change(_get(connection, model_id, for_update=True))
            Models(connection).put(model)
            return model


def _get(connection: Connection, model_id: int, *, for_update: bool = False) -> Model:
    model = Models(connection).find(model_id, for_update=for_update)
    if model is None:
        raise ModelError(GONE)
    return model


def _by_model(texts: Iterable[SectionText]) -> dict[int, tuple[SectionText, ...]]:
    found: dict[int, list[SectionText]] = {}
    for text in texts:
        found.setdefault(text.model_id, []).append(text)
    return {model_id: tuple(each) for model_id, each in found.items()}


def _taken(present: Model, name: str) -> str:
    if present.name == name:
        return f"There is a model `{name}` already: `/mlops model {name}` shows it."
    return f"`{present.name}` was called `{name}` before. Choose another name."
