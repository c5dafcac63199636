"""What an action is: when it is asked after, who inherits it, and what became of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.digests.actions import (
    ActionFieldError,
    ActionState,
    became,
    check_sentence,
    find_heir,
    next_hour,
)
from bot.surveys.trend.domain import Estimate, Scope, Trend, Verdict
from bot.teams.domain import Membership, Pulse, Role, Roster, Stage, Standing, Team
from tests.digests.acting import LEAD, OTHER_LEAD, OWNER, PRACTICE, an_action

PULSE = Pulse(weekday=0, hour=9, zone="Europe/Berlin")
TEAM = Team(1, "Fraud", "C1", is_private=True, pulse=PULSE, stage=Stage.BEGUN)
DECLARED_IN = date(2026, 3, 2)
LATER = date(2026, 4, 20)


def a_roster(*, leads: tuple[str, ...] = (LEAD,), members: tuple[str, ...] = (OWNER,)) -> Roster:
    led = [Membership(1, user_id, Role.LEAD, Standing.ACTIVE) for user_id in leads]
    asked = [Membership(1, user_id, Role.MEMBER, Standing.ACTIVE) for user_id in members]
    return Roster(TEAM, (*led, *asked))


def an_estimate(wave: date, value: float, *, verdict: Verdict, half: float = 0.3) -> Estimate:
    low, high = value - half, value + half
    return Estimate(wave, Scope.PRACTICE, PRACTICE, value, low, high, verdict)


def a_trend(*estimates: Estimate) -> Trend:
    return Trend(estimates, weakest=None, response=0.8, version="1", held=0)


def from_to(
    before: float, now: float, verdict: Verdict, *, half: float = 0.3, sentence: str = "Pair."
) -> str:
    """What became of an action, by where its practice stood when it was declared, and now."""
    trend = a_trend(
        an_estimate(DECLARED_IN, before, verdict=Verdict.BASELINE),
        an_estimate(LATER, now, verdict=verdict, half=half),
    )
    return became(an_action(sentence=sentence), trend, name="Shared knowledge")


def test_a_rise_that_the_verdict_confirms_is_likely_real() -> None:
    said = from_to(2.4, 3.1, Verdict.IMPROVED)

    assert said == (
        "You set out to do this in March: “Pair”; Shared knowledge rose from 2.4 to 3.1, likely "
        "real."
    )


def test_a_fall_that_the_verdict_confirms_is_likely_real() -> None:
    assert "fell from 3.1 to 2.4, likely real" in from_to(3.1, 2.4, Verdict.DECLINED)


@pytest.mark.parametrize(
    ("before", "now", "verdict", "half"),
    [
        pytest.param(2.4, 3.1, Verdict.NO_CLEAR_CHANGE, 0.3, id="the verdict sees none"),
        pytest.param(3.0, 3.1, Verdict.IMPROVED, 0.05, id="it improved before the declaration"),
        pytest.param(2.4, 3.1, Verdict.IMPROVED, 0.8, id="the interval holds where it stood"),
        pytest.param(3.1, 2.4, Verdict.IMPROVED, 0.3, id="it improved once, and fell since"),
        pytest.param(2.4, 3.1, Verdict.DECLINED, 0.3, id="it declined once, and rose since"),
    ],
)
def test_no_change_is_claimed_that_is_not_clear(
    before: float, now: float, verdict: Verdict, half: float
) -> None:
    said = from_to(before, now, verdict, half=half)

    assert f"no clear change in Shared knowledge ({before} then, {now} now)" in said
    assert "real" not in said


@pytest.mark.parametrize(
    ("verdict", "why"),
    [(Verdict.BASELINE, "too early"), (Verdict.NOT_ENOUGH_ANSWERS, "too few answers")],
)
def test_what_cannot_be_judged_yet_is_told_with_its_reason(verdict: Verdict, why: str) -> None:
    assert f"went from 2.4 to 3.1, {why} to call it a change" in from_to(2.4, 3.1, verdict)


def test_without_a_figure_from_then_nothing_is_compared() -> None:
    later = a_trend(an_estimate(LATER, 3.0, verdict=Verdict.IMPROVED))

    assert "no figure of shared-knowledge then" in became(an_action(), later)


def test_without_a_figure_since_nothing_is_compared() -> None:
    before = a_trend(an_estimate(DECLARED_IN, 3.0, verdict=Verdict.IMPROVED))

    assert "nothing has been shown of shared-knowledge since" in became(an_action(), before)


def test_what_a_lead_wrote_smuggles_no_mention_in() -> None:
    said = from_to(2.4, 3.1, Verdict.IMPROVED, sentence="Ask <!channel> & all.")

    assert "Ask &lt;!channel&gt; &amp; all" in said


def test_eight_weeks_without_a_word_are_silence() -> None:
    action = an_action()
    end = action.declared_on + timedelta(weeks=8)

    assert not action.is_silent(today=end - timedelta(days=1))
    assert action.is_silent(today=end)
    assert not replace(action, said_on=end).is_silent(today=end)


def test_an_owner_is_asked_after_four_weeks_and_as_the_check_comes() -> None:
    first, second = an_action().list_askings(PULSE)

    # The clocks went forward on the 29th of March.
    assert first == datetime(2026, 4, 1, 7, tzinfo=UTC)
    assert second == datetime(2026, 4, 20, 7, tzinfo=UTC)


def test_whoever_takes_part_keeps_their_action() -> None:
    assert find_heir(an_action(), a_roster()) is None


def test_the_lead_who_set_it_inherits_before_any_other() -> None:
    roster = a_roster(leads=("UANOTHER", LEAD), members=())

    assert find_heir(an_action(), roster) == LEAD


def test_another_lead_inherits_where_that_one_leads_no_more() -> None:
    roster = a_roster(leads=(OTHER_LEAD,), members=(LEAD,))

    assert find_heir(an_action(), roster) == OTHER_LEAD


def test_without_a_lead_it_waits_for_one() -> None:
    assert find_heir(an_action(), a_roster(leads=(), members=())) is None


@pytest.mark.parametrize(
    ("now", "then"),
    [
        pytest.param((2026, 3, 4, 6), (2026, 3, 4, 8), id="today still"),
        pytest.param((2026, 3, 4, 8), (2026, 3, 5, 8), id="the hour itself is past"),
        pytest.param((2026, 3, 6, 12), (2026, 3, 9, 8), id="after a weekend"),
        pytest.param((2026, 3, 27, 12), (2026, 3, 30, 7), id="after a clock change"),
    ],
)
def test_a_channel_is_told_at_the_teams_hour_of_a_working_day(
    now: tuple[int, int, int, int], then: tuple[int, int, int, int]
) -> None:
    assert next_hour(PULSE, datetime(*now, tzinfo=UTC)) == datetime(*then, tzinfo=UTC)


def test_a_sentence_is_kept_in_one_line() -> None:
    assert check_sentence("  Pair on\n retraining. ") == "Pair on retraining."


@pytest.mark.parametrize("text", ["", " \n", "x" * 301])
def test_no_sentence_and_a_page_are_refused(text: str) -> None:
    with pytest.raises(ActionFieldError):
        check_sentence(text)


def test_what_is_done_is_not_open() -> None:
    assert an_action(state=ActionState.DONE, said_on=LATER).reply == "done"
