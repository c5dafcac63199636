"""Recognises questions about one's own company, which no playbook can answer.

"Who owns the churn model" needs a colleague; "who should own a model" is for the playbook. So does
what is true of today only, and what an office runs on: leave, rooms, expenses.
"""

import re
from typing import Final

_READ: Final = 500
"""Facts are asked for in a sentence; what goes on for longer tells a story."""
_OURS: Final = r"(?:the|our|my|this|that|your)"
_NOW: Final = (
    r"(?:right now|today|tonight|yesterday|last night|this morning|currently|at the moment)"
)
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
        rf"^\s*(?:why |what )?(?:is|are|was|were|did|does|has|have) "
        rf"[^?.,;]{{1,80}} {_NOW}\s*\??\s*$",
        rf"^\s*(?:is|are|has|have|did) {_OURS} (?:[\w-]+ ){{1,4}}(?:finished|done|running|"
        r"completed?|finish|failed|fail|succeeded|succeed|started)(?: yet)?\s*\??\s*$",
        r"^\s*how (?:big|large|old|many|much) (?:is|are|of) (?:our|my)\b",
        r"\bhow many [\w -]{1,40} do we (?:have|own|run|pay for)\s*\??\s*$",
        r"^\s*who(?:'s| is) (?:the |our )?(?:c[etfio]o|head of [\w ]+|vp of [\w ]+)\s*\??\s*$",
        r"^\s*who (?:just |last )?(?:\w+ed|won|broke|ran|left|wrote|built) "
        rf"(?:{_OURS}|last|yesterday's|today's)(?: [\w-]+){{1,5}}\s*\??\s*$",
        r"^\s*(?:did|is|was|were|has|have) (?:last night|yesterday|today|this morning|tonight)'s\b",
        rf"^\s*(?:did|has|have) {_OURS} [^?.,;]{{1,60}} "
        r"(?:finish(?:ed)?|pass(?:ed)?|go through|gone through|arrived?)\s*\??\s*$",
        r"\bwhat(?:'s| is) the status of\b",
        r"^\s*when(?:'s| is| are| was) (?:the )?(?:next|last)(?: [\w-]+){1,2}\s*\??\s*$",
        r"^\s*when (?:do|will|did|can) (?:we|i) (?:get|receive) (?:our|my|the|a)\b",
        r"^\s*(?:how|where) (?:do|can|should) i "
        r"(?:book|order|reserve|renew|expense|claim) (?:an?|my|new|more|some)\b",
        r"^\s*(?:how|where) (?:do|can|should) i (?:reset|cancel|submit|file|change|request) my\b",
        r"^\s*(?:can|may|could) i (?:bring|park|eat|expense|take (?:a day|time|the day)) ",
        r"\b(?:which|what) (?:cluster|bucket|account|channel|queue|cost cent(?:re|er)|subnet|room) "
        r"(?:do we|is our|is my|are we|am i|should i|do i)\b",
        r"\b(?:days of leave|(?:parental|sick|annual) leave|salar(?:y|ies) bands?|"
        r"(?:my|our) (?:salary|bonus)|pay ?slip|payroll|pay rise|ask for a raise|expense reports?|"
        r"travel (?:expenses|claims?)|business (?:trips?|cards?)|meeting rooms?|all[- ]hands|"
        r"(?:sick|holiday|vacation) (?:days?|allowance)|(?:book|reserve) a desk|"
        r"parking (?:space|spot|permit|lot)|dress code|canteen|coffee machine|health insurance|"
        r"my performance review|work(?:ing)? from (?:home|abroad))\b",
    )
)


def is_company_fact(question: str) -> bool:
    """Whether only somebody at the company can answer."""
    plain = " ".join(question[:_READ].replace("’", "'").split())
    return any(ask.search(plain) for ask in _ASKS)
