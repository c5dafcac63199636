"""Somebody who leads one team sends back another team's ids: refused in words, nothing changed."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from slack_bolt.request import BoltRequest
from slack_sdk import WebClient
from sqlalchemy import select

from bot.antipatterns import messages as antipatterns
from bot.sandbox.people import TEAM_ID
from bot.slack.commands import Invocation
from bot.surveys.consents.service import ConsentService
from bot.surveys.exports.listeners import EXPORT_AT_HOME
from bot.surveys.fears.storage import Fears
from bot.surveys.messages import commenting, correcting, open_rounds, places, timetable
from bot.surveys.messages.fear import FEAR
from bot.surveys.packs.messages import CHOSEN
from bot.surveys.respondents import Secrets
from bot.tables import metadata
from bot.teams.domain import Pulse, TeamError, TeamPlan
from bot.teams.family import FamilyChange, ParentPlan
from bot.teams.family_service import FamilyService
from bot.teams.messages import family, family_form, pausing, setting_up, standing
from bot.teams.redrawing import Redraws
from bot.teams.role_listeners import RoleListeners
from tests.journeys.acting import LEAD, MEMBERS, MONDAY, PRIVATE, Json, World, words

BOT = Path(__file__).parents[2] / "bot"
FORGER = LEAD
HANA = "U0000000A9"  # She leads the others, of which the forger is in none.
OUTSIDER = "U0000000B1"  # He is not in the private channel of the forger's team.
OTHERS, THIRD, THEIR_PARENT = "C0OTHERS00", "C0THIRD000", "C0PARENT00"
NOBODY = "999999999"
OWN_TEAM, THEIR_TEAM, THIRD_TEAM = 1, 2, 3


@dataclass(frozen=True)
class Ids:
    """What the forger writes into what a button or form carries back."""

    team: str
    third: str
    parent: str
    round: str
    item: str
    channel: str
    proposal: str
    fear: str


Press = tuple[str, Callable[[Ids], str]]
Form = tuple[str, Callable[[Ids], str], Callable[[Ids], Json]]


def no_values(_: Ids) -> Json:
    return {}


def family_values(ids: Ids) -> Json:
    chosen = [{"value": ids.team}, {"value": ids.third}]
    return {
        "name": {"name": {"value": "Mine"}},
        "leads": {"leads": {"selected_users": [FORGER]}},
        "teams": {"teams": {"selected_options": chosen}},
        "weekday": {"weekday": {"selected_option": {"value": "1"}}},
        "hour": {"hour": {"selected_option": {"value": "9"}}},
    }


def team_values(_: Ids) -> Json:
    return {
        "name": {"name": {"value": "Mine"}},
        "leads": {"leads": {"selected_users": [FORGER]}},
        "members": {"members": {"selected_users": [MEMBERS[0]]}},
        "weekday": {"weekday": {"selected_option": {"value": "1"}}},
        "hour": {"hour": {"selected_option": {"value": "9"}}},
    }


def settings_values(ids: Ids) -> Json:
    return {**team_values(ids), "zone": {"zone": {"selected_option": {"value": "UTC"}}}}


def comment_values(_: Ids) -> Json:
    return {"text": {"text": {"value": "Forged."}}}


def correction_values(_: Ids) -> Json:
    return {"kind": {"kind": {"selected_option": {"value": "none"}}}}


def kind_values(_: Ids) -> Json:
    return {"instead": {"instead": {"selected_option": {"value": "-"}}}}


def pack_values(_: Ids) -> Json:
    return {"packs": {"packs": {"selected_options": [{"value": "cost"}]}}}


PRESSES: dict[str, Press] = {
    "TeamListeners.lead_accepted": (standing.ACCEPT_LEAD, lambda ids: ids.team),
    "TeamListeners.lead_declined": (standing.DECLINE_LEAD, lambda ids: ids.team),
    "TeamListeners.member_came": (standing.TAKE_PART, lambda ids: ids.team),
    "TeamListeners.member_stayed_out": (standing.STAY_OUT, lambda ids: ids.team),
    "FamilyListeners.team_agreed": (family.AGREE, lambda ids: f"{ids.parent}:{ids.team}"),
    "FamilyListeners.team_refused": (family.REFUSE, lambda ids: f"{ids.parent}:{ids.team}"),
    "FamilyListeners.lead_accepted": (family.ACCEPT_LEAD, lambda ids: ids.parent),
    "FamilyListeners.lead_declined": (family.DECLINE_LEAD, lambda ids: ids.parent),
    "ConsentListeners.agree_pressed": (open_rounds.AGREE, lambda i: f"{i.team}:{i.proposal}"),
    "ConsentListeners.dont_agree_pressed": (
        open_rounds.DONT_AGREE,
        lambda ids: f"{ids.team}:{ids.proposal}",
    ),
    "SurveyListeners.score_pressed": ("pulse.score.4", lambda ids: f"{ids.round}:{ids.item}:4"),
    "SurveyListeners.comment_pressed": (places.COMMENT, lambda ids: f"{ids.round}:{ids.item}"),
    "CorrectionListeners.correct_pressed": (
        correcting.CORRECT,
        lambda ids: f"{ids.round}:{ids.item}",
    ),
    "FearListeners.model_chosen": (FEAR, lambda ids: f"{ids.round}:{ids.fear}:1"),
    "AntipatternListeners.correct_pressed": (
        antipatterns.CORRECT,
        lambda ids: f"{ids.team}:gpus-warm",
    ),
    "AntipatternListeners.words_pressed": (antipatterns.WORDS, lambda ids: ids.team),
    "ExportListeners.export_pressed": (f"{EXPORT_AT_HOME}.1", lambda ids: ids.team),
    "TimetableListeners.settings_opened": (timetable.OPEN_SETTINGS, lambda ids: ids.team),
    "TimetableListeners.pause_opened": (timetable.OPEN_PAUSE, lambda ids: ids.team),
    "TimetableListeners.resume_pressed": (timetable.RESUME, lambda ids: ids.team),
    "TimetableListeners.move_opened": (timetable.OPEN_MOVE, lambda ids: ids.team),
    "SurveyListeners.later_pressed": (places.LATER, lambda ids: ids.round),
    "SurveyListeners.skip_pressed": (places.SKIP, lambda ids: ids.round),
    "SurveyListeners.take_part_pressed": (places.TAKE_PART, lambda ids: ids.round),
}

FORMS: dict[str, Form] = {
    "TeamListeners.set_up_submitted": (
        setting_up.SET_UP,
        lambda ids: json.dumps([ids.channel, False, "UTC"]),
        team_values,
    ),
    "RoleListeners.pause_confirmed": (
        pausing.PAUSED,
        lambda ids: f"step-down:{ids.team}",
        no_values,
    ),
    "FamilyListeners.parent_planned": (
        family_form.SET_UP,
        lambda _: json.dumps(["C0FREE0000", "UTC", None]),
        family_values,
    ),
    "FamilyListeners.parent_changed": (
        family_form.CHANGED,
        lambda ids: json.dumps([THEIR_PARENT, "UTC", int(ids.parent)]),
        family_values,
    ),
    "ConsentListeners.proposed": (
        open_rounds.PROPOSED,
        lambda ids: f"{ids.team}:{ids.proposal}",
        no_values,
    ),
    "ConsentListeners.answered": (
        open_rounds.ANSWERED,
        lambda ids: f"{ids.team}:{ids.proposal}:yes",
        no_values,
    ),
    "SurveyListeners.comment_submitted": (
        commenting.COMMENTED,
        lambda ids: json.dumps([f"{ids.round}:{ids.item}", "D1", "1.0"]),
        comment_values,
    ),
    "CorrectionListeners.correction_submitted": (
        correcting.CORRECTED,
        lambda ids: json.dumps([f"{ids.round}:{ids.item}", "D1", "1.0"]),
        correction_values,
    ),
    "AntipatternListeners.correction_submitted": (
        antipatterns.CORRECTED,
        lambda ids: json.dumps([int(ids.team), "gpus-warm"]),
        kind_values,
    ),
    "PackListeners.packs_chosen": (CHOSEN, lambda ids: ids.team, pack_values),
    "TimetableListeners.settings_submitted": (
        timetable.SETTINGS,
        lambda ids: ids.team,
        settings_values,
    ),
    "TimetableListeners.pause_submitted": (
        timetable.PAUSE,
        lambda ids: ids.team,
        lambda _: {"weeks": {"weeks": {"selected_option": {"value": "3"}}}},
    ),
    "TimetableListeners.move_submitted": (
        timetable.MOVE,
        lambda ids: ids.team,
        lambda _: {"weekday": {"weekday": {"selected_option": {"value": "1"}}}},
    ),
}


class Hostile:
    """A workspace with the forger's team, two others with a parent, and all that has ids."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.set_up_team()
        bot = world.start_bot() if world.bot is None else world.bot
        database, now = bot.services.database, world.clock.now()
        for name, channel in (("Others", OTHERS), ("Third", THIRD)):
            people = MEMBERS[-3:-1]
            plan = TeamPlan(name, channel, True, Pulse(0, 9, "UTC"), (HANA,), people, HANA)
            bot.services.teams.set_up_team(plan=plan, now=now)
        change = FamilyChange((HANA,), frozenset({THEIR_TEAM, THIRD_TEAM}), HANA)
        parent = ParentPlan("Theirs", THEIR_PARENT, Pulse(1, 9, "UTC"), change)
        FamilyService(database).set_up_parent(plan=parent, now=now)
        ConsentService(database, bot.services.teams).propose(team_id=THEIR_TEAM, user_id=HANA)
        world.move_to(MONDAY)
        self.database = database
        self.dispatch = bot.app.dispatch
        self.theirs = Ids(
            team=str(THEIR_TEAM),
            third=str(THIRD_TEAM),
            parent="1",
            round=self._newest("survey_round"),
            item=self._newest("survey_item"),
            channel=OTHERS,
            proposal="1",
            fear=self._ask_the_others(),
        )

    def _ask_the_others(self) -> str:
        """Put the fear question to the other team, and return its id."""
        with self.database.writing() as connection:
            fears = Fears(connection)
            key = Secrets([b"a secret of thirty-two bytes long"]).new_key()
            fear_id = fears.add(THEIR_TEAM, MONDAY.date(), [(1, "Churn"), (2, "Prices")], key)
            fears.set_on_sheets(fear_id, int(self._newest("survey_round")))
        return str(fear_id)

    def _newest(self, table: str) -> str:
        with self.database.reading() as connection:
            rows = connection.execute(select(metadata().tables[table])).mappings().all()
        return str(max(row["id"] for row in rows if row["team_id"] == THEIR_TEAM))

    def everything(self) -> dict[str, list[str]]:
        """All rows of all tables."""
        with self.database.reading() as connection:
            return {
                table.name: sorted(str(tuple(row)) for row in connection.execute(select(table)))
                for table in metadata().sorted_tables
            }

    def press(self, action_id: str, value: str) -> str:
        """Return what the forger is told who sends this as a press."""
        actor = self.world.person(FORGER)
        before = len(actor.messages())
        action: Json = {"type": "button", "action_id": action_id, "block_id": "row", "value": value}
        action["selected_option"] = {"value": value}  # Where a list carries it.
        self._send(
            {
                "type": "block_actions",
                "container": {"type": "message", "channel_id": actor.dm, "message_ts": "1.0"},
                "actions": [{**action, "action_ts": "1"}],
            }
        )
        messages = actor.messages()
        assert len(messages) == before + 1
        return words(messages[-1])

    def submit(self, callback_id: str, metadata_: str, values: Json) -> str:
        """Return what the forger reads on a form that they send."""
        view = {
            "type": "modal",
            "id": "V1",
            "callback_id": callback_id,
            "private_metadata": metadata_,
            "blocks": [],
            "state": {"values": values},
        }
        body = self._send({"type": "view_submission", "view": view})
        answered = json.loads(body)
        if answered["response_action"] == "errors":
            return str(answered["errors"])
        return words(answered["view"])

    def type_outside(self, typed: str) -> str:
        """Return what somebody is told who types a command as if in the first team's channel."""
        bot = self.world.bot
        assert bot is not None
        said: list[str] = []
        redraws = Redraws(bot.services.deliveries, self.world.clock)
        roles = RoleListeners(
            bot.services.teams, bot.services.people, redraws, self.world.clock, lambda: None
        )
        name, _, rest = typed.partition(" ")
        client = WebClient(self.world.server.bot_token, base_url=self.world.server.api_url)
        (subcommand,) = (sub for sub in roles.subcommands if sub.name == name)
        typed_there = Invocation(
            OUTSIDER, PRIVATE, rest, "1.2.3", client, said.append, lambda text, _: said.append(text)
        )
        with pytest.raises(TeamError) as refused:
            subcommand.run(typed_there)
        assert said == []
        return str(refused.value)

    def _send(self, payload: Json) -> str:
        known = {"user": {"id": FORGER}, "team": {"id": TEAM_ID}, "trigger_id": "1.2.3"}
        answered = self.dispatch(BoltRequest(body={**known, **payload}, mode="socket_mode"))
        assert answered.status == 200, answered.body
        return str(answered.body)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    world = World(tmp_path_factory.mktemp("hostile"))
    world.server.start()
    world.start_bot()
    yield Hostile(world)
    world.stop()


