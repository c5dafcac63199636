"""Presses acknowledged per second through Socket Mode, beside a listener that does nothing.

Each subject runs in a process of its own and is pressed from this one; they take turns, three times
over, and the figures are medians. What is drawn after an acknowledgement goes on in the subject's
threads while the next presses come, and takes its share of them: that is the line `whole`.
"""

import asyncio
import statistics
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import URL

from tests.benchmarks.load import AT_ONCE, Press, Run, Workspace
from tests.benchmarks.rounds import CHOICES, Place, address, open_rounds
from tests.benchmarks.servers import another

REPEATS = 3
SECONDS = 1.5
WARM_UP = 0.5


@dataclass
class Subject:
    """One process that is measured."""

    name: str
    press: Press
    workspace: Workspace
    process: Process
    runs: list[Run] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """The median of presses per second."""
        return statistics.median(run.rate for run in self.runs)

    def report(self, empty: float) -> str:
        """Return a line of the report."""
        p50, p99 = (statistics.median(r.percentile(s) for r in self.runs) for s in (0.5, 0.99))
        drawn = statistics.median(run.drawn / run.seconds for run in self.runs)
        also = f"   {drawn:4.0f} sheets drawn/s" if drawn else ""
        return (
            f"{self.name:18}{self.rate:7.0f}/s   p50 {p50:6.1f} ms   p99 {p99:6.1f} ms   ratio "
            f"{self.rate / empty:.2f}{also}"
        )


async def compare(urls: dict[str, URL]) -> list[str]:
    """Measure the empty listener, the storing and the whole bot on each database, in turn."""
    subjects = [await start("empty listener", "empty", None)]
    for name, url in urls.items():
        for kind, what in (("store", "stored"), ("whole", "and drawn")):
            subjects.append(await start(f"{name}, {what}", kind, another(url, kind)))
    try:
        for _ in range(REPEATS):
            for subject in subjects:
                await subject.workspace.load(subject.press, seconds=WARM_UP)
                subject.runs.append(await subject.workspace.load(subject.press, seconds=SECONDS))
                await subject.workspace.quiet()
    finally:
        for subject in subjects:
            subject.process.kill()
            await subject.process.wait()
            await subject.workspace.stop()
    empty = subjects[0].rate
    return [f"{AT_ONCE} presses at any moment", *(s.report(empty) for s in subjects)]


async def start(name: str, kind: str, url: URL | None) -> Subject:
    """Start a process and wait until it is connected."""
    workspace = Workspace()
    await workspace.start()
    places = (Place("U1", 1, (1, 2, 3, 4, 5)),) if url is None else open_rounds(url)
    arguments = [kind, workspace.api_url, *([] if url is None else [address(url)])]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.benchmarks.subject", *arguments, stdin=PIPE, stdout=DEVNULL
    )
    ends, connects = (
        asyncio.create_task(process.wait()),
        asyncio.create_task(workspace.connected()),
    )
    await asyncio.wait((ends, connects), return_when=asyncio.FIRST_COMPLETED)
    if process.returncode is not None:
        raise RuntimeError(f"What was to be measured ended with code {process.returncode}.")
    return Subject(name, a_press(places), workspace, process)


def a_press(places: tuple[Place, ...]) -> Press:
    """Return what Slack sends when one after another of these people presses."""

    def press(number: int) -> dict[str, Any]:
        place = places[number % len(places)]
        item_id = place.item_ids[number // len(places) % 5]
        choice = CHOICES[number % len(CHOICES)]
        return {
            "type": "block_actions",
            "user": {"id": place.user_id},
            "team": {"id": "T1"},
            "api_app_id": "A1",
            "container": {
                "type": "message",
                "channel_id": f"D{place.user_id}",
                "message_ts": "1.1",
            },
            "actions": [
                {
                    "type": "button",
                    "action_id": f"pulse.score.{choice}",
                    "block_id": f"item.{item_id}",
                    "value": f"{place.round_id}:{item_id}:{choice}",
                    "action_ts": "1.1",
                }
            ],
        }

    return press
