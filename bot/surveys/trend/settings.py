"""The constants that the trend is worked out with, each with its meaning, under one version."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class TrendSettings:
    """What is assumed of teams, people and statements, and what it takes to say something.

    Spreads are standard deviations in steps of the scale from 1 to 5. "Note" is the research note
    that the product began with; "set here" was chosen on simulated teams (docs/trend.md).

    Attributes:
        version: names this set of values; any change of a value gets a new one.
        centre: where nothing is known: the middle of the scale.
        team: how much teams differ in all they do. Note: 0.70.
        dimension: how much a team's dimensions differ from its own level. Note: 0.45.
        practice: how much practices differ from their dimension. Note: 0.55.
        team_drift: how far a whole team moves in a week. Set here.
        dimension_drift: how far a dimension moves beside that. Note: 0.05; set here to less, since
            what moves quickly is left to `jump`.
        practice_drift: how far a practice moves beside both. Note: 0.05; set here.
        hazard: how likely it is in a week that a dimension moves at once. Set here: often enough
            that a rise of 0.6 is found in four of five teams of six, and no oftener.
        jump: how far it moves then. Set here.
        jump_weeks: for how long a move is looked for; what is older has become part of the level.
        statement: how much statements of a practice differ in difficulty for everybody. Note: 0.30,
            here with `statement_here` together.
        statement_here: how much they differ for one team beyond that. Set here.
        lenience: how much people differ in what they call a three. Note: 0.50.
        personal: how much they differ about one practice beyond that. Note, its simulation: 0.45.
        residual: how much one answer scatters, rounding to five steps included. Note: 0.70 with
            `personal` in it.
        mood: what moves a whole team's answers in one week. Set here.
        persistence: the part of who is missing that is the same in other weeks. Set here.
        edge: how much surer five steps make an answer look near the ends of the scale, a step from
            the middle; it grows with the square. Set here.
        declared: how far a practice may move at once when the team said that it would. Set here.
        common: how far all teams together may have moved in four weeks while statements are
            compared; large, so that a common rise is not taken for easy statements.
        sure: how likely a direction must be to be named. Note.
        kept: how likely it must stay for what was named to stand. Set here: with nothing that
            ends it but the reverse, one in six names in a wandering team points the wrong way.
        sure_alone: how likely it must be for a practice whose dimension shows nothing. Set here.
        least: how far something must have moved to be worth naming. Note.
        compared_weeks: with which earlier week a week is compared. Note.
        response_weeks: over how many weeks response is taken. Note.
        least_response: below this nothing is named. Note.
        confirmed_from: from this number of people on, two weeks running must show a change. Note.
        reach: how many standard deviations a 90% interval reaches to either side.
        practices: how many practices a dimension has, as long as few of them have been seen.
        settled_weeks: after how many weeks those that were seen are taken to be all.

    """

    version: str
    centre: float = 3.0
    team: float = 0.70
    dimension: float = 0.45
    practice: float = 0.55
    team_drift: float = 0.015
    dimension_drift: float = 0.02
    practice_drift: float = 0.03
    hazard: float = 0.08
    jump: float = 0.5
    jump_weeks: int = 26
    statement: float = 0.27
    statement_here: float = 0.15
    lenience: float = 0.50
    personal: float = 0.45
    residual: float = 0.62
    mood: float = 0.16
    persistence: float = 0.50
    edge: float = 0.12
    declared: float = 0.35
    common: float = 1.0
    sure: float = 0.95
    kept: float = 0.85
    sure_alone: float = 0.995
    least: float = 0.15
    compared_weeks: int = 12
    response_weeks: int = 4
    least_response: float = 0.60
    confirmed_from: int = 10
    reach: float = 1.6448536269514722
    practices: int = 6
    settled_weeks: int = 8


TREND_1: Final = TrendSettings("trend-1")
