"""Another team's models, cards, digests and actions, sent back by a lead who has no part in them.

Each press and form is refused in words, and nothing is stored; also where it is another person's,
since the forger is neither owner, successor, reader nor deputy of anything here.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.digests import messages as digest_messages
from bot.digests import parent_messages
from bot.digests.action_places import ADD_WORDS, DECLARED, IMPROVE, TAKE_BACK, TOLD, WORDED
from bot.digests.action_service import ActionPlan
from bot.digests.storage import DigestRow, Digests
from bot.handover import before_places as before
from bot.handover import handover_places as places
from bot.handover import model_messages, owner_messages
from bot.handover.absences.domain import Absence, AbsenceStanding
from bot.handover.absences.storage import Absences
from bot.handover.cards.sections import CRITICAL
from bot.handover.care import reply_messages, review_messages
from bot.handover.domain import Model, ModelDraft, SectionText, SuggestionStanding, Tier
from bot.handover.handover_storage import Handovers
from bot.handover.owner_storage import Owners
from bot.handover.owners import OwnerStanding
from bot.handover.proposals.domain import Proposal, ProposalKind, quarter_of
from bot.handover.proposals.storage import Proposals
from bot.handover.review_storage import Reviews
from bot.handover.reviews import Review
from bot.handover.rules.leaving import Asked
from bot.handover.rules.sessions import Question
from bot.handover.rules.states import Handover, Mark, State
from bot.handover.section_writing import write_section
from tests.digests.making import a_digest
from tests.journeys.acting import Json, World
from tests.journeys.test_forged_ids import BOT, FORGER, HANA, NOBODY, OTHERS, THEIR_TEAM, Hostile

OWNER, OTHER = "U0000000B2", "U0000000B3"  # Neither is in the forger's team.


@dataclass(frozen=True)
class Things:
    """The rows of another team that the forger names."""

    owned: str
    free: str
    taught: str
    explained: str
    drilled: str
    orphaned: str
    leaving: str
    claim: str
    review: str
    absence: str
    proposal: str
    suggestion: str
    question: str
    action: str
    win: str
    digest: str
    team: str


Press = tuple[str, Callable[[Things], Json]]
Form = tuple[str, Callable[[Things], str], Json]


def value(of: Callable[[Things], str]) -> Callable[[Things], Json]:
    return lambda things: {"value": of(things)}


def below(prefix: str, chosen: Json) -> Callable[[Things], Json]:
    return lambda things: {"block_id": f"{prefix}.{things.owned}", **chosen}


def choice(chosen: str) -> Json:
    return {"selected_option": {"value": chosen}}


def typed(**texts: str) -> Json:
    return {block: {"field": {"value": text}} for block, text in texts.items()}


def section_of(model: Callable[[Things], str], section: str) -> Callable[[Things], str]:
    return lambda things: json.dumps([int(model(things)), section])


PRESSES: dict[str, Press] = {
    "AbsenceListeners.write_pressed": (before.AWAY, value(lambda t: t.absence)),
    "AbsenceListeners.nothing_pressed": (before.AWAY_NOTHING, value(lambda t: t.absence)),
    "CoOwnerListeners.theirs_pressed": (before.THEIRS, value(lambda t: t.claim)),
    "CoOwnerListeners.not_theirs_pressed": (before.NOT_THEIRS, value(lambda t: t.claim)),
    "CoOwnerListeners.apart_pressed": (before.APART, value(lambda t: t.owned)),
    "CoOwnerListeners.compare_pressed": (before.COMPARE, value(lambda t: t.owned)),
    "HandoverListeners.successor_pressed": (places.SUCCESSOR, value(lambda t: t.owned)),
    "HandoverListeners.waive_pressed": (places.WAIVE, value(lambda t: t.owned)),
    "HandoverListeners.freeze_pressed": (places.FREEZE, value(lambda t: t.orphaned)),
    "HandoverListeners.retire_pressed": (places.RETIRE, value(lambda t: t.orphaned)),
    "HandoverListeners.reclaim_pressed": (places.RECLAIM, value(lambda t: t.orphaned)),
    "InterviewListeners.answer_pressed": (places.ANSWER, value(lambda t: f"{t.leaving}:1")),
    "InterviewListeners.dig_pressed": (places.DIG, value(lambda t: t.orphaned)),
    "LateListeners.move_pressed": (places.MOVE, value(lambda t: t.leaving)),
    "LateListeners.call_pressed": (places.CALL, value(lambda t: t.leaving)),
    "ModelListeners.mine_pressed": (model_messages.MINE, value(lambda t: t.owned)),
    "ModelListeners.tier_chosen": (model_messages.TIER, below("model", choice("1"))),
    "ModelListeners.team_chosen": (model_messages.TEAM, below("model", choice("1"))),
    "ModelListeners.suggested_mine_pressed": (
        owner_messages.SUGGESTED_MINE,
        value(lambda t: f"{t.free}:{t.suggestion}"),
    ),
    "ModelListeners.suggested_not_pressed": (
        owner_messages.SUGGESTED_NOT,
        value(lambda t: f"{t.free}:{t.suggestion}"),
    ),
    "ProofListeners.retell_pressed": (places.RETELL, value(lambda t: t.taught)),
    "ProofListeners.mark_pressed": (places.MARK, value(lambda t: t.explained)),
    "ProofListeners.drill_pressed": (places.DRILL, value(lambda t: t.drilled)),
    "ProposalListeners.start_pressed": (before.START, value(lambda t: t.proposal)),
    "ProposalListeners.not_now_pressed": (before.NOT_NOW, value(lambda t: t.proposal)),
    "ReplyListeners.mend_pressed": (
        reply_messages.MEND,
        value(lambda t: json.dumps([int(t.owned), "rollback", int(t.question), True])),
    ),
    "ReviewListeners.right_pressed": (review_messages.RIGHT, value(lambda t: t.review)),
    "ReviewListeners.changed_pressed": (review_messages.CHANGED, value(lambda t: t.review)),
    "ReviewListeners.read_pressed": (review_messages.READ, value(lambda t: t.review)),
    "ReviewListeners.reviewer_chosen": (
        model_messages.REVIEWER,
        below("reviewer", {"selected_user": FORGER}),
    ),
    "ActionListeners.improve_pressed": (IMPROVE, value(lambda t: f"{t.team}:product-scoping")),
    "ActionListeners.reply_pressed": ("action.done", value(lambda t: t.action)),
    "ActionListeners.add_words_pressed": (ADD_WORDS, value(lambda t: t.action)),
    "DigestListeners.watch_pressed": (digest_messages.WATCH, value(lambda t: t.digest)),
    "DigestListeners.help_pressed": (digest_messages.HELP, value(lambda t: t.digest)),
    "DigestListeners.work_pressed": (digest_messages.WORK, value(lambda t: t.digest)),
    "DigestListeners.parent_work_pressed": (
        parent_messages.PARENT_WORK,
        value(lambda t: t.digest),
    ),
    "WinListeners.take_back_pressed": (TAKE_BACK, value(lambda t: t.win)),
}

FORMS: dict[str, Form] = {
    "AbsenceListeners.gaps_submitted": (
        before.AWAY_WRITTEN,
        lambda t: t.absence,
        typed(gaps="Forged."),
    ),
    "CoOwnerListeners.answer_submitted": (
        before.APART_ANSWERED,
        lambda t: json.dumps([int(t.owned), "chores", 0]),
        typed(**{"chores.chores": "Forged."}),
    ),
    "CoOwnerListeners.comparison_submitted": (
        before.COMPARED,
        lambda t: json.dumps([int(t.owned), "scares", OTHER]),
        {"scares.kept": {"kept": choice("other")}},
    ),
    "HandoverListeners.date_submitted": (
        places.DATED,
        lambda _: json.dumps([OWNER, "2026-03-02", 0]),
        typed(successor=FORGER),
    ),
    "HandoverListeners.successor_submitted": (
        places.SUCCEEDED,
        lambda t: t.owned,
        typed(successor=FORGER),
    ),
    "HandoverListeners.waiver_submitted": (
        places.WAIVED,
        lambda t: t.owned,
        typed(reason="Forged.", until="2026-02-01"),
    ),
    "InterviewListeners.answer_submitted": (
        places.ANSWERED,
        lambda t: json.dumps([int(t.owned), "chores", int(t.leaving), 1]),
        typed(**{"chores.chores": "Forged."}),
    ),
    "InterviewListeners.follow_up_submitted": (
        places.FOLLOWED,
        lambda t: json.dumps([int(t.owned), "scares", int(t.leaving), 1]),
        typed(extra="Forged."),
    ),
    "LateListeners.move_submitted": (places.MOVED, lambda t: t.leaving, typed(day="2026-01-13")),
    "ProofListeners.retelling_submitted": (
        places.RETOLD,
        section_of(lambda t: t.taught, "retrain"),
        typed(**{"retrain.words": "Forged."}),
    ),
    "ProofListeners.mark_submitted": (
        places.MARKED,
        section_of(lambda t: t.explained, "retrain"),
        {"retrain.mark": {"mark": choice("right")}},
    ),
    "ProofListeners.drill_submitted": (
        places.DRILLED,
        lambda t: t.drilled,
        typed(rollback="worked", rollback_minutes="1", retrain="worked", retrain_minutes="1"),
    ),
    "ReplyListeners.mended": (
        reply_messages.MENDED,
        lambda t: json.dumps([int(t.owned), "rollback", int(t.question), True]),
        typed(section="rollback", words="Forged."),
    ),
    "ActionListeners.declared": (
        DECLARED,
        lambda t: t.team,
        {
            "practice": {"practice": choice("product-scoping")},
            "sentence": {"sentence": {"value": "Forged."}},
            "owner": {"owner": {"selected_user": FORGER}},
        },
    ),
    "ActionListeners.words_submitted": (
        WORDED,
        lambda t: t.action,
        {"words": {"words": {"value": "Forged."}}},
    ),
    "WinListeners.win_submitted": (
        TOLD,
        lambda t: OTHERS if t.team != NOBODY else "C0NOTHING0",
        {"sentence": {"sentence": {"value": "Forged."}}},
    ),
}

ANYBODYS = {
    "ModelListeners.model_added",  # Everybody adds models, also for teams that aren't theirs.
    "CoOwnerListeners.mine_too_pressed",  # Everybody may say so; an owner or a lead decides.
    "ReadingListeners.card_pressed",  # Everybody reads cards; who doesn't, is tried with reading.
    "ReadingListeners.section_pressed",
}


class Forging(Hostile):
    """The workspace of forged ids, with models of the other team in every state."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        assert world.bot is not None
        self.services, self.now = world.bot.services, world.clock.now()
        owned = self._add("owned", State.INTERVIEWING)
        free = self._add("free", None)
        everything = frozenset(CRITICAL)
        taught = self._add("taught", State.TEACH_BACK, answered=everything)
        explained = self._add("explained", State.TEACH_BACK, answered=everything, retold=everything)
        right = dict.fromkeys(CRITICAL, Mark.RIGHT)
        drilled = self._add(
            "drilled", State.DRILL, answered=everything, retold=everything, marks=right
        )
        orphaned = self._add("orphaned", State.ARCHAEOLOGY, is_owner_here=False)
        outlook = self.services.handover_desk.handovers.set_last_day(
            owner_id=OWNER,
            last_day=(self.now + timedelta(days=21)).date(),
            by=HANA,
            now=self.now,
        )
        assert outlook.leaving is not None
        questions = tuple(Question(owned.id, section) for section in CRITICAL[:3])
        asked = Asked(outlook.leaving.id, 1, self.now.date(), questions)
        self.services.handover_desk.interviews.begin_session(asked=asked, now=self.now)
        self.services.cards.note("how do I roll back owned", asker=HANA, now=self.now)
        self.services.handover_desk.owners.claim_too(
            model_id=owned.id, user_id="U0000000B1", now=self.now
        )
        self.things = Things(
            owned=str(owned.id),
            free=str(free.id),
            taught=str(taught.id),
            explained=str(explained.id),
            drilled=str(drilled.id),
            orphaned=str(orphaned.id),
            leaving=str(outlook.leaving.id),
            question="1",
            team=str(THEIR_TEAM),
            digest=self._digest(),
            **self._rows(owned),
        )
        world.settle()

    def _add(self, title: str, state: State | None, **facts: object) -> Model:
        models = self.services.models
        draft = ModelDraft(title=title, tier=Tier.CRITICAL, team_id=THEIR_TEAM)
        model = models.add_model(draft=draft, added_by=HANA, now=self.now)
        if state is None:
            return model
        owned = models.give_model(model_id=model.id, owner_id=OWNER, now=self.now)
        handover = Handover(
            model.id,
            state,
            self.now,
            owner_id=OWNER,
            successor_id=OTHER,
            last_day=(self.now + timedelta(days=21)).date(),
        )
        with self.database.writing() as connection:
            Handovers(connection).put(replace(handover, **facts))  # type: ignore[arg-type]
        return owned

    def _rows(self, owned: Model) -> dict[str, str]:
        rotated = self._add("rotated", None)
        self.services.models.claim_model(model_id=rotated.id, user_id=HANA, now=self.now)
        with self.database.writing() as connection:
            claim = Owners(connection).put(owned.id, HANA, OwnerStanding.ASKED, now=self.now)
            words = SectionText(owned.id, "scares", "It drifts in May.", OWNER, self.now)
            version = write_section(connection, words).version
            review = Review(0, OTHER, owned.id, "scares", version, "New", self.now.date())
            review_id = Reviews(connection).add(review)
            today = self.now.date()
            Absences(connection).add(
                Absence(0, owned.id, OWNER, today, today, AbsenceStanding.ASKED, OTHER)
            )
            quarter = quarter_of(today)[1]
            rotation = Proposal(0, ProposalKind.ROTATION, "forged", HANA, quarter, rotated.id)
            Proposals(connection).add(rotation)
        draft = ModelDraft(title="suggested", team_id=THEIR_TEAM, owner=OTHER)
        self.services.models.add_model(draft=draft, added_by=HANA, now=self.now)
        (suggestion,) = self.services.suggestions.list_unmatched()
        self.services.suggestions.put_suggestion(
            suggestion_id=suggestion.id, standing=SuggestionStanding.ASKED, user_id=OTHER
        )
        plan = ActionPlan("product-scoping", "Check at the door.", HANA)
        action = self.services.actions.declare_action(
            team_id=THEIR_TEAM, user_id=HANA, plan=plan, now=self.now
        )
        win = self.services.wins.tell_win(
            channel_id=OTHERS, user_id=HANA, sentence="It works.", now=self.now
        )
        return {
            "claim": str(claim.id),
            "review": str(review_id),
            "absence": "1",
            "proposal": "1",
            "suggestion": str(suggestion.id),
            "action": str(action.action.id),
            "win": str(win.win.id),
        }

    def _digest(self) -> str:
        with self.database.writing() as connection:
            digest_id = Digests(connection).add(
                a_digest(team_id=THEIR_TEAM),
                round_id=int(self.theirs.round),
                month=None,
                made_at=self.now,
            )
            # Nobody is owed it, as if all had been shown it.
            connection.execute(update(DigestRow).values(is_owed=True, is_out=True))
        return str(digest_id)

    def choose(self, action_id: str, carried: Json) -> list[str]:
        """Return what the forger is told who sends this as a press."""
        actor = self.world.person(FORGER)
        told = len(actor.messages())
        action = {"type": "button", "action_id": action_id, "block_id": "row", "action_ts": "1"}
        self._send(
            {
                "type": "block_actions",
                "container": {"type": "message", "channel_id": actor.dm, "message_ts": "1.0"},
                "actions": [{**action, **carried}],
            }
        )
        return [str(message["text"]) for message in actor.messages()[told:]]


