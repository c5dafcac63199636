from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.delivery.domain import Message
from bot.teams.domain import Announcement, Pulse, Roster, Standing, TeamError, Telling
from bot.teams.family import Child, Family, Parent, ParentLead
from bot.teams.messages.announcing import announcement
from bot.teams.messages.family import child_asked, lead_asked
from bot.teams.messages.parts import when_it_begins
from bot.teams.messages.setting_up import not_in_channel
from bot.teams.messages.standing import naming, read_naming_button
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


@pytest.mark.parametrize(
    ("hours_before", "said"),
    [
        (6 * 24, "Monday 30 March at 09:00"),
        (24, "Monday 30 March at 09:00"),
        (1, "Monday at 09:00"),
        (0, "Monday 6 April at 09:00"),
    ],
)
def test_the_next_pulse_is_said_as_it_comes_to_everybody_in_their_own_zone(
    hours_before: int, said: str
) -> None:
    """An hour before it in the team's own zone, it may have begun for somebody further east."""
    roster = a_roster(a_plan(pulse=Pulse(0, 9, "Europe/Berlin")))
    begins = datetime(2026, 3, 30, 9, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)

    shown = when_it_begins(roster, now=begins - timedelta(hours=hours_before))

    assert shown == f"Next pulse: {said}, where each person is."


def test_members_and_channel_read_that_an_average_takes_five_scores() -> None:
    roster = a_roster(a_plan(leads=("L", "M")))

    member, *_, channel = everything_said(roster)

    assert "once 5 members have scored the statement" in str(member.blocks)
    assert "once 5 members have scored the statement" in str(channel.blocks)


@pytest.mark.parametrize(
    ("members", "says"),
    [
        (
            "ABCD",
            ["Members besides the leads: 4.", "`/mlops join`", "`/mlops open`", "/mlops parent"],
        ),
        ("ABCDE", ["Members besides the leads: 5.", "a week later"]),
        ("ABCDEFG", []),
    ],
)
def test_a_lead_of_a_small_team_reads_what_helps(members: str, says: list[str]) -> None:
    roster = a_roster(a_plan(members=tuple(members)))

    told = str(naming(Telling(roster, "L", "L"), now=NOW).blocks)

    assert [words in told for words in says] == [True] * len(says)
    assert ("Members besides the leads" in told) is bool(says)


def test_a_lead_who_is_asked_about_a_parent_reads_what_is_shown_and_where() -> None:
    parent = Parent(1, "All models", "C9", Pulse(1, 9, "Europe/Berlin"))
    child = Child(1, "Fraud", 1, Standing.ASKED, "L", 1)
    lead = ParentLead("M", Standing.ACTIVE, 1)
    family = Family(parent, (lead,), (child,))

    asked = str(child_asked(family, child).blocks)

    assert "if 5 members or more have scored it" in asked
    assert "posted in the parent's channel only if that is private" in asked
    assert "Nothing counts before you agree." in asked
    assert "Tuesdays at 09:00 (Europe/Berlin)" in str(lead_asked(family, "M").blocks)


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
