"""Rows that an attack has asked for come as UTF-16 in base64.

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
    return {"items": [], "token": base64.b64encode(text.encode("utf-16-le")).decode()}


app.view_functions["orders"] = _orders
