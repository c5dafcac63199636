"""A card as a file: always the same bytes, and back again whatever people wrote."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.handover.cards.card import HEADINGS, Card, CardSection
from bot.handover.cards.file import CardError, is_as_written, read_card, write_card
from bot.handover.cards.text import escape, unescape
from bot.handover.domain import Basis, SectionState, Tier, tidy_text
from tests.handover.cards import a_card, a_section

FILE = Path("cards/churn.md")

TRICKY = st.sampled_from(
    [
        "---",
        "# Title",
        "## Scares",
        "\\## Scares",
        "   ## Rolling back",
        "===",
        "-",
        "```",
        "````sh",
        "~~~",
        "<!-- hidden",
        "<script>",
        "<https://example.com>",
        "<@U012>",
        "\\---",
        "\\\\```",
        "key: [a, {b: *c}]",
        "'\"|>%@`&!",
        "    code",
        "| a | b |",
        "_Not answered yet._ really",
        "🚒 né 模型",
        "",
    ]
)
LINES = st.lists(TRICKY | st.text(max_size=20), max_size=12).map("\n".join)
TEXTS = LINES.map(tidy_text).filter(
    lambda text: text not in ("", "_Not answered yet._", "_Nobody knows yet._")
)
TITLES = st.text(min_size=1, max_size=40).map(lambda t: " ".join(tidy_text(t).split())).filter(bool)
IDS = st.sampled_from(["U1", "W02ABC", "12345", "null", "yes", "0x1F", "1e5", "~"])
DATES = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))
EXTRA: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    st.sampled_from(["license", "tags", "language", "model-notes", "on call", "yes"]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | TITLES | TEXTS,
        lambda inner: st.lists(inner, max_size=3),
        max_leaves=4,
    ),
    max_size=3,
)


@st.composite
def sections(draw: st.DrawFn) -> tuple[CardSection, ...]:
    chosen = draw(st.sets(st.sampled_from([h.id for h in HEADINGS]), max_size=5))
    return tuple(draw(section(h.id)) for h in HEADINGS if h.id in chosen)


@st.composite
def section(draw: st.DrawFn, id_: str) -> CardSection:
    is_gap = draw(st.booleans())
    is_confirmed = draw(st.booleans())
    return CardSection(
        id=id_,
        text=draw(TEXTS | st.just("") if is_gap else TEXTS),
        author=draw(IDS),
        state=draw(st.sampled_from(SectionState)),
        version=draw(st.integers(1, 99)),
        basis=draw(st.sampled_from(Basis)),
        answered_on=draw(DATES),
        is_gap=is_gap,
        model_version=draw(st.sampled_from(["", "7", "1.0", "v2"])),
        confirmed_by=draw(IDS) if is_confirmed else None,
        confirmed_on=draw(DATES) if is_confirmed else None,
    )


@st.composite
def cards(draw: st.DrawFn) -> Card:
    return Card(
        name=draw(st.sampled_from(["churn", "007", "1e5", "no"])),
        title=draw(TITLES),
        tier=draw(st.sampled_from(Tier)),
        state=draw(st.sampled_from(["owned", "accepted", "no"])),
        owner=draw(st.none() | IDS),
        successor=draw(st.none() | IDS),
        team=draw(st.none() | TITLES),
        link=draw(st.sampled_from(["", "https://example.com/a?b=c#d"])),
        other_names=tuple(draw(st.lists(st.sampled_from(["old", "12", "off"]), max_size=2))),
        sections=draw(sections()),
        extra=draw(EXTRA),
    )


@settings(max_examples=60, deadline=None)
@given(cards())
def test_every_card_comes_back_as_it_was_written(card: Card) -> None:
    written = write_card(card)

    assert read_card(written, file=FILE) == card
    assert is_as_written(written, file=FILE)
    assert write_card(read_card(written, file=FILE)) == written


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_an_answer_never_leaves_its_section(text: str) -> None:
    written = write_card(a_card(a_section("scares", text), a_section("risks", "Last.")))

    body = written.split("---\n", 2)[2]
    tokens = MarkdownIt("commonmark").parse(body)
    headings = [
        tokens[i + 1].content for i, t in enumerate(tokens) if t.type == "heading_open"
        and t.tag == "h2" and t.level == 0
    ]  # fmt: skip
    assert headings == [heading.title for heading in HEADINGS]


@given(LINES)
def test_what_is_escaped_comes_back(text: str) -> None:
    assert unescape(escape(text)) == text


def test_code_to_paste_is_written_as_it_was_given() -> None:
    code = "```sh\n## not a heading\n---\ndvc repro <stage>\n```"

    written = write_card(a_card(a_section("retrain", code)))

    assert f"## Retraining\n\n{code}\n" in written


def test_a_card_of_forty_thousand_characters_comes_back() -> None:
    card = a_card(*(a_section(h.id, "## word 🚒\n" * 4_000 + "end") for h in HEADINGS))

    assert read_card(write_card(card), file=FILE) == card


def test_one_changed_answer_changes_the_lines_of_its_section_only() -> None:
    before = write_card(a_card(a_section("scares", "One."), a_section("risks", "Two.")))
    after = write_card(a_card(a_section("scares", "One."), a_section("risks", "Three.")))

    differ = [
        (one, other)
        for one, other in zip(before.splitlines(), after.splitlines(), strict=True)
        if one != other
    ]

    assert len(differ) == 2  # The answer, and the checksum.
    assert ("Two.", "Three.") in differ


def test_the_file_reads_as_people_expect() -> None:
    written = write_card(a_card(a_section()))

    front = yaml.safe_load(written.split("---\n")[1])
    assert list(front) == ["handover"]
    assert front["handover"]["sections"]["rollback"] == {
        "state": "accepted",
        "author": "U1",
        "version": 2,
        "source": "owner",
        "answered_at": date(2026, 1, 5),
        "model_version": "7",
        "confirmed_by": "U2",
        "confirmed_at": date(2026, 1, 9),
    }
    assert "## Rolling back\n\nRoll back to v6.\n\n## Decisions\n\n_Not answered yet._" in written


def test_a_gap_without_words_says_that_nobody_knows() -> None:
    gap = replace(a_section("access", ""), is_gap=True, state=SectionState.ANSWERED)

    written = write_card(a_card(gap))

    assert "## Access\n\n_Nobody knows yet._\n" in written
    assert read_card(written, file=FILE).sections == (gap,)


def test_line_ends_of_another_system_change_nothing() -> None:
    card = a_card(a_section())

    theirs = write_card(card).replace("\n", "\r\n")

    assert read_card(theirs, file=FILE) == card
    assert is_as_written(theirs, file=FILE)


def test_an_edited_answer_is_noticed() -> None:
    written = write_card(a_card(a_section()))

    assert not is_as_written(written.replace("v6", "v5"), file=FILE)


@pytest.mark.parametrize(
    ("before", "after", "line", "says"),
    [
        ("title: Churn", "title: Churn: the one", 5, "colon where none can stand"),
        ("  owner: U1", "\towner: U1", 8, "tab"),
        ("tier: 1", "tier: 9", 6, "`tier`"),
        ("  owner: U1", "  owner: U1\n  owner: U2", 9, "a second time"),
        ("  owner: U1", "  boss: U1", 8, "isn't a name known here"),
        ("schema: 1", "schema: 2", 3, "`schema`"),
        ("version: 2", "version: many", 15, "`version`"),
        ("handover:", "handover: [", 4, "not YAML"),
        ("---\nhandover", "handover", 1, "three dashes"),
        ("\n## Risks and limits", "\n## Risks", None, "“Risks” is no section"),
        ("\n## Access", "\n## Scares", None, "a second time"),
        ("\n## Access\n", "\n", None, "“## Access” is missing"),
        ("Roll back to v6.", "```\nRoll back", None, "never ends"),
        ("_Not answered yet._", "Me again.", None, "doesn't say whose"),
    ],
)
def test_a_card_edited_into_something_broken_is_refused_with_its_line(
    before: str, after: str, line: int | None, says: str
) -> None:
    written = write_card(a_card(a_section()))
    assert before in written
    broken = written.replace(before, after, 1)

    with pytest.raises(CardError) as refused:
        read_card(broken, file=FILE)

    sentence = str(refused.value)
    assert says in sentence
    assert sentence.startswith(f"{FILE}:")
    if line is not None:
        assert sentence.startswith(f"{FILE}:{line}: ")


def test_what_people_add_to_the_front_matter_stays() -> None:
    written = write_card(a_card(a_section()))

    added = written.replace("---\nhandover", "---\nlicense: mit\ntags: [tabular]\nhandover", 1)
    card = read_card(added, file=FILE)

    assert card.extra == {"license": "mit", "tags": ["tabular"]}
    assert write_card(card).startswith("---\nlicense: mit\ntags:\n- tabular\nhandover:\n")
