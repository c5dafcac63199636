"""The name that commands and files know a model by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handover.domain import ModelFieldError
from bot.handover.names import check_title, free_name, is_name, name_of


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("churn", "churn"),
        ("Churn model (EU)", "churn-model-eu"),
        ("Größe_v1.2", "grosse_v1.2"),
        ("  spaced  out  ", "spaced-out"),
        ("Łódź–Wrocław", "lodz-wroclaw"),
    ],
)
def test_a_name_is_made_of_a_title(title: str, name: str) -> None:
    assert check_title(title) == name


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("fraud/churn", "can't hold `/`. `fraud-churn` would do."),
        ("fraud\\churn", "can't hold `\\`. `fraud-churn` would do."),
        ("prod:churn", "can't hold `:`. `prod-churn` would do."),
        ("../../etc/passwd", "`etc-passwd` would do."),
        ("", "Give the model a name."),
        ("   ", "Give the model a name."),
        ("模型", "Latin letters or digits"),
        ("/", "can't hold `/`"),
        ("one\ntwo", "on one line"),
        ("x" * 201, "within 200 characters"),
        ("add", "`add-model` would do."),
        ("README", "`readme-model` would do."),
        ("con.v1", "means something else"),
    ],
)
def test_a_title_that_makes_no_name_is_refused_with_a_remedy(title: str, says: str) -> None:
    with pytest.raises(ModelFieldError) as refused:
        check_title(title)

    assert says in str(refused.value)


@pytest.mark.parametrize(
    "title",
    ["churn ghp_abcdefghijklmnopqrstuvwxyz0123", "churn password=hunter2-really"],
)
def test_a_key_in_a_title_is_refused_and_not_repeated(title: str) -> None:
    with pytest.raises(ModelFieldError, match="nothing was stored") as refused:
        check_title(title)

    assert "ghp_" not in str(refused.value)
    assert "hunter2" not in str(refused.value)


@given(st.text(max_size=300), st.sets(st.sampled_from(["model", "model-2", "a"])))
def test_a_registrys_model_always_gets_a_name_of_its_own(title: str, taken: set[str]) -> None:
    name = free_name(title, taken)

    assert is_name(name)
    assert name not in taken
    assert name_of(name) == name
