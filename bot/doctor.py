"""Says what is wrong with an installation, and the remedy: `mlops-bot doctor`.

It changes nothing and makes nothing. Each check is a function that yields sentences; one that
could not be made says so in a sentence, too.
"""

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from typing import Final

from slack_sdk.errors import SlackApiError
from sqlalchemy import Connection, Table, func, select

from bot import schema
from bot.antipatterns.counting import begins_on
from bot.database import Database
from bot.delivery.domain import DeliveryState
from bot.errors import UserFacingError
from bot.handover.registries.mlflow import MlflowRegistry
from bot.knowledge_check import check_knowledge, is_laid_over
from bot.resources import folder, manifest_file
from bot.sandbox.manifest import read_manifest
from bot.settings import BySocket, Settings
from bot.slack.bolt import build_client
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.domain import RoundState
from bot.surveys.respondents import Secrets
from bot.surveys.secret_service import SecretService
from bot.tables import metadata

_LATE: Final = timedelta(hours=1)
"""The bot looks every few seconds; what waits for so long is waited for in vain."""
_TRIED_OFTEN: Final = 5


@dataclass(frozen=True)
class Checked:
    """One check: what was looked at, and each thing that is wrong, with its remedy."""

    name: str
    findings: tuple[str, ...]


def examine(settings: Settings, *, now: datetime, is_offline: bool) -> tuple[Checked, ...]:
    """Make every check.

    Args:
        settings: what the operator set.
        now: the present moment.
        is_offline: whether neither Slack nor MLflow is to be asked.

    """
    doctor = _Doctor(settings, now)
    checks: list[tuple[str, Callable[[], Iterator[str]]]] = [
        ("settings", doctor.look_at_settings),
        ("database", doctor.look_at_database),
        ("secret", doctor.look_at_secret),
        ("knowledge", doctor.look_at_knowledge),
        ("deliveries", doctor.look_at_deliveries),
        ("cleared bytes", doctor.look_at_cleared_bytes),
    ]
    if not is_offline:
        checks += [("Slack", doctor.look_at_slack), ("MLflow", doctor.look_at_mlflow)]
    try:
        return tuple(Checked(name, tuple(_foreseen(check))) for name, check in checks)
    finally:
        doctor.close()


def _foreseen(check: Callable[[], Iterator[str]]) -> Iterator[str]:
    """Yield what a check finds; what keeps it from going on is a finding as well."""
    try:
        yield from check()
    except UserFacingError as error:
        yield str(error)


