"""Writes pages for tests."""

from pathlib import Path

FRONT = """\
title: Retraining
summary: Retrain on a clock.
covers: [frequent-retraining]
practices: [retraining-fallback]
questions:
  - how often do we train
  - is weekly too much
  - what starts a run
related: [other.md]
"""


def a_page(front: str = FRONT, body: str = "Weekly.\n\n## Why\n\nBecause clocks run.\n") -> str:
    return f"---\n{front}---\n\n{body}"


def write(folder: Path, path: str, text: str | bytes) -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file
