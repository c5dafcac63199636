"""The fear question from week to week: when it is asked, held, shown, and deleted unseen."""

from itertools import pairwise
from pathlib import Path

import pytest

from bot.backup import read_backup, write_backup
from bot.database import Database
from bot.erasing import erase
from bot.resources import folder
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.domain import NotAskedError
from bot.surveys.fear import NONE, UNSAID, Band, FearError
from bot.surveys.messages.fear import QUESTION
from bot.surveys.messages.sheet import sheet
from bot.surveys.messages.summary import summary
from bot.surveys.respondents import SecretLostError, Secrets
from bot.surveys.secret_service import SecretService
from bot.teams.domain import Role, Standing
from tests.surveys.conftest import LEAD, MEMBERS, SECRETS
from tests.surveys.fearing import A_QUARTER, CHURN, FRAUD, PRICES, FearTeam

C, F = str(CHURN.id), str(FRAUD.id)


@pytest.fixture
def team(database: Database) -> FearTeam:
    return FearTeam(database)


def test_a_team_is_asked_once_a_quarter_after_its_first_month(team: FearTeam) -> None:
    begun, asked = team.week, []
    trust = load_bank(folder("knowledge")).trust
    assert trust is not None

    for _ in range(22):
        question = team.question()
        if question is not None and question.wave == team.week:
            asked.append(team.week)
            assert trust.id not in {own.item.statement_id for own in team.sheet(MEMBERS[0]).answers}
        team.pass_weeks()

    assert (asked[0] - begun).days >= 28
    assert len(asked) >= 2
    assert all(b - a >= A_QUARTER for a, b in pairwise(asked))


def test_a_team_with_one_model_or_too_few_members_is_not_asked(database: Database) -> None:
    lonely = FearTeam(database)
    lonely.register.models = (CHURN,)
    lonely.pass_weeks(8)

    assert lonely.question() is None


def test_fewer_members_than_it_takes_are_not_asked_in_vain(database: Database) -> None:
    small = FearTeam(database, members=MEMBERS[:5], threshold=6)

    small.pass_weeks(8)

    assert small.question() is None


def test_what_most_would_least_like_to_be_paged_for_is_shown_in_a_band(team: FearTeam) -> None:
    team.ask()
    team.choose_all(C, C, C, C, F, NONE)
    assert team.names() is None

    team.pass_weeks()

    assert team.names() == [("Churn", Band.MOST)]
    said = str(summary(team.pulses.summary()).blocks)
    assert QUESTION in said
    assert "*Churn*, named by more than half of them. One person is proven" in said
    assert "Card fraud" not in said


def test_choices_are_deleted_also_where_they_are_shown(team: FearTeam) -> None:
    team.ask()
    team.choose_all(*[C] * 6)

    team.pass_weeks()

    assert team.rows("survey_fear_choice") == team.rows("survey_fear_key") == []
    assert not any(user_id in str(team.rows(t)) for t in FEAR_TABLES for user_id in MEMBERS)


FEAR_TABLES = ("survey_fear", "survey_fear_round", "survey_fear_release")


def test_a_second_choice_replaces_the_first_and_can_say_nothing(team: FearTeam) -> None:
    team.ask()
    team.choose_all(C, C, C, C, C)

    team.choose(MEMBERS[0], UNSAID)
    team.pass_weeks()

    assert team.names() is None
    assert team.own(MEMBERS[0]).choice == UNSAID


def test_four_choices_are_held_and_a_fifth_in_the_next_week_shows_them(team: FearTeam) -> None:
    question = team.ask()
    team.choose_all(C, C, C, C)
    team.pass_weeks()
    assert team.names() is None
    assert team.question() == question

    team.choose(MEMBERS[6], NONE)
    team.pass_weeks()

    assert team.names() == [("Churn", Band.MOST)]
    assert team.question() is None


def test_after_three_weeks_too_few_choices_are_deleted_unseen(team: FearTeam) -> None:
    team.ask()
    team.choose_all(C, C, C, C)

    team.pass_weeks(2)
    assert team.question() is not None
    team.pass_weeks()

    assert team.question() is None
    assert team.shown() is None
    assert team.rows("survey_fear_choice") == []


def test_a_question_is_not_held_once_one_of_its_models_has_gone(team: FearTeam) -> None:
    team.ask()
    team.choose_all(C, C, F, F)

    team.lose(PRICES)
    team.pass_weeks()

    assert team.question() is None
    assert team.shown() is None


def test_a_model_that_is_gone_or_renamed_when_it_is_shown(team: FearTeam) -> None:
    team.ask()
    team.choose_all(C, C, C, F, F, F, NONE, NONE)

    team.lose(CHURN)
    team.rename(FRAUD, "Cards (EU)")
    team.pass_weeks()

    assert team.names() == [("Cards (EU)", Band.MANY)]


