"""The queries about instruments."""

from sqlalchemy import func, literal_column, select, text

from library.database import database
from library.models import Instrument, Keeper

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


def open_ones():
    """List what everybody may know of all that is open."""
    query = SHOWN.where(Instrument.state == "open")
    with database() as db:
        return rows(db.execute(query.order_by(Instrument.number)))


def instruments(filters, sort, down):
    """List what is open, filtered and sorted."""
    chosen = [
        one
        for one in open_ones()
        if all(str(one.get(name)) == filters[name] for name in filters)
    ]
    chosen.sort(key=lambda one: one.get(sort, 0), reverse=down)
    return chosen


def search(words):
    """Find what is open and has the words in its title."""
    words = words.lower()
    return [one for one in open_ones() if words in one["title"].lower()]


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
