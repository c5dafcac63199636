"""Packs on a team's sheets: switched by leads, one statement more, and nothing of the core."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.resources import folder
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.domain import Sheet
from bot.surveys.messages import sheet as messages
from bot.surveys.packs.service import PackError, PackService
from tests.surveys.conftest import A_WEEK, LEAD, MEMBERS, MONDAY, Pulses
from tests.surveys.writing import SCALES, a_folder

SHIPPED = load_bank(folder("knowledge"))
OF_PACKS = {statement.id: pack.id for pack in SHIPPED.packs for statement in pack.statements}


@pytest.fixture
def packs(pulses: Pulses) -> PackService:
    return PackService(pulses.database, pulses.teams, SHIPPED)


def weeks_of(pulses: Pulses, count: int) -> list[Sheet]:
    """The first member's sheet of each of so many weeks, one closed before the next opens."""
    sheets = []
    for week in range(count):
        now = MONDAY + week * A_WEEK
        pulses.end(now=now)
        pulses.tick(now=now)
        sheets.append(next(s for s in pulses.sheets() if s.round.opens_at == now))
    return sheets


def week_after(pulses: Pulses, sheet: Sheet) -> Sheet:
    """The first member's sheet of the week after a sheet's."""
    now = sheet.round.closes_at
    pulses.end(now=now)
    pulses.tick(now=now)
    return next(s for s in pulses.sheets() if s.round.opens_at == now)


def of_packs(sheet: Sheet) -> list[str]:
    return [a.item.statement_id for a in sheet.fresh if a.item.statement_id in OF_PACKS]


def test_a_team_without_packs_is_asked_five(pulses: Pulses) -> None:
    pulses.set_up()

    assert len(pulses.open().answers) == 5


def test_a_pack_adds_one_statement_below_the_five(pulses: Pulses, packs: PackService) -> None:
    team_id = pulses.set_up()
    packs.choose_packs(team_id=team_id, user_id=LEAD, pack_ids=["security"])

    sheet = pulses.open()

    asked = [OF_PACKS.get(answer.item.statement_id) for answer in sheet.answers]
    assert asked == [None] * 5 + ["security"]


def test_packs_take_turns_and_stand_above_what_is_held(pulses: Pulses, packs: PackService) -> None:
    team_id = pulses.set_up()
    packs.choose_packs(team_id=team_id, user_id=LEAD, pack_ids=["security", "cost"])

    first, second = weeks_of(pulses, 2)

    assert {OF_PACKS[of_packs(first)[0]], OF_PACKS[of_packs(second)[0]]} == {"security", "cost"}
    assert len(second.fresh) == 6
    assert second.answers[:6] == second.fresh
    assert [a.item.wave for a in second.answers[6:]] == [first.round.week] * 3


def test_each_statement_of_a_pack_comes_up_in_as_many_weeks(
    pulses: Pulses, packs: PackService
) -> None:
    team_id = pulses.set_up()
    packs.choose_packs(team_id=team_id, user_id=LEAD, pack_ids=["explainability"])
    statements = {s for s, pack_id in OF_PACKS.items() if pack_id == "explainability"}

    sheets = weeks_of(pulses, len(statements))

    assert {statement for sheet in sheets for statement in of_packs(sheet)} == statements


def test_a_pack_s_statement_is_held_until_five_members_have_scored_it(
    pulses: Pulses, packs: PackService
) -> None:
    team_id = pulses.set_up()
    packs.choose_packs(team_id=team_id, user_id=LEAD, pack_ids=["security"])
    sheet = pulses.open()
    pulses.answer(sheet, MEMBERS[:4], "4", item=5)

    pulses.end(now=MONDAY + A_WEEK)

    held = {item.statement_id for item in pulses.summary().held}
    assert pulses.summary().released == ()
    assert of_packs(sheet)[0] in held


def test_a_pack_s_low_figures_leave_the_core_as_it_is(pulses: Pulses, packs: PackService) -> None:
    ours = pulses.set_up(name="Fraud")
    pulses.set_up(name="Ranking")
    packs.choose_packs(team_id=ours, user_id=LEAD, pack_ids=[pack.id for pack in SHIPPED.packs])
    asked: dict[str, list[list[str]]] = {"Fraud": [], "Ranking": []}

    for week in range(6):
        now = MONDAY + week * A_WEEK
        pulses.end(now=now)
        pulses.tick(now=now)
        sheets = [s for s in pulses.sheets() if s.round.opens_at == now]
        for sheet in (s for s in sheets if s.user_id == "U0"):
            fresh = [a.item.statement_id for a in sheet.fresh]
            asked[sheet.team_name].append([each for each in fresh if each not in OF_PACKS])
            for number, answer in enumerate(sheet.fresh):
                of_pack = answer.item.statement_id in OF_PACKS
                pulses.answer(sheet, MEMBERS[:5], "1" if of_pack else "4", item=number)

    assert asked["Fraud"] == asked["Ranking"]


def test_switching_off_takes_effect_with_the_next_round(pulses: Pulses, packs: PackService) -> None:
    team_id = pulses.set_up()
    packs.choose_packs(team_id=team_id, user_id=LEAD, pack_ids=["security"])
    first = pulses.open()

    packs.choose_packs(team_id=team_id, user_id=LEAD, pack_ids=[])

    again = pulses.sheet_of("U0", first.round)
    assert len(again.answers) == 6
    assert of_packs(week_after(pulses, first)) == []


