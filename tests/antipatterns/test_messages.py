"""What people see of anti-patterns fits into Slack's blocks, whatever there is to see."""

from dataclasses import replace
from datetime import date

import pytest

from bot.antipatterns import messages
from bot.antipatterns.domain import Heard, HeardKind
from bot.antipatterns.kinds import KindPage, list_kinds
from bot.antipatterns.own_comments import OwnComments
from bot.antipatterns.reader import Reader
from bot.antipatterns.service import Board
from bot.playbook.messages.places import Links
from bot.slack.blocks import Block
from bot.teams.domain import Pulse, Roster, Stage, Team
from tests.antipatterns.listening import ByWord, SomePages

ROSTER = Roster(Team(1, "Fraud", "C1", True, Pulse(0, 9, "UTC"), Stage.BEGUN), ())
MANY = tuple(f"kind-{number}" for number in range(30))


def a_heard(kind: str, *, band: int = 5, before: int = 0) -> Heard:
    name = kind.replace("-", " ").capitalize()
    page = f"antipatterns/{kind}.md"
    return Heard(kind, name, HeardKind.ANTI_PATTERN, band, before, page, f"About {name}.")


def a_board(*heard: Heard, words: int = 0) -> Board:
    first, next_ = date(2026, 1, 26), date(2026, 4, 20)
    return Board(ROSTER, heard, (), (), first, next_, words)


def kinds(*ids: str) -> dict[str, KindPage]:
    return dict(list_kinds(SomePages(*ids).pages))


def said(shown: list[Block]) -> str:
    return "\n".join(str(block) for block in shown)


@pytest.mark.parametrize(
    ("band", "before", "compared"),
    [
        (5, 0, "5+ people, fewer than 5 in the 12 weeks before"),
        (10, 5, "10+ people, more than the 5+ of the 12 weeks before"),
        (5, 5, "5+ people, the same in the 12 weeks before"),
        (5, 10, "5+ people, so far fewer than the 10+ of the 12 weeks before"),
    ],
)
def test_a_kind_is_compared_with_the_twelve_weeks_before(
    band: int, before: int, compared: str
) -> None:
    shown = messages.board(
        a_board(a_heard("gpus-warm", band=band, before=before)),
        kinds("gpus-warm"),
        Links(),
        may_correct=False,
    )

    assert compared in said(shown)


def test_a_team_that_chose_ten_is_told_ten() -> None:
    team = replace(ROSTER.team, threshold=10)
    board = replace(a_board(), roster=Roster(team, ()))

    shown = said(messages.board(board, {}, Links(), may_correct=False))

    assert "no kind has 10 people behind it" in shown
    assert "Fewer than 10 are never shown" in shown


def test_a_theme_is_told_in_the_words_that_enough_people_used_and_mentions_nobody() -> None:
    theme = Heard("theme:3", "“badge, <!here>”", HeardKind.THEME, 7, 0, None, "badge, <!here>")
    seven = replace(ROSTER, team=replace(ROSTER.team, threshold=7))

    shown = said(
        messages.board(replace(a_board(theme), roster=seven), {}, Links(), may_correct=True)
    )

    assert "*New, theme 3: “badge, &lt;!here&gt;”*: 7+ people, fewer than 7 in the 12" in shown
    assert "Words that at least 7 people used: badge, &lt;!here&gt;" in shown
    assert "A kind is shown once 7 people besides the leads" in shown
    assert messages.CORRECT not in shown


def test_a_team_that_chose_seven_is_told_that_seven_are_missing() -> None:
    seven = replace(ROSTER, team=replace(ROSTER.team, threshold=7))

    shown = said(messages.board(replace(a_board(), roster=seven), {}, Links(), may_correct=False))

    assert "no kind has 7 people behind it" in shown


def test_only_who_may_correct_a_kind_has_a_button_for_it_and_all_else_is_the_same() -> None:
    board, pages = a_board(a_heard("gpus-warm")), kinds("gpus-warm")

    lead, member = (
        messages.board(board, pages, Links("https://example.org/"), may_correct=may)
        for may in (True, False)
    )

    assert [block for block in lead if block["type"] != "actions"] == member
    assert messages.CORRECT in said(lead)


def test_where_pages_have_an_address_the_first_step_is_a_link_to_its_section() -> None:
    shown = messages.board(
        a_board(a_heard("gpus-warm")),
        kinds("gpus-warm"),
        Links("https://example.org/"),
        may_correct=False,
    )

    assert "https://example.org/antipatterns/gpus-warm.md#first-ask-somebody" in said(shown)


def test_however_many_kinds_are_heard_the_message_fits() -> None:
    heard = [replace(a_heard(kind, before=5), summary="Long. " * 100) for kind in MANY]
    earlier = tuple(replace(each, name="N" * 75, band=0) for each in heard)
    pages = kinds(*MANY)
    aside = tuple((kind, None) for kind in pages.values())
    board = replace(a_board(*heard, words=12), earlier=earlier, set_aside=aside)

    shown = messages.board(board, pages, Links(f"https://{'x' * 60}.org/"), may_correct=True)

    written = [block["text"]["text"] for block in shown if "text" in block]
    written += [
        text["text"]
        for block in shown
        for text in block.get("elements", ())
        if text["type"] == "mrkdwn"
    ]
    assert len(shown) <= 50
    assert sum(map(len, written)) <= 9_400
    assert "Kind 29 (5+)" in said(shown)


def test_long_words_are_cut_and_fit_and_mention_nobody() -> None:
    shown = messages.words(["<!channel> " + "&" * 3_000] * 60)

    texts = [block["text"]["text"] for block in shown if block["type"] == "section"]
    assert max(map(len, texts)) <= 3_000
    assert sum(map(len, texts)) <= 9_200  # Which leaves room for what stands around them.
    assert "<!channel>" not in "".join(texts)
    assert "more are not shown here" in said(shown)


def test_what_an_author_said_is_not_misnamed_when_its_page_is_gone() -> None:
    own = OwnComments(Reader(ByWord), SomePages("gpus-warm"), Links())

    assert own.read("ask bob", "data-errors") is None


def test_an_address_that_would_not_fit_becomes_a_button() -> None:
    own = OwnComments(Reader(ByWord), SomePages("gpus-warm"), Links(f"https://{'x' * 600}.org/"))

    (kind,) = own.list_kinds()

    assert kind.url is None