def test_every_press_and_form_that_has_a_teams_ids_is_forged_here() -> None:
    registered = re.compile(r"app\.(?:action|view)\([\w.]+\)\(self\.(\w+)\)")
    found = set()
    for feature in ("teams", "surveys", "antipatterns"):
        for file in (BOT / feature).rglob("*listeners.py"):
            for source in re.split(r"^class ", file.read_text("utf-8"), flags=re.MULTILINE)[1:]:
                name = re.split(r"\W", source, maxsplit=1)[0]
                found |= {f"{name}.{handler}" for handler in registered.findall(source)}

    of_no_team = {"AntipatternListeners.page_pressed"}  # A page is nobody's.
    assert found - of_no_team == PRESSES.keys() | FORMS.keys()


def theirs(ids: Ids) -> Ids:
    return ids


def of_nothing(ids: Ids) -> Ids:
    gone = Ids(NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, OTHERS, NOBODY, NOBODY)
    return replace(gone, channel=ids.channel)


def own_round_their_item(ids: Ids) -> Ids:
    return replace(ids, round="1")


def own_team_their_parent(ids: Ids) -> Ids:
    return replace(ids, team=str(OWN_TEAM))


forged = pytest.mark.parametrize("forge", [theirs, of_nothing])


@forged
@pytest.mark.parametrize("name", PRESSES)
def test_a_press_with_another_teams_ids_is_refused_in_words(
    hostile: Hostile, name: str, forge: Callable[[Ids], Ids]
) -> None:
    check_press(hostile, name, forge)


