"""A member sees what a comment was read as; a team sees what five people are behind."""

import pytest

from tests.journeys.acting import (
    A_WEEK,
    LEAD,
    MEMBERS,
    MONDAY,
    PUBLIC,
    Actor,
    Json,
    World,
    both_ways_in,
    replied,
    words,
)

SAID = "ask bob, that is the doc"


def comment(world: World, somebody: Actor, said: str, *, number: int = 1) -> None:
    """Comment on a statement, and wait until the sheet says so."""
    somebody.press(number, "pulse.comment")
    world.wait_until(lambda: (somebody.modal() or {}).get("callback_id") == "pulse.commented")
    before = words(somebody.sheet()).count("Comment stored")
    assert somebody.submit(text={"text": said}) == {"ok": True}
    world.wait_until(lambda: words(somebody.sheet()).count("Comment stored") > before)


def shown_alone(somebody: Actor) -> list[str]:
    """The texts of what the bot shows this person alone."""
    messages = somebody.person.messages(somebody.dm)
    return [str(message["text"]) for message in messages if message["ephemeral"]]


def correct(world: World, somebody: Actor, kind: str, *, says: str) -> None:
    somebody.press(1, "pulse.correct")
    world.wait_until(lambda: (somebody.modal() or {}).get("callback_id") == "pulse.corrected")
    assert somebody.submit(kind={"kind": kind}) == {"ok": True}
    world.wait_until(lambda: says in words(somebody.sheet()))


@both_ways_in
def test_a_member_sees_what_a_comment_was_read_as_reads_the_page_and_corrects_it(
    world: World,
) -> None:
    world.set_up_team()
    world.move_to(MONDAY)
    member = world.person(MEMBERS[0])

    comment(world, member, SAID)
    read = words(member.sheet())
    member.press(1, "antipattern.page.0")
    world.wait_until(lambda: bool(shown_alone(member)))
    correct(world, member, "alert-fatigue", says="You say it shows: *Alert fatigue*.")
    correct(world, member, "none", says="You say it shows no anti-pattern.")

    assert "Read as: *Undocumented tribal knowledge*. Only you see this." in read
    (page,) = shown_alone(member)
    assert page == "Undocumented tribal knowledge › What makes knowledge tribal, and what ends it"
    assert all(
        "Read as" not in words(m) for user in MEMBERS[1:] for m in world.person(user).messages()
    )


@both_ways_in
def test_what_five_people_wrote_about_is_shown_to_members_and_leads_and_their_words_to_nobody(
    world: World,
) -> None:
    world.set_up_team()
    world.set_up_team(channel=PUBLIC, lead=MEMBERS[-1], members=MEMBERS[-2:], name="Others")
    world.move_to(MONDAY)
    for user_id in MEMBERS[:5]:
        member = world.person(user_id)
        member.answer("3", "3")
        comment(world, member, SAID)
    for user_id in MEMBERS[:4]:
        comment(world, world.person(user_id), "alerts all night", number=2)

    world.move_to(MONDAY + A_WEEK)

    for user_id in (MEMBERS[0], LEAD):
        shown = replied(world, user_id, "antipatterns")
        assert "*Undocumented tribal knowledge*: 5+ people" in shown
        assert "What to do first: *Undocumented tribal knowledge › First, let" in shown
        assert "Alert fatigue" not in shown
    others = replied(world, MEMBERS[-1], "antipatterns", channel=PUBLIC)
    assert "Others: what comments are about" in others
    assert "no kind has 5 people behind it" in others
    everything = [
        words(m)
        for user_id in (*MEMBERS, LEAD)
        for channel in world.person(user_id).person.conversations()
        for m in world.person(user_id).person.messages(channel)
    ]
    assert not [said for said in everything if "that is the doc" in said]


def test_a_lead_sets_a_kind_aside_for_the_team_and_takes_that_back(world: World) -> None:
    world.set_up_team()
    world.move_to(MONDAY)
    for user_id in MEMBERS[:5]:
        member = world.person(user_id)
        member.answer("3")
        comment(world, member, SAID)
    world.move_to(MONDAY + A_WEEK)
    lead = world.person(LEAD)

    first = say_of_kind(world, lead, "kind.tribal-knowledge", "antipattern.correct", "-")
    aside = replied(world, MEMBERS[0], "antipatterns")
    say_of_kind(world, lead, "aside", "antipattern.correct.0", "tribal-knowledge")

    assert "isn't shown *Undocumented tribal knowledge* any more" in first
    assert "Corrected by a lead or keeper: Undocumented tribal knowledge (not this)" in aside
    assert "5+ people" not in aside
    assert "5+ people" in replied(world, MEMBERS[0], "antipatterns")


def say_of_kind(world: World, lead: Actor, row: str, button: str, instead: str) -> str:
    """Open what is heard, press a button of a kind, choose, and return what is said to that."""
    channel = "C0FRAUDMOD"
    replied(world, LEAD, "antipatterns")
    board: Json = next(
        m for m in reversed(lead.person.messages(channel)) if "what comments" in str(m["text"])
    )
    lead.person.act("press", conversation=channel, ts=board["ts"], block_id=row, action_id=button)
    world.wait_until(lambda: (lead.modal() or {}).get("callback_id") == "antipattern.corrected")
    assert lead.submit(instead={"instead": instead}) == {"ok": True}
    said = words(lead.modal() or {})
    lead.person.act("modal/close", view_id=(lead.modal() or {})["id"])
    return said


BADGES = (
    "the badge reader at the door refused me",
    "my badge stopped working, locked out",
    "badge system is down, waited at the gate",
    "third replacement badge this month",
    "somebody please fix the badge readers",
    "had to borrow a badge to get in",
)


@pytest.mark.parametrize(("complaining", "is_shown"), [(6, True), (4, False)])
def test_what_no_page_describes_is_shown_in_words_that_five_people_used(
    world: World, complaining: int, is_shown: bool
) -> None:
    world.set_up_team()
    for week in range(3):
        world.move_to(MONDAY + week * A_WEEK)
        for number, user_id in enumerate(MEMBERS):
            member = world.person(user_id)
            member.answer("3")
            # Three complain in the first week, others in the second, all of them in the third.
            if number < complaining and week in (number // 3, 2):
                comment(world, member, BADGES[number])
    comment(world, world.person(MEMBERS[6]), "nothing to add, a quiet week")

    world.move_to(MONDAY + 3 * A_WEEK)

    for user_id in (MEMBERS[0], LEAD):
        shown = replied(world, user_id, "antipatterns")
        assert ("“badge”*: 5+ people" in shown) is is_shown
        assert ("that at least 5 people used: badge" in shown) is is_shown
        assert "borrow" not in shown
