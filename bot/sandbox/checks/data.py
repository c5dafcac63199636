"""Tables and charts: the blocks that show figures."""

from collections.abc import Iterator, Mapping

from bot.sandbox.checks import limits
from bot.sandbox.checks.composition import BLOCK_ID
from bot.sandbox.checks.problem import Place, Problem
from bot.sandbox.checks.relations import distinct, items, repeated, strings
from bot.sandbox.checks.rich_text import RICH_TEXT
from bot.sandbox.checks.rules import (
    Fields,
    Flag,
    ListOf,
    Number,
    OneOf,
    Shape,
    String,
    Tagged,
    Whole,
)


def _rows_of_one_length(fields: Fields, at: Place) -> Iterator[Problem]:
    rows = items(fields.get("rows"))
    if len({len(items(row)) for row in rows}) > 1:
        yield at.into("rows").problem("all rows must have the same number of cells")


def _plain_header_row(fields: Fields, at: Place) -> Iterator[Problem]:
    for row in items(fields.get("rows"))[:1]:
        for column, cell in enumerate(items(row)):
            if isinstance(cell, Mapping) and cell.get("type") == "rich_text":
                place = at.into("rows").into(0).into(column)
                yield place.problem("the header row takes no rich_text")


def _header_column_exists(fields: Fields, at: Place) -> Iterator[Problem]:
    index = fields.get("row_header_column_index")
    for row in items(fields.get("rows"))[:1]:
        if isinstance(index, int) and index >= len(items(row)):
            yield at.into("row_header_column_index").problem("must be the index of a column")


def _series_match_categories(fields: Fields, at: Place) -> Iterator[Problem]:
    axis = fields.get("axis_config")
    categories = strings(axis.get("categories")) if isinstance(axis, Mapping) else []
    place = at.into("series")
    series = [item for item in items(fields.get("series")) if isinstance(item, Mapping)]
    yield from repeated(strings([item.get("name") for item in series]), place)
    for index, item in enumerate(series):
        points = [point for point in items(item.get("data")) if isinstance(point, Mapping)]
        labels = strings([point.get("label") for point in points])
        if sorted(labels) != sorted(categories):
            yield place.into(index).into("data").problem("must hold one point for each category")


_CELL = Tagged(
    {
        "raw_text": Shape({"text": String()}),
        "raw_number": Shape({"value": Number(), "text": String()}),
        "rich_text": RICH_TEXT,
    }
)

_COLUMN = Shape(optional={"align": OneOf(("left", "center", "right")), "is_wrapped": Flag()})

TABLE = Shape(
    required={"rows": ListOf(ListOf(_CELL, limits.TABLE_COLUMNS), limits.TABLE_ROWS)},
    optional={"block_id": BLOCK_ID, "column_settings": ListOf(_COLUMN, limits.TABLE_COLUMNS)},
    relations=(_rows_of_one_length,),
    surfaces=frozenset({"message"}),
)

DATA_TABLE = Shape(
    required={
        "caption": String(),
        "rows": ListOf(
            ListOf(_CELL, limits.DATA_TABLE_COLUMNS), limits.DATA_TABLE_ROWS, at_least=2
        ),
    },
    optional={
        "block_id": BLOCK_ID,
        "page_size": Whole(1, limits.DATA_TABLE_PAGE_SIZE),
        "row_header_column_index": Whole(),
    },
    relations=(_rows_of_one_length, _plain_header_row, _header_column_exists),
    surfaces=frozenset({"message"}),
)

_LABEL = String(limits.CHART_LABEL)
_AXIS_LABEL = String(limits.CHART_AXIS_LABEL)

_SEGMENT = Shape({"label": _LABEL, "value": Number(is_positive=True)})

_SERIES = Shape(
    {
        "name": _LABEL,
        "data": ListOf(Shape({"label": _LABEL, "value": Number()}), limits.CHART_CATEGORIES),
    }
)

_AXIS_CONFIG = Shape(
    required={"categories": ListOf(_LABEL, limits.CHART_CATEGORIES)},
    optional={"x_label": _AXIS_LABEL, "y_label": _AXIS_LABEL},
    relations=(distinct("categories"),),
)

_AXIS_CHART = Shape(
    required={"series": ListOf(_SERIES, limits.CHART_SERIES), "axis_config": _AXIS_CONFIG},
    relations=(_series_match_categories,),
)

DATA_VISUALIZATION = Shape(
    required={
        "title": String(limits.CHART_TITLE),
        "chart": Tagged(
            {
                "pie": Shape({"segments": ListOf(_SEGMENT, limits.CHART_SEGMENTS)}),
                "bar": _AXIS_CHART,
                "area": _AXIS_CHART,
                "line": _AXIS_CHART,
            }
        ),
    },
    optional={"block_id": BLOCK_ID},
    surfaces=frozenset({"message", "home"}),
)
