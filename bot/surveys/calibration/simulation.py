"""Simulated teams that are asked as the bot asks: its calendar, its holding, its releases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.surveys.bank.domain import Dimension, Practice, Scale, Statement, StatementBank
from bot.surveys.calendar import MOST_HELD, choose_statements
from bot.surveys.calibration.worlds import Change, Residual, World
from bot.surveys.domain import WEEKS_OPEN
from bot.surveys.trend.domain import Observation
from bot.teams.domain import FEWEST_TO_SHOW

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FIRST_WEEK: Final = date(2026, 1, 5)
STATEMENTS_EACH: Final = 4
_STEPS: Final = np.array([1.5, 2.5, 3.5, 4.5])


@dataclass(frozen=True)
class Asked:
    """An item of a simulated team: what was put when, and who had scored it by the end.

    `answers` holds everybody's score, or nought where they gave none.
    """

    week: int
    practice: int
    statement: int
    answers: NDArray[np.int64]
    closed: int


@dataclass(frozen=True)
class SimulatedTeam:
    """A simulated team with what it showed, and the truth behind it.

    Attributes:
        observations: what a released item showed, as the bot would know it.
        released: those items with everybody's answers, which the bot would not know.
        truth: by week and practice, the mean answer that the whole team would give over time.
        latent: the same before answers are rounded to five steps.

    """

    observations: tuple[Observation, ...]
    released: tuple[Asked, ...]
    truth: Floats
    latent: Floats


def simulated_bank() -> StatementBank:
    """Return a bank of 18 practices with four statements each."""
    scale = Scale("scale", "How often?", ("1", "2", "3", "4", "5"))
    return StatementBank(
        tuple(
            Practice(
                id=(practice := f"{dimension}-{number}"),
                dimension=dimension,
                name=practice,
                meaning="",
                anchors=(),
                page="",
                statements=tuple(
                    Statement(f"{practice}-{s}", practice, "", scale, ())
                    for s in range(STATEMENTS_EACH)
                ),
            )
            for dimension in Dimension
            for number in range(6)
        )
    )


@dataclass(frozen=True)
class Crowd:
    """The teams to simulate.

    Attributes:
        team_size: how many people each team has.
        response: how often a person answers in a week, on average.
        weeks: for how long.
        teams: how many.
        seed: the same one gives the same teams.
        same_statements: whether all teams are asked statements of the same difficulty; else each
            has statements of its own, so that no draw of them decides the figures.

    """

    team_size: int
    response: float = 0.75
    weeks: int = 26
    teams: int = 40
    seed: int = 1
    same_statements: bool = False


def simulate(world: World, crowd: Crowd) -> Iterator[SimulatedTeam]:
    """Simulate teams of one world."""
    bank = simulated_bank()
    for number in range(crowd.teams):
        draw = 0 if crowd.same_statements else number
        statements = _Statements.draw(
            world, len(bank.statements), np.random.default_rng([crowd.seed, 0, draw])
        )
        random = np.random.default_rng([crowd.seed, 1, number])
        team = _Team(world, bank, statements, random, crowd.team_size, crowd.weeks)
        yield team.play(crowd.response)


@dataclass(frozen=True)
class _Statements:
    """How hard statements are, where their steps lie, and what an answer comes to on average."""

    difficulty: Floats
    steps: Floats
    at: Floats
    mean_at: Floats

    @classmethod
    def draw(cls, world: World, count: int, random: np.random.Generator) -> "_Statements":
        difficulty = random.normal(0, world.statement, count)
        steps = _STEPS + random.normal(0, world.thresholds, (count, len(_STEPS)))
        drawn = _scatter(world, random, (400,))
        scatter = np.concatenate([drawn, -drawn])
        # The truth is about a practice, not about the statements that happen to be in the bank.
        wide = scatter * np.hypot(1, world.statement / max(world.residual, 1e-9))
        at = np.linspace(-4, 10, 281)
        above = (at[:, None, None] + wide[None, :, None] > _STEPS).sum(axis=2)
        return cls(difficulty, np.sort(steps, axis=1), at, 1 + above.mean(axis=1))

    def expected(self, latent: Floats) -> Floats:
        return np.interp(latent, self.at, self.mean_at)


class _Team:
    """One simulated team on its way through the weeks."""

    def __init__(
        self,
        world: World,
        bank: StatementBank,
        statements: _Statements,
        random: np.random.Generator,
        team_size: int,
        weeks: int,
    ) -> None:
        self._world, self._bank, self._random = world, bank, random
        self._statements = statements
        self._size, self._weeks = team_size, weeks
        self._practices = {practice.id: n for n, practice in enumerate(bank.practices)}
        self._numbers = {statement.id: n for n, statement in enumerate(bank.statements)}
        self._levels = _levels(world, random, weeks)
        self._people = _people(world, random, team_size, weeks)

    def play(self, response: float) -> SimulatedTeam:
        """Ask week by week, hold what has too few, release the rest."""
        present = _present(self._world, self._random, self._people, response)
        mood = self._random.normal(0, self._world.mood, self._weeks)
        held: list[Asked] = []
        done: list[Asked] = []
        recent: dict[str, int] = {}
        for week in range(self._weeks):
            monday = FIRST_WEEK + timedelta(weeks=week)
            fresh = choose_statements(
                self._bank,
                monday,
                weakest=self._weakest(done),
                recent=[s for s, put in recent.items() if put > week - WEEKS_OPEN],
            )
            recent |= {statement.id: week for statement in fresh}
            asked_now = {self._numbers[statement.id] for statement in fresh}
            below = [item for item in held if item.statement not in asked_now][:MOST_HELD]
            waiting = [item for item in held if item not in below]
            for statement in fresh:
                number = self._numbers[statement.id]
                empty = np.zeros(self._size, np.int64)
                practice = self._practices[statement.practice_id]
                below.append(Asked(week, practice, number, empty, week))
            for item in below:
                self._answer(item, week, present[week], float(mood[week]))
            sheet = sorted((*waiting, *below), key=lambda item: item.week)
            full = [i for i in sheet if np.count_nonzero(i.answers) >= FEWEST_TO_SHOW]
            done += [Asked(i.week, i.practice, i.statement, i.answers, week) for i in full]
            held = [
                item
                for item in sheet
                if np.count_nonzero(item.answers) < FEWEST_TO_SHOW
                and week < item.week + WEEKS_OPEN - 1
            ]
        latent = self._levels[:, None, :] + self._people
        truth = self._statements.expected(latent).mean(axis=1)
        return SimulatedTeam(
            tuple(self._observe(item) for item in done), tuple(done), truth, latent.mean(axis=1)
        )

    def _answer(self, item: Asked, week: int, present: Flags, mood: float) -> None:
        latent = (
            self._levels[week, item.practice]
            + self._people[week, :, item.practice]
            + self._statements.difficulty[item.statement]
            + mood
            + _scatter(self._world, self._random, (self._size,))
        )
        scores = 1 + (latent[:, None] > self._statements.steps[item.statement]).sum(axis=1)
        new = present & (item.answers == 0)
        item.answers[new] = scores[new]

    def _weakest(self, done: list[Asked]) -> list[str]:
        latest = {item.practice: _mean(item) for item in done}
        ids = [practice.id for practice in self._bank.practices]
        return [ids[p] for p in sorted(latest, key=lambda p: (latest[p], ids[p]))]

    def _observe(self, item: Asked) -> Observation:
        practice = self._bank.practices[item.practice]
        return Observation(
            wave=FIRST_WEEK + timedelta(weeks=item.week),
            practice=practice.id,
            dimension=practice.dimension,
            statement=self._bank.statements[item.statement].id,
            team_size=self._size,
            answers=int(np.count_nonzero(item.answers)),
            mean=_mean(item),
        )


def _mean(item: Asked) -> float:
    """Return an item's mean as it is shown, in tenths."""
    given = item.answers[item.answers > 0]
    return (int(given.sum()) * 20 + len(given)) // (2 * len(given)) / 10


