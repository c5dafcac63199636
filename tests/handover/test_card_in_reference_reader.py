"""Every card that we write loads in Hugging Face's own reader, offline."""

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.handover.cards.card import HEADINGS
from bot.handover.cards.file import write_card
from tests.handover.cards import a_card, a_section

PACKAGE = "huggingface_hub"

PROGRAM = """
import socket, sys

def refuse(*_, **__):
    raise AssertionError("a card was to leave this machine")

socket.socket.connect = refuse
from huggingface_hub import ModelCard
for file in sys.argv[1:]:
    card = ModelCard.load(file)
    front = card.data.to_dict()
    print(front["handover"]["model"], front.get("license"), len(card.text))
"""

ANSWERS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("plain", lambda: "Roll back to v6."),
    ("rulers", lambda: "---\nlicense: stolen\n---\n\n## Scares"),
    ("yaml", lambda: "key: [a, {b: *c}]\n%TAG ! x\n@'\"`| >\n- ? : !!python/name:os.system"),
    ("emoji", lambda: "🚒🇪🇺 né 模型 \u200f"),
    ("long", lambda: "word 🚒 ---\n" * 3_600),
    ("code", lambda: "```yaml\n---\na: 1\n---\n```"),
)


def test_each_card_loads_with_its_unknown_keys(tmp_path: Path) -> None:
    if find_spec(PACKAGE) is None:
        reason = f"This test needs the package {PACKAGE}, which the development lock file has."
        if "CI" in os.environ:  # noqa: TID251 - whether a skip is allowed is the runner's setting
            pytest.fail(reason)
        pytest.skip(reason)
    for name, answer in ANSWERS:
        sections = (a_section(heading.id, answer()) for heading in HEADINGS)
        title = f"{name}: '---' \"#\" 🚒"
        card = a_card(*sections, name=name, title=title, extra={"license": "mit"})
        (tmp_path / f"{name}.md").write_text(write_card(card), "utf-8")

    files = [str(tmp_path / f"{name}.md") for name, _ in ANSWERS]
    done = subprocess.run(  # noqa: S603 - this interpreter and a constant
        [sys.executable, "-c", PROGRAM, *files],
        env={"HF_HUB_OFFLINE": "1", "HOME": str(tmp_path), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    assert [line[:2] for line in lines] == [[name, "mit"] for name, _ in ANSWERS]
    assert all(int(line[2]) > 400 for line in lines)
