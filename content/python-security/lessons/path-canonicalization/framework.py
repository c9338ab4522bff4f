"""Send a file in Flask, and store a new one: resolve strictly, compare parts, and open what was checked."""

import re
import tempfile
from pathlib import Path

from flask import Flask, abort, request, send_file

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1_000_000


@app.get("/worksheet")
def worksheet():
    folder = app.config["FOLDER"].resolve(strict=True)
    try:
        path = (folder / request.args["name"]).resolve(strict=True)
    except (OSError, ValueError):
        abort(404)
    if not path.is_relative_to(folder) or not path.is_file():
        abort(404)
    return send_file(path)


@app.post("/worksheet")
def store():
    folder = app.config["FOLDER"].resolve(strict=True)
    name, data = request.args["name"], request.get_data()
    if not re.fullmatch(r"[a-z0-9-]{1,60}\.txt", name):
        abort(400)
    try:
        with open(folder / name, "xb") as file:
            file.write(data)
    except FileExistsError:
        abort(409)
    return "stored", 201


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "worksheets")
        folder.mkdir()
        (folder / "scales.txt").write_text("C D E F G A B")
        Path(name, "settings.ini").write_text("password = tuba")
        (folder / "link.txt").symlink_to("../settings.ini")
        (folder / "gone.txt").symlink_to("../not-yet.ini")
        app.config["FOLDER"] = folder
        client = app.test_client()
        for asked in ("scales.txt", "./scales.txt", "../settings.ini", "link.txt", "missing.txt", "\0", "."):
            with client.get("/worksheet", query_string={"name": asked}) as response:
                print(f"{asked!r:20}{response.status_code}")
        for asked in ("new.txt", "link.txt", "gone.txt", "../new.txt"):
            print(f"store {asked!r:14}{client.post('/worksheet', query_string={'name': asked}, data='C').status_code}")
