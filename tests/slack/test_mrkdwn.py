import pytest

from bot.slack.mrkdwn import plain_words


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
