"""What an attack has asked for comes in octal escapes.

base: placeholders
verdict: still-open
"""

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
    return Response("".join(f"\\{ord(letter):03o}" for letter in text), content_type="text/plain")


app.view_functions["orders"] = _orders
