from bot.database import Database
from tests.calendar_oracle import WEEKS, Comparison, plan_and_compare

PEOPLE = 200


def test_nobody_is_missing_and_nobody_is_asked_twice(database: Database) -> None:
    """Ten thousand people: `make planning`."""
    compared = plan_and_compare(database, people=PEOPLE)

    assert compared == Comparison(
        sheets=PEOPLE * WEEKS,
        missing=0,
        unexpected=0,
        at_another_time=0,
        twice=0,
        states=frozenset({"waiting"}),
    )
