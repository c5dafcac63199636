"""What the pulse's messages promise, in the words that people read."""

from dataclasses import replace

import pytest

from bot.surveys.messages.commenting import CommentForm, comment_form, comment_kept
from bot.surveys.messages.open_rounds import words
from bot.surveys.messages.places import ItemPlace
from bot.surveys.messages.privacy import PRIVACY
from bot.surveys.messages.summary import summary
from bot.surveys.open_rounds import OpenStanding, OpenState, Proposal
from bot.teams.domain import Membership, Pulse, Role, Roster, Stage, Standing, Team
from tests.surveys.conftest import MEMBERS, Pulses


@pytest.mark.parametrize("may_show", [True, False])
def test_a_comment_says_who_can_read_it_before_and_after_it_is_stored(
    pulses: Pulses, may_show: bool
) -> None:
    pulses.set_up()
    own = replace(pulses.open().answers[0], comment="Noise.", may_show=may_show)

    before = str(comment_form(own, CommentForm(ItemPlace(1, own.item.id), "D1", "1.0")))

    assert "Whoever runs this bot can read your words in its database" in before
    assert "Whoever runs this bot can read your words in its database" in comment_kept(own)


def test_a_team_too_small_for_averages_reads_what_its_leads_can_do(pulses: Pulses) -> None:
    pulses.set_up(members=MEMBERS[:4])
    pulses.open()
    pulses.close()
    small = pulses.summary()

    shown = str(summary(small).blocks)

    assert "besides the leads, and 4 were asked" in shown
    assert "`/mlops open`" in shown
    assert "`/mlops parent`" in shown
    assert "were asked" not in str(summary(replace(small, members=5)).blocks)


def test_who_is_asked_about_open_rounds_reads_what_they_mean_for_a_parent() -> None:
    team = Team(1, "Fraud", "C1", is_private=True, pulse=Pulse(0, 9, "UTC"), stage=Stage.BEGUN)
    members = tuple(Membership(1, user, Role.MEMBER, Standing.ACTIVE) for user in "ABC")
    proposal = Proposal(1, 1, "L", leads=("L",), state=OpenState.ASKED)

    alone, counting = (
        words(OpenStanding(Roster(each, members), "A", proposal, agrees=None, is_running=False))
        for each in (team, replace(team, parent_id=7))
    )

    assert "in so small a team colleagues may guess" in alone
    assert "doesn't count in the team's parent" not in alone
    assert "It doesn't count in the team's parent." in counting


def test_privacy_tells_of_comments_parents_and_copies() -> None:
    assert "Whoever runs this bot can read the words" in PRIVACY
    assert "in averages over those teams, each of 5 members or more" in PRIVACY
    assert "of what was open then, such a copy and the other secret tell who answered" in PRIVACY
