"""The tables of themes: what each is known by, which comments it has, and what became of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    ForeignKey,
    LargeBinary,
    Row,
    String,
    insert,
    select,
    true,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.antipatterns.theme_domain import Fate, TeamTheme, TellingWord
from bot.database import Base, insert_into


class ThemeRow(Base):
    """A theme of a team.

    `words` may be shown, `keywords` may not. `fewest` people are behind it in `period` by its
    comments alone.
    """

    __tablename__ = "antipattern_theme"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    keywords: Mapped[list[list[Any]]] = mapped_column(JSON)
    words: Mapped[list[str]] = mapped_column(JSON)
    is_living: Mapped[bool] = mapped_column(server_default=true())
    merged_into: Mapped[int | None]
    period: Mapped[int]
    fewest: Mapped[int]


class ThemeCommentRow(Base):
    """That a released comment belongs to a theme."""

    __tablename__ = "antipattern_theme_comment"
    __table_args__ = ({"sqlite_with_rowid": False},)

    comment_id: Mapped[bytes] = mapped_column(
        LargeBinary(16), ForeignKey("survey_comment.id"), primary_key=True
    )
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    number: Mapped[int]


class ThemeEventRow(Base):
    """That a theme was born, ended inside another, died or was found again."""

    __tablename__ = "antipattern_theme_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    number: Mapped[int]
    fate: Mapped[str] = mapped_column(String(20))
    merged_into: Mapped[int | None]
    happened_on: Mapped[date]


class ThemePoolRow(Base):
    """How many releases brought a team comments without a label, and how many were grouped."""

    __tablename__ = "antipattern_theme_pool"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    heard: Mapped[int]
    grouped: Mapped[int]


class Themes:
    """Themes, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note_heard(self, team_id: int) -> None:
        """Store that a team has new comments to group."""
        upsert = insert_into(self._connection, ThemePoolRow).values(
            team_id=team_id, heard=1, grouped=0
        )
        self._connection.execute(
            upsert.on_conflict_do_update(
                index_elements=["team_id"], set_={"heard": ThemePoolRow.heard + 1}
            )
        )

    def find_ungrouped(self) -> tuple[int, int] | None:
        """Return a team that has comments to group, and how often it had any by now."""
        row = self._connection.execute(
            select(ThemePoolRow.team_id, ThemePoolRow.heard)
            .where(ThemePoolRow.heard > ThemePoolRow.grouped)
            .order_by(ThemePoolRow.team_id)
            .limit(1)
        ).one_or_none()
        return None if row is None else (row.team_id, row.heard)

    def claim(self, team_id: int, *, heard: int) -> bool:
        """Store that comments are grouped; False if somebody else has grouped them."""
        done = self._connection.execute(
            update(ThemePoolRow)
            .where(ThemePoolRow.team_id == team_id, ThemePoolRow.grouped < heard)
            .values(grouped=heard)
        )
        return bool(done.rowcount)

    def list_themes(self, team_id: int) -> tuple[TeamTheme, ...]:
        """Return every theme that a team ever had, in the order of their numbers."""
        rows = self._connection.execute(
            select(ThemeRow.__table__).where(ThemeRow.team_id == team_id).order_by(ThemeRow.number)
        )
        return tuple(map(_theme, rows))

    def put(self, team_id: int, theme: TeamTheme) -> None:
        """Store a theme as it is now."""
        held = {
            "keywords": [[one.word, one.share] for one in theme.keywords],
            "words": list(theme.words),
            "is_living": theme.is_living,
            "merged_into": theme.merged_into,
            "period": theme.period,
            "fewest": theme.fewest,
        }
        self._connection.execute(
            insert_into(self._connection, ThemeRow)
            .values(team_id=team_id, number=theme.number, **held)
            .on_conflict_do_update(index_elements=["team_id", "number"], set_=held)
        )

    def list_comments(self, team_id: int) -> dict[bytes, int]:
        """Return the theme of each comment that was ever given one."""
        rows = self._connection.execute(
            select(ThemeCommentRow.comment_id, ThemeCommentRow.number).where(
                ThemeCommentRow.team_id == team_id
            )
        )
        return {row.comment_id: row.number for row in rows}

    def put_comments(self, team_id: int, theme_of: Mapping[bytes, int]) -> None:
        """Store to which themes comments belong."""
        for comment_id in sorted(theme_of):
            self._connection.execute(
                insert_into(self._connection, ThemeCommentRow)
                .values(comment_id=comment_id, team_id=team_id, number=theme_of[comment_id])
                .on_conflict_do_update(
                    index_elements=["comment_id"], set_={"number": theme_of[comment_id]}
                )
            )

    def add_event(
        self, team_id: int, number: int, fate: Fate, *, on: date, into: int | None = None
    ) -> None:
        """Store what became of a theme."""
        self._connection.execute(
            insert(ThemeEventRow).values(
                team_id=team_id, number=number, fate=fate, happened_on=on, merged_into=into
            )
        )


def _theme(row: Row[Any]) -> TeamTheme:
    return TeamTheme(
        number=row.number,
        keywords=tuple(TellingWord(word, share) for word, share in row.keywords),
        words=tuple(row.words),
        is_living=row.is_living,
        merged_into=row.merged_into,
        period=row.period,
        fewest=row.fewest,
    )
