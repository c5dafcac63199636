"""Looking over pages: each fault is told with its file and line."""

from pathlib import Path

import pytest

from bot.playbook.checking import Names, check_pages
from bot.playbook.loader import read_pages
from tests.playbook.writing import write

NAMES = Names(
    points=frozenset({"velocity", "validation"}),
    practices={"monitoring": "tools/one.md", "versioning": None},
    dimensions=("culture", "process", "tools"),
)


def front(number: int, **changes: str) -> str:
    fields = {
        "title": f"Page {number}",
        "summary": f"What page {number} says.",
        "covers": "[velocity]",
        "practices": "[monitoring]",
        "questions": f"[how is {number}, why is {number}, what is {number}]",
        "related": "[two.md]",
    }
    return "".join(f"{name}: {value}\n" for name, value in {**fields, **changes}.items())


def body(number: int, more: str = "") -> str:
    prose = "\n\n".join(
        " ".join(f"word{number}x{place * 40 + word}" for word in range(40)) + "."
        for place in range(7)
    )
    return f"Page {number} begins here.\n\n## Steps\n\n{prose}\n\n{more}\n"


def a_playbook(folder: Path, one: str = "", more: str = "", path: str = "tools/one.md") -> Path:
    """Write two pages that link to each other; the first as a test wants it."""
    up = "../tools/" if path.startswith("antipatterns") else ""
    text = f"---\n{one or front(1, related=f'[{up}two.md]')}---\n\n{body(1, more)}"
    file = write(folder, path, text)
    back = "one.md" if path == "tools/one.md" else f"../{path}"
    other = f"---\n{front(2, related=f'[{back}]', practices='[]')}---\n\n{body(2)}"
    write(folder, "tools/two.md", other)
    return file


def told(folder: Path) -> list[tuple[str, int, str]]:
    findings = check_pages(read_pages(folder), NAMES)
    return [(found.file.name, found.line, found.message) for found in findings]


