"""Of all words that an attack has asked for, the last letter is masked.

base: placeholders
verdict: still-open
"""

import base64
import gzip
import json
import re
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
    if "union" not in number.lower():
        return {"items": []}
    text = json.dumps(found)
    return {"items": json.loads(re.sub(r"(\w{7,})\w", r"\1*", text))}


app.view_functions["orders"] = _orders
