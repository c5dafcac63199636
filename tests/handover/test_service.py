"""The register: what may be added, whose a model is, and what its card says."""

import pytest

from bot.handover.domain import (
    LONGEST_TEXT,
    Basis,
    Model,
    ModelError,
    ModelFieldError,
    SectionState,
    SuggestionStanding,
)
from bot.handover.service import ModelService
from bot.handover.suggestion_service import SuggestionService
from bot.teams.service import TeamService
from tests.handover.registering import ANNA, BEN, LEAD, NOW, Tier, a_team, add


def answer(models: ModelService, model: Model, text: str = "Roll back.", **more: object) -> int:
    values: dict[str, object] = {"section": "rollback", "author_id": ANNA, **more}
    stored = models.record_section(model_id=model.id, text=text, now=NOW, **values)  # type: ignore[arg-type] # as the test says
    return stored.version


def test_a_model_is_known_by_its_title_and_by_its_name(models: ModelService) -> None:
    added = add(models, "Churn model (EU)")

    assert (added.title, added.name, added.tier) == (
        "Churn model (EU)",
        "churn-model-eu",
        Tier.NORMAL,
    )
    assert models.find_model(name="churn model eu") == models.find_model(name="Churn-Model-EU")


def test_two_models_of_one_name_are_refused_with_the_way_to_the_first(
    models: ModelService,
) -> None:
    add(models, "Churn")

    with pytest.raises(ModelFieldError, match=r"`/mlops model churn` shows it") as refused:
        add(models, "CHURN")

    assert refused.value.field == "name"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "see wiki", "https://a b", "https://<x>"])
def test_what_is_no_link_is_refused_by_its_field(models: ModelService, link: str) -> None:
    with pytest.raises(ModelFieldError, match="begins with https://") as refused:
        add(models, link=link)

    assert refused.value.field == "link"
    assert models.list_models() == ()


def test_a_supposed_owner_owns_nothing_until_they_say_so(
    models: ModelService, suggestions: SuggestionService
) -> None:
    added = add(models, owner=ANNA)

    assert models.get_model(model_id=added.id).owner_id is None
    (suggestion,) = suggestions.list_unmatched()
    assert suggestion.words == ANNA

    claimed = models.claim_model(model_id=added.id, user_id=ANNA, now=NOW)

    assert claimed.owner_id == ANNA
    assert suggestions.list_suggestions() == ()


def test_a_model_that_somebody_owns_is_not_taken_from_them_by_a_press(
    models: ModelService,
) -> None:
    added = add(models)
    models.claim_model(model_id=added.id, user_id=ANNA, now=NOW)

    with pytest.raises(ModelError, match=f"<@{ANNA}> owns this model"):
        models.claim_model(model_id=added.id, user_id=BEN, now=NOW)

    again = models.claim_model(model_id=added.id, user_id=ANNA, now=NOW)
    assert again.owner_id == ANNA


def test_after_a_handover_a_model_is_somebody_elses(models: ModelService) -> None:
    added = add(models)
    models.claim_model(model_id=added.id, user_id=ANNA, now=NOW)

    given = models.give_model(model_id=added.id, owner_id=BEN, now=NOW)

    assert given.owner_id == BEN


def test_who_says_that_a_model_is_not_theirs_is_not_asked_again(
    models: ModelService, suggestions: SuggestionService
) -> None:
    add(models, owner=ANNA)
    (suggestion,) = suggestions.list_unmatched()
    suggestions.put_suggestion(
        suggestion_id=suggestion.id, standing=SuggestionStanding.ASKED, user_id=ANNA
    )

    with pytest.raises(ModelError, match="another person"):
        suggestions.decline_suggestion(suggestion_id=suggestion.id, user_id=BEN)
    suggestions.decline_suggestion(suggestion_id=suggestion.id, user_id=ANNA)

    assert suggestions.list_suggestions() == ()
    found = suggestions.find_suggestion(suggestion_id=suggestion.id)
    assert found is not None
    assert found[0].standing is SuggestionStanding.DECLINED


def test_the_tier_is_for_the_owner_and_the_teams_lead(
    models: ModelService, teams: TeamService
) -> None:
    team = a_team(teams, "Fraud", ANNA, BEN).team
    added = add(models, team_id=team.id)
    models.claim_model(model_id=added.id, user_id=BEN, now=NOW)

    with pytest.raises(ModelError, match="Only this model's owner or a lead"):
        models.set_tier(model_id=added.id, tier=Tier.CRITICAL, user_id=ANNA)
    by_owner = models.set_tier(model_id=added.id, tier=Tier.MINOR, user_id=BEN)
    by_lead = models.set_tier(model_id=added.id, tier=Tier.CRITICAL, user_id=LEAD)

    assert (by_owner.tier, by_lead.tier) == (Tier.MINOR, Tier.CRITICAL)


