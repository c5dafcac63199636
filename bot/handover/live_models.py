"""The models that a team runs by now, as the pulse asks about them."""

from datetime import datetime

from bot.handover.cases import Case, Cases
from bot.handover.registries.domain import LIVE
from bot.handover.rules.states import State
from bot.handover.standings import stand
from bot.surveys.fear import LiveModel


class LiveTeamModels:
    """Lists a team's live models; of who can run one, no more than how many have proven it."""

    def __init__(self, cases: Cases) -> None:
        self._cases = cases

    def list_live(self, *, team_id: int, now: datetime) -> tuple[LiveModel, ...]:
        """Return a team's models: those in production first, then the most critical, by title.

        One that is frozen still runs, and pages; one that is retired or gone from its registry
        does not. Nothing here depends on whether somebody leaves.
        """
        cases = [case for case in self._cases.list_of_team(team_id, now=now) if _is_live(case)]
        in_order = sorted(cases, key=lambda case: (not _is_used(case), case.model.tier, _key(case)))
        return tuple(
            LiveModel(
                case.model.id,
                case.model.title,
                case.model.name,
                len(stand(case, now=now).factor.proven),
            )
            for case in in_order
        )


def _is_live(case: Case) -> bool:
    return not case.model.is_gone and case.handover.state is not State.RETIRED


def _is_used(case: Case) -> bool:
    """Whether its registry calls a version of it the one that is used."""
    registered = case.history.registered
    names = () if registered is None else (name for name, _ in registered.aliases)
    return any(name.casefold() in LIVE for name in names)


def _key(case: Case) -> tuple[str, int]:
    return case.model.title.casefold(), case.model.id
