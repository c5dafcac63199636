from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.database import Database
from bot.playbook.domain import Outcome
from bot.playbook.questions import Asked, AskError, Gap
from bot.playbook.service import PlaybookService
from bot.playbook.shelf import Shelf
from bot.playbook.telling_service import TellingService
from tests.playbook.pages import Bookcase, FixedPlaybook, a_page, an_answer

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
FRIDAY = date(2026, 1, 2)
HOW_OFTEN = "how often should we retrain"
LATER = "and what does it cost"
FERRY = "which knot moors the ferry"
ABOUT_COST = an_answer(Outcome.ANSWERED, a_page(path="process/cost.md"))


class Desk:
    """Somebody's questions to a small playbook."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.case = Bookcase(folder)
        self.case.write("first")
        self.case.playbook = FixedPlaybook(
            {
                HOW_OFTEN: an_answer(),
                f"{HOW_OFTEN} {LATER}": ABOUT_COST,
                "maybe": an_answer(Outcome.MAYBE),
                "who owns it": an_answer(Outcome.COMPANY_FACT),
            }
        )
        self.shelf: Shelf = self.case.open()
        self.playbook = PlaybookService(database, self.shelf)
        self.tellings = TellingService(database, self.shelf)

    def ask(self, words: str, *, now: datetime = NOW, place: str | None = None) -> Asked:
        asked = self.playbook.ask(text=words, now=now, place=place)
        assert asked is not None
        return asked

    def ask_stored(self, words: str, *, now: datetime = NOW) -> int:
        question = self.ask(words, now=now).question
        assert question is not None
        return question.id

    def cover(self, words: str) -> None:
        """Have a new edition of the playbook answer a question."""
        answers = {**self.case.playbook.answers, words: an_answer()}
        self.case.playbook = FixedPlaybook(answers)
        self.case.write(f"now with {words}")
        assert self.shelf.look()

    def count(self, table: str) -> int:
        with self.database.reading() as connection:
            found = connection.execute(text(f"SELECT count(*) FROM {table}"))  # noqa: S608 - a name
            return int(found.scalar_one())

    def dump(self) -> str:
        """Return all that is stored about the playbook."""
        tables = ("question", "gap", "conversation", "act", "vote", "subscription")
        with self.database.reading() as connection:
            return repr(
                [
                    connection.execute(text(f"SELECT * FROM playbook_{table}")).all()  # noqa: S608
                    for table in tables
                ]
            )


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path / "knowledge")


def test_a_question_is_stored_with_what_became_of_it_and_without_its_asker(desk: Desk) -> None:
    asked = desk.ask(f"  {HOW_OFTEN} ")

    question = asked.question
    assert question is not None
    assert (question.text, question.outcome) == (HOW_OFTEN, Outcome.ANSWERED)
    assert (question.page, question.anchor) == ("process/retraining.md", "retraining")
    assert question.asked_on == NOW.date()
    assert desk.playbook.get_question(question_id=question.id) == question


@pytest.mark.parametrize("words", ["", "🎉", "thanks", "who owns it"])
def test_what_is_no_question_for_a_playbook_is_not_stored(desk: Desk, words: str) -> None:
    asked = desk.ask(words, place="D1")

    assert asked.question is None
    assert desk.count("playbook_question") == 0


def test_a_long_question_is_cut_and_says_so(desk: Desk) -> None:
    asked = desk.ask("drift " * 2_000)

    assert asked.is_cut
    assert len(asked.text) == 3_000


def test_an_act_that_slack_tells_twice_is_answered_once(desk: Desk) -> None:
    first = desk.playbook.ask(text=HOW_OFTEN, now=NOW, act="said:C1:1.0")
    second = desk.playbook.ask(text=HOW_OFTEN, now=NOW, act="said:C1:1.0")
    other = desk.playbook.ask(text=HOW_OFTEN, now=NOW, act="said:C1:2.0")

    assert first is not None
    assert second is None
    assert other is not None
    assert desk.count("playbook_question") == 2


def test_a_follow_up_keeps_what_was_asked_in_its_own_conversation_only(desk: Desk) -> None:
    desk.ask(HOW_OFTEN, place="D1")

    here, elsewhere = desk.ask(LATER, place="D1"), desk.ask(LATER, place="D2")

    assert here.answer == ABOUT_COST
    assert here.after == HOW_OFTEN
    assert elsewhere.answer.outcome is Outcome.NOT_COVERED
    assert here.question is not None
    assert desk.playbook.ask_again(question_id=here.question.id).answer == ABOUT_COST


def test_a_conversation_is_forgotten_after_a_week(desk: Desk) -> None:
    desk.ask(HOW_OFTEN, place="D1")

    asked = desk.ask(LATER, place="D1", now=NOW + timedelta(days=7))

    assert asked.after == ""


def test_similar_questions_are_one_gap_with_the_first_wording(desk: Desk) -> None:
    for words in (FERRY, "what knot do you moor a ferry with", "is there a moon"):
        desk.ask(words)
    desk.ask(HOW_OFTEN)

    report = desk.tellings.get_report(until=FRIDAY)

    assert report.gaps == (Gap(FERRY, 2), Gap("is there a moon", 1))
    assert report.asked == 4


def test_a_question_counts_in_the_week_of_its_day(desk: Desk) -> None:
    desk.ask(FERRY, now=NOW - timedelta(days=7))
    desk.ask("is there a moon", now=NOW + timedelta(days=1))

    weeks = [desk.tellings.get_report(until=FRIDAY + timedelta(days=d)) for d in (-7, 0, 7)]
    assert [(len(week.gaps), week.asked) for week in weeks] == [(1, 1), (0, 0), (1, 1)]


def test_a_gap_that_is_covered_meanwhile_is_left_out(desk: Desk) -> None:
    desk.ask(FERRY)

    desk.cover(FERRY)

    assert desk.tellings.get_report(until=FRIDAY).is_quiet


def test_a_report_that_is_drawn_again_asks_nothing_again_of_the_same_pages(desk: Desk) -> None:
    desk.ask(FERRY)
    desk.ask("how do I sharpen a scythe")
    first = desk.tellings.get_report(until=FRIDAY)
    before = desk.case.playbook.times_asked

    again = desk.tellings.get_report(until=FRIDAY)

    assert again == first
    assert desk.case.playbook.times_asked == before
    desk.cover(FERRY)
    assert [gap.wording for gap in desk.tellings.get_report(until=FRIDAY).gaps] == [
        "how do I sharpen a scythe"
    ]


def test_a_second_vote_of_the_same_person_replaces_the_first(desk: Desk) -> None:
    question_id = desk.ask_stored(HOW_OFTEN)
    vote = desk.playbook.vote
    vote(question_id=question_id, user_id="U1", is_helped=True, now=NOW)
    vote(question_id=question_id, user_id="U1", is_helped=False, now=NOW)
    vote(question_id=question_id, user_id="U2", is_helped=False, now=NOW)
    desk.playbook.give_reason(question_id=question_id, user_id="U1", reason=" Too short. ")

    (unhelpful,) = desk.tellings.get_report(until=FRIDAY).unhelpful

    assert (unhelpful.page, unhelpful.count) == ("process/retraining.md", 2)
    assert unhelpful.questions == (HOW_OFTEN,)
    assert unhelpful.reasons == ("Too short.",)


def test_whoever_asked_to_be_told_waits_for_an_edition_that_covers_it(desk: Desk) -> None:
    question_id = desk.ask_stored(FERRY)
    desk.playbook.subscribe(question_id=question_id, user_id="U1")
    desk.playbook.subscribe(question_id=question_id, user_id="U1")
    assert desk.tellings.list_waiting() == ()

    desk.cover("something else")
    (waiting,) = desk.tellings.list_waiting()
    assert desk.tellings.look_again(waiting) is None
    assert desk.tellings.list_waiting() == ()

    desk.cover(FERRY)
    (waiting,) = desk.tellings.list_waiting()
    covered = desk.tellings.look_again(waiting)
    assert covered is not None
    assert covered.asked.answer.is_answered
    desk.tellings.mark_told(waiting, now=NOW)
    assert desk.tellings.list_waiting() == ()
    found = desk.tellings.find_covered(token=waiting.token)
    assert found is not None
    assert replace(found.subscription, told_on=None) == waiting


def test_whoever_asks_to_be_told_of_what_a_page_covers_since_the_answer_is_told(
    desk: Desk,
) -> None:
    question_id = desk.ask_stored(FERRY)
    desk.cover(FERRY)

    desk.playbook.subscribe(question_id=question_id, user_id="U1")

    (waiting,) = desk.tellings.list_waiting()
    assert desk.tellings.look_again(waiting) is not None


def test_a_maybe_becomes_a_gap_when_somebody_wants_it_covered(desk: Desk) -> None:
    question_id = desk.ask_stored("maybe")
    assert desk.tellings.get_report(until=FRIDAY).is_quiet

    desk.playbook.subscribe(question_id=question_id, user_id="U1")

    assert desk.tellings.get_report(until=FRIDAY).gaps == (Gap("maybe", 1),)


def test_a_report_is_due_until_it_is_made(desk: Desk) -> None:
    friday = datetime(2026, 1, 2, 8, tzinfo=UTC)

    assert desk.tellings.find_report_due(now=friday) == FRIDAY
    desk.tellings.mark_reported(day=FRIDAY)
    desk.tellings.mark_reported(day=FRIDAY)
    assert desk.tellings.find_report_due(now=friday + timedelta(days=6)) is None
    assert desk.tellings.find_report_due(now=friday + timedelta(days=7)) is not None


def test_after_a_week_nothing_stored_names_anybody_or_where_they_asked(desk: Desk) -> None:
    asked = desk.playbook.ask(text=HOW_OFTEN, now=NOW, place="DSECRET", act="said:DSECRET:1.0")
    assert asked is not None
    assert asked.question is not None
    question_id = asked.question.id
    desk.playbook.vote(question_id=question_id, user_id="USECRET", is_helped=False, now=NOW)
    desk.tellings.forget(tokens=(), now=NOW + timedelta(days=6))
    assert "USECRET" in desk.dump()

    desk.tellings.forget(tokens=(), now=NOW + timedelta(days=7))

    assert "SECRET" not in desk.dump()
    assert HOW_OFTEN in desk.dump()
    assert desk.tellings.get_report(until=FRIDAY).unhelpful[0].count == 1


def test_whoever_was_told_is_forgotten_four_weeks_later(desk: Desk) -> None:
    desk.playbook.subscribe(question_id=desk.ask_stored(FERRY), user_id="USECRET")
    desk.cover(FERRY)
    (waiting,) = desk.tellings.list_waiting()
    desk.tellings.mark_told(waiting, now=NOW)
    assert desk.tellings.list_forgettable(now=NOW + timedelta(days=27)) == ()

    later = NOW + timedelta(days=28)
    desk.tellings.forget(tokens=desk.tellings.list_forgettable(now=later), now=later)

    assert "SECRET" not in desk.dump()
    assert desk.tellings.find_covered(token=waiting.token) is None


def test_after_a_year_a_question_is_gone_unless_somebody_still_waits(desk: Desk) -> None:
    old, wanted = desk.ask_stored(FERRY), desk.ask_stored("is there a moon")
    desk.playbook.vote(question_id=old, user_id="U1", is_helped=False, now=NOW)
    desk.playbook.subscribe(question_id=wanted, user_id="U1")

    desk.tellings.forget(tokens=(), now=NOW + timedelta(days=366))

    with pytest.raises(AskError, match="too old to be kept"):
        desk.playbook.get_question(question_id=old)
    assert desk.playbook.get_question(question_id=wanted).text == "is there a moon"
    assert desk.count("playbook_gap") == 1


@pytest.mark.parametrize("what", ["vote", "subscribe", "ask_again"])
def test_a_question_that_is_not_kept_is_said_to_be_too_old(desk: Desk, what: str) -> None:
    acts: dict[str, Callable[[], object]] = {
        "vote": partial(desk.playbook.vote, user_id="U1", is_helped=True, now=NOW, question_id=9),
        "subscribe": partial(desk.playbook.subscribe, question_id=9, user_id="U1"),
        "ask_again": partial(desk.playbook.ask_again, question_id=9),
    }

    with pytest.raises(AskError, match="Ask it again"):
        acts[what]()
