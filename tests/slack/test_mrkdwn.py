import pytest

from bot.slack.mrkdwn import call_nobody, escape, escape_within, plain_words


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("<@U0BOT00001> how often?", "how often?"),
        ("how does <@U1|aisha> do it in <#C1|fraud>", "how does aisha do it in fraud"),
        (
            "see <https://example.com/a> and <https://example.com|this>",
            "see https://example.com/a and this",
        ),
        ("is a &lt; b &amp;&amp; c &gt; d", "is a < b && c > d"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("<!channel> hear me", "hear me"),
        ("<!date^1^{date}|yesterday> it broke", "yesterday it broke"),
        ("  two\n lines ", "two lines"),
    ],
)
def test_what_slack_sends_is_read_as_it_was_typed(said: str, meant: str) -> None:
    assert plain_words(said) == meant


@pytest.mark.parametrize(
    "words", ["<!channel>", "@here, look", "hi @Channel", "<@U1>", "@everyone"]
)
def test_nobody_is_called_by_what_somebody_wrote(words: str) -> None:
    escaped = escape(words)

    assert "<" not in escaped
    assert not any(call in escaped.lower() for call in ("@here", "@channel", "@everyone"))


def test_an_address_stays_as_it_was() -> None:
    assert escape("a@here.example b@herenow.example") == "a@here.example b@herenow.example"


@pytest.mark.parametrize("most", range(8, 40))
def test_what_is_cut_fits_and_no_sign_is_cut_in_half(most: int) -> None:
    cut = escape_within("a & b < c > d " * 9, most)

    assert len(cut) <= most
    assert not cut.removesuffix("…").endswith(("&", "&a", "&am", "&amp", "&l", "&lt", "&g", "&gt"))


def test_a_card_names_people_and_calls_no_channel() -> None:
    assert call_nobody("ask <@U1>, not <!here> or <!subteam^S1|@all>") == (
        "ask <@U1>, not here or subteam^S1"
    )
