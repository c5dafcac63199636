"""`mlops-bot estimate` and `mlops-bot calibrate` as a script meets them."""

import json
from pathlib import Path

from tests.cli.conftest import RunBot

HEAD = "team,team_size,wave,practice,dimension,statement,answers,mean"
LINE = "Fraud,8,2026-01-05,versioning,tools,versioning-1,6,3.4"


def test_each_week_and_practice_gets_a_line_and_again_the_same(
    run_bot: RunBot, tmp_path: Path
) -> None:
    file = tmp_path / "shown.csv"
    file.write_text(f"{HEAD}\n{LINE}\n{LINE.replace('-05', '-19')}\n", "utf-8")

    first, second = (run_bot("estimate", "--input", file) for _ in range(2))

    lines = [json.loads(line) for line in first.stdout.splitlines()]
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == second.stdout
    assert [(line["wave"], line["scope"], line["id"]) for line in lines] == [
        (wave, *what)
        for wave in ("2026-01-05", "2026-01-12", "2026-01-19")
        for what in (("practice", "versioning"), ("dimension", "tools"))
    ]
    assert set(lines[0]) == {"team", "wave", "scope", "id", "value", "low", "high", "verdict"}
    assert {line["verdict"] for line in lines} == {"baseline"}


def test_a_bad_line_leaves_nothing_written(run_bot: RunBot, tmp_path: Path) -> None:
    file = tmp_path / "shown.csv"
    file.write_text(f"{HEAD}\n{LINE}\n{LINE.replace('3.4', '7').replace('-1,', '-2,')}\n", "utf-8")

    done = run_bot("estimate", "--input", file)

    assert (done.returncode, done.stdout) == (2, "")
    assert "shown.csv:3: The mean 7 is outside the scale" in done.stderr


def test_a_lead_sees_what_a_team_of_their_size_can_show(run_bot: RunBot) -> None:
    plain, document = (
        run_bot("calibrate", "--team-size", "8", "--teams", "2", "--weeks", "20", *more)
        for more in ((), ("--json",))
    )

    assert (plain.returncode, plain.stderr) == (0, "")
    assert "2 simulated teams of 8" in plain.stdout
    assert "found within 13" in plain.stdout
    worlds = json.loads(document.stdout)["worlds"]
    assert {world["world"] for world in worlds} >= {"flat", "step +0.6", "slow walk"}
    assert all(0 <= world["coverage"] <= 1 for world in worlds)


def test_a_team_that_never_reaches_five_is_told_so(run_bot: RunBot) -> None:
    done = run_bot("calibrate", "--team-size", "5", "--response", "0.1", "--teams", "2")

    assert (done.returncode, done.stdout) == (2, "")
    assert "too few statements ever reach five scores" in done.stderr
