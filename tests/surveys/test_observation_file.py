"""What is said of a file that can't be estimated from."""

from pathlib import Path

import pytest

from bot.surveys.trend.observation_file import ObservationFileError, read_observations

HEAD = "team,team_size,wave,practice,dimension,statement,answers,mean"
LINE = "Fraud,8,2026-01-05,versioning,tools,versioning-1,6,3.4"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "shown.csv"


def test_lines_are_read_by_team(file: Path) -> None:
    file.write_text(f"{HEAD}\n{LINE}\n{LINE.replace('Fraud', 'Ads')}\n", "utf-8")

    teams = read_observations(file)

    assert sorted(teams) == ["Ads", "Fraud"]
    (shown,) = teams["Fraud"]
    assert (shown.practice, shown.team_size, shown.answers, shown.mean) == ("versioning", 8, 6, 3.4)


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff{HEAD}\r\n{LINE}\r\n",
        f"{HEAD}\n{LINE}\n".replace(",", ";"),
        f"{HEAD}\n{LINE}\n".replace(",", ";").replace("3.4", "3,4"),
        f"{HEAD.upper()},note\n\n{LINE},x\n",
        f"mean,{HEAD.removesuffix(',mean')}\n3.4,{LINE.removesuffix(',3.4')}\n",
        f"{HEAD}\n{LINE}\n{LINE.replace('-1,6,3.4', '-2,0,')}\n",
    ],
    ids=["mark", "semicolons", "decimal comma", "more columns", "other order", "no answers"],
)
def test_harmless_differences_are_taken(file: Path, text: str) -> None:
    file.write_bytes(text.encode())

    (shown,) = read_observations(file)["Fraud"]

    assert (shown.statement, shown.mean) == ("versioning-1", 3.4)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The file is empty"),
        (HEAD, "no line below"),
        (HEAD.replace(",mean", "") + "\n" + LINE, "csv:1: The column mean can't be found"),
        (f"{HEAD},mean\n{LINE},3", "csv:1: The column mean stands twice"),
        (f"{HEAD}\n{LINE[:-3]}7", "csv:2: The mean 7 is outside the scale; it goes from 1 to 5"),
        (f"{HEAD}\n{LINE[:-3]}nan", "csv:2: The mean 'nan' is no number"),
        (f"{HEAD}\n{LINE[:-3]}good", "csv:2: The mean 'good' is no number"),
        (f"{HEAD}\n{LINE.replace('-05', '-06')}", "is a Tuesday; write the week's Monday, 2026-01"),
        (f"{HEAD}\n{LINE.replace('2026-01-05', '5.1.26')}", "is no date; write it like 2026-01-05"),
        (f"{HEAD}\n{LINE.replace(',6,', ',9,')}", "9 answers are more than the team's 8 people"),
        (f"{HEAD}\n{LINE.replace(',8,', ',8.0,')}", "team_size '8.0' is no whole number"),
        (f"{HEAD}\n{LINE.replace(',8,', ',0,')}", "team_size of 0"),
        (f"{HEAD}\n{LINE.replace(',6,', ',0,')}", "A mean of no answers"),
        (f"{HEAD}\n{LINE.replace('Fraud', ' ')}", "csv:2: The team is empty"),
        (f"{HEAD}\n{LINE}\n{LINE}", "csv:3: Fraud has versioning-1 of this week in line 2 already"),
        (
            f"{HEAD}\n{LINE}\n{LINE.replace(',8,', ',9,').replace('-1,', '-2,')}",
            "csv:3: Fraud has 9 people here and 8 in line 2, in one week; if these are two teams",
        ),
        (
            f"{HEAD}\n{LINE}\n{LINE.replace('tools', 'culture').replace('Fraud', 'Ads')}",
            "csv:3: versioning belongs to culture here and to tools in line 2",
        ),
        (f"{HEAD}\nFraud,8", "csv:2: This has 2 columns of 8"),
        (f'{HEAD}\n"Fraud,8', "can't be read as CSV"),
        (
            f"{HEAD}\n{LINE}\n{LINE.replace('2026-01-05', '2062-01-02')}",
            "csv:3: The wave 2062-01-02 is more than ten years from 2026-01-05 in line 2",
        ),
    ],
)
def test_a_bad_line_is_named_with_its_remedy(file: Path, text: str, says: str) -> None:
    file.write_text(text, "utf-8")

    with pytest.raises(ObservationFileError) as refusal:
        read_observations(file)

    assert says in str(refusal.value)


def test_a_file_that_is_no_text_or_absent_is_named(file: Path) -> None:
    with pytest.raises(ObservationFileError, match="can't be read"):
        read_observations(file)

    file.write_bytes(HEAD.encode() + b"\nFr\xe4ud")

    with pytest.raises(ObservationFileError, match="csv:2: This is not UTF-8"):
        read_observations(file)
