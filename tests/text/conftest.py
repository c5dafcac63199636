"""A small recogniser of three labels, trained once for all tests."""

import pytest

from bot.text.concepts import Concepts
from bot.text.labels import Recogniser
from bot.text.training import Example, train

IDS = ("alarms", "silos", "tribal")
CONCEPTS = Concepts({"muted": ("mute", "ignore", "stop reading"), "gone": ("quit", "moved on")})

_SAID = {
    "alarms": (
        "forty alerts a night and we mute them all", "nobody reads the alerts", "alerts again",
        "the alert channel is muted", "pages all night, none of them matter", "too many alarms",
        "we ignore the monitor mails", "alert noise hides real incidents", "muted every alert",
    ),
    "silos": (
        "they throw the model over the wall", "the teams never talk", "we hear of it at release",
        "engineers see the model last", "data science sits on another floor", "over the wall",
        "handed to us without a word", "each team builds its own", "thrown over the wall again",
    ),
    "tribal": (
        "only Ann knows how it runs", "the author left and nobody touches it", "ask Ann",
        "nothing is written down", "nobody knows why the threshold is there", "no docs, ask Bob",
        "it is all in his head", "she quit and took the reasons along", "one head knows it all",
    ),
}  # fmt: skip
_OVER = (
    "we no longer mute the alerts", "we finally wrote the docs", "no more throwing over the wall",
    "the teams talk every day now", "alerts used to be muted, not any more", "Ann wrote it down",
    "how do you mute an alert?", "does anyone know a good wall for posters?", "who is Ann?",
    "since we share a floor nobody is surprised", "thanks for the docs", "the alerts are few now",
)  # fmt: skip
_CHAT = ("nice cake today", "the coffee is cold", "sun on Friday", "my chair squeaks", "see you")


def examples() -> list[Example]:
    shown = [Example(text, shows=(name,)) for name, own in _SAID.items() for text in own]
    over = [Example(text, is_near_miss=True) for text in _OVER]
    return [*shown, *over, *(Example(text) for text in _CHAT)]


@pytest.fixture(scope="session")
def recogniser() -> Recogniser:
    return Recogniser(train(examples(), IDS, CONCEPTS), CONCEPTS)
