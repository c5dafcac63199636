"""The trend as a PNG, for a workspace that does not take Slack's charts; Pillow lives here alone.

Three panels side by side share one axis from 1 to 5. There is one line to a panel, named and
valued in words, so that nothing depends on colour; the ground is white, so that it reads on a
dark page as well.
"""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Final
from unicodedata import normalize

from PIL import Image, ImageDraw, ImageFont

from bot.digests.domain import Digest, Point, Row, in_words
from bot.digests.sections.verdicts import VERDICTS

SIZE: Final = (1260, 660)

_FINER: Final = 2
"""All is drawn so many times as large and then made smaller, which smooths the lines."""

_LOWEST, _HIGHEST = 10, 50
_LEFT, _RIGHT, _BETWEEN = 58, 26, 46
_TOP, _BOTTOM = 168, 84
_LARGE, _MIDDLE, _SMALL = 44, 31, 28
_GROUND, _INK, _QUIET = "#ffffff", "#14222c", "#46555f"
_GRID, _RIBBON, _EDGE, _LINE = "#cdd5db", "#dbe6ed", "#657f8e", "#12394f"
_DASH, _GAP = 9, 8
_OFF_MIDDLE = 40
"""How far off the middle a week may lie and still be named between the first and the last."""

_XY = tuple[float, float]


