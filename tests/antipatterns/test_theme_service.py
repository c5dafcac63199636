"""What no label fits is grouped, known again each week, and shown from five people on."""

import random

import pytest
from sqlalchemy import text

from bot.antipatterns.domain import Heard, HeardKind
from bot.antipatterns.theme_service import ThemeError, find_named
from bot.database import Database
from bot.replay import check_labels
from tests.antipatterns.listening import at as _at
from tests.antipatterns.theming import Theming, each_says, people
from tests.surveys.conftest import LEAD

SIX = people(0, 1, 2, 3, 4, 5)
FOUR = people(0, 1, 2, 3)
BADGE = "badge reader broken"


@pytest.fixture
def theming(database: Database) -> Theming:
    """A team that is set up, before its first week."""
    team = Theming(database)
    team.set_up()
    return team


def badge(theming: Theming, *, after: int) -> list[Heard]:
    return [each for each in theming.heard(after=after) if each.kind is HeardKind.THEME]


def test_a_theme_is_shown_once_five_people_are_counted_of_whom_it_is_known(
    theming: Theming,
) -> None:
    theming.hear(0, each_says(BADGE, people(0, 1, 2)))
    theming.hear(1, each_says(BADGE, people(3, 4, 5)))
    theming.group(after=2)
    born = badge(theming, after=2)

    theming.hear(2, each_says(BADGE, people(0, 1, 2, 3)))
    four = badge(theming, after=3)
    theming.hear(3, each_says(BADGE, people(4)))

    assert (born, four) == ([], [])
    assert badge(theming, after=4) == [
        Heard(
            id="theme:1",
            name="“badge, broken, reader”",
            kind=HeardKind.THEME,
            band=5,
            before=0,
            page=None,
            summary="badge, broken, reader",
        )
    ]


def test_four_people_are_never_shown_however_often_they_write(theming: Theming) -> None:
    for number in range(3):
        theming.hear(number, each_says(BADGE, FOUR), each_says(BADGE, FOUR))
        theming.group(after=number + 1)

    assert badge(theming, after=3) == []
    assert theming.wrote()[1]


def test_one_statements_comments_are_as_many_people_less_those_who_do_not_count(
    theming: Theming,
) -> None:
    theming.hear(0, each_says(BADGE, SIX))
    theming.group(after=1)
    shown = theming.service.list_every_shown()

    # One of the six might have been the lead.
    assert [(each.label, each.band, each.people) for each in shown] == [("theme:1", 5, 5)]
    assert [each.name for each in badge(theming, after=1)] == ["“badge, broken, reader”"]


def test_a_lead_is_none_of_the_five_behind_a_theme(theming: Theming) -> None:
    theming.hear(0, each_says(BADGE, (*FOUR, LEAD)), each_says(BADGE, (*FOUR, LEAD)))
    theming.group(after=1)
    theming.hear(1, each_says(BADGE, (*FOUR, LEAD)))

    assert badge(theming, after=2) == []


def test_whoever_has_led_may_have_written_as_a_lead(theming: Theming) -> None:
    theming.hear(0, each_says(BADGE, people(0, 1, 2, 3, 4)))
    with theming.database.writing() as connection:
        connection.execute(text("UPDATE team_membership SET standing = 'left' WHERE role = 'lead'"))

    theming.group(after=1)

    assert badge(theming, after=1) == []


def test_a_word_of_one_person_names_no_theme(theming: Theming) -> None:
    said = {user_id: f"badge {'hanneke' if user_id in FOUR else 'reader'}" for user_id in SIX}

    theming.hear(0, said)
    theming.group(after=1)
    theming.hear(1, said)

    assert [each.summary for each in badge(theming, after=2)] == ["badge"]


