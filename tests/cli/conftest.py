import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Finished = subprocess.CompletedProcess[str]
RunBot = Callable[..., Finished]


@pytest.fixture
def run_bot(tmp_path: Path) -> RunBot:
    """Run this checkout's `python -m bot` in an empty folder, with the environment given."""

    def run(*arguments: str | Path, **environment: str) -> Finished:
        return subprocess.run(  # noqa: S603 - this interpreter, and what the tests give it
            [sys.executable, "-m", "bot", *map(str, arguments)],
            env={"PYTHONPATH": str(Path(__file__).parents[2]), **environment},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run
