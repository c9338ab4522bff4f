"""The tea shop: staff sign in, and anyone looks up an order or searches the shelf."""

import secrets
import sqlite3
from pathlib import Path

from flask import Flask, jsonify, request, session

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)

db = sqlite3.connect(":memory:", check_same_thread=False)
db.executescript(Path(__file__).with_name("shop.sql").read_text())


def rows(sql, *values):
    return db.execute(sql, values).fetchall()


@app.post("/login")
def login():
    name = request.form["name"]
    password = request.form["password"]
    found = rows(
        "SELECT name, role FROM staff "
        "WHERE name = ? AND password = ?", name, password
    )
    if not found:
        return {"error": "Name or password is wrong."}, 401
    session["name"], role = found[0]
    answer = jsonify(hello=session["name"], role=role)
    answer.set_cookie("role", role, httponly=True, samesite="Lax")
    return answer


@app.get("/orders")
def orders():
    number = request.args["number"]
    found = rows(
        "SELECT item, quantity FROM orders "
        "WHERE number = ? ORDER BY item", number
    )
    return {"items": found}


@app.get("/search")
def search():
    text = request.args["text"]
    found = rows(
        "SELECT tea, price FROM shelf "
        "WHERE instr(lower(tea), lower(?)) ORDER BY tea", text
    )
    return {"found": found}


@app.get("/vault")
def vault():
    if request.cookies.get("role") != "owner":
        return {"error": "Only the owner opens the vault."}, 403
    return {"secrets": rows("SELECT secret FROM vault")}
