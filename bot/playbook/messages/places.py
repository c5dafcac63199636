"""Where a section can be read, and what the buttons under an answer carry back."""

import json
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from bot.playbook.domain import Page, Section
from bot.playbook.questions import AskError
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape
from bot.slack.values import read_id

HELPED: Final = "ask.helped"
DID_NOT_HELP: Final = "ask.did_not_help"
SHOW: Final = "ask.show"
CONTINUE: Final = "ask.continue"
TELL: Final = "ask.tell"
READ: Final = "ask.read"
READ_OTHER: Final = "ask.read_other"
REASON_GIVEN: Final = "ask.reason_given"

LONGEST_NAME: Final = 150
_LONGEST_VALUE: Final = 2_000
_LONGEST_URL: Final = 1_000
"""Of the 3,000 characters of a line, what its name leaves in the worst case."""


@dataclass(frozen=True)
class Links:
    """Where the playbook's pages can be read, if anywhere; the address ends with a slash."""

    base: str | None = None

    def find_url(self, page: Page, section: Section) -> str | None:
        """Return the address of a section."""
        if self.base is None:
            return None
        anchor = f"#{quote(section.anchor)}" if section.anchor else ""
        url = f"{self.base}{quote(page.path)}{anchor}"
        return url if len(url) <= _LONGEST_URL else None


def name_section(page: Page, section: Section) -> str:
    """Return page and heading in plain words, as they stand above a quotation."""
    names = [page.title] if section.heading == page.title else [page.title, section.heading]
    return " › ".join(shorten(name, LONGEST_NAME) for name in names)


def linked_name(page: Page, section: Section, links: Links) -> str:
    """Return page and heading, as a link where there is an address."""
    name = escape(name_section(page, section))
    url = links.find_url(page, section)
    return f"*{name}*" if url is None else f"*<{url}|{name.replace('|', '¦')}>*"


def named(page: Page, section: Section, links: Links) -> Block:
    """Return a line with a section's name, and a button to read it where there is no address."""
    value = dump_section(page, section)
    beside = None
    if links.find_url(page, section) is None and len(value) <= _LONGEST_VALUE:
        beside = blocks.button("Read", action_id=READ, value=value)
    return blocks.section(linked_name(page, section, links), beside=beside)


def dump_section(page: Page, section: Section) -> str:
    """Return what a button to read a section carries."""
    return json.dumps([page.path, section.anchor], ensure_ascii=False)


def load_section(value: object) -> tuple[str, str]:
    """Read path and anchor of the section that a button names.

    Raises:
        AskError: it names none.

    """
    try:
        path, anchor = json.loads(value if isinstance(value, str) else "")
    except (TypeError, ValueError) as error:
        raise AskError("This button doesn't say which section it is for. Ask again.") from error
    return str(path), str(anchor)


def load_question(value: object) -> int:
    """Read which question a button is about.

    Raises:
        AskError: it names none.

    """
    question_id = read_id(value)
    if question_id is None:
        raise AskError("This button doesn't say which question it is for. Ask again.")
    return question_id


def shorten(words: str, most: int) -> str:
    """Return words on one line, cut where they are longer than `most` characters."""
    plain = " ".join(words.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
