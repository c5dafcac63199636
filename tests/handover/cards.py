"""Cards for the tests, with defaults, so that a test names only what it is about."""

from datetime import date

from bot.handover.cards.card import Card, CardSection
from bot.handover.domain import Basis, SectionState, Tier


def a_section(id_: str = "rollback", text: str = "Roll back to v6.") -> CardSection:
    return CardSection(
        id=id_,
        text=text,
        author="U1",
        state=SectionState.ACCEPTED,
        version=2,
        basis=Basis.OWNER,
        answered_on=date(2026, 1, 5),
        model_version="7",
        confirmed_by="U2",
        confirmed_on=date(2026, 1, 9),
    )


def a_card(*sections: CardSection, **more: object) -> Card:
    values: dict[str, object] = {
        "name": "churn",
        "title": "Churn",
        "tier": Tier.CRITICAL,
        "state": "owned",
        "owner": "U1",
        "team": "Fraud",
        "sections": sections,
    }
    return Card(**{**values, **more})  # type: ignore[arg-type] # whatever the test is about
