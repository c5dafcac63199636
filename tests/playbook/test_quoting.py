"""Quoting the sentences of a section that fit the question."""

import random

import pytest

from bot.playbook.domain import BlockKind, Section
from bot.playbook.loader import load_pages
from bot.playbook.markdown import outline
from bot.playbook.quoting import quote
from bot.resources import folder
from bot.text.words import terms

FILLER = " ".join(f"Sentence {number} is about nothing that anybody asked." for number in range(40))


def a_section(body: str) -> Section:
    return outline(f"# Title\n\n{body}\n", title="").sections[0]


def test_a_short_section_is_quoted_whole() -> None:
    body = "First this.\n\n- one\n- two\n\n```sh\nmake run\n```"

    assert quote(a_section(body), {}) == body


def test_of_a_long_section_the_first_sentence_and_what_fits_are_quoted_in_order() -> None:
    body = f"What it is about. {FILLER} Roll back in ten minutes. {FILLER} Keep two versions."

    told = quote(a_section(body), {"version": 3.0, "roll": 3.0})

    assert told.startswith("What it is about.")
    assert "\n\nRoll back in ten minutes." in told
    assert told.index("Roll back in ten minutes.") < told.index("Keep two versions.")
    assert len(told) <= 1000


def test_every_sentence_is_the_sections_own() -> None:
    body = f"Lead with [a link](x.md), e.g. this one. {FILLER}\nBroken\nover lines. {FILLER}"

    told = quote(a_section(body), {"broken": 1.0})

    assert "Broken over lines." in told
    for part in told.split("\n\n"):
        assert part in " ".join(body.split())


def test_marks_that_close_after_a_full_stop_stay_with_their_sentence() -> None:
    body = '**Own it.** One person. He said "no." (Twice.) Then more.'

    assert quote(a_section(body), {}) == body


def test_a_quotation_is_kept_with_its_marks_and_a_picture_is_left_out() -> None:
    body = "First.\n\n> said one,\n> said two\n\n![a chart](chart.png)"

    assert quote(a_section(body), {}) == "First.\n\n> said one,\n> said two"


def test_html_is_quoted_as_people_read_it() -> None:
    assert quote(a_section("<p>Some <b>bold</b>\nwords</p>"), {}) == "Some bold words"


def test_a_section_of_nothing_but_a_picture_quotes_nothing() -> None:
    assert quote(a_section("![a chart](chart.png)"), {}) == ""


def test_code_and_tables_are_quoted_whole_or_not_at_all() -> None:
    table = "| a | b |\n|---|---|\n" + "\n".join(f"| {row} | rollback |" for row in range(100))
    code = "```sh\nmake rollback\n```"

    told = quote(a_section(f"Lead. {FILLER}\n\n{table}\n\n{code}"), {"rollback": 5.0})

    assert code in told
    assert "|" not in told


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def own_sections() -> list[Section]:
    pages = load_pages(folder("knowledge") / "playbook")
    return [section for page in pages for section in page.sections]


@pytest.mark.parametrize("seed", range(5))
def test_of_our_own_pages_only_their_words_are_quoted_and_in_order(
    own_sections: list[Section], seed: int
) -> None:
    choose = random.Random(seed)  # noqa: S311 - nothing here is a secret
    vocabulary = sorted({term for section in own_sections for term in terms(section.words)})

    for section in own_sections:
        wanted = {term: choose.random() * 5 for term in choose.sample(vocabulary, 6)}
        wanted |= {term: choose.random() * 5 for term in terms(section.words)[:9:2]}
        left = squeezed("\n\n".join(block.markdown for block in section.blocks))
        for line in filter(None, quote(section, wanted).splitlines()):
            _, found, left = left.partition(squeezed(line))
            assert found == squeezed(line), section.heading


def test_no_sentence_of_our_own_pages_is_cut_inside_its_markup(
    own_sections: list[Section],
) -> None:
    for section in own_sections:
        paragraphs = [b for b in section.blocks if b.kind is BlockKind.PARAGRAPH]
        for paragraph in paragraphs:
            long = Section("", "", (), (*[paragraph] * 20,), 1)
            for piece in quote(long, {}).split("\n\n"):
                for mark in ("`", "**"):
                    assert piece.count(mark) % 2 == 0, piece
