"""What happened to a made-up team in half a year: who it is, how it did, what it wrote."""

from bisect import bisect_right
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from bot.knowledge.files import FileModel, OneLine, Slug, read_document

_FILE: Final = Path(__file__).with_name("story.yaml")

Level = Annotated[float, Field(ge=1, le=5)]
Week = Annotated[int, Field(ge=0)]


class StoryComment(FileModel):
    """A comment that somebody leaves when its practice comes up, from a week on."""

    week: Week
    by: Slug
    text: OneLine
    may_show: bool = False


class StoryAction(FileModel):
    """What the lead sets out to do in some week, and what its owner says of it later."""

    week: Week
    practice: Slug
    sentence: OneLine
    owner: Slug
    done_in_week: Week
    words: OneLine


class StoryWin(FileModel):
    """Something that went well, and who tells it."""

    week: Week
    by: Slug
    sentence: OneLine


class StoryModel(FileModel):
    """A model of the team, which its owner says is theirs; its name comes of its title."""

    title: OneLine
    tier: Annotated[int, Field(ge=1, le=3)]
    owner: Slug


class StoryCard(FileModel):
    """Sections of a model's card, written by its owner, and the colleague who confirms them."""

    confirmed_by: Slug
    sections: dict[Slug, str]


class StoryFears(FileModel):
    """Which model each member would least like to be paged for, by name, or "none".

    The models are registered in this week; members are asked in one of the next.
    """

    registered_in_week: Week
    choices: dict[Slug, Slug]


class Story(FileModel):
    """A team's half year.

    `levels` are where the team truly stands with each practice, from 1 to 5, in some weeks since it
    began; `response` is how likely somebody answers a statement.
    """

    name: OneLine
    channel: str
    lead: Slug
    members: tuple[Slug, ...]
    response: Annotated[float, Field(ge=0, le=1)]
    lenience: dict[Slug, float]
    levels: dict[Slug, tuple[tuple[Week, Level], ...]]
    comments: dict[Slug, tuple[StoryComment, ...]]
    action: StoryAction
    wins: tuple[StoryWin, ...]
    models: tuple[StoryModel, ...]
    cards: dict[Slug, StoryCard]
    fears: StoryFears

    @property
    def people(self) -> tuple[str, ...]:
        """The lead and the members."""
        return (self.lead, *self.members)

    def level(self, practice: str, week: int) -> float:
        """Return where the team stands with a practice, evenly between the weeks that are given."""
        knots = self.levels[practice]
        place = bisect_right(knots, week, key=lambda knot: knot[0])
        if place == len(knots):
            return knots[-1][1]
        (begun, low), (ended, high) = knots[max(place - 1, 0)], knots[place]
        return low if ended == begun else low + (high - low) * (week - begun) / (ended - begun)


def read_story() -> Story:
    """Return the story that is shipped."""
    return read_document(_FILE, Story).content
