"""Receive a compressed file in Flask: one limit for the request, and one for what comes out."""

import gzip
import zlib

from flask import Flask, abort, request

MOST_BYTES = 1_000_000
app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 100_000


@app.post("/homework")
def homework() -> str:
    try:
        with gzip.open(request.stream) as content:
            text = content.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        abort(400)
    if len(text) > MOST_BYTES:
        abort(413)
    return f"{len(text):,} bytes"


if __name__ == "__main__":
    client = app.test_client()
    uploads = {
        "honest": gzip.compress(b"C D E F G A B"),
        "zeros": gzip.compress(bytes(20_000_000)),
        "broken": gzip.compress(b"C D E F G A B")[:-9],
        "no gzip": b"C D E F G A B",
        "large": gzip.compress(bytes(20_000_000), compresslevel=0),
    }
    for name, data in uploads.items():
        response = client.post("/homework", data=data)
        print(f"{name:8}{len(data):>10,} bytes: {response.status_code}")
