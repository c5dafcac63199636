"""How the command line writes: results to stdout, complaints to stderr."""

import json

from rich.console import Console

_out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
_err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)


def say(text: str) -> None:
    """Write a line for people; text is shown as it is, without markup."""
    _out.print(text)


def show(renderable: object) -> None:
    """Write something rich can lay out, such as a table."""
    _out.print(renderable)


def errors_console() -> Console:
    """Return what writes to stderr, for whatever is shown there while work goes on."""
    return _err


def complain(text: str) -> None:
    """Write what went wrong to stderr."""
    _err.print(text)


def say_json(document: object) -> None:
    """Write one JSON document for scripts."""
    _out.out(json.dumps(document, ensure_ascii=False, indent=2), highlight=False)
