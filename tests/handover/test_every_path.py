"""Whatever people do in whatever order: nothing is accepted unproven, and nothing is stuck."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.handover.cards.sections import CRITICAL
from bot.handover.rules import state_machine
from bot.handover.rules.deadlines import find_deadline, lose, run_out
from bot.handover.rules.states import (
    EXITS,
    UNDER_WAY,
    DrillResult,
    Handover,
    HandoverError,
    Mark,
    State,
    Waiver,
)

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
PEOPLE = ("UOWNER", "UNEXT", "UOTHER")
people = st.sampled_from(PEOPLE)
critical = st.sampled_from(CRITICAL)
days = st.sampled_from((1, 2, 5, 12, 20, 31, 40, 95))


class AnyPath(RuleBasedStateMachine):
    """One model, on which everybody presses everything."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.handover = Handover(1, State.STEADY, NOW, owner_id="UOWNER")
        # What really happened, noted apart from the rules.
        self.heard: dict[str, tuple[str, str]] = {}
        self.drilled: str | None = None
        self.gone: set[str] = set()

    def do(self, act: Callable[[], Handover]) -> bool:
        before = self.handover
        try:
            self.handover = act()
        except HandoverError:
            return False
        if before.successor_id != self.handover.successor_id:
            self.heard, self.drilled = {}, None
        if before.owner_id != self.handover.owner_id:
            self.heard, self.drilled = {}, None
        if self.handover.state is State.STEADY:
            self.drilled = None
        return True

    @initialize(steps=st.integers(0, 8), gone_after=st.integers(0, 8))
    def begin_on_the_way(self, steps: int, gone_after: int) -> None:
        """Start anywhere on the usual way, or on the one without the owner."""
        for step in range(steps):
            if step == gone_after:
                self.deactivate("UOWNER", None)
            self.take_the_usual_step()

    @rule(owner=people, days=days, is_rotation=st.booleans())
    def set_last_day(self, owner: str, days: int, *, is_rotation: bool = False) -> None:
        day = self.now.date() + timedelta(days=days)
        was_accepted = self.handover.state is State.ACCEPTED
        done = self.do(
            lambda: state_machine.set_last_day(
                self.handover,
                owner_id=owner,
                last_day=day,
                now=self.now,
                is_rotation=is_rotation,
            )
        )
        if done:
            self.gone.discard(owner)
            if was_accepted:
                self.heard, self.drilled = {}, None
                assert self.handover.proven_by is None

    @rule()
    def begin(self) -> None:
        self.do(lambda: state_machine.begin(self.handover, now=self.now))

    @rule(section=critical)
    def answer(self, section: str) -> None:
        if self.do(lambda: state_machine.answer(self.handover, section, now=self.now)):
            self.heard.pop(section, None)

    @rule()
    def answer_everything(self) -> None:
        for section in CRITICAL:
            self.answer(section)

    @rule(user=people)
    def name_successor(self, user: str) -> None:
        self.do(lambda: state_machine.name_successor(self.handover, user_id=user, now=self.now))

    @rule(section=critical, by=people)
    def retell(self, section: str, by: str) -> None:
        if self.do(lambda: state_machine.retell(self.handover, section, by=by)):
            self.heard.pop(section, None)
            assert by == self.handover.successor_id

    @rule(by=people)
    def retell_everything(self, by: str) -> None:
        for section in CRITICAL:
            self.retell(section, by)

    @rule(section=critical, by=people, mark=st.sampled_from(Mark))
    def mark(self, section: str, by: str, mark: Mark) -> None:
        before = self.handover
        if self.do(lambda: state_machine.mark(before, section, mark, by=by, now=self.now)):
            assert before.successor_id is not None
            assert (by, before.is_owner_here) == (before.owner_id, True)
            assert section in before.retold
            if mark is Mark.RIGHT:
                self.heard[section] = (by, before.successor_id)
            else:
                self.heard.pop(section, None)

    @rule(section=critical)
    def explain_again_what_was_marked(self, section: str) -> None:
        owner, successor = self.handover.owner_id or "", self.handover.successor_id or ""
        self.retell(section, successor)
        self.mark(section, owner, Mark.RIGHT)
        self.retell(section, successor)

    @rule(by=people)
    def mark_everything_right(self, by: str) -> None:
        for section in CRITICAL:
            self.mark(section, by, Mark.RIGHT)

    @rule(by=people, rolled_back=st.booleans(), retrained=st.booleans())
    def drill(self, by: str, *, rolled_back: bool, retrained: bool) -> None:
        result = DrillResult(by, rolled_back, retrained)
        before = self.handover
        if self.do(lambda: state_machine.record_drill(before, result, now=self.now)):
            assert by == before.successor_id
            self.drilled = by if rolled_back and retrained else None
            if not self.drilled and before.is_owner_here:
                for section, has in (("rollback", rolled_back), ("retrain", retrained)):
                    if not has:
                        self.heard.pop(section, None)
                        assert section in self.handover.open_critical

    @rule(reason=st.sampled_from(["", "  ", "No time before the launch"]), days=st.integers(0, 400))
    def waive(self, reason: str, days: int) -> None:
        waiver = Waiver("ULEAD", reason, self.now.date() + timedelta(days=days))
        if self.do(lambda: state_machine.waive(self.handover, waiver, now=self.now)):
            assert 0 < days <= 180

    @rule(days=days)
    def put_off(self, days: int) -> None:
        until = self.now.date() + timedelta(days=days)
        self.do(lambda: state_machine.put_off(self.handover, until=until, now=self.now))

    @rule()
    def cancel(self) -> None:
        before = self.handover
        if self.do(lambda: state_machine.cancel(before, now=self.now)):
            assert before.is_owner_here

    @rule(by=people)
    def reclaim(self, by: str) -> None:
        before = self.handover.owner_id
        if self.do(lambda: state_machine.reclaim(self.handover, by=by, now=self.now)):
            assert by == before
            assert self.handover.successor_id is None
            self.gone.discard(by)
            self.heard, self.drilled = {}, None

    @rule(user=people, proven_owner=st.none() | st.just("UPROVEN"))
    def deactivate(self, user: str, proven_owner: str | None) -> None:
        self.gone.add(user)
        before = self.handover
        self.do(lambda: lose(before, user_id=user, now=self.now, proven_owner=proven_owner))
        self.check_passed_on(before, proven_owner)

    def check_passed_on(self, before: Handover, proven_owner: str | None) -> None:
        """Nobody but a proven owner is given a model that its owner has left unproven."""
        after = self.handover
        if after.owner_id == "UPROVEN" != before.owner_id:
            assert proven_owner == "UPROVEN"
            assert (after.state, after.successor_id, after.is_owner_here) == (
                State.STEADY,
                None,
                True,
            )
        if proven_owner is not None and after != before:
            assert after.state is not State.ORPHANED

    @rule()
    def name_caretaker(self) -> None:
        since = self.handover.caretaker_since
        self.do(lambda: state_machine.name_caretaker(self.handover, user_id="ULEAD", now=self.now))
        assert since in (None, self.handover.caretaker_since)

    @rule()
    def freeze(self) -> None:
        self.do(lambda: state_machine.freeze(self.handover, now=self.now))

    @rule()
    def take_the_usual_step(self) -> None:
        """Lead half of the paths to where things can go wrong."""
        handover = self.handover
        owner, successor = handover.owner_id or "UOWNER", handover.successor_id or "UNEXT"
        match handover.state:
            case State.STEADY | State.ACCEPTED:
                self.set_last_day(owner, 25)
                self.begin()
            case State.LEAVING | State.INTERVIEWING | State.ARCHAEOLOGY:
                self.answer_everything()
            case State.DRAFTED | State.RECONSTRUCTED | State.CARETAKER | State.FROZEN:
                self.name_successor(successor)
            case State.TEACH_BACK:
                self.retell_everything(successor)
                self.mark_everything_right(owner)
            case State.DRILL:
                self.drill(successor, rolled_back=True, retrained=True)
            case _:
                self.wait(1)

    @rule(days=days)
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
        for _ in range(5):
            before = self.handover
            self.do(lambda: run_out(self.handover, now=self.now))
            if before.is_rotation and before.is_owner_here and before.state in UNDER_WAY:
                assert self.handover.owner_id == before.owner_id
                assert self.handover.state in UNDER_WAY | {State.STEADY}

    @rule()
    def wait_until_the_deadline(self) -> None:
        deadline = find_deadline(self.handover)
        if deadline is not None and deadline > self.now:
            self.wait((deadline - self.now).days + 1)

    @rule(days=days)
    def wait_with_another_proven_owner(self, days: int) -> None:
        self.now += timedelta(days=days)
        before = self.handover
        self.do(lambda: run_out(before, now=self.now, proven_owner="UPROVEN"))
        self.check_passed_on(before, "UPROVEN")

    @invariant()
    def nothing_is_accepted_without_proof(self) -> None:
        if self.handover.state is not State.ACCEPTED:
            return
        successor, owner = self.handover.successor_id, self.handover.owner_id
        assert successor is not None
        assert successor != owner
        assert self.drilled == successor
        was_heard = all(self.heard.get(section) == (owner, successor) for section in CRITICAL)
        assert was_heard or not self.handover.is_owner_here

    @invariant()
    def what_counts_as_right_was_heard_by_this_owner_in_the_words_of_now(self) -> None:
        both = (self.handover.owner_id, self.handover.successor_id)
        for section, mark in self.handover.marks.items():
            assert section in self.handover.retold
            assert (self.heard.get(section) == both) is (mark is Mark.RIGHT)

    @invariant()
    def nobody_has_shown_anything_for_a_successor_who_is_not_named(self) -> None:
        handover = self.handover
        if handover.successor_id is None:
            assert (handover.marks, handover.retold, handover.proven_by) == ({}, frozenset(), None)

    @invariant()
    def a_card_is_pieced_together_only_without_its_owner(self) -> None:
        assert not (self.handover.has_been_reconstructed and self.handover.is_owner_here)

    @invariant()
    def whoever_passes_a_drill_that_is_asked_of_them_has_the_model(self) -> None:
        if self.handover.state is State.DRILL:
            passed = DrillResult(
                self.handover.successor_id or "", has_rolled_back=True, has_retrained=True
            )
            done = state_machine.record_drill(self.handover, passed, now=self.now)
            assert done.state is State.ACCEPTED

    @invariant()
    def a_waived_model_is_signed_and_never_accepted(self) -> None:
        waiver = self.handover.waiver
        if self.handover.state is State.WAIVED:
            assert waiver is not None
            assert waiver.signed_by
            assert waiver.reason.strip()
            assert isinstance(waiver.expires_on, date)

    @invariant()
    def nothing_is_stuck(self) -> None:
        state = self.handover.state
        assert EXITS[state]
        if state not in (State.STEADY, State.RETIRED):
            assert find_deadline(self.handover) is not None

    @invariant()
    def a_deadline_that_has_passed_moves_it_on_or_rings_for_the_lead(self) -> None:
        moved = self.handover
        for _ in range(8):
            moved = run_out(moved, now=self.now)
        deadline = find_deadline(moved)
        assert moved.state is State.CARETAKER or deadline is None or deadline > self.now

    @invariant()
    def nobody_is_their_own_successor(self) -> None:
        if self.handover.successor_id is not None:
            assert self.handover.successor_id != self.handover.owner_id

    @invariant()
    def a_teach_back_or_draft_has_its_owner(self) -> None:
        if self.handover.state in UNDER_WAY - {State.DRILL}:
            assert self.handover.is_owner_here


TestAnyPath = AnyPath.TestCase
TestAnyPath.settings = settings(
    max_examples=300,
    stateful_step_count=40,
    deadline=None,
    # To explain a failure, every line would be traced, also of the runs that don't fail.
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
)


def test_every_state_can_be_left_and_every_one_can_be_reached() -> None:
    assert set(EXITS) == set(State)
    assert all(EXITS.values())
    assert set().union(*EXITS.values()) | {State.DISCOVERED} == set(State)
    assert [state for state in State if State.ACCEPTED in EXITS[state]] == [State.DRILL]
