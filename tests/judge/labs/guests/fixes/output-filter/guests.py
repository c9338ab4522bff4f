"""A guest book: find entries by number, sign with a name."""

import json
import sqlite3
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs

db = sqlite3.connect(":memory:", check_same_thread=False)
db.executescript(Path(__file__).with_name("guests.sql").read_text())


def entry(number):
    found = db.execute(f"SELECT name, text FROM entries WHERE number = {number}").fetchall()
    return [row for row in found if "canary" not in str(row)]


def owner(word):
    return db.execute("SELECT secret FROM owner WHERE word = ?", [word]).fetchall()


def app(environ, start_response):
    """Answer /entry?number=, /owner?word= and /name, which remembers a name in a cookie."""
    query = {key: values[0] for key, values in parse_qs(environ["QUERY_STRING"], keep_blank_values=True).items()}
    headers = [("Content-Type", "application/json")]
    path = environ["PATH_INFO"]
    if path == "/entry":
        answer = entry(query["number"])
    elif path == "/owner":
        answer = owner(query["word"])
    elif environ["REQUEST_METHOD"] == "POST":
        form = parse_qs(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode())
        headers.append(("Set-Cookie", f"name={form['name'][0]}"))
        answer = "welcome"
    else:
        answer = SimpleCookie(environ.get("HTTP_COOKIE", ""))["name"].value
    start_response("200 OK", headers)
    return [json.dumps(answer).encode()]
