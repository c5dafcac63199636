"""What `mlops-bot sandbox` opens with, as a process of its own."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.journeys.acting import LEAD, PRIVATE

pytestmark = [pytest.mark.long, pytest.mark.timeout(180)]

ROOT = Path(__file__).parents[2]


@contextmanager
def a_workspace(data: Path, *arguments: str) -> Iterator[tuple[str, list[str]]]:
    """Run the local workspace, and yield its address and what it printed when it was ready."""
    command = [sys.executable, "-m", "bot", "sandbox", "--port", "0", "--data", str(data)]
    process = subprocess.Popen(  # noqa: S603 - this interpreter, and arguments of ours
        [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        assert process.stdout is not None
        printed = list(takewhile(lambda line: "Ctrl-C" not in line, process.stdout))
        found = re.search(r"http://[\d.:]+", " ".join(printed))
        assert found is not None
        yield found[0], printed
    finally:
        process.terminate()
        process.communicate(timeout=60)


def said_in_the_channel(url: str) -> list[str]:
    place = f"{url}/sandbox/messages?as={LEAD}&conversation={PRIVATE}"
    with urlopen(place, timeout=10) as answer:  # noqa: S310 - the workspace's own address
        return [message["text"] for message in json.load(answer)["messages"]]


def test_it_opens_with_a_team_whose_week_has_just_been_shown(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as (url, printed):
        first = said_in_the_channel(url)

    with a_workspace(tmp_path) as (url, printed_again):
        again = said_in_the_channel(url)

    assert any("Fraud models has half a year behind it" in line for line in printed)
    assert any("Fraud models, week of" in text for text in first)
    assert again == first
    assert not any("half a year" in line for line in printed_again)


def test_it_opens_without_a_team_where_that_is_wanted(tmp_path: Path) -> None:
    with a_workspace(tmp_path, "--empty") as (url, printed):
        said = said_in_the_channel(url)

    assert said == []
    assert not any("half a year" in line for line in printed)
