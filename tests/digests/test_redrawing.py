"""What stands of a digest once a win that it told was taken back."""

from dataclasses import replace

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.service import DeliveryService
from bot.digests.kept import Kept
from bot.digests.messages import digest_key, digest_message
from bot.digests.redrawing import DigestRedraws
from bot.digests.service import DigestService
from bot.digests.win_service import WinService
from bot.digests.wins import Win
from tests.digests.gathered import Digesting
from tests.digests.making import a_picture
from tests.surveys.conftest import A_WEEK, MEMBERS, MONDAY


class Told:
    """A digest that told two wins, in a team's private channel."""

    def __init__(self, database: Database) -> None:
        digesting = Digesting(database)
        digesting.pulses.set_up()
        self.wins = WinService(database, digesting.pulses.teams)
        self.first, self.second = self.tell("Half the alarms"), self.tell("A model in a day")
        self.digests: DigestService = digesting.gathering(
            replace(digesting.sources, wins=self.wins)
        )
        digesting.digests = self.digests
        digesting.live_through(until=MONDAY + A_WEEK)
        self.deliveries = DeliveryService(database)
        clock = MovableClock(MONDAY + A_WEEK, flows=False)
        self.redraws = DigestRedraws(self.digests, self.deliveries, clock)

    def tell(self, sentence: str) -> Win:
        told = self.wins.tell_win(
            channel_id="CFraud", user_id=MEMBERS[0], sentence=sentence, now=MONDAY
        )
        return told.win

    @property
    def kept(self) -> Kept:
        kept = self.digests.find(digest_id=1)
        assert kept is not None
        return kept

    def take_back(self, win: Win) -> None:
        self.wins.take_back(win_id=win.id, user_id=MEMBERS[0])


def test_a_win_taken_back_stands_in_no_digest_any_more(database: Database) -> None:
    told = Told(database)
    before = str(digest_message(told.kept, a_picture))

    told.take_back(told.second)

    assert "A model in a day" in before
    after = str(digest_message(told.kept, a_picture))
    assert "A model in a day" not in after
    assert "“Half the alarms”" in after


def test_with_all_of_its_wins_taken_back_a_digest_says_nothing_went_well_wherever_it_is_asked_for(
    database: Database,
) -> None:
    told = Told(database)
    told.digests.mark_out(digest_id=1)

    told.take_back(told.first)
    told.take_back(told.second)

    assert "Went well" not in str(digest_message(told.kept, a_picture))
    ((_, shown),) = told.digests.list_shown(user_id=MEMBERS[1])
    assert shown is not None
    assert shown.digest.wins == ()


def test_the_digests_that_told_a_win_are_drawn_anew(database: Database) -> None:
    told = Told(database)
    key = digest_key(told.kept.id, "CFraud")
    told.deliveries.owe(key, to="CFraud", at=MONDAY + A_WEEK)

    told.take_back(told.second)
    told.redraws.owe_without(told.second)

    redraw = told.deliveries.find(f"{key}:without:{told.second.id}")
    assert redraw is not None
    assert redraw.rewrites == key
