"""How a Web API call is refused."""

from bot.sandbox.checks import Problem
from bot.sandbox.plain import Json


class ApiError(Exception):
    """A call is refused; `code` is Slack's word for why."""

    def __init__(self, code: str, **extra: object) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra

    def payload(self) -> Json:
        """Return the answer that the caller gets."""
        return {"ok": False, "error": self.code, **self.extra}


def refuse(problems: list[Problem]) -> None:
    """Refuse a call whose payload breaks a rule, naming each rule and where it was broken.

    Raises:
        ApiError: there is at least one problem; the first decides the code.

    """
    if problems:
        messages = [
            f"[ERROR] {problem.message} [json-pointer:{problem.pointer}]" for problem in problems
        ]
        raise ApiError(problems[0].code, response_metadata={"messages": messages})
