"""Half a year of several teams with a parent: people come and go, packs and open rounds run."""

import random
from datetime import date

from bot.database import Database
from bot.surveys.consents.service import ConsentService
from bot.surveys.domain import Choice
from bot.surveys.packs.service import PackService
from tests.surveys.families import A_WEEK, BANK, FIRST_WEEK, MONDAY, Families

TEAMS = {"One": "abcdefgh", "Two": "ijklmn", "Three": "opq", "Four": "rst", "Alone": "uvwxyz"}
"""Each letter is a member. Three and Four are too small to be shown, and Alone has no parent."""

OPEN = "Open"
OPEN_PEOPLE = ("U1", "U2", "U3", "ULEAD")
TURNOVER = 0.15


class HalfYear:
    """Plays the weeks by a seed; what people answer is drawn at random."""

    def __init__(self, database: Database, *, seed: int = 1) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.world = Families(database)
        self.away: set[tuple[str, str]] = set()
        self.consents = ConsentService(database, self.world.teams)
        self.ids = {n: self.world.add_team(n, who, lead="ULEAD") for n, who in TEAMS.items()}
        self.ids[OPEN] = self.world.add_team(OPEN, "123", lead="ULEAD")
        self.family = self.world.add_parent(*(self.ids[n] for n in ("One", "Two", "Three", "Four")))

    def play(self, weeks: int) -> None:
        """Play some weeks, and those in which the last of their statements close."""
        packs = PackService(self.world.database, self.world.teams, BANK)
        packs.choose_packs(team_id=self.ids["One"], user_id="ULEAD", pack_ids=[BANK.packs[0].id])
        self._agree_to_open_rounds()
        self.world.begin()
        for week in range(weeks):
            self._answer(FIRST_WEEK + week * A_WEEK)
            self._come_and_go(week)
            self._go_to_week(week + 1)
        for week in range(weeks + 1, weeks + 4):
            self._go_to_week(week)

    def _go_to_week(self, week: int) -> None:
        self.consents.settle_all()
        self.world.move_weeks(week, week)

    def _agree_to_open_rounds(self) -> None:
        team_id = self.ids[OPEN]
        self.consents.propose(team_id=team_id, user_id="ULEAD")
        for user_id in OPEN_PEOPLE:
            self.consents.answer(team_id=team_id, number=1, user_id=user_id, agrees=True)
        self.consents.settle_all()

    def _answer(self, wave: date) -> None:
        """Have some of those who are asked answer a new statement, and what stands below."""
        asked = self.world.rows(
            "SELECT s.user_id, i.item_id FROM survey_round r "  # noqa: S608 - a date
            "JOIN survey_asked s ON s.round_id = r.id "
            "JOIN survey_round_item i ON i.round_id = r.id "
            f"WHERE r.week = '{wave}' AND (i.position = 0 OR i.position > 4) "
            "ORDER BY i.item_id, s.user_id"
        )
        for user_id, item_id in asked:
            if self.chance.random() < 0.8:
                choice = Choice(self.chance.choice("12345"))
                self.world.answers.record_answer(
                    item_id=int(str(item_id)), user_id=str(user_id), choice=choice
                )

    def _come_and_go(self, week: int) -> None:
        """Have people leave and come back, and a team leave the parent and come back."""
        for name, members in TEAMS.items():
            for letter in members:
                if self.chance.random() < TURNOVER:
                    self._turn_over(f"C{name}", f"U{letter}")
        if week == 8:
            self.world.teams.join_team(channel_id="CTwo", user_id="Ua", now=MONDAY)
        kept = [self.ids[name] for name in ("One", "Three", "Four")]
        if week % 6 < 4:
            kept.append(self.ids["Two"])
        self.family = self.world.set_children(self.family, *kept)

    def _turn_over(self, channel_id: str, user_id: str) -> None:
        teams, place = self.world.teams, (channel_id, user_id)
        if place in self.away:
            self.away.remove(place)
            teams.join_team(channel_id=channel_id, user_id=user_id, now=MONDAY)
        else:
            self.away.add(place)
            teams.leave_team(channel_id=channel_id, user_id=user_id)