def _levels(world: World, random: np.random.Generator, weeks: int) -> Floats:
    spread = random.normal(0, 0.5), np.repeat(random.normal(0, 0.35, 3), 6)
    levels = np.tile(world.centre + spread[0] + spread[1] + random.normal(0, 0.45, 18), (weeks, 1))
    if world.change is Change.STEP:
        levels[world.step_week :, :6] += world.step
    if world.change is Change.WALK:
        dimensions = np.repeat(random.normal(0, world.walk, (weeks, 3)), 6, axis=1)
        levels += np.cumsum(dimensions + random.normal(0, world.walk, (weeks, 18)), axis=0)
    return levels


def _people(world: World, random: np.random.Generator, size: int, weeks: int) -> Floats:
    """Return by week, person and practice how somebody differs from the team's level."""
    differ = np.empty((weeks, size, 18))
    lean, own = _draw_people(world, random, size)
    for week in range(weeks):
        if week and week % 4 == 0 and world.leaving:
            new = random.random(size) < world.leaving / 3
            newcomers = _draw_people(world, random, size)
            lean = np.where(new, newcomers[0], lean)
            own = np.where(new[:, None], newcomers[1], own)
        differ[week] = lean[:, None] + own
    return differ


def _draw_people(world: World, random: np.random.Generator, size: int) -> tuple[Floats, Floats]:
    camps = np.where(random.random(size) < 0.5, -0.5, 0.5) * world.two_minds
    lean = random.normal(0, world.lenience, size) + camps
    return lean, random.normal(0, world.personal, (size, 18))


def _present(world: World, random: np.random.Generator, people: Floats, response: float) -> Flags:
    """Return by week who answers."""
    weeks, size, _ = people.shape
    lean = people[0].mean(axis=1)
    lift = random.normal(0, world.uneven, size) + world.told * (lean - lean.mean())
    odds = np.log(response / (1 - response)) + lift
    silent = np.zeros(size, bool)
    silent[random.permutation(size)[: round(world.silent * size)]] = True
    chance = np.where(silent, 0.0, 1 / (1 + np.exp(-odds)))
    return random.random((weeks, size)) < chance


def _scatter(world: World, random: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    if world.shape is Residual.HEAVY:
        heavy: Floats = random.standard_t(3, shape) * world.residual / np.sqrt(3)
        return heavy
    return random.normal(0, world.residual, shape)
