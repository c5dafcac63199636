"""What people see of a team's threshold: the field of the set-up, and what a lead reads later."""

from collections.abc import Mapping
from typing import Any, Final

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.teams.domain import FEWEST_TO_SHOW, HIGHEST_THRESHOLD, Roster, Team, TeamError
from bot.teams.messages.parts import bold_name, what_its_size_means

NO_NUMBER: Final = (
    f"Type a number from {FEWEST_TO_SHOW} to {HIGHEST_THRESHOLD}, as in `/mlops threshold 7`."
)


def threshold_field() -> Block:
    """Return the field in which whoever sets up a team says how many stand behind an average."""
    numbers = range(FEWEST_TO_SHOW, HIGHEST_THRESHOLD + 1)
    options = [blocks.option(str(number), str(number)) for number in numbers]
    return blocks.field(
        "Members behind each average",
        blocks.choice("threshold", options, initial=options[0]),
        block_id="threshold",
        hint=(
            "With more, it is harder to guess who said what, and averages come later. Members are "
            "told the number. It stays from the first pulse on."
        ),
    )


def read_threshold_field(values: Mapping[str, Any]) -> int:
    """Return what was chosen; a form from before there was a choice means the lowest."""
    if "threshold" not in values:
        return FEWEST_TO_SHOW
    return int(values["threshold"]["threshold"]["selected_option"]["value"])


def read_number(words: str) -> int:
    """Return the number that somebody typed.

    Raises:
        TeamError: it is none.

    """
    if not words.isascii() or not words.isdecimal() or len(words) > 3:
        raise TeamError(NO_NUMBER)
    return int(words)


def threshold_told(team: Team) -> str:
    """Say how many members stand behind a team's averages, and whether that can change."""
    told = f"{bold_name(team)} shows an average once {team.threshold} members have scored it."
    if team.is_threshold_fixed:
        return f"{told} That stays so: people have been asked under this number."
    return (
        f"{told} Until the first pulse a lead can change the number: `/mlops threshold`, then "
        f"{FEWEST_TO_SHOW} to {HIGHEST_THRESHOLD}."
    )


def threshold_stored(roster: Roster) -> str:
    """Say what a lead has stored, and who is told."""
    lines = [
        f"Stored: {bold_name(roster.team)} shows an average once {roster.team.threshold} members "
        "have scored a statement. The channel and everybody who was invited are told."
    ]
    return "\n".join([*lines, *what_its_size_means(roster)])
