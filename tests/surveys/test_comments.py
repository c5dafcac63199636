"""What becomes of the words that people leave with a statement."""

import pytest
from sqlalchemy import text

from bot.surveys.comment_reading import ReadAs
from bot.surveys.domain import LONGEST_COMMENT, AnswerError, ItemReleasedError, OwnAnswer
from bot.surveys.messages.commenting import comment_kept
from bot.surveys.messages.correcting import read_as
from bot.text.masking import MASK
from tests.surveys.conftest import A_WEEK, MEMBERS, MONDAY, Pulses

TOKEN = "xoxb-" + "1234567890-abcdefghij"


def asked(pulses: Pulses) -> int:
    """Open a week, and return its first item."""
    pulses.set_up()
    return pulses.open().answers[0].item.id


def say(pulses: Pulses, item_id: int, words: str, *, may_show: bool = False) -> OwnAnswer:
    """Have the first member comment, and return what is stored of theirs."""
    pulses.answers.record_comment(
        item_id=item_id, user_id=MEMBERS[0], text=words, may_show=may_show
    )
    return own(pulses, item_id)


def own(pulses: Pulses, item_id: int) -> OwnAnswer:
    return pulses.answers.get_own_answer(item_id=item_id, user_id=MEMBERS[0])


def correct(pulses: Pulses, item_id: int, correction: str | None) -> OwnAnswer:
    pulses.answers.correct_comment(item_id=item_id, user_id=MEMBERS[0], correction=correction)
    return own(pulses, item_id)


def test_a_token_is_taken_out_before_a_comment_is_stored_and_its_author_is_told(
    pulses: Pulses,
) -> None:
    item_id = asked(pulses)

    kept = say(pulses, item_id, f"the job fails with {TOKEN}, again")

    assert kept.comment == f"the job fails with {MASK}, again"
    assert f"reads “{MASK}” now" in comment_kept(kept)
    with pulses.database.reading() as connection:
        stored = connection.execute(text("SELECT text FROM survey_open_comment")).scalars().all()
    assert TOKEN not in "".join(stored)


def test_nothing_is_said_of_masking_where_nothing_was_masked(pulses: Pulses) -> None:
    kept = say(pulses, asked(pulses), "the token count is too high")

    assert kept.comment == "the token count is too high"
    assert MASK not in comment_kept(kept)


def test_a_comment_that_masking_makes_too_long_is_refused_rather_than_cut(pulses: Pulses) -> None:
    item_id = asked(pulses)
    words = "pwd=abc123 " * (LONGEST_COMMENT // 11)

    with pytest.raises(AnswerError, match="at most 3000"):
        say(pulses, item_id, words)

    assert own(pulses, item_id).comment is None


def test_a_comment_in_which_nothing_was_found_says_that_only_english_is_read() -> None:
    assert read_as(ReadAs(())) == "Read as: no anti-pattern. Only English is read."
    assert read_as(ReadAs((), is_corrected=True)) == "You say it shows no anti-pattern."


def test_what_an_author_says_of_their_comment_stays_until_its_words_change(pulses: Pulses) -> None:
    item_id = asked(pulses)
    say(pulses, item_id, "ask Bob")

    said = correct(pulses, item_id, "tribal-knowledge")
    ticked = say(pulses, item_id, "ask Bob", may_show=True)
    reworded = say(pulses, item_id, "ask Bob, he is back")

    assert said.correction == ticked.correction == "tribal-knowledge"
    assert ticked.may_show
    assert reworded.correction is None


def test_a_correction_is_taken_back(pulses: Pulses) -> None:
    item_id = asked(pulses)
    say(pulses, item_id, "ask Bob")
    correct(pulses, item_id, "none")

    assert correct(pulses, item_id, None).correction is None


def test_a_comment_that_is_not_there_cannot_be_corrected(pulses: Pulses) -> None:
    item_id = asked(pulses)

    with pytest.raises(AnswerError, match="no comment"):
        correct(pulses, item_id, "none")


def test_a_comment_is_corrected_for_as_long_as_its_statement_is_open(pulses: Pulses) -> None:
    item_id = asked(pulses)
    for user_id in MEMBERS[:5]:
        pulses.answers.record_comment(item_id=item_id, user_id=user_id, text="ask Bob")
        pulses.answer(pulses.sheets()[0], (user_id,), "3")
    correct(pulses, item_id, "tribal-knowledge")

    pulses.end(now=MONDAY + A_WEEK)

    with pytest.raises(ItemReleasedError):
        correct(pulses, item_id, "none")
    with pulses.database.reading() as connection:
        said = connection.execute(text("SELECT correction FROM survey_comment")).scalars().all()
    assert sorted(said, key=str) == [None, None, None, None, "tribal-knowledge"]
