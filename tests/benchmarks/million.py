"""`mlops-bot comments label` over a million lines: how fast, and in how much room.

    python -m tests.benchmarks.million [LINES]

The lines are new combinations of what samples say, with numbers and words nobody has seen, so that
little is met twice. The time is the whole command's, with reading and writing JSON.
"""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.antipatterns.catalogue import load_catalogue
from bot.resources import folder

_LINES = 1_000_000
_LETTERS = "abcdefghiklmnoprstuvw"
_MEBIBYTE = 1024


def main(arguments: Sequence[str]) -> None:
    """Print the rate and the most memory that was taken."""
    count = int(arguments[0]) if arguments else _LINES
    with tempfile.TemporaryDirectory() as place:
        file, data = Path(place) / "comments.jsonl", Path(place) / "data"
        with file.open("w", encoding="utf-8") as stream:
            stream.writelines(_lines(1))
        _label(file, data)
        with file.open("w", encoding="utf-8") as stream:
            stream.writelines(_lines(count))
        seconds, processor = _label(file, data)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / _MEBIBYTE
    print(  # noqa: T201 - a report
        f"{count:,} comments in {seconds:.0f} s: {count / seconds:,.0f} a second, "
        f"{count / processor:,.0f} a second of processor time, at most {most:.0f} MiB"
    )


def _label(file: Path, data: Path) -> tuple[float, float]:
    """Return how long the command took, and how much processor time."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "bot", "comments", "label", "--input", str(file)]
    one_core = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    environment = {**os.environ, **one_core, "MLOPS_DATA_DIR": str(data)}  # noqa: TID251 - handed on as it is
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)  # noqa: S603
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun, processor


def _lines(count: int) -> Iterator[str]:
    chance = random.Random(0)  # noqa: S311 - the same lines in every run
    parts = [
        half
        for sample in load_catalogue(folder("knowledge")).samples
        for half in _halves(sample.text.split())
    ]
    for number in range(count):
        name = "".join(chance.choices(_LETTERS, k=chance.randint(4, 9)))
        text = f"{chance.choice(parts)} {name} {chance.choice(parts)} {chance.randint(2, 900)}"
        yield json.dumps({"id": number, "text": text}) + "\n"


def _halves(words: list[str]) -> tuple[str, str]:
    middle = len(words) // 2
    return " ".join(words[:middle]), " ".join(words[middle:])


if __name__ == "__main__":
    main(sys.argv[1:])
