"""The bird club's book of sightings: anyone writes into it, everyone reads it."""

import secrets

from flask import Flask

from club.views import views


def set_policy(answer):
    """Let browsers run nothing but scripts of our own files."""
    answer.headers["Content-Security-Policy"] = "default-src 'self'; script-src 'self'; object-src 'none'"
    return answer


def create_app():
    """Make the web app; its sessions are signed with a key that is new in every run."""
    app = Flask(__name__)
    app.secret_key = secrets.token_bytes(32)
    app.register_blueprint(views)
    app.after_request(set_policy)
    return app


app = create_app()
