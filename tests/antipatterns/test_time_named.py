"""How much time a comment says is lost, and where it says nothing of that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.antipatterns.time_named import ALL_OF_IT, find_hours


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("We lose two days a week to broken features.", 64),
        ("Two days a week go into fixing features by hand", 64),
        ("I waste 3 hours every release copying numbers.", 1),
        ("That cost us half a sprint.", 40 / 3),
        ("It costs half a day per sprint to rerun everything", 8),
        ("2-3 hours a week are lost waiting for the cluster", 8),
        ("20% of my time goes into firefighting", 32),
        ("half of every sprint is rework", 80),
        ("I spend a couple of hours weekly chasing schema changes", 8),
        ("We’re losing 1,5 hours daily.", 30),
        ("Fine. But 30 minutes a day are wasted on logins!", 10),
        ("The whole team burns 400 hours a month on this", ALL_OF_IT),
        ("We lose an hour a week and, on bad weeks, a day a week.", 32),
    ],
)
def test_it_reads_amounts_as_hours_a_month(text: str, hours: float) -> None:
    assert find_hours(text) == pytest.approx(hours)


@pytest.mark.parametrize(
    "text",
    [
        "The new pipeline saves us two days a week.",
        "We used to lose two days a week on this.",
        "It only takes an hour a week, by hand.",
        "I spend two days a week on research and enjoy it.",
        "The model is two years old and lost its owner two months ago.",
        "Do we lose two days a week?",
        "We don't lose two days a week over it.",
        "If it broke we would lose a week.",
        "We fixed it in two days.",
        "Its owner was lost to another team for two weeks.",
        "Retrain every week by hand",
        "Version 3.2 lost us customers on day 2",
        "We were told within two hours that it failed, again.",
        "Nobody knows what 9 weeks-long thing was lost",
        "",
    ],
)
def test_it_reads_no_loss_where_none_is_named(text: str) -> None:
    assert find_hours(text) is None


def test_what_something_takes_is_lost_where_the_comment_shows_harm() -> None:
    text = "Every release takes the two of us a day per month."

    assert find_hours(text) is None
    assert find_hours(text, is_about_harm=True) == pytest.approx(8)


@given(
    number=st.integers(1, 99),
    unit=st.sampled_from([("minutes", 1 / 60), ("hours", 1), ("days", 8)]),
    period=st.sampled_from([("day", 20), ("week", 4), ("sprint", 2), ("month", 1)]),
)
def test_any_amount_of_any_rhythm_is_its_product_up_to_all_of_a_month(
    number: int, unit: tuple[str, float], period: tuple[str, int]
) -> None:
    found = find_hours(f"We lose {number} {unit[0]} a {period[0]}.")

    assert found == pytest.approx(min(ALL_OF_IT, number * unit[1] * period[1]))


@given(st.text(max_size=400))
def test_whatever_is_written_it_reads_something_sensible_or_nothing(text: str) -> None:
    found = find_hours(text, is_about_harm=True)

    assert found is None or 0 < found <= ALL_OF_IT
    assert found == find_hours(text, is_about_harm=True)
