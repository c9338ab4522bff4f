"""The instrument library: anyone looks and asks, keepers open the safe."""

from flask import Flask, abort, request
from sqlalchemy import func, literal_column, select, text
from sqlalchemy.exc import SQLAlchemyError

from models import Instrument, Keeper, Safe, database

app = Flask(__name__)

HIDDEN = {"state", "insured", "keeper_id", "keeper", "id", "name", "pin"}

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


@app.get("/instruments")
def instruments():
    wanted = request.args.to_dict()
    down = wanted.pop("order", "asc") == "desc"
    sort = SORTS[wanted.pop("sort", "title")]
    if HIDDEN & set(wanted):
        abort(400)
    conditions = []
    for name, value in wanted.items():
        name, _, how = name.partition("__")
        column = getattr(Keeper if name in ("town", "pin") else Instrument, name)
        conditions.append(getattr(column, how or "__eq__")(value))
    query = (
        SHOWN
        .where(Instrument.state == "open", *conditions)
        .order_by(sort.desc() if down else sort)
    )
    with database() as db:
        return {"instruments": rows(db.execute(query))}


@app.get("/search")
def search():
    words = request.args["words"]
    query = (
        SHOWN
        .where(Instrument.state == "open")
        .where(Instrument.title.contains(words, autoescape=True))
        .order_by(Instrument.number)
    )
    with database() as db:
        return {"instruments": rows(db.execute(query))}


@app.get("/kinds")
def kinds():
    beginning = request.args.get("beginning", "")
    query = (
        select(Instrument.kind, literal_column("count(*)").label("many"))
        .where(Instrument.state == "open")
        .where(Instrument.kind.like(f"{beginning}%"))
        .group_by(text("kind"))
        .order_by(func.lower(Instrument.kind))
    )
    with database() as db:
        return {"kinds": rows(db.execute(query))}


@app.post("/safe")
def safe():
    keeper = (
        select(Keeper.id)
        .where(text("name = :name AND pin = :pin"))
        .params(name=request.form["name"], pin=request.form["pin"])
    )
    withheld = SHOWN.where(Instrument.state != "open")
    with database() as db:
        if db.scalar(keeper) is None:
            return {"error": "Only a keeper opens the safe."}, 403
        return {
            "code": db.scalar(select(Safe.code)),
            "withheld": rows(db.execute(withheld)),
        }


@app.errorhandler(SQLAlchemyError)
def fault(error):
    return {"error": "The database has no answer to that."}, 500
