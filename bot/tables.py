"""Knows every table, so that migrations can be compared with them."""

from sqlalchemy import MetaData

from bot.database import Base
from bot.delivery import storage as delivery_storage
from bot.surveys import answer_storage, item_storage
from bot.surveys import storage as survey_storage
from bot.teams import storage as team_storage

MODULES = (team_storage, survey_storage, item_storage, answer_storage, delivery_storage)


def metadata() -> MetaData:
    """Return the tables of every feature."""
    return Base.metadata
