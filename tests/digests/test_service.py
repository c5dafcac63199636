"""When a digest is made, what is kept of it, and who may see it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.antipatterns.domain import Heard, HeardKind
from bot.digests.domain import DigestError, LastAction, Occasion, Participation, WinLine
from bot.digests.kept import Kept
from bot.surveys.trend.domain import Trend, Verdict
from tests.digests.gathered import Digesting
from tests.digests.making import a_trend
from tests.surveys.conftest import A_WEEK, LEAD, MEMBERS, MONDAY

NINE_WEEKS_ON = MONDAY + 9 * A_WEEK


def made(digesting: Digesting) -> list[Kept]:
    found = [
        digesting.digests.find(digest_id=course.id) for course, _ in digesting.digests.list_unowed()
    ]
    return [kept for kept in found if kept is not None]


def test_a_digest_comes_with_the_first_week_that_closes_in_a_month(digesting: Digesting) -> None:
    digesting.pulses.set_up()

    digesting.live_through(until=NINE_WEEKS_ON)

    assert [(k.digest.occasion, k.made_at.date()) for k in made(digesting)] == [
        (Occasion.MONTH, date(2026, 1, 12)),
        (Occasion.MONTH, date(2026, 2, 2)),
        (Occasion.MONTH, date(2026, 3, 2)),
    ]


@pytest.mark.parametrize("weeks", [0, 3])
def test_a_month_in_which_not_every_practice_has_had_its_turn_gets_its_digest_once_it_has(
    digesting: Digesting, weeks: int
) -> None:
    digesting.pulses.set_up()
    digesting.trends.trend = a_trend(weeks=weeks)
    digesting.live_through(until=MONDAY + A_WEEK)
    assert made(digesting) == []

    digesting.trends.trend = a_trend(weeks=4)
    digesting.live_through(since=MONDAY + 2 * A_WEEK, until=MONDAY + 2 * A_WEEK)

    assert [k.digest.occasion for k in made(digesting)] == [Occasion.MONTH]


@pytest.mark.parametrize("verdict", [Verdict.IMPROVED, Verdict.DECLINED])
def test_a_digest_comes_in_between_when_a_dimension_is_said_to_have_changed(
    digesting: Digesting, verdict: Verdict
) -> None:
    digesting.pulses.set_up()
    digesting.live_through(until=MONDAY + A_WEEK)

    digesting.trends.trend = a_trend(verdicts={"tools": verdict})
    digesting.live_through(since=MONDAY + 2 * A_WEEK, until=MONDAY + 3 * A_WEEK)

    assert [k.digest.occasion for k in made(digesting)] == [Occasion.MONTH, Occasion.VERDICT]


def test_no_digest_comes_in_between_for_anything_less(digesting: Digesting) -> None:
    digesting.pulses.set_up()
    digesting.trends.trend = a_trend(verdicts={"tools": Verdict.IMPROVED})
    digesting.live_through(until=MONDAY + A_WEEK)

    digesting.trends.trend = a_trend(verdicts={"culture": Verdict.NOT_ENOUGH_ANSWERS}, held=4)
    digesting.live_through(since=MONDAY + 2 * A_WEEK, until=MONDAY + 3 * A_WEEK)

    assert len(made(digesting)) == 1


def test_what_was_kept_stays_as_it_was_sent(digesting: Digesting) -> None:
    digesting.pulses.set_up()
    digesting.live_through(until=MONDAY + A_WEEK)
    (before,) = made(digesting)

    digesting.trends.trend = a_trend(levels={"process": 4.9})
    digesting.live_through(since=MONDAY + 2 * A_WEEK, until=MONDAY + 2 * A_WEEK)

    assert digesting.digests.find(digest_id=before.id) == before
    assert before.digest.weakest_row.now.value == "2.6"


def test_a_team_is_looked_at_once_a_week_and_not_at_every_tick(digesting: Digesting) -> None:
    digesting.pulses.set_up()
    digesting.live_through(until=MONDAY + 2 * A_WEEK)
    asked = digesting.trends.asked

    for _ in range(3):
        digesting.make(now=MONDAY + 2 * A_WEEK)

    assert asked == digesting.trends.asked == 2


def test_two_processes_make_one_digest(digesting: Digesting) -> None:
    digesting.pulses.set_up()
    digesting.pulses.tick(now=MONDAY)
    digesting.pulses.end(now=MONDAY + A_WEEK)
    due = digesting.digests.list_due()

    for roster, round_ in (*due, *due):
        digesting.digests.make_if_due(roster, round_, now=MONDAY + A_WEEK)

    assert len(made(digesting)) == 1


def test_without_an_estimator_there_is_no_digest(digesting: Digesting) -> None:
    digesting.pulses.set_up()
    without = digesting.gathering(replace(digesting.sources, trend=None))
    digesting.live_through(until=MONDAY)

    digesting.pulses.end(now=MONDAY + A_WEEK)

    assert without.list_due() == ()
    assert without.build(team_id=1, now=MONDAY) is None


class Told:
    """A source of everything that others tell."""

    def list_heard(self, *, team_id: int, now: datetime) -> tuple[Heard, ...]:
        few = Heard("b", "Too few", HeardKind.THEME, 4, 0, None, "")
        some = Heard("a", "Hero culture", HeardKind.ANTI_PATTERN, 10, 5, "antipatterns/a.md", "")
        return (few, some)

    def find_last(self, *, team_id: int, trend: Trend, now: datetime) -> LastAction:
        return LastAction("data-quality", "Check at the door", date(2026, 1, 5), True, "It rose.")

    def count_silent(self, *, team_id: int, now: datetime) -> int:
        return 2

    def list_declared(self, *, team_id: int) -> list[tuple[date, str]]:
        return [(date(2026, 1, 5), "data-quality")]

    def has_lost_trust(self, *, team_id: int) -> bool:
        return True

    def list_wins(self, team_id: int, since: date) -> list[WinLine]:
        return [WinLine(f"since {since}", since)]


def test_a_digest_is_gathered_from_every_source_and_read_back_alike(digesting: Digesting) -> None:
    team_id = digesting.pulses.set_up()
    told = Told()
    digesting.digests = digesting.gathering(
        replace(digesting.sources, heard=told, actions=told, wins=told, trust=told)
    )

    digesting.live_through(until=MONDAY + A_WEEK)

    (kept,) = made(digesting)
    digest = kept.digest
    assert digest.heard is not None
    assert (digest.heard.name, digest.heard.band) == ("Hero culture", 10)
    assert digest.play is not None
    assert (digest.play.page, digest.play.reason) == (
        "antipatterns/a.md",
        "for what was heard most",
    )
    assert digest.last_action is not None
    assert digest.silent_actions == 2
    assert digest.has_lost_trust
    assert [win.sentence for win in digest.wins] == ["since 2025-12-08"]
    assert digest.participation is Participation.SIXTY_AND_MORE
    again = digesting.digests.build(team_id=team_id, now=MONDAY + A_WEEK)
    assert again is not None
    assert replace(again, occasion=Occasion.MONTH, wins=digest.wins) == digest


def test_the_trend_is_told_what_leads_set_out_to_change(digesting: Digesting) -> None:
    digesting.pulses.set_up()
    digesting.digests = digesting.gathering(replace(digesting.sources, actions=Told()))

    digesting.live_through(until=MONDAY + A_WEEK)

    assert digesting.trends.declared == ((date(2026, 1, 5), "data-quality"),)


def test_a_team_that_chose_a_higher_threshold_has_it_in_its_digest(digesting: Digesting) -> None:
    digesting.pulses.set_up(threshold=7)
    told = Told()
    digesting.digests = digesting.gathering(replace(digesting.sources, heard=told))

    digesting.live_through(until=MONDAY + A_WEEK)

    (kept,) = made(digesting)
    assert kept.digest.threshold == 7
    assert kept.digest.heard is not None
    assert (kept.digest.heard.band, kept.digest.heard.before) == (10, 0)


def test_a_lead_keeps_watching_and_the_first_to_say_so_stays(digesting: Digesting) -> None:
    digesting.pulses.set_up(leads=(LEAD, MEMBERS[0]))
    digesting.live_through(until=MONDAY + A_WEEK)
    (kept,) = made(digesting)
    now = datetime(2026, 1, 13, 23, 30, tzinfo=UTC)  # The fourteenth in Berlin.

    first = digesting.digests.keep_watching(digest_id=kept.id, user_id=LEAD, now=now)
    second = digesting.digests.keep_watching(
        digest_id=kept.id, user_id=MEMBERS[0], now=now + timedelta(days=1)
    )

    assert first.decision is not None
    assert first.decision.decided_on == date(2026, 1, 14)
    assert second == first


def test_only_the_team_and_who_reads_its_private_channel_see_a_digest(
    digesting: Digesting,
) -> None:
    digesting.pulses.set_up()
    digesting.live_through(until=MONDAY + A_WEEK)
    (kept,) = made(digesting)
    get = digesting.digests.get_for

    assert get(digest_id=kept.id, user_id=MEMBERS[0])[0] == kept
    assert get(digest_id=kept.id, user_id="USTRANGER", channel_id="CFraud")[0] == kept
    with pytest.raises(DigestError, match="don't take part"):
        get(digest_id=kept.id, user_id="USTRANGER", channel_id="COTHER")
    with pytest.raises(DigestError, match="isn't kept"):
        get(digest_id=999, user_id=MEMBERS[0])


def test_a_digest_that_is_on_its_way_is_shown_to_nobody_who_asks(digesting: Digesting) -> None:
    digesting.pulses.set_up()
    digesting.live_through(until=MONDAY + A_WEEK)
    (kept,) = made(digesting)

    before = [shown for _, shown in digesting.digests.list_shown(user_id=LEAD)]
    digesting.digests.mark_out(digest_id=kept.id)
    after = [shown for _, shown in digesting.digests.list_shown(user_id=LEAD)]

    assert before == [None]
    assert [shown.id for shown in after if shown is not None] == [kept.id]
    assert digesting.digests.list_shown(user_id="USTRANGER") == ()
