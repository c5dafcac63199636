"""Checking a whole knowledge folder."""

import shutil
from pathlib import Path

from bot.knowledge_check import check_knowledge, is_laid_over
from bot.resources import folder


def a_copy(tmp_path: Path) -> Path:
    shipped, copy = folder("knowledge"), tmp_path / "knowledge"
    shutil.copytree(shipped / "questions", copy / "questions")
    shutil.copy(shipped / "sources.yaml", copy)
    return copy


def edit(file: Path, before: str, after: str) -> None:
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")


def test_an_unknown_point_is_named_where_it_stands(tmp_path: Path) -> None:
    knowledge = a_copy(tmp_path)
    edit(knowledge / "questions" / "tools.yaml", "[alert-fatigue]", "[alert-fatige]")

    report = check_knowledge(knowledge)

    (finding,) = report.findings
    assert "There is no point `alert-fatige`" in finding.message
    line = finding.file.read_text("utf-8").splitlines()[finding.line - 1]
    assert "alert-fatige" in line
    assert [point.id for point in report.unasked_points] == ["alert-fatigue"]
    assert not report.is_sound


def test_points_that_pages_cover_are_not_reported_as_unwritten(tmp_path: Path) -> None:
    knowledge = a_copy(tmp_path)

    before = check_knowledge(knowledge)
    shutil.copytree(folder("knowledge") / "playbook", knowledge / "playbook")
    after = check_knowledge(knowledge)

    assert len(before.unwritten_points) == before.points
    assert not before.is_sound
    assert after.unwritten_points == ()
    assert after.is_sound


def test_a_page_that_a_practice_names_has_to_exist(tmp_path: Path) -> None:
    knowledge = a_copy(tmp_path)
    page = knowledge / "playbook" / "tools" / "monitoring.md"
    page.parent.mkdir(parents=True)
    shutil.copy(folder("knowledge") / "playbook" / "tools" / "monitoring.md", page)

    report = check_knowledge(knowledge)

    assert "tools/monitoring.md" not in report.absent_pages
    assert "tools/versioning.md" in report.absent_pages


def test_without_sources_the_statements_are_still_checked(tmp_path: Path) -> None:
    knowledge = a_copy(tmp_path)
    (knowledge / "sources.yaml").unlink()
    edit(knowledge / "questions" / "tools.yaml", "worth stopping my work for.", "worth it")

    report = check_knowledge(knowledge)

    assert sorted(finding.file.name for finding in report.findings) == [
        "sources.yaml",
        "tools.yaml",
    ]
    assert (report.practices, report.points) == (18, 0)


def an_overlay(tmp_path: Path, **files: str) -> Path:
    own = tmp_path / "own"
    (own / "questions" / "packs").mkdir(parents=True)
    for name, text in files.items():
        (own / "questions" / f"{name}.yaml").write_text(text, "utf-8")
    return own


def test_an_installation_s_own_folder_is_checked_over_what_is_shipped(tmp_path: Path) -> None:
    retiring = "dimension: tools\nretire: [monitoring.alerts-worth-it, monitoring.alerts]\n"
    own = an_overlay(tmp_path, tools=retiring)

    report = check_knowledge(own, over=folder("knowledge"))

    (finding,) = report.findings
    assert (finding.file.name, finding.line) == ("tools.yaml", 2)
    assert "There is no `monitoring.alerts`" in finding.message
    assert (report.practices, report.statements) == (18, 74)


def test_what_an_installation_retires_may_leave_points_unasked(tmp_path: Path) -> None:
    own = an_overlay(tmp_path, tools="dimension: tools\nretire: [monitoring]\n")

    report = check_knowledge(own, over=folder("knowledge"))

    assert "alert-fatigue" in {point.id for point in report.unasked_points}
    assert report.is_sound


def test_a_folder_without_sources_is_taken_as_an_installation_s_own(tmp_path: Path) -> None:
    assert is_laid_over(an_overlay(tmp_path))
    assert not is_laid_over(folder("knowledge"))