class _Doctor:
    """The checks; those of what the database holds are made where it could be read."""

    def __init__(self, settings: Settings, now: datetime) -> None:
        self._settings = settings
        self._now = now
        self._database: Database | None = None

    def look_at_settings(self) -> Iterator[str]:
        """Look whether the bot would start with these settings."""
        settings = self._settings
        needed: tuple[Callable[[], object], ...] = (
            settings.require_bot_token,
            settings.require_way_in,
            settings.check_clock,
            lambda: settings.admin_ids,
            lambda: settings.keeper_ids,
            lambda: settings.playbook_base,
            lambda: settings.cards_base,
        )
        for read in needed:
            try:
                read()
            except UserFacingError as error:
                yield str(error)

    def look_at_database(self) -> Iterator[str]:
        """Look whether the database is there, with this version's tables."""
        url = self._settings.database
        file = Path(url.removeprefix("sqlite:///"))
        if url.startswith("sqlite:///") and not file.exists():
            yield f"There is no database at {file} yet. Make it: mlops-bot db upgrade"
            return
        database = Database(url)
        schema.check(database)
        self._database = database

    def look_at_secret(self) -> Iterator[str]:
        """Look whether the secret is there, is nobody else's to read, and fits what is open."""
        secrets = Secrets(self._settings.find_secrets())
        file = self._settings.data_dir / "secret.key"
        if self._settings.secret_key is None and file.stat().st_mode & (
            stat.S_IRWXG | stat.S_IRWXO
        ):
            yield f"Others on this machine may read the secret. Run: chmod 600 {file}"
        if self._database is not None:
            SecretService(self._database, secrets).check_secrets()

    def look_at_knowledge(self) -> Iterator[str]:
        """Look whether statements can be read, and whether the installation's own are sound.

        What is shipped was looked at before it was.
        """
        shipped, *own = self._settings.lay_knowledge_over(folder("knowledge"))
        if not own:
            load_bank(shipped)
            return
        (directory,) = own
        report = check_knowledge(directory, over=shipped if is_laid_over(directory) else None)
        if not report.is_sound:
            yield from map(str, report.findings)
            yield f"The knowledge isn't whole; every fault: mlops-bot knowledge check {directory}"

    def look_at_deliveries(self) -> Iterator[str]:
        """Look whether messages and weeks are waited for in vain."""
        for late in self._read(_count_late_weeks):
            yield (
                f"{_so_many(late, 'week')} should have closed more than an hour ago. The bot "
                "isn't running, or fails at it: start it (mlops-bot run), and look for job_failed "
                "in its log."
            )
        for late in self._read(_count_late_deliveries):
            yield (
                f"{_so_many(late, 'message')} should have gone more than an hour ago. The bot "
                "isn't running, or can't reach Slack: start it, and look for delivery_ in its log."
            )
        for count in self._read(_count_often_tried):
            yield (
                f"{_so_many(count, 'message')} failed {_TRIED_OFTEN} times or more, and "
                "will be tried again. Why stands in the column `reason` of the table `delivery`; "
                "docs/operations.md, Deliveries, says what to do."
            )

    def look_at_cleared_bytes(self) -> Iterator[str]:
        """Look whether what was deleted might still be read in the database's files."""
        for count in self._read(_count_uncleared):
            yield (
                f"What {count} closed weeks or periods deleted can still be read in the database's "
                "files. Something holds the database: end what reads it (a copy, a console), and "
                "the running bot clears them by itself."
            )

    def look_at_slack(self) -> Iterator[str]:
        """Look whether Slack takes the tokens, and whether the app has the manifest's scopes."""
        client = build_client(self._settings.require_bot_token(), self._settings.slack_api_url)
        try:
            granted = client.auth_test().headers.get("x-oauth-scopes")
            yield from find_missing_scopes(granted)
            way_in = self._settings.require_way_in()
            if isinstance(way_in, BySocket):
                client.apps_connections_open(app_token=way_in.app_token.get_secret_value())
        except SlackApiError as error:
            yield (
                f"Slack refused a token: {error.response['error']}. Copy it anew from the app's "
                "settings, or reinstall the app."
            )
        except (OSError, HTTPException) as error:
            yield (
                f"Slack could not be reached ({type(error).__name__}), so its tokens were not "
                "looked at. See to network, proxy or SLACK_API_URL, or ask with --offline."
            )

    def look_at_mlflow(self) -> Iterator[str]:
        """Look whether the registry answers, where one is connected."""
        if self._settings.mlflow_uri is not None:
            MlflowRegistry(self._settings.mlflow_uri.get_secret_value()).list_models()
        yield from ()

    def close(self) -> None:
        """Let go of the database."""
        if self._database is not None:
            self._database.close()

    def _read(self, count: Callable[[Connection, datetime], int]) -> Iterator[int]:
        """Yield a count where it is not nothing, and the database could be read."""
        if self._database is None:
            return
        with self._database.reading() as connection:
            found = count(connection, self._now - _LATE)
        if found:
            yield found


def find_missing_scopes(granted: object) -> Iterator[str]:
    """Yield what the app lacks of the manifest's scopes, as far as Slack said what it has.

    Args:
        granted: what Slack's answer says in its header, scopes with commas between.

    """
    texts = granted if isinstance(granted, list) else [granted]
    has = {scope.strip() for text in texts if isinstance(text, str) for scope in text.split(",")}
    needed = read_manifest(manifest_file()).scopes
    if has and (missing := sorted(needed - has)):
        yield (
            f"The app lacks {', '.join(missing)}. Paste bot/slack/manifest.yaml into the app's "
            "manifest in Slack, and reinstall it."
        )


def _table(name: str) -> Table:
    return metadata().tables[name]


def _count_late_weeks(connection: Connection, late: datetime) -> int:
    rounds = _table("survey_round").c
    found = select(func.count(rounds.id)).where(
        rounds.state == RoundState.OPEN, rounds.closes_at < late
    )
    return connection.execute(found).scalar_one()


def _count_late_deliveries(connection: Connection, late: datetime) -> int:
    owed = _table("delivery").c
    unsent = (DeliveryState.DUE, DeliveryState.SENDING)
    found = select(func.count(owed.id)).where(
        owed.state.in_(unsent), owed.claimable_at < late, owed.attempts < _TRIED_OFTEN
    )
    return connection.execute(found).scalar_one()


def _count_often_tried(connection: Connection, _: datetime) -> int:
    owed = _table("delivery").c
    unsent = (DeliveryState.DUE, DeliveryState.SENDING)
    found = select(func.count(owed.id)).where(owed.state.in_(unsent), owed.attempts >= _TRIED_OFTEN)
    return connection.execute(found).scalar_one()


def _count_uncleared(connection: Connection, late: datetime) -> int:
    rounds, ended = _table("survey_round").c, _table("antipattern_ended").c
    weeks = select(func.count(rounds.id)).where(
        rounds.state == RoundState.CLOSED, rounds.closes_at < late, rounds.is_cleared.is_(False)
    )
    periods = connection.scalars(select(ended.period).where(ended.is_cleared.is_(False)))
    over = [period for period in periods if begins_on(period + 1) < late.date()]
    return connection.execute(weeks).scalar_one() + len(over)


def _so_many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
