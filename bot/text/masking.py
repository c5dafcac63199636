"""Takes secrets out of what people paste, before it is stored anywhere."""

import re
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Final

MASK: Final = "[secret removed]"

_KNOWN: Final = (
    r"xox[a-z]-[\w-]{10,}",
    r"xapp-[\w-]{10,}",
    r"https://hooks\.slack\.com/\S+",
    r"gh[pousr]_\w{20,}",
    r"github_pat_\w{20,}",
    r"glpat-[\w-]{16,}",
    r"(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{12,}",
    r"AIza[\w-]{30,}",
    r"ya29\.[\w-]{20,}",
    r"(?:sk|pk|rk)[-_](?:live|test|proj|ant)[-_][\w-]{10,}",
    r"sk-[A-Za-z0-9]{20,}",
    r"hf_[A-Za-z0-9]{20,}",
    r"npm_[A-Za-z0-9]{20,}",
    r"pypi-[\w-]{20,}",
    r"dapi[0-9a-f]{30,}",
    r"eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?",
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?:.*?-----END [A-Z ]*PRIVATE KEY-----|.*)",
)
_WHOLE: Final = re.compile("|".join(rf"(?<![A-Za-z0-9]){form}" for form in _KNOWN), re.S)
_NAMED: Final = re.compile(
    r"""(?ix) (?P<name>
        (?<![a-z]) (?:[a-z0-9]{1,40}[_-]){0,4}
        (?: pass(?:word|wd|phrase)? | pwd | secret | token | api[_-]?key | access[_-]?key
          | private[_-]?key | credentials? )
        (?:[_-][a-z0-9]{1,40}){0,2}
        ["']? \s{0,3} (?: [:=]{1,2} | \bis\b ) \s{0,3} ["']?
    )
    (?P<value> [^\s"',;]{6,} )"""
)
_BEARER: Final = re.compile(r"(?i)\b(?P<name>(?:bearer|basic|token)\s+)(?P<value>[\w.~+/=-]{16,})")
_IN_ADDRESS: Final = re.compile(
    r"(?P<name>[a-z][a-z0-9+.-]{1,20}://[^\s/:@]{0,80}:)[^\s/@]{1,200}@"
)
_LEAST: Final = 32
_LONG: Final = re.compile(rf"(?<![\w/+-])[A-Za-z0-9_+/-]{{{_LEAST},}}={{0,2}}(?![\w/+-])")

_HEX: Final = r"(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9A-Za-z])"
_WHAT_HAS_IDS: Final = (
    r"(?:git[ _.-]?)?commits?|revisions?|rev|tree|blob|sha-?(?:1|256)?|digests?|checksum|runs?"
    r"|experiments?|artifacts?|image"
)
_ID: Final = re.compile(
    rf"(?i:(?<![a-z])(?:{_WHAT_HAS_IDS})(?:[ _-]?(?:id|hash|sha))?)[\s:=/#@`'\"(]{{1,3}}{_HEX}"
    rf"|(?<=/)\d{{1,20}}/{_HEX}(?=/artifacts)"
)
"""A commit, a run or an image looks drawn by lot, too, and is what people are asked for."""


def mask_secrets(text: str) -> str:
    """Return the text with keys, tokens and passwords replaced; all else stays as it is."""
    masked = _WHOLE.sub(MASK, text)
    masked = _IN_ADDRESS.sub(rf"\g<name>{MASK}@", masked)
    masked = _BEARER.sub(rf"\g<name>{MASK}", masked)
    masked = _NAMED.sub(_named, masked)
    ids = [found.span() for found in _ID.finditer(masked)]
    return _LONG.sub(partial(_long, ids), masked)


def _named(found: re.Match[str]) -> str:
    # "The password is missing" gives nothing away; what is one has a digit or a sign in it.
    value = found["value"].rstrip(".)!?")
    is_word = value.isalpha() and found["name"].rstrip().lower().endswith("is")
    if is_word or value.startswith("[secret"):
        return found[0]
    return f"{found['name']}{MASK}{found['value'][len(value) :]}"


def _long(ids: Sequence[tuple[int, int]], found: re.Match[str]) -> str:
    """Mask what looks drawn by lot: long, with letters and digits mixed, and no path or name."""
    run = found[0]
    for start, end in ids:
        if found.start() < end and start < found.end():
            before, after = run[: max(start - found.start(), 0)], run[end - found.start() :]
            return run if max(len(before), len(after)) < _LEAST else MASK
    changes = sum(one.isdigit() != other.isdigit() for one, other in pairwise(run))
    is_drawn = changes >= len(run) // 6 and any(map(str.isalpha, run))
    return MASK if is_drawn else run
