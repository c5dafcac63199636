from datetime import UTC, date, datetime, timedelta

import pytest

from bot.handover.cards.sections import CRITICAL, SECTIONS, find_section
from bot.handover.cards.staleness import Event, Occurrence, freshness, list_stale
from bot.handover.figures import (
    BusFactor,
    Documented,
    Filled,
    Line,
    Proof,
    Verdict,
    bus_factor,
    documented,
    judge,
    list_accepted_risks,
    worst_first,
)
from bot.handover.rules.states import Handover, Waiver
from tests.handover.walking import LEAD, NOW, OWNER, SUCCESSOR, interviewing, steady

TODAY = date(2026, 6, 1)
NOBODY: frozenset[str] = frozenset()


def factor(*proven: str, claimed: tuple[str, ...] = ()) -> BusFactor:
    return BusFactor(frozenset(proven), frozenset((*proven, *claimed)))


def verdict(
    handover: Handover | None,
    known: BusFactor,
    *,
    owners: tuple[str, ...] = (OWNER,),
    inactive: frozenset[str] = NOBODY,
    is_stale: bool = False,
) -> Verdict:
    return judge(
        handover, owners=frozenset(owners), inactive=inactive, factor=known, is_stale=is_stale
    )


def test_all_sections_weigh_twenty_two() -> None:
    assert sum(section.weight for section in SECTIONS) == 22
    assert CRITICAL == ("scares", "chores", "retrain", "rollback", "people", "data-sources")


def test_a_card_with_one_critical_section_open_is_below_half() -> None:
    filled = {section.id: Filled.ACCEPTED for section in SECTIONS}
    filled["scares"] = Filled.ANSWERED

    found = documented(filled)

    assert found == Documented(accepted=49, unreviewed=9, open_critical=("scares",))
    assert found.is_capped


def test_what_is_answered_and_unreviewed_is_shown_beside_and_never_added() -> None:
    found = documented(dict.fromkeys(CRITICAL, Filled.ANSWERED))

    assert (found.accepted, found.unreviewed) == (0, 54)


def test_a_named_gap_counts_for_nothing() -> None:
    assert documented({"scares": Filled.UNKNOWN}).unreviewed == 0


def test_a_full_card_counts_in_full_and_less_as_it_ages() -> None:
    filled = {section.id: Filled.ACCEPTED for section in SECTIONS}

    assert documented(filled).accepted == 100
    assert documented(filled, {"scares": 0.5}).accepted == 95


def test_proven_and_claimed_are_two_numbers_of_active_people() -> None:
    proofs = [
        Proof("UA", NOW - timedelta(days=179)),
        Proof("UB", NOW - timedelta(days=180)),
        Proof("UGONE", NOW),
    ]

    found = bus_factor(proofs, {"UC", "UGONE"}, inactive={"UGONE"}, now=NOW)

    assert found == BusFactor(frozenset({"UA"}), frozenset({"UA", "UC"}))


@pytest.mark.parametrize(
    ("handover", "known", "more", "expected"),
    [
        (None, factor(), {"inactive": frozenset({OWNER})}, Verdict.ORPHANED),
        (interviewing(), factor(), {}, Verdict.LEAVING_UNSAFE),
        (interviewing(), factor(OWNER), {}, Verdict.LEAVING_UNSAFE),
        (interviewing(), factor(SUCCESSOR), {}, Verdict.ONE_HEAD),
        (steady(), factor(), {}, Verdict.ONE_HEAD),
        (None, factor(OWNER), {}, Verdict.ONE_HEAD),
        (None, factor(OWNER, SUCCESSOR), {}, Verdict.SAFE),
        (None, factor(OWNER, SUCCESSOR), {"is_stale": True}, Verdict.STALE),
        (None, factor(), {"owners": ()}, Verdict.UNOWNED),
    ],
)
def test_each_model_has_one_verdict(
    handover: Handover | None, known: BusFactor, more: dict[str, object], expected: Verdict
) -> None:
    assert verdict(handover, known, **more) is expected  # type: ignore[arg-type] # see the list


def test_a_lead_reads_the_worst_first_and_carried_risks_by_their_end() -> None:
    def line(model_id: int, found: Verdict, *, until: date | None = None) -> Line:
        waiver = None if until is None else Waiver(LEAD, "Launch first", until)
        none = Documented(0, 0, CRITICAL)
        return Line(model_id, f"m{model_id}", 2, found, none, factor(), waiver=waiver)

    lines = [
        line(1, Verdict.SAFE),
        line(2, Verdict.ONE_HEAD, until=TODAY + timedelta(days=9)),
        line(3, Verdict.ORPHANED, until=TODAY + timedelta(days=2)),
        line(4, Verdict.LEAVING_UNSAFE, until=TODAY),
    ]

    assert [each.model_id for each in worst_first(lines)] == [3, 4, 2, 1]
    assert [each.model_id for each in list_accepted_risks(lines, today=TODAY)] == [3, 2]


def test_a_confirmation_counts_in_full_for_its_interval_and_then_falls_to_half() -> None:
    people = find_section("people")
    assert people is not None

    def after(days: int) -> float:
        return freshness(people, confirmed_on=TODAY - timedelta(days=days), today=TODAY).factor

    assert (after(90), after(135), after(180), after(1000)) == (1.0, 0.75, 0.5, 0.5)


def test_what_happened_counts_before_how_long_ago_it_was() -> None:
    confirmed = {"people": TODAY - timedelta(days=3), "retrain": TODAY - timedelta(days=3)}
    events = [
        Event(Occurrence.PERSON_LEFT, TODAY - timedelta(days=1)),
        Event(Occurrence.NEW_VERSION, TODAY - timedelta(days=3)),
    ]

    stale = list_stale(confirmed, today=TODAY, events=events)

    assert [(section.id, each.factor) for section, each in stale] == [("people", 0.0)]


def test_a_dead_link_makes_its_own_section_doubtful() -> None:
    monitoring = find_section("monitoring")
    assert monitoring is not None
    dead = Event(Occurrence.DEAD_LINK, TODAY, "monitoring")

    found = freshness(
        monitoring, confirmed_on=TODAY - timedelta(days=1), today=TODAY, events=[dead]
    )

    assert found.factor == 0.5
    assert found.because == dead


def test_proof_is_measured_from_now() -> None:
    later = datetime(2027, 1, 1, tzinfo=UTC)

    assert bus_factor([Proof("UA", NOW)], set(), inactive=set(), now=later).proven == NOBODY
