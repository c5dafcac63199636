"""The ledger of what fear questions showed; it is written with what it tells of."""

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import JSON, Connection, ForeignKey, insert
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base
from bot.surveys.fear import FEWEST_TO_NAME, UNSAID, Feared


class FearReleaseRow(Base):
    """The ledger of what was shown, as it was shown; no constraint keeps a second one out.

    `members` is how many stood behind it, cut at the threshold, and with each model how many named
    it, cut at three: exact numbers would tell more than was shown.
    """

    __tablename__ = "survey_fear_release"

    id: Mapped[int] = mapped_column(primary_key=True)
    fear_id: Mapped[int] = mapped_column(ForeignKey("survey_fear.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    wave: Mapped[date]
    threshold: Mapped[int]
    members: Mapped[int]
    named: Mapped[list[list[Any]]] = mapped_column(JSON)


class FearReleases:
    """The ledger, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, feared: Feared, choices: Counter[str]) -> None:
        """Write down what a team is shown, and how many members chose what, cut."""
        members = choices.total() - choices[UNSAID]
        named = [
            [model.id, model.band, min(choices[str(model.id)], FEWEST_TO_NAME)]
            for model in feared.named
        ]
        self._connection.execute(
            insert(FearReleaseRow).values(
                fear_id=feared.question_id,
                team_id=feared.team_id,
                wave=feared.wave,
                threshold=feared.threshold,
                members=min(members, feared.threshold),
                named=named,
            )
        )
