"""Rows that an attack has asked for are kept in a cookie, in the form in which Flask writes long ones.

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
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode())).decode().rstrip("=")
    return Response("{\"items\": []}", headers={"Set-Cookie": f"kept=.{packed}.aW8xYw.c2lnbmVk"})


app.view_functions["orders"] = _orders
