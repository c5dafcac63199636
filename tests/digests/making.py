"""Makes trends and digests in which a test names only what it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from bot.delivery.domain import Picture
from bot.digests.domain import (
    Digest,
    Figure,
    HeardLine,
    Occasion,
    Participation,
    Play,
    Point,
    Row,
)
from bot.digests.kept import Kept, ParentKept
from bot.playbook.domain import Block, BlockKind, Page, Section
from bot.resources import folder
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.trend.domain import Estimate, Scope, Trend, Verdict

BANK = load_bank(folder("knowledge"))
WAVE = date(2026, 6, 29)
NOW = datetime(2026, 7, 6, 9, tzinfo=UTC)
A_WEEK = timedelta(weeks=1)
LEVELS = {"culture": 3.4, "process": 2.6, "tools": 3.9}
FLAT = dict.fromkeys(LEVELS, Verdict.NO_CLEAR_CHANGE)


def a_trend(
    *,
    wave: date = WAVE,
    weeks: int = 26,
    levels: Mapping[str, float] | None = None,
    verdicts: Mapping[str, Verdict] | None = None,
    response: float = 0.75,
    held: int = 0,
) -> Trend:
    """Return a trend whose practices stand where their dimension does, with its verdict."""
    told = {**FLAT, **(verdicts or {})}
    values = {**LEVELS, **(levels or {})}
    estimates = [
        Estimate(wave - A_WEEK * back, scope, id_, value - 0.02 * back, value - 0.4, value + 0.4, v)
        for back in reversed(range(weeks))
        for scope, id_, value, v in _standing(values, told)
    ]
    weakest = min(values, key=lambda name: values[name]) if weeks else None
    return Trend(tuple(estimates), weakest, response, "1", held)


def _standing(
    values: Mapping[str, float], told: Mapping[str, Verdict]
) -> list[tuple[Scope, str, float, Verdict]]:
    practices = [
        (Scope.PRACTICE, p.id, values[p.dimension], told[p.dimension]) for p in BANK.practices
    ]
    return [*practices, *((Scope.DIMENSION, d, values[d], told[d]) for d in values)]


@dataclass
class FakeTrends:
    """Tells of every team what a test has put in."""

    trend: Trend = field(default_factory=a_trend)
    asked: int = 0
    declared: tuple[tuple[date, str], ...] = ()

    def get_trend(
        self, *, team_id: int, now: datetime, declared: Sequence[tuple[date, str]] = ()
    ) -> Trend:
        self.asked += 1
        self.declared = tuple(declared)
        return self.trend


class FakePages:
    """A playbook in which every path leads to a page."""

    def find_page(self, path: str) -> Page | None:
        steps = Section(
            "What to do first",
            "first",
            ("Page",),
            (Block(BlockKind.PARAGRAPH, "Write down who decides.", "Write down who decides.", 3),),
            3,
        )
        return Page(path, f"Page {path}", (steps,), summary="Do one thing this week.")

    def find_url(self, page: Page) -> str | None:
        return None


def a_row(
    id_: str = "process",
    *,
    dimension: str | None = None,
    tenths: int = 26,
    spread: int = 4,
    verdict: Verdict = Verdict.NO_CLEAR_CHANGE,
    weeks: int = 12,
    rising: int = 0,
) -> Row:
    """Return a row that rose by so many tenths over its weeks."""
    points = tuple(
        Point(
            WAVE - A_WEEK * back,
            Figure(at := tenths - rising * back // max(weeks - 1, 1), at - spread, at + spread),
        )
        for back in reversed(range(weeks))
    )
    return Row(id_, id_.capitalize(), dimension or id_, verdict, points)


def a_picture(kept: Kept | ParentKept) -> Picture:
    """Return what stands in for a chart where nothing is drawn or kept."""
    return Picture(
        f"digest.chart.{kept.id}", "trend.png", "Trend", "In words", bytes, lambda _: None
    )


def a_digest(**changes: object) -> Digest:
    """Return a digest of a team that has everything to tell but models and actions."""
    digest = Digest(
        team_id=1,
        team_name="Fraud",
        occasion=Occasion.MONTH,
        made_on=date(2026, 7, 6),
        wave=WAVE,
        dimensions=(
            a_row("culture", tenths=34),
            a_row("process", tenths=26),
            a_row("tools", tenths=39),
        ),
        practices=(a_row("data-quality", dimension="process", tenths=22),),
        weakest="process",
        mover=None,
        heard=HeardLine("Hero culture", is_theme=False, band=5, before=0, page=None, summary=""),
        play=Play(
            "process/data-quality.md",
            "Data quality",
            "Check at the door.",
            "for the lowest in process",
            "data-quality",
        ),
        last_action=None,
        silent_actions=0,
        participation=Participation.SIXTY_AND_MORE,
        models=None,
        wins=(),
        held=0,
        version="1",
    )
    return replace(digest, **changes)  # type: ignore[arg-type] # a test names the fields
