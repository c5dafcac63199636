"""The people and channels that a new workspace opens with.

Their ids are fixed, so that tests and the documentation can name them.
"""

from dataclasses import dataclass

from bot.sandbox.records import ConversationKind

TEAM_ID = "T0SANDBOX1"
OTHER_TEAM_ID = "T0SANDBOX2"
"""The workspace of a stranger whom a shared channel brings in."""
TEAM_NAME = "Harbour Pay"
TEAM_DOMAIN = "harbour-pay"
APP_ID = "A0MLOPSBOT"
BOT_ID = "B0BOT00001"
BOT_USER_ID = "U0BOT00001"


@dataclass(frozen=True)
class Person:
    """Somebody who works here."""

    id: str
    name: str
    real_name: str
    title: str
    tz: str


@dataclass(frozen=True)
class Channel:
    """A channel, who is in it and whether the app is."""

    id: str
    name: str
    kind: ConversationKind
    topic: str
    members: tuple[str, ...]
    has_app: bool


PEOPLE = (
    Person("U0000000A1", "aisha", "Aisha Bello", "Fraud Modelling Lead", "Europe/London"),
    Person("U0000000A2", "mateo", "Mateo Arrieta", "Fraud Analyst", "Europe/Madrid"),
    Person("U0000000A3", "elif", "Elif Karaca", "Data Scientist", "Europe/Berlin"),
    Person("U0000000A4", "linnea", "Linnea Dahlgren", "Data Engineer", "Europe/Stockholm"),
    Person("U0000000A5", "tomasz", "Tomasz Wilczek", "Platform Engineer", "Europe/Warsaw"),
    Person("U0000000A6", "denise", "Denise Fontaine", "Product Manager", "America/New_York"),
    Person("U0000000A7", "kofi", "Kofi Asamoah", "Machine Learning Engineer", "America/Chicago"),
    Person("U0000000A8", "ines", "Inês Carvalhal", "Head of Data", "Europe/Lisbon"),
    Person("U0000000A9", "hana", "Hana Sugitani", "Recommendations Lead", "Asia/Tokyo"),
    Person("U0000000B1", "arjun", "Arjun Pillai", "Data Engineer", "Asia/Kolkata"),
    Person("U0000000B2", "wiremu", "Wiremu Parata", "Reliability Engineer", "Pacific/Auckland"),
    Person("U0000000B3", "camila", "Camila Duarte", "Research Engineer", "America/Los_Angeles"),
)

CHANNELS = (
    Channel(
        id="C0FRAUDMOD",
        name="fraud-models",
        kind="private_channel",
        topic="Card and account-takeover scoring",
        members=tuple(f"U0000000A{number}" for number in range(1, 9)),
        has_app=True,
    ),
    Channel(
        id="C0RECOMMEN",
        name="recommendations",
        kind="public_channel",
        topic="Offers in the app, and the ranking behind them",
        members=(
            "U0000000A9",
            "U0000000B1",
            "U0000000B2",
            "U0000000B3",
            "U0000000A3",
            "U0000000A5",
            "U0000000A8",
        ),
        has_app=True,
    ),
    Channel(
        id="C0GENERAL0",
        name="general",
        kind="public_channel",
        topic="Everyone at Harbour Pay",
        members=tuple(person.id for person in PEOPLE),
        has_app=True,
    ),
    Channel(
        id="C0PLATFORM",
        name="ml-platform",
        kind="public_channel",
        topic="Feature pipelines, training cluster, serving",
        members=(
            "U0000000A5",
            "U0000000B2",
            "U0000000B1",
            "U0000000B3",
            "U0000000A4",
            "U0000000A7",
        ),
        has_app=False,
    ),
)
