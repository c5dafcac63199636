"""A parent of two teams: set up, agreed to, and what it shows to whom."""

from datetime import timedelta

import pytest

from bot.sandbox.faults import Fault
from tests.journeys.acting import (
    A_WEEK,
    LEAD,
    MEMBERS,
    MONDAY,
    PRIVATE,
    PUBLIC,
    THURSDAY,
    Json,
    World,
    both_ways_in,
    replied,
    words,
)
from tests.journeys.test_home import open_home
from tests.sandbox.driving import post

GENERAL = "C0GENERAL0"
FRAUD, RECOMMENDATIONS = "Fraud models", "Recommendations"
SIX = MEMBERS[:6]  # Of the fraud team, beside its lead.
BOTH = MEMBERS[1]
FIVE = ("U0000000B1", "U0000000B2", "U0000000B3", BOTH, MEMBERS[2])
HANA = "U0000000A9"  # She leads recommendations.
FOUR = ("U0000000B1", "U0000000B2", "U0000000B3", BOTH)
STAND = "All models: where its teams stand together"
TITLE, END = "All models: its teams together", "Who said what is not kept."
ALL_ASKED = MONDAY + timedelta(hours=2)  # In Los Angeles it is noon by then.
A_DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def set_up_teams(world: World, *, fraud: str = PRIVATE, others: tuple[str, ...] = FOUR) -> None:
    world.set_up_team(told_by=THURSDAY, channel=fraud, members=SIX, name=FRAUD)
    world.set_up_team(
        told_by=THURSDAY, channel=PUBLIC, lead=HANA, members=others, name=RECOMMENDATIONS
    )


def offered(modal: Json) -> dict[str, str]:
    """The teams that a form offers, by name."""
    element = next(b["element"] for b in modal["blocks"] if b.get("block_id") == "teams")
    return {option["text"]["text"]: option["value"] for option in element["options"]}


def open_form(world: World, lead: str, channel: str, form: str) -> dict[str, str]:
    actor = world.person(lead)
    assert actor.say(channel, "/mlops parent") == {"ok": True}
    world.wait_until(lambda: (actor.modal() or {}).get("callback_id") == form)
    return offered(actor.modal() or {})


def set_up_parent(world: World, *, lead: str = LEAD, channel: str = GENERAL) -> None:
    """Have a lead make a parent of both teams, which sums up on Tuesdays at nine."""
    teams = open_form(world, lead, channel, "parent.set_up")
    done = world.person(lead).submit(
        name={"name": "All models"},
        leads={"leads": [lead]},
        teams={"teams": [teams[FRAUD], teams[RECOMMENDATIONS]]},
        weekday={"weekday": "1"},
        hour={"hour": "9"},
    )
    assert done == {"ok": True}
    world.move_to(world.clock.now() + A_DAY)  # Friday: who is asked had another message today.


def press(world: World, user_id: str, team: str, number: int, choice: str) -> None:
    """Press a choice under a statement of one team, in whatever message it stands."""
    actor = world.person(user_id)
    for message in reversed(actor.person.messages(actor.dm)):
        rows = rows_of(message, team)
        if rows:
            pressed = actor.person.act(
                "press",
                conversation=actor.dm,
                ts=message["ts"],
                block_id=rows[number - 1],
                action_id=f"pulse.score.{choice}",
            )
            assert pressed == {"ok": True}
            return
    raise AssertionError(f"{user_id} has no sheet of {team}.")


def rows_of(message: Json, team: str) -> list[str]:
    rows, is_here = [], False
    for block in message.get("blocks", []):
        if block["type"] == "header":
            is_here = block["text"]["text"].startswith(f"{team}:")
        elif is_here and str(block.get("block_id", "")).startswith("item."):
            rows.append(str(block["block_id"]))
    return rows


def told(world: World, user_id: str) -> list[str]:
    """What somebody's direct messages say of the parent, without what else the day brought."""
    actor = world.person(user_id)
    if not actor.received():
        return []
    shown = (words(message) for message in actor.person.messages(actor.dm))
    return [summary_in(text) for text in shown if TITLE in text]


def summary_in(text: str) -> str:
    begun = text[text.index(TITLE) :]
    return begun[: begun.index(END) + len(END)]


def posts(world: World, channel: str) -> list[str]:
    messages = world.person(LEAD).person.messages(channel)
    return [words(m) for m in messages if m["is_bot"] and not m["ephemeral"]]


