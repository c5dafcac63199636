"""Use cases of the clock: who is gone, whose deadline has passed, what is erased."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.database import Database
from bot.handover.cases import Case, Cases, steady
from bot.handover.dig_storage import Digs
from bot.handover.handover_storage import Handovers
from bot.handover.leaving_storage import Leavings
from bot.handover.owner_storage import Owners
from bot.handover.owners import find_proven, list_owners
from bot.handover.proof_storage import Known, Proofs
from bot.handover.review_storage import Reviews
from bot.handover.rules import state_machine
from bot.handover.rules.deadlines import find_deadline, lose, run_out
from bot.handover.rules.leaving import ERASED_AFTER, Leaving
from bot.handover.rules.states import Handover, State
from bot.handover.service import ModelService

MOST_LOOKS: Final = 20
"""How many accounts are asked about at one go."""
_A_DAY: Final = timedelta(days=1)
_MOST_STEPS: Final = 8


class WatchService:
    """Keeps handovers in step with time and with people's accounts."""

    def __init__(self, database: Database, cases: Cases, models: ModelService) -> None:
        self._database = database
        self._cases = cases
        self._models = models

    def note_concerned(self, *, now: datetime) -> int:
        """Have everybody's account looked at whom a model hangs on; return how many are new."""
        concerned = set(self._cases.list_responsible())
        with self._database.reading() as connection:
            for handover in Handovers(connection).list_all():
                concerned |= {u for u in (handover.successor_id, handover.caretaker_id) if u}
            concerned |= {u for asked in Digs(connection).list_all().values() for u in asked}
            concerned |= Reviews(connection).list_everybody()
            unknown = sorted(concerned - Known(connection).list_known())
        if not unknown:
            return 0
        with self._database.writing() as connection:
            Known(connection).add(unknown, now=now)
        return len(unknown)

    def have_looked_at(self, *, user_id: str, now: datetime) -> bool:
        """Have somebody's account looked at soon; return whether any model hangs on them."""
        with self._database.reading() as connection:
            if user_id not in Known(connection).list_known():
                return False
        with self._database.writing() as connection:
            return Known(connection).set_due([user_id], at=now)

    def heed_account(self, *, user_id: str, is_active: bool, now: datetime) -> bool:
        """Have an account looked at that Slack tells something new of; say whether it will be.

        Most such events are about a picture or a status, so what is known already is not news.
        """
        if is_active is not self.is_known_gone(user_id=user_id):
            return False
        return self.have_looked_at(user_id=user_id, now=now)

    def is_known_gone(self, *, user_id: str) -> bool:
        """Return whether somebody's account was off when last looked at."""
        with self._database.reading() as connection:
            return user_id in Known(connection).list_inactive()

    def claim_due(self, *, now: datetime) -> tuple[str, ...]:
        """Return whose accounts are to be looked at now; they are due again in a day."""
        with self._database.reading() as connection:
            if not Known(connection).list_due(now=now, limit=1):
                return ()
        with self._database.writing() as connection:
            due = Known(connection).list_due(now=now, limit=MOST_LOOKS)
            Known(connection).set_due(due, at=now + _A_DAY)
            return due

    def note_end(self, *, user_id: str, ends_on: date | None, now: datetime) -> None:
        """Store the day on which a guest's account ends as Slack has it, unless long ago."""
        if ends_on is not None and now.date() > ends_on + ERASED_AFTER:
            ends_on = None
        with self._database.reading() as connection:
            known = Known(connection).list_ends().get(user_id)
        if known != ends_on:
            with self._database.writing() as connection:
                Known(connection).note_end(user_id, ends_on=ends_on)

    def put_off(self, *, user_ids: Iterable[str], until: datetime) -> None:
        """Have accounts looked at again, since Slack did not tell."""
        with self._database.writing() as connection:
            Known(connection).set_due(list(user_ids), at=until)

    def find_next_look(self) -> datetime | None:
        """Return when an account is due to be looked at next."""
        with self._database.reading() as connection:
            return Known(connection).find_next_due()

    def note_account(self, *, user_id: str, is_active: bool, now: datetime) -> int:
        """Store whether somebody's account is on; return how many handovers that changes."""
        with self._database.reading() as connection:
            was_active = user_id not in Known(connection).list_inactive()
        if was_active is is_active:
            return 0
        owned = [m for m in self._models.list_models() if m.owner_id == user_id]
        with self._database.writing() as connection:
            Known(connection).note(user_id, is_active=is_active)
            stored = {h.model_id: h for h in Handovers(connection).list_all()}
            concerned = {**{m.id: steady(m, now=now) for m in owned}, **stored}
            changed = 0
            for before in concerned.values():
                proven = _find_proven_owner(connection, before, now=now)
                lost = lose(before, user_id=user_id, now=now, proven_owner=proven)
                after = before if is_active else lost
                is_back = is_active and _may_reclaim(before, user_id)
                if after != before or is_back:
                    _keep(connection, before, after, now=now, is_news=True)
                    changed += 1
            return changed

    def run_out_all(self, *, now: datetime) -> int:
        """Do what follows from every deadline that has passed; return how many moved on."""
        with self._database.reading() as connection:
            stored = Handovers(connection).list_all()
        due = [h.model_id for h in stored if _run_out(h, now=now) != h]
        for model_id in due:
            with self._database.writing() as connection:
                handover = Handovers(connection).find(model_id, for_update=True)
                if handover is not None:
                    proven = _find_proven_owner(connection, handover, now=now)
                    after = _run_out(handover, now=now, proven_owner=proven)
                    _keep(connection, handover, after, now=now)
        return len(due)

    def find_next_deadline(self, *, now: datetime) -> datetime | None:
        """Return when the next deadline passes."""
        with self._database.reading() as connection:
            stored = Handovers(connection).list_all()
        deadlines = [find_deadline(handover) for handover in stored]
        return min((d for d in deadlines if d is not None and d > now), default=None)

    def erase_old(self, *, now: datetime) -> int:
        """Delete the last days, and the ends of guests' accounts, that are ninety days past."""
        with self._database.reading() as connection:
            leavings = Leavings(connection).list_all()
            ends = Known(connection).list_long_ended(before=now.date() - ERASED_AFTER)
        old = [each.id for each in leavings if now.date() > each.last_day + ERASED_AFTER]
        if old or ends:
            with self._database.writing() as connection:
                Leavings(connection).forget(old)
                for user_id in ends:
                    Known(connection).note_end(user_id, ends_on=None)
        return len(old) + len(ends)

    def name_caretaker(self, *, case: Case, now: datetime) -> bool:
        """Have a lead look after a model that nobody is to run; False where somebody does."""
        handover = case.handover
        is_run = handover.successor_id is not None and handover.state is not State.CARETAKER
        if is_run or handover.caretaker_id or not case.leads:
            return False
        with self._database.writing() as connection:
            handovers = Handovers(connection)
            stored = handovers.find(case.model.id, for_update=True) or handover
            handovers.put(state_machine.name_caretaker(stored, user_id=case.leads[0], now=now))
        return True

    def list_accepted(self) -> tuple[Handover, ...]:
        """Return the handovers of models that have changed hands lately."""
        with self._database.reading() as connection:
            stored = Handovers(connection).list_all()
        return tuple(handover for handover in stored if handover.state is State.ACCEPTED)

    def list_untold(self) -> tuple[tuple[int, int], ...]:
        """Return model and turn of what people are still to be told."""
        with self._database.reading() as connection:
            return Handovers(connection).list_untold()

    def mark_told(self, *, model_id: int, turn: int) -> None:
        """Store that people are owed what a turn brings."""
        with self._database.writing() as connection:
            Handovers(connection).mark_told(model_id, turn)

    def list_untold_leavings(self) -> tuple[Leaving, ...]:
        """Return the last days of which people are still to be told."""
        with self._database.reading() as connection:
            return Leavings(connection).list_all(untold_only=True)

    def mark_leaving_told(self, *, leaving: Leaving) -> None:
        """Store that people are owed the news of a last day."""
        with self._database.writing() as connection:
            Leavings(connection).mark_told(leaving)


