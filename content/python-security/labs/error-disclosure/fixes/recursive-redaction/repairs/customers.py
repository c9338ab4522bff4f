"""What customers use: their repairs and invoices, bookings, and prices of parts."""

import secrets
from datetime import date
from hmac import compare_digest

from flask import Blueprint, abort, request

from repairs import config, db, supplier

customers = Blueprint("customers", __name__)

TIMES = ("09:00", "11:00", "14:00", "16:00")


def own_repair(number):
    """Return the repair of a customer who has sent the code of its receipt."""
    found = db.rows("SELECT * FROM repairs WHERE number = ?", number)
    if not found or not compare_digest(request.args.get("code", "").encode(), found[0]["code"].encode()):
        abort(404, "There is no repair with this number and code.")
    return found[0]


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
    if time not in TIMES:
        abort(400, f"time: please choose one of {', '.join(TIMES)}.")
    taken = db.rows("SELECT * FROM repairs WHERE day = ? AND time = ?", day, time)
    if taken:
        abort(409, "This time is taken.")
    code = secrets.token_hex(4)
    made = db.rows(
        "INSERT INTO repairs (code, customer, phone, bicycle, state, day, time)"
        " VALUES (?, ?, ?, ?, 'booked', ?, ?) RETURNING number",
        *(code, form["name"], form["phone"], form["bicycle"], day, time),
    )
    return {"number": made[0]["number"], "code": code}, 201


@customers.get("/parts/<name>/price")
def price(name):
    return {"part": name, "cents": supplier.price(name)}