def draw(digest: Digest) -> bytes:
    """Return the dimensions over time as a PNG; the same digest always gives the same bytes."""
    width, height = (side * _FINER for side in SIZE)
    image = Image.new("RGB", (width, height), _GROUND)
    brush = _Brush(image)
    _axis(brush)
    for row, left in zip(digest.dimensions, _lefts(len(digest.dimensions)), strict=True):
        _Panel(brush, row, left, _panel_width(len(digest.dimensions))).draw()
    small = image.resize(SIZE, Image.Resampling.LANCZOS)
    written = BytesIO()
    small.quantize(64, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()


def height_of(tenths: int) -> float:
    """Return how far down a value lies in the picture, in pixels."""
    span = SIZE[1] - _TOP - _BOTTOM
    return _TOP + (_HIGHEST - tenths) / (_HIGHEST - _LOWEST) * span


def _panel_width(count: int) -> float:
    return (SIZE[0] - _LEFT - _RIGHT - _BETWEEN * (count - 1)) / count


def _lefts(count: int) -> list[float]:
    return [_LEFT + number * (_panel_width(count) + _BETWEEN) for number in range(count)]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the typeface that comes with Pillow, so that no machine's own is asked for."""
    return ImageFont.load_default(size * _FINER)


class _Brush:
    """Draws at the finer scale what is said in the picture's own pixels."""

    def __init__(self, image: Image.Image) -> None:
        self._draw = ImageDraw.Draw(image)

    def line(self, points: Sequence[_XY], colour: str, width: float) -> None:
        """Draw a line with round joints and ends."""
        self._draw.line(_finer(points), colour, round(width * _FINER), joint="curve")
        for point in (points[0], points[-1]):
            self.dot(point, colour, width / 2)

    def dashes(self, points: Sequence[_XY], colour: str, width: float) -> None:
        """Draw a broken line, its dashes alike however its points lie."""
        is_dash, left = True, float(_DASH)
        for start, end in pairwise(points):
            (x, y), (far_x, far_y) = start, end
            length, done = ((far_x - x) ** 2 + (far_y - y) ** 2) ** 0.5, 0.0
            while length - done > 1e-6:
                step = min(left, length - done)
                ends = [
                    (x + (far_x - x) * at / length, y + (far_y - y) * at / length)
                    for at in (done, done + step)
                ]
                if is_dash:
                    self._draw.line(_finer(ends), colour, round(width * _FINER))
                done, left = done + step, left - step
                if left <= 1e-6:
                    is_dash = not is_dash
                    left = float(_DASH if is_dash else _GAP)

    def area(self, points: Sequence[_XY], colour: str) -> None:
        """Fill what lies between points."""
        self._draw.polygon(_finer(points), colour)

    def dot(self, at: _XY, colour: str, radius: float) -> None:
        """Draw a dot."""
        self._draw.circle(_finer([at])[0], radius * _FINER, colour)

    def text(self, at: _XY, words: str, size: int, colour: str, anchor: str) -> None:
        """Write words."""
        self._draw.text(_finer([at])[0], words, colour, _font(size), anchor=anchor)

    def strong(self, at: _XY, words: str, size: int, colour: str) -> None:
        """Write words a little thicker, since the typeface has one weight only."""
        place, thicker = _finer([at])[0], 0.4 * _FINER
        self._draw.text(place, words, colour, _font(size), "ls", stroke_width=thicker)

    def width_of(self, words: str, size: int) -> float:
        """Return how wide words are."""
        return self._draw.textlength(words, _font(size)) / _FINER

    def fitting(self, words: str, size: int, width: float) -> int:
        """Return the size at which words fit into a width, if `size` is too large."""
        return min(size, int(size * width / max(1.0, self.width_of(words, size))))


def _finer(points: Sequence[_XY]) -> list[_XY]:
    return [(x * _FINER, y * _FINER) for x, y in points]


def _writable(words: str) -> str:
    """Return words in the letters that the typeface has: others lose their accents."""
    return normalize("NFKD", words).encode("ascii", "ignore").decode()


def _axis(brush: _Brush) -> None:
    for tenths in range(_LOWEST, _HIGHEST + 1, 10):
        brush.text((_LEFT - 18, height_of(tenths)), str(tenths // 10), _SMALL, _QUIET, "rm")


class _Panel:
    """One dimension: what it is called and stands at, then how it came there."""

    def __init__(self, brush: _Brush, row: Row, left: float, width: float) -> None:
        self._brush = brush
        self._row = row
        self._left = left
        self._width = width

    def draw(self) -> None:
        """Draw all of it."""
        self._words()
        self._weeks()
        self._range()
        at = [self._place(p, p.figure.tenths) for p in self._row.points]
        if len(at) > 1:
            self._brush.line(at, _LINE, 5)
        self._brush.dot(at[-1], _GROUND, 13)
        self._brush.dot(at[-1], _LINE, 10)

    def _words(self) -> None:
        now, name = self._row.now, _writable(self._row.name)
        size = self._brush.fitting(f"{name}  {now.value}", _LARGE, self._width)
        self._brush.strong((self._left, 54), name, size, _INK)
        beside = self._left + self._brush.width_of(f"{name} ", size) + 4
        self._brush.strong((beside, 54), now.value, size, _LINE)
        spread = f"90% range {in_words(now.low)} to {in_words(now.high)}"
        for words, y, colour in ((spread, 98, _QUIET), (VERDICTS[self._row.verdict], 137, _INK)):
            size = self._brush.fitting(words, _MIDDLE, self._width)
            self._brush.text((self._left, y), words, size, colour, "ls")

    def _range(self) -> None:
        """Draw the range, with the axis over its area and under its edges."""
        points = self._row.points
        upper = [self._place(p, p.figure.high) for p in points]
        lower = [self._place(p, p.figure.low) for p in points]
        if len(points) > 1:
            self._brush.area([*upper, *reversed(lower)], _RIBBON)
        for tenths in range(_LOWEST, _HIGHEST + 1, 10):
            y = height_of(tenths)
            self._brush.line([(self._left, y), (self._left + self._width, y)], _GRID, 2)
        if len(points) > 1:
            self._brush.dashes(upper, _EDGE, 2.5)
            self._brush.dashes(lower, _EDGE, 2.5)
        else:
            self._brush.line([*upper, *lower], _EDGE, 4)

    def _weeks(self) -> None:
        """Name the first and the last week, and the one in the middle where there is room."""
        points = self._row.points
        named = [(points[0], "ls" if len(points) > 1 else "ms")]
        if len(points) > 1:
            named.append((points[-1], "rs"))
        middle = self._left + self._width / 2
        between = min(points, key=lambda point: abs(self._place(point, _LOWEST)[0] - middle))
        if len(points) > 2 and abs(self._place(between, _LOWEST)[0] - middle) < _OFF_MIDDLE:
            named.append((between, "ms"))
        for point, anchor in named:
            x, bottom = self._place(point, _LOWEST)
            self._brush.line([(x, bottom), (x, bottom + 10)], _QUIET, 2)
            day = f"{point.wave.day} {point.wave:%b}"
            self._brush.text((x, SIZE[1] - 34), day, _SMALL, _QUIET, anchor)

    def _place(self, point: Point, tenths: int) -> _XY:
        """Return where a value of a week lies; weeks without a figure take up their time."""
        first, last = self._row.points[0].wave, self._row.points[-1].wave
        days = (last - first).days
        part = (point.wave - first).days / days if days else 0.5
        return self._left + part * self._width, height_of(tenths)
