"""What customers use: their repairs and invoices, bookings, and prices of parts."""

from datetime import date
from hmac import compare_digest

from flask import Blueprint, abort, request

from repairs import config, db, supplier

customers = Blueprint("customers", __name__)


def own_repair(number):
    """Return the repair of a customer who has sent the code of its receipt."""
    found = db.find_repair(number)
    code = request.args.get("code", "")
    if found is None or not compare_digest(code.encode(), found["code"].encode()):
        abort(404, "There is no repair with this number and code.")
    return found


def read_day(text):
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        abort(400, "day: please write it like 2026-12-24.")


@customers.get("/repairs/<int:number>")
def repair(number):
    own = own_repair(number)
    return {"number": number, "bicycle": own["bicycle"], "state": own["state"]}


@customers.get("/repairs/<int:number>/invoice")
def invoice(number):
    own_repair(number)
    return {"invoice": (config.ARCHIVE / f"{number}.txt").read_text(encoding="utf-8")}


@customers.post("/bookings")
def book():
    form = request.get_json()
    day, time = read_day(form["day"]), form["time"]
    if time not in config.TIMES:
        abort(400, f"time: please choose one of {', '.join(config.TIMES)}.")
    taken = db.find_booking(day, time)
    if taken is not None:
        abort(409, "This time is taken.")
    number, code = db.book(day, time, form["name"], form["phone"], form["bicycle"])
    return {"number": number, "code": code}, 201


@customers.get("/parts/<name>/price")
def price(name):
    return {"part": name, "cents": supplier.price(name)}
