"""From all releases of teams and parents, no combination tells of fewer than five people."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.surveys.domain import Choice, HeldAnswer, Respondent
from bot.surveys.figures import mean_to_show, tally
from bot.surveys.parents import Decision, Share, decide
from bot.teams.domain import Participant
from tests.surveys.isolating import Given, Release, alike_everywhere, answer_itself, isolated

PEOPLE = tuple("abcdefghijklmnopqrst")


@dataclass(frozen=True)
class Put:
    """One statement put to one team in one week: who was asked, who led, who scored it."""

    number: int
    question: int
    parent: int | None
    asked: frozenset[str]
    leads: frozenset[str]
    scored: frozenset[str]

    @property
    def answers(self) -> Release:
        return frozenset(
            Given(who, self.number, self.question, counts=who not in self.leads)
            for who in self.scored
        )

    @property
    def is_shown(self) -> bool:
        return mean_to_show(*self._held) is not None

    @property
    def share(self) -> Share:
        asked = (Participant(who, counts=who not in self.leads) for who in sorted(self.asked))
        return Share(self.is_shown, tally(*self._held), tuple(asked))

    @property
    def _held(self) -> tuple[list[HeldAnswer], list[Respondent]]:
        held = [HeldAnswer(who.encode(), Choice.THREE) for who in sorted(self.scored)]
        people = [Respondent(w.encode(), counts=w not in self.leads) for w in sorted(self.asked)]
        return held, people


@dataclass
class History:
    """All that was put, and all that was ever shown."""

    puts: Sequence[Put]
    own: list[Release] = field(default_factory=list)
    parents: list[Release] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.own = [put.answers for put in self.puts if put.is_shown]
        for question, parent in sorted({(p.question, p.parent) for p in self.puts if p.parent}):
            together = [p for p in self.puts if (p.question, p.parent) == (question, parent)]
            if self._decide(question, together).tenths is not None:
                self.parents.append(frozenset().union(*(put.answers for put in together)))

    def _decide(self, question: int, together: Sequence[Put]) -> Decision:
        others = [p for p in self.puts if p.question == question and p not in together]
        elsewhere = {who for put in others for who in put.asked}
        leads = {who for put in together for who in put.leads}
        return decide([put.share for put in together], uncounted=elsewhere | leads)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Several teams over several weeks that come and go between two parents, or have none.

    They overlap, some have hardly anybody, and who scores differs each time.
    """
    teams = [
        (draw(st.sets(st.sampled_from(PEOPLE), max_size=9)), draw(st.sampled_from(PEOPLE)))
        for _ in range(draw(st.integers(2, 5)))
    ]
    puts: list[Put] = []
    for question in range(draw(st.integers(1, 3))):
        for members, lead in teams:
            asked = frozenset(members | {lead})
            absent = draw(st.sets(st.sampled_from(sorted(asked)), max_size=5))
            parent = draw(st.sampled_from((None, 1, 1, 1, 2)))
            scored = asked - absent
            puts.append(Put(len(puts), question, parent, asked, frozenset({lead}), scored))
    return History(puts)


@settings(max_examples=100, deadline=None)
@given(histories())
def test_no_combination_of_releases_singles_out_fewer_than_five(history: History) -> None:
    assert isolated([*history.own, *history.parents], by=answer_itself) == frozenset()


@settings(max_examples=100, deadline=None)
@given(histories())
def test_parents_add_nothing_for_who_knows_that_people_answer_alike_in_all_their_teams(
    history: History,
) -> None:
    without = isolated(history.own, by=alike_everywhere)

    with_parents = isolated([*history.own, *history.parents], by=alike_everywhere)

    assert with_parents <= without


def a_put(scored: str, *, number: int, parent: int | None = 1, asked: str = "") -> Put:
    return Put(number, 0, parent, frozenset(asked or scored), frozenset(), frozenset(scored))


def test_histories_do_show_parents() -> None:
    history = History([a_put("abcd", number=0), a_put("efgh", number=1)])

    assert history.parents == [frozenset().union(*(put.answers for put in history.puts))]


@pytest.mark.parametrize("remainder", ["l", "lm", "lmno"])
def test_the_attack_finds_the_remainder_that_the_rule_holds_back(remainder: str) -> None:
    shown, unshown = a_put("abcdef", number=0), a_put(remainder, number=1)
    history = History([shown, unshown])

    found = isolated([shown.answers, shown.answers | unshown.answers])

    assert history.parents == []
    assert found == {frozenset(remainder)}


def test_the_attack_finds_who_is_in_two_teams_if_they_answer_alike() -> None:
    puts = [
        a_put("abcde", number=0),
        a_put("abcd", number=1),
        a_put("fgh", number=2, asked="fgh"),
    ]
    whole: Release = frozenset().union(*(put.answers for put in puts))

    found = isolated([puts[0].answers, whole], by=alike_everywhere)

    assert found == {frozenset("efgh")}  # Twice the first from the whole: f + g + h - e.
    assert History(puts).parents == []
