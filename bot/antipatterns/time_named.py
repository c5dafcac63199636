"""Reads how much time a comment says is lost, in hours a month; English only.

It would rather miss an amount than make one up: an amount counts where the sentence says that time
is lost, or what toil it goes into, and nothing in it says that time was saved. What comes now and
then is counted once in twelve weeks, and no person's time is more than all of it.
"""

import re
from typing import Final

_NUMBERS: Final = {
    "a": 1.0,
    "an": 1.0,
    "one": 1.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "seven": 7.0,
    "eight": 8.0,
    "nine": 9.0,
    "ten": 10.0,
    "twelve": 12.0,
    "twenty": 20.0,
    "a couple of": 2.0,
    "a few": 2.0,
    "several": 3.0,
    "half a": 0.5,
    "half an": 0.5,
    "one and a half": 1.5,
    "two and a half": 2.5,
}
_HOURS: Final = {
    "minute": 1 / 60,
    "min": 1 / 60,
    "hour": 1.0,
    "hr": 1.0,
    "h": 1.0,
    "morning": 4.0,
    "afternoon": 4.0,
    "day": 8.0,
    "week": 40.0,
    "sprint": 80.0,
    "month": 160.0,
}
"""Working hours; a sprint is taken as two weeks, and a month as four."""
_LONG: Final = ("day", "week", "sprint", "month")
_TIMES_A_MONTH: Final = {
    "day": 20.0,
    "daily": 20.0,
    "week": 4.0,
    "weekly": 4.0,
    "sprint": 2.0,
    "fortnight": 2.0,
    "month": 1.0,
    "monthly": 1.0,
    "quarter": 1 / 3,
    "year": 1 / 12,
}
_NOW_AND_THEN: Final = 1 / 3
"""Once in twelve weeks: of what has no rhythm, or the rhythm of releases and the like."""
ALL_OF_IT: Final = 160.0
"""A month's working hours."""
_SHARES: Final = {"half": 0.5, "a third": 1 / 3, "a quarter": 0.25, "two thirds": 2 / 3}

_NUMBER: Final = (
    r"(?:\d{1,3}(?:[.,]\d)?"
    + "".join(rf"|{word}" for word in sorted(_NUMBERS, key=len, reverse=True))
    + ")"
)
_UNIT: Final = rf"(?P<unit>{'|'.join(sorted(_HOURS, key=len, reverse=True))})s?"
_EACH: Final = r"(?:a|an|per|each|every|/)\s?"
_PERIOD: Final = (
    rf"(?:\s?{_EACH}(?P<period>day|week|sprint|fortnight|month|quarter|year)\b"
    rf"|\s(?P<adverb>daily|weekly|monthly)\b"
    rf"|\s(?:per|each|every)\s(?P<event>[a-z]+))?"
)
_AMOUNT: Final = re.compile(
    rf"(?<![\w.,-])(?P<low>{_NUMBER})(?:(?:\s?[-–]\s?|\s(?:to|or)\s){_NUMBER})?"
    rf"[\s-]?(?:man-|person-|working\s|work\s|full\s|whole\s)?{_UNIT}\b(?!-)"
    rf"(?P<after>\s(?:ago|old|later|notice)\b)?{_PERIOD}"
)
_SHARE: Final = re.compile(
    rf"(?<![\w.,-])(?:(?P<percent>\d{{1,3}})\s?%|(?P<share>{'|'.join(_SHARES)}))\s"
    r"(?:of\s)?(?:(?:my|our|everybody's|everyone's|each|every)\s(?:working\s|work\s)?"
    r"(?:time|day|week|sprint|month|hours)|the\stime)\b"
)
_BEFORE: Final = re.compile(
    r"\b(?:up to|less than|fewer than|under|below|in|within|after|since|until|next|last|for the)\s$"
)
_LOST: Final = re.compile(
    r"\b(?:los(?:e|es|ing|t)|wast(?:e|es|ed|ing)|cost(?:s|ing)?|burn\w*|eats?|eaten)\b"
)
_GOES: Final = re.compile(
    r"\b(?:spen[dt]|spends|spending|takes?|took|taking|goes?|going|went|gone|needs?)\b"
)
_TOIL: Final = re.compile(
    r"\b(?:by hand|manual\w*|again|redo\w*|re-?work\w*|re-?run\w*|re-?label\w*|fix\w*|repair\w*"
    r"|debug\w*|chas(?:e|es|ing)|clean\w*|copy\w*|copied|babysit\w*|fire-?fight\w*|search\w*"
    r"|hunt\w*|wait\w*|untangl\w*|reconcil\w*)\b"
)
_WELL: Final = re.compile(
    r"\b(?:sav(?:e|es|ed|ing)|used to|no longer|any ?more|would|could|should|might|if|wish|want"
    r"|instead of|rather than|down (?:from|to)|reduced|cut|faster|gain\w*|free[ds]?"
    r"|only (?:takes?|took|needs?|costs?)|(?:takes?|took|needs?|costs?) (?:only|just)"
    r"|(?:not|never|nobody|hardly|\w+n't) (?:lose|losing|waste|wasting|spend|spending|cost|take))\b"
)
_SENTENCE: Final = re.compile(r"(?<=[.!;\n])\s+|(?<=\?)\s*")


def find_hours(text: str, *, is_about_harm: bool = False) -> float | None:
    """Return how many hours a month a comment says are lost; the most that it says.

    Args:
        text: the comment.
        is_about_harm: whether it shows an anti-pattern, so that what something takes is a cost.

    """
    plain = text.lower().replace("’", "'")
    found = [
        hours
        for sentence in _SENTENCE.split(plain)
        for hours in _read(" ".join(sentence.split()), is_about_harm=is_about_harm)
    ]
    return min(max(found), ALL_OF_IT) if found else None


def _read(sentence: str, *, is_about_harm: bool) -> list[float]:
    if sentence.endswith("?") or _WELL.search(sentence):
        return []
    is_lost = _LOST.search(sentence) is not None
    is_toil = is_about_harm or _TOIL.search(sentence) is not None
    goes = _GOES.search(sentence) is not None
    shares = [_share(one) for one in _SHARE.finditer(sentence)] if is_lost or is_toil else []
    found = list(shares)
    for one in _AMOUNT.finditer(sentence):
        if one["after"] or _BEFORE.search(sentence[: one.start()]):
            continue
        if one["unit"] in _LONG and sentence[: one.start()].endswith(" for "):
            continue  # How long something was so, and not what it took of anybody's time.
        has_rhythm = bool(one["period"] or one["adverb"] or one["event"])
        if is_lost or (is_toil and (has_rhythm or goes)):
            found.append(_amount(one))
    return [hours for hours in found if hours > 0]


def _amount(one: re.Match[str]) -> float:
    low = one["low"]
    number = _NUMBERS[low] if low in _NUMBERS else float(low.replace(",", "."))
    rhythm = one["period"] or one["adverb"]
    times = _TIMES_A_MONTH[rhythm] if rhythm else _NOW_AND_THEN
    return number * _HOURS[one["unit"]] * times


def _share(one: re.Match[str]) -> float:
    share = int(one["percent"]) / 100 if one["percent"] else _SHARES[one["share"]]
    return min(share, 1.0) * ALL_OF_IT
