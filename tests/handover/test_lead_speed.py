"""A lead of five hundred models waits no longer than others: nothing is asked one by one."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from sqlalchemy import event

from bot.handover.cards.sections import SECTIONS
from bot.handover.cards.storage import Sections
from bot.handover.domain import Model, SectionText, Source, Tier
from bot.handover.lead_messages import lead_blocks
from bot.handover.lead_view import LeadViews
from bot.handover.storage import Models
from tests.handover.desk import LEAD, MONDAY, OWNER, Desk

COUNT = 500


def fill(desk: Desk) -> None:
    with desk.database.writing() as connection:
        drafts = [
            Model(0, f"m{n}", f"Model {n}", Tier.NORMAL, Source.HAND, team_id=desk.team.id)
            for n in range(COUNT)
        ]
        ids = Models(connection).add_all(drafts, now=MONDAY)
        for model_id in ids.values():
            Models(connection).set_owner(model_id, OWNER, now=MONDAY)
            for section in SECTIONS[:2]:
                Sections(connection).add(SectionText(model_id, section.id, "So.", OWNER, MONDAY))


@contextmanager
def counted(desk: Desk) -> Iterator[list[str]]:
    said: list[str] = []

    def note(*args: object) -> None:
        said.append(str(args[2]))

    event.listen(desk.database.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(desk.database.engine, "before_cursor_execute", note)


def test_five_hundred_models_are_read_in_a_handful_of_queries(desk: Desk) -> None:
    fill(desk)
    desk.set_last_day()
    began = perf_counter()

    with counted(desk) as queries:
        view = LeadViews(desk.handovers, desk.people).find_view(viewer=LEAD, now=desk.now)

    assert view is not None
    assert len(view.lines) == COUNT + 1
    assert "room for" in str(lead_blocks(view))
    assert len(queries) < 60
    assert perf_counter() - began < 3  # About 0.3 s where nothing else runs.
