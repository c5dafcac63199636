"""Use cases of open rounds: propose them, agree, withdraw, and see that what has ended ends."""

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.database import Database
from bot.surveys.consents.storage import Consents
from bot.surveys.open_rounds import (
    OpenRoundError,
    OpenStanding,
    OpenState,
    Proposal,
    check_size,
    settle,
)
from bot.surveys.schedule_storage import Schedules
from bot.surveys.storage import Rounds
from bot.teams.domain import Roster
from bot.teams.service import TeamService


@dataclass(frozen=True)
class OpenTelling:
    """That people are to be told where a proposal stands; `people` are those who were asked."""

    roster: Roster
    proposal: Proposal
    people: tuple[str, ...]


class ConsentService:
    """What can be done about open rounds; each public method commits at its end."""

    def __init__(self, database: Database, teams: TeamService) -> None:
        self._database = database
        self._teams = teams

    def get_standing_in(self, *, channel_id: str, user_id: str) -> OpenStanding:
        """Return how somebody stands with the open rounds of a channel's team.

        Raises:
            OpenRoundError: the channel has no team.

        """
        team = self._teams.find_team_in(channel_id=channel_id)
        if team is None:
            raise OpenRoundError("This channel has no team yet. `/mlops setup` sets one up.")
        return self.get_standing(team_id=team.id, user_id=user_id)

    def get_standing(self, *, team_id: int, user_id: str) -> OpenStanding:
        """Return how somebody stands with a team's open rounds."""
        roster = self._teams.get_roster(team_id=team_id)
        with self._database.reading() as connection:
            return _standing(connection, roster, user_id)

    def propose(self, *, team_id: int, user_id: str) -> OpenStanding:
        """Have everybody asked whether the team has open rounds, since a lead says so.

        While a proposal stands, another lead's changes nothing.

        Raises:
            OpenRoundError: the person does not lead the team, or it has not the size.

        """
        roster = self._teams.get_roster(team_id=team_id)
        if user_id not in roster.leads:
            raise OpenRoundError(
                "Only a lead of this team can have everybody asked, so nothing changed."
            )
        check_size(roster)
        with self._database.writing() as connection:
            # Held against another lead who proposes at this moment, and a round that opens.
            Schedules(connection).find(team_id)
            consents = Consents(connection)
            last = consents.find_proposal(team_id, for_update=True)
            if last is None or last.state is OpenState.ENDED:
                number = 1 if last is None else last.number + 1
                consents.propose(Proposal(team_id, number, user_id, roster.leads, OpenState.ASKED))
            return _standing(connection, roster, user_id)

    def answer(self, *, team_id: int, number: int, user_id: str, agrees: bool) -> OpenStanding:
        """Store whether somebody agrees to the `number`-th proposal; the latest answer counts.

        Who agrees to the newest one withdraws from it with any question, an older one too. To
        others an older question is closed: what they say to it is no answer to what they may not
        have been asked yet.

        Raises:
            OpenRoundError: the team does not ask them, they answer what is closed, or they withdraw
                from what is over.

        """
        roster = self._find_roster(team_id)
        if roster is None or user_id not in {person.user_id for person in roster.participants}:
            raise OpenRoundError("You aren't asked in this team, so nothing changed.")
        with self._database.writing() as connection:
            consents = Consents(connection)
            proposal = consents.find_proposal(team_id, for_update=True)
            if proposal is None:
                raise OpenRoundError("Nobody has proposed open rounds here, so nothing changed.")
            has_ended = proposal.state is OpenState.ENDED
            answers = consents.list_answers(team_id)
            withdraws = not agrees and answers.get(user_id) is True
            is_older = proposal.number != number and not withdraws
            if is_older or (agrees and has_ended):
                raise OpenRoundError(
                    "This question is closed, so nothing changed. `/mlops open` in the team's "
                    "channel says what is so now."
                )
            if has_ended and user_id not in answers:
                raise OpenRoundError(
                    "This question is closed, and no open round is left to withdraw from. What "
                    "earlier ones showed stays shown."
                )
            consents.put_answer(team_id, user_id, agrees=agrees)
            _settle(connection, proposal, roster)
            return _standing(connection, roster, user_id)

    def settle_all(self) -> int:
        """See what became of each proposal as people came, went and began to lead.

        What somebody answered who is not asked any more is forgotten, and so is everything once a
        proposal has ended and no round stands on it. Returns how many proposals changed.
        """
        with self._database.reading() as connection:
            proposals = Consents(connection).list_proposals()
        changed = 0
        for proposal in proposals:
            roster = self._teams.get_roster(team_id=proposal.team_id)
            with self._database.reading() as connection:
                is_settled = not _list_lapsed(connection, proposal, roster) and (
                    _find_state(connection, proposal, roster) is proposal.state
                )
            if not is_settled:
                changed += self._settle_one(proposal.team_id, roster)
        return changed

    def _settle_one(self, team_id: int, roster: Roster) -> int:
        with self._database.writing() as connection:
            consents = Consents(connection)
            proposal = consents.find_proposal(team_id, for_update=True)
            if proposal is None:
                return 0
            consents.forget(team_id, _list_lapsed(connection, proposal, roster))
            _settle(connection, proposal, roster)
            return 1

    def list_unasked(self) -> tuple[OpenTelling, ...]:
        """Return the proposals that somebody is still to be asked about, and whom."""
        with self._database.reading() as connection:
            consents = Consents(connection)
            asked = {
                proposal: consents.list_answers(proposal.team_id)
                for proposal in consents.list_proposals()
                if proposal.state is OpenState.ASKED
            }
        tellings: list[OpenTelling] = []
        for proposal, answers in asked.items():
            roster = self._teams.get_roster(team_id=proposal.team_id)
            new = [p.user_id for p in roster.participants if p.user_id not in answers]
            if new:
                tellings.append(OpenTelling(roster, proposal, tuple(new)))
        return tuple(tellings)

    def mark_asked(self, *, telling: OpenTelling) -> None:
        """Store that the question to these people is owed."""
        with self._database.writing() as connection:
            consents = Consents(connection)
            proposal = consents.find_proposal(telling.proposal.team_id, for_update=True)
            if proposal is not None and proposal.number == telling.proposal.number:
                consents.mark_asked(proposal.team_id, telling.people)

    def list_untold(self) -> tuple[OpenTelling, ...]:
        """Return the proposals of whose state not everybody knows yet."""
        with self._database.reading() as connection:
            consents = Consents(connection)
            untold = [(p, consents.list_answers(p.team_id)) for p in consents.list_untold()]
        return tuple(
            OpenTelling(self._teams.get_roster(team_id=p.team_id), p, tuple(answers))
            for p, answers in untold
        )

    def mark_told(self, *, telling: OpenTelling) -> None:
        """Store that what people are told of a proposal is owed."""
        with self._database.writing() as connection:
            Consents(connection).mark_told(telling.proposal)

    def _find_roster(self, team_id: int) -> Roster | None:
        rosters = self._teams.list_rosters()
        return next((roster for roster in rosters if roster.team.id == team_id), None)


