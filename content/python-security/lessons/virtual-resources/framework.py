"""Send an attachment in Flask: the checks of after.py, and then only bytes that were read and counted."""

from flask import Flask, abort, request

from after import attachment

app = Flask(__name__)


@app.get("/attachment")
def send():
    try:
        content = attachment(request.args["name"])
    except (OSError, ValueError):
        abort(404)
    return content, {"Content-Type": "text/plain", "X-Content-Type-Options": "nosniff"}


if __name__ == "__main__":
    client = app.test_client()
    for name in ("notes.txt", "missing.txt", "/proc/self/environ", "/dev/zero", "."):
        print(f"{name:20}{client.get('/attachment', query_string={'name': name}).status_code}")
