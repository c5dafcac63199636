"""A digest's picture is drawn from what was kept, and its file is remembered beside it."""

from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.digests.kept import Kept
from bot.digests.messages import digest_message
from bot.digests.stand_ins import StandIns
from bot.slack.uploads import LONGEST_ALT_TEXT
from tests.digests.gathered import Digesting
from tests.digests.making import NOW, a_digest, a_row
from tests.surveys.conftest import A_WEEK, MONDAY


@pytest.fixture
def still() -> MovableClock:
    return MovableClock(MONDAY + A_WEEK, flows=False)


@pytest.fixture
def stand_ins(digesting: Digesting, still: MovableClock) -> StandIns:
    return StandIns(digesting.digests, still)


@pytest.fixture
def kept(digesting: Digesting) -> Kept:
    digesting.pulses.set_up()
    digesting.live_through(until=MONDAY + A_WEEK)
    ((course, _),) = digesting.digests.list_unowed()
    return found(digesting, course.id)


def found(digesting: Digesting, digest_id: int) -> Kept:
    kept = digesting.digests.find(digest_id=digest_id)
    assert kept is not None
    return kept


def test_a_file_is_remembered_and_what_the_digest_says_stays(
    digesting: Digesting, stand_ins: StandIns, kept: Kept
) -> None:
    stand_ins.picture(kept).keep("F0000000A1")

    later = found(digesting, kept.id)

    upload = stand_ins.picture(later).upload
    assert upload is not None
    assert upload.file_id == "F0000000A1"
    assert later.digest == kept.digest
    assert later.made_at == kept.made_at


def test_a_file_is_new_for_a_minute(
    digesting: Digesting, stand_ins: StandIns, kept: Kept, still: MovableClock
) -> None:
    stand_ins.picture(kept).keep("F0000000A1")
    uploads = []

    for seconds in (0, 59, 61):
        still.move_to(MONDAY + A_WEEK + timedelta(seconds=seconds))
        uploads.append(stand_ins.picture(found(digesting, kept.id)).upload)

    assert [upload is not None and upload.is_fresh for upload in uploads] == [True, True, False]


def test_a_file_that_is_gone_is_forgotten(
    digesting: Digesting, stand_ins: StandIns, kept: Kept
) -> None:
    stand_ins.picture(kept).keep("F0000000A1")

    stand_ins.picture(found(digesting, kept.id)).keep(None)

    assert found(digesting, kept.id).picture is None


def test_the_picture_stands_in_for_the_digests_own_chart(stand_ins: StandIns, kept: Kept) -> None:
    message = digest_message(kept, stand_ins.picture)

    charts = [b["block_id"] for b in message.blocks if b["type"] == "data_visualization"]
    assert charts == [picture.chart for picture in message.pictures]
    assert message.pictures[0].draw().startswith(b"\x89PNG")


def test_a_digest_of_one_week_has_neither(stand_ins: StandIns) -> None:
    rows = tuple(a_row(name, weeks=1) for name in ("culture", "process", "tools"))

    message = digest_message(Kept(1, a_digest(dimensions=rows), NOW), stand_ins.picture)

    assert message.pictures == ()


def test_slack_takes_the_alt_text_whole_beside_the_longest_names(stand_ins: StandIns) -> None:
    rows = tuple(a_row(name, weeks=26) for name in ("culture", "process", "tools"))

    picture = stand_ins.picture(Kept(1, a_digest(dimensions=rows, team_name="x" * 60), NOW))

    assert len(picture.alt_text) <= LONGEST_ALT_TEXT
    assert len(picture.title) < 150
