"""What a check finds, and the place in the payload where it looks."""

from dataclasses import dataclass, replace
from typing import Literal

Surface = Literal["message", "modal", "home"]


@dataclass(frozen=True)
class Problem:
    """One thing in a payload that Slack would refuse, or that we would rather it did."""

    code: str
    message: str
    pointer: str

    def __str__(self) -> str:
        """Read as a line of Slack's `response_metadata.messages`."""
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"


@dataclass(frozen=True)
class Place:
    """Where in the payload a rule is looking, and the error code that a fault found there has."""

    surface: Surface
    code: str
    pointer: str = ""

    def into(self, key: str | int) -> "Place":
        """Step into a key or an index, written as a JSON pointer wants it."""
        step = str(key).replace("~", "~0").replace("/", "~1")
        return replace(self, pointer=f"{self.pointer}/{step}")

    def coded(self, code: str) -> "Place":
        """Stay here, but let faults found from here on have another code."""
        return replace(self, code=code)

    def problem(self, message: str) -> Problem:
        """Report what is wrong here."""
        return Problem(self.code, message, self.pointer)
