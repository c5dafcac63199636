"""Tables and charts whose parts don't agree with each other are refused."""

import pytest

from bot.sandbox.checks import check_blocks

Json = dict[str, object]


def cell(text: str = "x") -> Json:
    return {"type": "raw_text", "text": text}


def rich_cell() -> Json:
    run = {"type": "text", "text": "x"}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [run]}]}


def data_table(*rows: list[Json], **more: object) -> Json:
    return {"type": "data_table", "caption": "Scores", "rows": list(rows), **more}


def series(name: str, *labels: str) -> Json:
    return {"name": name, "data": [{"label": label, "value": 3.5} for label in labels]}


def bars(*plotted: Json) -> Json:
    axis = {"categories": ["Ship", "Learn"]}
    return chart({"type": "bar", "series": list(plotted), "axis_config": axis})


def chart(drawn: Json) -> Json:
    return {"type": "data_visualization", "title": "Scores", "chart": drawn}


def slice_of(value: object) -> Json:
    return chart({"type": "pie", "segments": [{"label": "Ship", "value": value}]})


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(data_table([cell()], [rich_cell()]), id="rich text below the header row"),
        pytest.param(
            data_table([cell()], [{"type": "raw_number", "value": 3.5, "text": "3.5"}]),
            id="a number with its text",
        ),
        pytest.param(
            bars(series("Fraud", "Ship", "Learn"), series("Ranking", "Learn", "Ship")),
            id="one point a category, in any order",
        ),
        pytest.param(
            chart({"type": "line", "series": [series("Fraud", "Ship")],
                   "axis_config": {"categories": ["Ship"], "y_label": "Score"}}),
            id="a line of one point",
        ),
    ],
)  # fmt: skip
def test_figures_that_agree_pass(block: Json) -> None:
    assert check_blocks([block], surface="message") == []


@pytest.mark.parametrize(
    ("block", "pointer"),
    [
        pytest.param(data_table([cell()]), "/rows", id="a header row alone"),
        pytest.param(data_table([cell()], [cell(), cell()]), "/rows", id="rows of two lengths"),
        pytest.param(data_table([rich_cell()], [cell()]), "/rows/0/0", id="a rich header"),
        pytest.param(
            data_table([cell()], [cell()], row_header_column_index=1),
            "/row_header_column_index",
            id="a header column that isn't there",
        ),
        pytest.param(data_table([cell()], [cell("")]), "/rows/1/0/text", id="an empty cell"),
        pytest.param(
            bars(series("Fraud", "Ship")), "/chart/series/0/data", id="a category without a point"
        ),
        pytest.param(
            bars(series("Fraud", "Ship", "Learn"), series("Fraud", "Ship", "Learn")),
            "/chart/series",
            id="two series of one name",
        ),
        pytest.param(
            {"type": "table", "rows": [[cell()], [cell(), cell()]]}, "/rows", id="a ragged table"
        ),
        pytest.param(
            chart({"type": "bar", "series": [series("Fraud", "Ship", "Ship")],
                   "axis_config": {"categories": ["Ship", "Ship"]}}),
            "/chart/axis_config/categories",
            id="a category twice",
        ),
        pytest.param(slice_of(0), "/chart/segments/0/value", id="an empty slice"),
        pytest.param(slice_of("3"), "/chart/segments/0/value", id="a slice in words"),
        pytest.param(slice_of(True), "/chart/segments/0/value", id="a slice of truth"),
        pytest.param(slice_of(float("inf")), "/chart/segments/0/value", id="an endless slice"),
        pytest.param(chart({"type": "donut"}), "/chart", id="an unknown chart"),
    ],
)  # fmt: skip
def test_figures_that_do_not_agree_are_refused(block: Json, pointer: str) -> None:
    problems = check_blocks([block], surface="message")

    assert [problem.pointer for problem in problems] == [f"/blocks/0{pointer}"]
