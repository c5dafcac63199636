"""Use cases of people's times: learn a zone, change working times, pause and resume."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.database import Database
from bot.people.domain import WorkingTimes, check_times, read_pause
from bot.people.storage import People
from bot.zones import can_read_zone


class PeopleService:
    """What the bot knows of when people work; each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def learn_zones(
        self, *, zones: Mapping[str, str | None], otherwise: str = "UTC"
    ) -> tuple[str, ...]:
        """Store in which zone people are; their hours stay as they set them.

        Args:
            zones: by person, as Slack has it; None where Slack has none.
            otherwise: the zone for those of whom none is known.

        Returns:
            Those whose zone is another than before.

        """
        with self._database.writing() as connection:
            people = People(connection)
            before = people.list_zones(list(zones))
            readable = {user_id: zone for user_id, zone in before.items() if can_read_zone(zone)}
            known = {
                user_id: zone or readable.get(user_id, otherwise) for user_id, zone in zones.items()
            }
            changed = {u: zone for u, zone in known.items() if before.get(u) != zone}
            people.put_zones(changed)
        return tuple(user_id for user_id in changed if user_id in before)

    def list_zones(self, user_ids: Sequence[str]) -> frozenset[str]:
        """Return the zones in which people are, as far as they are known and can be read."""
        with self._database.reading() as connection:
            zones = People(connection).list_zones(user_ids)
        return frozenset(zone for zone in zones.values() if can_read_zone(zone))

    def list_times(
        self, user_ids: Sequence[str], *, otherwise: str = "UTC"
    ) -> dict[str, WorkingTimes]:
        """Return everybody's times, in the order asked.

        Args:
            user_ids: whose.
            otherwise: the zone of those of whom nothing is known yet.

        """
        with self._database.reading() as connection:
            known = People(connection).list_times(user_ids)
        unknown = WorkingTimes(zone=otherwise)
        return {user_id: known.get(user_id, unknown) for user_id in user_ids}

    def get_times(self, *, user_id: str) -> WorkingTimes:
        """Return one person's times."""
        return self.list_times([user_id])[user_id]

    def change_times(self, *, user_id: str, times: WorkingTimes) -> None:
        """Store when somebody works.

        Raises:
            TimesError: nobody could be written to at such times.

        """
        check_times(times)
        with self._database.writing() as connection:
            People(connection).put_times(user_id, times)

    def pause(self, *, user_id: str, words: str, now: datetime) -> date:
        """Leave somebody alone until the day they typed, and return it.

        Raises:
            TimesError: they typed no day that can be meant.

        """
        with self._database.writing() as connection:
            people = People(connection)
            times = people.list_times([user_id]).get(user_id, WorkingTimes())
            until = read_pause(words, today=times.day_of(now))
            people.put_times(user_id, replace(times, paused_until=until))
            return until

    def resume(self, *, user_id: str) -> WorkingTimes:
        """End somebody's pause, and return their times."""
        with self._database.writing() as connection:
            people = People(connection)
            times = people.list_times([user_id]).get(user_id, WorkingTimes())
            people.put_times(user_id, replace(times, paused_until=None))
            return times
