"""The shipped statements: well formed, and asking about everything that should be asked."""

from collections import Counter

import pytest

from bot.knowledge_check import KnowledgeReport, check_knowledge
from bot.resources import folder
from bot.surveys.bank.domain import Dimension, StatementBank
from bot.surveys.bank.statement_bank import load_bank


@pytest.fixture(scope="module")
def bank() -> StatementBank:
    return load_bank(folder("knowledge"))


@pytest.fixture(scope="module")
def report() -> KnowledgeReport:
    return check_knowledge(folder("knowledge"))


def test_every_shipped_file_is_well_formed(report: KnowledgeReport) -> None:
    assert [str(finding) for finding in report.findings] == []


def test_no_shipped_wording_needs_a_second_look(report: KnowledgeReport) -> None:
    assert [str(advice) for advice in report.advice] == []


def test_every_point_to_be_asked_is_covered_by_a_statement(report: KnowledgeReport) -> None:
    assert [point.id for point in report.unasked_points] == []


def test_each_dimension_has_six_practices(bank: StatementBank) -> None:
    sizes = {dimension: len(bank.list_practices(dimension)) for dimension in Dimension}

    assert sizes == {Dimension.CULTURE: 6, Dimension.PROCESS: 6, Dimension.TOOLS: 6}


def test_each_practice_has_at_least_three_statements(bank: StatementBank) -> None:
    thin = [practice.id for practice in bank.practices if len(practice.statements) < 3]

    assert thin == []


def test_each_page_is_named_after_its_practice(bank: StatementBank) -> None:
    for practice in bank.practices:
        assert practice.page == f"{practice.dimension}/{practice.id}.md"


def test_no_two_statements_say_the_same(bank: StatementBank) -> None:
    counted = Counter(statement.text for statement in bank.statements)

    assert [text for text, count in counted.items() if count > 1] == []


def test_every_scale_asks_a_question(bank: StatementBank) -> None:
    for scale in {statement.scale for statement in bank.statements}:
        assert scale.question.endswith("?")


def test_each_pack_has_practices_and_enough_statements_to_go_round(bank: StatementBank) -> None:
    assert {pack.id for pack in bank.packs} == {
        "cost",
        "explainability",
        "fairness",
        "generative-ai",
        "security",
    }
    for pack in bank.packs:
        assert 2 <= len(pack.practices) <= 3
        assert len(pack.statements) >= 6


def test_no_statement_of_a_pack_repeats_another(bank: StatementBank) -> None:
    packs = [statement for pack in bank.packs for statement in pack.statements]
    counted = Counter(statement.text for statement in (*bank.statements, *packs))

    assert [text for text, count in counted.items() if count > 1] == []
    for scale in {statement.scale for statement in packs}:
        assert scale.question.endswith("?")
