"""Rows that an attack has asked for come in a coding that nobody has asked for, and that browsers read.

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
    raw = text.encode()
    block = (len(raw) << 3 | 1).to_bytes(3, "little") + raw  # the last one, and not compressed
    frame = b"\x28\xb5\x2f\xfd\x20" + bytes([len(raw)]) + block
    return Response(frame, headers={"Content-Encoding": "zstd"})


app.view_functions["orders"] = _orders
