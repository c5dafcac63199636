"""Somebody asks the playbook: by command, by mention, by direct message, and asks on."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from slack_bolt import BoltRequest

from bot.sandbox.faults import Fault
from tests.journeys.acting import MONDAY, NOT_INVITED, PRIVATE, both_ways_in
from tests.journeys.asking import (
    ABOUT_THE_FERRY,
    ASKER,
    HOW_OFTEN,
    OTHER,
    SLUICE,
    WEIR,
    AskWorld,
    button,
    everything,
    labels,
    markdown,
)

MENTION = "<@U0BOT00001>"
MAYBE = "how deep is the sluice"


@pytest.fixture
def world(tmp_path: Path, way_in: str) -> Iterator[AskWorld]:
    world = AskWorld(tmp_path, way_in=way_in)
    world.write_page("sluice.md", SLUICE)
    world.write_page("weir.md", WEIR)
    world.server.start()
    world.start_bot()
    yield world
    world.stop()


@both_ways_in
def test_a_command_is_answered_in_the_playbooks_own_words_to_the_asker_alone(
    world: AskWorld,
) -> None:
    answer = world.ask(ASKER, PRIVATE, HOW_OFTEN)

    assert answer["ephemeral"]
    assert markdown(answer) == "Dredge the sluice every ninth week, before the herons nest."
    assert "*Dredging the sluice*" in everything(answer)
    assert "See also:" in everything(answer)
    assert f"You asked: {HOW_OFTEN}" in everything(answer)
    assert labels(answer) == ["Helped", "Did not help", "Continue in DM", "Show in channel"]
    assert not any("sluice" in text for text in world.person(OTHER).person.texts(PRIVATE))


@both_ways_in
def test_a_mention_is_answered_in_its_thread(world: AskWorld) -> None:
    answer = world.write(ASKER, PRIVATE, f"{MENTION} {HOW_OFTEN}")

    asked = world.person(OTHER).person.messages(PRIVATE)[-2]
    assert answer["thread_ts"] == asked["ts"]
    assert not answer["ephemeral"]
    assert markdown(answer).startswith("Dredge the sluice every ninth week")
    assert labels(answer) == ["Helped", "Did not help"]


@both_ways_in
def test_a_direct_message_is_answered_there(world: AskWorld) -> None:
    dm = world.dm_of(ASKER)

    answer = world.write(ASKER, dm, HOW_OFTEN)

    assert answer.get("thread_ts") is None
    assert markdown(answer).startswith("Dredge the sluice every ninth week")


@both_ways_in
def test_what_is_not_covered_is_said_so_and_other_sections_are_named(world: AskWorld) -> None:
    answer = world.ask(ASKER, PRIVATE, ABOUT_THE_FERRY)

    assert "The playbook doesn't cover this." in everything(answer)
    assert "The gap is noted, without your name" in everything(answer)
    assert "Nearest pages:" in everything(answer)
    nearest = world.press_and_read(ASKER, PRIVATE, answer, "Read")
    assert markdown(nearest)
    assert labels(answer) == ["Tell me when this is covered", "Continue in DM"]


@both_ways_in
def test_a_follow_up_in_a_direct_message_keeps_what_was_asked_before(world: AskWorld) -> None:
    dm = world.dm_of(ASKER)
    world.write(ASKER, dm, HOW_OFTEN)

    answer = world.write(ASKER, dm, "and what does it cost?")

    assert "costs two otters" in markdown(answer)
    assert f"Read together with what was asked before: {HOW_OFTEN}" in everything(answer)


def test_a_command_typed_in_direct_messages_is_followed_up_there(world: AskWorld) -> None:
    dm = world.dm_of(ASKER)
    world.ask(ASKER, dm, HOW_OFTEN)

    answer = world.write(ASKER, dm, "and what does it cost?")

    assert "costs two otters" in markdown(answer)


@both_ways_in
def test_a_follow_up_in_a_thread_keeps_what_was_asked_in_it(world: AskWorld) -> None:
    first = world.write(ASKER, PRIVATE, f"{MENTION} {HOW_OFTEN}")

    answer = world.write(
        OTHER, PRIVATE, f"{MENTION} and what does it cost?", thread_ts=first["thread_ts"]
    )

    assert answer["thread_ts"] == first["thread_ts"]
    assert "costs two otters" in markdown(answer)


def test_a_reply_below_an_answer_in_a_direct_message_follows_on_it(world: AskWorld) -> None:
    dm = world.dm_of(ASKER)
    first = world.write(ASKER, dm, HOW_OFTEN)
    world.write(ASKER, dm, "which colour do we paint the weir?")

    answer = world.write(ASKER, dm, "and what does it cost?", thread_ts=first["ts"])

    assert answer["thread_ts"] == first["ts"]
    assert "costs two otters" in markdown(answer)


def test_a_week_later_what_was_asked_before_is_forgotten(world: AskWorld) -> None:
    dm = world.dm_of(ASKER)
    world.write(ASKER, dm, HOW_OFTEN)
    world.move_to(MONDAY + (MONDAY - MONDAY.replace(day=1)) * 2)

    answer = world.write(ASKER, dm, "and is it herons?")

    assert "Read together" not in everything(answer)


@both_ways_in
def test_continuing_in_direct_messages_takes_the_question_along(world: AskWorld) -> None:
    answer = world.ask(ASKER, PRIVATE, HOW_OFTEN)

    said = world.press_and_read(ASKER, PRIVATE, answer, "Continue in DM")

    dm = world.dm_of(ASKER)
    assert "It goes on in your direct messages with mlops-bot" in everything(said)
    taken = world.person(ASKER).person.messages(dm)[-1]
    assert markdown(taken).startswith("Dredge the sluice")
    follow_up = world.write(ASKER, dm, "and what does it cost?")
    assert "costs two otters" in markdown(follow_up)


@both_ways_in
def test_the_asker_shows_an_answer_in_the_channel_once(world: AskWorld) -> None:
    answer = world.ask(ASKER, PRIVATE, HOW_OFTEN)

    shown = world.press_and_read(ASKER, PRIVATE, answer, "Show in channel")
    again = world.press_and_read(ASKER, PRIVATE, answer, "Show in channel")

    seen = world.person(OTHER).person.messages(PRIVATE)
    assert [message["ts"] for message in seen if markdown(message)] == [shown["ts"]]
    assert f"<@{ASKER}> asked the playbook: {HOW_OFTEN}" in everything(shown)
    assert labels(shown) == ["Helped", "Did not help"]
    assert again["ephemeral"]
    assert "shown in the channel already" in everything(again)


def test_who_mentions_the_bot_below_an_answer_shown_in_the_channel_follows_on_it(
    world: AskWorld,
) -> None:
    answer = world.ask(ASKER, PRIVATE, HOW_OFTEN)
    shown = world.press_and_read(ASKER, PRIVATE, answer, "Show in channel")

    follow_up = world.write(
        OTHER, PRIVATE, f"{MENTION} and what does it cost?", thread_ts=shown["ts"]
    )

    assert follow_up["thread_ts"] == shown["ts"]
    assert "costs two otters" in markdown(follow_up)


def test_an_answer_is_shown_in_a_channel_of_which_the_bot_is_no_member(world: AskWorld) -> None:
    world.person(ASKER).person.act("join", conversation=NOT_INVITED)
    answer = world.ask(ASKER, NOT_INVITED, HOW_OFTEN)

    shown = world.press_and_read(ASKER, NOT_INVITED, answer, "Show in channel")

    assert not shown["ephemeral"]
    assert f"<@{ASKER}> asked the playbook: {HOW_OFTEN}" in everything(shown)


def test_an_answer_that_the_channel_did_not_get_can_be_shown_again(world: AskWorld) -> None:
    answer = world.ask(ASKER, PRIVATE, HOW_OFTEN)
    world.server.faults.add(Fault("server_error", "chat.postMessage"))

    refused = world.press_and_read(ASKER, PRIVATE, answer, "Show in channel")
    shown = world.press_and_read(ASKER, PRIVATE, answer, "Show in channel")

    assert refused["ephemeral"]
    assert "Slack didn't take it, so nothing was shown" in everything(refused)
    assert markdown(shown).startswith("Dredge the sluice")


def test_in_an_archived_channel_nothing_is_shown_and_that_is_said(world: AskWorld) -> None:
    answer = world.ask(ASKER, PRIVATE, HOW_OFTEN)
    world.person(ASKER).person.act("archive", conversation=PRIVATE)

    said = world.press_and_read(ASKER, PRIVATE, answer, "Show in channel")

    assert said["ephemeral"]
    assert "This channel is archived" in everything(said)


def test_nobody_is_shown_another_answer_than_the_asker_has_seen(world: AskWorld) -> None:
    answer = world.ask(ASKER, PRIVATE, HOW_OFTEN)
    world.write_page("sluice.md", SLUICE.replace("# Dredging the sluice", "# Never dredge"))
    world.settle()

    said = world.press_and_read(ASKER, PRIVATE, answer, "Show in channel")

    assert said["ephemeral"]
    assert "answers this otherwise now, so nothing was shown" in everything(said)


def test_without_an_address_a_section_is_read_in_slack_and_the_pages_others_beside_it(
    world: AskWorld,
) -> None:
    answer = world.ask(ASKER, PRIVATE, HOW_OFTEN)

    section = world.press_and_read(ASKER, PRIVATE, answer, "Read")
    block = next(b for b in section["blocks"] if b["type"] == "actions")
    picker = block["elements"][0]
    before = len(world.person(ASKER).person.messages(PRIVATE))
    chosen = world.person(ASKER).person.act(
        "press",
        conversation=PRIVATE,
        ts=section["ts"],
        block_id=block["block_id"],
        action_id=picker["action_id"],
        value=picker["options"][0]["value"],
    )

    assert chosen == {"ok": True}
    other = world.wait_for_message(world.person(ASKER), PRIVATE, after=before)
    assert section["ephemeral"]
    assert markdown(section).startswith("Dredge the sluice every ninth week")
    assert [option["text"]["text"] for option in picker["options"]] == [
        "What dredging costs",
        "Signs that the sluice is silted",
    ]
    assert other["ephemeral"]
    assert "costs two otters and a Tuesday. See the weir." in markdown(other)


def test_with_an_address_pages_are_links(world: AskWorld) -> None:
    world.bot.stop()  # type: ignore[union-attr] # the fixture started it
    world.url = "https://git.example.com/us/playbook"
    world.start_bot()

    answer = world.ask(ASKER, PRIVATE, "what does dredging a sluice cost?")

    base = "https://git.example.com/us/playbook/general"
    assert f"<{base}/sluice.md#" in everything(answer)
    assert "Read" not in str(answer["blocks"])
    if "otters" in markdown(answer):
        assert f"[the weir]({base}/weir.md#painting-the-weir)" in markdown(answer)


@pytest.mark.parametrize("question", ["", ":tada:", "🎉🎉", "thanks!", "Stop"])
def test_what_asks_nothing_is_answered_with_how_to_ask(world: AskWorld, question: str) -> None:
    dm = world.dm_of(ASKER)

    typed = world.ask(ASKER, PRIVATE, question)
    mentioned = world.write(ASKER, PRIVATE, f"{MENTION} {question}")
    written = world.write(ASKER, dm, question or "hi")

    for answer in (typed, mentioned, written):
        assert "Ask in your own words" in everything(answer)
        assert labels(answer) == []


@pytest.mark.parametrize(
    "question",
    [
        "x" * 3_000,
        "sluice " * 500,
        "<!channel> <@U0000000A2> & <b>who</b>",
        "как часто переобучать модель",
        "多久重新训练一次模型",
    ],
    ids=["one-word", "many-words", "markup", "russian", "chinese"],
)
def test_whatever_is_asked_gets_an_answer_or_a_reason_and_calls_nobody(
    world: AskWorld, question: str
) -> None:
    dm = world.dm_of(ASKER)

    answers = [
        world.ask(ASKER, PRIVATE, question),
        world.write(ASKER, PRIVATE, f"{MENTION} {question}"),
        world.write(ASKER, dm, question),
    ]

    for answer in answers:
        assert everything(answer)
        assert "<!" not in everything(answer) + str(answer["text"])
        assert "<@" not in everything(answer) + str(answer["text"])


@pytest.mark.parametrize(
    "question", ["who owns the churn model?", "is the feature store down?", "what's the password"]
)
def test_what_only_people_know_is_refused_with_a_word_about_whom_to_ask(
    world: AskWorld, question: str
) -> None:
    alone = world.ask(ASKER, PRIVATE, question)
    public = world.write(ASKER, PRIVATE, f"{MENTION} {question}")
    world.set_up_team()
    with_a_lead = world.ask(OTHER, PRIVATE, question)

    for answer in (alone, public, with_a_lead):
        assert "the playbook holds practice only" in everything(answer)
        assert labels(answer) == []
    assert f"is led by <@{ASKER}>" in everything(with_a_lead)
    assert "<@" not in everything(public)


@both_ways_in
@pytest.mark.parametrize("is_mention", [True, False], ids=["mention", "direct"])
def test_an_event_that_comes_twice_is_answered_once(world: AskWorld, is_mention: bool) -> None:
    channel = PRIVATE if is_mention else world.dm_of(ASKER)
    world.server.faults.add(Fault("repeat_events"))

    world.write(ASKER, channel, f"{MENTION if is_mention else ''} {HOW_OFTEN}")
    world.wait_until_heard(times=2)

    told = [m for m in world.person(ASKER).person.messages(channel) if markdown(m)]
    assert len(told) == 1


@pytest.mark.parametrize("is_mention", [True, False], ids=["mention", "direct"])
def test_somebody_of_another_workspace_is_told_that_the_playbook_is_not_theirs(
    world: AskWorld, is_mention: bool
) -> None:
    channel = PRIVATE if is_mention else world.dm_of(OTHER)
    world.person(ASKER).person.act("set-stranger", user=OTHER)
    world.wait_until_heard()

    answer = world.write(OTHER, channel, f"{MENTION if is_mention else ''} {HOW_OFTEN}")
    colleague = world.write(ASKER, PRIVATE, f"{MENTION} {HOW_OFTEN}")

    assert "belongs to another workspace than yours" in everything(answer)
    assert markdown(answer) == ""
    assert markdown(colleague).startswith("Dredge the sluice")


def test_the_bot_is_silent_where_nobody_spoke_to_it(world: AskWorld) -> None:
    person = world.person(ASKER).person

    person.act("message", conversation=PRIVATE, text=HOW_OFTEN)
    answer = world.write(ASKER, PRIVATE, f"{MENTION} {HOW_OFTEN}")
    person.act("message", conversation=PRIVATE, text="And?", thread_ts=answer["thread_ts"])
    world.ask(ASKER, PRIVATE, HOW_OFTEN)

    assert len([m for m in person.messages(PRIVATE) if markdown(m)]) == 2


def test_an_answer_in_direct_messages_that_slack_does_not_take_comes_as_soon_as_it_does(
    world: AskWorld,
) -> None:
    dm = world.dm_of(ASKER)
    world.server.faults.add(Fault("server_error", "chat.postMessage"))

    world.person(ASKER).person.act("message", conversation=dm, text=HOW_OFTEN)
    world.wait_until_heard()
    world.settle()

    (message,) = [m for m in world.person(ASKER).person.messages(dm) if markdown(m)]
    assert "Slack didn't take this when you asked" in everything(message)
    assert markdown(message).startswith("Dredge the sluice")


def test_an_answer_in_a_channel_that_slack_does_not_take_comes_with_the_message_of_the_day(
    world: AskWorld,
) -> None:
    world.server.faults.add(Fault("server_error", "chat.postMessage"))

    world.person(ASKER).person.act("message", conversation=PRIVATE, text=f"{MENTION} {HOW_OFTEN}")
    world.wait_until_heard()
    world.move_to(MONDAY)

    dm = world.dm_of(ASKER)
    (message,) = [m for m in world.person(ASKER).person.messages(dm) if markdown(m)]
    assert "Slack didn't take this where you asked" in everything(message)


@pytest.mark.parametrize("is_mention", [True, False], ids=["mention", "direct"])
def test_an_answer_that_was_posted_is_not_given_again_though_slacks_reply_was_lost(
    world: AskWorld, is_mention: bool
) -> None:
    channel, dm = PRIVATE if is_mention else world.dm_of(ASKER), world.dm_of(ASKER)
    world.server.faults.add(Fault("lost_response", "chat.postMessage"))

    world.write(ASKER, channel, f"{MENTION if is_mention else ''} {HOW_OFTEN}")
    world.wait_until_heard()
    world.move_to(MONDAY)

    shown = [
        message
        for place in {channel, dm}
        for message in world.person(ASKER).person.messages(place)
        if markdown(message)
    ]
    assert len(shown) == 1


def test_an_answer_that_slack_asks_to_wait_for_is_given_where_it_was_asked(
    world: AskWorld,
) -> None:
    world.server.faults.add(Fault("rate_limited", "chat.postMessage", retry_after=0))

    answer = world.write(ASKER, PRIVATE, f"{MENTION} {HOW_OFTEN}")

    assert answer["thread_ts"]
    assert markdown(answer).startswith("Dredge the sluice")


@both_ways_in
def test_an_answer_to_a_command_that_slack_does_not_take_comes_by_direct_message(
    world: AskWorld,
) -> None:
    dm = world.dm_of(ASKER)
    world.server.faults.add(Fault("server_error", "response_url"))

    world.person(ASKER).say(PRIVATE, f"/mlops ask {HOW_OFTEN}")
    world.wait_until(lambda: bool(world.person(ASKER).person.messages(dm)))

    (answer,) = world.person(ASKER).person.messages(dm)
    assert markdown(answer).startswith("Dredge the sluice")
    assert world.person(ASKER).person.messages(PRIVATE) == []


def test_a_button_of_another_version_is_answered_in_words(world: AskWorld) -> None:
    answer = world.ask(ASKER, PRIVATE, HOW_OFTEN)
    stored = world.server.workspace.messages.find(PRIVATE, answer["ts"], seen_by=ASKER)
    assert stored is not None
    _, helped = button({"blocks": stored["blocks"]}, "Helped")
    helped["value"] = "٣"

    said = world.press_and_read(ASKER, PRIVATE, answer, "Helped")

    assert "doesn't say which question" in everything(said)


def hear(world: AskWorld, **event: object) -> None:
    """Have the bot hear of something that nobody at the page can do."""
    assert world.bot is not None
    body = {
        "type": "event_callback",
        "team_id": "T0SANDBOX1",
        "event_id": "Ev1",
        "authorizations": [{"user_id": "U0BOT00001", "is_bot": True, "team_id": "T0SANDBOX1"}],
        "event": {"ts": "1767268800.000100", "text": f"{MENTION} {HOW_OFTEN}", **event},
    }
    world.bot.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
    world.wait_until_heard()


@pytest.mark.parametrize(
    "event",
    [
        {"type": "app_mention", "user": OTHER, "bot_id": "B0OTHER"},
        {"type": "app_mention", "bot_id": "B0OTHER", "subtype": "bot_message"},
        {"type": "message", "channel_type": "im", "user": OTHER, "bot_id": "B0OTHER"},
        {"type": "message", "channel_type": "im", "subtype": "message_changed", "message": {}},
        {"type": "message", "channel_type": "im", "subtype": "message_deleted", "user": OTHER},
        {"type": "message", "channel_type": "channel", "user": OTHER},
    ],
    ids=["bot", "webhook", "bot-im", "changed-im", "deleted-im", "channel"],
)
def test_what_nobody_asks_is_not_answered(world: AskWorld, event: dict[str, object]) -> None:
    hear(world, channel=PRIVATE, **event)

    world.ask(ASKER, PRIVATE, HOW_OFTEN)

    (answer,) = world.person(ASKER).person.messages(PRIVATE)
    assert answer["ephemeral"]


def test_a_mention_that_is_edited_in_is_answered_once(world: AskWorld) -> None:
    asked = world.person(ASKER).person.act("message", conversation=PRIVATE, text=HOW_OFTEN)
    edited = {"type": "app_mention", "user": ASKER, "channel": PRIVATE, "ts": asked["ts"]}

    hear(world, **edited, edited={"user": ASKER, "ts": "1767268801.000100"})
    hear(world, **edited, edited={"user": ASKER, "ts": "1767268802.000100"})

    (answer,) = [m for m in world.person(ASKER).person.messages(PRIVATE) if markdown(m)]
    assert answer["thread_ts"] == asked["ts"]


def test_what_may_not_be_covered_names_the_closest_sections(world: AskWorld) -> None:
    answer = world.ask(ASKER, PRIVATE, MAYBE)

    assert "The playbook may not cover this. The closest sections:" in everything(answer)
    assert markdown(answer) == ""
    assert labels(answer)[:3] == ["Helped", "Did not help", "Tell me when this is covered"]
    section = world.press_and_read(ASKER, PRIVATE, answer, "Read")
    assert markdown(section)


def test_a_question_written_when_the_database_stalls_is_told_so(world: AskWorld) -> None:
    dm = world.dm_of(ASKER)
    actor = world.person(ASKER)

    with closing(sqlite3.connect(world.data / "mlops-bot.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = world.write(ASKER, dm, HOW_OFTEN)
        other.execute("ROLLBACK")

    assert "the database didn't answer in time" in everything(answer)
    assert len(actor.person.messages(dm)) == 2
