"""Finding sections, whatever the texts are about."""

from bot.text.index import PageText, SearchIndex, SectionText
from bot.text.synonyms import Synonyms


def a_section(heading: str, body: str) -> SectionText:
    return SectionText(heading, (), body)


def a_page(title: str, *sections: SectionText, questions: tuple[str, ...] = ()) -> PageText:
    return PageText(title, sections, questions=questions)


BREAD = a_page(
    "Bread",
    a_section("Kneading", "Work the dough for ten minutes until it is smooth."),
    a_section("Baking", "Bake the loaf in a hot oven for forty minutes."),
    questions=("my crust is too pale",),
)
BIKES = a_page(
    "Bicycles",
    a_section("Tyres", "Pump the tyre up and look for the hole."),
    a_section("Brakes", "Tighten the cable until the brake bites."),
)
INDEX = SearchIndex([BREAD, BIKES], Synonyms([("puncture", "hole"), ("stove", "oven")]))


def best(question: str) -> tuple[int, int]:
    hit = INDEX.search(question).hits[0]
    return hit.page, hit.section


def test_any_word_of_the_question_is_enough() -> None:
    assert best("why does my brake squeal in the rain") == (1, 1)


def test_a_misspelt_word_finds_what_was_meant() -> None:
    assert best("tightenning the brakke") == (1, 1)


def test_another_word_for_the_same_finds_it_too() -> None:
    assert best("a puncture") == (1, 0)


def test_a_question_noted_for_a_page_finds_it() -> None:
    assert best("pale crust")[0] == 0
    assert INDEX.search("my crust is too pale").asked_before > 0.9


def test_a_question_noted_for_a_section_finds_that_section() -> None:
    noted = SectionText("Baking", (), "Forty minutes.", questions=("my crust is too pale",))
    page = a_page("Bread", a_section("Crust", "A pale crust, too pale, is my joy."), noted)

    assert SearchIndex([page]).search("my crust is too pale").hits[0].section == 1
    assert SearchIndex([page]).search("is a crust pale").asked_before > 0.9


def test_nothing_is_found_for_words_that_no_page_has() -> None:
    for question in ("zebra xylophone", "", "🎉🎉", "how do I", "モデル"):
        assert INDEX.search(question).hits == ()


def test_signs_are_strong_for_what_is_there_and_weak_for_what_is_not() -> None:
    there, half, absent = (
        INDEX.search(question)
        for question in (
            "how long to knead dough until smooth",
            "smooth talking lawyers",
            "minutes of the shareholders' assembly",
        )
    )

    assert there.fit > half.fit
    assert there.known > absent.known
    assert there.matched > half.matched


def test_a_guessed_spelling_is_trusted_less_than_a_right_one() -> None:
    right, guessed = INDEX.search("tighten the cable"), INDEX.search("tighten the cble")

    assert guessed.hits[0].section == right.hits[0].section
    assert guessed.fit < right.fit
    assert guessed.known < right.known
    assert guessed.matched < right.matched


def test_of_two_pages_the_one_with_more_such_questions_stands_first() -> None:
    body = a_section("Same", "dough")
    once = a_page("One", body, questions=("is rye sour", "how hot"))
    often = a_page("Two", body, questions=("is rye sour", "why is rye sour", "sour rye again"))

    hits = SearchIndex([once, often]).search("rye sour").hits

    assert [hit.page for hit in hits] == [1, 0]


def test_signs_stay_between_nought_and_one() -> None:
    for question in ("dough " * 1000, "bake bake oven loaf hot", "tyre", "crust pale my is too"):
        found = INDEX.search(question)

        for sign in (found.fit, found.known, found.matched, found.asked_before):
            assert 0 <= sign <= 1


def test_what_answers_nothing_itself_stands_behind() -> None:
    reading = SectionText("Reading", (), "dough dough dough", is_aside=True)
    plain = SectionText("Reading", (), "dough dough dough")

    hits = SearchIndex([a_page("Books", reading, plain)]).search("dough").hits

    assert [hit.section for hit in hits] == [1, 0]


def test_the_first_hits_come_from_several_pages() -> None:
    one = a_page("Rye", *(a_section(f"Rye {number}", "rye flour sour") for number in range(5)))
    other = a_page("Wheat", a_section("Wheat", "wheat flour with some rye and sour milk added"))

    hits = SearchIndex([one, other]).search("sour rye flour").hits

    assert {hit.page for hit in hits[:4]} == {0, 1}


def test_no_more_hits_come_than_were_asked_for() -> None:
    pages = [a_page(f"Page {number}", a_section("Same", "dough")) for number in range(30)]

    assert len(SearchIndex(pages).search("dough", limit=10).hits) == 10


def test_an_index_of_nothing_finds_nothing() -> None:
    assert SearchIndex([]).search("dough").hits == ()
    assert SearchIndex([a_page("Empty")]).search("empty").hits == ()
