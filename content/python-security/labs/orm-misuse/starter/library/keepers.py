"""The queries about keepers and their safe."""

from sqlalchemy import select, text

from library.database import database
from library.models import Keeper, Safe


def is_keeper(name, pin):
    """Tell whether a keeper has this name and this PIN."""
    query = (
        select(Keeper.id)
        .where(text("name = :name AND pin = :pin"))
        .params(name=name, pin=pin)
    )
    with database() as db:
        return db.scalar(query) is not None


def safe_code():
    """Give the code of the safe."""
    with database() as db:
        return db.scalar(select(Safe.code))
