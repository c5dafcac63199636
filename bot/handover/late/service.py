"""Use cases of a lead whose handover runs late: they choose when its owner is asked next."""

from datetime import date, datetime

from bot.database import Database
from bot.handover.handover_service import HandoverService
from bot.handover.leaving_storage import Leavings
from bot.handover.outlooks import Outlook
from bot.handover.rules.states import HandoverError
from bot.people.service import PeopleService


class LateService:
    """What only leads of a handover do while it is under way."""

    def __init__(
        self, database: Database, handovers: HandoverService, people: PeopleService
    ) -> None:
        self._database = database
        self._handovers = handovers
        self._people = people

    def move_session(self, *, leaving_id: int, day: date, by: str, now: datetime) -> Outlook:
        """Have the next session on a day that a lead chose.

        Raises:
            HandoverError: it isn't theirs to move, or nobody could be asked on that day.

        """
        outlook = self.require_led(leaving_id=leaving_id, by=by, now=now)
        times = self._people.get_times(user_id=outlook.owner_id)
        if not times.day_of(now) <= day <= outlook.last_day or not times.works_on(day):
            raise HandoverError(
                "Choose a working day of theirs, from today to their last day, so that they can be "
                "asked then."
            )
        with self._database.writing() as connection:
            Leavings(connection).move_session(leaving_id, day)
        return outlook

    def require_led(self, *, leaving_id: int, by: str, now: datetime) -> Outlook:
        """Return how a handover is planned, to a lead of it.

        Raises:
            HandoverError: it is over, or they don't lead it.

        """
        leaving = self._handovers.find_leaving(leaving_id=leaving_id)
        outlook = (
            None
            if leaving is None
            else self._handovers.find_outlook(owner_id=leaving.owner_id, now=now)
        )
        if outlook is None:
            raise HandoverError("This handover is over: the date was cancelled, or has passed.")
        if by not in outlook.leads:
            raise HandoverError("Only a lead of one of their teams can do that.")
        return outlook
