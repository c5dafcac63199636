"""Somebody is taken out of all that is stored, and what was shown can still be checked."""

from datetime import timedelta

import pytest
from sqlalchemy import Text, cast, delete, event, func, insert, select

from bot.database import Database
from bot.database_marks import ERASED
from bot.delivery.domain import Message, owed
from bot.delivery.service import DeliveryService
from bot.digests.action_service import ActionPlan, ActionService
from bot.digests.win_service import WinService
from bot.erasing import Erased, EraseError, erase
from bot.handover.cases import Cases
from bot.handover.domain import ModelDraft, Tier
from bot.handover.handover_service import HandoverService
from bot.handover.history_service import HistoryService
from bot.handover.service import ModelService
from bot.replay import replay
from bot.resources import folder
from bot.slack.mrkdwn import mention
from bot.surveys.bank.statement_bank import load_bank
from bot.tables import metadata
from tests.antipatterns.listening import Listening, at
from tests.surveys.conftest import A_WEEK, LEAD, SECRETS

GONE = "U0000000GONE"
OTHERS = tuple(f"U000000000{number}" for number in range(6))
MEMBERS = (GONE, *OTHERS)
AFTER = at(2)


@pytest.fixture
def company(database: Database) -> Listening:
    """Two closed weeks, a held statement, a promise, a win and a model: all of it theirs."""
    team = Listening(database)
    team.set_up(members=MEMBERS)
    said = {GONE: "ask bob", **dict.fromkeys(OTHERS, "ask bob")}
    team.week(0, said, members=MEMBERS)
    team.tick(now=at(1))
    sheet = team.sheets()[0]
    team.answer(sheet, (GONE, OTHERS[0]), "2", item=1)
    team.answers.record_comment(
        item_id=sheet.answers[1].item.id, user_id=GONE, text="Mine, still open.", may_show=False
    )
    team.end(now=AFTER)
    _promise(team)
    _own_a_model(team)
    _owe(team)
    return team


def _promise(team: Listening) -> None:
    actions = ActionService(team.database, team.teams, load_bank(folder("knowledge")))
    plan = ActionPlan(actions.practices[0].id, f"Pair with <@{GONE}> on it.", GONE)
    actions.declare_action(team_id=1, user_id=LEAD, plan=plan, now=AFTER)
    WinService(team.database, team.teams).tell_win(
        channel_id="CFraud", user_id=GONE, sentence="It works.", now=AFTER
    )


def _own_a_model(team: Listening) -> None:
    models = ModelService(team.database, team.teams)
    draft = ModelDraft(title="churn", tier=Tier.NORMAL, team_id=1, owner=GONE)
    model = models.add_model(draft=draft, added_by=GONE, now=AFTER)
    models.claim_model(model_id=model.id, user_id=GONE, now=AFTER)
    models.record_section(
        model_id=model.id, section="people", text=f"Ask <@{GONE}>.", author_id=GONE, now=AFTER
    )


def _owe(team: Listening) -> None:
    note = Message("A note", ({"type": "section", "text": {"text": f"<@{GONE}> told it"}},))
    DeliveryService(team.database).owe_all(
        [
            owed(f"note:1:{GONE}", to=GONE, at=AFTER),
            owed("note:2", to="CFraud", at=AFTER, message=note),
            owed(f"lead:1:{GONE}:{LEAD}", to=LEAD, at=AFTER),
        ]
    )


def places_of(team: Listening, words: str) -> set[str]:
    """The tables in any of whose columns some words stand."""
    with team.database.reading() as connection:
        return {
            table.name
            for table in metadata().sorted_tables
            for column in table.columns
            if connection.scalar(
                select(func.count()).where(cast(column, Text).contains(words)).select_from(table)
            )
        }


def run(team: Listening, *, is_dry: bool = False) -> tuple[Erased, ...]:
    return erase(team.database, GONE, SECRETS, is_dry=is_dry)


def test_the_id_stands_nowhere_afterwards(company: Listening) -> None:
    before = places_of(company, GONE)

    run(company)

    assert {"survey_asked", "digest_action", "digest_win", "model", "delivery"} <= before
    assert places_of(company, GONE) == set()


