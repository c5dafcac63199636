"""Answers stored per second through the service, beside the bare driver doing the same statements.

Both run eight threads on SQLite with the same settings, one after the other, three times over; the
figure is the ratio of the medians, since absolute rates say more about the machine than about us.
"""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes
from threading import Lock, local

from bot import schema
from bot.database import Database
from bot.resources import folder
from bot.surveys.answer_service import AnswerService
from bot.surveys.domain import Choice
from bot.surveys.respondents import Secrets
from bot.surveys.service import SurveyService
from bot.surveys.statement_bank import load_bank
from bot.teams.domain import Pulse, TeamPlan
from bot.teams.service import TeamService

THREADS = 8
PEOPLE = 200
REPEATS = 3
SECRETS = Secrets([b"a secret of thirty-two bytes long"])
THURSDAY = datetime(2026, 1, 1, 12, tzinfo=UTC)
MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)
CHOICES = [choice for choice in Choice if choice.score is not None]

Store = Callable[[int, str, Choice], None]


def main() -> None:
    """Print the rates, the longest waits and the ratio."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "bench.db"
        database, answers, item_ids = a_round(file)
        ours, bare = [], []
        for _ in range(REPEATS):
            ours.append(measure(through_service(answers), item_ids))
            bare.append(measure(through_driver(file), item_ids))
        database.close()
    rate, floor = (statistics.median(run[0] for run in runs) for runs in (ours, bare))
    longest = max(run[1] for run in ours)
    print(f"service      {rate:8.0f} answers/s, longest wait {longest * 1000:.0f} ms")  # noqa: T201 - a report
    print(f"bare driver  {floor:8.0f} answers/s")  # noqa: T201 - a report
    print(f"ratio        {rate / floor:8.2f}")  # noqa: T201 - a report


def a_round(file: Path) -> tuple[Database, AnswerService, list[int]]:
    """Open a round for many people, and return its items."""
    database = Database(f"sqlite:///{file}")
    schema.upgrade(database)
    teams = TeamService(database)
    plan = TeamPlan(
        name="Bench",
        channel_id="C1",
        is_private=True,
        pulse=Pulse(weekday=0, hour=9, zone="Europe/Berlin"),
        leads=("L",),
        members=tuple(f"U{number}" for number in range(PEOPLE)),
        planned_by="L",
    )
    roster = teams.set_up_team(plan=plan, now=THURSDAY)
    surveys = SurveyService(database, teams, load_bank(folder("knowledge")), SECRETS)
    surveys.open_round(roster, now=THURSDAY)
    surveys.open_round(roster, now=MONDAY)
    answers = AnswerService(database, teams, SECRETS)
    sheet = answers.list_unowed_sheets()[0]
    return database, answers, [answer.item.id for answer in sheet.answers]


def through_service(answers: AnswerService) -> Store:
    """Store as a press does."""

    def store(item_id: int, user_id: str, choice: Choice) -> None:
        answers.record_answer(item_id=item_id, user_id=user_id, choice=choice)

    return store


def through_driver(file: Path) -> Store:
    """Store by the same statements, written by hand, behind the same queue of writers."""
    turn, mine = Lock(), local()

    def store(item_id: int, user_id: str, choice: Choice) -> None:
        if not hasattr(mine, "connection"):
            mine.connection = sqlite3.connect(file, isolation_level=None)
            mine.connection.executescript("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
        connection: sqlite3.Connection = mine.connection
        with turn:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "SELECT i.*, k.key, k.secret_mark, EXISTS (SELECT 1 FROM survey_asked a JOIN "
                "survey_round_item r ON r.round_id = a.round_id WHERE r.item_id = ? AND "
                "a.user_id = ?) FROM survey_item i LEFT JOIN survey_item_key k ON k.item_id = i.id "
                "WHERE i.id = ?",
                (item_id, user_id, item_id),
            ).fetchone()
            connection.execute(
                "INSERT INTO survey_answer (id, item_id, respondent, choice) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (item_id, respondent) DO UPDATE SET choice = excluded.choice",
                (token_bytes(16), item_id, user_id.encode().ljust(16), str(choice)),
            )
            connection.execute("COMMIT")

    return store


def measure(store: Store, item_ids: list[int]) -> tuple[float, float]:
    """Have everybody answer everything; return answers per second and the longest wait."""
    work = [
        (item_id, f"U{number}", CHOICES[(number + item_id) % 5])
        for item_id in item_ids
        for number in range(PEOPLE)
    ]

    def timed(press: tuple[int, str, Choice]) -> float:
        started = time.perf_counter()
        store(*press)
        return time.perf_counter() - started

    started = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        waits = list(pool.map(timed, work))
    return len(work) / (time.perf_counter() - started), max(waits)


if __name__ == "__main__":
    main()
