"""What the pulse's messages promise, in the words that people read."""

from dataclasses import replace

import pytest

from bot.surveys.messages.commenting import CommentForm, comment_form, comment_kept
from bot.surveys.messages.places import ItemPlace
from bot.surveys.messages.privacy import PRIVACY
from bot.surveys.messages.summary import summary
from tests.surveys.conftest import MEMBERS, Pulses


@pytest.mark.parametrize("may_show", [True, False])
def test_a_comment_says_who_can_read_it_before_and_after_it_is_stored(
    pulses: Pulses, may_show: bool
) -> None:
    pulses.set_up()
    own = replace(pulses.open().answers[0], comment="Noise.", may_show=may_show)

    before = str(comment_form(own, CommentForm(ItemPlace(1, own.item.id), "D1", "1.0")))

    assert "Whoever runs this bot can read them in its database" in before
    assert "Whoever runs this bot can read them in its database" in comment_kept(own)


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


def test_privacy_tells_of_comments_parents_and_copies() -> None:
    assert "Whoever runs this bot can read the words" in PRIVACY
    assert "in averages over several teams, each of 5 members or more" in PRIVACY
    assert "Of what was open then, such a copy and the other secret tell who answered" in PRIVACY