def test_what_was_shown_can_still_be_checked(company: Listening) -> None:
    before = replay(company.database)

    run(company)

    assert before.findings == ()
    assert replay(company.database) == before
    assert company.bands(after=2) == {"tribal-knowledge": 5}


def test_open_answers_and_comments_go_and_those_of_others_stay(company: Listening) -> None:
    before = len(company.rows("survey_open_answer"))

    run(company)

    assert len(company.rows("survey_open_answer")) == before - 1
    assert company.rows("survey_open_comment") == []
    assert len(company.rows("antipattern_person")) == len(OTHERS)


def test_one_name_of_nobodys_stands_for_all_weeks_and_no_link_is_made_of_it(
    company: Listening,
) -> None:
    run(company)

    names = {str(row[1]) for row in company.rows("survey_asked")} - {*OTHERS, LEAD}
    (name,) = names
    assert name.startswith(ERASED)
    assert mention(name) == "somebody who was erased"


def test_a_dry_run_lists_the_same_and_changes_nothing(company: Listening) -> None:
    before = {table: company.rows(table) for table in metadata().tables}

    listed = run(company, is_dry=True)

    assert {table: company.rows(table) for table in metadata().tables} == before
    assert listed == run(company)


def test_it_is_all_or_nothing(company: Listening) -> None:
    before = {table: company.rows(table) for table in metadata().tables}

    def cut_off(*execution: object) -> None:
        if str(execution[2]).startswith("UPDATE survey_asked"):
            raise KeyboardInterrupt

    event.listen(company.database.engine, "before_cursor_execute", cut_off)
    with pytest.raises(KeyboardInterrupt):
        run(company)
    event.remove(company.database.engine, "before_cursor_execute", cut_off)

    assert {table: company.rows(table) for table in metadata().tables} == before


def test_a_second_time_there_is_nothing_left(company: Listening) -> None:
    run(company)

    assert run(company) == ()


def test_a_week_that_runs_is_waited_for_since_its_message_still_shows_the_answers(
    company: Listening,
) -> None:
    company.tick(now=AFTER)

    with pytest.raises(EraseError, match="is asked in a week that runs until"):
        run(company)
    company.end(now=AFTER + A_WEEK)
    run(company)

    assert places_of(company, GONE) == set()


def test_a_message_that_is_still_being_drawn_anew_is_waited_for(company: Listening) -> None:
    deliveries = DeliveryService(company.database)
    deliveries.owe_redraws([(f"note:1:{GONE}", GONE)], at=AFTER, name="closed")

    with pytest.raises(EraseError, match="still being drawn anew"):
        run(company)


def test_a_handover_that_names_them_is_waited_for(company: Listening) -> None:
    models = ModelService(company.database, company.teams)
    cases = Cases(company.database, models, company.teams, HistoryService(company.database))
    handovers = HandoverService(company.database, cases, company.people)
    last_day = (AFTER + timedelta(days=20)).date()
    handovers.set_last_day(owner_id=GONE, last_day=last_day, by=LEAD, now=AFTER)

    with pytest.raises(EraseError, match="The handover of churn still names"):
        run(company)
    handovers.cancel(owner_id=GONE, by=LEAD, now=AFTER)
    run(company)

    assert models.get_model(model_id=1).owner_id is None


@pytest.mark.parametrize(
    "words", ["", "U1", "gone", "C0000000GONE", "U0000000GONE' OR 1", "u0000000gone"]
)
def test_what_is_no_id_of_a_person_erases_nothing(company: Listening, words: str) -> None:
    with pytest.raises(EraseError, match="is no Slack id"):
        erase(company.database, words, SECRETS, is_dry=False)


def test_an_id_that_begins_alike_is_somebody_else(company: Listening) -> None:
    person = metadata().tables["team_presence"]
    with company.database.writing() as connection:
        connection.execute(delete(person))
        connection.execute(insert(person).values(team_id=1, user_id=f"{GONE}2", is_there=True))

    run(company)

    assert [row[1] for row in company.rows("team_presence")] == [f"{GONE}2"]
