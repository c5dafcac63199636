"""What an operator can set: read once, checked, and never shown where it is secret."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Address, ByHttp, BySocket, Settings, SettingsError, read_settings

LONG_ENOUGH = "0123456789abcdef0123456789abcdef"
NAMES = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_API_URL",
    "MLOPS_DATABASE_URL",
    "MLOPS_DATA_DIR",
    "MLOPS_KNOWLEDGE_DIR",
    "MLOPS_SECRET_KEY",
    "MLOPS_HTTP",
    "MLOPS_CLOCK_URL",
)
SetEnvironment = Callable[..., Settings]


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SetEnvironment:
    """Read the settings from an environment that holds just what is given, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)

    def read(**environment: str) -> Settings:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return read_settings()

    return read


def test_without_settings_everything_lives_in_the_data_folder(settings: SetEnvironment) -> None:
    found = settings()

    assert found.database == "sqlite:///data/mlops-bot.db"
    assert found.is_real_slack
    assert found.slack_api_url == "https://slack.com/api/"


def test_the_database_follows_the_data_folder_unless_it_is_set(settings: SetEnvironment) -> None:
    moved = settings(MLOPS_DATA_DIR="/srv/bot")
    assert moved.database == "sqlite:////srv/bot/mlops-bot.db"

    elsewhere = settings(MLOPS_DATABASE_URL="postgresql+psycopg://db/mlops")
    assert elsewhere.database == "postgresql+psycopg://db/mlops"


