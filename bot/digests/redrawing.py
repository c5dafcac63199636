"""Owes that digests are drawn anew wherever they stand, once what they say of has changed."""

from bot.clock import Clock
from bot.delivery.service import DeliveryService
from bot.digests.domain import WinLine
from bot.digests.kept import Kept
from bot.digests.messages import digest_key
from bot.digests.service import DigestService
from bot.digests.wins import Win
from bot.teams.domain import Roster


class DigestRedraws:
    """Has the digests that were sent say what is so now."""

    def __init__(self, digests: DigestService, deliveries: DeliveryService, clock: Clock) -> None:
        self._digests = digests
        self._deliveries = deliveries
        self._clock = clock

    def owe(self, kept: Kept, roster: Roster, *, name: str) -> None:
        """Have a digest drawn anew in the channel, or in everybody's direct messages.

        Args:
            kept: the digest.
            roster: its team.
            name: what occasion it is; for the same it is drawn anew once.

        """
        people = [person.user_id for person in roster.participants]
        keys = [(digest_key(kept.id, each), each) for each in (roster.team.channel_id, *people)]
        keys += [(digest_key(kept.id, each, is_lead=True), each) for each in people]
        stands = [(key, to) for key, to in keys if self._deliveries.find(key) is not None]
        self._deliveries.owe_redraws(stands, at=self._clock.now(), name=name)

    def owe_without(self, win: Win) -> None:
        """Have the digests drawn anew that told of a win which was taken back."""
        line = WinLine(win.sentence, win.told_on)
        for kept, roster in self._digests.list_telling(team_id=win.team_id, win=line):
            self.owe(kept, roster, name=f"without:{win.id}")
