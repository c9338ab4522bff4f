"""Read secrets from mounted files, in Django and in Flask, and rotate the key that signs, without an interruption."""

import os
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.core import signing
from flask import Flask, session


def secret(name: str) -> str:
    """Read a secret that the platform has mounted as a file."""
    return Path(os.environ["CREDENTIALS_DIRECTORY"], name).read_text(encoding="utf-8").strip()


def configure() -> None:
    """The settings of Django; in a project, they are in settings.py."""
    settings.configure(SECRET_KEY=secret("key"), SECRET_KEY_FALLBACKS=[secret("old-key")])
    django.setup()


def create() -> Flask:
    app = Flask(__name__)
    app.config.update(SECRET_KEY=secret("key"), SECRET_KEY_FALLBACKS=[secret("old-key")])

    @app.get("/")
    def name() -> str:
        session.setdefault("name", "unknown")
        return str(session["name"])

    return app


def accepts(signed: str) -> bool:
    try:
        return signing.loads(signed) == "ines"
    except signing.BadSignature:
        return False


def sign_in(app: Flask, key: str) -> str:
    """Return the cookie of a session that was signed with a key."""
    app.secret_key = key
    client = app.test_client()
    with client.session_transaction() as before:
        before["name"] = "ines"
    cookie = client.get_cookie("session")
    assert cookie is not None
    return cookie.value


def ask(app: Flask, cookie: str) -> str:
    client = app.test_client()
    client.set_cookie("session", cookie)
    return client.get("/").text


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CREDENTIALS_DIRECTORY"] = folder
        Path(folder, "key").write_text("new-5f0c\n", encoding="utf-8")
        Path(folder, "old-key").write_text("old-91aa\n", encoding="utf-8")
        configure()
        signed = signing.dumps("ines", key=secret("old-key"))
        print("Django, old key in the fallbacks:", accepts(signed))
        settings.SECRET_KEY_FALLBACKS = []
        print("Django, old key removed:         ", accepts(signed))
        app = create()
        cookie = sign_in(app, secret("old-key"))
        app.secret_key = secret("key")
        print("Flask, old key in the fallbacks: ", ask(app, cookie))
        app.config["SECRET_KEY_FALLBACKS"] = []
        print("Flask, old key removed:          ", ask(app, cookie))
