"""The page for a steering meeting: well formed, self-contained, readable without colour."""

import re
from xml.etree import ElementTree as ET

import pytest

from bot.digests.page import as_page
from bot.digests.pictures import heat_map, told, trend_picture
from bot.digests.plain_text import as_text
from bot.digests.sections import compose
from bot.digests.sponsors import compose_for_sponsors
from tests.digests.making import a_digest, a_row

HOSTILE = 'Fraud <script>alert("1")</script> & co'


def page(**changes: object) -> str:
    digest = a_digest(**changes)
    return as_page(digest, compose(digest))


def parsed(html: str) -> ET.Element:
    """Read a page as XML, which it is as well."""
    return ET.fromstring(html.removeprefix("<!DOCTYPE html>"))  # noqa: S314 - our own


def test_the_page_is_well_formed_whatever_a_team_is_called() -> None:
    document = parsed(page(team_name=HOSTILE))

    assert HOSTILE in "".join(document.itertext())
    assert document.findall(".//script") == []


def test_the_page_asks_for_nothing_from_elsewhere() -> None:
    html = page()

    assert "default-src 'none'" in html
    assert re.findall(r"https?:|//\w|@import|url\(|<(?:script|img|link|iframe|object)", html) == []


def test_each_dimension_has_a_picture_that_says_in_words_what_it_shows() -> None:
    document = parsed(page())

    pictures = document.findall(".//svg")
    assert [p.get("aria-label") for p in pictures] == [told(r) for r in a_digest().dimensions]
    assert {p.get("role") for p in pictures} == {"img"}
    assert "The 90% range is now 2.2–3.0; no clear change." in (pictures[1].get("aria-label") or "")


@pytest.mark.parametrize("tenths", [12, 26, 48])
def test_the_axis_goes_from_one_to_five_whatever_the_values(tenths: int) -> None:
    svg = ET.fromstring(trend_picture(a_row(tenths=tenths, spread=2)))  # noqa: S314 - our own

    assert [t.text for t in svg.findall("text")][:5] == ["1", "2", "3", "4", "5"]
    points = " ".join(e.get("points") or "" for e in svg.iter("polygon"))
    assert all(12 <= float(xy.split(",")[1]) <= 164 for xy in points.split())


def test_one_week_alone_can_be_drawn() -> None:
    assert "<polygon" in trend_picture(a_row(weeks=1))


def test_the_heat_map_has_a_number_in_every_cell() -> None:
    weeks = 26
    digest = a_digest(practices=(a_row("data-quality", dimension="process", weeks=weeks),))

    table = ET.fromstring(heat_map(digest))  # noqa: S314 - our own

    cells = [cell.text for cell in table.findall(".//tbody//td")]
    assert cells == ["2.6"] * 7
    assert len(table.findall(".//thead//th")) == 7


def test_a_practice_that_came_later_has_a_dash_where_nothing_is_known() -> None:
    rows = tuple(a_row(n, dimension="process", weeks=w) for n, w in (("old", 9), ("new", 1)))

    table = heat_map(a_digest(practices=rows))

    assert table.count("–</td>") == 2


def test_sponsors_get_no_heat_map() -> None:
    digest = a_digest()

    html = as_page(digest, compose_for_sponsors(digest), with_practices=False)

    assert "<table" not in html
    assert "One request" in html


def test_the_text_has_every_line_of_the_digest() -> None:
    digest = a_digest()

    text = as_text(digest, compose(digest))

    assert text.startswith(
        "Fraud: where the team stands, July 2026\n\nProcess is the weakest side: 2.6"
    )
    assert len(text.splitlines()) == 2 + sum(len(part.lines) for part in compose(digest))