def test_a_theme_whose_words_too_few_used_stays_hidden(theming: Theming) -> None:
    first = each_says(BADGE, people(0, 1, 2))
    theming.hear(0, first, first)
    theming.group(after=1)
    # They are of the theme by words that each used alone.
    with theming.database.writing() as connection:
        keywords = '[["door", 1.0], ["lift", 1.0]]'
        connection.execute(text("UPDATE antipattern_theme SET keywords = :k"), {"k": keywords})
    doors = {user_id: f"door {user_id}" for user_id in people(0, 1, 2, 3)}
    lifts = {user_id: f"lift {user_id}" for user_id in people(4, 5, 6, 7)}

    theming.hear(1, {**doors, **lifts})

    assert len(theming.wrote()[1]) == 6 + 8 - 3
    assert badge(theming, after=2) == []
    assert theming.service.list_every_shown() == ()


def test_a_team_that_chose_seven_sees_no_theme_of_six(theming: Theming) -> None:
    with theming.database.writing() as connection:
        connection.execute(text("UPDATE team SET threshold = 7"))
    eight = people(*range(8))
    theming.hear(0, each_says(BADGE, SIX))
    theming.group(after=1)
    theming.hear(1, each_says(BADGE, SIX), members=eight)
    six = badge(theming, after=2)

    theming.hear(2, each_says(BADGE, people(6)), members=eight)

    assert six == []
    assert [each.band for each in badge(theming, after=3)] == [7]
    assert check_labels(theming.database).findings == ()


def test_a_theme_keeps_its_number_and_its_band_from_week_to_week(theming: Theming) -> None:
    theming.hear(0, each_says(BADGE, SIX))
    theming.group(after=1)
    first = badge(theming, after=1)
    theming.hear(1, each_says("parking is full", SIX), each_says(BADGE, people(6, 7)))
    theming.group(after=2)

    assert [each.id for each in badge(theming, after=2)] == ["theme:1", "theme:2"]
    assert badge(theming, after=2)[0] == first[0]
    assert theming.events() == [(1, "born", None), (2, "born", None)]
    assert check_labels(theming.database).findings == ()


def test_what_is_grouped_is_grouped_once(theming: Theming) -> None:
    theming.hear(0, each_says(BADGE, SIX))

    done = [theming.group(after=1) for _ in range(2)]

    assert done == [1, 0]


def test_a_theme_that_dies_and_is_found_again_keeps_its_number(theming: Theming) -> None:
    theming.hear(0, each_says(BADGE, SIX))
    theming.group(after=1)
    theming.groups.gone = frozenset({"badge"})
    theming.hear(1, each_says("fine all well", people(0)))
    theming.group(after=2)
    died = badge(theming, after=2)
    theming.groups.gone = frozenset()
    theming.hear(2, each_says("fine all well", people(1)))
    theming.group(after=3)

    assert theming.events() == [(1, "born", None), (1, "died", None), (1, "returned", None)]
    assert [each.band for each in died] == [5]  # What is shown never falls.
    assert badge(theming, after=3) == died


def test_a_theme_that_ends_inside_another_is_shown_until_that_one_is(theming: Theming) -> None:
    theming.hear(0, each_says(BADGE, SIX), each_says("turnstile again", people(0, 1, 2, 3, 4)))
    theming.group(after=1)
    theming.groups.ends_in = {"badge": "turnstile"}
    theming.hear(1, each_says("fine all well", people(0)))
    theming.group(after=2)

    assert theming.events()[2:] == [(1, "merged", 2)]
    assert len(theming.wrote()[2]) == 11
    assert [each.id for each in badge(theming, after=2)] == ["theme:2"]


def test_comments_that_another_theme_takes_count_for_the_first_no_more(theming: Theming) -> None:
    theming.hear(0, each_says(BADGE, people(0, 1, 2)), each_says(BADGE, people(0, 1, 2)))
    theming.group(after=1)
    theming.hear(1, each_says(BADGE, FOUR))
    theming.groups.gone = frozenset({"badge"})
    theming.group(after=2)
    counted = len(theming.rows("antipattern_person"))
    theming.groups.gone = frozenset()
    theming.groups.ends_in = {"badge": "doors"}
    theming.hear(2, each_says("doors badge", people(4, 5)))
    with theming.database.writing() as connection:  # It is known by another word, so no merge.
        connection.execute(text("UPDATE antipattern_theme SET keywords = '[[\"lift\", 1.0]]'"))
    theming.group(after=3)

    assert counted
    assert theming.rows("antipattern_person") == []


