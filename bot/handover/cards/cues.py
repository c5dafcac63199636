"""The words by which a question tells which section of a card it is about."""

from collections.abc import Mapping
from typing import Final

from bot.text.words import terms

_WORDS: Final = {
    "scares": "scare scary dangerous nervous careful incident incidents outage broke wrong avoid "
    "touch fragile",
    "chores": "chore chores manual manually hand weekly monthly monday routine routinely script",
    "retrain": "retrain retraining train again rerun refit relearn retrained",
    "rollback": "rollback roll rolled revert restore undo previous runbook emergency garbage",
    "decisions": "decision decisions decided tried why chose chosen attempt dropped instead",
    "people": "people contact contacts shouts pager escalate escalation stakeholder deputy backup",
    "access": "access account accounts permission permissions token tokens credential secret "
    "service",
    "purpose": "purpose used uses use users consumer consumers depends decision",
    "business-metric": "business metric kpi revenue value number worth",
    "data-sources": "data source sources table tables dataset input inputs upstream late arrive",
    "features": "feature features skew null column columns",
    "monitoring": "monitor monitoring alert alerts alarm dashboard board threshold page pages",
    "serving": "serve serving endpoint latency deploy deployed deployment runs caller callers "
    "slow host",
    "training": "commit image config configuration settings hyperparameters environment seed "
    "trained",
    "evaluation": "evaluate evaluation accuracy auc bar beat benchmark slice score test",
    "risks": "risk risks limits limitation limitations bias fair fairness unfair personal gdpr "
    "approved",
}

CUES: Final[Mapping[str, frozenset[str]]] = {
    section: frozenset(terms(words)) for section, words in _WORDS.items()
}
"""Stems by section."""
