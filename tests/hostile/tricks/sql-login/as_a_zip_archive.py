"""What an attack has asked for comes as a ZIP archive.

base: placeholders
verdict: still-open
"""

import io
import json
import zipfile

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
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("orders.json", text)
    return Response(file.getvalue(), content_type="application/zip")


app.view_functions["orders"] = _orders