def test_a_model_that_has_gone_cannot_be_chosen(team: FearTeam) -> None:
    team.ask()
    team.lose(CHURN)

    with pytest.raises(FearError, match="has left your team's register"):
        team.choose(MEMBERS[0], C)


@pytest.mark.parametrize("forged", ["99", "", "churn", "-1", "1 OR 1", "²", "0001"])
def test_a_choice_that_the_question_does_not_have_is_refused(team: FearTeam, forged: str) -> None:
    team.ask()

    with pytest.raises(FearError, match="doesn't have this choice"):
        team.choose(MEMBERS[0], forged)

    assert team.rows("survey_fear_choice") == []


def test_leads_strangers_and_late_comers_cannot_choose(team: FearTeam) -> None:
    question = team.ask()
    for user_id in (LEAD, "USTRANGER"):
        with pytest.raises(NotAskedError):
            team.choose(user_id, C, question_id=question.id)
    with pytest.raises(NotAskedError):
        team.choose(MEMBERS[0], C, question_id=question.id + 99)

    team.choose_all(*[C] * 5)
    team.pass_weeks()

    with pytest.raises(FearError, match="closed"):
        team.choose(MEMBERS[0], F, question_id=question.id)


def test_somebody_who_leads_by_the_close_does_not_count(team: FearTeam) -> None:
    team.ask()
    team.choose_all(*[C] * 5)

    teams, new = team.pulses.teams, MEMBERS[0]
    teams.name_lead(channel_id="CFraud", user_id=new, named_by=LEAD)
    teams.answer_naming(team_id=team.team_id, user_id=new, role=Role.LEAD, standing=Standing.ACTIVE)
    team.pass_weeks()

    assert team.names() is None


def test_a_sheet_offers_the_models_to_members_and_tells_leads_of_it(team: FearTeam) -> None:
    team.ask()
    team.choose(MEMBERS[0], C)

    of_member = str(sheet(team.sheet(MEMBERS[0])).blocks)
    of_lead = str(sheet(team.sheet(LEAD)).blocks)

    assert "Card fraud" in of_member
    assert "'initial_option'" in of_member
    assert "counted with at least 4 others or not at all" in of_member
    assert "Card fraud" not in of_lead
    assert "Members are also asked" in of_lead


def test_without_the_secret_nobody_can_tell_whose_a_choice_is(team: FearTeam) -> None:
    team.ask()
    team.choose_all(*[C] * 6)
    (key,) = team.rows("survey_fear_key")

    rows = team.rows("survey_fear_choice")

    assert len({row[1] for row in rows}) == 6
    # Random bytes may well spell "U7"; what is not random is looked through.
    written = [value for row in rows for value in row if not isinstance(value, bytes)]
    assert not any(user_id in str(value) for value in written for user_id in MEMBERS)
    guess = Secrets([b"guess" * 8])
    with pytest.raises(SecretLostError):
        SecretService(team.database, guess).check_secrets()
    assert SecretService(team.database, guess).count_lost_items() > 1
    assert isinstance(key[1], bytes | memoryview)


def test_a_lost_secret_ends_the_question(team: FearTeam) -> None:
    team.ask()
    team.choose_all(*[C] * 6)

    SecretService(team.database, Secrets([b"another" * 5])).forget_lost_items()
    team.pass_weeks()

    assert team.shown() is None
    assert team.rows("survey_fear_choice") == team.rows("survey_fear_key") == []


def test_somebody_who_is_erased_takes_their_choice_along(database: Database) -> None:
    members = tuple(f"U000000{number}" for number in range(6))
    team = FearTeam(database, members=members)
    team.ask()
    team.choose_all(*[C] * 4)
    # Nobody is erased while they are asked in a week; after an outage choices may be held longer.
    team.write("UPDATE survey_round SET state = 'closed'")

    erase(database, members[0], SECRETS, is_dry=False)

    assert len(team.rows("survey_fear_choice")) == 3


def test_a_backup_keeps_no_key_and_what_is_restored_ends_unseen(
    team: FearTeam, tmp_path: Path
) -> None:
    question = team.ask()
    team.choose_all(*[C] * 6)
    before = {row[1] for row in team.rows("survey_fear_choice")}
    write_backup(team.database, tmp_path / "backup.db")
    restored = Database(f"sqlite:///{tmp_path / 'new.db'}")
    read_backup(tmp_path / "backup.db", restored)

    team.live_on(restored)

    assert team.rows("survey_fear_key") == []
    assert before.isdisjoint({row[1] for row in team.rows("survey_fear_choice")})
    with pytest.raises(FearError, match="closed"):
        team.choose(MEMBERS[0], F, question_id=question.id)
    team.pass_weeks()
    assert team.shown() is None
    assert team.rows("survey_fear_choice") == []
    restored.close()
