"""Lets the story's people live it: set up, asked and answering week by week, up to today.

It goes through the features' own use cases with the days of then, so that what stands behind the
team is what half a year of use would have left: rounds, items released or not, comments without
names. Nobody is sent a message about what is long over.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Final

from bot.demo.events import Events
from bot.demo.story import Story, StoryComment
from bot.services import Services
from bot.surveys.domain import Choice, Item, OwnAnswer
from bot.surveys.fear import NONE, FearQuestion
from bot.teams.domain import Pulse, Role, Roster, Standing, TeamPlan

PULSE: Final = Pulse(weekday=0, hour=9, zone="Europe/London")
WEEKS: Final = 26
_COMMENTS_A_WEEK: Final = 3
_SPREAD: Final = 0.6
"""How much people's answers to one statement differ, beside how strict each of them is."""


def find_beginning(now: datetime) -> datetime:
    """Return the latest Monday morning, half an hour after the story's team is asked."""
    return PULSE.next_after(now - timedelta(weeks=1)) + timedelta(minutes=30)


class Telling:
    """Tells the story to an installation's services.

    Args:
        services: the installation's; it should know no team in the story's channel.
        story: what happens.
        ids: the Slack ids of the story's people.
        zones: in which time zone each of them is, by Slack id.

    """

    def __init__(
        self, services: Services, story: Story, ids: Mapping[str, str], zones: Mapping[str, str]
    ) -> None:
        self._services = services
        self._story = story
        self._ids = ids
        self._zones = zones
        self._events = Events(services, story, ids)
        self._chance = Random(story.name)  # noqa: S311 - the same story every time, no secret
        bank = services.bank
        asked = (*bank.statements, *([bank.trust] if bank.trust is not None else []))
        self._practices = {statement.id: statement.practice_id for statement in asked}
        self._waiting = defaultdict(list, {p: list(c) for p, c in story.comments.items()})
        self._comments: dict[int, list[StoryComment]] = {}

    def tell(self, *, now: datetime) -> Roster | None:
        """Live half a year up to the last week, whose end and all after it are left to the bot.

        Returns:
            The team, or None where its channel has one already.

        """
        surveys = self._services.surveys
        if self._services.teams.find_team_in(channel_id=self._story.channel) is not None:
            return None
        this_week = PULSE.begins(now.date() - timedelta(days=now.weekday()))
        roster = self._set_up(this_week - timedelta(weeks=WEEKS, days=3))
        surveys.open_round(roster, now=this_week - timedelta(weeks=WEEKS, days=1))
        number = 0
        while (moment := surveys.find_next_due()) is not None and number < WEEKS:
            self._close(moment)
            if surveys.open_round(roster, now=moment):
                self._answer(roster, moment, number)
                self._events.happen(roster, moment, number)
                number += 1
        surveys.clear_traces()
        return roster

    def _set_up(self, moment: datetime) -> Roster:
        teams, story = self._services.teams, self._story
        self._services.people.learn_zones(zones=self._zones)
        lead, *members = (self._ids[name] for name in story.people)
        plan = TeamPlan(
            name=story.name,
            channel_id=story.channel,
            is_private=True,
            pulse=PULSE,
            leads=(lead,),
            members=tuple(members),
            planned_by=lead,
        )
        team_id = teams.set_up_team(plan=plan, now=moment).team.id
        for user_id in (lead, *members):
            role = Role.LEAD if user_id == lead else Role.MEMBER
            teams.answer_naming(
                team_id=team_id, user_id=user_id, role=role, standing=Standing.ACTIVE
            )
        for telling in teams.list_tellings():
            teams.mark_told(telling=telling, now=moment)
        for announcement in teams.list_unannounced():
            teams.mark_announced(announcement=announcement, now=moment)
        return teams.get_roster(team_id=team_id)

    def _close(self, moment: datetime) -> None:
        surveys = self._services.surveys
        for round_ in surveys.list_due_to_close(now=moment):
            surveys.close_round(round_, now=moment)
        for summary in surveys.list_unowed_summaries():
            surveys.mark_summary_owed(summary=summary)
        for feared, _ in self._services.fears.list_untold():
            self._services.fears.mark_told(question_id=feared.question_id)

    def _answer(self, roster: Roster, moment: datetime, number: int) -> None:
        """Have everybody who answers this week do so; their sheets came and are long done with."""
        plans = self._services.plans
        plans.mark_owed(plans=plans.list_unowed_plans())
        week = moment.date() - timedelta(days=moment.weekday())
        for name in self._story.people:
            sheet = self._services.answers.find_sheet(
                team_id=roster.team.id, week=week, user_id=self._ids[name]
            )
            for own in sheet.answers if sheet is not None else ():
                self._answer_one(own, name, number)
            if sheet is not None and sheet.fear is not None and sheet.fear.counts:
                self._choose_feared(sheet.fear.question, name, moment)

    def _choose_feared(self, question: FearQuestion, name: str, moment: datetime) -> None:
        models = self._services.models.list_models()
        values = {NONE: NONE} | {model.name: str(model.id) for model in models}
        self._services.fear_answers.record_choice(
            question_id=question.id,
            user_id=self._ids[name],
            choice=values[self._story.fears.choices[name]],
            now=moment,
        )

    def _answer_one(self, own: OwnAnswer, name: str, number: int) -> None:
        answers, item, user_id = self._services.answers, own.item, self._ids[name]
        practice = self._practices[item.statement_id]
        if own.choice is None and self._chance.random() < self._story.response:
            choice = self._choose(name, practice, number)
            answers.record_answer(item_id=item.id, user_id=user_id, choice=choice)
        for comment in self._list_comments(item, practice, number):
            if comment.by == name:
                answers.record_comment(
                    item_id=item.id, user_id=user_id, text=comment.text, may_show=comment.may_show
                )

    def _choose(self, name: str, practice: str, number: int) -> Choice:
        level = self._story.level(practice, number) + self._story.lenience[name]
        score = round(self._chance.gauss(level, _SPREAD))
        return Choice(str(min(5, max(1, score))))

    def _list_comments(self, item: Item, practice: str, number: int) -> list[StoryComment]:
        """Return what is written with an item, chosen once for all of its people."""
        if item.id not in self._comments:
            waiting = self._waiting[practice]
            due = [comment for comment in waiting[:_COMMENTS_A_WEEK] if comment.week <= number]
            del waiting[: len(due)]
            self._comments[item.id] = due
        return self._comments[item.id]
