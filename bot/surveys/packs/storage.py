"""The table of packs: which ones a team is asked about beside the core."""

from collections.abc import Sequence

from sqlalchemy import Connection, ForeignKey, String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base


class PackRow(Base):
    """A pack that a team's leads have switched on."""

    __tablename__ = "survey_pack"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    pack_id: Mapped[str] = mapped_column(String(60), primary_key=True)


class Packs:
    """Which packs are switched on, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_chosen(self, team_id: int) -> frozenset[str]:
        """Return the ids of a team's packs, among them any that the bank no longer has."""
        rows = self._connection.scalars(select(PackRow.pack_id).where(PackRow.team_id == team_id))
        return frozenset(rows)

    def set_chosen(self, team_id: int, pack_ids: Sequence[str]) -> None:
        """Store a team's packs in place of those it had."""
        self._connection.execute(delete(PackRow).where(PackRow.team_id == team_id))
        if pack_ids:
            self._connection.execute(
                insert(PackRow),
                [{"team_id": team_id, "pack_id": pack_id} for pack_id in pack_ids],
            )
