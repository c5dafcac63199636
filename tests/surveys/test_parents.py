"""When a parent's figure is shown: what its teams bring, and who counts."""

import pytest

from bot.surveys.figures import Tally
from bot.surveys.parents import NEVER, Behind, Share, decide
from bot.teams.domain import Participant


def a_share(
    asked: str,
    *,
    scores: tuple[int, ...],
    is_shown: bool = False,
    leads: str = "",
    members: int | None = None,
) -> Share:
    """One letter for each person asked; without `members`, every score is a member's."""
    people = [Participant(letter, counts=True) for letter in asked]
    people += [Participant(letter, counts=False) for letter in leads]
    counted = len(scores) if members is None else members
    return Share(is_shown, Tally(sum(scores), len(scores), counted), tuple(people))


def test_two_teams_that_were_not_shown_are_shown_together() -> None:
    decision = decide(
        [a_share("abcd", scores=(4, 4, 4)), a_share("efgh", scores=(1, 1))], uncounted=()
    )

    assert decision.tenths == 28
    assert decision.behind == Behind(members=5, unshown_members=5)


def test_every_answer_weighs_the_same_whatever_its_team() -> None:
    large = a_share("abcdef", scores=(5,) * 6, is_shown=True)
    small = a_share("ghijkl", scores=(1, 1, 1, 1, 1), is_shown=True)

    assert decide([large, small], uncounted=()).tenths == 32  # 35 in 11 answers.


def test_four_members_in_all_are_not_shown() -> None:
    shares = [a_share("abc", scores=(4, 4)), a_share("efg", scores=(4, 4))]

    assert decide(shares, uncounted=()) == NEVER


@pytest.mark.parametrize("unshown", [1, 2, 3, 4])
def test_a_remainder_of_fewer_than_five_hides_the_whole_figure(unshown: int) -> None:
    shown = a_share("abcdefghi", scores=(4,) * 9, is_shown=True)

    assert decide([shown, a_share("jklm", scores=(4,) * unshown)], uncounted=()) == NEVER


def test_a_team_in_which_nobody_scored_hides_nothing_of_two_that_were_shown() -> None:
    shown = [a_share(who, scores=(4,) * 5, is_shown=True) for who in ("abcde", "fghij")]

    decision = decide([*shown, a_share("klmn", scores=())], uncounted=())

    assert decision.tenths == 40
    assert decision.behind == Behind(members=5, unshown_members=0)


def test_a_single_answer_of_a_lead_is_a_remainder_too() -> None:
    shown = [a_share(who, scores=(4,) * 5, is_shown=True) for who in ("abcde", "fghij")]
    leads_own = a_share("klmn", scores=(1,), leads="z", members=0)

    assert decide([*shown, leads_own], uncounted=()) == NEVER


def test_the_figure_of_one_team_is_never_shown_under_a_parent_s_name() -> None:
    shown = a_share("abcdefghi", scores=(4,) * 9, is_shown=True)

    assert decide([shown], uncounted=()) == NEVER
    assert decide([shown, a_share("jklm", scores=())], uncounted=()) == NEVER


def test_who_was_asked_in_two_teams_counts_in_neither() -> None:
    both = "x"
    one, other = a_share("abc" + both, scores=(4,) * 3), a_share("fgh" + both, scores=(4,) * 3)

    assert decide([one, other], uncounted=()) == NEVER  # Six scores, perhaps of four others.
    more = a_share("ijk", scores=(4,))
    assert decide([one, other, more], uncounted=()).tenths == 40


def test_two_teams_of_the_same_five_people_make_no_parent() -> None:
    shares = [a_share("abcde", scores=(4,) * 5, is_shown=True) for _ in range(2)]

    assert decide(shares, uncounted=()) == NEVER


def test_who_was_asked_the_same_in_a_team_outside_does_not_count() -> None:
    shares = [a_share("abc", scores=(4,) * 3), a_share("fgh", scores=(4,) * 2)]

    assert decide(shares, uncounted=()).tenths == 40
    assert decide(shares, uncounted="a") == NEVER


def test_a_lead_of_the_parent_does_not_count_as_a_member_of_a_team() -> None:
    shares = [a_share("abc", scores=(4,) * 3), a_share("fgh", scores=(4,) * 3)]

    assert decide(shares, uncounted="a").tenths == 40
    assert decide(shares, uncounted="af") == NEVER


def test_what_is_kept_of_a_figure_says_no_more_than_five() -> None:
    shares = [a_share("abcdefgh", scores=(4,) * 4), a_share("ijklmnop", scores=(4,) * 4)]

    assert decide(shares, uncounted=()).behind == Behind(members=5, unshown_members=5)
