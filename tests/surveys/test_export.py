"""What a lead takes elsewhere: what the team was shown, and not a number more."""

import csv
import io
from datetime import date, timedelta

import pytest

from bot.surveys.exports.domain import COLUMNS, ExportedFigure, as_csv
from bot.surveys.exports.listeners import _shown
from bot.surveys.exports.service import ExportError, ExportService
from tests.surveys.conftest import A_WEEK, LEAD, MEMBERS, MONDAY, Pulses
from tests.surveys.families import BANK, FIRST_WEEK
from tests.surveys.small_team import SmallTeam


@pytest.fixture
def exports(pulses: Pulses) -> ExportService:
    return ExportService(pulses.database, pulses.teams, BANK)


def a_figure(number: int = 0, *, team: str = "Fraud") -> ExportedFigure:
    return ExportedFigure(
        team=team,
        team_size=9,
        wave=FIRST_WEEK + timedelta(weeks=number),
        practice="review-and-ci",
        dimension="process",
        statement="review-and-ci.one-sitting",
        words="We review, then we merge.",
        tenths=34,
        answers="5+",
    )


def test_what_was_shown_is_exported_and_nothing_else(
    pulses: Pulses, exports: ExportService
) -> None:
    pulses.set_up()
    own = pulses.open()
    pulses.answer(own, MEMBERS[:6], "4", item=0)
    pulses.answer(own, MEMBERS[:4], "1", item=1)
    pulses.close()

    (figure,) = exports.list_figures_of(name="Fraud")

    item = own.answers[0].item
    assert figure.statement == item.statement_id
    assert figure.statement.startswith(figure.practice)
    assert figure.dimension in {"culture", "process", "tools"}
    assert figure.fields == {
        "team": "Fraud",
        "team_size": len(MEMBERS) + 1,
        "wave": "2026-01-05",
        "practice": figure.practice,
        "dimension": figure.dimension,
        "statement": item.statement_id,
        "mean": "4.0",
        "answers": "5+",
        "words": item.text,
    }


def test_a_lead_gets_their_team_s_and_nobody_else_does(
    pulses: Pulses, exports: ExportService
) -> None:
    pulses.set_up()
    pulses.answer(pulses.open(), MEMBERS[:5], "4")
    pulses.close()

    assert len(exports.list_figures_for(channel_id="CFraud", user_id=LEAD)) == 1
    with pytest.raises(ExportError, match="Only a lead"):
        exports.list_figures_for(channel_id="CFraud", user_id=MEMBERS[0])
    with pytest.raises(ExportError, match="no team yet"):
        exports.list_figures_for(channel_id="COther", user_id=LEAD)


def test_a_name_that_no_team_has_is_answered_with_those_there_are(
    pulses: Pulses, exports: ExportService
) -> None:
    pulses.set_up()

    with pytest.raises(ExportError, match=r"no team named Frod. Teams: Fraud\."):
        exports.list_figures_of(name="Frod")


def test_an_open_round_is_exported_with_the_number_that_it_showed(pulses: Pulses) -> None:
    team = SmallTeam(pulses.database)
    exports = ExportService(team.database, team.teams, BANK)
    team.agree()
    team.move_to(MONDAY)
    team.answer("3", "U0", "U1")
    team.move_to(MONDAY + A_WEEK)

    (figure,) = exports.list_figures_of(name=team.name)

    assert (figure.answers, figure.tenths) == ("2", 30)


def test_the_columns_are_those_of_an_estimate_s_input_without_exact_numbers() -> None:
    (header, row) = csv.reader(io.StringIO(as_csv([a_figure()])))

    assert tuple(header) == COLUMNS
    assert row[:6] == ["Fraud", "9", "2026-01-05", "review-and-ci", "process", a_figure().statement]
    assert row[6:] == ["3.4", "5+", "We review, then we merge."]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_a_team_s_name_is_no_formula_for_a_spreadsheet(name: str) -> None:
    (_, row) = csv.reader(io.StringIO(as_csv([a_figure(team=name)])))

    assert row[0] == f"'{name}"


def test_a_message_holds_the_newest_figures_and_says_where_the_others_are() -> None:
    section, about = _shown(tuple(a_figure(number) for number in range(100)))

    text = section["text"]["text"]
    assert len(text) <= 3000
    assert str(date(2026, 1, 5) + timedelta(weeks=99)) in text
    assert "2026-01-05" not in text
    assert f"The newest {text.count('review-and-ci.one')} of 100" in about["elements"][0]["text"]


def test_a_few_figures_are_all_shown() -> None:
    section, about = _shown((a_figure(0), a_figure(1)))

    assert section["text"]["text"].count("review-and-ci.one-sitting") == 2
    assert "newest" not in about["elements"][0]["text"]
