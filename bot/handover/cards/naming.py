"""Whether a question's word means a model of that name, or only what such models are about.

Models are called after what they predict, so “churn” in a question may mean either. “How do I
retrain churn” asks of the model, “how often should a churn model be retrained” of the craft.
"""

import re
from collections.abc import Sequence
from typing import Final

_ANY_WORDS: Final = """
    a an any some every each another no most many more less enough few several other such all these
    those one two which what
    """
_KIND_WORDS: Final = """
    models prediction predictions predicting detection detecting problem problems drift label
    labels labelling score scores scoring pattern patterns metric metrics rate rates signal signals
    feedback case cases project projects team teams
    """
_ANY: Final = frozenset(_ANY_WORDS.split())
_KINDS: Final = frozenset(_KIND_WORDS.split())
_OF_THEM: Final = frozenset({"the", "our", "my", "this", "that", "your", "their"})
_DONE_TO: Final = (
    r"(?:re-?train(?:ing)?|re-?run|re-?start|re-?deploy(?:ing)?|deploy|release|roll(?:ing)? back|"
    r"rollback|revert|switch off|turn off|stop|shut down|fix|page|call|run|running|debug|pause)"
)
_ADVICE: Final = re.compile(
    r"^(?:how (?:do|does|should|can|could|would|to|often|much|many|come)\b|should|shall|do (?:we|i)"
    r"\b|what (?:should|would|makes?|if)\b|when should|which .*\bshould\b|is it\b|is there a\b"
    r"|(?:what|which) (?:is|are) (?:a|an|the (?:best|right|cheapest|point))\b)"
    r"|\bworth\b|\bbest (?:way|practice)",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(
    r"^(?:(?:so|and|hi|hey|please|um|ok|by|at|for|from|in|on|to|until|since)\W+)*"
    r"(?:where|which|who|whom|whose|when|what|why|how|is|are|was|does|did|do|can|could|has|have|may"
    r"|tell me|show me)\b",
    re.IGNORECASE,
)
_ID: Final = re.compile(r"[-_0-9]")


def is_topic(asked: Sequence[str], start: int, end: int) -> bool:
    """Whether the words from `start` to `end` stand there as a topic: “a churn model”, “labels”.

    One word may stand between: “a wrong forecast”, “120 new features”.
    """
    before = asked[max(0, start - 2) : start]
    if end < len(asked) and asked[end] in _KINDS:
        return True
    if not before or before[-1] in _OF_THEM:
        return False
    if before[-1] in _ANY or before[-1].isdigit():
        return True
    is_model_next = end < len(asked) and asked[end] == "model"
    return len(before) == 2 and before[0] in {"a", "an"} and (end == len(asked) or is_model_next)


def is_pointed(question: str, name: Sequence[str], *, typed: str) -> bool:
    """Whether a question that names a model can only be about it, and not about its kind.

    Args:
        question: as it was typed.
        name: the words of the name that stand in it.
        typed: what the model is called in commands.

    """
    plain = " ".join(question.replace("’", "'").lower().split())
    if _ID.search(typed) and re.search(rf"(?<!\w){re.escape(typed)}(?!\w)", plain):
        return True
    called = r"\W+".join(re.escape(word) for word in name)
    article = r"(?:the |our )?"
    done = rf"\b{_DONE_TO} {article}{called}\b|\bswitch {article}{called} (?:off|on)\b"
    if re.search(rf"{done}|\b{called}'s\b", plain):
        return True
    return bool(_ASKS.match(plain)) and not _ADVICE.search(plain)
