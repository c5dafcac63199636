"""Writes knowledge folders with anti-patterns, for tests."""

from pathlib import Path

import yaml

Comments = dict[str, list[object]]


def write_page(knowledge: Path, name: str, **changes: object) -> Path:
    front = {
        "title": name.replace("-", " ").capitalize(),
        "summary": f"What {name} is.",
        "covers": [],
        "practices": [],
        "questions": [f"what is {name}", f"how do we end {name}", f"is {name} bad"],
        "related": ["other.md"],
        "dimension": "culture",
        "examples": [f"{name} is all we do"],
        "counterexamples": [f"{name} is over at last"],
        **changes,
    }
    file = knowledge / "playbook" / "antipatterns" / f"{name}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f"---\n{yaml.safe_dump(front)}---\n\nIt begins.\n\n## Signs\n\nMany.\n", "utf-8"
    )
    return file


def write_comments(knowledge: Path, name: str, comments: Comments) -> Path:
    file = knowledge / "comments" / f"{name}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump({"comments": comments}, sort_keys=False), "utf-8")
    return file