def answer(world: World) -> None:
    """Five of six score the first statement, four of six the second; four of four score both."""
    world.move_to(ALL_ASKED)
    for user_id in SIX[:5]:
        press(world, user_id, FRAUD, 1, "5")
    for user_id in (SIX[0], *SIX[2:5]):
        press(world, user_id, FRAUD, 2, "5")
    for user_id in FOUR:
        press(world, user_id, RECOMMENDATIONS, 1, "1")
        press(world, user_id, RECOMMENDATIONS, 2, "1")


def answer_once(world: World) -> None:
    """Five of six score the first statement in one team, five of five in the other."""
    world.move_to(ALL_ASKED)
    for user_id in SIX[:5]:
        press(world, user_id, FRAUD, 1, "5")
    for user_id in FIVE:
        press(world, user_id, RECOMMENDATIONS, 1, "1")


def test_small_teams_are_shown_together_where_enough_people_stand_behind_it(
    world: World,
) -> None:
    set_up_teams(world)
    set_up_parent(world)
    world.person(HANA).press_button("Let it count")
    world.settle()
    answer(world)

    world.move_to(MONDAY + 3 * A_WEEK + 2 * A_DAY)

    (everybody,) = {text for user_id in (LEAD, HANA, *SIX, *FOUR) for text in told(world, user_id)}
    assert "*3.0*" in everybody  # The second statement, shown in neither team.
    assert "*5.0*" not in everybody  # The first: what is not in it would be that of four.
    assert "4 more statements" in everybody
    assert not told(world, "U0000000A8")  # Who is in neither team.
    assert not any("together" in post for post in posts(world, GENERAL))
    fraud = "\n".join(posts(world, PRIVATE))
    assert "*5.0*" in fraud
    assert "*1.0*" not in fraud


def test_nothing_counts_before_a_lead_of_the_team_agrees(world: World) -> None:
    set_up_teams(world, others=FIVE)
    set_up_parent(world)
    asked = world.person(HANA).received()[-1]
    world.person(HANA).press_button("Not this team")
    world.settle()
    answer_once(world)

    world.move_to(MONDAY + A_WEEK + 2 * A_DAY)

    assert "Recommendations in All models" in asked
    texts = [text for user_id in (LEAD, *SIX, *FIVE) for text in told(world, user_id)]
    assert texts
    assert all("No average over these teams" in text for text in texts)
    assert not [post for post in posts(world, PUBLIC) if "All models" in post]
    assert [post for post in posts(world, PRIVATE) if "All models" in post]  # Its lead agreed.


@both_ways_in
def test_a_team_is_told_in_its_channel_that_it_counts_and_when_that_ends(world: World) -> None:
    set_up_teams(world)
    set_up_parent(world)
    hana = world.person(HANA)
    hana.press_button("Let it count")
    world.move_to(world.clock.now() + MINUTE)
    begun = [post for post in posts(world, PUBLIC) if "All models" in post]
    world.wait_until(lambda: "Take it out" in words(hana.person.messages(hana.dm)[-1]))
    hana.press_button("Take it out")
    world.move_to(world.clock.now() + MINUTE)

    ended = [post for post in posts(world, PUBLIC) if "All models" in post][1:]

    assert len(begun) == len(ended) == 1
    assert "answers count" in begun[0]
    assert "do not count" in ended[0]


def test_a_private_channel_is_told_and_who_does_not_read_it_by_direct_message(
    world_on_each: World,
) -> None:
    world = world_on_each
    set_up_teams(world, fraud=GENERAL, others=FIVE)
    set_up_parent(world, channel=PRIVATE)
    world.person(HANA).press_button("Let it count")
    world.settle()
    answer_once(world)

    world.move_to(MONDAY + A_WEEK + 2 * A_DAY)

    (post,) = [summary_in(text) for text in posts(world, PRIVATE) if TITLE in text]
    assert "*3.0*" in post
    assert told(world, FOUR[0]) == [post]
    assert not told(world, SIX[0])


def test_teams_in_private_channels_are_offered_to_their_own_people_only(world: World) -> None:
    set_up_teams(world)

    assert set(open_form(world, LEAD, GENERAL, "parent.set_up")) == {FRAUD, RECOMMENDATIONS}
    assert set(open_form(world, HANA, GENERAL, "parent.set_up")) == {RECOMMENDATIONS}


@both_ways_in
def test_a_lead_takes_a_team_out_by_the_same_command(world: World) -> None:
    set_up_teams(world)
    set_up_parent(world)
    world.person(HANA).press_button("Let it count")
    world.settle()

    teams = open_form(world, LEAD, GENERAL, "parent.changed")
    done = world.person(LEAD).submit(leads={"leads": [LEAD]}, teams={"teams": [teams[FRAUD]]})
    world.move_to(world.clock.now() + MINUTE)

    assert done == {"ok": True}
    assert "do not count" in posts(world, PUBLIC)[-1]


