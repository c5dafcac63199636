"""When a parent's digest is made, when its leads are owed it, and who may read it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.database import Database
from bot.delivery.domain import DeliveryState, Message, owed
from bot.digests.domain import DigestError, Occasion, Participation
from bot.digests.kept import ParentKept
from bot.digests.parent_jobs import is_month_to_come
from bot.digests.parent_messages import (
    none_of_parents_yet,
    parent_at_home,
    parent_digest_key,
    parent_digest_message,
    parent_work,
)
from bot.digests.sponsors import compose_for_sponsors
from bot.sandbox.checks.messages import check_message
from bot.sandbox.checks.views import check_view
from bot.slack import blocks
from bot.surveys.domain import Round, RoundState
from bot.surveys.trend.domain import Verdict
from bot.teams.domain import Standing
from tests.digests.making import FakePages, a_picture, a_trend
from tests.digests.over_teams import FIRST_TUESDAY, HEAD, MEMBER, OverTeams
from tests.surveys.families import A_DAY, A_WEEK, MONDAY


@pytest.fixture
def over(database: Database) -> OverTeams:
    """Two teams after their first week, and their parent's first summary; nothing is sent yet."""
    over = OverTeams(database)
    over.move_to(MONDAY + A_WEEK)
    over.move_to(FIRST_TUESDAY)
    return over


@pytest.fixture
def out(over: OverTeams) -> OverTeams:
    """The same once all is sent, so that the head is owed the digest."""
    over.send_summaries()
    over.send_digests(over.one, over.other)
    assert over.owed_to_head == [1]
    return over


def kept(over: OverTeams) -> ParentKept:
    return over.parent_digests.get_for(digest_id=1, user_id=HEAD)


def rendered(over: OverTeams, user_id: str = HEAD) -> Message | None:
    part = owed(parent_digest_key(1, user_id), to=user_id, at=FIRST_TUESDAY)
    return over.renderers.render_digest(part, is_posted=False)


def test_the_head_waits_until_every_team_was_shown_its_own_digest(over: OverTeams) -> None:
    over.send_summaries()
    before = over.owed_to_head, over.readable(HEAD)

    over.send_digests(over.one)
    between = over.owed_to_head, over.readable(HEAD)
    over.send_digests(over.other)

    assert before == between == ([], [None])
    assert (over.owed_to_head, over.readable(HEAD)) == ([1], [1])


def test_the_head_waits_until_the_teams_were_sent_the_figures_it_is_made_of(
    over: OverTeams,
) -> None:
    over.send_digests(over.one, over.other)
    before = over.owed_to_head

    over.send_summaries()

    assert before == []
    assert over.owed_to_head == [1]


def test_a_team_that_nobody_can_be_shown_anything_in_holds_nothing_up(over: OverTeams) -> None:
    over.send_summaries()
    over.send_digests(over.one)

    over.send_digests(over.other, state=DeliveryState.FAILED)

    assert over.owed_to_head == [1]


def test_a_team_that_was_taken_out_since_holds_nothing_up_and_one_alone_is_not_shown(
    over: OverTeams,
) -> None:
    over.send_summaries()
    over.send_digests(over.one)
    over.world.families.answer_for_team(
        parent_id=1, team_id=over.other, user_id="ULEAD", is_agreed=False, now=FIRST_TUESDAY
    )

    over.turn()

    assert over.owed_to_head == []
    assert over.world.rows("SELECT id FROM digest_parent") == []


def test_the_teams_read_the_same_as_soon_as_their_head_is_owed_it(out: OverTeams) -> None:
    assert out.readable(MEMBER) == out.readable("Uh") == out.readable(HEAD) == [1]
    assert out.readable("USTRANGER") == []
    get = out.parent_digests.get_for
    assert get(digest_id=1, user_id=MEMBER) == get(digest_id=1, user_id=HEAD)
    with pytest.raises(DigestError, match="don't take part in"):
        get(digest_id=1, user_id="USTRANGER")


def test_one_that_is_not_out_yet_is_nobodys_to_open(over: OverTeams) -> None:
    for user_id in (HEAD, MEMBER):
        with pytest.raises(DigestError, match="isn't kept"):
            over.parent_digests.get_for(digest_id=1, user_id=user_id)
    assert rendered(over) is None


def test_whoever_leads_the_parent_no_more_is_sent_nothing(out: OverTeams) -> None:
    assert rendered(out) is not None

    out.answer_to_lead(Standing.DECLINED)

    assert rendered(out) is None
    assert rendered(out, MEMBER) is None
    assert out.readable(HEAD) == []


def test_of_a_single_team_that_is_left_nothing_is_sent(out: OverTeams) -> None:
    out.world.families.answer_for_team(
        parent_id=1, team_id=out.other, user_id="ULEAD", is_agreed=False, now=FIRST_TUESDAY
    )

    assert rendered(out) is None


def test_a_month_brings_one_digest_and_a_verdict_another(out: OverTeams) -> None:
    out.answer()
    out.live_weeks(2)
    assert out.owed_to_head == [1]

    out.over.trend = a_trend(verdicts={"tools": Verdict.DECLINED})
    out.live_weeks(3, 4)

    occasions = [
        out.parent_digests.get_for(digest_id=each, user_id=HEAD).digest.occasion
        for each in out.owed_to_head
    ]
    assert occasions == [Occasion.MONTH, Occasion.VERDICT, Occasion.MONTH]


def test_a_month_in_which_nothing_new_was_shown_brings_its_digest_once_something_is(
    out: OverTeams,
) -> None:
    out.over.until = out.clock.now()
    out.answer()
    out.live_weeks(2, 3, 4)
    assert out.owed_to_head == [1]

    out.over.until = None
    out.live_weeks(5)

    assert len(out.owed_to_head) == 2


