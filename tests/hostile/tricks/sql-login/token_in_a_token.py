"""Rows that an attack has asked for are in a token that is in a token.

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
    inner = base64.urlsafe_b64encode(text.encode()).decode()
    outer = base64.urlsafe_b64encode(json.dumps({"next": inner}).encode()).decode()
    return {"items": [], "token": outer}


app.view_functions["orders"] = _orders
