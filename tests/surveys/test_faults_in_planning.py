"""One person whose times cannot be read keeps nobody else from being asked or told."""

import pytest
from sqlalchemy import text

from bot.database import Database
from tests.surveys.clockwork import Clockwork
from tests.surveys.conftest import A_WEEK, LEAD, MEMBERS, MONDAY, Pulses

BROKEN = "U3"
OTHERS = (*(user_id for user_id in MEMBERS if user_id != BROKEN), LEAD)
FAULTS = {
    "zone": "UPDATE person SET zone = 'Mars/Olympus' WHERE user_id = 'U3'",
    "weekdays": "UPDATE person SET weekdays = '5' WHERE user_id = 'U3'",
}


@pytest.fixture
def owing(pulses: Pulses) -> Clockwork:
    pulses.people.learn_zones(zones=dict.fromkeys((*MEMBERS, LEAD), "Europe/Berlin"))
    pulses.set_up()
    return Clockwork(pulses, is_confidential=False)


def break_times(database: Database, fault: str) -> None:
    with database.writing() as connection:
        connection.execute(text(FAULTS[fault]))


def owed_to(owing: Clockwork, user_id: str) -> list[tuple[str, object]]:
    """What somebody is owed and not drawn anew, and when."""
    rows = [r for r in owing.rows() if r["address"] == user_id and r["rewrites"] is None]
    return sorted((str(row["key"]).partition(":")[0], row["due_at"]) for row in rows)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_team_is_asked_though_one_person_s_times_cannot_be_read(
    database: Database, owing: Clockwork, fault: str
) -> None:
    break_times(database, fault)

    owing.turn(now=MONDAY)

    kinds = [[kind for kind, _ in owed_to(owing, user_id)] for user_id in OTHERS]
    assert kinds == [["pulse", "remind", "remind"]] * len(OTHERS)


@pytest.mark.parametrize("fault", FAULTS)
def test_whose_times_cannot_be_read_is_owed_a_sheet_that_waits_for_them(
    pulses: Pulses, database: Database, owing: Clockwork, fault: str
) -> None:
    break_times(database, fault)

    owing.turn(now=MONDAY)

    ((kind, due_at),) = owed_to(owing, BROKEN)
    assert kind == "pulse"
    assert due_at == owed_to(owing, "U0")[0][1]
    assert pulses.plans.list_pending(now=MONDAY) == ()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_week_is_summed_up_and_its_sheets_rewritten_though_one_person_s_times_cannot_be_read(
    pulses: Pulses, database: Database, owing: Clockwork, fault: str
) -> None:
    owing.turn(now=MONDAY)
    break_times(database, fault)

    owing.turn(now=MONDAY + A_WEEK)

    told = {row["address"] for row in owing.rows() if str(row["key"]).startswith("summary:")}
    rewritten = {row["address"] for row in owing.rows() if row["rewrites"] is not None}
    assert told == rewritten == {*OTHERS, BROKEN}
    assert pulses.plans.list_pending(now=MONDAY + A_WEEK) == ()


@pytest.mark.parametrize("fault", FAULTS)
def test_zones_are_learnt_though_one_person_s_times_cannot_be_read(
    pulses: Pulses, database: Database, owing: Clockwork, fault: str
) -> None:
    break_times(database, fault)

    pulses.people.learn_zones(zones={BROKEN: None, "U0": "Asia/Tokyo"}, otherwise="Europe/Paris")

    assert pulses.people.get_times(user_id="U0").zone == "Asia/Tokyo"
    expected = {"zone": "Europe/Paris", "weekdays": "Europe/Berlin"}
    with database.reading() as connection:
        zone = connection.scalar(text("SELECT zone FROM person WHERE user_id = 'U3'"))
    assert zone == expected[fault]
