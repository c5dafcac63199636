from dataclasses import replace

import pytest

from bot.surveys.domain import Choice, HeldAnswer, Respondent
from bot.surveys.open_rounds import (
    OpenRoundError,
    OpenState,
    Proposal,
    check_size,
    figure_to_show,
    fits,
    settle,
    still_holds,
)
from bot.teams.domain import Membership, Pulse, Role, Roster, Stage, Standing, Team

TEAM = Team(1, "Fraud", "C1", is_private=True, pulse=Pulse(0, 9, "UTC"), stage=Stage.BEGUN)
PROPOSAL = Proposal(1, 1, "L", leads=("L",), state=OpenState.ASKED)
AGREED = replace(PROPOSAL, state=OpenState.AGREED)


def a_roster(members: str = "ABC", leads: str = "L") -> Roster:
    return Roster(
        TEAM,
        (
            *(Membership(1, user_id, Role.MEMBER, Standing.ACTIVE) for user_id in members),
            *(Membership(1, user_id, Role.LEAD, Standing.ACTIVE) for user_id in leads),
        ),
    )


@pytest.mark.parametrize(
    ("members", "leads", "is_fit"),
    [
        ("A", "L", False),
        ("AB", "L", True),
        ("ABCD", "L", True),
        ("ABCDE", "L", False),
        ("", "LM", False),
        ("AL", "L", False),
        ("ABCD", "LMN", True),
    ],
)
def test_it_takes_three_people_and_fewer_members_than_the_rule_of_five(
    members: str, leads: str, is_fit: bool
) -> None:
    assert fits(a_roster(members, leads)) is is_fit


def test_a_team_of_another_size_reads_why_it_cannot() -> None:
    check_size(a_roster("ABCD"))

    with pytest.raises(OpenRoundError, match=r"at least 3 people.*this team has 2"):
        check_size(a_roster("A"))
    with pytest.raises(OpenRoundError, match="at most 4 members besides the leads; this one has 5"):
        check_size(a_roster("ABCDE"))


def test_it_begins_only_once_everybody_agrees_leads_too() -> None:
    roster = a_roster()

    assert settle(PROPOSAL, roster, "ABC") is OpenState.ASKED
    assert settle(PROPOSAL, roster, "ABL") is OpenState.ASKED
    assert settle(PROPOSAL, roster, "ABCL") is OpenState.AGREED


def test_the_consent_of_somebody_who_is_not_asked_counts_for_nothing() -> None:
    assert settle(PROPOSAL, a_roster(), "ABLX") is OpenState.ASKED
    assert settle(AGREED, a_roster("AB"), "ABCL") is OpenState.AGREED


@pytest.mark.parametrize(
    ("roster", "agreeing"),
    [
        (a_roster(), "ABL"),
        (a_roster("ABCD"), "ABCL"),
        (a_roster("ABCDE"), "ABCDEL"),
        (a_roster("A"), "AL"),
        (a_roster("ABC", "LM"), "ABCLM"),
        (a_roster("BC", "LA"), "ABCL"),
    ],
    ids=["withdrawal", "newcomer", "five", "too few", "new lead", "member became lead"],
)
def test_what_was_agreed_ends(roster: Roster, agreeing: str) -> None:
    assert settle(AGREED, roster, agreeing) is OpenState.ENDED


def test_what_has_ended_does_not_begin_again_by_itself() -> None:
    ended = replace(PROPOSAL, state=OpenState.ENDED)

    assert settle(ended, a_roster(), "ABCL") is OpenState.ENDED


def test_a_round_is_shown_as_open_only_if_all_asked_in_it_still_agree() -> None:
    asked = a_roster().participants

    assert still_holds(AGREED, a_roster(), "ABCL", asked)
    assert not still_holds(AGREED, a_roster(), "ABL", asked)
    assert not still_holds(None, a_roster(), "ABCL", asked)


def test_a_round_is_not_shown_as_open_to_a_new_lead_nor_after_somebody_left() -> None:
    asked = a_roster().participants

    assert not still_holds(AGREED, a_roster("AB"), "ABCL", asked)
    assert not still_holds(AGREED, a_roster("ABC", "LM"), "ABCLM", asked)


def test_who_came_since_does_not_keep_a_round_from_being_shown() -> None:
    asked = a_roster().participants

    assert still_holds(AGREED, a_roster("ABCDE"), "ABCL", asked)


def test_an_open_item_shows_any_number_of_scores_and_says_how_many() -> None:
    respondents = [Respondent(b"a", counts=True), Respondent(b"l", counts=False)]
    answers = [
        HeldAnswer(b"a", Choice.TWO),
        HeldAnswer(b"l", Choice.FIVE),
        HeldAnswer(b"nobody", Choice.ONE),
        HeldAnswer(b"a2", Choice.DONT_KNOW),
    ]

    shown = figure_to_show(answers, respondents, is_open=True, threshold=5)

    assert shown is not None
    assert (shown.tenths, shown.count) == (35, 2)
    assert figure_to_show(answers, respondents, is_open=False, threshold=5) is None
    assert figure_to_show(answers[2:], respondents, is_open=True, threshold=5) is None
