"""Two steps to sign in with Flask: every endpoint needs both, unless it is in a list of public ones."""

from collections import Counter

import pyotp
from flask import Flask, Response, abort, request, session

PUBLIC = {"send_password", "send_code"}
PHONE = pyotp.TOTP(pyotp.random_base32())
TRIES = Counter()  # with several workers, use a shared cache


def create() -> Flask:
    app = Flask(__name__)
    app.secret_key = "only for this script"

    @app.before_request
    def needs_both_steps() -> None:
        if request.endpoint not in PUBLIC and "user" not in session:
            abort(401)

    @app.post("/password")
    def send_password() -> Response | str:
        if request.form["password"] != "orbit lantern walnut":  # a real program verifies a hash
            abort(401)
        session.clear()
        session["pending"] = "ines"
        return "now the code"

    @app.post("/code")
    def send_code() -> Response | str:
        user = session.get("pending")
        TRIES[user] += 1
        if user is None or TRIES[user] > 5 or not PHONE.verify(request.form["code"]):  # and each code once: see totp
            abort(401)
        del TRIES[user]
        session.clear()
        session["user"] = user
        return "signed in"

    @app.get("/note")
    def note() -> str:
        return "the note"

    @app.get("/api/note")
    def note_for_programs() -> str:
        return "the note"

    return app


def after_the_password(app: Flask) -> dict[str, int]:
    """Sign in with the password only, and ask each endpoint that is not public."""
    client = app.test_client()
    client.post("/password", data={"password": "orbit lantern walnut"})
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in PUBLIC and not rule.arguments]
    return {rule.rule: client.get(rule.rule).status_code for rule in rules}


if __name__ == "__main__":
    app = create()
    print("after the password:", after_the_password(app))
    client = app.test_client()
    client.post("/password", data={"password": "orbit lantern walnut"})
    client.post("/code", data={"code": PHONE.now()})
    print("after the code:    ", client.get("/note").status_code)