def test_comments_that_show_an_anti_pattern_are_in_no_theme(theming: Theming) -> None:
    theming.hear(0, each_says("badge ask bob", SIX))

    assert theming.group(after=1) == 0
    assert theming.wrote() == {}


def test_another_team_has_themes_of_its_own(theming: Theming) -> None:
    other = theming.set_up(name="Ads", members=people(10, 11, 12, 13, 14))

    theming.hear(0, each_says(BADGE, SIX))
    theming.group(after=1)

    assert badge(theming, after=1) != []
    assert theming.heard(after=1, team_id=other) == ()


def test_the_next_twelve_weeks_count_anew_under_the_same_number(theming: Theming) -> None:
    theming.hear(0, each_says(BADGE, SIX))
    theming.group(after=1)
    theming.service.end_periods(now=_at(12))

    theming.hear(12, each_says(BADGE, SIX))
    theming.group(after=13)

    (heard,) = badge(theming, after=13)
    assert (heard.id, heard.band, heard.before) == ("theme:1", 5, 5)


def test_a_named_theme_is_found_for_whoever_writes_its_page(theming: Theming) -> None:
    theming.hear(0, each_says(BADGE, SIX))
    theming.group(after=1)

    theme = find_named(theming.database, theming.teams, team_name="Fraud", number=1)

    assert theme.words == ("badge", "broken", "reader")
    for team_name, number in (("Fraud", 2), ("Nobody", 1)):
        with pytest.raises(ThemeError):
            find_named(theming.database, theming.teams, team_name=team_name, number=number)


TOPICS = ("badge", "parking", "lunch", "desks")
EXTRAS = ("again", "monday", "broken", "never")


@pytest.mark.parametrize("seed", range(4))
def test_no_count_and_no_word_ever_says_more_than_is_true(database: Database, seed: int) -> None:
    """Weeks of random comments by known people; themes are born, die, end in others, return."""
    chance = random.Random(seed)  # noqa: S311 - the same weeks in every run
    theming = Theming(database, fewest=4)
    theming.set_up()
    author: dict[str, str] = {}
    for number in range(7):
        items = [_random_comments(chance, f"{number}x{item}", author) for item in range(3)]
        theming.groups.gone = frozenset(chance.sample(TOPICS, chance.choice((0, 0, 1))))
        if number == 4:
            theming.groups.ends_in = {"desks": "lunch"}

        theming.hear(number, *items)
        _check(theming, author)
        theming.group(after=number + 1)
        _check(theming, author)

    assert theming.service.list_every_shown()
    assert check_labels(database).findings == ()


def _random_comments(chance: random.Random, mark: str, author: dict[str, str]) -> dict[str, str]:
    # Some people speak of the same things each week, and the lead joins in.
    who = chance.sample((*people(*range(8)), LEAD), chance.randint(3, 9))
    said = {}
    for user_id in who:
        words = (chance.choice(TOPICS), chance.choice(EXTRAS), f"{user_id}x{mark}")
        said[user_id] = " ".join(words)
        author[said[user_id]] = user_id
    return said


def _check(theming: Theming, author: dict[str, str]) -> None:
    team_themes = theming.themes.list_all(team_id=1)
    wrote = theming.wrote()
    heirs = {theme.number: theme.merged_into for theme in team_themes}
    for shown in theming.service.list_every_shown():
        number = int(shown.label.rpartition(":")[2])
        said = wrote.get(heirs[number] or number, set())
        behind = {author[each] for each in said} - {LEAD}
        assert shown.band <= (shown.people or 0) <= len(behind)
    for theme in team_themes:
        for word in theme.words:
            used = {who for said, who in author.items() if word in said.split()} - {LEAD}
            assert len(used) >= 5
