"""A team whose comments are grouped by their first word, and what is known of who wrote them."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import text

from bot.antipatterns.service import AntipatternService
from bot.antipatterns.theme_domain import Grouped, TeamTheme, TellingWord
from bot.antipatterns.theme_service import ThemeService
from bot.database import Database
from tests.antipatterns.listening import Listening, at
from tests.surveys.conftest import A_WEEK, MEMBERS

LETTERS = 4
"""Shorter words make no theme."""


class ByFirstWord:
    """Makes a theme of each first word that enough comments have.

    Args:
        fewest: how many are enough.

    """

    def __init__(self, fewest: int = 5) -> None:
        self.fewest = fewest
        self.gone: frozenset[str] = frozenset()
        """First words that just now make no theme."""
        self.ends_in: dict[str, str] = {}
        """First words whose comments belong to those of another."""

    def group(
        self,
        texts: Mapping[str, str],
        *,
        before: Sequence[TeamTheme],
        theme_of: Mapping[str, int],
        next_number: int,
    ) -> Grouped:
        topics = {one: self._topic(said) for one, said in texts.items()}
        sizes = Counter(topics.values())
        found = sorted(
            topic
            for topic in sizes
            if sizes[topic] >= self.fewest and topic not in self.gone and len(topic) >= LETTERS
        )
        known = {theme.keywords[0].word: theme.number for theme in before}
        fresh = [topic for topic in found if topic not in known]
        numbers = {
            **{topic: known[topic] for topic in found if topic in known},
            **{topic: next_number + turn for turn, topic in enumerate(fresh)},
        }
        ended = [theme for theme in before if theme.keywords[0].word not in found]
        merged = {
            theme.number: numbers[self.ends_in[theme.keywords[0].word]]
            for theme in ended
            if self.ends_in.get(theme.keywords[0].word) in numbers
        }
        living = {theme.number for theme in before if theme.is_living} & {*numbers.values()}
        return Grouped(
            keywords={
                number: _keywords(
                    topic, [said for one, said in texts.items() if topics[one] == topic]
                )
                for topic, number in numbers.items()
            },
            born=tuple(numbers[topic] for topic in fresh),
            merged=merged,
            died=tuple(theme.number for theme in ended if theme.number not in merged),
            theme_of={
                **{one: numbers[topic] for one, topic in topics.items() if topic in numbers},
                **{one: number for one, number in theme_of.items() if number in living},
                **{one: merged[number] for one, number in theme_of.items() if number in merged},
            },
        )

    def _topic(self, said: str) -> str:
        first = said.split(maxsplit=1)[0]
        return self.ends_in.get(first, first)


def _keywords(topic: str, said: Sequence[str]) -> tuple[TellingWord, ...]:
    others = sorted({word for one in said for word in one.split()[1:] if len(word) >= LETTERS})
    return (TellingWord(topic, 1.0), *(TellingWord(word, 0.1) for word in others))


class Theming(Listening):
    """A team of eight and its lead, whose comments are heard, then grouped."""

    def __init__(self, database: Database, *, fewest: int = 5) -> None:
        super().__init__(database)
        self.groups = ByFirstWord(fewest)
        self.themes = self.theming()
        self.service: AntipatternService = self.serving()

    def theming(self) -> ThemeService:
        return ThemeService(self.database, self.teams, self.comments, lambda: self.groups)

    def hear(
        self,
        number: int,
        *items: Mapping[str, str],
        members: tuple[str, ...] = MEMBERS,
    ) -> None:
        """Have people comment on a week's statements, one after another, and the week close."""
        opens = at(number)
        self.tick(now=opens)
        sheet = self.sheets()[0]
        for place, said in enumerate(items):
            self.answer(sheet, members, "3", item=place)
            for user_id, words in said.items():
                item_id = sheet.answers[place].item.id
                self.answers.record_comment(
                    item_id=item_id, user_id=user_id, text=words, may_show=False
                )
        self.plans.mark_owed(plans=self.plans.list_unowed_plans())
        self.end(now=opens + A_WEEK)

    def group(self, *, after: int) -> int:
        """Group once so many weeks have closed; return how many teams that were."""
        return self.themes.group_next(now=at(after))

    def wrote(self) -> dict[int, set[str]]:
        """Return the texts of each theme's comments."""
        found: dict[int, set[str]] = {}
        with self.database.reading() as connection:
            for number, said in connection.execute(
                text(
                    "SELECT t.number, c.text FROM antipattern_theme_comment t "
                    "JOIN survey_comment c ON c.id = t.comment_id"
                )
            ):
                found.setdefault(number, set()).add(said)
        return found

    def events(self) -> list[tuple[int, str, int | None]]:
        with self.database.reading() as connection:
            rows = connection.execute(
                text("SELECT number, fate, merged_into FROM antipattern_theme_event ORDER BY id")
            )
            return [(row.number, row.fate, row.merged_into) for row in rows]


def people(*numbers: int) -> tuple[str, ...]:
    return tuple(f"U{number}" for number in numbers)


def each_says(said: str, who: Collection[str]) -> dict[str, str]:
    """Have several people say nearly the same, each with a last word of their own."""
    return {user_id: f"{said} {user_id.lower()}" for user_id in who}
