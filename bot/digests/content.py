"""A digest as it is stored: one JSON document, from which it is drawn ever after."""

from datetime import date
from typing import Any, Final

from bot.digests.domain import (
    Digest,
    Figure,
    HeardLine,
    LastAction,
    Models,
    Occasion,
    Participation,
    Play,
    Point,
    Row,
    WinLine,
)
from bot.surveys.trend.domain import Basis, Verdict

Document = dict[str, Any]

_FORM: Final = 1
"""Rises when stored digests can no longer be read as new ones are."""

_LISTS: Final = ("one_head", "worth", "feared")
"""What of the models are lists; digests of before have no models that are feared."""


def dump(digest: Digest) -> Document:
    """Return a digest as a JSON document."""
    return {
        "form": _FORM,
        "team_id": digest.team_id,
        "team_name": digest.team_name,
        "occasion": digest.occasion.value,
        "made_on": digest.made_on.isoformat(),
        "wave": digest.wave.isoformat(),
        "dimensions": [_dump_row(row) for row in digest.dimensions],
        "practices": [_dump_row(row) for row in digest.practices],
        "weakest": digest.weakest,
        "mover": None if digest.mover is None else digest.mover.id,
        "heard": None if digest.heard is None else dict(vars(digest.heard)),
        "play": None if digest.play is None else dict(vars(digest.play)),
        "last_action": _dump_action(digest.last_action),
        "silent_actions": digest.silent_actions,
        "participation": digest.participation and digest.participation.value,
        "models": _dump_models(digest.models),
        "wins": [[win.sentence, win.told_on.isoformat()] for win in digest.wins],
        "held": digest.held,
        "version": digest.version,
        "threshold": digest.threshold,
        "time_lost": digest.time_lost,
        "has_lost_trust": digest.has_lost_trust,
        "is_of_parent": digest.is_of_parent,
        "basis": digest.basis.value,
    }


def load(document: Document) -> Digest:
    """Return the digest that a document holds."""
    practices = tuple(_load_row(row) for row in document["practices"])
    heard, play, participation = (document[key] for key in ("heard", "play", "participation"))
    return Digest(
        team_id=document["team_id"],
        team_name=document["team_name"],
        occasion=Occasion(document["occasion"]),
        made_on=date.fromisoformat(document["made_on"]),
        wave=date.fromisoformat(document["wave"]),
        dimensions=tuple(_load_row(row) for row in document["dimensions"]),
        practices=practices,
        weakest=document["weakest"],
        mover=next((row for row in practices if row.id == document["mover"]), None),
        heard=None if heard is None else HeardLine(**heard),
        play=None if play is None else Play(**play),
        last_action=_load_action(document["last_action"]),
        silent_actions=document["silent_actions"],
        participation=None if participation is None else Participation(participation),
        models=_load_models(document["models"]),
        wins=tuple(WinLine(said, date.fromisoformat(day)) for said, day in document["wins"]),
        held=document["held"],
        version=document["version"],
        threshold=document["threshold"],
        time_lost=document["time_lost"],
        has_lost_trust=document.get("has_lost_trust", False),
        is_of_parent=document.get("is_of_parent", False),
        basis=Basis(document.get("basis", Basis.HELD)),
    )


def _dump_row(row: Row) -> Document:
    return {
        "id": row.id,
        "name": row.name,
        "dimension": row.dimension,
        "verdict": row.verdict.value,
        "page": row.page,
        "points": [
            [p.wave.isoformat(), p.figure.tenths, p.figure.low, p.figure.high] for p in row.points
        ],
    }


def _load_row(document: Document) -> Row:
    return Row(
        id=document["id"],
        name=document["name"],
        dimension=document["dimension"],
        verdict=Verdict(document["verdict"]),
        points=tuple(
            Point(date.fromisoformat(wave), Figure(*tenths)) for wave, *tenths in document["points"]
        ),
        page=document["page"],
    )


def _dump_action(action: LastAction | None) -> Document | None:
    if action is None:
        return None
    return {**vars(action), "declared_on": action.declared_on.isoformat()}


def _load_action(document: Document | None) -> LastAction | None:
    if document is None:
        return None
    declared_on = date.fromisoformat(document["declared_on"])
    return LastAction(**{**document, "declared_on": declared_on})


def _dump_models(models: Models | None) -> Document | None:
    if models is None:
        return None
    lists = {key: list(getattr(models, key)) for key in _LISTS}
    return {**vars(models), **lists}


def _load_models(document: Document | None) -> Models | None:
    if document is None:
        return None
    lists = {key: tuple(document.get(key, ())) for key in _LISTS}
    return Models(**{**document, **lists})
