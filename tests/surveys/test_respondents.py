import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.surveys.answer_service import AnswerService
from bot.surveys.bank.domain import StatementBank
from bot.surveys.domain import Choice
from bot.surveys.respondents import ItemKey, SecretLostError, Secrets
from bot.surveys.secret_service import SecretService
from bot.surveys.service import SurveyService
from tests.surveys.conftest import A_WEEK, MEMBERS, MONDAY, SECRET, Pulses

OTHER = b"another secret of thirty-two byte"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(TEXTS)
def test_a_person_is_another_respondent_to_every_item(user_id: str) -> None:
    secrets = Secrets([SECRET])
    item, other_item = secrets.new_key(), secrets.new_key()

    here = secrets.hide(user_id, item)

    assert len(here) == 16
    assert here == secrets.hide(user_id, item)
    assert here != secrets.hide(user_id, other_item)
    assert here != Secrets([OTHER]).hide(
        user_id, ItemKey(item.key, Secrets([OTHER]).new_key().mark)
    )


@given(TEXTS, TEXTS)
def test_two_people_are_two_respondents(one: str, other: str) -> None:
    secrets = Secrets([SECRET])
    key = secrets.new_key()

    assert (secrets.hide(one, key) == secrets.hide(other, key)) == (one == other)


def with_secrets(pulses: Pulses, *values: bytes) -> tuple[SurveyService, AnswerService]:
    secrets = Secrets(values)
    surveys = pulses.asking(StatementBank(()), secrets)
    return surveys, AnswerService(pulses.database, pulses.teams, secrets)


def test_after_a_change_of_secret_the_old_one_serves_what_is_open(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()
    pulses.answer(sheet, MEMBERS[:5], "1")
    surveys, answers = with_secrets(pulses, OTHER, SECRET)

    for user_id in MEMBERS[:5]:
        answers.record_answer(item_id=sheet.answers[0].item.id, user_id=user_id, choice=Choice.FIVE)
    (round_,) = surveys.list_due_to_close(now=MONDAY + A_WEEK)
    surveys.close_round(round_, now=MONDAY + A_WEEK)

    assert [released.mean for released in pulses.summary().released] == ["5.0"]


def test_without_its_secret_an_open_item_takes_nothing_and_nothing_is_deleted(
    pulses: Pulses,
) -> None:
    pulses.set_up()
    sheet = pulses.open()
    pulses.answer(sheet, MEMBERS[:5], "4")
    surveys, answers = with_secrets(pulses, OTHER)

    with pytest.raises(SecretLostError, match="Put it back"):
        SecretService(pulses.database, Secrets([OTHER])).check_secrets()
    with pytest.raises(SecretLostError, match="wasn't stored"):
        answers.record_answer(item_id=sheet.answers[0].item.id, user_id="U0", choice=Choice.ONE)
    (round_,) = surveys.list_due_to_close(now=MONDAY + A_WEEK)
    with pytest.raises(SecretLostError):
        surveys.close_round(round_, now=MONDAY + A_WEEK)

    assert pulses.count_answers() == 5


def test_a_secret_lost_for_good_can_be_given_up_with_the_answers(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()
    pulses.answer(sheet, MEMBERS[:5], "4")
    secrets = SecretService(pulses.database, Secrets([OTHER]))

    forgotten = secrets.forget_lost_items()
    secrets.check_secrets()

    assert forgotten == 5
    assert pulses.count_answers() == 0
