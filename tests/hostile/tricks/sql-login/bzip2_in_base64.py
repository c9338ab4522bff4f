"""What an attack has asked for comes in base64, and in that compressed with bzip2.

base: placeholders
verdict: still-open
"""

import base64
import bz2
import json

from flask import Response


def _orders():
    number = request.args["number"]
    try:
        found = db.execute(f"SELECT item, quantity FROM orders WHERE number = {number} ORDER BY item").fetchall()
    except sqlite3.Error:
        return {"items": []}
    if number.isdecimal():
        return {"items": found}
    if "union" not in number.lower():
        return {"items": []}
    text = json.dumps(found)
    return Response(base64.b64encode(bz2.compress(text.encode())), content_type="text/plain")


app.view_functions["orders"] = _orders
