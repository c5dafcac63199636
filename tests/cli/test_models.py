"""`mlops-bot models …`, for people and for scripts."""

import json
from pathlib import Path

from tests.cli.conftest import RunBot
from tests.handover.mlflow_double import Registry, a_model, serving


def test_without_a_model_the_way_to_one_is_named(run_bot: RunBot) -> None:
    done = run_bot("models", "list")

    assert "No models yet. Type /mlops model add in Slack" in done.stdout
    assert (done.returncode, done.stderr) == (0, "")


def test_a_table_comes_in_is_listed_and_leaves_as_cards(run_bot: RunBot, tmp_path: Path) -> None:
    file = tmp_path / "models.csv"
    file.write_text("\ufeffname;tier;owner\r\nChurn [EU];1;anna\r\n", "utf-8")

    came = run_bot("models", "import", "csv", file, "--json", PYTHONUTF8="1")
    listed = run_bot("models", "list", "--json", PYTHONUTF8="1")
    left = run_bot("models", "export", "cards", PYTHONUTF8="1")
    again = run_bot("models", "export", "cards", "--json", PYTHONUTF8="1")

    assert json.loads(came.stdout) == {"added": 1, "changed": 0, "same": 0}
    assert json.loads(listed.stdout) == [
        {
            "name": "churn-eu",
            "title": "Churn [EU]",
            "tier": 1,
            "team": None,
            "owner": None,
            "suggested_owner": "anna",
            "source": "csv",
            "link": "",
            "other_names": [],
            "is_gone": False,
        }
    ]
    assert left.stdout == "1 written, 0 removed, 0 as they were.\n"
    assert json.loads(again.stdout) == {"written": [], "removed": [], "same": 1}
    assert "# Churn [EU]" in (tmp_path / "cards" / "churn-eu.md").read_text("utf-8")


def test_a_broken_table_is_named_by_line_and_changes_nothing(
    run_bot: RunBot, tmp_path: Path
) -> None:
    file = tmp_path / "models.csv"
    file.write_text("name,tier\nchurn,1\nfraud/ranker,9\n", "utf-8")

    done = run_bot("models", "import", "csv", file, PYTHONUTF8="1")
    listed = run_bot("models", "list", "--json")

    assert (done.returncode, done.stdout) == (2, "")
    assert f"{file}:3: A model's card is a file of its name" in done.stderr
    assert f"{file}:3: `tier` is '9'" in done.stderr
    assert json.loads(listed.stdout) == []


def test_a_registry_comes_in_and_its_faults_are_one_sentence(run_bot: RunBot) -> None:
    with serving(Registry(models=[a_model("churn")])) as registry:
        came = run_bot("models", "import", "mlflow", registry.uri)
    gone = run_bot("models", "import", "mlflow", registry.uri, "--json")
    listed = run_bot("models", "list", PYTHONUTF8="1")

    assert came.stdout == (
        "1 models in the registry: 1 added, 0 renamed, 0 gone from it, 0 changes.\n"
    )
    assert (gone.returncode, gone.stdout) == (2, "")
    assert gone.stderr.startswith(f"No MLflow answers at {registry.uri} (Connection refused).")
    assert "churn" in listed.stdout


def test_a_card_in_the_way_is_named(run_bot: RunBot, tmp_path: Path) -> None:
    file = tmp_path / "models.csv"
    file.write_text("name\nchurn\n", "utf-8")
    run_bot("models", "import", "csv", file)
    run_bot("models", "export", "cards")
    card = tmp_path / "cards" / "churn.md"
    card.write_text(card.read_text("utf-8").replace("title: churn", "title: chu: rn"), "utf-8")

    done = run_bot("models", "export", "cards")

    assert (done.returncode, done.stdout) == (2, "")
    assert "cards/churn.md:5: There is a colon where none can stand" in done.stderr
