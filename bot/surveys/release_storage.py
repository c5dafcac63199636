"""The ledger of everything that was ever shown, as it was shown.

It is written together with what it tells of and decides nothing. `mlops-bot privacy replay` reads
it, so that a fault in what decides is not also a fault in what checks, and so do exports. No
constraint keeps a second release out: items and figures have those, and a ledger that could not
hold a fault could not show one.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, ForeignKey, Select, String, false, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base
from bot.surveys.answer_storage import AnswerRow
from bot.surveys.domain import Choice, Figure
from bot.surveys.figures import Tally
from bot.surveys.item_storage import ItemRow, RoundItemRow
from bot.surveys.parent_storage import ParentFigureRow
from bot.surveys.parents import Decision
from bot.surveys.releases import Part, Release, Source, Standing, TeamRelease
from bot.surveys.storage import AskedRow


class ReleaseRow(Base):
    """A mean that was shown, by a team or by a parent.

    Attributes:
        team_id: the team; empty for a parent's.
        parent_id: the parent; empty for a team's.
        tenths: the mean as it was shown.
        threshold: how many members had to stand behind it then.
        members: how many did, cut at the threshold: more would tell whether a lead answered.
        unshown_members: the same for the scores in it that no team showed; 0 if there are none.
        is_open: whether it is of an open round, which promises no anonymity.

    """

    __tablename__ = "survey_release"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("team_parent.id"), index=True)
    statement_id: Mapped[str] = mapped_column(String(100))
    wave: Mapped[date]
    tenths: Mapped[int]
    threshold: Mapped[int]
    members: Mapped[int]
    unshown_members: Mapped[int]
    is_open: Mapped[bool] = mapped_column(server_default=false())


class ReleasePartRow(Base):
    """An item whose scores are in a release."""

    __tablename__ = "survey_release_part"

    release_id: Mapped[int] = mapped_column(ForeignKey("survey_release.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("survey_item.id"), primary_key=True)


class Releases:
    """The ledger, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_of_team(
        self, item_id: int, *, figure: Figure, scores: Tally, threshold: int, is_open: bool
    ) -> None:
        """Write down that a team is shown an item's mean."""
        item = self._connection.execute(
            select(ItemRow.team_id, ItemRow.statement_id, ItemRow.wave).where(ItemRow.id == item_id)
        ).one()
        self._add(
            [item_id],
            team_id=item.team_id,
            statement_id=item.statement_id,
            wave=item.wave,
            tenths=figure.tenths,
            threshold=threshold,
            # Of an open round nothing is promised, and a number would tell if its lead answered.
            members=0 if is_open else min(scores.members, threshold),
            unshown_members=0,
            is_open=is_open,
        )

    def add_of_parent(
        self,
        figure: tuple[int, str, date],
        item_ids: Sequence[int],
        *,
        decision: Decision,
        threshold: int,
    ) -> None:
        """Write down that a parent's teams are shown a figure, if they are."""
        if decision.tenths is None or decision.behind is None:
            return
        parent_id, statement_id, wave = figure
        self._add(
            item_ids,
            parent_id=parent_id,
            statement_id=statement_id,
            wave=wave,
            tenths=decision.tenths,
            threshold=threshold,
            members=decision.behind.members,
            unshown_members=decision.behind.unshown_members,
            is_open=False,
        )

    def _add(self, item_ids: Sequence[int], **values: object) -> None:
        release_id = self._connection.execute(
            insert(ReleaseRow).values(**values).returning(ReleaseRow.id)
        ).scalar_one()
        parts = [{"release_id": release_id, "item_id": item_id} for item_id in item_ids]
        self._connection.execute(insert(ReleasePartRow), parts)

    def list_all(self) -> tuple[Release, ...]:
        """Return every release ever made, in the order in which they were made."""
        parts: dict[int, set[int]] = {}
        for release_id, item_id in self._connection.execute(
            select(ReleasePartRow.release_id, ReleasePartRow.item_id)
        ):
            parts.setdefault(release_id, set()).add(item_id)
        rows = self._connection.execute(select(ReleaseRow.__table__).order_by(ReleaseRow.id))
        return tuple(
            Release(
                id=row.id,
                source=Source.of(row.team_id, row.parent_id),
                statement_id=row.statement_id,
                wave=row.wave,
                tenths=row.tenths,
                threshold=row.threshold,
                members=row.members,
                unshown_members=row.unshown_members,
                is_open=row.is_open,
                item_ids=frozenset(parts.get(row.id, ())),
            )
            for row in rows
        )

    def list_of_team(self, team_id: int) -> tuple[TeamRelease, ...]:
        """Return what a team was shown, in order of weeks."""
        rows = self._connection.execute(
            select(
                ItemRow.id,
                ItemRow.wave,
                ItemRow.practice_id,
                ItemRow.statement_id,
                ItemRow.text,
                ReleaseRow.tenths,
                ReleaseRow.threshold,
                ItemRow.shown_count,
            )
            .join(ReleasePartRow, ReleasePartRow.item_id == ItemRow.id)
            .join(ReleaseRow, ReleaseRow.id == ReleasePartRow.release_id)
            .where(ReleaseRow.team_id == team_id)
            .order_by(ItemRow.wave, ItemRow.id)
        )
        return tuple(TeamRelease(*row) for row in rows)

    def list_parts(self) -> dict[int, Part]:
        """Return every item ever put: whose it is, who was asked it, how many scores remain."""
        scores: dict[int, int] = dict(self._connection.execute(_count_scores()).all())
        asked: dict[int, dict[str, bool]] = {}
        for item_id, user_id, counts in self._connection.execute(
            select(RoundItemRow.item_id, AskedRow.user_id, AskedRow.counts).join(
                AskedRow, AskedRow.round_id == RoundItemRow.round_id
            )
        ):
            people = asked.setdefault(item_id, {})
            people[user_id] = people.get(user_id, True) and counts
        rows = self._connection.execute(
            select(ItemRow.id, ItemRow.team_id, ItemRow.statement_id, ItemRow.wave, ItemRow.text)
        )
        return {
            row.id: Part(
                item_id=row.id,
                team_id=row.team_id,
                statement_id=row.statement_id,
                wave=row.wave,
                text=row.text,
                scores=scores.get(row.id, 0),
                asked=frozenset(asked.get(row.id, ())),
                counted=frozenset(who for who, c in asked.get(row.id, {}).items() if c),
            )
            for row in rows
        }

    def list_standing(self) -> tuple[Standing, ...]:
        """Return every mean that the bot holds as shown, by whatever way it came there."""
        items = self._connection.execute(
            select(ItemRow.team_id, ItemRow.statement_id, ItemRow.wave, ItemRow.tenths).where(
                ItemRow.tenths.is_not(None)
            )
        )
        figures = self._connection.execute(
            select(
                ParentFigureRow.parent_id,
                ParentFigureRow.statement_id,
                ParentFigureRow.wave,
                ParentFigureRow.tenths,
            ).where(ParentFigureRow.tenths.is_not(None))
        )
        return (
            *(Standing(Source(i, is_parent=False), s, w, t) for i, s, w, t in items if t),
            *(Standing(Source(i, is_parent=True), s, w, t) for i, s, w, t in figures if t),
        )


def _count_scores() -> Select[int, int]:
    """Return the query that counts the scores which stand with each released item."""
    scores = [choice.value for choice in Choice if choice.score is not None]
    return (
        select(AnswerRow.item_id, func.count())
        .where(AnswerRow.choice.in_(scores))
        .group_by(AnswerRow.item_id)
    )