@pytest.mark.parametrize(
    ("user_id", "channel", "said"),
    [
        (MEMBERS[0], GENERAL, "Only somebody who leads a team"),
        (LEAD, PRIVATE, "has a team of its own"),
    ],
)
def test_who_cannot_set_up_a_parent_is_told_why(
    world: World, user_id: str, channel: str, said: str
) -> None:
    set_up_teams(world)
    actor = world.person(user_id)

    actor.say(channel, "/mlops parent")

    world.wait_until(lambda: said in words(actor.modal() or {}))


def test_somebody_named_to_lead_is_asked_and_sees_what_the_teams_see(world: World) -> None:
    ines = "U0000000A8"
    set_up_teams(world, others=FIVE)
    teams = open_form(world, LEAD, GENERAL, "parent.set_up")
    world.person(LEAD).submit(
        name={"name": "All models"},
        leads={"leads": [LEAD, ines]},
        teams={"teams": [teams[FRAUD], teams[RECOMMENDATIONS]]},
        weekday={"weekday": "1"},
        hour={"hour": "9"},
    )
    world.move_to(world.clock.now() + A_DAY)
    world.person(ines).press_button("Lead it")
    world.person(HANA).press_button("Let it count")
    world.settle()
    answer_once(world)

    world.move_to(MONDAY + A_WEEK + 2 * A_DAY)

    assert told(world, ines)
    assert told(world, ines) == told(world, SIX[0])
    assert "• All models, several teams together: lead" in open_home(world.person(ines))


def test_a_parent_whose_only_lead_is_deactivated_can_be_taken_on(world: World) -> None:
    set_up_teams(world)
    set_up_parent(world)
    world.person(HANA).press_button("Let it count")
    world.settle()
    post(world.server, "deactivate", {"user": LEAD})

    open_form(world, HANA, GENERAL, "parent.changed")
    done = world.person(HANA).submit(leads={"leads": [HANA]})

    assert done == {"ok": True}
    assert f"Led by <@{HANA}>." in words(world.person(HANA).modal() or {})


def test_where_slack_does_not_tell_of_the_channel_the_form_says_what_to_type_again(
    world: World,
) -> None:
    set_up_teams(world)
    world.server.faults.add(Fault("server_error", method="conversations.info"))
    lead = world.person(LEAD)

    lead.say(GENERAL, "/mlops parent")

    world.wait_until(lambda: "`/mlops parent` again in a minute" in words(lead.modal() or {}))


def test_the_leads_of_a_team_are_not_left_with_a_question_that_another_has_answered(
    world: World,
) -> None:
    set_up_teams(world)
    replied(world, HANA, "lead @arjun", channel=PUBLIC)
    world.move_to(world.clock.now() + A_DAY)
    arjun = world.person("U0000000B1")
    arjun.press_button("Lead this team")
    world.wait_until(lambda: "You lead *Recommendations*" in words(arjun.messages()[-1]))
    set_up_parent(world)
    world.move_to(MONDAY)

    world.person(HANA).press_button("Not this team")
    world.move_to(world.clock.now() + MINUTE)

    shown = "\n".join(words(message) for message in arjun.messages())
    assert "Let it count after all" in shown
    assert "asks whether" not in shown


def test_a_head_gets_the_digest_of_the_teams_together_and_the_teams_read_the_same(
    world: World,
) -> None:
    set_up_teams(world, others=FIVE)
    set_up_parent(world)
    world.person(HANA).press_button("Let it count")
    world.settle()
    for week in range(4):
        world.move_to(ALL_ASKED + week * A_WEEK)
        for user_id in SIX[:5]:
            press(world, user_id, FRAUD, 1, "4")
        for user_id in FIVE:
            press(world, user_id, RECOMMENDATIONS, 1, "3")
    world.move_to(MONDAY + 5 * A_WEEK)

    member, stranger = FIVE[0], "U0000000A8"
    own = [words(m) for m in world.person(LEAD).person.messages(world.person(LEAD).dm)]
    read = replied(world, member, "digest", channel=GENERAL)

    (told_to_head,) = [text for text in own if STAND in text]
    assert "figures of 5+ members each" in told_to_head
    assert STAND in read
    assert not [name for name in (FRAUD, RECOMMENDATIONS) if name in read]
    assert STAND not in replied(world, stranger, "digest", channel=GENERAL)
    assert STAND not in "\n".join(posts(world, GENERAL))
    world.person(LEAD).press_button("Show the work")
    world.wait_until(lambda: "Made of what these teams" in words(world.person(LEAD).modal() or {}))
