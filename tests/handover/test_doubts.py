"""What `/mlops ask` says before words that somebody has called no longer true."""

from datetime import timedelta

from bot.handover.ask_source import AskSource
from bot.handover.cards.sections import CRITICAL
from bot.handover.care.review_service import list_waiting
from bot.handover.reviews import Said
from bot.playbook.cards import CardAnswer
from bot.playbook.messages.card import card_reply
from tests.handover.desk import LEAD, OWNER, STRANGER, SUCCESSOR, Desk

QUESTION = "how is churn monitored"


def hand_over_and_have_it_read(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer(*CRITICAL)
    desk.answer("monitoring")
    desk.name_successor()
    desk.teach_back()
    put_before_successor(desk, Said.RIGHT)


def put_before_successor(desk: Desk, said: Said) -> None:
    day = desk.now.date()
    waiting = list_waiting(desk.case(), now=desk.now)
    own = [w for w in waiting if w.user_id == SUCCESSOR and w.section.id == "monitoring"]
    desk.reviews.ask(user_id=SUCCESSOR, waiting=own, day=day)
    (asked,) = desk.reviews.list_asked(user_id=SUCCESSOR, day=day, now=desk.now)
    desk.reviews.say(review_id=asked.review.id, by=SUCCESSOR, said=said, now=desk.now)


def have_it_called_changed(desk: Desk) -> None:
    hand_over_and_have_it_read(desk)
    desk.now += timedelta(days=121)  # Monitoring is asked about again after so long.
    put_before_successor(desk, Said.CHANGED)


def answer(desk: Desk) -> CardAnswer:
    source = AskSource(desk.database, desk.teams)
    found = source.search(QUESTION, asker=OWNER, is_public=False)
    assert found is not None
    return found.answers[0]


def shown(desk: Desk) -> str:
    source = AskSource(desk.database, desk.teams)
    found = source.search(QUESTION, asker=OWNER, is_public=False)
    assert found is not None
    return str(card_reply(QUESTION, found, is_alone=True).blocks)


def test_words_that_are_confirmed_come_without_a_warning(desk: Desk) -> None:
    hand_over_and_have_it_read(desk)

    assert answer(desk).doubted_by is None
    assert "Careful" not in shown(desk)


def test_words_that_somebody_called_changed_say_so_first(desk: Desk) -> None:
    have_it_called_changed(desk)

    assert (answer(desk).doubted_by, answer(desk).doubted_on) == (SUCCESSOR, desk.now.date())
    day = f"{desk.now:%d %B %Y}".lstrip("0")
    assert f"<@{SUCCESSOR}> said on {day} that this has changed. What is so now" in shown(desk)


def test_old_words_stay_doubtful_until_somebody_has_confirmed_the_new_ones(desk: Desk) -> None:
    have_it_called_changed(desk)
    desk.replies.reply(
        model_id=desk.model_id,
        section_id="monitoring",
        question_id=0,
        text="Board 7 now.",
        by=OWNER,
        now=desk.now,
        is_added=False,
    )
    before = shown(desk)
    desk.now += timedelta(days=1)

    put_before_successor(desk, Said.RIGHT)

    assert "The new words aren't confirmed yet, so these are the old ones" in before
    assert "Board 7 now" not in before
    assert (answer(desk).text, answer(desk).doubted_by) == ("Board 7 now.", None)


def test_whoever_takes_it_back_clears_the_doubt(desk: Desk) -> None:
    have_it_called_changed(desk)
    (asked,) = desk.reviews.list_asked(user_id=SUCCESSOR, day=desk.now.date(), now=desk.now)

    desk.reviews.say(review_id=asked.review.id, by=SUCCESSOR, said=Said.RIGHT, now=desk.now)

    assert answer(desk).doubted_by is None


def test_an_answer_that_names_somebody_whose_account_is_off_says_so(desk: Desk) -> None:
    hand_over_and_have_it_read(desk)
    desk.replies.reply(
        model_id=desk.model_id,
        section_id="monitoring",
        question_id=0,
        text="Ask <@UOTHER> about the alarm.",
        by=OWNER,
        now=desk.now,
        is_added=False,
    )
    desk.now += timedelta(days=1)
    put_before_successor(desk, Said.RIGHT)
    desk.reviews.name_reviewer(model_id=desk.model_id, user_id="UOTHER", by=OWNER, now=desk.now)

    desk.deactivate("UOTHER")

    assert "It names <@UOTHER>, whose account is off by now." in shown(desk)


def test_a_restricted_card_answers_who_is_to_run_the_model_and_who_reads_it(desk: Desk) -> None:
    hand_over_and_have_it_read(desk)
    desk.models.restrict_cards(channel_id="CFRAUD", user_id=LEAD, is_restricted=True)
    source = AskSource(desk.database, desk.teams)
    desk.reviews.name_reviewer(model_id=desk.model_id, user_id="UREADER", by=LEAD, now=desk.now)
    desk.name_successor(STRANGER)

    found = {
        who: source.search(QUESTION, asker=who, is_public=False)
        for who in (STRANGER, "UREADER", "UNOBODY")
    }

    assert [bool(each and each.answers) for each in found.values()] == [True, True, False]
