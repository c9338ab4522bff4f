"""The tea shop: staff sign in, and anyone looks up an order or searches the shelf."""

import secrets
import sqlite3
from pathlib import Path

from flask import Flask, request, session

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)

db = sqlite3.connect(":memory:", check_same_thread=False)
db.executescript(Path(__file__).with_name("shop.sql").read_text())


def rows(sql):
    return db.execute(sql).fetchall()


@app.post("/login")
def login():
    name = request.form["name"]
    password = request.form["password"]
    found = [
        (staff, role)
        for staff, secret, role in rows("SELECT name, password, role FROM staff")
        if staff == name and secrets.compare_digest(secret.encode(), password.encode())
    ]
    if not found:
        return {"error": "Name or password is wrong."}, 401
    session["name"], session["role"] = found[0]
    return {"hello": session["name"], "role": session["role"]}


@app.get("/orders")
def orders():
    number = request.args["number"]
    every = rows("SELECT number, item, quantity FROM orders ORDER BY item")
    found = [(item, quantity) for order, item, quantity in every if str(order) == number]
    return {"items": found}


@app.get("/search")
def search():
    text = request.args["text"]
    every = rows("SELECT tea, price FROM shelf ORDER BY tea")
    found = [(tea, price) for tea, price in every if text.lower() in tea.lower()]
    return {"found": found}


@app.get("/vault")
def vault():
    if session.get("role") != "owner":
        return {"error": "Only the owner opens the vault."}, 403
    return {"secrets": rows("SELECT secret FROM vault")}