def test_settings_are_read_from_a_dotenv_file_and_the_environment_wins(
    settings: SetEnvironment, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("MLOPS_DATA_DIR=from-file\nSLACK_BOT_TOKEN=xoxb-file\n", "utf-8")

    found = settings(SLACK_BOT_TOKEN="xoxb-environment")

    assert found.data_dir == Path("from-file")
    assert found.slack_bot_token == SecretStr("xoxb-environment")


def test_a_strangers_setting_is_left_alone(settings: SetEnvironment, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("MLOPS_OF_ANOTHER_VERSION=1\nEDITOR=vi\n", "utf-8")

    assert settings().is_real_slack


@pytest.mark.parametrize("name", ["MLOPS_CLOCK_URL", "MLOPS_SECRET_KEY", "SLACK_API_URL"])
def test_a_setting_left_empty_is_not_set(settings: SetEnvironment, name: str) -> None:
    found = settings(**{name: ""})

    found.check_clock()
    assert found.slack_api_url == "https://slack.com/api/"
    assert len(found.require_secrets()[0]) >= 32


@pytest.mark.parametrize(
    ("url", "is_real"),
    [
        ("https://slack.com/api/", True),
        ("https://127.0.0.1.example.com/api/", True),
        ("http://127.0.0.1:8765/api", False),
        ("http://localhost:8765/api/", False),
        ("http://[::1]:8765/api/", False),
    ],
)
def test_only_this_machine_is_not_real_slack(
    settings: SetEnvironment, url: str, is_real: bool
) -> None:
    found = settings(SLACK_API_URL=url)

    assert found.is_real_slack is is_real
    assert found.slack_api_url == url.rstrip("/") + "/"


def test_both_tokens_are_handed_out(settings: SetEnvironment) -> None:
    found = settings(SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-2")

    assert found.require_bot_token() == SecretStr("xoxb-1")
    assert found.require_way_in() == BySocket(SecretStr("xapp-2"))


@pytest.mark.parametrize("token", ["", "xapp-2"])
def test_a_bot_token_that_is_missing_or_of_another_kind_is_named(
    settings: SetEnvironment, token: str
) -> None:
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN"):
        settings(SLACK_BOT_TOKEN=token).require_bot_token()


def test_an_app_token_of_another_kind_is_named(settings: SetEnvironment) -> None:
    with pytest.raises(SettingsError, match="SLACK_APP_TOKEN does not start with xapp-"):
        settings(SLACK_APP_TOKEN="xoxp-2").require_way_in()


def test_without_a_way_in_both_are_named(settings: SetEnvironment) -> None:
    with pytest.raises(SettingsError) as refused:
        settings().require_way_in()

    assert "SLACK_APP_TOKEN" in str(refused.value)
    assert "--http HOST:PORT" in str(refused.value)


def test_with_an_address_and_no_app_token_requests_come_signed(settings: SetEnvironment) -> None:
    found = settings(MLOPS_HTTP="[::1]:3000", SLACK_SIGNING_SECRET="abc")

    assert found.require_way_in() == ByHttp(SecretStr("abc"), Address("::1", 3000))


def test_with_an_app_token_an_address_is_for_health_alone(settings: SetEnvironment) -> None:
    found = settings(MLOPS_HTTP="localhost:3000", SLACK_APP_TOKEN="xapp-2")

    assert found.require_way_in() == BySocket(SecretStr("xapp-2"))
    assert found.address == Address("localhost", 3000)


def test_the_command_lines_address_overrides_the_setting_and_the_app_token(
    settings: SetEnvironment,
) -> None:
    found = settings(
        MLOPS_HTTP="localhost:1", SLACK_APP_TOKEN="xapp-2", SLACK_SIGNING_SECRET="abc"
    ).over_http("0.0.0.0:3000")

    assert found.require_way_in() == ByHttp(SecretStr("abc"), Address("0.0.0.0", 3000))  # noqa: S104


def test_a_missing_signing_secret_is_named(settings: SetEnvironment) -> None:
    with pytest.raises(SettingsError, match="SLACK_SIGNING_SECRET is not set"):
        settings(MLOPS_HTTP="localhost:3000").require_way_in()


@pytest.mark.parametrize(
    "address", ["3000", ":3000", "localhost", "localhost:", "localhost:x", "a:70000", "::1:3000"]
)
def test_what_is_no_address_is_refused_with_an_example(
    settings: SetEnvironment, address: str
) -> None:
    with pytest.raises(SettingsError, match="HOST:PORT, such as"):
        _ = settings(MLOPS_HTTP=address).address


def test_a_refused_token_is_not_repeated(settings: SetEnvironment) -> None:
    found = settings(SLACK_BOT_TOKEN="xoxp-very-secret", SLACK_APP_TOKEN="xoxp-as-secret")

    with pytest.raises(SettingsError) as refused:
        found.require_bot_token()
    with pytest.raises(SettingsError) as refused_too:
        found.require_way_in()

    assert "secret" not in str(refused.value) + str(refused_too.value)


def test_secrets_are_not_shown(settings: SetEnvironment) -> None:
    found = settings(
        SLACK_BOT_TOKEN="xoxb-needle",
        SLACK_APP_TOKEN="xapp-needle",
        MLOPS_SECRET_KEY="needle" * 8,
        MLOPS_DATABASE_URL="postgresql+psycopg://bot:needle@db/mlops",
    )

    assert "needle" not in repr(found)
    assert "needle" not in str(found)


def test_a_secret_that_was_set_is_used_as_it_is(settings: SetEnvironment, tmp_path: Path) -> None:
    found = settings(MLOPS_SECRET_KEY=LONG_ENOUGH)

    assert found.require_secrets() == (LONG_ENOUGH.encode(),)
    assert list(tmp_path.iterdir()) == []


def test_an_older_secret_stands_behind_the_newer_one(settings: SetEnvironment) -> None:
    older = LONG_ENOUGH[::-1]

    found = settings(MLOPS_SECRET_KEY=f"{LONG_ENOUGH} {older}")

    assert found.require_secrets() == (LONG_ENOUGH.encode(), older.encode())


def test_a_short_secret_is_refused_and_not_repeated(settings: SetEnvironment) -> None:
    found = settings(MLOPS_SECRET_KEY=LONG_ENOUGH[:-1])

    with pytest.raises(SettingsError, match="shorter than 32") as refused:
        found.require_secrets()

    assert LONG_ENOUGH[:8] not in str(refused.value)


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(
    settings: SetEnvironment, tmp_path: Path
) -> None:
    first = settings().require_secrets()
    second = settings().require_secrets()

    file = tmp_path / "data" / "secret.key"
    assert first == second == (file.read_bytes(),)
    assert len(first[0]) == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_two_installations_make_two_secrets(settings: SetEnvironment) -> None:
    one = settings(MLOPS_DATA_DIR="one").require_secrets()
    two = settings(MLOPS_DATA_DIR="two").require_secrets()

    assert one != two


def test_a_damaged_secret_is_not_replaced_by_a_new_one(
    settings: SetEnvironment, tmp_path: Path
) -> None:
    (tmp_path / "secret.key").write_text("half", "utf-8")
    found = settings(MLOPS_DATA_DIR=str(tmp_path))

    with pytest.raises(SettingsError, match=r"secret\.key holds no usable secret"):
        found.require_secrets()

    assert (tmp_path / "secret.key").read_text("utf-8") == "half"


def test_with_postgresql_the_secret_has_to_be_set(settings: SetEnvironment, tmp_path: Path) -> None:
    found = settings(MLOPS_DATABASE_URL="postgresql+psycopg://db/mlops")

    with pytest.raises(SettingsError, match="MLOPS_SECRET_KEY is not set"):
        found.require_secrets()

    assert list(tmp_path.iterdir()) == []


def test_a_movable_clock_is_refused_against_real_slack(settings: SetEnvironment) -> None:
    found = settings(MLOPS_CLOCK_URL="http://127.0.0.1:8765/sandbox/clock")

    with pytest.raises(SettingsError, match="unset MLOPS_CLOCK_URL"):
        found.check_clock()


def test_a_movable_clock_is_taken_from_the_local_workspace(settings: SetEnvironment) -> None:
    found = settings(
        MLOPS_CLOCK_URL="http://127.0.0.1:8765/sandbox/clock",
        SLACK_API_URL="http://127.0.0.1:8765/api/",
    )

    found.check_clock()


@pytest.mark.parametrize(
    "url", ["http://clock.example.com/sandbox/clock", "file:///etc/hostname", "nonsense"]
)
def test_a_clock_that_is_not_on_this_machine_is_refused(settings: SetEnvironment, url: str) -> None:
    found = settings(MLOPS_CLOCK_URL=url, SLACK_API_URL="http://127.0.0.1:8765/api/")

    with pytest.raises(SettingsError, match="MLOPS_CLOCK_URL"):
        found.check_clock()


def test_keepers_are_the_admins_unless_somebody_else_is_named(settings: SetEnvironment) -> None:
    assert settings().keeper_ids == ()
    assert settings(MLOPS_ADMINS="U012AB3CD, W0123 U012AB3CD").keeper_ids == ("U012AB3CD", "W0123")

    found = settings(MLOPS_KEEPERS="U0999")

    assert (found.keeper_ids, found.admin_ids) == (("U0999",), ("U012AB3CD", "W0123"))


@pytest.mark.parametrize("ids", ["@aisha", "aisha", "C0123ABCD", "u012ab3cd", "U1;U2"])
@pytest.mark.parametrize("name", ["MLOPS_ADMINS", "MLOPS_KEEPERS"])
def test_what_is_no_persons_id_is_named(settings: SetEnvironment, name: str, ids: str) -> None:
    found = settings(**{name: ids})

    with pytest.raises(SettingsError, match=f"{name} has .* no Slack user id"):
        _ = found.keeper_ids


@pytest.mark.parametrize(
    ("address", "base"),
    [
        (
            "https://git.example.com/us/blob/main/playbook",
            "https://git.example.com/us/blob/main/playbook/",
        ),
        ("http://wiki.example.com/", "http://wiki.example.com/"),
        ("", None),
    ],
)
def test_the_playbooks_address_is_that_of_a_folder(
    settings: SetEnvironment, address: str, base: str | None
) -> None:
    assert settings(MLOPS_PLAYBOOK_URL=address).playbook_base == base


@pytest.mark.parametrize(
    "address",
    [
        "git.example.com/us",
        "ftp://example.com",
        "https://",
        "https://a/?q=",
        "https://a/b|c",
        "https://[a",
    ],
)
def test_an_address_that_pages_cannot_stand_behind_is_refused(
    settings: SetEnvironment, address: str
) -> None:
    with pytest.raises(SettingsError, match="MLOPS_PLAYBOOK_URL is not the address of a folder"):
        _ = settings(MLOPS_PLAYBOOK_URL=address).playbook_base
