"""Answers stored per second through the service, beside the bare driver doing the same statements.

Both run eight threads on the same database with the same durability, one after the other, three
times over; the figure is the ratio of the medians, since absolute rates say more about the machine
than about us.
"""

import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from threading import Lock, local
from typing import Any

import psycopg
from sqlalchemy import URL

from bot.database import Database
from bot.surveys.answer_service import AnswerService
from bot.surveys.domain import Choice
from bot.surveys.respondents import Secrets
from bot.teams.service import TeamService
from tests.benchmarks.rounds import CHOICES, SECRET, Place, address, open_rounds

THREADS = 8
REPEATS = 3
LAPS = 2

Store = Callable[[int, str, Choice], None]

_FIND = (
    "SELECT i.*, k.key, k.secret_mark, EXISTS (SELECT 1 FROM survey_asked a JOIN "
    "survey_round_item r ON r.round_id = a.round_id WHERE r.item_id = {0} AND a.user_id = {0}) "
    "FROM survey_item i LEFT JOIN survey_item_key k ON k.item_id = i.id WHERE i.id = {0}"
)
_PUT = (
    "INSERT INTO survey_open_answer (item_id, respondent, choice) VALUES ({0}, {0}, {0}) "
    "ON CONFLICT (item_id, respondent) DO UPDATE SET choice = excluded.choice"
)


@dataclass(frozen=True)
class Result:
    """Medians of the runs, and the longest that anybody waited through the service."""

    ours: float
    bare: float
    longest: float

    def __str__(self) -> str:
        """Return a line of the report."""
        return (
            f"service {self.ours:7.0f}/s   bare driver {self.bare:7.0f}/s   ratio "
            f"{self.ours / self.bare:.2f}   longest wait {self.longest * 1000:.0f} ms"
        )


def compare(url: URL) -> Result:
    """Measure service and driver in turn, on a database that is empty as yet."""
    places = open_rounds(url)
    database = Database(address(url))
    ours, bare = [], []
    with through_driver(url) as by_hand:
        service = through_service(database)
        for _ in range(REPEATS):
            ours.append(measure(service, places))
            bare.append(measure(by_hand, places))
    database.close()
    return Result(
        ours=statistics.median(rate for rate, _ in ours),
        bare=statistics.median(rate for rate, _ in bare),
        longest=max(longest for _, longest in ours),
    )


def through_service(database: Database) -> Store:
    """Store as a press does."""
    answers = AnswerService(database, TeamService(database), Secrets([SECRET.encode()]))

    def store(item_id: int, user_id: str, choice: Choice) -> None:
        answers.record_answer(item_id=item_id, user_id=user_id, choice=choice)

    return store


def through_driver(url: URL) -> AbstractContextManager[Store]:
    """Store by the same statements, written by hand."""
    if url.get_backend_name() == "sqlite":
        return _through_sqlite3(str(url.database))
    return _through_psycopg(address(url.set(drivername="postgresql")))


@contextmanager
def _through_sqlite3(file: str) -> Iterator[Store]:
    """Connect once a thread; writers queue as they do behind the service."""
    turn, mine, opened = Lock(), local(), []
    find, put = _FIND.format("?"), _PUT.format("?")

    def connection() -> sqlite3.Connection:
        if not hasattr(mine, "connection"):
            mine.connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
            mine.connection.executescript("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
            opened.append(mine.connection)
        own: sqlite3.Connection = mine.connection
        return own

    def store(item_id: int, user_id: str, choice: Choice) -> None:
        execute = connection().execute
        with turn:
            execute("BEGIN IMMEDIATE")
            execute(find, (item_id, user_id, item_id)).fetchone()
            execute(put, (item_id, user_id.encode().ljust(16), str(choice)))
            execute("COMMIT")

    yield store
    for used in opened:
        used.close()


@contextmanager
def _through_psycopg(conninfo: str) -> Iterator[Store]:
    """Connect once a thread; the driver begins a transaction before its first statement."""
    mine, opened = local(), list[psycopg.Connection[Any]]()
    find, put = _FIND.format("%s") + " FOR KEY SHARE OF i", _PUT.format("%s")

    def store(item_id: int, user_id: str, choice: Choice) -> None:
        if not hasattr(mine, "connection"):
            mine.connection = psycopg.connect(conninfo)
            opened.append(mine.connection)
        connection: psycopg.Connection[Any] = mine.connection
        connection.execute(find, (item_id, user_id, item_id)).fetchone()
        connection.execute(put, (item_id, user_id.encode().ljust(16), str(choice)))
        connection.commit()

    yield store
    for used in opened:
        used.close()


def measure(store: Store, places: tuple[Place, ...]) -> tuple[float, float]:
    """Have everybody answer everything; return answers per second and the longest wait."""
    work = [
        (place.item_ids[number], place.user_id, CHOICES[(number + lap) % 5])
        for lap in range(LAPS)
        for number in range(5)
        for place in places
    ]

    def timed(press: tuple[int, str, Choice]) -> float:
        started = time.perf_counter()
        store(*press)
        return time.perf_counter() - started

    started = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        waits = list(pool.map(timed, work))
    return len(work) / (time.perf_counter() - started), max(waits)
