"""Rows that an attack has asked for come packed twice, by deflate and by gzip.

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
    body = gzip.compress(zlib.compress(text.encode()))
    return Response(body, headers={"Content-Encoding": "deflate, gzip"})


app.view_functions["orders"] = _orders
