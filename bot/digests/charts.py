"""The digest's picture as Slack's own chart block."""

from typing import Final

from bot.digests.domain import SPARK_WEEKS, Digest
from bot.slack.blocks import Block

_FEWEST_WEEKS: Final = 2


def chart(digest: Digest) -> Block | None:
    """Return the weakest dimension over twelve weeks, with both ends of its range as lines.

    The block has no ribbon, and no axis that can be set; two level lines at 1 and 5 hold the axis
    where it belongs. A workspace that does not take the block gets the message without it.
    """
    row = digest.weakest_row
    points = row.points[-SPARK_WEEKS:]
    if len(points) < _FEWEST_WEEKS:
        return None
    weeks = [f"{p.wave.day} {p.wave:%b}" for p in points]
    series = {
        row.name: [p.figure.tenths for p in points],
        "90% upper": [p.figure.high for p in points],
        "90% lower": [p.figure.low for p in points],
        "Top: 5": [50] * len(points),
        "Bottom: 1": [10] * len(points),
    }
    return {
        "type": "data_visualization",
        "title": f"{row.name}, the weakest, over {len(points)} weeks",
        "chart": {
            "type": "line",
            "series": [
                {
                    "name": name,
                    "data": [
                        {"label": week, "value": tenths / 10}
                        for week, tenths in zip(weeks, values, strict=True)
                    ],
                }
                for name, values in series.items()
            ],
            "axis_config": {"categories": weeks, "y_label": "From 1 to 5"},
        },
    }
