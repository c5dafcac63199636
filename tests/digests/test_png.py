"""The picture of the trend: one axis for all, readable without colour, the same whenever drawn."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.digests.domain import Digest, Row
from bot.digests.pictures import all_told, told
from bot.digests.png import SIZE, draw, height_of
from tests.digests.making import a_digest, a_row

LINE = (0x12, 0x39, 0x4F)
WHITE = (0xFF, 0xFF, 0xFF)
RIBBON = (0xDB, 0xE6, 0xED)


def drawn(digest: Digest) -> Image.Image:
    picture = Image.open(BytesIO(draw(digest)))
    assert picture.format == "PNG"
    return picture.convert("RGB")


def three(**changes: Any) -> tuple[Row, ...]:
    return tuple(a_row(name, **changes) for name in ("culture", "process", "tools"))


def is_near(colour: object, wanted: tuple[int, int, int], by: int) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(a - b) <= by for a, b in zip(colour, wanted, strict=True))


def column(picture: Image.Image, x: int, wanted: tuple[int, int, int]) -> list[int]:
    """Return the rows, inside the axis, at which a column has a colour."""
    inside = range(int(height_of(50)) - 8, int(height_of(10)) + 8)
    return [y for y in inside if is_near(picture.getpixel((x, y)), wanted, 24)]


def middles(picture: Image.Image) -> Iterator[int]:
    """Yield a column in each panel, off its middle where a week is named."""
    yield from (round(picture.width * part) for part in (0.22, 0.54, 0.86))


def test_the_same_digest_gives_the_same_bytes() -> None:
    assert draw(a_digest()) == draw(a_digest())


def test_it_is_small_enough_to_be_loaded_at_once() -> None:
    rows = three(weeks=26, rising=12)

    assert len(draw(a_digest(dimensions=rows))) < 100_000
    assert drawn(a_digest(dimensions=rows)).size == SIZE


@pytest.mark.parametrize("tenths", [10, 18, 30, 44, 50])
def test_a_value_lies_at_its_height_whatever_the_others_are(tenths: int) -> None:
    rows = (a_row("culture", tenths=30), a_row("process", tenths=tenths, spread=0), a_row("tools"))

    picture = drawn(a_digest(dimensions=rows, weakest="process"))

    _, middle, _ = middles(picture)
    dark = column(picture, middle, LINE)
    assert sum(dark) / len(dark) == pytest.approx(height_of(tenths), abs=2)


def test_the_range_is_a_ribbon_from_its_lower_to_its_upper_end() -> None:
    picture = drawn(a_digest(dimensions=three(tenths=30, spread=6)))

    for x in middles(picture):
        inside = [picture.getpixel((x, round(height_of(t)))) for t in (25, 28, 32, 35)]
        outside = [picture.getpixel((x, round(height_of(t)))) for t in (15, 23, 37, 45)]
        assert all(is_near(colour, RIBBON, 2) for colour in inside)
        assert outside == [WHITE] * 4


def test_it_brings_its_own_white_ground_for_dark_pages() -> None:
    picture = Image.open(BytesIO(draw(a_digest())))

    assert "A" not in picture.getbands()
    assert "transparency" not in picture.info
    corners = [(0, 0), (SIZE[0] - 1, 0), (0, SIZE[1] - 1), (SIZE[0] - 1, SIZE[1] - 1)]
    assert {picture.convert("RGB").getpixel(at) for at in corners} == {WHITE}


def test_line_and_ribbon_are_told_apart_in_grey() -> None:
    picture = drawn(a_digest(dimensions=three(tenths=30, spread=6))).convert("L")

    greys = [picture.getpixel((next(middles(picture)), round(height_of(t)))) for t in (30, 33, 40)]
    line, ribbon, _ = [int(str(grey)) for grey in greys]
    assert ribbon - line > 100


@pytest.mark.parametrize("weeks", [1, 2, 3, 12, 26])
def test_a_trend_of_any_age_can_be_drawn(weeks: int) -> None:
    assert drawn(a_digest(dimensions=three(weeks=weeks))).size == SIZE


def test_weeks_without_a_figure_take_up_their_time() -> None:
    whole = a_row("process", weeks=21, rising=20)
    gap = replace(whole, points=(*whole.points[:3], *whole.points[13:]))
    others = (a_row("culture"), a_row("tools"))

    pictures = [drawn(a_digest(dimensions=(others[0], row, others[1]))) for row in (whole, gap)]

    _, middle, _ = middles(pictures[0])
    levels = [column(picture, middle, LINE) for picture in pictures]
    assert sum(levels[0]) / len(levels[0]) == pytest.approx(sum(levels[1]) / len(levels[1]), abs=4)


@pytest.mark.parametrize("name", ["Prozeß & Übergabe", "工程", "P" * 60])
def test_a_name_in_other_letters_or_too_long_spoils_nothing(name: str) -> None:
    row = replace(a_row("process"), name=name)

    picture = drawn(a_digest(dimensions=(a_row("culture"), row, a_row("tools"))))

    beyond = {picture.getpixel((x, 45)) for x in range(SIZE[0] - 20, SIZE[0])}
    assert beyond == {WHITE}


def test_its_words_say_of_each_dimension_what_is_seen() -> None:
    rows = three(weeks=26, rising=6)

    words = all_told(a_digest(dimensions=rows))

    assert all(told(row) in words for row in rows)
    assert "Process: from 2.0 in the week of 5 Jan to 2.6 in the week of 29 Jun" in words
    assert len(words) < 1_000
