"""Customers send documents, and get an offer for the translation."""

import secrets
from io import BytesIO

from flask import Flask, abort, request, send_file

from agency import limits, store
from agency.settings import CENTS_A_WORD, STAFF_KEY

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = limits.MAX_UPLOAD


@app.errorhandler(limits.Refused)
def refused(error):
    return {"error": str(error)}, 400


def offer(order):
    documents = [
        {"name": name, "words": len(path.read_bytes().split())}
        for name, path in sorted(store.documents(order).items())
    ]
    words = sum(document["words"] for document in documents)
    return {"order": order, "documents": documents, "cents": words * CENTS_A_WORD}


def sent(files):
    """Send the file that the customer asks for, if it is one of these."""
    path = files.get(request.args.get("name", ""))
    if path is None:
        abort(404)
    return send_file(path, as_attachment=True, download_name="document")


@app.get("/")
def index():
    return {"offers": "POST /orders, with a zip or tar.gz archive as the body", "bytes": limits.MAX_UPLOAD}


@app.post("/orders")
def create_order():
    upload = BytesIO(request.get_data())
    return offer(store.create(upload)), 201


@app.get("/orders/<order>")
def show_order(order):
    if order not in store.orders():
        abort(404)
    return offer(order)


@app.get("/orders/<order>/document")
def document(order):
    if order not in store.orders():
        abort(404)
    return sent(store.documents(order))


@app.get("/orders/<order>/translation")
def translation(order):
    if order not in store.orders():
        abort(404)
    return sent(store.translations(order))


@app.get("/staff/orders")
def all_orders():
    if not secrets.compare_digest(request.headers.get("X-Staff-Key", "").encode(), STAFF_KEY.encode()):
        abort(403)
    return {"orders": store.orders()}
