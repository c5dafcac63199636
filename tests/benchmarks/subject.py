"""What is measured, in a process of its own: the bot, or as much of it as is asked for.

`empty` is Bolt with the bot's options and a listener that only acknowledges; `store` commits the
answer first; `whole` is the bot as it is run, which draws the sheet after.
"""

import sys
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.app import Bot
from bot.clock import MovableClock
from bot.database import Database
from bot.settings import Settings
from bot.slack.bolt import build_app
from bot.slack.socket_mode import SocketMode
from bot.surveys.answer_service import AnswerService
from bot.surveys.messages import places
from bot.surveys.messages.places import ScoreButton
from bot.surveys.respondents import Secrets
from bot.teams.service import TeamService
from tests.benchmarks.rounds import MONDAY, SECRET


def main(kind: str, api_url: str, database_url: str = "") -> None:
    """Connect, and answer until standard input ends."""
    if kind == "whole":
        bot = Bot(_settings(api_url, database_url), MovableClock(MONDAY, flows=False))
        bot.start()
    else:
        app = build_app(WebClient("xoxb-bench", base_url=api_url))
        if kind == "empty":
            _only_acknowledge(app)
        else:
            _store_and_acknowledge(app, Database(database_url))
        SocketMode(app, SecretStr("xapp-bench"), WebClient("xapp-bench", base_url=api_url)).start()
    sys.stdin.read()


def _only_acknowledge(app: App) -> None:
    def pressed(ack: Ack) -> None:
        ack()

    app.action(places.SCORE)(pressed)


def _store_and_acknowledge(app: App, database: Database) -> None:
    answers = AnswerService(database, TeamService(database), Secrets([SECRET.encode()]))

    def pressed(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        button = ScoreButton.load(action["value"])
        user_id = body["user"]["id"]
        answers.record_answer(item_id=button.item_id, user_id=user_id, choice=button.choice)
        ack()

    app.action(places.SCORE)(pressed)


def _settings(api_url: str, database_url: str) -> Settings:
    return Settings.model_construct(
        slack_bot_token=SecretStr("xoxb-bench"),
        slack_app_token=SecretStr("xapp-bench"),
        slack_api_url=api_url,
        database_url=SecretStr(database_url),
        data_dir=Path("nowhere"),
        secret_key=SecretStr(SECRET),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
