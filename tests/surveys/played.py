"""A database after half a year, and short ways to break in its tables what was promised."""

from sqlalchemy import text

from bot.database import Database
from bot.findings import Finding, Report
from bot.replay import check_releases

COLUMNS = (
    "team_id, parent_id, statement_id, wave, tenths, threshold, members, unshown_members, is_open"
)


class Played:
    """What was released in half a year, and ways to break a promise about it."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def replay(self) -> Report:
        return check_releases(self.database)

    def find(self) -> Finding:
        """Return the only thing that is found."""
        (finding,) = self.replay().findings
        return finding

    def write(self, statement: str, **values: object) -> None:
        """Write to the tables, as no service does."""
        with self.database.writing() as connection:
            connection.execute(text(statement), values)

    def pick(self, query: str, **values: object) -> int:
        """Return the first number that a query finds."""
        with self.database.reading() as connection:
            return int(connection.execute(text(query), values).scalars().first() or 0)

    def pick_release(self, team: str) -> int:
        """Return a release of a team that is in none of a parent."""
        return self.pick(
            "SELECT r.id FROM survey_release r JOIN team ON team.id = r.team_id "
            "JOIN survey_release_part p ON p.release_id = r.id WHERE team.name = :team AND NOT "
            "EXISTS (SELECT 1 FROM survey_release_part o WHERE o.item_id = p.item_id "
            "AND o.release_id <> r.id)",
            team=team,
        )

    def pick_of_parent(self, *, shown: int) -> int:
        """Return a release of a parent with so many teams that showed it themselves."""
        return self.pick(
            "SELECT r.id FROM survey_release r JOIN survey_release_part p ON p.release_id = r.id "
            "JOIN survey_item i ON i.id = p.item_id WHERE r.parent_id IS NOT NULL GROUP BY r.id "
            "HAVING sum(i.state = 'released') = :shown ORDER BY count(*) LIMIT 1",
            shown=shown,
        )

    def item_of(self, release_id: int) -> int:
        return self.pick(
            "SELECT item_id FROM survey_release_part WHERE release_id = :id", id=release_id
        )

    def copy(self, release_id: int, **changed: object) -> int:
        """Release something once more, with other values in some columns."""
        values = ", ".join(
            f":{column}" if column in changed else column for column in COLUMNS.split(", ")
        )
        self.write(
            f"INSERT INTO survey_release ({COLUMNS}) SELECT {values} FROM survey_release "  # noqa: S608 - names of columns
            "WHERE id = :id",
            id=release_id,
            **changed,
        )
        new = self.pick("SELECT max(id) FROM survey_release")
        self.write(
            "INSERT INTO survey_release_part (release_id, item_id) SELECT :new, item_id "
            "FROM survey_release_part WHERE release_id = :id",
            new=new,
            id=release_id,
        )
        return new

    def add_parent(self, name: str) -> int:
        """Set up another parent, with nothing in it."""
        self.write(
            "INSERT INTO team_parent (name, channel_id, weekday, hour, zone, planned_by, "
            "created_at) SELECT :name, :name, weekday, hour, zone, planned_by, created_at "
            "FROM team_parent",
            name=name,
        )
        return self.pick("SELECT max(id) FROM team_parent")

    def count_asked_of_item(self, item_id: int, most: int) -> None:
        """Let so many of those who were asked an item count, in all of its weeks."""
        self.write(
            "UPDATE survey_asked SET counts = user_id IN (SELECT user_id FROM survey_asked a "
            "JOIN survey_round_item i ON i.round_id = a.round_id WHERE i.item_id = :item AND "
            "a.counts GROUP BY user_id ORDER BY user_id LIMIT :most) WHERE round_id IN "
            "(SELECT round_id FROM survey_round_item WHERE item_id = :item)",
            item=item_id,
            most=most,
        )
