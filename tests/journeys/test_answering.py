"""Members press, press again, comment, and do not answer."""

import pytest

from bot.sandbox.faults import Fault
from bot.surveys.domain import Choice
from tests.journeys.acting import (
    A_WEEK,
    LEAD,
    MEMBERS,
    MONDAY,
    PRIVATE,
    WEEK,
    Actor,
    World,
    both_ways_in,
    stored,
    told,
    words,
)

pytestmark = both_ways_in


@pytest.fixture
def asked(world: World) -> World:
    world.set_up_team()
    world.move_to(MONDAY)
    return world


def summary(world: World) -> str:
    world.move_to(MONDAY + A_WEEK)
    return words(world.person(LEAD).person.messages(PRIVATE)[-1])


def test_a_press_is_stored_and_shown_on_the_message(asked: World) -> None:
    member = asked.person(MEMBERS[0])

    member.press(1, "4")

    asked.wait_until(lambda: "1 of 5 stored" in words(member.sheet()))
    chosen = [
        element["text"]["text"]
        for block in member.sheet()["blocks"]
        for element in block.get("elements", [])
        if element.get("style") == "primary"
    ]
    assert len(chosen) == 1
    assert f"Stored: *{chosen[0]}*" in words(member.sheet())


def test_a_second_press_replaces_the_first(asked: World) -> None:
    for user_id in MEMBERS[:5]:
        asked.person(user_id).answer("1", "1", "1", "1", "1")
    for user_id in MEMBERS[:5]:
        asked.person(user_id).press(1, "5")

    shown = summary(asked)

    assert shown.count("*5.0*") == 1
    assert shown.count("*1.0*") == 4


def test_four_of_eight_are_never_shown_and_the_summary_says_why(asked: World) -> None:
    for user_id in MEMBERS[:4]:
        asked.person(user_id).answer("5", "5", "5", "5", "5")

    shown = summary(asked)

    assert "*5.0*" not in shown
    assert "No average can be shown" in shown
    assert "fewer than 5 members have scored them" in shown


def test_four_members_and_a_lead_are_still_four(asked: World) -> None:
    for user_id in (*MEMBERS[:4], LEAD):
        asked.person(user_id).answer("5", "5", "5", "5", "5")

    assert "No average can be shown" in summary(asked)


def test_only_the_items_with_five_scores_are_shown(asked: World) -> None:
    for user_id in MEMBERS[:5]:
        asked.person(user_id).answer("4", "4")
    asked.person(MEMBERS[5]).press(3, "4")
    for user_id in MEMBERS[:5]:
        asked.person(user_id).press(4, "dont-know")
        asked.person(user_id).press(5, "not-applicable")

    shown = summary(asked)

    assert shown.count("*4.0*") == 2
    assert "Still open" in shown


def test_a_comment_is_stored_without_a_name_and_can_be_changed(asked: World) -> None:
    member = asked.person(MEMBERS[0])

    for text in ("First thought.", "The alerts are noise; nobody reads #ml-alerts."):
        member.press(2, "pulse.comment")
        asked.wait_until(lambda: (member.modal() or {}).get("callback_id") == "pulse.commented")
        assert "Team and leads are shown your words only with the tick. Whoever runs" in words(
            member.modal() or {}
        )
        assert member.submit(text={"text": text}) == {"ok": True}
        asked.wait_until(lambda: "Comment stored" in words(member.sheet()))

    assert asked.bot is not None
    sheet = asked.bot.services.answers.find_sheet(team_id=1, week=WEEK, user_id=MEMBERS[0])
    assert sheet is not None
    assert sheet.answers[1].comment == "The alerts are noise; nobody reads #ml-alerts."


def test_a_score_of_six_is_refused_in_words_and_not_stored(asked: World) -> None:
    member = asked.person(MEMBERS[0])
    sheet = forged(asked, member, action_id="pulse.score.6", value="1:1:6")

    member.press(1, "pulse.score.6", sheet=sheet)

    asked.wait_until(lambda: bool(told(member)))
    assert "“6” is not an answer" in told(member)[-1]
    assert stored(asked, MEMBERS[0]) == [None] * 5


def test_a_button_of_another_version_is_answered_in_words(asked: World) -> None:
    member = asked.person(MEMBERS[0])
    sheet = forged(asked, member, action_id="pulse.dance", value="1")

    member.press(1, "pulse.dance", sheet=sheet)

    asked.wait_until(lambda: bool(told(member)))
    assert "another version of the bot" in told(member)[-1]


def test_somebody_of_another_team_cannot_answer_an_item(asked: World) -> None:
    asked.set_up_team(
        channel="C0RECOMMEN",
        lead="U0000000B1",
        members=("U0000000B2", "U0000000B3"),
        name="Recommendations",
    )
    stranger = asked.person("U0000000B2")
    asked.move_to(MONDAY + A_WEEK)
    sheet = forged(asked, stranger, action_id="pulse.score.1", value="3:11:1")

    stranger.press(1, "pulse.score.1", sheet=sheet)

    asked.wait_until(lambda: bool(told(stranger)))
    assert "a team in which you aren't asked" in told(stranger)[-1]


def test_an_answer_to_a_released_item_is_refused_in_words(asked: World) -> None:
    for user_id in MEMBERS[:5]:
        asked.person(user_id).answer("4", "4", "4", "4", "4")
    member = asked.person(MEMBERS[5])
    asked.move_to(MONDAY + A_WEEK)
    sheet = forged(asked, member, action_id="pulse.score.1", value="1:1:1")

    member.press(1, "pulse.score.1", sheet=sheet)

    asked.wait_until(lambda: bool(told(member)))
    assert "this statement's average is out" in told(member)[-1]


def forged(world: World, actor: Actor, *, action_id: str, value: str) -> dict[str, object]:
    """Have a button appear in the person's conversation that the bot would not have made."""
    client = world.bot.app.client if world.bot is not None else None
    assert client is not None
    button = {
        "type": "button",
        "action_id": action_id,
        "value": value,
        "text": {"type": "plain_text", "text": "Press"},
    }
    client.chat_postMessage(
        channel=actor.dm,
        text="statements",
        blocks=[{"type": "actions", "block_id": "item.forged", "elements": [button]}],
    )
    return actor.sheet()


def test_a_sheet_is_drawn_when_slack_has_asked_to_wait(asked: World) -> None:
    member = asked.person(MEMBERS[0])
    asked.server.faults.add(Fault("rate_limited", method="chat.update", retry_after=1))

    assert member.press(1, "4") == {"ok": True}

    asked.wait_until(lambda: "1 of 5 stored" in words(member.sheet()))
    assert not told(member)


def test_what_is_stored_but_not_drawn_is_said_to_be_stored(asked: World) -> None:
    member = asked.person(MEMBERS[0])
    asked.server.faults.add(Fault("server_error", method="chat.update"))

    assert member.press(1, "4") == {"ok": True}

    asked.wait_until(lambda: bool(told(member)))
    assert told(member)[-1].startswith("Stored.")
    assert stored(asked, MEMBERS[0])[0] is Choice.FOUR
