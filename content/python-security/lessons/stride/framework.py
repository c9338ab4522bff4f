"""A webhook in Flask: the signature is checked over the bytes that arrived."""

import hmac
import json

from flask import Flask, abort, request

from webhook_after import sign

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 10_000


@app.post("/paid")
def paid():
    body = request.get_data()
    signature = request.headers.get("X-Signature", "")
    if not hmac.compare_digest(sign(body).encode(), signature.encode()):
        abort(403)
    # From here on as in the new code: one UPDATE that checks and changes the row.
    return "", 204


if __name__ == "__main__":
    body = b'{"order":7,  "cents":12000}'
    rewritten = json.dumps(json.loads(body)).encode()
    for what, sent, signature in (
        ("honest", body, sign(body)),
        ("without a signature", body, ""),
        ("signed, changed on the way", body.replace(b"7", b"8"), sign(body)),
        ("signed, JSON written again", rewritten, sign(body)),
        ("20,000 bytes", b" " * 20_000, ""),
    ):
        response = app.test_client().post("/paid", data=sent, headers={"X-Signature": signature})
        print(f"{what:28}{response.status_code}")