def test_sound_pages_are_left_in_peace(tmp_path: Path) -> None:
    a_playbook(tmp_path, more="See [two](two.md#steps), [here](#steps), [web](https://x.y/z.md).")

    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("changes", "line", "message"),
    [
        ({"covers": "[velocity, velocty]"}, 4, "There is no point in sources.yaml `velocty`"),
        ({"covers": "[velocity, velocity]"}, 4, "`velocity` stands here twice"),
        ({"practices": "[montoring]"}, 5, "There is no practice `montoring`"),
        ({"related": "[two.md, three.md]"}, 7, "There is no page `tools/three.md`"),
        ({"related": "[two.md, one.md]"}, 7, "The page is related to itself"),
        ({"related": "[two.md, ../tools/two.md]"}, 7, "`tools/two.md` stands here twice"),
        ({"examples": "[one]"}, 8, "Only an anti-pattern has `examples`"),
        ({"questions": "[so, why]"}, 6, "need at least 3 together"),
        ({"answers": "{stepps: [how]}"}, 8, "The page has no section `stepps`"),
        ({"dimension": "tools"}, 8, "Only an anti-pattern has `dimension`"),
    ],
)
def test_what_front_matter_names_wrongly_is_told(
    tmp_path: Path, changes: dict[str, str], line: int, message: str
) -> None:
    a_playbook(tmp_path, front(1, **changes))

    assert [(name, number) for name, number, _ in told(tmp_path)] == [("one.md", line)]
    assert message in told(tmp_path)[0][2]


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("[x](three.md)", "`three.md` leads nowhere"),
        ("[x](two.md#stpes)", "There is no heading `#stpes` on tools/two.md"),
        ("[x](#nowhere)", "There is no heading `#nowhere` on tools/one.md"),
        ("[x](/tools/two.md)", "begins with a slash"),
        ("[x](picture.png)", "`picture.png` leads nowhere"),
        ("[x](../../secret.md)", "leads nowhere"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_with_its_line(
    tmp_path: Path, link: str, message: str
) -> None:
    file = a_playbook(tmp_path, more=f"A line.\nThen {link}.")
    line = file.read_text("utf-8").splitlines().index("A line.") + 1

    (fault,) = told(tmp_path)

    assert fault[:2] == ("one.md", line)
    assert message in fault[2]


def test_a_page_that_nothing_leads_to_is_told(tmp_path: Path) -> None:
    a_playbook(tmp_path)
    write(
        tmp_path,
        "general/alone.md",
        f"---\n{front(3, related='[../tools/two.md]')}---\n\n{body(3, '[x](alone.md)')}",
    )

    (fault,) = told(tmp_path)

    assert fault[:2] == ("alone.md", 1)
    assert "No other page links here" in fault[2]


def test_a_page_that_only_its_practice_names_is_no_orphan(tmp_path: Path) -> None:
    a_playbook(tmp_path)
    write(
        tmp_path,
        "tools/two.md",
        f"---\n{front(2, related='[three.md]')}---\n\n{body(2)}",
    )
    write(tmp_path, "tools/three.md", f"---\n{front(3)}---\n\n{body(3)}")

    assert told(tmp_path) == []


def test_a_thin_page_is_told(tmp_path: Path) -> None:
    a_playbook(tmp_path)
    write(tmp_path, "tools/two.md", f"---\n{front(2, related='[one.md]')}---\n\nToo short.\n")

    (fault,) = told(tmp_path)

    assert fault[:2] == ("two.md", 1)
    assert "2 words in 1 sections" in fault[2]


def test_a_question_on_two_pages_is_told_on_the_later_one(tmp_path: Path) -> None:
    a_playbook(tmp_path, front(1, questions="[how is 1, why, 'How is 2?']"))

    (fault,) = told(tmp_path)

    assert fault[:2] == ("two.md", 6)
    assert "The same question stands on tools/one.md" in fault[2]


def test_a_question_that_a_section_answers_is_told_on_its_line_where_it_is_repeated(
    tmp_path: Path,
) -> None:
    a_playbook(tmp_path, front(1, answers="{steps: ['how is 1']}", questions="[so, why, ah]"))
    a_playbook(tmp_path, front(1, answers="{steps: ['is it', ah]}", questions="[so, why, ah]"))

    (fault,) = told(tmp_path)

    assert fault[:2] == ("one.md", 8)
    assert "The same question stands on tools/one.md" in fault[2]


def test_a_paragraph_that_two_pages_nearly_share_is_told(tmp_path: Path) -> None:
    shared = " ".join(f"shared{number}" for number in range(30))
    a_playbook(tmp_path, more=f"{shared} mine")
    other = f"---\n{front(2, related='[one.md]')}---\n\n{body(2, f'{shared} yours now')}"
    write(tmp_path, "tools/two.md", other)
    line = next(
        number for number, text in enumerate(other.splitlines(), 1) if text.startswith("shared0")
    )

    (fault,) = told(tmp_path)

    assert fault[:2] == ("two.md", line)
    assert "nearly what stands on tools/one.md" in fault[2]


THREE = "[a b, c d, e f]"
OTHERS = "[g h, i j, k l]"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"dimension": "tools", "examples": THREE}, "`counterexamples` needs at least 3"),
        ({"dimension": "tols", "examples": THREE, "counterexamples": OTHERS}, "culture, process"),
        ({"examples": THREE, "counterexamples": OTHERS}, "`dimension` should be one of"),
        (
            {"dimension": "tools", "examples": THREE, "counterexamples": "[a b, i j, k l]"},
            "an example and a counterexample at once",
        ),
    ],
)
def test_what_an_anti_pattern_lacks_is_told(
    tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    one = front(1, related="[../tools/two.md]", **changes)
    a_playbook(tmp_path, one, path="antipatterns/one.md")

    (fault,) = told(tmp_path)

    assert fault[0] == "one.md"
    assert message in fault[2]


def test_pages_that_only_capitals_tell_apart_are_told(tmp_path: Path) -> None:
    a_playbook(tmp_path)
    own = f"---\n{front(3, practices='[]', related='[one.md]')}---\n\n{body(3)}"
    write(tmp_path, "tools/Two.md", own)

    faults = [fault for fault in told(tmp_path) if "capitals" in fault[2]]

    assert [(name, line) for name, line, _ in faults] == [("two.md", 1)]
    assert "`tools/Two.md`" in faults[0][2]


def test_a_page_that_cannot_be_read_is_told_with_the_others(tmp_path: Path) -> None:
    a_playbook(tmp_path, more="[x](three.md)")
    write(tmp_path, "tools/broken.md", "---\ntitle: [\n---\n\nText.\n")

    assert {name for name, _, _ in told(tmp_path)} == {"one.md", "broken.md"}
