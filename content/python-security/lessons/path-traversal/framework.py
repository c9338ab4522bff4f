"""Send a worksheet by its number: the database knows the path, and the request does not."""

import sqlite3

from flask import Flask, abort, send_from_directory

from music_school import WORKSHEETS

db = sqlite3.connect(":memory:", check_same_thread=False)
db.execute("CREATE TABLE worksheets (id INTEGER PRIMARY KEY, path TEXT)")
db.execute("INSERT INTO worksheets (path) VALUES ('scales.txt'), ('2026/rhythm.txt')")
app = Flask(__name__)


@app.get("/worksheets/<int:number>")
def worksheet(number: int):
    if number >= 2**63:
        abort(404)
    row = db.execute("SELECT path FROM worksheets WHERE id = ?", (number,)).fetchone()
    if row is None:
        abort(404)
    return send_from_directory(WORKSHEETS, row[0])


if __name__ == "__main__":
    client = app.test_client()
    for number in ("1", "2", "3", "99999999999999999999", "..%2fsettings.ini"):
        with client.get(f"/worksheets/{number}") as response:
            print(f"{number:22}{response.status_code}  {response.text if response.status_code == 200 else ''}".rstrip())
    db.close()
