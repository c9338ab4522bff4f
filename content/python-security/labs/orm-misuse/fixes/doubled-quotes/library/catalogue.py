"""The queries about instruments."""

from sqlalchemy import func, literal_column, select, text

from library.database import database
from library.models import Instrument, Keeper

SORTS = {
    "title": Instrument.title,
    "kind": Instrument.kind,
    "year": Instrument.year,
    "town": Keeper.town,
}

SHOWN = select(
    Instrument.number,
    Instrument.title,
    Instrument.kind,
    Instrument.year,
    Keeper.town,
).join(Instrument.keeper)


def rows(found):
    """Give what was found as dictionaries, with names to the values."""
    return [dict(row) for row in found.mappings()]


def instruments(filters, sort, down):
    """List what is open, filtered and sorted."""
    sort = SORTS[sort]
    query = (
        SHOWN
        .filter_by(**filters, state="open")
        .order_by(sort.desc() if down else sort)
    )
    with database() as db:
        return rows(db.execute(query))


def search(words):
    """Find what is open and has the words in its title."""
    words = words.replace("'", "''")
    query = (
        SHOWN
        .where(Instrument.state == "open")
        .where(text(f"title LIKE '%{words}%'"))
        .order_by(Instrument.number)
    )
    with database() as db:
        return rows(db.execute(query))


def kinds(beginning):
    """Count what is open, kind by kind."""
    query = (
        select(Instrument.kind, literal_column("count(*)").label("many"))
        .where(Instrument.state == "open")
        .where(Instrument.kind.like(f"{beginning}%"))
        .group_by(text("kind"))
        .order_by(func.lower(Instrument.kind))
    )
    with database() as db:
        return rows(db.execute(query))


def withheld():
    """List what is not open; only keepers are shown this."""
    query = SHOWN.where(Instrument.state != "open")
    with database() as db:
        return rows(db.execute(query))
