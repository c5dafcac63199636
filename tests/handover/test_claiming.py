"""Whose own word makes them an owner, and of whom a lead has to say so."""

import pytest

from bot.database import Database
from bot.handover.ask_source import AskSource
from bot.handover.co_owners.service import CoOwnerService
from bot.handover.domain import Model, ModelError, SuggestionStanding
from bot.handover.owners import OwnerStanding
from bot.handover.service import ModelService
from bot.handover.suggestion_service import SuggestionService
from bot.teams.service import TeamService
from tests.handover.registering import ANNA, BEN, LEAD, NOW, a_team, add

OUTSIDER = "UOUTSIDE"


@pytest.fixture
def owners(database: Database, models: ModelService) -> CoOwnerService:
    return CoOwnerService(database, models)


@pytest.fixture
def ranker(models: ModelService, teams: TeamService) -> Model:
    return add(models, "ranker", team_id=a_team(teams, "Fraud", BEN).team.id)


def test_nobody_of_another_team_gets_a_model_or_its_restricted_card_by_their_own_word(
    database: Database, models: ModelService, teams: TeamService, ranker: Model
) -> None:
    stored = models.record_section(
        model_id=ranker.id, section="retrain", text="make retrain", author_id=ANNA, now=NOW
    )
    models.accept_section(
        model_id=ranker.id, section="retrain", version=stored.version, confirmed_by=BEN, now=NOW
    )
    models.restrict_cards(channel_id="CFraud", user_id=LEAD, is_restricted=True)

    with pytest.raises(ModelError, match="nothing changed"):
        models.claim_model(model_id=ranker.id, user_id=OUTSIDER, now=NOW)

    assert models.get_model(model_id=ranker.id).owner_id is None
    found = AskSource(database, teams).search(
        "how do I retrain ranker", asker=OUTSIDER, is_public=False
    )
    assert found is not None
    assert found.is_withheld


@pytest.mark.parametrize("user_id", [BEN, LEAD])
def test_the_teams_own_people_have_a_model_by_their_own_word(
    models: ModelService, ranker: Model, user_id: str
) -> None:
    assert models.claim_model(model_id=ranker.id, user_id=user_id, now=NOW).owner_id == user_id


def test_whom_something_suggests_has_it_by_their_own_word(
    models: ModelService, suggestions: SuggestionService, teams: TeamService
) -> None:
    team_id = a_team(teams, "Fraud", BEN).team.id
    model = add(models, "ranker", team_id=team_id, owner=ANNA)
    (suggested,) = suggestions.list_unmatched()
    suggestions.put_suggestion(
        suggestion_id=suggested.id, standing=SuggestionStanding.ASKED, user_id=ANNA
    )

    assert models.claim_model(model_id=model.id, user_id=ANNA, now=NOW).owner_id == ANNA


def test_a_model_that_no_team_runs_is_anybodys_who_says_so(models: ModelService) -> None:
    model = add(models, "ranker")

    assert models.claim_model(model_id=model.id, user_id=OUTSIDER, now=NOW).owner_id == OUTSIDER


def test_of_somebody_of_another_team_a_lead_says_so_and_then_it_is_theirs(
    models: ModelService, owners: CoOwnerService, ranker: Model
) -> None:
    claim = owners.claim_too(model_id=ranker.id, user_id=OUTSIDER, now=NOW)

    assert owners.list_deciders(claim=claim) == (LEAD,)
    with pytest.raises(ModelError, match="not you"):
        owners.decide(claim_id=claim.id, by=OUTSIDER, is_theirs=True, now=NOW)
    decided = owners.decide(claim_id=claim.id, by=LEAD, is_theirs=True, now=NOW)

    assert decided.standing is OwnerStanding.FIRST
    assert models.get_model(model_id=ranker.id).owner_id == OUTSIDER
    assert owners.list_others() == {}
    with pytest.raises(ModelError, match="over"):
        owners.decide(claim_id=claim.id, by=LEAD, is_theirs=False, now=NOW)


def test_a_lead_who_says_it_is_not_theirs_is_heeded(
    models: ModelService, owners: CoOwnerService, ranker: Model
) -> None:
    claim = owners.claim_too(model_id=ranker.id, user_id=OUTSIDER, now=NOW)

    owners.decide(claim_id=claim.id, by=LEAD, is_theirs=False, now=NOW)

    for claims in (models.claim_model, owners.claim_too):
        with pytest.raises(ModelError):
            claims(model_id=ranker.id, user_id=OUTSIDER, now=NOW)
    assert models.get_model(model_id=ranker.id).owner_id is None


def test_who_was_first_stays_so_when_a_lead_confirms_another(
    models: ModelService, owners: CoOwnerService, ranker: Model
) -> None:
    claim = owners.claim_too(model_id=ranker.id, user_id=OUTSIDER, now=NOW)
    models.claim_model(model_id=ranker.id, user_id=BEN, now=NOW)

    owners.decide(claim_id=claim.id, by=BEN, is_theirs=True, now=NOW)

    assert models.get_model(model_id=ranker.id).owner_id == BEN
    assert owners.list_others() == {ranker.id: (OUTSIDER,)}