@pytest.fixture(scope="module")
def forging(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forging]:
    world = World(tmp_path_factory.mktemp("forging"))
    world.server.start()
    world.start_bot()
    yield Forging(world)
    world.stop()


def test_every_press_and_form_of_digests_and_models_is_forged_here() -> None:
    registered = re.compile(r"app\.(?:action|view)\([\w.]+\)\(self\.(\w+)\)")
    found = set()
    for feature in ("digests", "handover"):
        for file in (BOT / feature).rglob("*listeners.py"):
            for source in re.split(r"^class ", file.read_text("utf-8"), flags=re.MULTILINE)[1:]:
                name = re.split(r"\W", source, maxsplit=1)[0]
                found |= {f"{name}.{handler}" for handler in registered.findall(source)}

    assert found - ANYBODYS == PRESSES.keys() | FORMS.keys()


def theirs(things: Things) -> Things:
    return things


def of_nothing(_: Things) -> Things:
    return Things(**{field.name: NOBODY for field in fields(Things)})


forged = pytest.mark.parametrize("forge", [theirs, of_nothing])


@forged
@pytest.mark.parametrize("name", PRESSES)
def test_a_press_on_what_is_another_teams_is_refused_in_words(
    forging: Forging, name: str, forge: Callable[[Things], Things]
) -> None:
    action_id, carry = PRESSES[name]
    stored = forging.everything()

    said = forging.choose(action_id, carry(forge(forging.things)))

    assert forging.everything() == stored
    assert len(said) == 1
    assert is_a_refusal(said[0])


