"""The bird club's book of sightings: anyone writes into it, everyone reads it."""

import secrets

from flask import Flask

from club.views import views


def create_app():
    """Make the web app; its sessions are signed with a key that is new in every run."""
    app = Flask(__name__)
    app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_SAMESITE="Lax")
    app.secret_key = secrets.token_bytes(32)
    app.register_blueprint(views)
    return app


app = create_app()
