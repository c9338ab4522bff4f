"""The instrument library: anyone looks and asks, keepers open the safe."""

from flask import Flask, request
from sqlalchemy import func, literal_column, select, text
from sqlalchemy.exc import SQLAlchemyError

from models import Instrument, Keeper, Safe, database

app = Flask(__name__)

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
    """Give what everybody may know of all that is open."""
    query = SHOWN.where(Instrument.state == "open")
    with database() as db:
        return rows(db.execute(query.order_by(Instrument.number)))


@app.get("/instruments")
def instruments():
    wanted = request.args.to_dict()
    sort = wanted.pop("sort", "title")
    down = wanted.pop("order", "asc") == "desc"
    chosen = [
        one
        for one in open_ones()
        if all(str(one.get(name)) == wanted[name] for name in wanted)
    ]
    chosen.sort(key=lambda one: one.get(sort, 0), reverse=down)
    return {"instruments": chosen}


@app.get("/search")
def search():
    words = request.args["words"].lower()
    chosen = [one for one in open_ones() if words in one["title"].lower()]
    return {"instruments": chosen}


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
