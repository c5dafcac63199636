"""Groups a team's comments into themes, beside what the installation's samples are about anyway."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.antipatterns.catalogue import load_catalogue
from bot.antipatterns.concept_file import load_concepts
from bot.antipatterns.theme_domain import Grouped, TeamTheme, TellingWord
from bot.text.concepts import Concepts
from bot.text.theme_history import KnownTheme, carry
from bot.text.theme_signs import Sign, match, weigh
from bot.text.themes import Said, Theme, find_themes


@dataclass(frozen=True)
class Grouping:
    """What is needed to group comments; read once, since it takes seconds.

    Args:
        concepts: what different words have in common.
        background: what people write about anyway, which makes no theme.

    """

    concepts: Concepts
    background: tuple[str, ...] = ()

    def group(
        self,
        texts: Mapping[str, str],
        *,
        before: Sequence[TeamTheme],
        theme_of: Mapping[str, int],
        next_number: int,
    ) -> Grouped:
        """Return the themes of comments; the same comments in any order give the same.

        Args:
            texts: the comments by id. Whose they are nobody knows, so each is one person's here.
            before: themes that may be found again.
            theme_of: to which of them comments belong by now.
            next_number: the first number that was never given.

        """
        said = [Said(each, text, each) for each, text in texts.items()]
        found = find_themes(said, concepts=self.concepts, background=self.background)
        known = [_known(theme, theme_of) for theme in before]
        living = {theme.number for theme in before if theme.is_living}
        carried = carry(
            known,
            found,
            theme_of={one: number for one, number in theme_of.items() if number in living},
            next_number=next_number,
        )
        signs = {
            one.number: weigh(one.theme.keywords, one.theme.comments, texts)
            for one in carried.themes
        }
        return Grouped(
            keywords={
                number: tuple(TellingWord(sign.word, sign.share) for sign in own)
                for number, own in signs.items()
            },
            born=carried.born,
            merged=carried.merged,
            died=carried.died,
            theme_of={**_joining(texts, carried.theme_of, signs), **carried.theme_of},
        )


def open_grouping(*knowledge: Path) -> Grouping:
    """Return what groups comments, for knowledge folders each laid over the ones before it.

    Raises:
        KnowledgeError: pages, comments or concepts need mending; all faults are told.

    """
    samples = load_catalogue(*knowledge).samples
    concepts = Concepts(load_concepts(*knowledge))
    return Grouping(concepts, tuple(sample.text for sample in samples))


def _joining(
    texts: Mapping[str, str], theme_of: Mapping[str, int], signs: Mapping[int, Sequence[Sign]]
) -> dict[str, int]:
    """Return the themes of comments that no group claimed, by the rule of those still to come."""
    rest = [one for one in texts if one not in theme_of]
    numbers = match([texts[one] for one in rest], signs)
    return {one: number for one, number in zip(rest, numbers, strict=True) if number is not None}


def _known(theme: TeamTheme, theme_of: Mapping[str, int]) -> KnownTheme:
    keywords = tuple(one.word for one in theme.keywords)
    own = tuple(sorted(one for one, number in theme_of.items() if number == theme.number))
    return KnownTheme(theme.number, Theme(theme.name, keywords, own, len(own)))