@forged
@pytest.mark.parametrize("name", FORMS)
def test_a_form_about_what_is_another_teams_is_refused_in_words(
    forging: Forging, name: str, forge: Callable[[Things], Things]
) -> None:
    if (name, forge) == ("HandoverListeners.date_submitted", of_nothing):
        pytest.skip("It names a person, and no row.")
    callback_id, dump, values = FORMS[name]
    stored = forging.everything()

    said = forging.submit(callback_id, dump(forge(forging.things)), values)

    assert forging.everything() == stored
    assert is_a_refusal(said)


def test_a_question_asked_of_another_model_is_not_answered_by_replying_about_ones_own(
    forging: Forging,
) -> None:
    models = forging.services.models
    own = models.add_model(draft=ModelDraft(title="own"), added_by=FORGER, now=forging.now)
    models.claim_model(model_id=own.id, user_id=FORGER, now=forging.now)
    mixed = json.dumps([own.id, "rollback", int(forging.things.question), True])
    stored = forging.everything()

    said = forging.submit(reply_messages.MENDED, mixed, typed(section="rollback", words="Forged."))

    assert forging.everything() == stored
    assert is_a_refusal(said)


def test_ones_own_suggestion_opens_no_other_model(forging: Forging) -> None:
    models, suggestions = forging.services.models, forging.services.suggestions
    draft = ModelDraft(title="suggested to the forger", owner=FORGER)
    models.add_model(draft=draft, added_by=HANA, now=forging.now)
    (suggestion,) = suggestions.list_unmatched()
    suggestions.put_suggestion(
        suggestion_id=suggestion.id, standing=SuggestionStanding.ASKED, user_id=FORGER
    )
    stored = forging.everything()
    mixed = {"value": f"{forging.things.free}:{suggestion.id}"}

    (said,) = forging.choose(owner_messages.SUGGESTED_MINE, mixed)

    assert forging.everything() == stored
    assert is_a_refusal(said)


def is_a_refusal(said: str) -> bool:
    """Whether somebody reads why not, and neither that it was our fault nor that it is stored."""
    return len(said) > 20 and "(ref " not in said and "Stored" not in said
