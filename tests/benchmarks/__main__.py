"""Says how fast the bot is beside what it stands on: `make bench`."""

import asyncio
import os

from tests.benchmarks import answers, presses
from tests.benchmarks.servers import both_databases


def main() -> None:
    """Print the report."""
    with both_databases() as urls:
        print(f"Answers stored, {answers.THREADS} threads, {os.cpu_count()} cores")  # noqa: T201 - a report
        for name, url in urls.items():
            print(f"{name:18}{answers.compare(url)}")  # noqa: T201 - a report
        print("\nPresses acknowledged, through Socket Mode,", end=" ")  # noqa: T201 - a report
        print(*asyncio.run(presses.compare(urls)), sep="\n")  # noqa: T201 - a report


if __name__ == "__main__":
    main()
