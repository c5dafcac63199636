"""Takes the scores of an item together, and says when their mean may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.surveys.domain import HeldAnswer, Respondent
from bot.teams.domain import FEWEST_TO_SHOW


@dataclass(frozen=True)
class Tally:
    """The scores of an item taken together.

    Attributes:
        total: their sum.
        scored: how many there are.
        members: how many of them count towards the threshold.

    """

    total: int
    scored: int
    members: int

    @property
    def tenths(self) -> int:
        """The mean in tenths, half up in whole numbers; floats would round some halves down."""
        return (self.total * 20 + self.scored) // (2 * self.scored)


def tally(answers: Sequence[HeldAnswer], respondents: Sequence[Respondent]) -> Tally:
    """Return an item's scores taken together.

    An answer of nobody who was asked (one given under a lost secret) is left out, since its giver
    may have answered again.
    """
    counts = {respondent.token: respondent.counts for respondent in respondents}
    scored = [
        (answer.choice.score, counts[answer.token])
        for answer in answers
        if answer.token in counts and answer.choice.score is not None
    ]
    return Tally(
        total=sum(score for score, _ in scored),
        scored=len(scored),
        members=sum(is_member for _, is_member in scored),
    )


def assume_respondents(answers: Sequence[HeldAnswer], *, uncounted: int) -> tuple[Respondent, ...]:
    """Return whose answers these may be, where a backup has left out the key that would tell.

    Each of the `uncounted` people who were asked and don't count towards the threshold may be
    behind one of the scores, so that many count for nobody.
    """
    scored = [answer for answer in answers if answer.choice.score is not None]
    return tuple(
        Respondent(answer.token, counts=number >= uncounted) for number, answer in enumerate(scored)
    )


def mean_to_show(
    answers: Sequence[HeldAnswer],
    respondents: Sequence[Respondent],
    *,
    threshold: int = FEWEST_TO_SHOW,
) -> int | None:
    """Return an item's mean in tenths, or None where too few members have scored it.

    Leads' scores are part of the mean and do not count towards the threshold: a lead who takes
    their own score out again still sees the mean of as many members.
    """
    scores = tally(answers, respondents)
    return None if scores.members < threshold else scores.tenths
