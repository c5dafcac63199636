"""Plans six weeks for ten thousand people on both kinds of database, beside a calendar."""

import sys
import tempfile
from pathlib import Path
from time import perf_counter

from bot import schema
from bot.database import Database
from tests.calendar_oracle import plan_and_compare
from tests.databases import find_server, fresh_database, open_database

PEOPLE = 10_000


def main() -> int:
    """Print what differs from the calendar; 1 if anything does."""
    faults = 0
    with tempfile.TemporaryDirectory() as data:
        faults += report("SQLite", Database(f"sqlite:///{Path(data) / 'planning.db'}"))
    with fresh_database(find_server()) as url:
        faults += report("PostgreSQL", open_database(url))
    return 1 if faults else 0


def report(name: str, database: Database) -> int:
    """Plan on one database, say what came out, and return how many faults there were."""
    schema.upgrade(database)
    began = perf_counter()
    found = plan_and_compare(database, people=PEOPLE)
    seconds = perf_counter() - began
    database.close()
    sys.stdout.write(
        f"{name}: {found.sheets} sheets for {PEOPLE} people of 40 zones in {seconds:.0f} s; "
        f"missing {found.missing}, unexpected {found.unexpected}, twice {found.twice}, "
        f"at another time {found.at_another_time}\n"
    )
    return found.missing + found.unexpected + found.twice + found.at_another_time


if __name__ == "__main__":
    sys.exit(main())
