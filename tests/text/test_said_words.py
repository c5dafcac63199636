"""Several people said a word only if each of them wrote it so."""

from bot.text.said_words import list_said


def test_a_word_is_said_only_where_it_is_written_so() -> None:
    """Its first letters are enough to find a comment, and not to tell what people said."""
    texts = ["Badges!", "the badge", "badgered", "my badge-reader", "u1x0", ""]

    assert list_said(texts, ("badge", "u2x0")) == [
        frozenset({"badge"}),
        frozenset({"badge"}),
        frozenset(),
        frozenset({"badge"}),
        frozenset(),
        frozenset(),
    ]
