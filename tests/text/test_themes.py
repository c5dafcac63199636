"""Finding what is new in comments, and knowing it again next week."""

import random

from bot.text.concepts import Concepts
from bot.text.theme_history import KnownTheme, carry
from bot.text.themes import Said, Theme, find_themes

NO_CONCEPTS = Concepts({"place": ("garage", "parking"), "money": ("invoice", "bill")})
PLACES = ("garage", "parking lot", "garage again", "parking spot", "garage barrier")
WHEN = ("on Monday", "this morning", "twice", "since June", "in the rain", "every day", "at noon")


def parking(count: int = 14) -> list[Said]:
    return [
        Said(f"p{n}", f"the {PLACES[n % 5]} was full {WHEN[n % 7]}, no parking", f"person{n}")
        for n in range(count)
    ]


def noise() -> list[Said]:
    chance = random.Random(3)  # noqa: S311 - the same noise in every run
    letters = "bcdfgklmnprst"
    return [
        Said(f"n{n}", " ".join("".join(chance.choices(letters, k=6)) for _ in range(7)), f"q{n}")
        for n in range(60)
    ]


def a_theme(*comments: str, words: str = "garage parking") -> Theme:
    return Theme(words, tuple(words.split()), comments, len(comments))


def test_what_many_write_about_becomes_a_theme_in_their_words() -> None:
    (theme,) = find_themes([*noise(), *parking()], concepts=NO_CONCEPTS)

    assert set(theme.comments) <= {one.id for one in parking()}
    assert theme.people == len(theme.comments) >= 10
    assert {"parking", "garage"} & set(theme.keywords)
    assert theme.name == ", ".join(theme.keywords[:3])


def test_a_few_comments_that_are_all_about_one_thing_make_a_theme() -> None:
    background = [one.text for one in noise()]

    (theme,) = find_themes(parking(8), concepts=NO_CONCEPTS, background=background)

    assert theme.people == 8
    assert "parking" in theme.keywords


def test_the_order_of_comments_changes_nothing() -> None:
    said = [*noise(), *parking()]
    chance = random.Random(5)  # noqa: S311 - the same order in every run
    shuffled = chance.sample(said, len(said))

    assert find_themes(shuffled, concepts=NO_CONCEPTS) == find_themes(said, concepts=NO_CONCEPTS)


def test_four_people_make_no_theme_however_much_they_write() -> None:
    four = [Said(one.id, one.text, f"person{n % 4}") for n, one in enumerate(parking(20))]

    assert find_themes([*noise(), *four], concepts=NO_CONCEPTS) == ()


def test_a_word_of_few_people_is_no_keyword() -> None:
    said = [
        Said(one.id, f"{one.text} {'Hanneke' if n < 4 else ''}", one.person)
        for n, one in enumerate(parking())
    ]

    (theme,) = find_themes([*noise(), *said], concepts=NO_CONCEPTS)

    assert "hanneke" not in theme.keywords


def test_nothing_and_noise_have_no_theme() -> None:
    assert find_themes([], concepts=NO_CONCEPTS) == ()
    assert find_themes(noise(), concepts=NO_CONCEPTS) == ()
    assert find_themes([Said(str(n), "", str(n)) for n in range(9)], concepts=NO_CONCEPTS) == ()


def test_what_everybody_writes_anyway_is_no_theme() -> None:
    background = [one.text for one in parking(40)] * 20

    found = find_themes([*noise(), *parking()], concepts=NO_CONCEPTS, background=background)

    assert found == ()


def test_a_theme_keeps_its_number_while_comments_join() -> None:
    before = (KnownTheme(3, a_theme("a", "b", "c")),)
    now = (a_theme("x", "y", words="chairs"), a_theme("b", "c", "d"))

    carried = carry(before, now, theme_of={"a": 3, "b": 3}, next_number=4)

    assert [(known.number, known.theme) for known in carried.themes] == [(3, now[1]), (4, now[0])]
    assert (carried.born, carried.merged, carried.died) == ((4,), {}, ())
    assert carried.theme_of == {"a": 3, "b": 3, "c": 3, "d": 3, "x": 4, "y": 4}


def test_a_theme_without_common_comments_is_known_by_its_words() -> None:
    carried = carry((KnownTheme(1, a_theme("a")),), (a_theme("z"),), next_number=2)

    assert [known.number for known in carried.themes] == [1]


def test_a_theme_that_ends_inside_another_is_merged_and_its_comments_follow() -> None:
    before = (
        KnownTheme(1, a_theme("a", "b", "c", "d", "e")),
        KnownTheme(2, a_theme("f", "g", words="chairs")),
    )
    now = (a_theme("a", "b", "c", "d", "e", "f", "g"),)

    carried = carry(before, now, theme_of={"f": 2, "old": 2})

    assert (carried.merged, carried.died) == ({2: 1}, ())
    assert carried.theme_of["old"] == carried.theme_of["f"] == 1


def test_a_theme_of_which_nothing_is_left_dies_and_its_number_is_not_given_again() -> None:
    before = (KnownTheme(7, a_theme("a", words="chairs")),)

    carried = carry(before, (a_theme("b"),), next_number=2)

    assert (carried.died, carried.born) == ((7,), (8,))


def test_a_comment_keeps_its_theme_though_another_claims_it_now() -> None:
    before = (KnownTheme(1, a_theme("a", "b")), KnownTheme(2, a_theme("c", "d", words="chairs")))
    now = (a_theme("b"), a_theme("a", "c", "d", words="chairs"))

    carried = carry(before, now, theme_of={"a": 1})

    assert carried.theme_of["a"] == 1
