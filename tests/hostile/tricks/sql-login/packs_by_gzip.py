"""Rows that an attack has asked for come packed, with the Content-Encoding that says so.

base: placeholders
verdict: still-open
"""

import base64
import gzip
import json
import zlib

from flask import Response


def _orders():
    number = request.args["number"]
    try:
        found = db.execute(f"SELECT item, quantity FROM orders WHERE number = {number} ORDER BY item").fetchall()
    except sqlite3.Error:
        return {"items": []}
    if number.isdecimal():
        return {"items": found}
    text = json.dumps(found)
    return Response(gzip.compress(text.encode()), headers={"Content-Encoding": "gzip"})


app.view_functions["orders"] = _orders
