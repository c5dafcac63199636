"""People behind a label are counted, each once, and nobody can tell who they were."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from bot.antipatterns.counting import begins_on, find_band, period_of
from bot.antipatterns.hearing import TeamHearing
from bot.antipatterns.reader import Found, Reader
from bot.backup import write_backup
from bot.database import Database
from bot.knowledge.files import KnowledgeError
from bot.replay import check_labels
from bot.resources import folder
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.comment_reading import ReleasedComment
from bot.surveys.respondents import ItemKey, Secrets
from tests.antipatterns.listening import ByWord, Listening, at, everybody
from tests.surveys.conftest import LEAD, MEMBERS, SECRETS
from tests.surveys.test_thief import everything

BOB = "ask bob"
FIVE = (0, 1, 2, 3, 4)


def hidden(listening: Listening) -> list[bytes]:
    """The tokens and the key that are stored, after making sure that there are some."""
    rows = [*listening.rows("antipattern_person"), *listening.rows("antipattern_key")]
    values = [value for row in rows for value in row if isinstance(value, bytes)]
    found = [value for value in values if len(value) > 8]  # A mark is no secret.
    assert found
    return found


def test_five_people_are_shown_and_four_are_not(listening: Listening) -> None:
    listening.week(0, {**everybody(BOB, *FIVE), **everybody("so many alerts", 5, 6, 7)})

    assert listening.bands(after=1) == {"tribal-knowledge": 5}


def test_a_lead_is_none_of_the_five(listening: Listening) -> None:
    listening.week(0, {**everybody(BOB, 0, 1, 2, 3), LEAD: BOB})

    assert listening.bands(after=1) == {}


def test_somebody_who_says_it_every_week_is_one_person(listening: Listening) -> None:
    for number in range(3):
        listening.week(number, everybody(BOB, 0, 1, 2))

    assert listening.bands(after=3) == {}
    assert len(listening.rows("antipattern_person")) == 3
    assert len(listening.rows("survey_comment")) == 9


def test_people_of_several_weeks_add_up(listening: Listening) -> None:
    listening.week(0, everybody(BOB, 0, 1, 2))
    before = listening.bands(after=1)

    listening.week(1, everybody(BOB, 3, 4))

    assert before == {}
    assert listening.bands(after=2) == {"tribal-knowledge": 5}


def test_what_an_author_says_goes_before_what_was_read(listening: Listening) -> None:
    listening.week(
        0,
        everybody(BOB, *FIVE),
        corrections={"U0": "alert-fatigue", "U1": "none"},
    )

    labels = sorted(str(row[1]) for row in listening.rows("antipattern_label"))
    assert labels == ["alert-fatigue"] + ["tribal-knowledge"] * 3
    assert listening.bands(after=1) == {}


def test_another_team_hears_nothing_of_it(listening: Listening) -> None:
    other = listening.set_up(name="Ads", members=("V0", "V1", "V2", "V3", "V4"))

    listening.week(0, everybody(BOB, *FIVE))

    assert listening.bands(after=1) == {"tribal-knowledge": 5}
    assert listening.bands(after=1, team_id=other) == {}


@pytest.mark.parametrize(
    ("people", "shown_at", "band"),
    [
        (4, 0, None),
        (5, 0, 5),
        (9, 0, 5),
        (12, 0, 10),
        (9, 5, None),
        (10, 5, 10),
        (10, 8, None),
        (12, 8, None),
        (13, 8, 10),
        (17, 12, 15),
    ],
)
def test_a_band_moves_when_five_more_people_are_behind_it_than_when_it_last_did(
    people: int, shown_at: int, band: int | None
) -> None:
    assert find_band(people, shown_at=shown_at, threshold=5) == band


@pytest.mark.parametrize(
    ("people", "shown_at", "band"), [(6, 0, None), (9, 0, 7), (15, 9, None), (16, 9, 14)]
)
def test_a_team_that_chose_seven_is_told_of_sevens(
    people: int, shown_at: int, band: int | None
) -> None:
    assert find_band(people, shown_at=shown_at, threshold=7) == band


def test_a_team_that_chose_seven_is_shown_no_count_of_five_or_six(database: Database) -> None:
    crowd = tuple(f"U{number}" for number in range(14))
    listening = Listening(database)
    listening.set_up(members=crowd)
    listening.teams.set_threshold(channel_id="CFraud", user_id=LEAD, threshold=7)
    seen = []

    for number, more in enumerate([range(6), range(6, 7), range(7, 13), range(13, 14)]):
        listening.week(number, everybody(BOB, *more), members=crowd)
        seen.append(listening.bands(after=number + 1).get("tribal-knowledge", 0))

    assert seen == [0, 7, 7, 14]
    assert check_labels(database).findings == ()


def test_two_more_people_do_not_move_a_count_though_they_reach_the_next_five(
    database: Database,
) -> None:
    crowd = tuple(f"U{number}" for number in range(13))
    listening = Listening(database)
    listening.set_up(members=crowd)
    listening.week(0, everybody(BOB, *range(8)), members=crowd)
    first = listening.bands(after=1)

    listening.week(1, everybody(BOB, *range(8, 12)), members=crowd)
    second = listening.bands(after=2)
    listening.week(2, everybody(BOB, 12), members=crowd)

    assert first == second == {"tribal-knowledge": 5}
    assert listening.bands(after=3) == {"tribal-knowledge": 10}
    shown = listening.service.list_every_shown()
    assert [(each.band, each.people) for each in shown] == [(5, 8), (10, 13)]


def test_the_database_knows_tokens_and_nobody(listening: Listening) -> None:
    listening.week(0, everybody(BOB, *FIVE))

    for table in ("antipattern_person", "antipattern_key", "antipattern_shown"):
        written = [v for row in listening.rows(table) for v in row if not isinstance(v, bytes)]
        assert not any(user_id in str(value) for value in written for user_id in MEMBERS)


def test_nothing_in_a_token_can_be_joined_to_a_comment_or_to_another_label(
    listening: Listening,
) -> None:
    both = "ask bob about the alerts"
    listening.week(0, everybody(both, *FIVE))

    tokens = [row[3] for row in listening.rows("antipattern_person")]

    assert len(tokens) == len(set(tokens)) == 10  # Five people, two labels each.
    elsewhere = [
        value
        for table in ("survey_comment", "survey_answer", "antipattern_label", "antipattern_reading")
        for row in listening.rows(table)
        for value in row
    ]
    assert not [token for token in tokens if token in elsewhere]
    columns = inspect(listening.database.engine).get_columns("antipattern_person")
    assert [column["name"] for column in columns] == ["team_id", "period", "label", "token"]


def test_without_the_secret_a_token_names_nobody_and_with_it_it_does(listening: Listening) -> None:
    """Which is why the key is destroyed with the twelve weeks."""
    listening.week(0, everybody(BOB, *FIVE))
    tokens = {row[3] for row in listening.rows("antipattern_person")}
    ((_, key, mark),) = listening.rows("antipattern_key")
    assert isinstance(key, bytes)
    assert isinstance(mark, bytes)

    known = {SECRETS.hide(f"1:tribal-knowledge:U{n}", ItemKey(key, mark)) for n in FIVE}
    guessing = Secrets([b"guess" * 8])
    guessed_key = ItemKey(key, guessing.new_key().mark)
    guessed = {guessing.hide(f"1:tribal-knowledge:U{n}", guessed_key) for n in FIVE}

    assert tokens == known
    assert not tokens & guessed


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_the_database_does_not_tell_in_which_release_a_token_came(listening: Listening) -> None:
    """PostgreSQL keeps with each row which transaction wrote it, that of its comment for one."""
    listening.week(0, everybody(BOB, 0, 1, 2))
    listening.week(1, everybody(BOB, 3, 4))

    assert listening.surveys.clear_traces() >= 2

    with listening.database.reading() as connection:
        people = connection.execute(text("SELECT DISTINCT xmin::text FROM antipattern_person"))
        comments = connection.execute(text("SELECT DISTINCT xmin::text FROM survey_comment"))
        assert len(writers := people.scalars().all()) == 1
        assert writers[0] not in comments.scalars().all()


def test_when_the_twelve_weeks_end_tokens_and_key_are_gone_from_every_byte_and_the_band_stays(
    listening: Listening, tmp_path: Path
) -> None:
    listening.week(0, everybody(BOB, *FIVE))
    secrets = hidden(listening)
    assert all(secret in everything(listening, tmp_path) for secret in secrets)

    ended = listening.service.end_periods(now=at(12))

    left = everything(listening, tmp_path)
    assert ended == 1
    assert not [secret for secret in secrets if secret in left]
    assert [row[3:5] for row in listening.rows("antipattern_shown")] == [(5, None)]
    assert listening.rows("antipattern_ended") == [(period_of(at(0)), True)]
    assert listening.service.end_periods(now=at(12)) == 0


def test_the_next_twelve_weeks_count_anew_and_say_what_was_before(listening: Listening) -> None:
    listening.week(0, everybody(BOB, *FIVE))
    listening.service.end_periods(now=at(12))
    missed = listening.heard(after=12)

    listening.week(12, everybody(BOB, *FIVE))

    (heard,) = listening.heard(after=13)
    assert missed == ()
    assert (heard.band, heard.before) == (5, 5)


def test_a_clock_that_goes_back_counts_nobody_a_second_time(listening: Listening) -> None:
    listening.week(0, everybody(BOB, 0, 1, 2))
    listening.service.end_periods(now=at(12))

    listening.week(1, everybody(BOB, *FIVE))

    assert listening.rows("antipattern_person") == []
    assert listening.bands(after=2) == {}


def test_a_lost_secret_begins_to_count_anew_and_shows_nothing_too_early(
    listening: Listening,
) -> None:
    listening.week(0, everybody(BOB, 0, 1, 2, 3))
    hearing = TeamHearing(listening.reader, Secrets([b"another one of thirty-two bytes."]))

    team = listening.teams.get_roster(team_id=1).team
    comment = ReleasedComment(b"", "", "tribal-knowledge", may_show=False, author="U7")
    team = listening.teams.get_roster(team_id=1).team
    with listening.database.writing() as connection:
        ids = connection.execute(text("SELECT id FROM survey_comment LIMIT 1")).scalar_one()
        hearing.hear(connection, [replace(comment, id=ids)], team=team, now=at(1))

    assert len(listening.rows("antipattern_person")) == 1
    assert listening.bands(after=1) == {}


@pytest.mark.parametrize("is_after", [False, True])
def test_a_release_that_is_cut_off_counts_nobody_and_the_next_try_counts_everybody_once(
    database: Database, *, is_after: bool
) -> None:
    listening = Listening(database, CutOff())
    listening.set_up()
    recogniser = listening.recogniser
    assert isinstance(recogniser, CutOff)
    recogniser.is_cut_off = True

    with pytest.raises(KeyboardInterrupt):
        listening.week(0, everybody(BOB, *FIVE))
    counted = listening.rows("antipattern_person")
    released = listening.rows("survey_comment")
    recogniser.is_cut_off = False
    for _ in range(2 if is_after else 1):
        listening.end(now=at(1))

    assert (counted, released) == ([], [])
    assert len(listening.rows("antipattern_person")) == 5
    assert len(listening.rows("survey_comment")) == 5
    assert listening.bands(after=1) == {"tribal-knowledge": 5}


class CutOff(ByWord):
    """Ends the process, as far as the transaction can tell, in the middle of a release."""

    is_cut_off = False

    def read(self, texts: Sequence[str]) -> list[tuple[Found, ...]]:
        if self.is_cut_off:
            raise KeyboardInterrupt
        return super().read(texts)


def test_without_a_recogniser_a_week_closes_and_what_authors_say_counts(
    database: Database,
) -> None:
    listening = Listening(database)
    listening.reader = Reader(cannot_open)
    listening.surveys = listening.asking(load_bank(folder("knowledge")))
    listening.set_up()

    listening.week(0, everybody(BOB, *FIVE), corrections=everybody("alert-fatigue", *FIVE))
    listening.week(1, everybody(BOB, *FIVE))

    assert listening.bands(after=2) == {"alert-fatigue": 5}


def cannot_open() -> ByWord:
    raise KnowledgeError(())


def test_a_backup_holds_bands_and_not_how_many_people_there_were(
    listening: Listening, tmp_path: Path
) -> None:
    listening.week(0, everybody(BOB, 0, 1, 2, 3, 4, 5, 6))

    write_backup(listening.database, tmp_path / "copy.backup")

    copy = Database(f"sqlite:///{tmp_path / 'copy.backup'}")
    with copy.reading() as connection:
        kept = connection.execute(text("SELECT band, people FROM antipattern_shown")).all()
    copy.close()
    assert [tuple(row) for row in kept] == [(5, None)]
    assert [row[4] for row in listening.rows("antipattern_shown")] == [7]


def test_a_backup_holds_neither_keys_nor_tokens(listening: Listening, tmp_path: Path) -> None:
    listening.week(0, everybody(BOB, *FIVE))
    secrets = hidden(listening)

    write_backup(listening.database, tmp_path / "copy.backup")

    copied = (tmp_path / "copy.backup").read_bytes()
    assert not [secret for secret in secrets if secret in copied]
    assert b"tribal-knowledge" in copied


def test_periods_are_twelve_weeks_from_a_monday() -> None:
    monday = begins_on(period_of(at(0)))

    assert monday.weekday() == 0
    assert begins_on(period_of(at(0)) + 1) - monday == timedelta(weeks=12)
    assert period_of(datetime(2024, 1, 1, tzinfo=UTC)) == 0
    assert begins_on(0) == date(2024, 1, 1)