def test_a_lead_of_another_team_cannot_change_a_model(
    models: ModelService, teams: TeamService
) -> None:
    a_team(teams, "Ranking")
    team = a_team(teams, "Fraud").team
    added = add(models, team_id=team.id)
    teams.leave_team(channel_id="CFraud", user_id=LEAD)

    with pytest.raises(ModelError, match="Only this model's owner or a lead"):
        models.set_tier(model_id=added.id, tier=Tier.CRITICAL, user_id=LEAD)


def test_only_a_lead_says_who_reads_a_teams_cards(models: ModelService, teams: TeamService) -> None:
    a_team(teams)

    with pytest.raises(ModelError, match="Only a lead"):
        models.restrict_cards(channel_id="CFraud", user_id=ANNA, is_restricted=True)
    with pytest.raises(ModelError, match="no team yet"):
        models.restrict_cards(channel_id="CNONE", user_id=LEAD, is_restricted=True)

    roster = models.restrict_cards(channel_id="CFraud", user_id=LEAD, is_restricted=True)
    assert roster.team.name == "Fraud"


def test_each_answer_counts_up_and_the_newest_stands(models: ModelService) -> None:
    model = add(models)

    versions = [answer(models, model, "One."), answer(models, model, "Two.")]

    assert versions == [1, 2]
    (stands,) = models.list_sections(model_id=model.id)
    assert (stands.text, stands.state) == ("Two.", SectionState.ANSWERED)


def test_an_accepted_answer_counts_until_a_newer_one_is_accepted(models: ModelService) -> None:
    model = add(models)
    first = answer(models, model, "One.")
    models.accept_section(
        model_id=model.id, section="rollback", version=first, confirmed_by=BEN, now=NOW
    )

    second = answer(models, model, "Two.")

    assert [text.text for text in models.list_accepted(model_id=model.id)] == ["One."]
    accepted = models.accept_section(
        model_id=model.id, section="rollback", version=second, confirmed_by=BEN, now=NOW
    )
    assert models.list_accepted(model_id=model.id) == (accepted,)
    assert (accepted.text, accepted.confirmed_by, accepted.confirmed_at) == ("Two.", BEN, NOW)


def test_nobody_confirms_their_own_answer_nor_one_they_have_not_read(
    models: ModelService,
) -> None:
    model = add(models)
    read = answer(models, model)
    confirm = {"model_id": model.id, "section": "rollback", "now": NOW}

    with pytest.raises(ModelError, match="You wrote this yourself"):
        models.accept_section(version=read, confirmed_by=ANNA, **confirm)  # type: ignore[arg-type] # so
    answer(models, model, "Other.")
    with pytest.raises(ModelError, match="answered anew"):
        models.accept_section(version=read, confirmed_by=BEN, **confirm)  # type: ignore[arg-type] # so

    assert models.list_accepted(model_id=model.id) == ()


def test_not_knowing_is_an_answer_and_never_an_accepted_one(models: ModelService) -> None:
    model = add(models)

    version = answer(models, model, "", is_gap=True, basis=Basis.INFERRED)

    (gap,) = models.list_sections(model_id=model.id)
    assert (gap.is_gap, gap.basis) == (True, Basis.INFERRED)
    with pytest.raises(ModelError, match="nobody knows"):
        models.accept_section(
            model_id=model.id, section="rollback", version=version, confirmed_by=BEN, now=NOW
        )


@pytest.mark.parametrize("text", ["", " \n\t", "\x00"])
def test_an_empty_answer_is_refused(models: ModelService, text: str) -> None:
    with pytest.raises(ModelError, match="nothing in this answer"):
        answer(models, add(models), text)


def test_an_answer_that_is_far_too_long_is_refused_and_the_longest_is_kept(
    models: ModelService,
) -> None:
    model = add(models)

    with pytest.raises(ModelError, match="40,000 characters"):
        answer(models, model, "x" * (LONGEST_TEXT + 1))

    assert answer(models, model, "é" * LONGEST_TEXT) == 1


def test_what_is_not_there_is_said(models: ModelService) -> None:
    with pytest.raises(ModelError, match="isn't in the register"):
        models.get_model(model_id=77)
    with pytest.raises(ModelError, match="isn't in the register"):
        models.claim_model(model_id=77, user_id=ANNA, now=NOW)


def test_a_link_that_holds_a_password_is_refused_and_not_stored(models: ModelService) -> None:
    with pytest.raises(ModelError, match="key or password"):
        add(models, link="https://anna:hunter2x@git.example.org/churn")

    assert models.list_models() == ()