@pytest.mark.parametrize(
    ("name", "forge"),
    [
        ("SurveyListeners.score_pressed", own_round_their_item),
        ("SurveyListeners.comment_pressed", own_round_their_item),
        ("FamilyListeners.team_agreed", own_team_their_parent),
        ("FamilyListeners.team_refused", own_team_their_parent),
    ],
)
def test_a_press_with_ids_that_do_not_belong_together_is_refused_in_words(
    hostile: Hostile, name: str, forge: Callable[[Ids], Ids]
) -> None:
    check_press(hostile, name, forge)


def check_press(hostile: Hostile, name: str, forge: Callable[[Ids], Ids]) -> None:
    action_id, dump = PRESSES[name]
    before = hostile.everything()

    said = hostile.press(action_id, dump(forge(hostile.theirs)))

    assert is_a_refusal(said)
    assert hostile.everything() == before


@forged
@pytest.mark.parametrize("name", FORMS)
def test_a_form_with_another_teams_ids_is_refused_in_words(
    hostile: Hostile, name: str, forge: Callable[[Ids], Ids]
) -> None:
    callback_id, dump, values = FORMS[name]
    ids = forge(hostile.theirs)
    before = hostile.everything()

    said = hostile.submit(callback_id, dump(ids), values(ids))

    assert is_a_refusal(said)
    assert hostile.everything() == before


@pytest.mark.parametrize("typed", ["join", "leave", "lead", f"lead <@{HANA}>"])
def test_a_command_from_a_private_channel_in_which_they_are_not_is_refused_in_words(
    hostile: Hostile, typed: str
) -> None:
    before = hostile.everything()

    said = hostile.type_outside(typed)

    assert is_a_refusal(said)
    assert hostile.everything() == before


def is_a_refusal(said: str) -> bool:
    """Whether somebody reads why not, and not that it was our fault."""
    refusals = ("nothing", "wasn't stored", "can't be chosen", "already has a team", "aren't")
    return any(words in said for words in refusals) and "(ref " not in said
