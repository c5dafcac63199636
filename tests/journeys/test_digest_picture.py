"""A workspace that takes no charts is sent a picture; one that takes no pictures, the words."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.faults import Fault
from tests.digests.making import FakeTrends
from tests.journeys.acting import (
    A_DAY,
    A_WEEK,
    LEAD,
    MEMBERS,
    MONDAY,
    PRIVATE,
    PUBLIC,
    World,
    replied,
    words,
)
from tests.journeys.test_digest import A_MEMBER_WHO_LEADS, digests_in, press

Json = dict[str, Any]


@pytest.fixture
def without_charts(bare_world: World) -> World:
    """A workspace that takes no charts, with a bot that has a trend to tell of every team."""
    bare_world.server.workspace.takes_charts = False
    bare_world.start_bot(trends=FakeTrends())
    return bare_world


def images_in(message: Json) -> list[Json]:
    return [block for block in message["blocks"] if block["type"] == "image"]


def files(world: World) -> list[str]:
    with world.server.workspace.lock:
        return list(world.server.workspace.state.get("files", {}))


def test_a_channel_is_shown_a_picture_which_stays_when_a_lead_decides(
    without_charts: World,
) -> None:
    without_charts.set_up_team()
    member, lead = without_charts.person(MEMBERS[0]), without_charts.person(LEAD)

    without_charts.move_to(MONDAY + A_WEEK)

    (digest,) = digests_in(member, PRIVATE)
    (image,) = images_in(digest)
    assert [image["slack_file"]["id"]] == files(without_charts)
    assert "Process: from" in image["alt_text"]
    assert "on a scale from 1 to 5" in image["alt_text"]
    assert press(lead, digest, "digest.watch", where=PRIVATE) == {"ok": True}
    without_charts.settle()
    without_charts.wait_until(
        lambda: f"<@{LEAD}> keeps watching" in words(digests_in(member, PRIVATE)[0])
    )
    assert images_in(digests_in(member, PRIVATE)[0])[0]["slack_file"] == image["slack_file"]
    assert "where the team stands" in replied(without_charts, MEMBERS[1], "digest")
    assert len(files(without_charts)) == 1


def test_members_and_leads_are_shown_one_and_the_same_picture(without_charts: World) -> None:
    without_charts.set_up_team(channel=PUBLIC, lead=A_MEMBER_WHO_LEADS, members=MEMBERS[:6])

    without_charts.move_to(MONDAY + A_WEEK + 2 * A_DAY)

    everybody = [without_charts.person(each) for each in (*MEMBERS[:6], A_MEMBER_WHO_LEADS)]
    shown = [
        image for each in everybody for d in digests_in(each, each.dm) for image in images_in(d)
    ]
    assert len(shown) == 7
    assert {image["slack_file"]["id"] for image in shown} == set(files(without_charts))
    assert len(files(without_charts)) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda faults: faults.add(Fault("server_error", "files.getUploadURLExternal", times=99)),
        lambda faults: faults.add(Fault("server_error", "upload_url", times=99)),
        lambda faults: faults.add(Fault("lost_response", "files.completeUploadExternal", times=99)),
    ],
)
def test_without_a_picture_the_digest_comes_once_in_words(
    without_charts: World, spoil: Callable[[Any], None]
) -> None:
    without_charts.set_up_team()
    spoil(without_charts.server.faults)

    without_charts.move_to(MONDAY + A_WEEK)

    (digest,) = digests_in(without_charts.person(MEMBERS[0]), PRIVATE)
    assert images_in(digest) == []
    assert "Process is the weakest side" in words(digest)
