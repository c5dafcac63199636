"""What the story's team does beside answering: an action, wins, and models with their cards."""

from collections.abc import Mapping
from datetime import datetime

from bot.demo.story import Story, StoryCard
from bot.digests.action_service import ActionPlan
from bot.digests.actions import Reply
from bot.handover.domain import Model, ModelDraft, Tier
from bot.services import Services
from bot.teams.domain import Roster


class Events:
    """Lets things happen to a team in their weeks; nobody is sent a message about them.

    Args:
        services: the installation's.
        story: what happens.
        ids: the Slack ids of the story's people.

    """

    def __init__(self, services: Services, story: Story, ids: Mapping[str, str]) -> None:
        self._services = services
        self._story = story
        self._ids = ids

    def happen(self, roster: Roster, moment: datetime, number: int) -> None:
        """Do what the story has for a week, by its number since the team began."""
        action = self._story.action
        if number == action.week:
            self._declare(roster, moment)
        self._ask_nobody(moment)
        if number == action.done_in_week:
            self._reply(roster, moment)
        if number == self._story.fears.registered_in_week:
            self._register_models(roster, moment)
        for win in self._story.wins:
            if win.week == number:
                self._tell_win(win.by, win.sentence, moment)

    def _declare(self, roster: Roster, moment: datetime) -> None:
        action, actions = self._story.action, self._services.actions
        plan = ActionPlan(action.practice, action.sentence, self._ids[action.owner])
        lead = self._ids[self._story.lead]
        actions.declare_action(team_id=roster.team.id, user_id=lead, plan=plan, now=moment)
        for told in actions.list_unannounced():
            actions.mark_announced(action_id=told.action.id)

    def _ask_nobody(self, moment: datetime) -> None:
        for asking in self._services.actions.list_askings(now=moment):
            self._services.actions.mark_asked(asking=asking)

    def _reply(self, roster: Roster, moment: datetime) -> None:
        action, actions = self._story.action, self._services.actions
        owner = self._ids[action.owner]
        (own,) = actions.list_actions(roster.team.id)
        actions.record_reply(action_id=own.id, user_id=owner, reply=Reply.DONE, now=moment)
        actions.record_words(action_id=own.id, user_id=owner, words=action.words, now=moment)

    def _tell_win(self, by: str, sentence: str, moment: datetime) -> None:
        wins = self._services.wins
        told = wins.tell_win(
            channel_id=self._story.channel, user_id=self._ids[by], sentence=sentence, now=moment
        )
        wins.mark_owed(win_id=told.win.id)

    def _register_models(self, roster: Roster, moment: datetime) -> None:
        """Have the team's models registered, owned, and some of their cards written."""
        models = self._services.models
        for told in self._story.models:
            draft = ModelDraft(told.title, tier=Tier(told.tier), team_id=roster.team.id)
            owner = self._ids[told.owner]
            model = models.add_model(draft=draft, added_by=owner, now=moment)
            models.claim_model(model_id=model.id, user_id=owner, now=moment)
            if (card := self._story.cards.get(model.name)) is not None:
                self._write_card(model, owner, card, moment)

    def _write_card(self, model: Model, owner: str, card: StoryCard, moment: datetime) -> None:
        models = self._services.models
        for section, text in card.sections.items():
            answer = models.record_section(
                model_id=model.id, section=section, text=text, author_id=owner, now=moment
            )
            models.accept_section(
                model_id=model.id,
                section=section,
                version=answer.version,
                confirmed_by=self._ids[card.confirmed_by],
                now=moment,
            )
