"""Use cases of parents: set up, change, agree, and who is to be told."""

from datetime import datetime

from sqlalchemy import Connection

from bot.database import Database
from bot.teams.domain import FieldError, Standing, TeamError
from bot.teams.family import (
    ChildTelling,
    Family,
    FamilyChange,
    LeadTelling,
    Offer,
    ParentLead,
    ParentPlan,
    may_change,
)
from bot.teams.family_storage import Families
from bot.teams.storage import Teams

_GONE = "This parent isn't there any more, so nothing changed."
_ONLY_TEAM_LEADS = (
    "Only somebody who leads a team can set up a parent of teams. Ask a lead to type it here; they "
    "can name you as the parent's lead."
)


class FamilyService:
    """What can be done with parents; each method is one transaction.

    Who counts in what is decided when items are put: a change here concerns those put after it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def find_family_in(self, *, channel_id: str) -> Family | None:
        """Return the parent that lives in a channel."""
        with self._database.reading() as connection:
            return Families(connection).find_in(channel_id)

    def get_family(self, *, parent_id: int) -> Family:
        """Return a parent.

        Raises:
            TeamError: there is no such parent.

        """
        with self._database.reading() as connection:
            return _get(Families(connection), parent_id)

    def list_families(self) -> tuple[Family, ...]:
        """Return every parent."""
        with self._database.reading() as connection:
            return Families(connection).list_all()

    def list_offers(self, *, channel_id: str, user_id: str) -> tuple[Offer, ...]:
        """Return the teams that somebody may choose for a channel's parent, new or not.

        Raises:
            TeamError: they may neither set one up nor change the one there is, or the channel is a
                team's own.

        """
        with self._database.reading() as connection:
            families = Families(connection)
            family = families.find_in(channel_id)
            if family is None:
                _check_may_set_up(connection, channel_id, user_id)
                return families.list_offers(user_id, parent_id=None)
            if not may_change(family, user_id, led=families.list_led(user_id)):
                raise TeamError("Only a lead of this parent can change it, so nothing changed.")
            return families.list_offers(user_id, parent_id=family.parent.id)

    def set_up_parent(self, *, plan: ParentPlan, now: datetime) -> Family:
        """Store a new parent; teams whose lead sets it up have thereby agreed.

        Raises:
            FieldError: a field needs another value.
            TeamError: the person may not, or the channel is taken.

        """
        with self._database.writing() as connection:
            families = Families(connection)
            _check_may_set_up(connection, plan.channel_id, plan.change.changed_by)
            if families.find_in(plan.channel_id) is not None:
                raise TeamError("This channel already has a parent, so nothing was set up.")
            if families.find_named(plan.name.strip()) is not None:
                raise FieldError("name", "Another parent has this name. Choose one that differs.")
            offers = families.list_offers(plan.change.changed_by, parent_id=None)
            plan.check(offered=[offer.team_id for offer in offers])
            parent_id = families.add(plan, now=now)
            return _change(families, _get(families, parent_id), plan.change, now=now)

    def change_parent(self, *, parent_id: int, change: FamilyChange, now: datetime) -> Family:
        """Store who leads a parent and which teams shall count in it, from their next week on.

        Raises:
            FieldError: a field needs another value.
            TeamError: the person may not change it.

        """
        with self._database.writing() as connection:
            families = Families(connection)
            family = _get(families, parent_id, for_update=True)
            led = families.list_led(change.changed_by)
            if not may_change(family, change.changed_by, led=led):
                raise TeamError("Only a lead of this parent can change it, so nothing changed.")
            offers = families.list_offers(change.changed_by, parent_id=parent_id)
            change.check(offered=[offer.team_id for offer in offers])
            return _change(families, family, change, now=now)

    def answer_for_team(
        self, *, parent_id: int, team_id: int, user_id: str, is_agreed: bool, now: datetime
    ) -> Family:
        """Have a team's next items count in a parent or not; the latest answer counts.

        Raises:
            TeamError: the person does not lead the team, or it is not asked (any more).

        """
        with self._database.writing() as connection:
            families = Families(connection)
            family = _get(families, parent_id, for_update=True)
            child = family.find_child(team_id)
            if child is None or child.standing is Standing.LEFT:
                raise TeamError("This team is not asked to count in it any more; nothing changed.")
            if team_id not in families.list_led(user_id):
                raise TeamError("Only a lead of this team can decide that; nothing changed.")
            standing = Standing.ACTIVE if is_agreed else Standing.DECLINED
            if child.standing is not standing:
                families.put_child(parent_id, team_id, standing, changed_by=user_id, now=now)
            return _get(families, parent_id)

    def answer_to_lead(
        self, *, parent_id: int, user_id: str, standing: Standing, now: datetime
    ) -> Family:
        """Accept or decline to lead a parent; the latest answer counts.

        Raises:
            TeamError: the person was not named.

        """
        with self._database.writing() as connection:
            families = Families(connection)
            family = _get(families, parent_id, for_update=True)
            lead = family.find_lead(user_id)
            if lead is None or lead.standing is Standing.LEFT:
                raise TeamError("You aren't named to lead this parent, so nothing changed.")
            told = ParentLead(user_id, standing, lead.number)
            families.put_lead(parent_id, told, told_at=now)
            return _get(families, parent_id)

    def list_lead_tellings(self) -> tuple[LeadTelling, ...]:
        """Return who is still to be asked to lead a parent."""
        with self._database.reading() as connection:
            families = Families(connection)
            return tuple(
                LeadTelling(parent_id, lead)
                for parent_id, user_id in families.list_untold_leads()
                if (lead := _get(families, parent_id).find_lead(user_id)) is not None
            )

    def mark_lead_told(self, *, telling: LeadTelling, now: datetime) -> None:
        """Store that somebody's message is owed."""
        with self._database.writing() as connection:
            Families(connection).mark_lead_told(telling.parent_id, telling.lead, now=now)

    def list_child_tellings(self) -> tuple[ChildTelling, ...]:
        """Return the changes of children of which people are still to be told."""
        with self._database.reading() as connection:
            families, teams = Families(connection), Teams(connection)
            tellings = []
            for parent_id, team_id in families.list_untold_children():
                family, roster = _get(families, parent_id), teams.get_roster(team_id)
                child = family.find_child(team_id)
                if child is not None:
                    telling = ChildTelling(family, child, roster.team.channel_id, roster.leads)
                    tellings.append(telling)
            return tuple(tellings)

    def mark_child_told(self, *, telling: ChildTelling, now: datetime) -> None:
        """Store that the messages about a change are owed."""
        with self._database.writing() as connection:
            Families(connection).mark_child_told(telling.child, now=now)