def test_packs_are_a_team_s_own(pulses: Pulses, packs: PackService) -> None:
    ours = pulses.set_up(name="Fraud")
    pulses.set_up(name="Ranking")

    packs.choose_packs(team_id=ours, user_id=LEAD, pack_ids=["security"])

    assert [p.id for p in packs.get_choice(channel_id="CFraud").chosen] == ["security"]
    assert packs.get_choice(channel_id="CRanking").chosen == ()


def test_only_a_lead_switches_packs(pulses: Pulses, packs: PackService) -> None:
    team_id = pulses.set_up()

    with pytest.raises(PackError, match="Only a lead"):
        packs.choose_packs(team_id=team_id, user_id="U0", pack_ids=["security"])

    assert packs.get_choice(channel_id="CFraud").chosen == ()


def test_a_channel_without_a_team_has_no_packs(packs: PackService) -> None:
    with pytest.raises(PackError, match="no team yet"):
        packs.get_choice(channel_id="CNOWHERE")


def test_a_pack_that_is_gone_from_the_bank_is_neither_stored_nor_asked(
    pulses: Pulses, packs: PackService
) -> None:
    team_id = pulses.set_up()
    with pulses.database.writing() as connection:
        connection.execute(text(f"INSERT INTO survey_pack VALUES ({team_id}, 'gone')"))  # noqa: S608

    before = packs.get_choice(channel_id="CFraud")
    sheet = pulses.open()
    after = packs.choose_packs(team_id=team_id, user_id=LEAD, pack_ids=["gone", "cost"])

    assert before.chosen == ()
    assert len(sheet.answers) == 5
    assert [pack.id for pack in after.chosen] == ["cost"]


def test_leads_who_store_at_once_leave_one_s_choice(pulses: Pulses, packs: PackService) -> None:
    team_id = pulses.set_up()
    choices = [["cost"], ["security", "cost"], ["fairness"], ["security"]] * 2

    with ThreadPoolExecutor(len(choices)) as pool:
        list(
            pool.map(
                lambda ids: packs.choose_packs(team_id=team_id, user_id=LEAD, pack_ids=ids),
                choices,
            )
        )

    stored = [pack.id for pack in packs.get_choice(channel_id="CFraud").chosen]
    assert stored in [sorted(choice) for choice in choices]


def test_what_is_open_keeps_its_words_when_its_statement_is_retired(
    pulses: Pulses, tmp_path: Path
) -> None:
    pulses.set_up()
    first = pulses.open()
    item = first.answers[0].item
    practice_id = item.statement_id.partition(".")[0]
    (practice,) = (each for each in SHIPPED.practices if each.id == practice_id)
    retiring = f"dimension: {practice.dimension}\nretire: [{practice_id}]\n"
    own = a_folder(tmp_path / "own")
    (own / "questions" / f"{practice.dimension}.yaml").write_text(retiring, "utf-8")
    pulses.surveys = pulses.asking(load_bank(folder("knowledge"), own))

    second = week_after(pulses, first)
    held = next(n for n, a in enumerate(second.answers) if a.item.id == item.id)
    pulses.answer(second, MEMBERS[:5], "4", item=held)
    pulses.end(now=MONDAY + 2 * A_WEEK + timedelta(hours=1))

    released = {r.item.id: r for r in pulses.summary().released}
    assert released[item.id].item.text == item.text
    assert practice_id not in {a.item.statement_id.partition(".")[0] for a in second.fresh}


def test_a_sheet_s_title_says_how_many_statements_there_are(
    pulses: Pulses, packs: PackService
) -> None:
    team_id = pulses.set_up()
    five = pulses.open()
    packs.choose_packs(team_id=team_id, user_id=LEAD, pack_ids=["security"])

    nine = week_after(pulses, five)
    six = replace(nine, answers=nine.fresh)

    assert messages.sheet(five).text == "Fraud: five statements, about a minute"
    assert messages.sheet(six).text == "Fraud: six statements, about a minute"
    assert messages.sheet(nine).text == "Fraud: six new statements, three still open"


def with_bank(pulses: Pulses, tmp_path: Path, practices: dict[str, int]) -> None:
    """Have the pulses asked from a small bank: practices with so many statements."""
    lines = ["dimension: culture", "practices:"]
    for practice_id, count in practices.items():
        lines += [
            f"  - id: {practice_id}",
            "    name: Pairing",
            "    meaning: Two work as one.",
            "    anchors: [One, Two, Three, Four, Five]",
            "    page: culture/pairing.md",
            "    statements:",
        ]
        lines += [
            f"      - {{id: {practice_id}.n{n}, text: We paired., scale: often}}"
            for n in range(count)
        ]
    small = a_folder(tmp_path / "small", scales=SCALES, culture="\n".join(lines))
    pulses.surveys = pulses.asking(load_bank(small))


def test_a_bank_of_one_statement_asks_it_once_a_sheet(pulses: Pulses, tmp_path: Path) -> None:
    with_bank(pulses, tmp_path, {"pairing": 1})
    pulses.set_up()

    sheets = weeks_of(pulses, 4)

    assert [len(sheet.answers) for sheet in sheets] == [1] * 4


def test_what_was_put_in_the_last_three_weeks_is_not_asked_again_where_there_is_more(
    pulses: Pulses, tmp_path: Path
) -> None:
    with_bank(pulses, tmp_path, {f"practice-{n}": 3 for n in range(6)})
    pulses.set_up()

    sheets = weeks_of(pulses, 8)

    asked = [{answer.item.statement_id for answer in sheet.fresh} for sheet in sheets]
    for week in range(2, 8):
        assert asked[week] & (asked[week - 1] | asked[week - 2]) == set()
