"""What each part of a digest says, and what no part ever says."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.antipatterns.domain import Heard, HeardKind
from bot.digests.content import dump, load
from bot.digests.domain import (
    Digest,
    Figure,
    HeardLine,
    LastAction,
    Models,
    Participation,
    Play,
    WinLine,
)
from bot.digests.gathering import (
    band_of,
    choose_heard,
    choose_mover,
    crosses,
    list_dimension_rows,
    list_practice_rows,
)
from bot.digests.parent_building import ParentBuilder, Responding, band_together
from bot.digests.plain_text import title
from bot.digests.sections import MOST_LINES, Line, Section, compose, in_brief, left_out
from bot.digests.sections.brief import count_lines, cut
from bot.digests.sections.footer import HOW_IT_WORKS, NAMED_WHEN
from bot.digests.sections.participation import waiting
from bot.digests.sections.section import shorten
from bot.digests.sections.standing import sparkline
from bot.digests.sponsors import compose_for_sponsors
from bot.surveys.trend.domain import Basis, Verdict
from tests.digests.making import A_WEEK, BANK, WAVE, FakePages, a_digest, a_row, a_trend


def said(digest: Digest) -> str:
    """All that a digest says, line by line."""
    return "\n".join(f"{x.lead}: {x.text}" for part in compose(digest) for x in part.lines)


def line(digest: Digest, lead: str) -> str:
    found = [x.text for part in compose(digest) for x in part.lines if x.lead == lead]
    return found[0] if found else ""


def everything() -> Digest:
    moved = a_row("data-quality", dimension="process", verdict=Verdict.IMPROVED, rising=6)
    return a_digest(
        practices=(moved,),
        mover=moved,
        last_action=LastAction("data-quality", "Check", date(2026, 3, 2), True, "It rose."),
        silent_actions=2,
        models=Models(4, 75, ("late-parcels",)),
        wins=(WinLine("We shipped.", date(2026, 6, 1)), WinLine("Two", date(2026, 6, 2))),
        held=2,
    )


def test_a_digest_has_twelve_lines_at_most() -> None:
    lines = [x for part in compose(everything()) for x in part.lines]

    assert len(lines) == MOST_LINES


def longest() -> Digest:
    """A digest of which every part says as much as it can."""
    unsure = dict.fromkeys(("culture", "process", "tools"), Verdict.NOT_ENOUGH_ANSWERS)
    sentence = f"{'We sit down together and do it on Tuesdays ' * 6}."
    effect = "Versions that can be traced went from 2.0 to 3.1, too few answers to call it a change"
    outcome = f"You set out to do this in September: “{sentence.rstrip('.')}”; {effect}."
    return replace(
        everything(),
        dimensions=tuple(a_row(name, verdict=verdict) for name, verdict in unsure.items()),
        mover=None,
        heard=HeardLine("H" * 90, is_theme=True, band=15, before=10, page=None, summary=""),
        play=Play("a.md", "T" * 90, "S" * 250, "for what was heard most", None, "https://x.org/a"),
        last_action=LastAction(
            "a", sentence, date(2026, 3, 2), False, f"{outcome} It was dropped."
        ),
        silent_actions=12,
        models=Models(
            25,
            100,
            ("O" * 60, "P" * 60, "Q" * 60, "R" * 60),
            feared=("F" * 40 + " (nobody proven to run it)", "G" * 40 + " (12 people proven)"),
        ),
        wins=(WinLine("W" * 300, date(2026, 6, 1)),) * 12,
        held=40,
    )


@pytest.mark.parametrize("has_lost_trust", [False, True])
def test_the_fullest_digest_takes_twelve_lines_on_a_screen(has_lost_trust: bool) -> None:
    digest = replace(longest(), has_lost_trust=has_lost_trust)
    full = [part for part in compose(digest) if not part.is_small]

    brief = in_brief(full)

    assert sum(map(count_lines, full)) > MOST_LINES
    assert sum(map(count_lines, brief)) <= MOST_LINES
    words = " ".join(each.text for part in brief for each in part.lines)
    assert "from 2.0 to 3.1" in words
    assert "12 actions have had no word" in words
    assert ("three statements a week, not five" in words) is has_lost_trust
    assert "15+ people (10+ before)" in words
    assert "OOO" in words
    assert "feared: FFF" in words


def test_a_digest_that_fits_is_not_cut() -> None:
    full = [part for part in compose(everything()) if not part.is_small]

    assert in_brief(full) == tuple(full)
    assert left_out(full) == ()


def test_the_longest_line_says_less_first() -> None:
    win = WinLine("We said why a parcel is late, and " * 3, date(2026, 6, 1))
    play = Play("a.md", "Data quality", "Check at the door. " * 10, "for the lowest", None)
    full = list(compose(replace(everything(), wins=(win,), play=play, held=0)))
    full = [part for part in full if not part.is_small]

    cut = {each.lead for each in left_out(full)}

    assert cut == {"One play, for the lowest"}


def test_what_was_promised_keeps_as_much_of_the_sentence_as_two_lines_hold() -> None:
    sentence = "On the first Tuesday of a month somebody else retrains one of our models, quietly."
    effect = "Shared knowledge rose from 2.3 to 3.4, likely real. It is marked as done."
    outcome = f"You set out to do this in March: “{sentence.rstrip('.')}”; {effect}"
    action = LastAction("a", sentence, date(2026, 3, 2), False, outcome)
    play = Play("a.md", "Data quality", "Check at the door. " * 10, "for the lowest", None)
    digest = replace(everything(), last_action=action, silent_actions=0, play=play)

    brief = in_brief([part for part in compose(digest) if not part.is_small])

    promised = next(x for part in brief for x in part.lines if x.lead == "What was promised")
    assert promised.text.startswith("You set out to do this in March: “On the first Tuesday")
    assert promised.text.endswith(f"…”; {effect}")


@given(words=st.text(st.characters(codec="utf-8"), max_size=400), lines=st.integers(1, 2))
def test_words_are_cut_to_as_many_lines_as_there_are(words: str, lines: int) -> None:
    shown = Section((Line("What was promised", cut("What was promised", words, lines=lines)),))

    assert count_lines(shown) <= lines


def test_where_trust_fell_the_promise_stands_first_and_it_says_why_less_is_asked() -> None:
    first = compose(replace(everything(), has_lost_trust=True))[0].lines[0]

    assert first.lead == "What was promised"
    assert first.text.startswith("It rose. 2 actions have had no word for eight weeks.")
    assert "three statements and not five" in first.text


def test_where_trust_fell_a_digest_has_twelve_lines_all_the_same() -> None:
    lines = [x for part in compose(replace(everything(), has_lost_trust=True)) for x in part.lines]

    assert len(lines) == MOST_LINES


def test_where_trust_fell_and_nothing_was_promised_it_says_so() -> None:
    first = compose(a_digest(has_lost_trust=True))[0].lines[0]

    assert first.text.startswith("Nothing yet.")


def test_it_is_worked_out_in_the_words_of_the_published_page() -> None:
    page = " ".join((Path(__file__).parents[2] / "docs" / "trend.md").read_text("utf-8").split())

    assert HOW_IT_WORKS in page
    assert NAMED_WHEN in page


def test_the_headline_is_the_weakest_side_and_no_average() -> None:
    headline = compose(a_digest())[0].lines[0]

    assert headline.lead == "Process is the weakest side"
    assert headline.text == "2.6 of 5, no clear change."


def test_the_headline_does_not_rank_what_cannot_be_told_apart() -> None:
    rows = (a_row("culture", tenths=28), a_row("process", tenths=26), a_row("tools", tenths=39))

    headline = compose(a_digest(dimensions=rows))[0].lines[0]

    assert headline.text.endswith("Culture is too close to it to rank.")


def test_a_row_has_value_range_twelve_weeks_and_verdict() -> None:
    row = line(a_digest(), "Process")

    assert re.fullmatch(r"2\.6 \(2\.2–3\.0\)  [▁-█]{12}  no clear change", row)


@pytest.mark.parametrize(("tenths", "step"), [(10, "▁"), (30, "▅"), (50, "█")])
def test_a_sparkline_always_goes_from_one_to_five(tenths: int, step: str) -> None:
    assert sparkline(a_row(tenths=tenths, weeks=1).points) == step


def test_that_nothing_changed_is_a_result() -> None:
    assert "That is the result" in line(a_digest(), "Nothing clearly changed")


@pytest.mark.parametrize(
    ("verdict", "words"),
    [(Verdict.BASELINE, "Too early to say"), (Verdict.NOT_ENOUGH_ANSWERS, "Too few answers")],
)
def test_that_nothing_is_known_is_not_taken_for_nothing_changed(
    verdict: Verdict, words: str
) -> None:
    rows = tuple(replace(row, verdict=verdict) for row in a_digest().dimensions)

    assert words in line(a_digest(dimensions=rows), "What moved")


def test_a_practice_is_named_with_both_figures_where_it_moved() -> None:
    moved = line(everything(), "What moved")

    assert moved == "Data-quality, from 2.0 to 2.6 (2.2–3.0): improved."


def test_a_practice_is_named_where_the_verdict_names_it_and_nowhere_else() -> None:
    flat = (a_row("process"),)
    still = a_row("ownership", dimension="process", rising=9)
    up = a_row("data-quality", dimension="process", verdict=Verdict.IMPROVED, rising=9)

    assert choose_mover(flat, (still,)) is None
    assert choose_mover(flat, (still, up)) == up


def test_the_one_that_moved_most_is_named() -> None:
    process = a_row("process", verdict=Verdict.DECLINED)
    little, most = (
        a_row(name, dimension="process", verdict=Verdict.DECLINED, rising=by)
        for name, by in (("little", -2), ("most", -8))
    )

    assert choose_mover((process,), (little, most)) == most


def test_what_moved_with_its_dimension_is_named_before_what_moved_alone() -> None:
    sides = (a_row("process", verdict=Verdict.DECLINED), a_row("tools"))
    alone = a_row("alone", dimension="tools", verdict=Verdict.IMPROVED, rising=9)
    with_it = a_row("with-it", dimension="process", verdict=Verdict.DECLINED, rising=-2)

    assert choose_mover(sides, (alone, with_it)) == with_it


def test_a_theme_is_told_in_bands_with_the_twelve_weeks_before() -> None:
    theme = HeardLine("Slow reviews", is_theme=True, band=10, before=5, page=None, summary="")

    assert line(a_digest(heard=theme), "Heard most") == (
        "Slow reviews, a theme of your own, from 10+ people in twelve weeks "
        "(5+ in the twelve before)."
    )


def test_one_head_models_are_named_and_the_rest_counted() -> None:
    models = Models(7, 43, ("a", "b", "c", "d", "e"))

    assert line(a_digest(models=models), "Models") == (
        "43% of 7 documented. Only one person knows a, b, c and 2 more."
    )


@pytest.mark.parametrize(
    ("asked", "response", "band"),
    [
        (4, 1.0, None),
        (6, 1.0, Participation.SIXTY_AND_MORE),
        (6, 0.1, Participation.UNDER_SIXTY),
        (12, 0.85, Participation.EIGHTY_AND_MORE),
        (12, 0.6, Participation.SIXTY_TO_EIGHTY),
        (12, 0.5, Participation.FORTY_TO_SIXTY),
        (12, 0.3, Participation.UNDER_FORTY),
    ],
)
def test_participation_is_told_in_bands_that_are_wider_in_small_teams(
    asked: int, response: float, band: Participation | None
) -> None:
    assert band_of(response, asked=asked, threshold=5) is band


def test_bands_are_wider_where_the_threshold_is_higher() -> None:
    assert band_of(1.0, asked=9, threshold=10) is None
    assert band_of(1.0, asked=19, threshold=10) is Participation.SIXTY_AND_MORE
    assert band_of(1.0, asked=20, threshold=10) is Participation.EIGHTY_AND_MORE


def test_a_verdict_crosses_the_line_when_it_is_first_told() -> None:
    up, down, flat = Verdict.IMPROVED, Verdict.DECLINED, Verdict.NO_CLEAR_CHANGE

    crossed = [
        crosses({"a": before}, {"a": now})
        for before, now in ((flat, up), (up, up), (up, down), (up, flat), (flat, flat))
    ]

    assert crossed == [True, False, True, False, False]


FEW = st.integers(0, 4)


@given(
    threshold=st.integers(5, 10),
    under=st.tuples(FEW, FEW, FEW),
    response=st.floats(0, 1),
    more=FEW,
    held=st.integers(0, 3),
)
def test_no_line_tells_of_fewer_people_than_the_teams_threshold(
    threshold: int, under: tuple[int, int, int], response: float, more: int, held: int
) -> None:
    band, before, asked = (threshold - 1 - each for each in under)
    few = Heard("x", "Zzyzx", HeardKind.THEME, band, before, None, "")
    enough = replace(few, band=threshold)
    own = a_digest(threshold=threshold, held=held)

    hidden = replace(
        own,
        heard=choose_heard([few], threshold=threshold),
        participation=band_of(response, asked=asked, threshold=threshold),
    )
    shown = replace(
        own,
        heard=choose_heard([enough, few], threshold=threshold),
        participation=band_of(response, asked=threshold + more, threshold=threshold),
    )

    assert "Zzyzx" not in said(hidden)
    assert "of those asked" not in said(hidden)
    told = [int(n) for n in re.findall(r"\b(\d+)(?:\+| people| members)", said(shown))]
    assert told
    assert min(told) >= threshold
    assert "fifth" not in said(shown)
    assert hidden == load(dump(hidden))
    assert dump(hidden)["heard"] is None
    assert re.search(r"(?:under 60%|60% or more) of those asked", said(shown), re.IGNORECASE)


@given(band=FEW, before=FEW)
def test_even_a_digest_that_was_kept_wrongly_shows_no_small_band(band: int, before: int) -> None:
    wrong = HeardLine("Zzyzx", is_theme=False, band=band, before=before, page=None, summary="")
    half = replace(wrong, band=5)

    assert "Zzyzx" not in said(a_digest(heard=wrong))
    assert not re.search(r"\b[0-4]\+", said(a_digest(heard=half)))


@given(value=st.floats(-3, 9), spread=st.floats(0, 4))
def test_figures_are_told_to_a_tenth_and_within_the_scale(value: float, spread: float) -> None:
    trend = a_trend(weeks=1, levels={"process": value})
    wide = [replace(e, low=value - spread, high=value + spread) for e in trend.estimates]

    rows = list_dimension_rows(replace(trend, estimates=tuple(wide)))

    process = next(row for row in rows if row.id == "process").now
    assert all(10 <= tenths <= 50 for tenths in (process.tenths, process.low, process.high))
    assert re.fullmatch(r"\d\.\d–\d\.\d", process.range)


def test_practices_stand_in_the_banks_order_with_their_pages() -> None:
    rows = list_practice_rows(a_trend(), BANK.practices)

    assert [row.id for row in rows] == [practice.id for practice in BANK.practices]
    assert all(row.page and len(row.points) == 26 for row in rows)


def test_everything_is_read_back_as_it_was_stored() -> None:
    assert load(dump(everything())) == everything()


def test_sponsors_are_told_what_is_not_known() -> None:
    words = "\n".join(x.text for part in compose_for_sponsors(a_digest()) for x in part.lines)

    assert "no model card of this team says it yet" in words
    assert "Not known in money or hours" in words
    assert words.count("Give Fraud the time for “Data quality”") == 1


def test_sponsors_are_told_what_cards_and_comments_say() -> None:
    models = Models(1, 100, (), worth=("late-parcels: saves 40 calls a day",))

    told = compose_for_sponsors(a_digest(models=models, time_lost="5+ people name 1 to 2 hours."))

    words = "\n".join(x.text for part in told for x in part.lines)
    assert "saves 40 calls a day" in words
    assert "5+ people name 1 to 2 hours." in words


def test_a_figure_is_in_words() -> None:
    assert (Figure(26, 22, 30).value, Figure(26, 22, 30).range) == ("2.6", "2.2–3.0")


def test_over_several_teams_it_says_so_and_tells_of_no_team() -> None:
    builder = ParentBuilder(BANK, FakePages())

    digest = builder.build("All models", a_trend(), today=date(2026, 7, 6), fewest=7)

    assert digest is not None
    assert title(digest).startswith("All models: where its teams stand together")
    assert "figures of 7+ members each" in said(digest)
    assert "of no team's own" in said(digest)
    assert "Heard most" not in said(digest)
    assert digest == load(dump(digest))


def responding(asked: int, response: float, *, weeks_ago: int = 0) -> Responding:
    return Responding(asked, response, WAVE - weeks_ago * A_WEEK, threshold=5)


@pytest.mark.parametrize(
    ("teams", "band"),
    [
        ((responding(8, 1.0), responding(8, 0.9)), Participation.SIXTY_AND_MORE),
        ((responding(30, 0.3), responding(8, 1.0)), Participation.UNDER_SIXTY),
        ((responding(8, 0.9), responding(4, 0.1)), None),
        ((responding(8, 0.9), responding(8, 0.9, weeks_ago=5)), None),
        ((responding(8, 0.9), Responding(8, 0.0, None, 5)), None),
    ],
)
def test_over_several_teams_how_many_took_part_is_one_of_two_bands_of_teams_with_their_own(
    teams: tuple[Responding, ...], band: Participation | None
) -> None:
    assert band_together(teams, wave=WAVE) is band


@pytest.mark.parametrize(
    ("basis", "told", "untold"),
    [
        (Basis.HELD, "only of statements that 5+ members scored. ", "open rounds"),
        (Basis.OPEN, "only of open rounds, where everybody asked agreed", "5+"),
        (Basis.BOTH, "5+ members scored, and of open rounds, where everybody", "nobody"),
    ],
)
def test_the_footer_says_under_which_rule_the_figures_were_shown(
    basis: Basis, told: str, untold: str
) -> None:
    digest = a_digest(basis=basis, heard=None, participation=None)

    footer = compose(digest)[-1].lines[0].text

    assert told in footer
    assert untold not in footer
    assert load(dump(digest)) == digest


def test_a_team_with_open_rounds_is_not_told_to_wait_for_five() -> None:
    assert waiting(a_digest(basis=Basis.OPEN)) == "No statement waits for more scores"
    assert "until 5 members" in waiting(a_digest(basis=Basis.BOTH, held=2))


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (40, "Somebody else retrains a model"),
        (20, "Somebody else…"),
        (14, "Somebody else…"),
        (10, "Somebody…"),
        (6, "Someb…"),
    ],
)
def test_what_is_too_long_is_cut_between_words_where_there_are_some(
    most: int, expected: str
) -> None:
    assert shorten("Somebody else retrains a model", most) == expected


@given(words=st.text(), most=st.integers(2, 60))
def test_what_is_cut_never_takes_more_room_than_it_has(words: str, most: int) -> None:
    assert len(shorten(words, most)) <= most
