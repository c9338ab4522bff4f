"""A Flask program that starts its development server, and what its error page offers."""

import io

from flask import Flask
from werkzeug.debug import DebuggedApplication
from werkzeug.test import Client

app = Flask(__name__)
LOANS = {7: "Walden"}


@app.get("/loans/<int:card>")
def loans(card: int) -> str:
    return LOANS[card]


def start() -> None:
    app.run(host="0.0.0.0", debug=True)


app.testing = True  # let the error reach the debugger, as debug=True does
client = Client(DebuggedApplication(app, evalex=True, pin_logging=False))
page = client.get("/loans/8", headers={"host": "127.0.0.1"}, errors_stream=io.StringIO())
print(page.status_code, "KeyError: 8" in page.text)
print("the page offers a Python console:", "EVALEX = true" in page.text)
