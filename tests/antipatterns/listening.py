"""A team whose comments are read by words that a test chooses, and short ways to act for it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath

from sqlalchemy import text

from bot.antipatterns.domain import Heard
from bot.antipatterns.hearing import TeamHearing
from bot.antipatterns.reader import Found, Reader
from bot.antipatterns.service import AntipatternService
from bot.database import Database
from bot.playbook.domain import Block, BlockKind, Page, Section
from bot.surveys.bank.domain import StatementBank
from bot.surveys.comment_service import CommentService
from bot.surveys.respondents import Secrets
from bot.surveys.service import SurveyService
from tests.surveys.conftest import A_WEEK, MEMBERS, MONDAY, SECRETS, Pulses

BEGIN = MONDAY + 3 * A_WEEK
WORDS = {"bob": "tribal-knowledge", "alerts": "alert-fatigue", "sweep": "gpus-warm"}
KNOWN = ("tribal-knowledge", "alert-fatigue", "gpus-warm", "data-errors")


class ByWord:
    """Finds a label wherever its word stands; the more signs of exclamation, the surer."""

    def __init__(self, words: Mapping[str, str] = WORDS, *, version: str = "first") -> None:
        self.version = version
        self._words = words

    def read(self, texts: Sequence[str]) -> list[tuple[Found, ...]]:
        return [
            tuple(
                Found(label, 0.5 + 0.1 * said.count("!"), (word,))
                for word, label in self._words.items()
                if word in said.lower()
            )
            for said in texts
        ]


class SomePages:
    """Pages of a few anti-patterns."""

    def __init__(self, *ids: str) -> None:
        self.pages = tuple(map(a_page, ids or KNOWN))


def a_page(kind: str) -> Page:
    name = kind.replace("-", " ").capitalize()
    words = Block(BlockKind.PARAGRAPH, "Do it.", "Do it.", 1)
    sections = (
        Section(name, "", (name,), (words,), 1),
        Section("First, ask somebody", "first-ask-somebody", (name,), (words,), 3),
    )
    path = str(PurePosixPath("antipatterns") / f"{kind}.md")
    return Page(path, name, sections, summary=f"About {name}.")


class Listening(Pulses):
    """A team of eight and its lead whose comments are read and counted."""

    def __init__(self, database: Database, recogniser: ByWord | None = None) -> None:
        self.recogniser = recogniser or ByWord()
        self.reader = Reader(lambda: self.recogniser)
        super().__init__(database)
        self.comments = CommentService(database)
        self.service = self.serving()

    def asking(self, bank: StatementBank, secrets: Secrets = SECRETS) -> SurveyService:
        hearing = TeamHearing(self.reader, secrets)
        return SurveyService(self.database, self.people, self.teams, bank, secrets, hearing)

    def serving(self, *ids: str) -> AntipatternService:
        """Return what serves pages of these anti-patterns."""
        pages = SomePages(*ids)
        return AntipatternService(self.database, self.teams, self.comments, self.reader, pages)

    def week(
        self,
        number: int,
        said: Mapping[str, str],
        *,
        may_show: bool = False,
        corrections: Mapping[str, str] | None = None,
        members: tuple[str, ...] = MEMBERS[:5],
    ) -> None:
        """Have people comment on a week's first statement, and the week close and release it."""
        opens = at(number)
        self.tick(now=opens)
        sheet = self.sheets()[0]
        self.answer(sheet, members, "3")
        item_id = sheet.answers[0].item.id
        for user_id, words in said.items():
            self.answers.record_comment(
                item_id=item_id, user_id=user_id, text=words, may_show=may_show
            )
        for user_id, kind in (corrections or {}).items():
            self.answers.correct_comment(item_id=item_id, user_id=user_id, correction=kind)
        plans = self.plans.list_unowed_plans()
        self.plans.mark_owed(plans=plans)
        self.end(now=opens + A_WEEK)

    def heard(self, *, after: int, team_id: int = 1) -> tuple[Heard, ...]:
        """Return what is heard once so many weeks have closed."""
        return self.service.list_heard(team_id=team_id, now=at(after))

    def bands(self, *, after: int, team_id: int = 1) -> dict[str, int]:
        return {each.id: each.band for each in self.heard(after=after, team_id=team_id)}

    def rows(self, table: str) -> list[tuple[object, ...]]:
        with self.database.reading() as connection:
            return [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608 - a constant


def at(weeks: int) -> datetime:
    """The moment at which so many weeks have closed, from the first of a period of twelve."""
    return BEGIN + weeks * A_WEEK


def everybody(words: str, *people: int) -> dict[str, str]:
    """Say the same for several people, by their numbers."""
    return {f"U{number}": words for number in people}
