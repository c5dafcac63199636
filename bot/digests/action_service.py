"""Use cases of actions: declare one, answer for it, hand it over, and have it checked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.database import Database
from bot.digests.action_storage import Actions
from bot.digests.actions import (
    LONGEST_WORDS,
    Action,
    ActionError,
    ActionFieldError,
    ActionState,
    Reply,
    check_owner,
    check_sentence,
    day_of,
    find_heir,
)
from bot.surveys.bank.domain import Practice, StatementBank
from bot.surveys.calendar import Check, find_check_week
from bot.teams.domain import Roster
from bot.teams.service import TeamService


@dataclass(frozen=True)
class ActionPlan:
    """What a lead fills in to set an action."""

    practice: str
    sentence: str
    owner_id: str


@dataclass(frozen=True)
class Told:
    """An action with its team and what people call its practice."""

    action: Action
    roster: Roster
    practice_name: str


@dataclass(frozen=True)
class Asking:
    """The `number`-th question to an action's owner, from 1, and when it comes."""

    action: Action
    number: int
    at: datetime


class ActionService:
    """What can be done with actions; each public method commits at its end."""

    def __init__(self, database: Database, teams: TeamService, bank: StatementBank) -> None:
        self._database = database
        self._teams = teams
        self._bank = bank

    @property
    def practices(self) -> tuple[Practice, ...]:
        """The practices that an action can be about."""
        return self._bank.practices

    def get_led_team(self, *, user_id: str, team_id: int | None, channel_id: str) -> Roster:
        """Return the team for which a lead wants to set an action.

        Args:
            user_id: who wants to.
            team_id: the team, where it is known.
            channel_id: where they want to; a team's channel, or direct messages, from which it is
                taken to be the one team that they lead.

        Raises:
            ActionError: there is no such team, or they don't lead it.

        """
        if team_id is None and (team := self._teams.find_team_in(channel_id=channel_id)):
            team_id = team.id
        if team_id is None:
            led = [r for r in self._teams.list_rosters_of(user_id=user_id) if user_id in r.leads]
            if len(led) != 1:
                raise ActionError(
                    "This doesn't say which team it is for. Type `/mlops improve` in the team's "
                    "channel."
                )
            return led[0]
        return self._led_by(user_id, team_id)

    def plan_check(self, *, practice: str, roster: Roster, now: datetime) -> date:
        """Return the Monday of the week in which a practice would be asked about again."""
        return find_check_week(self._bank, practice, day_of(roster.team.pulse, now))

    def declare_action(
        self, *, team_id: int, user_id: str, plan: ActionPlan, now: datetime
    ) -> Told:
        """Store what a lead sets out to do.

        Raises:
            ActionFieldError: a field needs another value.
            ActionError: the person does not lead the team (any more).

        """
        roster = self._led_by(user_id, team_id)
        if plan.practice not in {practice.id for practice in self._bank.practices}:
            raise ActionFieldError("practice", "Choose one of the practices that are asked about.")
        check_owner(roster, plan.owner_id)
        today = day_of(roster.team.pulse, now)
        action = Action(
            id=0,
            team_id=team_id,
            practice=plan.practice,
            sentence=check_sentence(plan.sentence),
            owner_id=plan.owner_id,
            set_by=user_id,
            declared_on=today,
            check_on=find_check_week(self._bank, plan.practice, today),
        )
        with self._database.writing() as connection:
            return self._told(Actions(connection).add(action), roster)

    def get_told(self, *, action_id: int) -> Told:
        """Return an action with its team.

        Raises:
            ActionError: there is no such action.

        """
        with self._database.reading() as connection:
            action = Actions(connection).find(action_id)
        if action is None:
            raise ActionError("This action isn't there any more, so nothing changed.")
        return self._told(action, self._teams.get_roster(team_id=action.team_id))

    def record_reply(self, *, action_id: int, user_id: str, reply: Reply, now: datetime) -> Told:
        """Store whether an action happened; the latest answer counts.

        Raises:
            ActionError: there is no such action, or it is another's to see to.

        """
        told = self.get_told(action_id=action_id)
        today = day_of(told.roster.team.pulse, now)
        self._change(told, user_id, state=reply.state, said_on=today)
        return replace(told, action=replace(told.action, state=reply.state, said_on=today))

    def record_words(self, *, action_id: int, user_id: str, words: str, now: datetime) -> Told:
        """Store what an action's owner adds; nothing takes back what they had added.

        Raises:
            ActionFieldError: it is too long.
            ActionError: there is no such action, or it is another's to see to.

        """
        text = " ".join(words.split()).encode("utf-8", "replace").decode()
        if len(text) > LONGEST_WORDS:
            raise ActionFieldError("words", f"Keep it within {LONGEST_WORDS} characters.")
        told = self.get_told(action_id=action_id)
        today = day_of(told.roster.team.pulse, now)
        self._change(told, user_id, words=text or None, said_on=today)
        return replace(told, action=replace(told.action, words=text or None, said_on=today))

    def list_actions(self, team_id: int) -> tuple[Action, ...]:
        """Return a team's actions, the oldest first."""
        with self._database.reading() as connection:
            return Actions(connection).list_of(team_id)

    def list_open_of(self, *, user_id: str) -> tuple[Told, ...]:
        """Return the open actions that somebody sees to."""
        with self._database.reading() as connection:
            own = Actions(connection).list_open_of(user_id)
        return self._tell_all(own)

    def count_named(self, *, user_id: str) -> int:
        """Return how many actions somebody set or sees to."""
        with self._database.reading() as connection:
            return len(Actions(connection).list_naming(user_id))

    def list_open_in_led(self, *, user_id: str) -> tuple[Told, ...]:
        """Return the open actions of the teams that somebody leads."""
        rosters = self._teams.list_rosters_of(user_id=user_id)
        return tuple(
            self._told(action, roster)
            for roster in rosters
            if user_id in roster.leads
            for action in self.list_actions(roster.team.id)
            if action.state is ActionState.OPEN
        )

    def list_declared(self, team_id: int) -> tuple[tuple[date, str], ...]:
        """Return on which day which practice was set out to be improved, for the trend.

        Those dropped since are among them: what the trend said must not change afterwards.
        """
        return tuple((action.declared_on, action.practice) for action in self.list_actions(team_id))

    def count_silent(self, team_id: int, now: datetime) -> int:
        """Return how many of a team's actions nobody has said a word of for eight weeks."""
        today = day_of(self._teams.get_roster(team_id=team_id).team.pulse, now)
        return sum(action.is_silent(today=today) for action in self.list_actions(team_id))

    def list_checks(self, team_id: int) -> tuple[Check, ...]:
        """Return the practices to ask a team about again; of what was dropped, nothing is asked."""
        return tuple(
            Check(action.practice, action.check_on)
            for action in self.list_actions(team_id)
            if action.state is not ActionState.DROPPED
        )

    def list_unannounced(self) -> tuple[Told, ...]:
        """Return the actions that the team has not been told of yet."""
        with self._database.reading() as connection:
            unannounced = Actions(connection).list_unannounced()
        return self._tell_all(unannounced)

    def mark_announced(self, *, action_id: int) -> None:
        """Store that an action's announcement is owed."""
        with self._database.writing() as connection:
            Actions(connection).mark_announced([action_id])

    def list_askings(self, *, now: datetime) -> tuple[Asking, ...]:
        """Return what owners are to be asked by now and isn't owed yet, each action once.

        After an outage over both moments, the later question stands for both.
        """
        due = {asking.action.id: asking for asking in self._coming() if asking.at <= now}
        return tuple(due.values())

    def mark_asked(self, *, asking: Asking) -> None:
        """Store that a question to an owner is owed."""
        with self._database.writing() as connection:
            Actions(connection).change(asking.action.id, asked=asking.number)

    def list_inheritances(self) -> tuple[tuple[Told, str], ...]:
        """Return the open actions whose owner has left the team, and who takes each over."""
        told = self._tell_all([action for action, _ in self._list_open()])
        heirs = [(each, find_heir(each.action, each.roster)) for each in told]
        return tuple((each, heir) for each, heir in heirs if heir is not None)

    def hand_over(self, *, action_id: int, heir: str) -> None:
        """Store who sees to an action from now on."""
        with self._database.writing() as connection:
            Actions(connection).change(action_id, owner_id=heir)

    def find_next_due(self) -> datetime | None:
        """Return when an owner is asked next."""
        return min((asking.at for asking in self._coming()), default=None)

    def _coming(self) -> tuple[Asking, ...]:
        """Return the questions still to come of each open action, the first of them first."""
        still_open = self._list_open()
        told = self._tell_all([action for action, _ in still_open])
        return tuple(
            Asking(each.action, number, at)
            for each, (_, asked) in zip(told, still_open, strict=True)
            for number, at in enumerate(each.action.list_askings(each.roster.team.pulse), start=1)
            if number > asked
        )

    def _list_open(self) -> tuple[tuple[Action, int], ...]:
        with self._database.reading() as connection:
            return Actions(connection).list_open()

    def _tell_all(self, actions: Sequence[Action]) -> tuple[Told, ...]:
        """Return actions of many teams with these, read at once."""
        if not actions:
            return ()
        rosters = {roster.team.id: roster for roster in self._teams.list_rosters()}
        return tuple(self._told(action, rosters[action.team_id]) for action in actions)

    def _led_by(self, user_id: str, team_id: int) -> Roster:
        roster = self._teams.get_roster(team_id=team_id)
        if user_id not in roster.leads:
            raise ActionError(
                "Only a lead of this team can set out to improve something for it, so nothing "
                "changed."
            )
        return roster

    def _change(self, told: Told, user_id: str, **values: object) -> None:
        """Change somebody's own action.

        Raises:
            ActionError: it is another's to see to, perhaps since just now.

        """
        with self._database.writing() as connection:
            actions = Actions(connection)
            action = actions.find(told.action.id, for_update=True)
            if action is None or action.owner_id != user_id:
                raise ActionError("Somebody else sees to this by now, so nothing changed.")
            actions.change(action.id, **values)

    def _told(self, action: Action, roster: Roster) -> Told:
        names = {practice.id: practice.name for practice in self._bank.practices}
        return Told(action, roster, names.get(action.practice, action.practice))
