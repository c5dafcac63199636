"""Time has passed: the files may have changed, somebody waits, the week has an end."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.delivery.domain import owed
from bot.delivery.service import DeliveryService
from bot.logs import get_logger
from bot.playbook.messages import keeping
from bot.playbook.questions import last_report_day, report_moment
from bot.playbook.rendering import COVERED, REPORT
from bot.playbook.shelf import Shelf
from bot.playbook.telling_service import TellingService
from bot.scheduler import Job

_log = get_logger(__name__)

_A_WEEK: Final = timedelta(days=7)


class PlaybookJobs:
    """What is due of the playbook as time passes.

    Owing is repeated without harm, since a delivery's key is unique: a crash between owing and
    marking owes nothing twice and forgets nobody.

    Args:
        shelf: the playbook in use.
        tellings: knows whom to tell what.
        deliveries: where messages are owed.
        clock: tells the time.
        keepers: who sees the gaps.
        menders: who is told of files that cannot be read.

    """

    def __init__(
        self,
        shelf: Shelf,
        tellings: TellingService,
        deliveries: DeliveryService,
        clock: Clock,
        *,
        keepers: Sequence[str],
        menders: Sequence[str],
    ) -> None:
        self._shelf = shelf
        self._tellings = tellings
        self._deliveries = deliveries
        self._clock = clock
        self._keepers = tuple(keepers)
        self._menders = tuple(menders)
        # What these two remember is only what need not be done again; it is done once more after
        # a start, without harm.
        self._complained_of: str | None = None
        self._forgotten_on: date | None = None

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of this feature; those who wait are looked at after the files are."""
        return (
            Job(id="playbook.reload", run=self.reload),
            Job(id="playbook.tell", run=self.tell_waiting),
            Job(id="playbook.report", run=self.report, next_due=self.find_next_report),
            Job(id="playbook.forget", run=self.forget),
        )

    def reload(self) -> int:
        """Take the files as they are now, or tell of those that cannot be read."""
        has_changed = self._shelf.look()
        if has_changed and self._shelf.broken is None:
            _log.info("playbook_read", pages=len(self._shelf.playbook.pages))
        return int(has_changed) + self._complain()

    def tell_waiting(self) -> int:
        """Owe a message to everybody whose question is covered now."""
        waiting = self._tellings.list_waiting()
        for subscription in waiting:
            if self._tellings.look_again(subscription) is not None:
                now = self._clock.now()
                key = f"{COVERED}:{subscription.token}"
                self._deliveries.owe(key, to=subscription.user_id, at=now)
                self._tellings.mark_told(subscription, now=now)
        return len(waiting)

    def report(self) -> int:
        """Owe the keepers their week, unless it was a quiet one."""
        if not self._keepers:
            return 0
        now = self._clock.now()
        day = self._tellings.find_report_due(now=now)
        if day is None:
            return 0
        if not self._tellings.get_report(until=day).is_quiet:
            self._deliveries.owe_all(
                [owed(f"{REPORT}:{day}:{keeper}", to=keeper, at=now) for keeper in self._keepers]
            )
        self._tellings.mark_reported(day=day)
        return 1

    def find_next_report(self) -> datetime | None:
        """Return when the next report falls due, if anybody gets one."""
        if not self._keepers:
            return None
        now = self._clock.now()
        day = self._tellings.find_report_due(now=now)
        return report_moment(day or last_report_day(now) + _A_WEEK)

    def forget(self) -> int:
        """Delete what is not needed any more, once a day; it counts as nothing done."""
        now = self._clock.now()
        if now.date() == self._forgotten_on:
            return 0
        told = self._tellings.list_forgettable(now=now)
        settled = tuple(token for token in told if self._is_settled(token))
        self._tellings.forget(tokens=settled, now=now)
        self._forgotten_on = now.date()
        return 0

    def _is_settled(self, token: str) -> bool:
        delivery = self._deliveries.find(f"{COVERED}:{token}")
        return delivery is None or delivery.settled_at is not None

    def _complain(self) -> int:
        """Log once, and tell once, of each state in which the files cannot be read."""
        broken = self._shelf.broken
        if broken is None:
            self._complained_of = None
            return 0
        if broken.edition == self._complained_of:
            return 0
        for finding in broken.findings:
            _log.error("playbook_broken", finding=str(finding))
        message, now = keeping.broken(broken), self._clock.now()
        self._deliveries.owe_all(
            [
                owed(f"broken:{broken.edition}:{who}", to=who, at=now, message=message)
                for who in self._menders
            ]
        )
        self._complained_of = broken.edition
        return 1
