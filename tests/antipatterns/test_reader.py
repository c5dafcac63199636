"""The recogniser is opened when it is needed, beside everything else."""

from threading import Event

from bot.antipatterns.reader import Reader
from bot.knowledge.files import KnowledgeError
from tests.antipatterns.listening import ByWord


class Opening:
    """Opens recognisers, one version after the other, each once it may."""

    def __init__(self) -> None:
        self.may = Event()
        self.count = 0
        self.is_broken = False

    def __call__(self) -> ByWord:
        assert self.may.wait(timeout=10)
        self.count += 1
        if self.is_broken:
            raise KnowledgeError(())
        return ByWord(version=str(self.count))


def test_nothing_is_opened_until_somebody_needs_it_and_nobody_waits_who_need_not() -> None:
    opening = Opening()
    reader = Reader(opening)

    unasked = opening.count
    first = reader.find()
    opening.may.set()
    recogniser = reader.wait()

    assert unasked == 0
    assert first is None
    assert recogniser is reader.find() is not None
    assert opening.count == 1


def test_whoever_waits_does_not_wait_for_ever() -> None:
    opening = Opening()
    reader = Reader(opening, patience=0.01)

    assert reader.wait() is None
    opening.may.set()


def test_what_cannot_be_opened_is_tried_again_when_it_is_renewed() -> None:
    opening = Opening()
    opening.may.set()
    opening.is_broken = True
    reader = Reader(opening)
    failed, again = reader.wait(), reader.wait()

    opening.is_broken = False
    reader.renew()

    assert failed is again is None
    assert reader.wait() is not None
    assert opening.count == 2


def test_the_old_one_is_used_until_the_new_one_is_there() -> None:
    opening = Opening()
    opening.may.set()
    reader = Reader(opening)
    old = reader.wait()
    opening.may.clear()

    reader.renew()
    meanwhile = reader.find()
    opening.may.set()
    reader.finish()

    assert meanwhile is old is not None
    new = reader.find()
    assert new is not None
    assert (old.version, new.version) == ("1", "2")