def _standing(connection: Connection, roster: Roster, user_id: str) -> OpenStanding:
    consents, team_id = Consents(connection), roster.team.id
    return OpenStanding(
        roster=roster,
        user_id=user_id,
        proposal=consents.find_proposal(team_id),
        agrees=consents.list_answers(team_id).get(user_id),
        is_running=_is_running(connection, team_id),
    )


def _settle(connection: Connection, proposal: Proposal, roster: Roster) -> None:
    state = _find_state(connection, proposal, roster)
    if state is not proposal.state:
        Consents(connection).set_state(proposal, state)


def _find_state(connection: Connection, proposal: Proposal, roster: Roster) -> OpenState:
    return settle(proposal, roster, Consents(connection).list_agreeing(proposal.team_id))


def _list_lapsed(connection: Connection, proposal: Proposal, roster: Roster) -> frozenset[str]:
    """Return whose answers stand for nothing any more."""
    team_id = proposal.team_id
    answers = frozenset(Consents(connection).list_answers(team_id))
    if _is_over(connection, proposal):
        return answers
    return answers - {person.user_id for person in roster.participants}


def _is_over(connection: Connection, proposal: Proposal) -> bool:
    """Whether a proposal has ended, everybody is told, and no round that runs stands on it."""
    if proposal.state is not OpenState.ENDED or _is_running(connection, proposal.team_id):
        return False
    return proposal not in Consents(connection).list_untold()


def _is_running(connection: Connection, team_id: int) -> bool:
    return any(round_.is_open for round_ in Rounds(connection).list_open(team_id))
