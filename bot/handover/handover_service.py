"""Use cases of handing over: set and cancel a last day, name successors, carry a risk."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from bot.database import Database
from bot.handover.cases import Case, Cases
from bot.handover.dating import date_handover
from bot.handover.handover_storage import Handovers
from bot.handover.leaving_storage import Leavings
from bot.handover.outlooks import Outlook, look_ahead
from bot.handover.rules import state_machine
from bot.handover.rules.leaving import (
    Leaving,
    Reason,
    check_day,
    check_named,
    require_free,
    require_room,
)
from bot.handover.rules.states import UNDER_WAY, Handover, HandoverError, Waiver
from bot.people.service import PeopleService


class HandoverService:
    """What leads and owners do about handovers; each method is one transaction."""

    def __init__(self, database: Database, cases: Cases, people: PeopleService) -> None:
        self._database = database
        self._cases = cases
        self._people = people

    def preview(
        self,
        *,
        owner_id: str,
        last_day: date,
        by: str,
        now: datetime,
        only_model_id: int | None = None,
    ) -> Outlook:
        """Return what a last day would mean; nothing is stored yet.

        Raises:
            HandoverError: this is not theirs to set, or there is nothing to hand over.

        """
        leads = self._check(owner_id, by)
        check_day(last_day, today=self._people.get_times(user_id=by).day_of(now))
        cases = self._cases.list_of(owner_id, only_model_id=only_model_id, now=now)
        if only_model_id is not None:
            require_free(self._find_leaving_of(owner_id), today=now.date())
        if not cases:
            raise HandoverError(
                f"No model in the register is <@{owner_id}>'s, so there is nothing to hand over. "
                "`/mlops model add` puts one there, and its owner presses “Mine”."
            )
        works = self._people.get_times
        outlook = look_ahead(owner_id, last_day, cases, leads, works=works, now=now)
        return replace(outlook, only_model_id=only_model_id)

    def set_last_day(  # noqa: PLR0913 - what a lead says in one form, field by field
        self,
        *,
        owner_id: str,
        last_day: date,
        by: str,
        now: datetime,
        reason: Reason = Reason.ROTATION,
        named: tuple[str, ...] = (),
        only_model_id: int | None = None,
        successor_id: str | None = None,
    ) -> Outlook:
        """Store somebody's last day, and begin to hand over each of their models, or one of them.

        A successor is named with it where that is for `by` to say, or nothing of it is stored.

        Raises:
            HandoverError: this is not theirs to set, or there is nothing to hand over.

        """
        readers = check_named(named)
        outlook = self.preview(
            owner_id=owner_id, last_day=last_day, by=by, now=now, only_model_id=only_model_id
        )
        with self._database.writing() as connection:
            handovers = Handovers(connection)
            leaving = Leavings(connection).put(
                Leaving(0, owner_id, last_day, reason, by, readers, only_model_id=only_model_id)
            )
            for case in outlook.cases:
                before = handovers.find(case.model.id, for_update=True) or case.handover
                after = date_handover(before, case, leaving, now=now)
                if successor_id is not None and case.may_be_run_next(by=by):
                    _refuse_inactive(case, successor_id)
                    after = state_machine.name_successor(after, user_id=successor_id, now=now)
                handovers.put(after, is_news=after.successor_id != before.successor_id)
        return replace(outlook, leaving=leaving)

    def cancel(self, *, owner_id: str, by: str, now: datetime) -> int:
        """Forget somebody's last day; what they answered is kept. Return how many models stay.

        Raises:
            HandoverError: there is no last day, or it is not theirs to cancel.

        """
        self._check(owner_id, by)
        with self._database.writing() as connection:
            handovers, leavings = Handovers(connection), Leavings(connection)
            leaving = leavings.find_of(owner_id)
            if leaving is None:
                raise HandoverError(f"No last day is stored for <@{owner_id}>.")
            own = [h for h in handovers.list_all() if h.owner_id == owner_id]
            staying = [h for h in own if h.can_be_cancelled]
            for handover in staying:
                handovers.put(state_machine.cancel(handover, now=now))
            leavings.forget([leaving.id])
            return len(staying)

    def put_off(self, *, owner_id: str, until: date, by: str, now: datetime) -> int:
        """Ask nothing of somebody until a day; return how many models that is about.

        Raises:
            HandoverError: nothing of theirs is under way, or the day is not before the last one.

        """
        self._check(owner_id, by)
        with self._database.writing() as connection:
            handovers = Handovers(connection)
            leaving = Leavings(connection).find_of(owner_id)
            require_room(leaving, until=until)
            asked = [h for h in handovers.list_all() if h.owner_id == owner_id]
            resting = [h for h in asked if h.state in UNDER_WAY and h.is_owner_here]
            for handover in resting:
                handovers.put(state_machine.put_off(handover, until=until, now=now))
            return len(resting)

    def find_outlook(self, *, owner_id: str, now: datetime) -> Outlook | None:
        """Return how somebody's handover is planned from now on, if they have a last day."""
        leaving = self._find_leaving_of(owner_id)
        if leaving is None:
            return None
        cases = self._cases.list_of(owner_id, only_model_id=leaving.only_model_id, now=now)
        return self._look(leaving, cases, now=now)

    def _look(self, leaving: Leaving, cases: tuple[Case, ...], *, now: datetime) -> Outlook:
        owner, works = leaving.owner_id, self._people.get_times
        leads = self._cases.list_leads_of(owner)
        outlook = look_ahead(owner, leaving.last_day, cases, leads, works=works, now=now)
        return replace(outlook, leaving=leaving)

    def _find_leaving_of(self, owner_id: str) -> Leaving | None:
        with self._database.reading() as connection:
            return Leavings(connection).find_of(owner_id)

    def list_outlooks(self, *, cases: tuple[Case, ...], now: datetime) -> tuple[Outlook, ...]:
        """Return how every handover is planned whose last day is still to come.

        `cases` are those of all models, so that they are read once.
        """
        found = []
        for leaving in self.list_leavings():
            owned = tuple(case for case in cases if leaving.concerns(case.model))
            if leaving.last_day < now.date():
                continue
            found.append(self._look(leaving, owned, now=now))
        return tuple(found)

    def find_leaving(self, *, leaving_id: int) -> Leaving | None:
        """Return a last day by its id."""
        with self._database.reading() as connection:
            return Leavings(connection).find(leaving_id)

    def list_leavings(self) -> tuple[Leaving, ...]:
        """Return every last day that is stored."""
        with self._database.reading() as connection:
            return Leavings(connection).list_all()

    def get_case(self, *, model_id: int, now: datetime) -> Case:
        """Return the case of a model.

        Raises:
            ModelError: there is no such model.

        """
        return self._cases.get(model_id, now=now)

    def get_case_to_say(self, *, model_id: int, by: str, now: datetime) -> Case:
        """Return the case of a model to somebody who may say who runs it.

        Raises:
            HandoverError: they are neither its owner nor a lead.
            ModelError: there is no such model.

        """
        return self._require_say(model_id, by, now=now)

    def list_cases(self, *, now: datetime) -> tuple[Case, ...]:
        """Return the case of every model."""
        return self._cases.list_all(now=now)

    def get_turn(self, *, model_id: int) -> int:
        """Return how often the handover of a model has brought something to tell."""
        with self._database.reading() as connection:
            return Handovers(connection).get_turn(model_id)

    def list_leads_of(self, *, user_id: str) -> tuple[str, ...]:
        """Return who leads somebody."""
        return self._cases.list_leads_of(user_id)

    def name_successor(self, *, model_id: int, user_id: str, by: str, now: datetime) -> Handover:
        """Say who is to run a model, as a lead or its owner does.

        Raises:
            HandoverError: this is not theirs to say, or that person can't be it.

        """
        case = self._require_say(model_id, by, now=now)
        _refuse_inactive(case, user_id)
        return self._change(
            model_id,
            lambda handover: state_machine.name_successor(handover, user_id=user_id, now=now),
            is_news=True,
        )

    def waive(
        self, *, model_id: int, by: str, reason: str, expires_on: date, now: datetime
    ) -> Handover:
        """Carry the risk of a model until a day, as only a lead can.

        Raises:
            HandoverError: this is not theirs to carry, or lacks a reason or an end.

        """
        self._require_lead(model_id, by, now=now)
        waiver = Waiver(by, reason.strip(), expires_on)
        return self._change(
            model_id, lambda handover: state_machine.waive(handover, waiver, now=now)
        )

    def end(self, *, model_id: int, by: str, is_frozen: bool, now: datetime) -> Handover:
        """Freeze a model, or retire it, as only a lead can.

        Raises:
            HandoverError: this is not theirs to do, or the model is not without an owner.

        """
        self._require_lead(model_id, by, now=now)
        act = state_machine.freeze if is_frozen else state_machine.retire
        return self._change(model_id, lambda handover: act(handover, now=now))

    def reclaim(self, *, model_id: int, by: str, now: datetime) -> Handover:
        """Give a model back to its owner, who has returned and asks for it.

        Raises:
            HandoverError: they did not own it.

        """
        return self._change(
            model_id, lambda handover: state_machine.reclaim(handover, by=by, now=now)
        )

    def _change(
        self, model_id: int, act: Callable[[Handover], Handover], *, is_news: bool = False
    ) -> Handover:
        with self._database.writing() as connection:
            handovers = Handovers(connection)
            before = handovers.find(model_id, for_update=True)
            if before is None:
                raise HandoverError("Nobody hands this model over, so nothing changed.")
            after = act(before)
            handovers.put(after, is_news=is_news)
            return after

    def _check(self, owner_id: str, by: str) -> tuple[str, ...]:
        """Return who leads somebody, if it is for `by` to say when they leave."""
        leads = self._cases.list_leads_of(owner_id)
        if by != owner_id and by not in leads:
            raise HandoverError(
                f"Only <@{owner_id}> or a lead of one of their teams sets their last day."
            )
        return leads

    def _require_say(self, model_id: int, by: str, *, now: datetime) -> Case:
        case = self._cases.get(model_id, now=now)
        if not case.may_say(by):
            raise HandoverError("Only the owner or a lead of the team can say that.")
        return case

    def _require_lead(self, model_id: int, by: str, *, now: datetime) -> None:
        if by not in self._cases.get(model_id, now=now).leads:
            raise HandoverError("Only a lead of the team that runs this model can do that.")


def _refuse_inactive(case: Case, user_id: str) -> None:
    if user_id in case.inactive:
        raise HandoverError(f"<@{user_id}>'s account is switched off. Choose somebody else.")
