"""Writes small knowledge folders, and says what reading them finds."""

from pathlib import Path

import pytest

from bot.knowledge.files import KnowledgeError
from bot.surveys.bank.statement_bank import load_bank

SCALES = """\
scales:
  often:
    question: How often?
    options: [Never, Rarely, Sometimes, Often, Always]
"""
ONE_PRACTICE = """\
dimension: {dimension}
practices:
  - id: {id}
    name: Pairing
    meaning: Two people work as one.
    anchors: [One, Two, Three, Four, Five]
    page: culture/pairing.md
    statements:
      - id: {id}.first
        text: {text}
        scale: {scale}
        covers: [silos]
      - id: {id}.second
        text: We paired twice.
        scale: often
"""
ONE_PACK = """\
id: {id}
name: Security
meaning: Who can reach what.
practices:
  - id: {practice_id}
    name: Access
    meaning: People reach what they need.
    anchors: [One, Two, Three, Four, Five]
    statements:
      - {{id: {practice_id}.first, text: We looked once., scale: often}}
      - {{id: {practice_id}.second, text: We looked twice., scale: often}}
      - {{id: {practice_id}.third, text: We looked thrice., scale: often}}
"""


def a_practice(
    practice_id: str = "pairing",
    *,
    dimension: str = "culture",
    text: str = "We paired once.",
    scale: str = "often",
) -> str:
    return ONE_PRACTICE.format(id=practice_id, dimension=dimension, text=text, scale=scale)


def a_pack(pack_id: str = "security", practice_id: str = "access") -> str:
    return ONE_PACK.format(id=pack_id, practice_id=practice_id)


def a_folder(folder: Path, *, packs: dict[str, str] | None = None, **files: str) -> Path:
    """Write files of practices and, in a folder of their own, files of packs."""
    questions = folder / "questions"
    questions.mkdir(parents=True)
    for name, text in files.items():
        (questions / f"{name}.yaml").write_text(text, "utf-8")
    if packs is not None:
        (questions / "packs").mkdir()
        for name, text in packs.items():
            (questions / "packs" / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def faults_of(*folders: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load_bank(*folders)
    return [
        f"{finding.file.name}:{finding.line}: {finding.message}"
        for finding in caught.value.findings
    ]