def _get(families: Families, parent_id: int, *, for_update: bool = False) -> Family:
    family = families.find(parent_id, for_update=for_update)
    if family is None:
        raise TeamError(_GONE)
    return family


def _check_may_set_up(connection: Connection, channel_id: str, user_id: str) -> None:
    if Teams(connection).find_by_channel(channel_id) is not None:
        raise TeamError(
            "This channel has a team of its own. A parent lives in another channel: one that "
            "people of all its teams read."
        )
    if not Families(connection).list_led(user_id):
        raise TeamError(_ONLY_TEAM_LEADS)


def _change(families: Families, before: Family, change: FamilyChange, *, now: datetime) -> Family:
    _change_leads(families, before, change, now=now)
    _change_children(families, before, change, now=now)
    return _get(families, before.parent.id)


def _change_leads(
    families: Families, before: Family, change: FamilyChange, *, now: datetime
) -> None:
    """Ask those newly named; whoever names themselves has thereby accepted."""
    parent_id = before.parent.id
    known = {lead.user_id: lead for lead in before.named}
    for user_id in change.leads:
        lead, is_own = known.get(user_id), user_id == change.changed_by
        stays = (Standing.ACTIVE,) if is_own else (Standing.ACTIVE, Standing.ASKED)
        if lead is None or lead.standing not in stays:
            number = 1 if lead is None else lead.number + 1
            standing = Standing.ACTIVE if is_own else Standing.ASKED
            told_at = now if is_own else None
            families.put_lead(parent_id, ParentLead(user_id, standing, number), told_at=told_at)
    for lead in before.named:
        if lead.user_id not in change.leads and lead.standing is not Standing.LEFT:
            left = ParentLead(lead.user_id, Standing.LEFT, lead.number)
            families.put_lead(parent_id, left, told_at=now)


def _change_children(
    families: Families, before: Family, change: FamilyChange, *, now: datetime
) -> None:
    parent_id, by = before.parent.id, change.changed_by
    led = families.list_led(by)
    for team_id in sorted(change.team_ids - before.chosen):
        standing = Standing.ACTIVE if team_id in led else Standing.ASKED
        families.put_child(parent_id, team_id, standing, changed_by=by, now=now)
    for team_id in sorted(before.chosen - change.team_ids):
        families.put_child(parent_id, team_id, Standing.LEFT, changed_by=by, now=now)
