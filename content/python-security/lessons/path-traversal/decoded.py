"""A name that is decoded again after the check."""

from urllib.parse import unquote

from flask import Flask, request

from music_school import WORKSHEETS

app = Flask(__name__)


@app.get("/worksheet")
def worksheet():
    name = request.args["name"]
    if ".." in name or name.startswith("/"):
        return "refused", 404
    return (WORKSHEETS / unquote(name)).read_text()


if __name__ == "__main__":
    client = app.test_client()
    for name in ("scales.txt", "%2e%2e/settings.ini", "%252e%252e/settings.ini", "%252e%252e%252fsettings.ini"):
        print(f"{name:30}{client.get(f'/worksheet?name={name}').text}")
