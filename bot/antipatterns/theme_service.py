"""Use cases of themes: grouping what no label fits, and looking at one to write its page."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time

from bot.antipatterns.counting import begins_on, period_of
from bot.antipatterns.label_storage import Labels
from bot.antipatterns.theme_domain import Grouped, Groups, PooledComment, TeamTheme
from bot.antipatterns.theme_settling import settle
from bot.antipatterns.theme_storage import Themes
from bot.database import Database
from bot.errors import UserFacingError
from bot.surveys.comment_service import CommentService
from bot.teams.domain import FEWEST_TO_SHOW, Role
from bot.teams.service import TeamService

_NOTHING = Grouped({}, (), {}, (), {})


class ThemeError(UserFacingError):
    """There is no such theme, or it has no name yet; the text says which."""


class ThemeService:
    """What can be done with themes; each public method commits at its end.

    Args:
        database: where they are stored.
        teams: the teams.
        comments: the comments that were released.
        open_groups: opens what groups comments; it takes seconds, and is done once it is needed.

    """

    def __init__(
        self,
        database: Database,
        teams: TeamService,
        comments: CommentService,
        open_groups: Callable[[], Groups],
    ) -> None:
        self._database = database
        self._teams = teams
        self._comments = comments
        self._open_groups = open_groups
        self._groups: Groups | None = None

    def group_next(self, *, now: datetime) -> int:
        """Group the comments of one team that has new ones; return how many teams that were.

        Comments of the present twelve weeks and the ones before are grouped, and what they make is
        matched with the themes that the team knows. Nothing new, nothing done.

        Raises:
            KnowledgeError: the samples need mending; the comments wait for the team's next ones.

        """
        with self._database.reading() as connection:
            due = Themes(connection).find_ungrouped()
        if due is None:
            return 0
        team_id, heard = due
        pool = self._list_pool(team_id, now)
        grouped = self._group(team_id, pool)
        team = self._teams.get_roster(team_id=team_id).team
        with self._database.writing() as connection:
            if Themes(connection).claim(team_id, heard=heard):
                settle(connection, team, grouped, pool, now=now)
        return 1

    def put_off(self) -> None:
        """Have one team's new comments wait until it has more of them."""
        with self._database.writing() as connection:
            due = Themes(connection).find_ungrouped()
            if due is not None:
                team_id, heard = due
                Themes(connection).claim(team_id, heard=heard)

    def list_all(self, *, team_id: int) -> tuple[TeamTheme, ...]:
        """Return every theme that a team ever had, for whoever looks after the bot."""
        with self._database.reading() as connection:
            return Themes(connection).list_themes(team_id)

    def _group(self, team_id: int, pool: Mapping[str, PooledComment]) -> Grouped:
        with self._database.reading() as connection:
            known = Themes(connection).list_themes(team_id)
            comments = Themes(connection).list_comments(team_id)
        if not known and len(pool) < FEWEST_TO_SHOW:
            return _NOTHING
        if self._groups is None:
            self._groups = self._open_groups()
        theme_of = {each.hex(): number for each, number in comments.items()}
        return self._groups.group(
            {comment.id: comment.text for comment in pool.values()},
            # What ended inside another is that one by now; what died may be found again.
            before=[theme for theme in known if theme.merged_into is None],
            theme_of={one: number for one, number in theme_of.items() if one in pool},
            next_number=max([0, *(theme.number for theme in known)]) + 1,
        )

    def _list_pool(self, team_id: int, now: datetime) -> dict[str, PooledComment]:
        """Return what no label fits of the present twelve weeks and the ones before, by id."""
        since = datetime.combine(begins_on(period_of(now) - 1), time(), UTC)
        roster = self._teams.get_roster(team_id=team_id)
        # Whoever leads no more may have led when a comment was released.
        leads = {one.user_id for one in roster.memberships if one.role is Role.LEAD}
        comments = self._comments.list_of_team(team_id=team_id, since=since, leads=leads)
        with self._database.reading() as connection:
            unlabelled = Labels(connection).find_unlabelled([one.id for one in comments])
        pooled = (
            PooledComment(
                id=one.id.hex(),
                text=one.text,
                item_id=one.item_id,
                period=period_of(one.closed_at),
                uncounted=one.uncounted,
            )
            for one in comments
            if one.id in unlabelled
        )
        return {one.id: one for one in pooled}


def find_named(database: Database, teams: TeamService, *, team_name: str, number: int) -> TeamTheme:
    """Return a team's theme that may be shown, for whoever writes its page.

    Raises:
        ThemeError: there is no such team or theme, or too few people used its words.

    """
    team = next((one.team for one in teams.list_rosters() if one.team.name == team_name), None)
    if team is None:
        raise ThemeError(f"There is no team “{team_name}”; `mlops-bot teams list` names them.")
    with database.reading() as connection:
        themes = Themes(connection).list_themes(team.id)
    theme = next((one for one in themes if one.number == number), None)
    if theme is None or not theme.words:
        raise ThemeError(
            f"{team.name} has no theme {number} that has a name; `/mlops antipatterns` shows the "
            "numbers of those that have."
        )
    return theme
