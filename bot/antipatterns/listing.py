"""Lists what is heard of a team, from the bands that are shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.antipatterns.domain import Heard, HeardKind
from bot.antipatterns.kinds import KindPage
from bot.antipatterns.theme_domain import TeamTheme

Bands = Mapping[str, tuple[int, float]]
"""Of each label the band that is shown, and how sure its labels are."""

_NONE = (0, 0.0)


@dataclass(frozen=True)
class Weighed:
    """What is heard, and how surely."""

    heard: Heard
    sureness: float


def list_kinds_heard(
    kinds: Mapping[str, KindPage],
    corrections: Mapping[str, str | None],
    shown: Bands,
    before: Bands,
) -> Iterator[Weighed]:
    """Return the anti-patterns that are heard, without those that a lead set aside."""
    hidden = {label for label, instead in corrections.items() if instead is None}
    for label in {*shown, *before}:
        if label in kinds and label not in hidden:
            kind = kinds[label]
            band, sureness = shown.get(label, _NONE)
            heard = Heard(
                id=kind.id,
                name=kind.name,
                kind=HeardKind.ANTI_PATTERN,
                band=band,
                before=before.get(label, _NONE)[0],
                page=kind.page.path,
                summary=kind.page.summary,
            )
            yield Weighed(heard, sureness)


def list_themes_heard(
    themes: Sequence[TeamTheme], shown: Bands, before: Bands
) -> Iterator[Weighed]:
    """Return the themes that are heard.

    One that ended stays for as long as its twelve weeks are shown, since what is shown never falls;
    except where it ended inside another that is shown beside it.
    """
    by_number = {theme.number: theme for theme in themes}
    for theme in themes:
        band, sureness = shown.get(theme.label, _NONE)
        earlier, _ = before.get(theme.label, _NONE)
        if not (band or earlier) or not theme.words:
            continue
        if any(heir.label in shown for heir in _heirs(theme, by_number)):
            continue
        words = ", ".join(theme.words)
        name = f"“{theme.name}”"
        heard = Heard(theme.label, name, HeardKind.THEME, band, earlier, None, words)
        yield Weighed(heard, sureness)


def in_order(heard: Sequence[Weighed]) -> tuple[Heard, ...]:
    """Return what is heard, that of most people first, then the surer."""
    ordered = sorted(
        heard,
        key=lambda one: (-one.heard.band, -one.sureness, -one.heard.before, one.heard.id),
    )
    return tuple(one.heard for one in ordered)


def _heirs(theme: TeamTheme, by_number: Mapping[int, TeamTheme]) -> Iterator[TeamTheme]:
    seen = {theme.number}
    heir = by_number.get(theme.merged_into or 0)
    while heir is not None and heir.number not in seen:
        yield heir
        seen.add(heir.number)
        heir = by_number.get(heir.merged_into or 0)