def _run_out(handover: Handover, *, now: datetime, proven_owner: str | None = None) -> Handover:
    for _ in range(_MOST_STEPS):
        handover = run_out(handover, now=now, proven_owner=proven_owner)
    return handover


def _find_proven_owner(connection: Connection, handover: Handover, *, now: datetime) -> str | None:
    """Return another owner of a model who has shown that they can run it, and is there."""
    others = list_owners(Owners(connection).list_of(handover.model_id))
    gone = Known(connection).list_inactive() | {handover.owner_id or ""}
    proofs = Proofs(connection).list_proofs([handover.model_id])
    return find_proven(others, proofs.get(handover.model_id, ()), gone=gone, now=now)


def _keep(
    connection: Connection,
    before: Handover,
    after: Handover,
    *,
    now: datetime,
    is_news: bool = False,
) -> None:
    """Store how a handover stands; where another owner is left, the register names them now."""
    is_passed_on = after.state is State.STEADY and after.owner_id not in (None, before.owner_id)
    if is_passed_on and after.owner_id is not None:
        Owners(connection).change_first(after.model_id, after.owner_id, now=now)
    if before.is_rotation and after.state is State.STEADY and before.owner_id is not None:
        # Nobody left, so nothing of the date is kept.
        leaving = Leavings(connection).find_of(before.owner_id)
        Leavings(connection).forget([] if leaving is None else [leaving.id])
    Handovers(connection).put(after, is_news=is_news)


def _may_reclaim(handover: Handover, user_id: str) -> bool:
    return handover.owner_id == user_id and handover.can_be_reclaimed
