"""The only reader of the environment: every setting, its default and its check."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.setting_forms import (
    Address,
    SettingsError,
    read_address,
    read_folder_url,
    read_user_ids,
    require_token,
)

__all__ = ["Address", "ByHttp", "BySocket", "Settings", "SettingsError", "read_settings"]

SLACK_API_URL = "https://slack.com/api/"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class BySocket:
    """People's acts come over a connection that the bot opens; nothing need reach this machine."""

    app_token: SecretStr


@dataclass(frozen=True)
class ByHttp:
    """People's acts come as requests that Slack makes and signs."""

    signing_secret: SecretStr
    address: Address


class Settings(BaseSettings):
    """What an operator can set, by environment variable or in `.env`; see docs/operations.md."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = SLACK_API_URL
    database_url: SecretStr | None = Field(default=None, validation_alias="MLOPS_DATABASE_URL")
    data_dir: Path = Field(default=Path("data"), validation_alias="MLOPS_DATA_DIR")
    knowledge_dir: Path | None = Field(default=None, validation_alias="MLOPS_KNOWLEDGE_DIR")
    secret_key: SecretStr | None = Field(default=None, validation_alias="MLOPS_SECRET_KEY")
    http: str | None = Field(default=None, validation_alias="MLOPS_HTTP")
    clock_url: str | None = Field(default=None, validation_alias="MLOPS_CLOCK_URL")
    admins: str = Field(default="", validation_alias="MLOPS_ADMINS")
    keepers: str = Field(default="", validation_alias="MLOPS_KEEPERS")
    playbook_url: str | None = Field(default=None, validation_alias="MLOPS_PLAYBOOK_URL")
    mlflow_uri: SecretStr | None = Field(default=None, validation_alias="MLOPS_MLFLOW_URI")
    mlflow_writes: bool = Field(default=False, validation_alias="MLOPS_MLFLOW_WRITES")
    cards_url: str | None = Field(default=None, validation_alias="MLOPS_CARDS_URL")

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_slash(cls, url: str) -> str:
        return url if url.endswith("/") else url + "/"

    @property
    def admin_ids(self) -> tuple[str, ...]:
        """Who runs this installation, by Slack's ids.

        Raises:
            SettingsError: something else than ids was set.

        """
        return read_user_ids(self.admins, "MLOPS_ADMINS")

    @property
    def keeper_ids(self) -> tuple[str, ...]:
        """Who keeps the playbook: the admins, unless somebody else was named.

        Raises:
            SettingsError: something else than ids was set.

        """
        return read_user_ids(self.keepers, "MLOPS_KEEPERS") or self.admin_ids

    @property
    def playbook_base(self) -> str | None:
        """Where the playbook's pages can be read, ending with a slash.

        Raises:
            SettingsError: what was set is no address of the web.

        """
        if self.playbook_url is None:
            return None
        return read_folder_url(self.playbook_url, "MLOPS_PLAYBOOK_URL")

    @property
    def cards_base(self) -> str | None:
        """Where the models' cards can be read, ending with a slash.

        Raises:
            SettingsError: what was set is no address of the web.

        """
        return (
            None if self.cards_url is None else read_folder_url(self.cards_url, "MLOPS_CARDS_URL")
        )

    @property
    def is_real_slack(self) -> bool:
        """Whether requests leave this machine."""
        return urlsplit(self.slack_api_url).hostname not in _LOOPBACK

    @property
    def database(self) -> str:
        """The database's URL; without a setting, an SQLite file in the data folder.

        It may hold a password, so it is never shown.
        """
        if self.database_url is None:
            return f"sqlite:///{self.data_dir / 'mlops-bot.db'}"
        return self.database_url.get_secret_value()

    @property
    def address(self) -> Address | None:
        """Where the bot listens for HTTP, if it does.

        Raises:
            SettingsError: what was set is no address.

        """
        return None if self.http is None else read_address(self.http)

    def lay_knowledge_over(self, shipped: Path) -> tuple[Path, ...]:
        """Return the knowledge folders: what is shipped, and the installation's own laid over it.

        Raises:
            SettingsError: the installation's own is no folder.

        """
        if self.knowledge_dir is None:
            return (shipped,)
        if not self.knowledge_dir.is_dir():
            raise SettingsError(f"MLOPS_KNOWLEDGE_DIR is not a folder: {self.knowledge_dir}")
        return (shipped, self.knowledge_dir)

    def over_http(self, address: str) -> "Settings":
        """Return these settings with signed HTTP as the way in, whatever else is set."""
        return self.model_copy(update={"http": address, "slack_app_token": None})

    def require_bot_token(self) -> SecretStr:
        """Return the token with which the bot speaks.

        Raises:
            SettingsError: it is missing or is another kind of token.

        """
        return require_token(self.slack_bot_token, "SLACK_BOT_TOKEN", prefix="xoxb-")

    def require_way_in(self) -> BySocket | ByHttp:
        """Return how people's acts reach the bot: Socket Mode wherever its token is set.

        Raises:
            SettingsError: nothing was chosen, or what the choice needs is missing.

        """
        if self.slack_app_token is not None:
            return BySocket(require_token(self.slack_app_token, "SLACK_APP_TOKEN", prefix="xapp-"))
        if (address := self.address) is None:
            raise SettingsError(
                "SLACK_APP_TOKEN is not set, so choose a way in: Socket Mode needs that token "
                "(it starts with xapp-), signed HTTP needs --http HOST:PORT and "
                "SLACK_SIGNING_SECRET; README.md says where both stand. To try the bot without "
                "Slack, run: mlops-bot sandbox"
            )
        secret = self.slack_signing_secret
        if secret is None or not secret.get_secret_value().strip():
            raise SettingsError(
                "SLACK_SIGNING_SECRET is not set. Signed HTTP needs it; it stands under Basic "
                "Information in your Slack app's settings. For Socket Mode instead, set "
                "SLACK_APP_TOKEN and leave out --http."
            )
        return ByHttp(secret, address)

    def require_secrets(self) -> tuple[bytes, ...]:
        """Return the installation's secrets, the newest first.

        The first is made on first use beside an SQLite database. Older ones stand behind it, with
        white space between, until the last item asked under them is closed.

        Raises:
            SettingsError: one is too short, or none is set with a database that several machines
                may share (each would make its own).

        """
        if self.secret_key is not None:
            values = self.secret_key.get_secret_value().encode().split()
            if not values or any(len(value) < 32 for value in values):
                raise SettingsError(
                    "MLOPS_SECRET_KEY is shorter than 32 characters. Make one with: "
                    "python3 -c 'import secrets; print(secrets.token_hex(32))'"
                )
            return tuple(values)
        if not self.database.startswith("sqlite"):
            raise SettingsError(
                "MLOPS_SECRET_KEY is not set. It is required with PostgreSQL, because two machines "
                "would make two. Set the same value on each."
            )
        return _kept_secrets(self.data_dir / "secret.key")

    def find_secrets(self) -> tuple[bytes, ...]:
        """Return the installation's secrets, the newest first, and make none.

        Raises:
            SettingsError: there is none here, so that nothing can be said to be lost.

        """
        if self.secret_key is None and not (self.data_dir / "secret.key").exists():
            raise SettingsError(
                f"There is no secret here, neither in MLOPS_SECRET_KEY nor in {self.data_dir}. Run "
                "this where the bot runs, with its settings."
            )
        return self.require_secrets()

    def check_clock(self) -> None:
        """Refuse a borrowed clock that is not this machine's, and any against real Slack.

        Raises:
            SettingsError: MLOPS_CLOCK_URL is set and one of the two leaves this machine.

        """
        if self.clock_url is None:
            return
        if self.is_real_slack:
            raise SettingsError(
                "MLOPS_CLOCK_URL is set, but SLACK_API_URL is not on this machine. A movable clock "
                "is for the local workspace only: unset MLOPS_CLOCK_URL."
            )
        url = urlsplit(self.clock_url)
        if url.scheme != "http" or url.hostname not in _LOOPBACK:
            raise SettingsError(
                "MLOPS_CLOCK_URL is not an http address on this machine, such as "
                "http://127.0.0.1:8765/sandbox/clock."
            )


def read_settings() -> Settings:
    """Read the settings from the environment and `.env`.

    Raises:
        SettingsError: a value does not have the form it needs.

    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        raise SettingsError(f"The setting {name} is not usable: {first['msg']}.") from error


def _kept_secrets(path: Path) -> tuple[bytes, ...]:
    """Read the secrets beside the database, or make one; never readable by others."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make_secret(path)
        values = path.read_bytes().split()
    except OSError as error:
        raise SettingsError(f"The secret in {path} cannot be read or made: {error}.") from error
    if not values or any(len(value) < 32 for value in values):
        raise SettingsError(
            f"{path} holds no usable secret. Restore it from your backup, or remove it to have a "
            "new one made; answers to open statements go with the old one."
        )
    return tuple(values)


def _make_secret(path: Path) -> None:
    """Write a new secret whole or not at all; of two processes that try, the first one's stays."""
    with NamedTemporaryFile(dir=path.parent, prefix=".secret-") as file:
        file.write(secrets.token_hex(32).encode())
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(file.name, path)
