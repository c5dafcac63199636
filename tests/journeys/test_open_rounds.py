"""A team of three and its lead agree to open rounds, see what those show, and end them."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.acting import (
    A_WEEK,
    LEAD,
    MEMBERS,
    MONDAY,
    PRIVATE,
    PUBLIC,
    Actor,
    Json,
    World,
    both_ways_in,
    words,
)

FRIDAY = datetime(2026, 1, 2, 18, tzinfo=UTC)
THREE = MEMBERS[:3]
FOUR = (*THREE, LEAD)
A_MINUTE = timedelta(minutes=1)


def ask(world: World, *, channel: str = PRIVATE, lead: str = LEAD) -> str:
    """Have the lead ask everybody, and return what the lead reads then."""
    actor = world.person(lead)
    assert actor.say(channel, "/mlops open") == {"ok": True}
    world.wait_until(lambda: (actor.modal() or {}).get("callback_id") == "open.proposed")
    assert actor.submit() == {"ok": True}
    said = words(actor.modal() or {})
    close(actor)
    return said


def close(actor: Actor) -> None:
    actor.person.act("modal/close", view_id=(actor.modal() or {})["id"])


def agree(world: World, *user_ids: str) -> None:
    for user_id in user_ids:
        assert world.person(user_id).press_button("Agree") == {"ok": True}
    world.settle()


def form(world: World, user_id: str) -> Json:
    """What `/mlops open` shows in a form."""
    actor = world.person(user_id)
    assert actor.say(PRIVATE, "/mlops open") == {"ok": True}
    world.wait_until(lambda: actor.modal() is not None)
    return actor.modal() or {}


def replied(world: World, user_id: str) -> str:
    """What `/mlops open` answers in words."""
    actor = world.person(user_id)
    before = len(actor.person.messages(PRIVATE))
    assert actor.say(PRIVATE, "/mlops open") == {"ok": True}
    world.wait_until(lambda: len(actor.person.messages(PRIVATE)) > before)
    return words(actor.person.messages(PRIVATE)[-1])


def posts(world: World, channel: str = PRIVATE) -> list[str]:
    messages = world.person(LEAD).person.messages(channel)
    return [words(m) for m in messages if m["is_bot"] and not m["ephemeral"]]


def question(actor: Actor) -> str:
    found = [m for m in actor.person.messages(actor.dm) if "Open rounds for" in str(m["text"])]
    return words(found[-1])


def told(actor: Actor) -> str:
    ephemeral = [m for m in actor.person.messages(actor.dm) if m["ephemeral"]]
    return words(ephemeral[-1]) if ephemeral else ""


@pytest.fixture
def team(world: World) -> World:
    world.set_up_team(members=THREE)
    return world


@pytest.fixture
def agreed(team: World) -> World:
    ask(team)
    team.move_to(FRIDAY)
    agree(team, *FOUR)
    return team


@both_ways_in
def test_a_team_of_three_agrees_and_sees_its_own_averages(world_on_each: World) -> None:
    world = world_on_each
    world.set_up_team(members=THREE)
    said = ask(world)
    world.move_to(FRIDAY)
    asked = question(world.person(THREE[0]))
    agree(world, *FOUR)
    world.move_to(MONDAY)
    receipt = words(world.person(THREE[0]).sheet())

    for user_id in THREE:
        world.person(user_id).answer("4", "3")
    world.person(THREE[0]).press(3, "1")
    world.move_to(MONDAY + A_WEEK)

    assert "Everybody who takes part" in said
    assert "no average can be shown anonymously" in asked
    assert "can work out who said what" in asked
    assert "only if everybody agrees" in asked
    assert 0 <= receipt.find("*Open round, not anonymous.*") < receipt.find("*1. ")
    shown = posts(world)[-1]
    assert "open round" in shown
    assert [f"*{mean}*" in shown for mean in ("4.0", "3.0", "1.0")] == [True] * 3
    assert (shown.count("· 3 answers"), shown.count("· 1 answer\n")) == (2, 1)
    assert "They aren't anonymous" in shown
    assert "5+ answers" not in shown


def test_the_channel_is_told_once_all_have_agreed_and_the_question_says_so_too(
    team: World,
) -> None:
    ask(team)
    team.move_to(FRIDAY)
    agree(team, *FOUR[:-1])
    before = posts(team)

    agree(team, FOUR[-1])

    assert not [post for post in before if "has agreed to open rounds" in post]
    assert "has agreed to open rounds" in posts(team)[-1]
    assert "aren't anonymous" in posts(team)[-1]
    for user_id in FOUR:
        assert "has open rounds: everybody agreed" in question(team.person(user_id))


def test_a_public_channel_is_told_nothing_about_answers(world: World) -> None:
    lead = "U0000000A8"
    world.set_up_team(channel=PUBLIC, lead=lead, members=THREE, name="Recommendations")
    ask(world, channel=PUBLIC, lead=lead)
    world.move_to(FRIDAY)
    agree(world, *THREE, lead)
    world.move_to(MONDAY)
    for user_id in THREE:
        world.person(user_id).answer("4")

    world.move_to(MONDAY + A_WEEK)

    said = [p for p in posts(world, PUBLIC) if "open rounds" in p and "has agreed" in p]
    assert len(said) == 1
    assert not any(word in said[0] for word in ("average", "answer", "anonymous"))
    assert not [p for p in posts(world, PUBLIC) if "week of" in p]
    member = world.person(THREE[0])
    summaries = [
        words(m)
        for m in member.person.messages(member.dm)
        if "open round" in str(m["text"]) and "week of" in str(m["text"])
    ]
    assert [s.count("· 3 answers") for s in summaries] == [1]


def test_one_who_does_not_agree_keeps_rounds_ordinary_and_nobody_is_told_who(team: World) -> None:
    ask(team)
    team.move_to(FRIDAY)
    agree(team, *FOUR[1:])

    team.person(THREE[0]).press_button("Don't agree")
    team.settle()
    team.move_to(MONDAY)

    own = question(team.person(THREE[0]))
    assert "You don't agree to open rounds" in own
    assert "Nobody is told who has and who hasn't" in question(team.person(THREE[1]))
    assert "Open round" not in words(team.person(THREE[0]).sheet())
    assert not [post for post in posts(team) if "open rounds" in post and "agreed" in post]


def test_a_withdrawal_in_the_middle_of_the_week_ends_it_and_the_summary_says_so(
    agreed: World,
) -> None:
    agreed.move_to(MONDAY)
    for user_id in THREE:
        agreed.person(user_id).answer("4", "4", "4", "4", "4")

    agreed.person(THREE[1]).press_button("Withdraw")
    agreed.settle()
    ended = posts(agreed)[-1]
    own = question(agreed.person(THREE[1]))
    agreed.move_to(MONDAY + A_WEEK)

    assert "have ended: the next ones are as usual" in ended
    assert "you have withdrawn" in own
    assert THREE[1] not in ended
    shown = posts(agreed)[-1]
    assert "*4.0*" not in shown
    assert "not everybody who was asked still agreed" in shown
    assert "Open round" not in words(agreed.person(THREE[0]).sheet())


def test_open_typed_again_shows_how_one_stands_and_withdraws(agreed: World) -> None:
    shown = form(agreed, THREE[0])
    actor = agreed.person(THREE[0])

    assert actor.submit() == {"ok": True}
    after = words(actor.modal() or {})
    agreed.move_to(agreed.clock.now() + A_MINUTE)  # A channel is posted to once a second.

    assert "has open rounds: everybody agreed" in words(shown)
    assert shown["submit"]["text"] == "Withdraw"
    assert "*Fraud models* has no open rounds now" in after
    assert "*Fraud models* has no open rounds now" in question(actor)
    assert "have ended" in posts(agreed)[-1]


def test_a_withdrawal_from_what_is_over_is_refused_in_words_and_the_message_says_so(
    agreed: World,
) -> None:
    """The others withdraw; the round they might have withdrawn from closes meanwhile."""
    agreed.move_to(MONDAY)
    agreed.person(THREE[1]).press_button("Withdraw")
    agreed.settle()
    agreed.move_to(MONDAY + A_WEEK)
    late = agreed.person(THREE[0])
    assert "Withdraw" in question(late)

    late.press_button("Withdraw")
    agreed.wait_until(lambda: bool(told(late)))
    agreed.settle()

    assert "no open round is left to withdraw from" in told(late)
    assert "*Fraud models* has no open rounds now" in question(late)
    assert "Withdraw" not in question(late)


def test_somebody_can_agree_before_the_message_comes_and_is_not_asked_then(team: World) -> None:
    team.move_to(FRIDAY)
    ask(team)
    shown = form(team, THREE[0])
    actor = team.person(THREE[0])

    actor.submit()
    after = words(actor.modal() or {})
    team.move_to(MONDAY)

    assert shown["submit"]["text"] == "Agree"
    assert "no answer counts as no" in words(shown)
    assert "You agree to open rounds" in after
    assert not [text for text in actor.received() if "Open rounds for" in text]
    assert [text for text in team.person(THREE[1]).received() if "Open rounds for" in text]


def test_the_question_comes_in_working_hours_and_in_the_message_of_the_day(team: World) -> None:
    team.move_to(FRIDAY)
    ask(team)
    team.move_to(FRIDAY + timedelta(hours=12))
    before = team.person(THREE[0]).received()

    team.move_to(MONDAY)

    newest = team.person(THREE[0]).received()[len(before) :]
    assert len(newest) == 1
    assert "Open rounds for" in newest[0]
    assert "five statements" in newest[0]


def test_a_fifth_member_in_the_middle_of_the_week_ends_it_for_the_next_round(
    agreed: World,
) -> None:
    agreed.move_to(MONDAY)
    for user_id in THREE:
        agreed.person(user_id).answer("4")
    for user_id in MEMBERS[3:5]:
        assert agreed.person(user_id).say(PRIVATE, "/mlops join") == {"ok": True}
        agreed.wait_until(lambda u=user_id: u in asked_in(agreed))  # type: ignore[misc]
    agreed.move_to(MONDAY + timedelta(hours=1))
    ended = posts(agreed)[-1]

    agreed.move_to(MONDAY + A_WEEK)

    assert "have ended" in ended
    assert "*4.0*" in posts(agreed)[-1]
    assert "Open round" not in words(agreed.person(THREE[0]).sheet())


def asked_in(world: World) -> set[str]:
    assert world.bot is not None
    (roster,) = world.bot.services.teams.list_rosters()
    return {person.user_id for person in roster.participants}


def test_a_team_of_eight_reads_that_it_has_no_need(world: World) -> None:
    world.set_up_team()

    assert "this one has 8" in replied(world, LEAD)
    assert "has no open rounds" in replied(world, MEMBERS[0])


def test_a_member_reads_who_can_ask_and_somebody_else_that_it_is_not_theirs(team: World) -> None:
    assert f"Its leads can ask everybody: <@{LEAD}>" in replied(team, THREE[0])
    assert "You aren't asked in *Fraud models*" in replied(team, MEMBERS[5])


def test_a_forged_button_of_somebody_who_is_not_in_the_team_changes_nothing(
    agreed: World,
) -> None:
    stranger = agreed.person(MEMBERS[5])
    assert agreed.bot is not None
    agreed.bot.app.client.conversations_open(users=MEMBERS[5])
    button = {
        "type": "button",
        "action_id": "open.dont_agree",
        "value": "1:1",
        "text": {"type": "plain_text", "text": "Forged", "emoji": False},
    }
    agreed.bot.app.client.chat_postMessage(
        channel=MEMBERS[5],
        text="Press",
        blocks=[{"type": "actions", "block_id": "forged", "elements": [button]}],
    )

    stranger.press_button("Forged")
    agreed.wait_until(lambda: bool(told(stranger)))
    agreed.settle()

    assert "You aren't asked in this team" in told(stranger)
    assert not [post for post in posts(agreed) if "have ended" in post]


def test_the_privacy_text_says_that_open_rounds_are_not_anonymous(team: World) -> None:
    actor = team.person(THREE[0])
    before = len(actor.person.messages(PRIVATE))

    actor.say(PRIVATE, "/mlops privacy")
    team.wait_until(lambda: len(actor.person.messages(PRIVATE)) > before)

    said = words(actor.person.messages(PRIVATE)[-1])
    assert "*Open rounds* are not anonymous" in said
    assert "a code in place of your name" in said
    assert "*When the link dies:*" in said


def test_a_comment_has_a_receipt_that_says_whether_its_words_may_be_shown(team: World) -> None:
    team.move_to(MONDAY)
    member = team.person(THREE[0])

    without, unticked = comment(team, member, ticked=False)
    with_consent, _ = comment(team, member, ticked=True)
    member.press(1, "pulse.comment")
    team.wait_until(lambda: member.modal() is not None)

    assert "initial_options" not in unticked
    assert "the statement, your words, a code in place of your name; no time" in without
    assert "Neither team nor leads are shown your words. Whoever runs this bot can" in without
    assert "The code is destroyed when the average is shown, or after 3 weeks." in without
    assert "You allow that team and leads read your words, without your name" in with_consent
    assert len(box(member)["initial_options"]) == 1


def comment(world: World, member: Actor, *, ticked: bool) -> tuple[str, Json]:
    """Store a comment; return its sheet, and the box as it was before."""
    member.press(1, "pulse.comment")
    world.wait_until(lambda: (member.modal() or {}).get("callback_id") == "pulse.commented")
    before = box(member)
    wanted = "You allow that" if ticked else "Neither team nor leads"
    member.submit(
        text={"text": "The alerts are noise."},
        may_show={"may_show": ["may-show"] if ticked else []},
    )
    world.wait_until(lambda: wanted in words(member.sheet()))
    return words(member.sheet()), before


def box(member: Actor) -> Json:
    blocks = (member.modal() or {})["blocks"]
    return next(dict(b["element"]) for b in blocks if b.get("block_id") == "may_show")
