"""Comments of a small team are grouped, known again, and the same in any order."""

import random
from functools import cache

from bot.antipatterns.grouping import Grouping, open_grouping
from bot.antipatterns.theme_domain import TeamTheme
from bot.resources import folder

BADGES = {
    f"b{number}": said
    for number, said in enumerate(
        (
            "The badge reader at the door refused me again",
            "My badge stopped working, locked out of the lobby",
            "badge system is down, waited twenty minutes",
            "Third replacement badge this month",
            "Could somebody fix the badge readers please",
            "I had to borrow a badge to get in",
            "Nobody answers at the badge desk",
            "badge readers take ages every morning",
            "badge did not open the lab",
            "the badge system locked half of us out on Monday",
            "can we get the badge thing sorted",
            "security says the badge software has no owner",
        )
    )
}
OTHERS = {
    f"o{number}": said
    for number, said in enumerate(
        ("quiet week", "the offsite was great", "nothing to add", "demo went well", "new chairs")
    )
}


@cache
def shipped() -> Grouping:
    """What groups comments beside the samples that are shipped."""
    return open_grouping(folder("knowledge"))


def test_a_small_teams_comments_make_a_theme_that_keeps_its_number() -> None:
    first = shipped().group({**BADGES, **OTHERS}, before=[], theme_of={}, next_number=4)
    more = {**BADGES, **OTHERS, "b10": "badge again", "o9": "nice lunch"}
    known = [TeamTheme(4, first.keywords[4])]

    second = shipped().group(more, before=known, theme_of=first.theme_of, next_number=5)

    assert first.born == (4,)
    assert first.keywords[4][0].word == "badge"
    assert set(BADGES) <= set(first.theme_of)
    assert (second.born, second.died, second.merged) == ((), (), {})
    assert second.theme_of["b10"] == 4
    assert first.theme_of.items() <= second.theme_of.items()


def test_the_order_of_comments_changes_nothing() -> None:
    texts = {**BADGES, **OTHERS}
    chance = random.Random(5)  # noqa: S311 - the same order in every run
    shuffled = dict(chance.sample(list(texts.items()), len(texts)))

    one, other = (
        shipped().group(each, before=[], theme_of={}, next_number=1) for each in (texts, shuffled)
    )

    assert one.keywords
    assert one.keywords == other.keywords
    assert dict(one.theme_of) == dict(other.theme_of)


def test_a_theme_of_which_nothing_is_left_dies() -> None:
    first = shipped().group({**BADGES, **OTHERS}, before=[], theme_of={}, next_number=1)
    known = [TeamTheme(1, first.keywords[1])]

    second = shipped().group(OTHERS, before=known, theme_of={}, next_number=2)

    assert (second.died, second.theme_of) == ((1,), {})