def test_what_packs_cover_does_not_count_as_asked(tmp_path: Path) -> None:
    knowledge = a_copy(tmp_path)
    edit(knowledge / "questions" / "tools.yaml", "covers: [alert-fatigue]", "covers: []")
    pack = knowledge / "questions" / "packs" / "cost.yaml"
    edit(
        pack,
        "up what our live models cost last month.\n",
        "up what our live models cost last month.\n        covers: [alert-fatigue]\n",
    )

    report = check_knowledge(knowledge)

    assert report.findings == ()
    assert [point.id for point in report.unasked_points] == ["alert-fatigue"]


def test_an_unknown_point_in_a_pack_is_named_where_it_stands(tmp_path: Path) -> None:
    knowledge = a_copy(tmp_path)
    pack = knowledge / "questions" / "packs" / "cost.yaml"
    edit(
        pack,
        "up what our live models cost last month.\n",
        "up what our live models cost last month.\n        covers: [alert-fatige]\n",
    )

    (finding,) = check_knowledge(knowledge).findings

    assert finding.file == pack
    assert "There is no point `alert-fatige`" in finding.message


def test_a_page_that_a_pack_s_practice_names_has_to_exist(tmp_path: Path) -> None:
    knowledge = a_copy(tmp_path)
    edit(
        knowledge / "questions" / "packs" / "cost.yaml",
        "    name: Paying for what is used\n",
        "    name: Paying for what is used\n    page: general/cost.md\n",
    )

    assert "general/cost.md" in check_knowledge(knowledge).absent_pages


def test_a_point_that_no_page_covers_has_to_be_written(tmp_path: Path) -> None:
    knowledge = a_copy(tmp_path)
    shutil.copytree(folder("knowledge") / "playbook", knowledge / "playbook")
    edit(
        knowledge / "sources.yaml",
        "      product-not-model:",
        "      brand-new: {says: Nobody has written about this.}\n      product-not-model:",
    )

    report = check_knowledge(knowledge)

    assert [point.id for point in report.unwritten_points] == ["brand-new"]
    assert report.findings == ()
    assert not report.is_sound


def test_pages_are_not_blamed_for_statements_that_could_not_be_read(tmp_path: Path) -> None:
    knowledge = a_copy(tmp_path)
    shutil.copytree(folder("knowledge") / "playbook", knowledge / "playbook")
    edit(knowledge / "questions" / "tools.yaml", "dimension: tools", "dimension tools")

    report = check_knowledge(knowledge)

    assert {finding.file.name for finding in report.findings} == {"tools.yaml"}


def test_an_installation_s_own_page_is_checked_over_what_is_shipped(tmp_path: Path) -> None:
    own = an_overlay(tmp_path)
    page = own / "playbook" / "tools" / "monitoring.md"
    page.parent.mkdir(parents=True)
    shipped = folder("knowledge") / "playbook" / "tools" / "monitoring.md"
    page.write_text(
        shipped.read_text("utf-8").replace("practices: [monitoring", "practices: [montoring"),
        "utf-8",
    )

    report = check_knowledge(own, over=folder("knowledge"))

    assert [(finding.file, finding.message[:33]) for finding in report.findings] == [
        (page, "There is no practice `montoring`;")
    ]


def test_phrasings_of_a_point_that_is_not_there_are_named(tmp_path: Path) -> None:
    knowledge = a_copy(tmp_path)
    (knowledge / "phrasings.yaml").write_text(
        "points:\n  alert-fatige:\n    - too loud\n  velocity:\n    - Too loud?\n", "utf-8"
    )

    findings = check_knowledge(knowledge).findings

    assert [(finding.file.name, finding.line) for finding in findings] == [
        ("phrasings.yaml", 2),
        ("phrasings.yaml", 5),
    ]
    assert "There is no point `alert-fatige`" in findings[0].message
    assert "The same stands under `alert-fatige`" in findings[1].message
