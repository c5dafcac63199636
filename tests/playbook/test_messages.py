"""Whatever stands on a page or in a question, what is shown keeps Slack's limits."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from bot.delivery.domain import Message
from bot.knowledge.files import Finding
from bot.playbook.domain import Answer, Outcome, Page, Section
from bot.playbook.messages import feedback, keeping, places
from bot.playbook.messages.answer import Place, reply
from bot.playbook.messages.places import Links
from bot.playbook.messages.quoting import in_parts, quoted
from bot.playbook.messages.section import whole_section
from bot.playbook.questions import Asked, AskError, Gap, Question, Report, Unhelpful
from bot.playbook.shelf import Broken
from bot.sandbox.checks import check_message
from bot.sandbox.checks.views import check_view
from tests.playbook.pages import NOTHING, a_page, a_section, an_answer

HERE, THERE = Links(), Links("https://git.example.com/playbook/")
EVERYWHERE = pytest.mark.parametrize("links", [HERE, THERE], ids=["in-slack", "elsewhere"])

HOSTILE = {
    "calls": "<!channel> <@U123> <#C123> <http://evil.example|here>",
    "markup": "*bold* _it_ `code` ~x~ > & < | [a](b) ](",
    "endless-word": "x" * 20_000,
    "endless-lines": "word and word\n" * 3_000,
    "ampersands": "&" * 9_000,
    "fence": "```python\n" + "print('<!here>')\n" * 2_000 + "```",
    "open-fence": "~~~\nnever closed\n" * 900,
    "table": "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 2_000,
    "scripts": "дрейф 漂移 انحراف \u202e\u0000 🎉" * 300,
    "blank": " ",
}
EVERYTHING = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())


def a_question(text: str = "how often", *, question_id: int = 12) -> Question:
    return Question(question_id, text, Outcome.ANSWERED, "", "", "", date(2026, 1, 1))


def asked(answer: Answer | None = None, *, text: str = "how often", after: str = "") -> Asked:
    return Asked(text, answer or an_answer(), a_question(text), after=after)


def a_hostile_page(text: str, *, sections: int = 120) -> Page:
    found = [
        a_section(f"{text}{number}", anchor=f"{text}-{number}", markdown=text or "x")
        for number in range(sections)
    ]
    return a_page(*found, path=f"{text.replace(chr(10), ' ')}.md", title=text)


def require_fit(messages: Sequence[Message]) -> None:
    for message in messages:
        payload = {"text": message.text, "blocks": list(message.blocks)}
        assert [str(problem) for problem in check_message(payload)] == []
        shown = "".join([message.text, *parsed(message.blocks)]).replace("<@UASKER>", "")
        assert not any(f"<{sign}" in shown for sign in "!@#")


def parsed(value: object) -> Iterator[str]:
    """All texts in which Slack looks for markup."""
    if isinstance(value, dict):
        if value.get("type") in {"mrkdwn", "markdown"}:
            yield str(value["text"])
        yield from (text for inner in value.values() for text in parsed(inner))
    elif isinstance(value, list | tuple):
        yield from (text for inner in value for text in parsed(inner))


@EVERYWHERE
@EVERYTHING
def test_an_answer_of_whatever_page_to_whatever_question_fits(text: str, links: Links) -> None:
    page = a_hostile_page(text)
    answers = [
        an_answer(Outcome.ANSWERED, page, page, page, quote=text),
        an_answer(Outcome.ANSWERED, page, quote=""),
        an_answer(Outcome.MAYBE, page, page, page, page),
        an_answer(Outcome.NOT_COVERED, page, page, page),
        an_answer(Outcome.COMPANY_FACT, page),
        NOTHING,
    ]

    for answer in answers:
        for place in Place:
            said = asked(answer, text=f"{text} why", after=text)
            require_fit([reply(said, links, place=place, asker="UASKER")])


@EVERYWHERE
@EVERYTHING
def test_whatever_section_is_read_whole_fits(text: str, links: Links) -> None:
    page = a_hostile_page(text)

    messages = whole_section(page, page.sections[0], links)

    assert len(messages) <= 4
    require_fit(messages)


@EVERYWHERE
@EVERYTHING
def test_what_keepers_and_those_who_wait_are_told_fits(text: str, links: Links) -> None:
    many = tuple(f"{text} {number}" for number in range(60))
    gaps = tuple(Gap(wording, 1, after=text) for wording in many)
    unhelpful = tuple(Unhelpful(wording, text, 3, many, many) for wording in many)
    week = keeping.report(Report(date(2026, 1, 2), 99, gaps, unhelpful))
    finding = Finding(Path("page.md"), 3, text)
    page = a_hostile_page(text)
    answer = an_answer(Outcome.ANSWERED, page, quote=text)

    assert week is not None
    require_fit([week, keeping.broken(Broken("e", (finding,) * 60))])
    require_fit([keeping.covered(asked(answer, text=text), links)])


@EVERYTHING
def test_the_form_that_asks_why_fits(text: str) -> None:
    assert check_view(feedback.why_form(a_question(text, question_id=999_999_999))) == []
    assert check_view(feedback.reason_kept()) == []


def test_an_answer_is_the_playbooks_own_words_with_page_and_heading() -> None:
    page = a_page(a_section("How often"), title="Retraining")

    message = reply(asked(an_answer(Outcome.ANSWERED, page)), THERE, place=Place.THREAD)

    name, words, *_ = message.blocks
    url = "https://git.example.com/playbook/process/retraining.md#retraining"
    assert name["text"]["text"] == f"*<{url}|Retraining › How often>*"
    assert words == {"type": "markdown", "text": "Retrain weekly."}
    assert message.text == "Retraining › How often: Retrain weekly."


@pytest.mark.parametrize(
    ("quote", "is_told"), [("Retrain weekly.", False), ("Weekly.", True), ("", False)]
)
def test_an_answer_that_leaves_some_of_its_section_out_says_so(quote: str, is_told: bool) -> None:
    answer = asked(an_answer(Outcome.ANSWERED, a_page(), quote=quote))

    messages = [reply(answer, HERE, place=Place.THREAD), keeping.covered(answer, HERE)]

    for message in messages:
        assert ("Not all of the section" in str(message.blocks)) is is_told


def test_a_section_at_the_top_of_a_page_has_the_pages_address() -> None:
    page = a_page(a_section("Retraining", anchor=""), path="two words/ü.md")

    url = THERE.find_url(page, page.sections[0])

    assert url == "https://git.example.com/playbook/two%20words/%C3%BC.md"


@pytest.mark.parametrize(
    ("written", "elsewhere", "here"),
    [
        ("[drift](../tools/drift.md)", "[drift]({}tools/drift.md)", "drift"),
        ("[drift](drift.md#signs)", "[drift]({}process/drift.md#signs)", "drift"),
        ("[above](#signs)", "[above]({}process/retraining.md#signs)", "above"),
        ("[a book](https://example.com/b)", "[a book](https://example.com/b)", None),
        ("<@U1> <!here>", "&lt;@U1> &lt;!here>", None),
        ("a < b, `x <y>`", "a < b, `x <y>`", None),
    ],
)
def test_links_lead_somewhere_and_nobody_is_called(
    written: str, elsewhere: str, here: str | None
) -> None:
    page, base = a_page(), str(THERE.base)

    assert quoted(written, page, THERE, most=500) == elsewhere.format(base)
    assert quoted(written, page, HERE, most=500) == (here or elsewhere)


def test_a_snippet_that_is_cut_is_closed_and_opened_again() -> None:
    text = "```python\n" + "x = 1\n" * 50 + "```"

    parts = in_parts(text, most=120)

    assert all(len(part) <= 120 for part in parts)
    assert all(part.startswith("```") and part.endswith("\n```") for part in parts)


def test_parts_hold_every_line_once() -> None:
    lines = [f"line {number}" for number in range(300)]

    parts = in_parts("\n".join(lines), most=200)

    assert "\n".join(parts).split("\n") == lines


def test_a_section_is_read_whole_before_its_pages_others_are_named() -> None:
    one, other = a_section("One", anchor="one"), a_section("Other", anchor="other")
    page = a_page(one, other)

    (message,) = whole_section(page, one, HERE)

    options = message.blocks[-1]["elements"][0]["options"]
    assert [(o["text"]["text"], o["value"]) for o in options] == [("Other", "1")]


def test_a_section_too_long_for_slack_says_that_it_goes_on() -> None:
    short, long = a_section(markdown="Weekly."), a_section(markdown="A line.\n" * 6_000)

    shown = [str(whole_section(a_page(each), each, HERE)[-1].blocks) for each in (short, long)]

    assert ["The section goes on" in each for each in shown] == [False, True]


@pytest.mark.parametrize(
    "value", [None, "", "x", "[]", "{}", "1", '["a"]', '["a", "b", "c"]', "null"]
)
def test_a_button_that_names_no_section_is_said_in_words(value: object) -> None:
    with pytest.raises(AskError, match="doesn't say which section"):
        places.load_section(value)


@pytest.mark.parametrize("value", [None, "", "x", "٣", "9" * 30])
def test_a_button_that_names_no_question_is_said_in_words(value: object) -> None:
    with pytest.raises(AskError, match="doesn't say which question"):
        places.load_question(value)


def test_what_a_button_carries_names_the_section_again() -> None:
    page = a_page(a_section(anchor="größe-✓"), path="a/b.md")

    value = places.dump_section(page, page.sections[0])

    assert places.load_section(value) == ("a/b.md", "größe-✓")


def a_label(message: Message) -> list[str]:
    return [
        element["text"]["text"]
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]


@pytest.mark.parametrize(
    ("outcome", "labels"),
    [
        (Outcome.ANSWERED, ["Helped", "Did not help"]),
        (Outcome.MAYBE, ["Helped", "Did not help", "Tell me when this is covered"]),
        (Outcome.NOT_COVERED, ["Tell me when this is covered"]),
        (Outcome.COMPANY_FACT, []),
    ],
)
def test_each_outcome_has_its_buttons(outcome: Outcome, labels: list[str]) -> None:
    message = reply(asked(an_answer(outcome)), HERE, place=Place.THREAD)

    assert a_label(message) == labels


def test_what_may_not_be_covered_names_the_closest_sections_and_quotes_none() -> None:
    sections: list[Section] = [a_section(name) for name in ("One", "Two", "Three", "Four")]
    pages = [a_page(section, title=section.heading) for section in sections]

    message = reply(asked(an_answer(Outcome.MAYBE, *pages)), HERE, place=Place.THREAD)

    assert "may not cover this" in message.text
    assert [b["text"]["text"] for b in message.blocks[1:4]] == ["*One*", "*Two*", "*Three*"]
    assert "markdown" not in {block["type"] for block in message.blocks}


def test_a_quiet_week_has_no_report() -> None:
    assert keeping.report(Report(date(2026, 1, 2), 7, (), ())) is None
