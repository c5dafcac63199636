from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.delivery.domain import Message
from bot.teams.domain import Announcement, Role, Roster, Standing, TeamError, Telling
from bot.teams.messages.announcing import announcement
from bot.teams.messages.setting_up import not_in_channel
from bot.teams.messages.standing import naming, read_naming_button, standing
from tests.teams.test_domain import a_plan, a_roster

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def everything_said(roster: Roster) -> list[Message]:
    told = [naming(Telling(roster, who, "L"), now=NOW) for who in ("A", "L", "M")]
    return [*told, announcement(Announcement(roster, "L", 1), now=NOW)]


def test_a_teams_name_cannot_smuggle_a_mention_into_any_message() -> None:
    roster = a_roster(a_plan(name="<!channel> & co", leads=("L", "M")))

    for message in everything_said(roster):
        assert "<!channel>" not in f"{message.text} {message.blocks}"
        assert "&lt;!channel&gt; &amp; co" in message.text


@pytest.mark.parametrize("value", [None, "", "x", "٣", "9" * 30])
def test_a_button_without_a_team_is_said_in_words(value: object) -> None:
    with pytest.raises(TeamError, match="doesn't say which team"):
        read_naming_button(value)


def test_those_who_are_not_in_the_channel_are_named() -> None:
    assert not_in_channel(["Mateo Arrieta"]) == (
        "Mateo Arrieta isn't in this channel. Invite them first, or leave them out."
    )
    assert not_in_channel(["A", "B"]).startswith("A and B aren't in this channel.")
    assert not_in_channel(list("ABCDEFG")).startswith("A, B, C, D, E and 2 more aren't")


def test_a_lead_who_left_the_channel_reads_so() -> None:
    roster = a_roster(a_plan())
    left = tuple(
        replace(m, standing=Standing.LEFT) if m.role is Role.LEAD else m for m in roster.memberships
    )

    said = str(standing(replace(roster, memberships=left), "L", now=NOW).blocks)

    assert "You left <#C1>, so you don't lead *Fraud models* any more." in said
    assert "button" not in said
