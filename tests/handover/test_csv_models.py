"""A table of models as spreadsheets save it: each fault is named by its line."""

from pathlib import Path

import pytest

from bot.handover.csv_models import CsvError, CsvModel, read_models
from bot.handover.domain import ModelDraft, Source, Tier
from bot.handover.import_service import ImportService
from bot.handover.service import ModelService
from bot.handover.suggestion_service import SuggestionService
from tests.handover.registering import ANNA, NOW, add

TEAMS = {"Fraud": 1, "Größe": 2}


def table(folder: Path, content: str | bytes) -> Path:
    file = folder / "models.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def read(folder: Path, content: str | bytes) -> tuple[CsvModel, ...]:
    return read_models(table(folder, content), teams=TEAMS)


CHURN = ModelDraft(
    "Churn (EU)", Tier.CRITICAL, "https://git.example.com/churn", 1, "anna", "churn-eu"
)


@pytest.mark.parametrize(
    "content",
    [
        "name,team,tier,link,owner\nChurn (EU),Fraud,1,https://git.example.com/churn,anna\n",
        "\ufeffname;team;tier;link;owner\r\n"
        "Churn (EU);fraud;critical;https://git.example.com/churn;anna\r\n",
        "Owner\tName\tTier\tTeam\tLink\nanna\tChurn (EU)\tCRITICAL\tFRAUD\t"
        "https://git.example.com/churn",
        'name,team,tier,link,owner\n"Churn (EU)","Fraud","1","https://git.example.com/churn",'
        '" anna "\n\n,,,,\n',
    ],
    ids=["plain", "mark, semicolons and CRLF", "tabs in another order", "quotes and empty lines"],
)
def test_every_spreadsheets_way_is_read(tmp_path: Path, content: str) -> None:
    (model,) = read(tmp_path, content)

    assert (model.line, model.name, model.draft) == (2, "churn-eu", CHURN)


def test_only_the_name_is_needed(tmp_path: Path) -> None:
    (model,) = read(tmp_path, "name\nchurn\n")

    assert model.draft == ModelDraft("churn", name="churn")


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        ("", 1, "The file is empty"),
        ("title\nchurn\n", 1, "no column `name`"),
        ("name,teem\nchurn,Fraud\n", 1, "no column 'teem'"),
        ("name,name\na,b\n", 1, "stands there twice"),
        ("name,tier\nchurn,1\n,2\n", 3, "`name` is empty"),
        ("name\nchurn\nranker\nChurn\n", 4, "`churn` stands on line 2 too"),
        ("name\nfraud/churn\n", 2, "`fraud-churn` would do"),
        ("name,tier\nchurn,urgent\n", 2, "Write 1 (critical)"),
        ("name,team\nchurn,Frod\n", 2, "There is no team 'Frod'. Teams are: fraud"),
        ("name,link\nchurn,wiki\n", 2, "begins with https://"),
        ("name,tier\nchurn\n", 2, "1 cells and the first line 2"),
        ("name,tier\na,1\nb,1,2\n", 3, "3 cells and the first line 2"),
        ('name\nok\n"churn\n', 3, "Check its quotes"),
        ('name\n"ch"urn\n', 2, "Check its quotes"),
        (b"name\nch\xfcrn\n", 2, "not UTF-8"),
        ("name\nchurn\n".encode("utf-16"), 1, "not UTF-8"),
        ('name\n"two\nlines"\n', 2, "on one line"),
    ],
)
def test_a_fault_is_named_by_its_line(
    tmp_path: Path, content: str | bytes, line: int, says: str
) -> None:
    with pytest.raises(CsvError) as refused:
        read(tmp_path, content)

    said = str(refused.value)
    assert said.startswith(f"{tmp_path / 'models.csv'}:{line}: ")
    assert says in said


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(CsvError) as refused:
        read(tmp_path, "name,tier\na/b,1\nok,9\nok,1\n")

    lines = str(refused.value).splitlines()
    assert [line.split(":")[1] for line in lines[:3]] == ["2", "3", "4"]
    assert lines[3:] == ["Nothing was imported."]


def test_a_hundred_faults_are_not_a_hundred_lines(tmp_path: Path) -> None:
    with pytest.raises(CsvError) as refused:
        read(tmp_path, "name\n" + "a/b\n" * 100)

    assert str(refused.value).splitlines()[-2:] == ["… and 80 more.", "Nothing was imported."]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CsvError, match="can't be read"):
        read_models(tmp_path / "none.csv", teams={})


def test_a_table_comes_in_and_again_changes_nothing(
    tmp_path: Path, imports: ImportService, models: ModelService, suggestions: SuggestionService
) -> None:
    add(models, "Ranker")
    rows = read(tmp_path, "name,tier,owner\nchurn,1,anna\nranker,3,\n")

    first = imports.import_models(rows=rows, now=NOW)
    second = imports.import_models(rows=rows, now=NOW)

    assert (first.added, first.changed, first.same) == (1, 1, 0)
    assert (second.added, second.changed, second.same) == (0, 0, 2)
    found = {model.name: model for model in models.list_models()}
    assert (found["churn"].tier, found["churn"].source) == (Tier.CRITICAL, Source.CSV)
    assert (found["ranker"].tier, found["ranker"].title) == (Tier.MINOR, "Ranker")
    assert [s.words for s in suggestions.list_suggestions()] == ["anna"]


def test_a_table_takes_no_model_from_its_owner(
    tmp_path: Path, imports: ImportService, models: ModelService, suggestions: SuggestionService
) -> None:
    model = add(models, "churn")
    models.claim_model(model_id=model.id, user_id=ANNA, now=NOW)

    imports.import_models(rows=read(tmp_path, "name,owner\nchurn,ben\n"), now=NOW)

    assert models.get_model(model_id=model.id).owner_id == ANNA
    assert suggestions.list_suggestions() == ()
