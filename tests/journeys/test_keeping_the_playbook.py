"""Those who keep the playbook hear what it lacks, and those who asked hear when it has it."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.journeys.acting import PRIVATE, both_ways_in
from tests.journeys.asking import (
    ABOUT_THE_FERRY,
    ADMIN,
    ASKER,
    FERRY,
    HOW_OFTEN,
    KEEPER,
    OTHER,
    SLUICE,
    WEIR,
    AskWorld,
    everything,
    markdown,
)

FRIDAY = datetime(2026, 1, 2, 18, tzinfo=UTC)
MONDAY = datetime(2026, 1, 5, 18, tzinfo=UTC)
A_WEEK = timedelta(weeks=1)


@pytest.fixture
def world(tmp_path: Path, way_in: str) -> Iterator[AskWorld]:
    world = AskWorld(tmp_path, way_in=way_in)
    world.write_page("sluice.md", SLUICE)
    world.write_page("weir.md", WEIR)
    world.server.start()
    world.start_bot()
    yield world
    world.stop()


def told(world: AskWorld, user_id: str) -> list[str]:
    """What somebody was told in direct messages."""
    dm = world.dm_of(user_id)
    return [everything(m) for m in world.person(user_id).person.messages(dm)]


def put_instead(page: Path, put: Callable[..., object], *arguments: object) -> None:
    page.unlink()
    put(*arguments)


def judge(world: AskWorld, user_id: str, why: str) -> None:
    answer = world.ask(user_id, PRIVATE, HOW_OFTEN)
    actor = world.person(user_id)
    assert world.press(user_id, PRIVATE, answer, "Did not help") == {"ok": True}
    world.wait_until(lambda: actor.modal() is not None)
    assert actor.submit(reason={"reason": why}) == {"ok": True}
    actor.person.act("modal/close", view_id=(actor.modal() or {})["id"])


@both_ways_in
def test_keepers_are_told_the_weeks_gaps_and_votes_grouped_and_without_names(
    world: AskWorld,
) -> None:
    world.ask(ASKER, PRIVATE, ABOUT_THE_FERRY)
    world.ask(OTHER, PRIVATE, "Which knot do you moor the ferry with")
    world.ask(OTHER, PRIVATE, "how do I sharpen a scythe <!channel>")
    judge(world, OTHER, "Every ninth week is <!here> too often & dear.")

    world.move_to(FRIDAY + timedelta(days=3))

    (report,) = told(world, KEEPER)
    assert "week to Thursday 1 January: 4 asked, 3 not covered, 1 that did not help" in report
    assert f"2 × {ABOUT_THE_FERRY}" in report
    assert "1 × how do I sharpen a scythe" in report
    assert "1 × general/sluice.md" in report
    assert "because: Every ninth week is &lt;!here&gt; too often &amp; dear." in report
    assert "<" not in report
    assert ASKER not in report
    assert told(world, ADMIN) == []


def test_a_quiet_week_brings_nothing(world: AskWorld) -> None:
    answer = world.ask(ASKER, PRIVATE, HOW_OFTEN)
    world.press_and_read(ASKER, PRIVATE, answer, "Helped")

    world.move_to(MONDAY + 2 * A_WEEK)

    assert told(world, KEEPER) == []


def test_a_week_is_reported_once_and_the_next_one_anew(world: AskWorld) -> None:
    world.ask(ASKER, PRIVATE, ABOUT_THE_FERRY)
    world.move_to(MONDAY + A_WEEK)
    once = told(world, KEEPER)

    world.ask(ASKER, PRIVATE, ABOUT_THE_FERRY)
    world.move_to(MONDAY + 3 * A_WEEK)

    assert len(once) == 1
    assert len(told(world, KEEPER)) == 2


def test_a_gap_that_is_covered_by_the_time_of_the_report_is_left_out(world: AskWorld) -> None:
    world.ask(ASKER, PRIVATE, ABOUT_THE_FERRY)
    world.write_page("ferry.md", FERRY)

    world.move_to(MONDAY)

    assert told(world, KEEPER) == []


@both_ways_in
def test_whoever_asked_to_be_told_is_told_once_a_page_covers_it(world: AskWorld) -> None:
    answer = world.ask(ASKER, PRIVATE, ABOUT_THE_FERRY)
    said = world.press_and_read(ASKER, PRIVATE, answer, "Tell me when this is covered")
    world.write_page("weir.md", WEIR + "\nHerons agree.\n")
    world.move_to(MONDAY)
    before = told(world, ASKER)

    world.write_page("ferry.md", FERRY)
    world.move_to(MONDAY + timedelta(days=1))
    world.move_to(MONDAY + A_WEEK)

    assert "You'll be told" in everything(said)
    assert before == []
    (message,) = told(world, ASKER)
    assert "The playbook now covers what you asked to be told about." in message
    assert f">{ABOUT_THE_FERRY}" in message
    assert "Moor the ferry with a bowline" in message
    assert told(world, OTHER) == []


@both_ways_in
def test_a_page_that_changes_is_answered_from_without_a_restart(world: AskWorld) -> None:
    world.write_page("sluice.md", SLUICE.replace("ninth", "fifth"))
    world.settle()

    answer = world.ask(ASKER, PRIVATE, HOW_OFTEN)

    assert "Dredge the sluice every fifth week" in markdown(answer)


def test_a_broken_page_keeps_the_old_answers_and_is_told_once_to_those_who_can_mend_it(
    world: AskWorld,
) -> None:
    world.write_page("sluice.md", SLUICE.replace("summary:", "sumary:"))
    world.move_to(FRIDAY - timedelta(hours=2))
    world.move_to(MONDAY)

    answer = world.ask(ASKER, PRIVATE, HOW_OFTEN)

    assert "Dredge the sluice every ninth week" in markdown(answer)
    for who in (KEEPER, ADMIN):
        (message,) = told(world, who)
        assert "can't be read as they are" in message
        assert "sluice.md:3" in message
    assert told(world, ASKER) == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda page: page.write_text("---\n- a\n---\n# Sluice\n"), "set of `name: value` lines"),
        (lambda page: page.write_bytes(SLUICE.encode() + b"\xff\xfe"), "not UTF-8"),
        (lambda page: page.write_text(SLUICE + "herons " * 750_000), "larger than 1 MB"),
        (lambda page: put_instead(page, page.symlink_to, "/etc/hostname"), "outside the folder"),
        (lambda page: put_instead(page, os.mkfifo, page), "no ordinary file"),
    ],
    ids=["no-mapping", "not-utf-8", "five-megabytes", "link-out", "pipe"],
)
def test_whatever_a_page_becomes_the_bot_answers_as_before_and_says_what_is_wrong(
    world: AskWorld, spoil: Callable[[Path], object], said: str
) -> None:
    spoil(world.pages / "sluice.md")
    world.move_to(MONDAY)

    answer = world.ask(ASKER, PRIVATE, HOW_OFTEN)

    assert "Dredge the sluice every ninth week" in markdown(answer)
    (message,) = told(world, KEEPER)
    assert "sluice.md:" in message
    assert said in message


def test_a_page_mended_is_read_again(world: AskWorld) -> None:
    world.write_page("sluice.md", SLUICE.replace("summary:", "sumary:"))
    world.settle()
    world.write_page("sluice.md", SLUICE.replace("ninth", "third"))
    world.settle()

    answer = world.ask(ASKER, PRIVATE, HOW_OFTEN)

    assert "Dredge the sluice every third week" in markdown(answer)


def test_a_bot_that_starts_on_a_broken_page_answers_from_the_others(world: AskWorld) -> None:
    assert world.bot is not None
    world.bot.stop()
    world.write_page("sluice.md", SLUICE.replace("summary:", "sumary:"))
    world.start_bot()
    world.move_to(MONDAY)

    answer = world.ask(ASKER, PRIVATE, "which colour do we paint the weir?")

    assert "Paint the weir ochre" in markdown(answer)
    assert "sluice.md:3" in told(world, ADMIN)[0]


def test_all_that_a_keeper_is_told_on_a_day_comes_in_one_message_with_their_sheet(
    world: AskWorld,
) -> None:
    world.ask(ASKER, PRIVATE, "how do I sharpen a scythe")
    answer = world.ask(KEEPER, PRIVATE, ABOUT_THE_FERRY)
    world.press_and_read(KEEPER, PRIVATE, answer, "Tell me when this is covered")
    world.set_up_team()
    world.write_page("ferry.md", FERRY)
    world.move_to(FRIDAY + timedelta(days=1))
    world.write_page("weir.md", WEIR.replace("summary:", "sumary:"))

    world.move_to(MONDAY)
    keeper = world.person(KEEPER)
    keeper.press(1, "4")
    world.wait_until(lambda: "1 of 5 stored" in told(world, KEEPER)[-1])

    days = [moment[:3] for moment in keeper.moments()]
    assert len(days) == len(set(days))
    week, last = told(world, KEEPER)[-2:]
    assert "2 asked, 2 not covered" in week
    for part in (
        "1 of 5 stored",
        "The playbook now covers what you asked to be told about.",
        "Moor the ferry with a bowline",
        "can't be read as they are",
    ):
        assert part in last
    assert "scythe" not in "".join(told(world, ASKER))


def test_a_second_vote_replaces_the_first(world: AskWorld) -> None:
    answer = world.ask(ASKER, PRIVATE, HOW_OFTEN)
    world.press(ASKER, PRIVATE, answer, "Did not help")
    world.press_and_read(ASKER, PRIVATE, answer, "Helped")

    world.move_to(MONDAY)

    assert told(world, KEEPER) == []
