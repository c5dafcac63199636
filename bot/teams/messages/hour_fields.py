"""The fields of a form in which somebody chooses a weekday and an hour."""

from collections.abc import Mapping
from typing import Any

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.teams.domain import WEEKDAYS, Pulse


def hour_fields(day: str, *, weekday: int, hint: str, hour: int = 9) -> list[Block]:
    """Return both fields; `day` is what the weekday's is called, `hint` says whose hour it is."""
    weekdays = [blocks.option(name, str(number)) for number, name in enumerate(WEEKDAYS)]
    hours = {each: blocks.option(f"{each:02d}:00", str(each)) for each in range(6, 20)}
    return [
        blocks.field(
            day,
            blocks.choice("weekday", weekdays, initial=weekdays[weekday]),
            block_id="weekday",
        ),
        blocks.field(
            "Hour",
            blocks.choice("hour", list(hours.values()), initial=hours.get(hour)),
            block_id="hour",
            hint=hint,
        ),
    ]


def read_hour_fields(values: Mapping[str, Any], *, zone: str) -> Pulse:
    """Return what was chosen."""
    return Pulse(
        weekday=int(values["weekday"]["weekday"]["selected_option"]["value"]),
        hour=int(values["hour"]["hour"]["selected_option"]["value"]),
        zone=zone,
    )
