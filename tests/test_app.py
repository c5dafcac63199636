"""The bot as it is put together: promises that depend on how the parts are wired."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import Bot
from bot.clock import MovableClock
from bot.delivery.domain import DeliveryState, Message
from bot.sandbox.faults import Fault
from bot.sandbox.server import SandboxServer
from bot.settings import Settings

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
GENERAL = "C0GENERAL0"
ARCHITECTURE = Path(__file__).resolve().parent.parent / "docs" / "architecture.md"


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(MONDAY, flows=False)


@pytest.fixture
def bot(server: SandboxServer, clock: MovableClock, tmp_path: Path) -> Iterator[Bot]:
    settings = Settings.model_construct(
        slack_bot_token=SecretStr(server.bot_token),
        slack_app_token=SecretStr(server.app_token),
        slack_api_url=server.api_url,
        data_dir=tmp_path,
    )
    bot = Bot(settings, clock)
    yield bot
    bot.stop()


def test_jobs_run_in_the_order_that_the_architecture_tells(bot: Bot) -> None:
    told = ARCHITECTURE.read_text("utf-8").partition("the scheduler runs every job")[2]

    names = re.findall(r"`(\w+\.\w+)`", told.partition(". A fault")[0])

    assert names == [job.id for job in bot.scheduler._jobs]


def test_the_bots_own_client_does_not_repeat_a_post_whose_answer_was_lost(
    bot: Bot, server: SandboxServer, clock: MovableClock
) -> None:
    server.faults.add(Fault("lost_response", "chat.postMessage"))
    bot.services.deliveries.owe("note:1", to=GENERAL, message=Message("Once"), at=MONDAY)

    for _ in range(100):
        next_due = bot.scheduler.settle()
        delivery = bot.services.deliveries.find("note:1")
        assert delivery is not None
        if delivery.state is DeliveryState.SENT:
            break
        assert next_due is not None
        clock.move_to(next_due)

    assert delivery is not None
    assert delivery.state is DeliveryState.SENT
    posted = [message["text"] for message in server.workspace.messages.visible(GENERAL)]
    assert posted == ["Once"]
