"""What a registry has comes into the register whole, and what changes there is noticed by value."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from bot.handover.domain import Origin, Source, Tier, Version
from bot.handover.registries.domain import Change, Known, RegisteredModel, match
from bot.handover.registries.service import RegistryService
from bot.handover.service import ModelService
from bot.handover.suggestion_service import SuggestionService
from tests.handover.registering import ANNA, NOW, add

URI = "http://mlflow.example.com:5000"


def a_model(
    name: str = "churn", *, created: int = 1, run: str = "r1", **more: object
) -> RegisteredModel:
    versions = (Version("1", run),) if run else ()
    return RegisteredModel(name, created, versions=versions, **more)  # type: ignore[arg-type] # so


def look(registries: RegistryService, *found: RegisteredModel) -> tuple[Change, ...]:
    done = registries.take_in(uri=URI, found=found, now=NOW)
    return tuple(change for _, change in done.changes)


def test_models_of_a_registry_come_in_under_names_of_ours(
    registries: RegistryService, models: ModelService
) -> None:
    add(models, "churn")

    look(registries, a_model("churn", created=1), a_model("Fraud/Ranker (EU)", created=2))

    found = {model.name: model for model in models.list_models()}
    assert sorted(found) == ["churn", "churn-2", "fraud-ranker-eu"]
    assert found["fraud-ranker-eu"].title == "Fraud/Ranker (EU)"
    assert found["churn-2"].source is Source.MLFLOW
    assert found["churn"].source is Source.HAND


def test_an_alias_and_a_tag_are_noticed_though_no_timestamp_moves(
    registries: RegistryService,
) -> None:
    look(registries, a_model(aliases=(("champion", "1"),), tags=(("stage", "a"),)))

    changes = look(
        registries,
        a_model(aliases=(("champion", "2"), ("next", "3")), tags=()),
    )

    assert changes == (
        Change("alias", "champion", "1", "2"),
        Change("alias", "next", "", "3"),
        Change("tag", "stage", "a", ""),
    )
    assert look(registries, a_model(aliases=(("champion", "2"), ("next", "3")))) == ()


def test_a_new_version_is_noticed(registries: RegistryService, models: ModelService) -> None:
    look(registries, a_model())
    newer = replace(a_model(), versions=(Version("1", "r1"), Version("2", "r2")))

    changes = look(registries, newer)

    assert changes == (Change("version", "2", "", "2"),)
    (model,) = models.list_models()
    assert registries.find_registered(model_id=model.id) == newer
    assert [change for change, _ in registries.list_changes(model_id=model.id)] == list(changes)


def test_a_renamed_model_stays_itself_and_is_found_by_both_names(
    registries: RegistryService, models: ModelService
) -> None:
    look(registries, a_model("churn"))
    (before,) = models.list_models()
    models.claim_model(model_id=before.id, user_id=ANNA, now=NOW)

    changes = look(registries, a_model("churn-eu"))

    (model,) = models.list_models()
    assert (model.id, model.name, model.owner_id) == (before.id, "churn-eu", ANNA)
    assert model.other_names == ("churn",)
    assert models.find_model(name="churn") == models.find_model(name="Churn EU") == model
    assert changes == (Change("name", "name", "churn", "churn-eu"),)


def test_a_model_renamed_back_has_its_first_name_again(
    registries: RegistryService, models: ModelService
) -> None:
    for name in ("churn", "ranker", "churn"):
        look(registries, a_model(name))

    (model,) = models.list_models()
    assert (model.name, model.other_names) == ("churn", ("ranker",))


def test_names_that_two_models_exchange_go_with_the_models(
    registries: RegistryService, models: ModelService
) -> None:
    look(registries, a_model("a", created=1, run="ra"), a_model("b", created=2, run="rb"))
    ids = {model.name: model.id for model in models.list_models()}

    look(registries, a_model("b", created=1, run="ra"), a_model("a", created=2, run="rb"))

    titles = {model.id: model.title for model in models.list_models()}
    assert titles == {ids["a"]: "b", ids["b"]: "a"}


def test_a_model_that_is_deleted_and_registered_anew_stays_itself(
    registries: RegistryService, models: ModelService
) -> None:
    look(registries, a_model(created=1, run="r1"))

    look(registries, a_model(created=9, run="r9"))

    assert len(models.list_models()) == 1


def test_a_name_taken_over_by_another_model_is_not_confused(
    registries: RegistryService, models: ModelService
) -> None:
    look(registries, a_model("churn", created=1, run="r1"))
    (first,) = models.list_models()

    look(
        registries, a_model("churn-old", created=1, run="r1"), a_model("churn", created=5, run="r5")
    )

    titles = {model.id: model.title for model in models.list_models()}
    assert titles[first.id] == "churn-old"
    assert {model.name for model in models.list_models()} == {"churn", "churn-old"}


def test_our_own_tag_tells_a_model_whose_runs_are_all_others() -> None:
    before = Known(7, a_model("a", created=1, run="r1"))
    tagged = a_model("b", created=1, run="r9", tags=(("mlops_bot.id", "7"),))
    twin = a_model("c", created=1, run="r8")

    matching = match([before], [twin, tagged])

    assert matching.same == ((before, tagged),)
    assert matching.new == (twin,)


def test_a_model_that_is_gone_stays_and_comes_back(
    registries: RegistryService, models: ModelService
) -> None:
    look(registries, a_model("churn", created=1), a_model("ranker", created=2))

    done = registries.take_in(uri=URI, found=[a_model("churn", created=1)], now=NOW)
    again = registries.take_in(uri=URI, found=[a_model("churn", created=1)], now=NOW)
    gone = models.find_model(name="ranker")
    look(registries, a_model("churn", created=1), a_model("ranker", created=2))

    assert (done.gone, again.gone) == (1, 0)
    assert gone is not None
    assert gone.is_gone
    back = models.find_model(name="ranker")
    assert back is not None
    assert not back.is_gone


def test_two_registries_do_not_take_each_others_models_for_gone(
    registries: RegistryService, models: ModelService
) -> None:
    look(registries, a_model("churn"))

    registries.take_in(uri="http://other:5000", found=[a_model("ranker")], now=NOW)

    assert not any(model.is_gone for model in models.list_models())


def test_what_people_said_of_a_model_stays(
    registries: RegistryService, models: ModelService
) -> None:
    look(registries, a_model())
    (model,) = models.list_models()
    models.claim_model(model_id=model.id, user_id=ANNA, now=NOW)
    models.set_tier(model_id=model.id, tier=Tier.CRITICAL, user_id=ANNA)

    look(registries, a_model(description="other", tags=(("owner", "UOTHER"),)))

    (after,) = models.list_models()
    assert (after.owner_id, after.tier) == (ANNA, Tier.CRITICAL)


def test_a_tag_suggests_an_owner_before_a_run_does_and_neither_makes_one(
    registries: RegistryService, models: ModelService, suggestions: SuggestionService
) -> None:
    look(
        registries,
        a_model("a", created=1, tags=(("owner", "anna"),), trained_by="ci"),
        a_model("b", created=2, trained_by="ben"),
        a_model("c", created=3),
    )

    assert [(s.words, s.origin) for s in suggestions.list_suggestions()] == [
        ("anna", Origin.TAG),
        ("ben", Origin.RUN),
    ]
    assert all(model.owner_id is None for model in models.list_models())


def test_runs_are_asked_about_once_for_each_newest_version(registries: RegistryService) -> None:
    first = [a_model("a", created=1), a_model("b", created=2, tags=(("owner", "anna"),))]

    asked = registries.list_unexplained(uri=URI, found=first)
    registries.take_in(uri=URI, found=first, now=NOW)
    again = registries.list_unexplained(uri=URI, found=first)
    newer = replace(first[0], versions=(Version("1", "r1"), Version("2", "r2")))
    later = registries.list_unexplained(uri=URI, found=[newer, first[1]])

    assert [sorted(names) for names in (asked, again, later)] == [["a"], [], ["a"]]


def test_a_fault_half_way_leaves_the_register_as_it_was(
    registries: RegistryService, models: ModelService
) -> None:
    look(registries, a_model("churn"))
    twice = replace(a_model("b", created=2), versions=(Version("1", "r"), Version("1", "r")))

    with pytest.raises(IntegrityError):
        look(registries, a_model("churn-new"), a_model("a", created=3), twice)

    assert [model.name for model in models.list_models()] == ["churn"]
