"""What is wrong with an installation is said in a sentence, each with its remedy."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, text, update

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.domain import owed
from bot.delivery.service import DeliveryService
from bot.doctor import examine, find_missing_scopes
from bot.resources import manifest_file
from bot.sandbox.manifest import read_manifest
from bot.sandbox.server import SandboxServer
from bot.settings import Settings
from bot.surveys.respondents import ItemKey, Secrets
from bot.tables import metadata
from tests.surveys.conftest import A_WEEK, MONDAY, Pulses
from tests.surveys.conftest import SECRET as SURVEY_SECRET

NOW = datetime(2026, 1, 7, 9, tzinfo=UTC)
SECRET = "5" * 64
SECRET_OF_TESTS = SURVEY_SECRET.decode()


class Installation:
    """A data folder with a database and a secret, and the settings that go with it."""

    def __init__(self, folder: Path, migrated: Path) -> None:
        self.folder = folder
        self.file = folder / "mlops-bot.db"
        self.file.write_bytes(migrated.read_bytes())
        self.key = folder / "secret.key"
        self.key.write_text(SECRET)
        self.key.chmod(0o600)
        self.database = Database(f"sqlite:///{self.file}")

    def settings(self, **others: str) -> Settings:
        tokens = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}
        given = {**tokens, "MLOPS_DATA_DIR": str(self.folder), **others}
        return Settings(_env_file=None, **given)  # type: ignore[call-arg, arg-type] # by alias

    def findings(self, *, now: datetime = NOW, online: bool = False, **others: str) -> str:
        checked = examine(self.settings(**others), now=now, is_offline=not online)
        return "\n".join(f"{each.name}: {said}" for each in checked for said in each.findings)


@pytest.fixture
def installation(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "MLOPS_SECRET_KEY", "MLOPS_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    found = Installation(tmp_path, migrated_file)
    yield found
    found.database.close()


def test_nothing_is_wrong_with_a_sound_installation(installation: Installation) -> None:
    assert installation.findings() == ""


def test_looking_makes_nothing(installation: Installation) -> None:
    installation.database.close()
    for file in installation.folder.iterdir():
        file.unlink()

    said = installation.findings()

    assert "database: There is no database at" in said
    assert "Make it: mlops-bot db upgrade" in said
    assert "secret: There is no secret here" in said
    assert list(installation.folder.iterdir()) == []


def test_every_setting_that_is_wrong_is_named_at_once(installation: Installation) -> None:
    said = installation.findings(
        slack_bot_token="xoxp-1",
        MLOPS_ADMINS="jana",
        MLOPS_PLAYBOOK_URL="nowhere",
        MLOPS_KNOWLEDGE_DIR=str(installation.folder / "absent"),
    )

    for name in ("SLACK_BOT_TOKEN", "MLOPS_ADMINS", "MLOPS_PLAYBOOK_URL", "MLOPS_KNOWLEDGE_DIR"):
        assert name in said


def test_a_database_without_this_versions_tables_is_named(installation: Installation) -> None:
    with installation.database.writing() as connection:
        connection.execute(text("DROP TABLE digest_win"))

    assert "mlops-bot db upgrade" in installation.findings()


def test_a_secret_that_others_may_read_is_named(installation: Installation) -> None:
    installation.key.chmod(0o644)

    assert f"chmod 600 {installation.key}" in installation.findings()


def test_a_secret_that_does_not_fit_what_is_open_is_named(installation: Installation) -> None:
    Pulses(installation.database).set_up()
    other = Secrets([b"another secret of thirty-two bytes"]).new_key()
    with installation.database.writing() as connection:
        _add_open_item(connection, other)

    assert "were asked under another secret" in installation.findings()


def _add_open_item(connection: Connection, key: ItemKey) -> None:
    tables = metadata().tables
    values = {
        "id": 1,
        "team_id": 1,
        "wave": NOW.date(),
        "statement_id": "s",
        "practice_id": "p",
        "text": "t",
        "question": "q",
        "options": [],
        "state": "open",
        "is_open": False,
    }
    connection.execute(insert(tables["survey_item"]).values(values))
    row = {"item_id": 1, "key": key.key, "secret_mark": key.mark}
    connection.execute(insert(tables["survey_item_key"]).values(row))


def test_a_page_of_its_own_that_is_no_page_is_named_with_file_and_remedy(
    installation: Installation,
) -> None:
    pages = installation.folder / "own" / "playbook" / "general"
    pages.mkdir(parents=True)
    (pages / "ours.md").write_text("No front matter.")

    said = installation.findings(MLOPS_KNOWLEDGE_DIR=str(installation.folder / "own"))

    assert "ours.md:1" in said
    assert "mlops-bot knowledge check" in said


def test_messages_that_are_due_in_vain_are_counted_and_new_ones_are_not(
    installation: Installation,
) -> None:
    deliveries = DeliveryService(installation.database)
    deliveries.owe_all([owed("note:1", to="C0FRAUD", at=NOW)])

    soon = installation.findings(now=NOW + timedelta(minutes=59))
    late = installation.findings(now=NOW + timedelta(minutes=61))

    assert soon == ""
    assert "1 message should have gone more than an hour ago" in late


def test_messages_that_are_tried_again_and_again_are_counted(installation: Installation) -> None:
    DeliveryService(installation.database).owe_all([owed("note:1", to="C0FRAUD", at=NOW)])
    with installation.database.writing() as connection:
        connection.execute(update(metadata().tables["delivery"]).values(attempts=5))

    assert "1 message failed 5 times or more" in installation.findings()


def test_a_week_that_should_have_closed_is_counted(installation: Installation) -> None:
    pulses = Pulses(installation.database)
    pulses.set_up()
    pulses.tick(now=MONDAY)

    said = installation.findings(now=MONDAY + 2 * A_WEEK, MLOPS_SECRET_KEY=SECRET_OF_TESTS)

    assert "1 week should have closed" in said


def test_bytes_that_are_not_cleared_are_counted_once_it_is_overdue(
    installation: Installation,
) -> None:
    pulses = Pulses(installation.database)
    pulses.set_up()
    pulses.tick(now=MONDAY)
    pulses.end(now=MONDAY + A_WEEK)

    soon = installation.findings(now=MONDAY + A_WEEK, MLOPS_SECRET_KEY=SECRET_OF_TESTS)
    late = installation.findings(now=MONDAY + 2 * A_WEEK, MLOPS_SECRET_KEY=SECRET_OF_TESTS)

    assert "can still be read" not in soon
    assert "What 1 closed weeks or periods deleted can still be read" in late


def test_slack_that_cannot_be_reached_is_a_finding_unless_nobody_wants_it_asked(
    installation: Installation,
) -> None:
    nowhere = "http://127.0.0.1:1/api/"

    said = installation.findings(online=True, slack_api_url=nowhere)

    assert "Slack: Slack could not be reached" in said
    assert installation.findings(slack_api_url=nowhere) == ""


def test_tokens_that_slack_refuses_are_named_and_those_it_takes_are_not(
    installation: Installation,
) -> None:
    clock = MovableClock(NOW, flows=False)
    server = SandboxServer(clock=clock, manifest=read_manifest(manifest_file()))
    server.start()
    try:
        refused = installation.findings(online=True, slack_api_url=server.api_url)
        taken = installation.findings(
            online=True,
            slack_api_url=server.api_url,
            slack_bot_token=server.bot_token,
            slack_app_token=server.app_token,
        )
    finally:
        server.stop()

    assert "Slack: Slack refused a token: invalid_auth" in refused
    assert taken == ""


def test_a_registry_that_does_not_answer_is_named(installation: Installation) -> None:
    said = installation.findings(
        online=True, slack_api_url="http://127.0.0.1:1/", MLOPS_MLFLOW_URI="http://127.0.0.1:1"
    )

    assert "MLflow: No MLflow answers at" in said


def test_scopes_that_the_app_lacks_are_named() -> None:
    needed = read_manifest(manifest_file()).scopes

    assert list(find_missing_scopes(",".join(needed))) == []
    assert list(find_missing_scopes(None)) == []
    (said,) = find_missing_scopes(", ".join(needed - {"im:write"}))
    assert "The app lacks im:write" in said
