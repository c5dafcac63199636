"""Members choose the model they would least like to be paged for; team and lead read the same."""

from datetime import datetime
from typing import cast

import pytest
from sqlalchemy import text

from bot.handover.domain import ModelDraft, Tier
from bot.surveys.fear import NONE
from bot.surveys.messages.fear import FEAR, QUESTION
from tests.digests.making import FakeTrends
from tests.journeys.acting import (
    A_MINUTE,
    AN_HOUR,
    LEAD,
    MEMBERS,
    MONDAY,
    PRIVATE,
    Actor,
    Json,
    World,
    replied,
    told,
    words,
)

TEAM = 1


@pytest.fixture
def asked(bare_world: World) -> World:
    """A workspace whose team runs two models and is asked this week which of them it fears."""
    bare_world.start_bot(trends=FakeTrends())
    bare_world.set_up_team()
    assert bare_world.bot is not None
    models = bare_world.bot.services.models
    for title in ("Takeover", "Card fraud"):
        draft = ModelDraft(title, tier=Tier.CRITICAL, team_id=TEAM)
        models.add_model(draft=draft, added_by=LEAD, now=bare_world.clock.now())
    plant_first_week(bare_world)
    bare_world.move_to(MONDAY)
    return bare_world


def plant_first_week(world: World) -> None:
    """Have the team's first week be two months ago, since nobody is asked in their first month."""
    assert world.bot is not None
    with world.bot.services.database.writing() as connection:
        for statement in (
            "INSERT INTO survey_round (id, team_id, week, opens_at, closes_at, state, "
            "is_summary_owed, is_cleared) VALUES (1, 1, '2025-11-03', '2025-11-03', '2025-11-10', "
            "'closed', true, true)",
            "INSERT INTO digest_look (team_id, round_id) VALUES (1, 1)",
        ):
            connection.execute(text(statement))


def find_list(somebody: Actor) -> tuple[Json, Json] | None:
    """Return the newest message of somebody with the question, and its block."""
    for message in reversed(somebody.messages()):
        for block in cast("list[Json]", message["blocks"]):
            if (block.get("accessory") or {}).get("action_id") == FEAR:
                return message, block
    return None


def choose(somebody: Actor, label: str, *, place: tuple[Json, Json] | None = None) -> Json:
    found = place or find_list(somebody)
    assert found is not None
    message, block = found
    options = cast("list[Json]", block["accessory"]["options"])
    value = next(o["value"] for o in options if o["text"]["text"] == label)
    return somebody.person.act(
        "press",
        conversation=somebody.dm,
        ts=message["ts"],
        block_id=block["block_id"],
        action_id=FEAR,
        value=value,
    )


def closing_of(world: World) -> datetime:
    assert world.bot is not None
    due = world.bot.services.surveys.find_next_due()
    assert due is not None
    return due


def test_what_members_fear_reaches_the_team_before_its_lead_and_then_the_digest(
    asked: World,
) -> None:
    lead, member = asked.person(LEAD), asked.person(MEMBERS[0])
    for user_id in MEMBERS[:4]:
        assert choose(asked.person(user_id), "Takeover") == {"ok": True}
    for user_id in MEMBERS[4:6]:
        assert choose(asked.person(user_id), "None of them") == {"ok": True}
    asked.wait_until(lambda: "Stored. You can choose again" in str(find_list(member)))
    assert find_list(lead) is None
    assert "Members are also asked" in str(lead.messages()[-1])

    asked.move_to(closing_of(asked) + A_MINUTE)
    assert asked.bot is not None
    shown = asked.bot.services.fears.find_shown(team_id=TEAM, today=asked.clock.now().date())
    early = replied(asked, LEAD, "models")
    asked.move_to(asked.clock.now() + 14 * AN_HOUR)
    late = replied(asked, LEAD, "models")

    said = [words(message) for message in member.person.messages(PRIVATE)]
    (summary,) = [each for each in said if QUESTION in each]
    assert "*Takeover*, named by more than half of them. Nobody is proven" in summary
    assert "Card fraud" not in summary
    assert shown is not None
    assert "feared by" not in early
    assert "*Takeover*: " in late
    assert "feared by more than half" in late
    assert "feared by" not in replied(asked, MEMBERS[0], "models")
    assert not any(FEAR in str(message) for message in member.messages())
    assert any("would least like to be paged for Takeover (nobody proven" in each for each in said)


def test_a_list_of_a_closed_week_says_why_nothing_is_stored(asked: World) -> None:
    member = asked.person(MEMBERS[0])
    assert asked.bot is not None
    place = find_list(member)
    assert place is not None
    value = place[1]["accessory"]["options"][0]["value"]
    question_id = int(value.split(":")[1])
    for user_id in MEMBERS[:5]:
        asked.bot.services.fear_answers.record_choice(
            question_id=question_id, user_id=user_id, choice=NONE, now=asked.clock.now()
        )
    round_ = asked.bot.services.surveys.get_round(round_id=int(value.split(":")[0]))
    asked.bot.services.surveys.close_round(round_, now=round_.closes_at)

    refused = choose(member, "Takeover", place=place)

    asked.wait_until(lambda: bool(told(member)))
    assert "this question is closed" in told(member)[-1]
    assert refused == {"ok": True}