def test_before_every_practice_has_had_its_turn_there_is_none(database: Database) -> None:
    over = OverTeams(database)
    over.over.trend = a_trend(weeks=3)

    over.live_weeks(1)

    assert over.world.rows("SELECT id FROM digest_parent") == []


def test_two_processes_make_one(over: OverTeams) -> None:
    (family,) = over.world.families.list_families()
    summary = over.world.parents.list_last_owed()[1]

    for _ in range(2):
        over.parent_digests.make_if_due(family, summary, now=FIRST_TUESDAY)

    assert over.world.rows("SELECT id FROM digest_parent") == [(1,)]


def test_a_process_that_dies_between_letting_out_and_owing_loses_nothing(over: OverTeams) -> None:
    over.parent_digests.let_out(digest_id=1)

    over.turn()
    over.turn()

    assert over.owed_to_head == [1]
    assert over.parent_digests.list_unowed() == ()


def test_it_names_no_team_ranks_nothing_and_is_what_slack_takes(out: OverTeams) -> None:
    message = parent_digest_message(kept(out), FakePages().find_page("a.md"), a_picture)
    work = parent_work(kept(out))

    said = str((message, work))
    assert "its teams stand together" in said
    assert not [name for name in ("Two", "COne", "CTwo") if name in said]
    assert "60% or more of those asked" in said
    assert kept(out).digest.participation is Participation.SIXTY_AND_MORE
    assert "60% of those asked in the last four weeks scored" not in said
    payload = {"channel": "D0000000A1", "text": message.text, "blocks": list(message.blocks)}
    assert check_message(payload) == []
    assert check_view(work) == []
    assert check_view(blocks.home(parent_at_home(kept(out), None))) == []


def test_where_charts_are_refused_a_picture_stands_in_that_is_uploaded_once(out: OverTeams) -> None:
    first = out.stand_ins.picture(kept(out))

    first.keep("F0000000A1")

    message = parent_digest_message(kept(out), None, out.stand_ins.picture)
    charts = [b["block_id"] for b in message.blocks if b["type"] == "data_visualization"]
    assert charts == [picture.chart for picture in message.pictures] == ["parentdigest.chart.1"]
    assert first.upload is None
    assert message.pictures[0].upload is not None
    assert message.pictures[0].upload.file_id == "F0000000A1"
    assert first.draw().startswith(b"\x89PNG")


def test_who_has_none_yet_is_told_when_it_comes(over: OverTeams) -> None:
    ((family, none),) = over.parent_digests.list_shown(user_id=HEAD)

    assert none is None
    assert "each team has been shown its own digest" in none_of_parents_yet([family.parent])


def a_round(closes_on: date, state: RoundState) -> Round:
    at = datetime(closes_on.year, closes_on.month, closes_on.day, 9, tzinfo=UTC)
    return Round(1, 1, closes_on - 7 * A_DAY, at - A_WEEK, at, state)


@pytest.mark.parametrize(
    ("closed", "running", "waits"),
    [
        (date(2026, 1, 26), date(2026, 2, 2), True),
        (None, date(2026, 2, 5), True),
        (date(2026, 2, 2), date(2026, 2, 9), False),
        (date(2026, 1, 26), None, False),
        (None, date(2026, 3, 2), False),
    ],
)
def test_a_team_whose_first_week_to_end_in_the_month_is_running_is_waited_for(
    over: OverTeams, closed: date | None, running: date | None, waits: bool
) -> None:
    roster = over.world.teams.get_roster(team_id=over.one)

    found = is_month_to_come(
        date(2026, 2, 1),
        roster,
        None if closed is None else a_round(closed, RoundState.CLOSED),
        None if running is None else a_round(running, RoundState.OPEN),
    )

    assert found is waits


@pytest.mark.parametrize(
    ("closed", "next_on", "is_paused", "waits"),
    [
        (date(2026, 1, 30), date(2026, 2, 5), False, True),
        (date(2026, 1, 30), date(2026, 2, 5), True, False),
        (date(2026, 2, 2), date(2026, 2, 5), False, False),
        (date(2026, 1, 30), date(2026, 2, 25), False, False),
        (date(2026, 1, 30), None, False, False),
    ],
)
def test_a_team_between_two_rounds_since_its_day_has_changed_is_waited_for(
    over: OverTeams, closed: date, next_on: date | None, is_paused: bool, waits: bool
) -> None:
    roster = over.world.teams.get_roster(team_id=over.one)
    team = replace(roster.team, next_on=next_on, is_paused=is_paused)

    found = is_month_to_come(
        date(2026, 2, 1), replace(roster, team=team), a_round(closed, RoundState.CLOSED), None
    )

    assert found is waits


def test_what_was_stored_is_what_is_drawn_whatever_comes_later(out: OverTeams) -> None:
    before = kept(out)

    out.over.trend = a_trend(levels={"process": 4.9})
    out.turn()

    assert kept(out) == before


def test_a_team_that_was_taken_out_goes_on_reading_what_was_made_of_its_answers(
    out: OverTeams,
) -> None:
    out.world.families.answer_for_team(
        parent_id=1, team_id=out.other, user_id="ULEAD", is_agreed=False, now=FIRST_TUESDAY
    )

    assert out.readable("Uh") == [1]


def test_sponsors_of_several_teams_are_sent_to_each_teams_own_page(out: OverTeams) -> None:
    told = "\n".join(x.text for part in compose_for_sponsors(kept(out).digest) for x in part.lines)

    assert told.count("each team's own page says it") == 2
    assert "this team" not in told
