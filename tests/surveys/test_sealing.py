import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.surveys.figures import Tally
from bot.surveys.respondents import Secrets
from bot.surveys.sealing import seal_tally, unseal_tally
from tests.surveys.conftest import SECRET

OTHER = b"another secret of thirty-two byte"
SECRETS = Secrets([SECRET])
NUMBERS = st.integers(0, 2**32 - 1)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_what_is_sealed_comes_out_as_it_went_in(total: int, scored: int, members: int) -> None:
    scores = Tally(total, scored, members)

    assert unseal_tally(SECRETS, 7, seal_tally(SECRETS, 7, scores)) == scores


def test_the_same_scores_are_never_sealed_alike() -> None:
    sealed = {seal_tally(SECRETS, 7, Tally(3, 1, 1)) for _ in range(100)}

    assert len(sealed) == 100
    assert {len(each) for each in sealed} == {52}


def test_a_new_secret_still_opens_what_the_old_one_sealed() -> None:
    sealed = seal_tally(SECRETS, 7, Tally(3, 1, 1))

    assert unseal_tally(Secrets([OTHER, SECRET]), 7, sealed) == Tally(3, 1, 1)


def test_without_the_secret_nothing_is_read() -> None:
    sealed = seal_tally(SECRETS, 7, Tally(3, 1, 1))

    assert unseal_tally(Secrets([OTHER]), 7, sealed) is None


def test_what_is_missing_stays_missing() -> None:
    assert unseal_tally(SECRETS, 7, None) is None


@pytest.mark.parametrize("place", range(52))
def test_whoever_changes_a_byte_is_noticed(place: int) -> None:
    sealed = bytearray(seal_tally(SECRETS, 7, Tally(3, 1, 1)))
    sealed[place] ^= 1

    assert unseal_tally(SECRETS, 7, bytes(sealed)) is None


def test_a_share_laid_beside_another_item_is_noticed() -> None:
    assert unseal_tally(SECRETS, 8, seal_tally(SECRETS, 7, Tally(3, 1, 1))) is None


def test_what_is_too_long_for_its_pad_is_refused() -> None:
    with pytest.raises(ValueError, match="Too long"):
        SECRETS.seal(bytes(33), about=7)
