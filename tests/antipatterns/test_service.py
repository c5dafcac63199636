"""What is heard is ordered, corrected by leads, and read anew without any count moving."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.antipatterns.domain import Heard, HeardKind
from bot.antipatterns.service import AntipatternError
from bot.database import Database
from bot.teams.domain import FEWEST_TO_SHOW
from tests.antipatterns.listening import ByWord, Listening, at, everybody
from tests.surveys.conftest import LEAD, MEMBERS

BOB, ALERTS = "ask bob", "so many alerts"
FIVE = range(FEWEST_TO_SHOW)


def correct(
    listening: Listening,
    label: str,
    instead: str | None,
    *,
    user_id: str = LEAD,
    is_keeper: bool = False,
) -> None:
    listening.service.correct_kind(
        team_id=1,
        user_id=user_id,
        label=label,
        instead=instead,
        is_keeper=is_keeper,
        now=at(1),
    )


def labels(listening: Listening) -> list[str]:
    return sorted(str(row[1]) for row in listening.rows("antipattern_label"))


def read_anew(listening: Listening, version: str, **words: str) -> None:
    """Have another version read everything that it has not read yet."""
    listening.recogniser = ByWord(words, version=version)
    listening.reader.renew()
    listening.reader.finish()
    while listening.service.relabel_next():
        pass


def test_what_is_heard_says_which_page_helps_and_what_was_before(listening: Listening) -> None:
    listening.week(0, everybody(BOB, *FIVE))

    assert listening.heard(after=1) == (
        Heard(
            id="tribal-knowledge",
            name="Tribal knowledge",
            kind=HeardKind.ANTI_PATTERN,
            band=5,
            before=0,
            page="antipatterns/tribal-knowledge.md",
            summary="About Tribal knowledge.",
        ),
    )


def test_the_most_people_come_first_and_of_equal_bands_what_was_read_more_surely(
    database: Database,
) -> None:
    crowd = tuple(f"U{number}" for number in range(12))
    listening = Listening(database)
    listening.set_up(members=crowd)
    said = {
        **everybody("bob and the sweep, alerts!!", *range(6)),
        **everybody("the sweep", *range(6, 12)),
    }

    listening.week(0, said, members=crowd)
    listening.week(1, everybody("alerts!!", *FIVE), members=crowd)

    assert [(each.id, each.band) for each in listening.heard(after=2)] == [
        ("gpus-warm", 10),
        ("alert-fatigue", 5),
        ("tribal-knowledge", 5),
    ]


def test_a_kind_without_a_page_is_not_shown(listening: Listening) -> None:
    listening.week(0, everybody(BOB, *FIVE))

    assert listening.serving("gpus-warm").list_heard(team_id=1, now=at(1)) == ()


def test_somebody_outside_the_team_is_shown_nothing(listening: Listening) -> None:
    with pytest.raises(AntipatternError, match="nothing is shown"):
        listening.service.get_board(team_id=1, user_id="U99", now=at(1))


def test_what_was_heard_before_and_not_yet_again_is_told_apart(listening: Listening) -> None:
    listening.week(0, everybody(BOB, *FIVE))

    board = listening.service.get_board(team_id=1, user_id=MEMBERS[0], now=at(12))

    assert board.heard == ()
    assert [(each.id, each.band, each.before) for each in board.earlier] == [
        ("tribal-knowledge", 0, 5)
    ]


def test_not_this_hides_a_kind_from_this_team_until_it_is_taken_back(
    listening: Listening,
) -> None:
    listening.week(0, everybody(BOB, 0, 1, 2))
    correct(listening, "tribal-knowledge", None)
    listening.week(1, everybody(BOB, 3, 4))
    hidden = listening.bands(after=2)

    correct(listening, "tribal-knowledge", "tribal-knowledge")

    assert hidden == {}
    assert listening.bands(after=2) == {"tribal-knowledge": 5}


def test_rather_that_counts_what_is_read_from_then_on_for_the_other_kind(
    listening: Listening,
) -> None:
    listening.week(0, everybody(BOB, *FIVE))
    correct(listening, "tribal-knowledge", "data-errors")

    listening.week(1, everybody(BOB, *FIVE))

    assert listening.bands(after=2) == {"tribal-knowledge": 5, "data-errors": 5}


def test_what_an_author_says_goes_before_what_a_lead_says_of_the_kind(
    listening: Listening,
) -> None:
    correct(listening, "tribal-knowledge", "data-errors")

    listening.week(0, everybody(BOB, *FIVE), corrections=everybody("tribal-knowledge", *FIVE))

    assert listening.bands(after=1) == {"tribal-knowledge": 5}


@pytest.mark.parametrize(
    ("user_id", "is_keeper", "may"),
    [
        (LEAD, False, True),
        (MEMBERS[0], True, True),
        (MEMBERS[0], False, False),
        ("U99", True, False),
    ],
)
def test_a_lead_and_a_keeper_in_the_team_correct_a_kind_and_nobody_else(
    listening: Listening, user_id: str, *, is_keeper: bool, may: bool
) -> None:
    if may:
        correct(listening, "gpus-warm", None, user_id=user_id, is_keeper=is_keeper)
    else:
        with pytest.raises(AntipatternError, match="so nothing changed"):
            correct(listening, "gpus-warm", None, user_id=user_id, is_keeper=is_keeper)

    assert len(listening.rows("antipattern_correction")) == int(may)


def test_a_kind_that_is_not_there_cannot_be_named(listening: Listening) -> None:
    with pytest.raises(AntipatternError, match="no such anti-pattern"):
        correct(listening, "gpus-warm", "no-such-thing")


def test_another_version_reads_everything_anew_and_no_count_moves(listening: Listening) -> None:
    listening.week(0, everybody(BOB, *FIVE))
    before = [listening.rows(t) for t in ("antipattern_person", "antipattern_shown")]

    read_anew(listening, "second", bob="alert-fatigue")

    assert labels(listening) == ["alert-fatigue"] * 5
    assert {row[1] for row in listening.rows("antipattern_reading")} == {"second.0"}
    assert [listening.rows(t) for t in ("antipattern_person", "antipattern_shown")] == before
    assert listening.bands(after=1) == {"tribal-knowledge": 5}


def test_reading_a_range_again_changes_nothing(listening: Listening) -> None:
    listening.week(0, everybody(BOB, *FIVE), corrections={"U0": "none"})
    first, last = bytes(16), b"\xff" * 16
    second = ByWord({"bob": "gpus-warm"}, version="second")

    counts = [listening.service.relabel(second, first, last) for _ in range(2)]

    assert counts == [5, 5]
    assert labels(listening) == ["gpus-warm"] * 4  # What an author says stays.


def test_two_processes_may_read_the_same_range_at_once(listening: Listening) -> None:
    listening.week(0, everybody(BOB, *FIVE))
    second = ByWord({"bob": "gpus-warm"}, version="second")

    with ThreadPoolExecutor(4) as pool:
        counts = list(
            pool.map(lambda _: listening.service.relabel(second, bytes(16), b"\xff" * 16), range(8))
        )

    assert counts == [5] * 8
    assert labels(listening) == ["gpus-warm"] * 5


def test_part_of_a_range_is_read_and_the_rest_stays_as_it_was(listening: Listening) -> None:
    listening.week(0, everybody(BOB, *FIVE))
    ids = [comment.id for comment in listening.comments.list_after(b"", limit=9)]
    second = ByWord({"bob": "gpus-warm"}, version="second")

    assert listening.service.relabel(second, ids[1], ids[2]) == 2

    assert labels(listening) == ["gpus-warm"] * 2 + ["tribal-knowledge"] * 3


def test_what_was_read_by_this_version_is_not_read_again(listening: Listening) -> None:
    listening.week(0, everybody(BOB, *FIVE))

    counts = [listening.service.relabel_next() for _ in range(3)]

    assert counts == [5, 0, 0]


def test_what_a_lead_says_of_a_kind_has_its_comments_read_anew(listening: Listening) -> None:
    listening.week(0, everybody(BOB, *FIVE))
    listening.service.relabel_next()

    correct(listening, "tribal-knowledge", "data-errors")
    listening.service.relabel_next()

    assert labels(listening) == ["data-errors"] * 5
    assert listening.bands(after=1) == {"tribal-knowledge": 5}


def test_nine_authors_words_are_not_shown_and_tens_are_shuffled(database: Database) -> None:
    crowd = tuple(f"U{number}" for number in range(12))
    listening = Listening(database)
    listening.set_up(members=crowd)
    said = {f"U{number}": f"words of {number:02d}" for number in range(10)}

    nine = {user: words for user, words in said.items() if user != "U9"}
    listening.week(0, {**nine, LEAD: "the lead's"}, may_show=True, members=crowd)
    few = listening.service.list_words(team_id=1, user_id=LEAD, now=at(1))
    listening.week(1, said, may_show=True, members=crowd)
    shown = listening.service.list_words(team_id=1, user_id=LEAD, now=at(2))

    assert few == ()
    assert sorted(shown) == sorted(said.values())
    assert shown != tuple(said.values())  # By chance equal once in three million runs.


def test_words_without_consent_are_not_among_those_that_are_shown(database: Database) -> None:
    crowd = tuple(f"U{number}" for number in range(12))
    listening = Listening(database)
    listening.set_up(members=crowd)
    listening.tick(now=at(0))
    sheet = listening.sheets()[0]
    listening.answer(sheet, crowd, "3")
    for number, user_id in enumerate(crowd):
        listening.answers.record_comment(
            item_id=sheet.answers[0].item.id,
            user_id=user_id,
            text="open" if number < 10 else "closed",
            may_show=number < 10,
        )

    listening.end(now=at(1))

    words = listening.service.list_words(team_id=1, user_id=LEAD, now=at(1))
    assert words == ("open",) * 10


def test_ten_comments_of_five_people_are_not_ten_authors(listening: Listening) -> None:
    listening.tick(now=at(0))
    sheet = listening.sheets()[0]
    for item in (0, 1):
        listening.answer(sheet, MEMBERS[:5], "3", item=item)
        for user_id in MEMBERS[:5]:
            item_id = sheet.answers[item].item.id
            listening.answers.record_comment(
                item_id=item_id, user_id=user_id, text="open", may_show=True
            )

    listening.end(now=at(1))

    assert len(listening.rows("survey_comment")) == 10
    assert listening.service.list_words(team_id=1, user_id=LEAD, now=at(1)) == ()
