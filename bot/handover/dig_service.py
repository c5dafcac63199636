"""Use case of digging: choose who may know something of a model that has lost its owner."""

from datetime import datetime

from bot.database import Database
from bot.handover.cases import Case
from bot.handover.dig_storage import Digs
from bot.handover.evidence_service import EvidenceService
from bot.handover.handover_storage import Handovers
from bot.handover.knowers import Evidence, list_likely, share_out
from bot.handover.owners import OwnerStanding
from bot.handover.rules.states import State
from bot.teams.service import TeamService


class DigService:
    """Chooses whom to ask; each public method is one transaction."""

    def __init__(self, database: Database, teams: TeamService) -> None:
        self._database = database
        self._evidence = EvidenceService(database)
        self._teams = teams

    def gather(self, *, model_id: int) -> Evidence:
        """Return what is left of a model without asking anybody."""
        return self._evidence.gather(model_id=model_id)

    def list_dug(self) -> tuple[int, ...]:
        """Return the models of which somebody is asked, or was when they last had no owner."""
        with self._database.reading() as connection:
            return tuple(Digs(connection).list_all())

    def ask(self, *, case: Case, now: datetime) -> int:
        """Store who is asked what of a model without an owner; return how many are new.

        Somebody who is gone gives their questions back, and somebody else may be asked them.
        """
        if case.handover.state is not State.ARCHAEOLOGY:
            return 0
        likely = self._list_likely(case)
        still_open = frozenset(case.handover.open_critical)
        model_id = case.model.id
        with self._database.writing() as connection:
            # What others store of this model meanwhile waits, and is not overwritten.
            handover = Handovers(connection).find(model_id, for_update=True)
            if handover is None or handover.state is not State.ARCHAEOLOGY:
                return 0
            digs = Digs(connection)
            digs.forget(model_id, before=case.handover.since)
            asked = digs.list_all().get(model_id, {})
            gone = [user for user in asked if user in case.inactive]
            for user_id in gone:
                digs.forget_person(model_id, user_id)
                del asked[user_id]
            shares = share_out(still_open, likely, asked)
            for user_id, sections in shares.items():
                digs.add(model_id, user_id, sections, now=now)
            if gone and shares:
                Handovers(connection).put(handover, is_news=True)
        return len(shares)

    def _list_likely(self, case: Case) -> tuple[str, ...]:
        former = [c.user_id for c in case.claims if c.standing is OwnerStanding.FORMER]
        gone = {case.handover.owner_id or "", *case.inactive}
        return list_likely(
            former=reversed(former),
            others=case.others,
            evidence=self.gather(model_id=case.model.id),
            members=self._list_members(case),
            # A successor is to learn it, so what they may know of it is no knowledge yet.
            not_these=frozenset({*gone, case.handover.successor_id or ""}),
        )

    def _list_members(self, case: Case) -> frozenset[str]:
        if case.model.team_id is None:
            return frozenset()
        roster = self._teams.get_roster(team_id=case.model.team_id)
        return frozenset(person.user_id for person in roster.participants)
