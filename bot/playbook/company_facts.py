"""Recognises questions about one's own company, which no playbook can answer.

"Who owns the churn model" needs a colleague; "who should own a model" is for the playbook.
"""

import re
from typing import Final

_READ: Final = 500
"""Facts are asked for in a sentence; what goes on for longer tells a story."""
_OURS: Final = r"(?:the|our|my|this|that|your)"
_ASKS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bwho (?:owns|maintains|runs|built|wrote|trained|deployed|approves|manages) {_OURS}\b",
        r"\bwho (?:owns|maintains|built|wrote|trained|deployed) (?!an?\b|it\b|what\b|\w+s\b)[\w-]+",
        rf"\bwho(?:'s| is| are) (?:the (?:owner|lead|contact|maintainer|manager)s? (?:of|for|on) "
        rf"{_OURS}|on[ -]call\b|responsible for {_OURS}|my\b|our\b|in charge of {_OURS})",
        rf"\bwho (?:do|can|should) i (?:ask|contact|call|ping|talk to) (?:for|about) {_OURS}\b",
        r"\bwho can (?:give|grant|get) me\b",
        r"^\s*(?:is|are) (?:(?:the|our|my|your) )?(?:[\w-]+ ){1,4}(?:down|offline|broken|up|"
        r"working|unavailable|back up)(?: (?:right )?now| again| today| atm)?\s*\??\s*$",
        rf"\bwhat(?:'s| is| are)? {_OURS} [^?.]*\b(?:passwords?|credentials?|api keys?|passcode|"
        r"pin|ip address|url|phone number|e-?mail|slack channel|wifi|vpn|budget for 2\d+)\b",
        r"\b(?:password|passcode|login|credentials|api key|access token) (?:for|to|of) "
        rf"(?:{_OURS}\b|[\w-]+\s*\??$)",
        rf"\bwhen(?:'s| is| was| does| will) {_OURS} (?:next |last )?(?:[\w-]+ ){{0,2}}(?:release|"
        r"deploy(?:ment)?|meeting|retro|stand-?up|sprint|demo|offsite|maintenance|deadline|holiday)",
        r"\b(?:which|what) (?:model )?(?:version|model)s? (?:of [^?]+ )?(?:is|are|runs?) "
        r"(?:running |live |deployed |currently )*(?:in|on) (?:prod(?:uction)?|staging)\b",
        rf"\bwhere (?:is|are|do i find|can i find) {_OURS} (?:[\w-]+ ){{0,3}}(?:repo(?:sitory)?|"
        r"dashboard|runbook|channel|wiki|office|bucket|cluster|logs?|docs)\b",
        r"\bhow many models do we (?:have|run)\b",
        rf"\b(?:is|are) {_OURS} (?:[\w-]+ ){{0,3}}(?:approved|released|deployed|live) yet\b",
    )
)


def is_company_fact(question: str) -> bool:
    """Whether only somebody at the company can answer."""
    plain = " ".join(question[:_READ].replace("’", "'").split())
    return any(ask.search(plain) for ask in _ASKS)
