"""Which models stand out: enough named them, and nobody's own choice can be worked out of it."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.surveys.fear import NONE, UNSAID, Band, decide

MODELS = 3
OPTIONS = (*(str(number) for number in range(MODELS)), NONE)
Counts = tuple[int, ...]


def counts_of(people: int, options: int = len(OPTIONS)) -> Iterator[Counts]:
    """Yield every way in which so many people can choose."""
    if options == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for rest in counts_of(people - first, options - 1):
            yield (first, *rest)


def choices_of(counts: Counts) -> list[str]:
    pairs = zip(OPTIONS, counts, strict=True)
    return [option for option, count in pairs for _ in range(count)]


@pytest.mark.parametrize("people", range(5, 13))
def test_whoever_knows_their_own_choice_learns_nobody_elses(people: int) -> None:
    """An insider knows how many answered and what they chose, and reads what is shown.

    Of any choice, what is shown must leave open that another made it, and that they did not.
    """
    alike: dict[frozenset[tuple[int, Band]], list[Counts]] = defaultdict(list)
    for counts in counts_of(people):
        shown = decide(choices_of(counts), threshold=5)
        assert shown is not None
        alike[frozenset(shown.items())].append(counts)

    for possible in alike.values():
        for own in range(len(OPTIONS)):
            others = [(*c[:own], c[own] - 1, *c[own + 1 :]) for c in possible if c[own] > 0]
            for option in range(len(OPTIONS)) if others else ():
                assert any(counts[option] > 0 for counts in others)
                assert any(counts[option] < people - 1 for counts in others)


@given(st.lists(st.sampled_from((*OPTIONS, UNSAID)), max_size=40), st.integers(5, 10))
def test_what_is_shown_was_named_by_three_people_and_a_third(
    choices: list[str], threshold: int
) -> None:
    answered = [choice for choice in choices if choice != UNSAID]

    shown = decide(choices, threshold=threshold)

    assert (shown is None) is (len(answered) < threshold)
    for model_id, band in (shown or {}).items():
        times = answered.count(str(model_id))
        assert times >= 3
        assert 3 * times >= len(answered)
        assert (band is Band.MOST) is (2 * times > len(answered))
    assert len(shown or {}) <= 2


@given(st.permutations([*"0001112", NONE, UNSAID]))
def test_the_order_in_which_people_answered_changes_nothing(choices: list[str]) -> None:
    assert decide(choices, threshold=5) == decide(sorted(choices), threshold=5)


@given(st.lists(st.sampled_from(OPTIONS), min_size=5, max_size=20), st.integers(1, 9))
def test_those_who_say_nothing_count_for_nothing(choices: list[str], silent: int) -> None:
    assert decide([*choices, *[UNSAID] * silent], threshold=5) == decide(choices, threshold=5)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((5, 0, 0, 0), {0: Band.MOST}),
        ((3, 2, 0, 0), {0: Band.MOST}),
        ((2, 2, 1, 0), {}),
        ((3, 0, 0, 3), {0: Band.MANY}),
        ((3, 3, 0, 0), {}),  # Both would tell that nobody chose anything else.
        ((4, 3, 0, 0), {0: Band.MOST}),
        ((3, 3, 1, 1), {0: Band.MANY, 1: Band.MANY}),
        ((3, 3, 3, 0), {}),
        ((0, 0, 0, 8), {}),
    ],
)
def test_a_second_model_is_shown_where_two_people_named_neither(
    counts: Counts, shown: dict[int, Band]
) -> None:
    assert decide(choices_of(counts), threshold=5) == shown
