"""Loans of a card in Flask, and raw SQL in Django: both bind the value."""

import sqlite3

import django
from django.conf import settings
from flask import Flask

settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
django.setup()

from django.db import connection  # noqa: E402

db = sqlite3.connect(":memory:", check_same_thread=False)
app = Flask(__name__)


@app.get("/loans/<int:card>")
def loans(card: int) -> list[str]:
    query = "SELECT book FROM loans WHERE card = ?"
    return [book for (book,) in db.execute(query, (card,))]


def loans_in_django(book: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT card FROM loans WHERE book = %s", [book])
        return [card for (card,) in cursor.fetchall()]


if __name__ == "__main__":
    for execute in (db.execute, connection.cursor().execute):
        execute("CREATE TABLE loans (card INTEGER, book TEXT)")
        execute("INSERT INTO loans VALUES (7, 'Walden'), (7, 'Emma'), (8, 'Dune')")
    client = app.test_client()
    for card in ("7", "7 OR 1=1"):
        response = client.get(f"/loans/{card}")
        print(f"Flask   {card:18}{response.status_code}  {response.json or ''}".rstrip())
    for book in ("Dune", "x' OR 'a' = 'a"):
        print(f"Django  {book:18}{loans_in_django(book)}")
    db.close()
